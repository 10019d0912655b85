package check

import (
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/tsl"
)

// Trust says whether the chain leads to something the bank is known to trust.
type Trust struct {
	Status TrustStatus
	// "trusted-list": the EU trusted lists; "pem": anchors given by the caller; "none": nothing was given
	By      string
	Service string // name of the service on the list, or subject of the anchor; empty when none was found

	// Only by trusted list. Zero when no service was found, Territory only when the issuer states no country.
	Territory string // whose list must know the issuer: "EL"
	Sequence  int    // of that list; 0: it was not given
	Provider  string
	State     string    // current: "granted", "withdrawn"
	Since     time.Time // when that state began
	Purposes  []string  // additional service information: "ForWebSiteAuthentication"
	// of the listed CA on the path, 1 for the issuing CA; 0: no service, or its certificate was not given
	Place int

	Explanation []string // requirement by requirement, ten lines at most; nil unless by trusted list
}

// TrustStatus is the outcome of the trust check.
type TrustStatus string

// The trust statuses.
const (
	NotChecked TrustStatus = "not-checked"
	Trusted    TrustStatus = "trusted"
	Untrusted  TrustStatus = "untrusted"
)

// trustOf combines the lists with the given anchors: it trusts what both trust.
func trustOf(c *chain.Chain, l *eidas.Listing) Trust {
	byPEM := trustByAnchors(c)
	if l == nil {
		return byPEM
	}
	byList := trustByList(l, len(c.Path))
	if byPEM.Status == Untrusted || byPEM.Status == Trusted && byList.Status == NotChecked {
		return byPEM
	}
	return byList
}

func trustByAnchors(c *chain.Chain) Trust {
	switch {
	case len(c.Options.Anchors) == 0:
		return Trust{Status: NotChecked, By: "none"}
	case c.Anchor == nil:
		return Trust{Status: Untrusted, By: "pem"}
	}
	return Trust{Status: Trusted, By: "pem", Service: ber.DN(c.Anchor.RawSubject)}
}

func trustByList(l *eidas.Listing, length int) Trust {
	t := Trust{Status: Untrusted, By: "trusted-list", Territory: l.Territory, Sequence: l.List.Sequence}
	switch l.Standing {
	case eidas.StandingGranted:
		t.Status = Trusted
	case eidas.StandingOpen:
		t.Status = NotChecked
	}
	for _, step := range l.Explain() {
		t.Explanation = append(t.Explanation, step.String())
	}
	m := l.Match()
	if m == nil {
		return t
	}
	t.Service, t.Provider = m.Entry.Service.Name, m.Entry.Provider.Name
	t.State, t.Since = tsl.Short(m.State.Status), m.State.Since
	for _, uri := range m.State.Infos {
		t.Purposes = append(t.Purposes, tsl.Short(uri))
	}
	if m.Place < length {
		t.Place = m.Place
	}
	return t
}
