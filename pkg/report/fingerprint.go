package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"qwac/pkg/check"
)

// fingerprintBytes are of a SHA-256 in a fingerprint: half, so that two findings of a lifetime do not share one.
const fingerprintBytes = sha256.Size / 2

// fingerprint is SHA-256 over the parts: the one definition of all fingerprints. None of the parts is a word that a
// later version may change, or a name or a number of a file.
func fingerprint(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:fingerprintBytes])
}

// CheckFingerprint is the fingerprint of a fact of a result: its name and the leaf. Empty: there is no leaf to know it
// by.
func (r *Result) CheckFingerprint(name string) string {
	if r.Certificate == nil {
		return ""
	}
	return fingerprint("check", name, r.Certificate.SHA256)
}

// setFingerprints gives each place a fingerprint: of the rule, and of the key of the place, which keys has by finding
// and place. What one rule says several times of the same place is numbered by the messages. The fingerprint of a
// finding is that of its only place, or of the sorted ones of all; in a result no two findings share one.
func setFingerprints(findings []Finding, keys [][]string) {
	order := make([]int, len(findings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(findings[a].Message, findings[b].Message) })
	seen := map[string]int{}
	taken := newNumbers[string](len(findings))
	for _, i := range order {
		f := &findings[i]
		known := newNumbers[string](len(keys[i]))
		var prints []string
		for j, key := range keys[i] {
			n, again := known.of(key)
			if !again {
				prints = append(prints, numbered(f.Rule+"\n"+key, seen))
			}
			f.Places[j].Fingerprint = prints[n]
		}
		f.Fingerprint = together(f.Places)
		for _, again := taken.of(f.Fingerprint); again; _, again = taken.of(f.Fingerprint) {
			f.Fingerprint = fingerprint(f.Fingerprint)
		}
	}
}

// numbered is the fingerprint of what is said of a place, with its number from the second on.
func numbered(said string, seen map[string]int) string {
	if seen[said]++; seen[said] > 1 {
		return fingerprint(said, strconv.Itoa(seen[said]))
	}
	return fingerprint(said)
}

// together is the fingerprint of a finding with these places.
func together(places []Place) string {
	if len(places) == 1 {
		return places[0].Fingerprint
	}
	var all []string
	for _, p := range places {
		all = append(all, p.Fingerprint)
	}
	slices.Sort(all)
	if all = slices.Compact(all); len(all) == 1 {
		return all[0]
	}
	return fingerprint(all...)
}

// placeKey is where a finding occurs for its fingerprint: the certificate that it is about, the leaf where it is about
// none, and what it is about in it.
func placeKey(r *check.Result, f check.Finding) string {
	path := f.Path
	if f.Discriminator != "" {
		path = withoutIndices(path)
	}
	return subjectOf(r, f) + " " + path + " " + f.Discriminator
}

// withoutIndices takes the numbers of elements out of a path: [0].
func withoutIndices(path string) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(path, "[")
		out.WriteString(before)
		if !ok {
			return out.String()
		}
		path = strings.TrimLeft(rest, "0123456789")
		if n := len(rest) - len(path); n > 0 && strings.HasPrefix(path, "]") {
			path = path[1:]
		} else {
			out.WriteString("[" + rest[:n])
		}
	}
}

// subjectOf is the SHA-256 of the certificate that a finding is about, on the path or beside it. What is about none is
// told apart by the leaf: the text around a certificate has no name of its own that would last.
func subjectOf(r *check.Result, f check.Finding) string {
	const text = "P" // group of the rules on text: they may point to the line of a certificate and are not about it
	switch {
	case f.Cert > 0:
		return r.Chain.Path[f.Cert-1].Digest()
	case !strings.HasPrefix(f.Rule.Code, text):
		for _, c := range r.Chain.Bundle.Certs {
			if c.At == f.At {
				return c.Digest()
			}
		}
	}
	if len(r.Chain.Path) > 0 {
		return r.Chain.Path[0].Digest()
	}
	return ""
}

// numbers counts things from zero in the order in which they are first asked for. A map costs more than a look at each
// where there are as few as a genuine chain has.
type numbers[K comparable] struct {
	few  []K
	many map[K]int
}

// maxFew is how many are looked at one by one.
const maxFew = 32

// newNumbers is for up to n things.
func newNumbers[K comparable](n int) *numbers[K] {
	if n > maxFew {
		return &numbers[K]{many: make(map[K]int, n)}
	}
	return &numbers[K]{few: make([]K, 0, n)}
}

// of gives the number of a thing; again is false the first time.
func (n *numbers[K]) of(k K) (i int, again bool) {
	if n.many == nil {
		if i = slices.Index(n.few, k); i < 0 {
			n.few = append(n.few, k)
			return len(n.few) - 1, false
		}
		return i, true
	}
	i, again = n.many[k]
	if !again {
		i = len(n.many)
		n.many[k] = i
	}
	return i, again
}
