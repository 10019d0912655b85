package rotation

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// key is one key of a row, or one column. The one table of them reads both forms of a file and makes the schema.
type key struct {
	name, about string
	kind        kind
	words       []string                     // that are allowed; nil: any
	set         func(*Bank, []string) string // what is wrong with the values; empty: nothing
	schema      schema                       // beside what kind and words say
}

// schema is a part of a JSON Schema.
type schema map[string]any

type kind int

const (
	oneText kind = iota
	texts        // a list
	number
	yesNo
	day // a day, a month or a year
)

const (
	maxName   = 100  // characters of a name: the longest in the register of the EBA have some 80
	maxNote   = 300  // of a note or a source: it stands in the plan beside the bank
	maxLead   = 365  // days: a certificate has no longer life from 2026 on
	firstSeen = 2018 // the year in which PSD2 came into force
)

// keys are those of a row, in the order of the documentation.
func keys() []key {
	return []key{
		{"bank", "name of the bank, in no two rows of one country", oneText, nil,
			func(b *Bank, v []string) string { return limited(&b.Name, v[0], maxName) }, schema{"maxLength": maxName}},
		{"country", "its country, two capital letters; when left out, a bank of several", oneText, nil, setCountry,
			schema{"pattern": "^[A-Z]{2}$"}},
		{"certificates", "kinds of certificates that the bank asks for", texts, []string{QWAC, QSealC},
			func(b *Bank, v []string) string { b.Certificates = v; return "" }, nil},
		{"bound-to", "what the bank knows a client by: what of it changes makes it another client", texts,
			[]string{string(ByOrgID), string(ByCA), string(ByCertificate), string(ByClientID)}, setTies, nil},
		{"slots", "how many certificates a client has at one time", oneText,
			[]string{string(OneSlot), string(SeveralSlots)},
			func(b *Bank, v []string) string { b.Slots = Slots(v[0]); return "" }, nil},
		{"how", "how a new certificate is made known; nothing: it is used, and that is all", oneText,
			[]string{string(Nothing), string(API), string(Portal), string(EMail), string(Ticket)},
			func(b *Bank, v []string) string { b.How = How(v[0]); return "" }, nil},
		{"lead-days", "days from the request until it is done, at most", number, nil, setLead,
			schema{"minimum": 0, "maximum": maxLead}},
		{"downtime", "how long calls fail: none, or a number with m or h", oneText, nil, setDowntime,
			schema{"pattern": downtimePattern}},
		{"consents", "what becomes of the consents of customers when the client stays the same", oneText,
			[]string{string(Stay), string(Lost)},
			func(b *Bank, v []string) string { b.Consents = Consents(v[0]); return "" }, nil},
		{"idempotent", "whether the same request twice does no harm", yesNo, nil,
			func(b *Bank, v []string) string { is := v[0] == "true"; b.Idempotent = &is; return "" }, nil},
		{"onboarding", "how a client is registered anew", oneText,
			[]string{string(None), string(API), string(Portal), string(EMail), string(Ticket), string(Manual)},
			func(b *Bank, v []string) string { b.Onboarding = How(v[0]); return "" }, nil},
		{"note", "what else is to be known", oneText, nil,
			func(b *Bank, v []string) string { return limited(&b.Note, v[0], maxNote) }, schema{"maxLength": maxNote}},
		{"source", "where it is said", oneText, nil,
			func(b *Bank, v []string) string { return limited(&b.Source, v[0], maxNote) },
			schema{"maxLength": maxNote}},
		{"seen", "when it was said there, or read: 2026-11-28, 2026-11 or 2026", day, nil, setSeen, nil},
		{"verified", "whether the bank's own documents say it, or you have done it", yesNo, nil,
			func(b *Bank, v []string) string { b.Verified = v[0] == "true"; return "" }, nil},
	}
}

// required are the keys that every row has.
func required() []string { return []string{"bank", "source", "seen", "verified"} }

func names() (all []string) {
	for _, k := range keys() {
		all = append(all, k.name)
	}
	return all
}

func find(name string) *key {
	all := keys()
	if i := slices.IndexFunc(all, func(k key) bool { return k.name == name }); i >= 0 {
		return &all[i]
	}
	return nil
}

// splits parts the cell of a table: a list has semicolons in it.
func (k *key) splits(cell string) []string {
	if k.kind != texts {
		return []string{cell}
	}
	var out []string
	for part := range strings.SplitSeq(cell, ";") {
		out = append(out, strings.TrimSpace(part))
	}
	return out
}

func limited(to *string, value string, most int) string {
	if n := len([]rune(value)); n > most {
		return fmt.Sprintf("has %d characters, want at most %d", n, most)
	}
	*to = value
	return ""
}

func setCountry(b *Bank, v []string) string {
	if !regexp.MustCompile("^[A-Z]{2}$").MatchString(v[0]) {
		return fmt.Sprintf("is %.40q, want two capital letters: DK", v[0])
	}
	b.Country = v[0]
	return ""
}

func setTies(b *Bank, v []string) string {
	for _, s := range v {
		b.BoundTo = append(b.BoundTo, Tie(s))
	}
	return ""
}

func setLead(b *Bank, v []string) string {
	n, err := strconv.Atoi(v[0])
	if err != nil || n < 0 || n > maxLead {
		return fmt.Sprintf("is %.40q, want a whole number from 0 to %d", v[0], maxLead)
	}
	b.LeadDays = &n
	return ""
}

const downtimePattern = "^(none|[1-9][0-9]{0,2}[mh])$"

func setDowntime(b *Bank, v []string) string {
	if !regexp.MustCompile(downtimePattern).MatchString(v[0]) {
		return fmt.Sprintf("is %.40q, want none, or a time such as 30m or 4h", v[0])
	}
	b.Downtime = v[0]
	return ""
}

func setSeen(b *Bank, v []string) string {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, v[0]); err == nil && t.Year() >= firstSeen {
			b.Seen = v[0]
			return ""
		}
	}
	return fmt.Sprintf("is %.40q, want a day, a month or a year from %d on: 2026-11-28, 2026-11, 2026", v[0],
		firstSeen)
}
