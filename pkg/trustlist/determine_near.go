package trustlist

import (
	"fmt"
	"slices"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/tsl"
)

// nearMisses lists what is nearly right, the most telling first.
func (r *run) nearMisses(s *search) []string {
	var out []string
	note := func(format string, args ...any) {
		if text := fmt.Sprintf(format, args...); !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	if s.brokenLink > 0 {
		note("certificate %d of the path did not sign certificate %d", s.brokenLink+1, s.brokenLink)
	}
	for _, m := range r.matches {
		r.nearState(&m.Entry, note)
	}
	for _, m := range s.found {
		if m.Entry.List.Territory != r.d.Territory {
			note("listed in %s, but the issuer says %s", m.Entry.List, countryText(r.d.Territory))
		}
	}
	if len(r.matches) > 0 {
		return out
	}
	for _, e := range s.otherKey {
		note("same name, other key: %s in %s", ber.Quote(e.Service.Name), e.List)
	}
	for _, e := range s.unproven {
		note("same name: %s in %s, listed %s; give the certificate of that CA", ber.Quote(e.Service.Name), e.List,
			e.listedFor())
	}
	for _, e := range s.otherName {
		note("same key, other name: %s in %s", ber.Quote(e.Service.Name), e.List)
	}
	return out
}

// listedFor describes the current state in words.
func (e *Entry) listedFor() string {
	if len(e.Service.States) == 0 {
		return "without a state"
	}
	s := e.Service.States[0] // the current one
	if s.Type != tsl.TypeCAQC {
		return "as " + tsl.Short(s.Type)
	}
	return purposeWords(s.Infos)
}

func countryText(territory string) string {
	if territory == "" {
		return "no country"
	}
	return territory
}

// nearState explains why a service of the right list does not qualify.
func (r *run) nearState(e *Entry, note func(string, ...any)) {
	r.nearGrant(&e.Service, note)
	for _, result := range []Result{r.d.Issuance, r.d.Evaluation} {
		s := e.Service.At(result.Time)
		switch {
		case s == nil || result.Verdict == QWAC:
		case s.Type != tsl.TypeCAQC:
			note("listed as %s, which is not qualified", tsl.Short(s.Type))
		case s.Status == tsl.StatusWithdrawn:
			note("withdrawn since %s", tsl.Date(s.Since))
		case !s.WebSite():
			note("listed %s", purposeWords(s.Infos))
		}
	}
}

// nearGrant reports a service that was granted only after the certificate was issued.
func (r *run) nearGrant(s *tsl.Service, note func(string, ...any)) {
	issued := r.leaf.NotBefore
	if now := s.At(issued); now != nil && now.GrantedWebSite() {
		return
	}
	var grant time.Time
	for _, state := range s.States {
		if state.GrantedWebSite() && state.Since.After(issued) && (grant.IsZero() || state.Since.Before(grant)) {
			grant = state.Since
		}
	}
	if grant.IsZero() {
		return
	}
	const day = 24 * time.Hour
	days := int(grant.Truncate(day).Sub(issued.Truncate(day)) / day)
	note("granted %s after issuance (%s)", ber.Count(days, "day"), tsl.Date(grant))
}
