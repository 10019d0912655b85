package gate

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"

	"qwac/pkg/check"
	"qwac/pkg/lint"
	"qwac/pkg/report"
)

// BaselineVersion is the version of the file's shape.
const BaselineVersion = 1

// MaxBaseline is the most bytes of a baseline: an entry has about 300, and a repository of 10,000 chains five of them
// each.
const MaxBaseline = 16 << 20

// factPrefix stands before the name of a fact in the place of a rule.
const factPrefix = "check:"

// Baseline is what is known of the certificates: what of it occurs does not block.
type Baseline struct {
	Name    string // of the file, for reports
	Entries []Entry
}

// Entry is a finding at a place, or a fact that is not established.
type Entry struct {
	Rule        string `json:"rule"` // or check: and the name of a fact
	Certificate string `json:"certificate"`
	Fingerprint string `json:"fingerprint"`
	Message     string `json:"message"` // for people; as of the time when it was taken in
}

// baselineFile is the file.
type baselineFile struct {
	Version int     `json:"version"`
	Entries []Entry `json:"entries"`
}

// ReadBaseline reads a baseline strictly: what is not understood is an error.
func ReadBaseline(name string, data []byte) (*Baseline, error) {
	if len(data) > MaxBaseline {
		return nil, fmt.Errorf("%s has more than %d bytes: is it a baseline?", name, MaxBaseline)
	}
	var f baselineFile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("%s is no baseline, which is JSON of its own kind (%w)", name, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s is no baseline: something stands after it", name)
	}
	if f.Version != BaselineVersion {
		return nil, fmt.Errorf("%s has version %d, want %d", name, f.Version, BaselineVersion)
	}
	digits := regexp.MustCompile(`^[0-9a-f]{32}$`)
	for i, e := range f.Entries {
		if !digits.MatchString(e.Fingerprint) || e.Rule == "" || e.Certificate == "" {
			return nil, fmt.Errorf("%s: entry %d: want rule, certificate, and a fingerprint of 32 hexadecimal digits",
				name, i+1)
		}
	}
	return &Baseline{name, f.Entries}, nil
}

// Bytes is the file, the same for the same entries.
func (b *Baseline) Bytes() ([]byte, error) {
	var out bytes.Buffer
	err := report.WriteJSON(&out, baselineFile{BaselineVersion, b.Entries})
	return out.Bytes(), err
}

// Suppressible reports whether entries may name a rule: those about the gate itself they may not.
func Suppressible(rule string) bool {
	return rule != check.RuleRequired.ID &&
		!slices.ContainsFunc(check.GateRules(), func(m lint.Meta) bool { return m.ID == rule })
}

// NewBaseline takes in all that counts in the results: findings, and facts that are not established. Left counts those
// about no certificate, by which nothing could be known again.
func NewBaseline(r *report.Report) (b *Baseline, left int) {
	b = &Baseline{Entries: []Entry{}}
	for _, res := range r.Results {
		for _, f := range res.Findings {
			if !Suppressible(f.Rule) {
				continue
			}
			for _, p := range f.Places {
				if p.SHA256 == "" {
					left++
				} else if p.Suppressed == nil {
					b.Entries = append(b.Entries, Entry{f.Rule, p.SHA256, p.Fingerprint, f.Message})
				}
			}
		}
		for _, c := range res.Checks {
			if print := res.CheckFingerprint(c.Name); c.Stops() && print != "" && c.Suppressed == nil {
				b.Entries = append(b.Entries,
					Entry{factPrefix + c.Name, res.Certificate.SHA256, print, cmp.Or(c.Detail, c.State)})
			}
		}
	}
	b.sort()
	return b, left
}

func (b *Baseline) sort() {
	slices.SortStableFunc(b.Entries, func(x, y Entry) int {
		return cmp.Or(cmp.Compare(x.Certificate, y.Certificate), cmp.Compare(x.Rule, y.Rule),
			cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
	b.Entries = slices.CompactFunc(b.Entries, func(x, y Entry) bool { return x.Fingerprint == y.Fingerprint })
}

// Without returns the baseline without some of its entries and with those of another, in its order.
func (b *Baseline) Without(gone []Entry, more ...Entry) *Baseline {
	lost := map[string]bool{}
	for _, e := range gone {
		lost[e.Fingerprint] = true
	}
	out := &Baseline{Name: b.Name, Entries: []Entry{}}
	for _, e := range b.Entries {
		if !lost[e.Fingerprint] {
			out.Entries = append(out.Entries, e)
		}
	}
	out.Entries = append(out.Entries, more...)
	out.sort()
	return out
}
