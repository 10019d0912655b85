package eidas

import (
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"qwac/pkg/chain"
	"qwac/pkg/trustlist"
	"qwac/pkg/tsl"
)

// Listing is what the trusted lists say of the CAs above a leaf.
type Listing struct {
	*trustlist.Determination
	Standing Standing
	Open     string // why nothing can be told; empty unless the standing is [StandingOpen]

	Doubtful bool // the lists contradict themselves or say what is not understood, and nothing else is wrong
}

// Standing says how the CAs stand. What the leaf says of itself plays no part.
type Standing string

// The standings. All but the first were found at issuance and at the time of judging.
const (
	StandingOpen       Standing = "open"        // the lists or the chain lack what is needed to tell
	StandingGranted    Standing = "granted"     // a qualified service for web sites
	StandingUnlisted   Standing = "unlisted"    // not on the list of its country
	StandingNotWebSite Standing = "not-website" // listed for something else
	StandingNotGranted Standing = "not-granted" // for web sites, but not granted at both times
)

// ListingOf asks the lists about the leaf of a chain. A zero time judges at the time of issuance alone. It is nil when
// there is no leaf. The error is [trustlist.ErrIndex].
func ListingOf(c *chain.Chain, lists *trustlist.Index, at time.Time) (*Listing, error) {
	if len(c.Path) == 0 {
		return nil, nil
	}
	if at.IsZero() {
		at = c.Path[0].NotBefore
	}
	path := make([]*x509.Certificate, len(c.Path))
	for i, cert := range c.Path {
		path[i] = cert.Certificate
	}
	d, err := lists.Determine(path, at)
	if err != nil {
		return nil, err
	}
	l := &Listing{Determination: d}
	issuance, evaluation := standing(&d.Issuance), standing(&d.Evaluation)
	l.Standing = combined(issuance, evaluation)
	l.Doubtful = doubt(issuance, &d.Issuance) && doubt(evaluation, &d.Evaluation)
	if l.Standing == StandingUnlisted {
		if l.Open = open(c, d, lists); l.Open != "" {
			l.Standing = StandingOpen
		}
	}
	return l, nil
}

// standing reads off one run of the procedure of TS 119 615 how the service stands, by the requirement that decided.
func standing(r *trustlist.Result) Standing {
	web := slices.ContainsFunc(r.Matches, func(m trustlist.Match) bool { return m.State.WebSite() })
	switch r.Requirement {
	case "PRO-4.4.4-07", "PRO-4.4.4-25", "PRO-4.4.4-26A", "PRO-4.3.4-11":
		return StandingNotGranted
	case "PRO-4.4.4-26":
		if web {
			return StandingNotGranted
		}
		return StandingNotWebSite
	case "PRO-4.4.4-27", "PRO-4.4.4-28":
		return StandingNotWebSite
	case "PRO-4.4.4-31": // the certificate and the qualifiers of the list; what the certificate says is for other rules
		if slices.Contains(r.Qualifiers, tsl.NotQualified) {
			return StandingNotWebSite
		}
		return StandingGranted
	}
	return StandingUnlisted
}

func combined(issuance, evaluation Standing) Standing {
	either := func(s Standing) bool { return issuance == s || evaluation == s }
	switch {
	case issuance == evaluation:
		return issuance
	case either(StandingNotWebSite):
		return StandingNotWebSite
	}
	return StandingNotGranted
}

func doubt(s Standing, r *trustlist.Result) bool {
	return s == StandingGranted || r.Verdict == trustlist.Indeterminate
}

// open says why it cannot be told that nobody lists the CAs: the chain is broken below a CA that may be listed, or the
// list of the country was not given.
func open(c *chain.Chain, d *trustlist.Determination, lists *trustlist.Index) string {
	for i, l := range c.Links[:min(len(c.Links), len(c.Path)-1)] {
		if l.Err != nil || l.NameDiffers {
			return fmt.Sprintf("certificate %d of the chain is not proven to be signed by certificate %d", i+1, i+2)
		}
	}
	if c.Gap != nil {
		return fmt.Sprintf("the chain ends at %s, and a CA above it may be listed", ShortName(c.Gap.Child.Subject))
	}
	known := lists.Territories()
	if d.List.Territory == "" && d.Territory != "" && (known == nil || slices.Contains(known, d.Territory)) {
		return "the trusted list of " + d.Territory + " was not given"
	}
	return ""
}
