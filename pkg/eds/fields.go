package eds

import (
	"slices"
	"strings"
	"time"
)

// field is what a name means.
type field int

const (
	other field = iota
	participantBIC
	accountBIC
	number
	role
	scheme
	ready
)

// fieldOf tells a field by the words of its name, in any case and with any separators. The names are assumed.
func fieldOf(name string) field {
	n := fold(name)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(n, w) })
	}
	switch {
	case has("ACCOUNTHOLDINGBIC", "ACCOUNTBIC", "REACHABLEBIC", "LINKEDBIC"), has("BIC") && has("ACCOUNT", "HOLDING"):
		return accountBIC
	case has("BIC"):
		return participantBIC
	case n == "NAN", n == "NANS", has("AUTHORISATIONNUMBER", "AUTHORIZATIONNUMBER", "PSD2NAN", "NANVALUE",
		"ORGANIZATIONIDENTIFIER", "ORGANISATIONIDENTIFIER"):
		return number
	case has("URI", "URL", "ENDPOINT", "OPTION"): // days of an address or an option are not those of the participant
		return other
	case has("READINESS", "READYDATE", "READYFROM"), n == "ORD", n == "READY":
		return ready
	case has("ROLE"):
		return role
	case n == "SCHEME", n == "SCHEMENAME", n == "SCHEMECODE", n == "SCHEMEID":
		return scheme
	}
	return other
}

// set puts a value where its field belongs.
func (p *Participant) set(f field, value string) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	switch f {
	case participantBIC:
		if p.BIC == "" {
			p.BIC = value
		} else if p.BIC != value {
			p.Accounts = append(p.Accounts, value)
		}
	case accountBIC:
		p.Accounts = append(p.Accounts, value)
	case number:
		p.NANs = append(p.NANs, value)
	case role:
		p.Roles = append(p.Roles, value)
	case scheme:
		if p.Scheme == "" || ofVOP(value) {
			p.Scheme = value
		}
	case ready:
		p.date(value)
	}
}

// date reads the day of readiness: with a time or without. The latest counts where there are several.
func (p *Participant) date(value string) {
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04:05.000",
		"2006-01-02Z07:00", "2006-01-02 15:04:05", "20060102"} {
		if t, err := time.Parse(layout, value); err == nil {
			if t.After(p.Ready) {
				p.Ready = t
			}
			return
		}
	}
	p.ReadyOdd = value
}

// forVOP reports whether an entry is of the scheme, as far as the file says which.
func (p *Participant) forVOP() bool { return ofVOP(p.Scheme) }

func ofVOP(scheme string) bool {
	s := fold(scheme)
	return s == "" || strings.Contains(s, "VOP") || strings.Contains(s, "VERIFICATIONOFPAYEE")
}
