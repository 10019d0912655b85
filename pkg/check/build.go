package check

import (
	"crypto/x509"
	"time"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/trustlist"
)

// build finds the path. If it ends at an unlisted root, and another path leads through a listed CA of the bundle, build
// takes that one: the lists are where trust ends, the path still goes up to a root.
func build(b *bundle.Bundle, opts Options) (*chain.Chain, error) {
	o := chain.Options{
		At: opts.At, Anchors: opts.Anchors, Prefer: eidas.Prefer, Key: opts.Key,
		ExpiresWithin: opts.ExpiresWithin, Leaf: opts.Leaf, Pool: opts.Pool, Whole: opts.Whole, Memo: opts.Memo,
		CryptoRSA: opts.CryptoRSA,
	}
	c, err := chain.Build(b, o)
	if err != nil || opts.Lists == nil || len(opts.Anchors) > 0 || len(c.Unused) == 0 {
		return c, err
	}
	listed, err := ListedCAs(c.Unused, opts.Lists, opts.At)
	if err != nil || len(listed) == 0 {
		return c, err
	}
	before, err := eidas.ListingOf(c, opts.Lists, opts.At)
	if err != nil || before == nil || before.Standing != eidas.StandingUnlisted {
		return c, err
	}
	o.Anchors = listed
	through, err := chain.Build(b, o)
	if err != nil || through.Anchor == nil || through.Gap != nil {
		return c, err
	}
	through.Options.Anchors, through.Anchor = nil, nil // they are not anchors of the bank
	return through, nil
}

// ListedCAs are those of the certificates that belong to CAs which the lists grant for website authentication at a
// time; a zero time is that of the certificate's notBefore.
func ListedCAs(certs []*cert.Cert, lists *trustlist.Index, at time.Time) ([]*x509.Certificate, error) {
	var out []*x509.Certificate
	for _, c := range certs {
		matches, err := lists.Issuer(c.Certificate, atOr(at, c.NotBefore))
		if err != nil {
			return nil, err
		}
		for _, m := range matches {
			if m.State.GrantedWebSite() {
				out = append(out, c.Certificate)
				break
			}
		}
	}
	return out, nil
}

// atOr returns the time of judging, or a default.
func atOr(at, other time.Time) time.Time {
	if at.IsZero() {
		return other
	}
	return at
}
