package trustlist

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/tsl"
)

// eidasStart is 1 July 2016 in Brussels: Regulation (EU) 910/2014 Article 52. No website certificate was qualified
// before.
func eidasStart() time.Time { return time.Date(2016, time.June, 30, 22, 0, 0, 0, time.UTC) }

// at runs the procedure for one time. It follows the requirements in the order of their numbers.
func (r *run) at(t time.Time) Result {
	result := Result{Time: t}
	for _, m := range r.matches {
		if state := m.Entry.Service.At(t); state != nil && state.Type == tsl.TypeCAQC {
			m.State = *state
			result.Matches = append(result.Matches, m)
		}
	}
	for _, step := range []func(*Result) *outcome{r.known, r.regime, r.oneProvider, r.status, r.understood} {
		if o := step(&result); o != nil {
			result.decide(*o)
			return result
		}
	}
	result.decide(r.qualified(&result))
	return result
}

func (r *run) known(result *Result) *outcome {
	switch {
	case len(result.Matches) > 0:
		return nil
	case r.d.Territory == "":
		return &outcome{NoConfirmation, "PRO-4.4.4-01", "the issuer states no country, so no list is the right one"}
	case r.d.List.Territory == "":
		return &outcome{NoConfirmation, "PRO-4.4.4-01", "there is no list of " + r.d.Territory}
	case len(r.matches) > 0:
		return &outcome{NoConfirmation, "PRO-4.4.4-05", "the service has no state as CA/QC at that time"}
	}
	return &outcome{NoConfirmation, "PRO-4.4.4-05",
		fmt.Sprintf("list %s has no CA/QC service with the key and name of an issuer", r.d.List)}
}

// checkNames compares the issuer's organization, or else common name, with the names of the providers.
func (r *run) checkNames() {
	issuer := r.issuerName()
	for _, m := range r.matches {
		for _, name := range slices.Concat(m.Entry.Provider.Names, m.Entry.Provider.TradeNames) {
			if tsl.Fold(name) == tsl.Fold(issuer) {
				return
			}
		}
	}
	if len(r.matches) > 0 { // PRO-4.4.4-06 would confirm nothing, but real lists spell names differently
		r.warn("the issuer calls itself %s, the list %s (PRO-4.4.4-06)", ber.Quote(issuer),
			ber.Quote(r.matches[0].Entry.Provider.Name))
	}
}

func (r *run) issuerName() string {
	issuer := tsl.ReadName(r.leaf.RawIssuer)
	return cmp.Or(issuer.Organization(), issuer.CommonName())
}

func (r *run) regime(result *Result) *outcome {
	if !result.Time.Before(eidasStart()) && !r.leaf.NotBefore.Before(eidasStart()) {
		return nil
	}
	return &outcome{NotQWAC, "PRO-4.4.4-07", "before 1 July 2016 no certificate for web sites was qualified"}
}

// oneProvider: a key that two providers claim proves nothing about either (PRO-4.3.4-11).
func (r *run) oneProvider(result *Result) *outcome {
	for _, m := range result.Matches {
		if one, other := result.Matches[0].Entry.Provider.Name, m.Entry.Provider.Name; one != other {
			return &outcome{Indeterminate, "PRO-4.3.4-11",
				fmt.Sprintf("listed under two providers, %s and %s", ber.Quote(one), ber.Quote(other))}
		}
	}
	return nil
}

func (r *run) checkHistories() {
	for _, m := range r.matches {
		if s := &m.Entry.Service; s.Disorder() >= 0 { // strictly indeterminate, but real lists have it
			r.warn("the history of %s does not descend (PRO-4.3.4-03A); its first fitting entry counts",
				ber.Quote(s.Name))
		}
	}
}

// status looks at the states for web sites. If several services have the same state, that is odd (-05 to -10 of 4.3.4);
// different states contradict each other.
func (r *run) status(result *Result) *outcome {
	states := result.webSites()
	if len(states) == 0 {
		return &outcome{NotQWAC, "PRO-4.4.4-26",
			"the service is not for web site authentication, but " + purposes(result.Matches)}
	}
	for _, s := range states[1:] {
		if s.Status != states[0].Status {
			return &outcome{Indeterminate, "PRO-4.4.4-25",
				fmt.Sprintf("listed twice, as %s and as %s", tsl.Short(states[0].Status), tsl.Short(s.Status))}
		}
	}
	if len(states) > 1 {
		r.warn("%d services of the path are listed, all %s", len(states), tsl.Short(states[0].Status))
	}
	switch s := states[0]; s.Status {
	case tsl.StatusGranted:
		return nil
	case tsl.StatusWithdrawn:
		return &outcome{NotQWAC, "PRO-4.4.4-26", "the service is no longer qualified"}
	default:
		return &outcome{Indeterminate, "PRO-4.4.4-26A", "the state is neither granted nor withdrawn"}
	}
}

// purposes says what services are for, in words.
func purposes(matches []Match) string {
	var infos []string
	for _, m := range matches {
		infos = append(infos, m.State.Infos...)
	}
	return purposeWords(infos)
}
