// Package straight finds paths like a verifier that never goes back, as OpenSSL does. Package path tries all ways; most
// people want that.
package straight

import (
	"bytes"
	"slices"
	"time"

	"qwac/pkg/cert"
)

// Search is how a verifier finds a path that takes the first certificate that is plausible as an issuer, one that it
// keeps itself before those that it is handed, without a look at the signature, and never goes back when the path turns
// out not to be valid. RFC 5280 leaves the search open.
type Search struct {
	Leaf  *cert.Cert
	Store []*cert.Cert // what the verifier keeps; above one of them no other is looked for
	Pool  []*cert.Cert // what it is handed
	At    time.Time    // what is valid then comes before others; zero: validity plays no part
	// Ends says at which certificates of Store a path ends. Nil: at all.
	Ends func(*cert.Cert) bool
}

// Ways are where that leads. Which certificate is first is a matter of order: where several are plausible every order
// is followed.
type Ways struct {
	List    []Way
	Cut     bool       // there are more than MaxWays
	Several *cert.Cert // the first that several are plausible for; nil: none
	Issuers int        // how many those are
}

// Way is one of them.
type Way struct {
	Path   []*cert.Cert // leaf first
	Anchor *cert.Cert   // the certificate of Store that it ends at; nil: it ends without one
}

const (
	// MaxWays bounds the orders that are followed: where so many certificates have one name nobody relies on the
	// order.
	MaxWays = 64
	// MaxLength is how long a chain OpenSSL builds by default.
	MaxLength = 100
)

// Ways follows all orders.
func (s Search) Ways() Ways {
	var all Ways
	s.Store, s.Pool = cert.Distinct(s.Store), cert.Distinct(s.Pool)
	s.follow(&all, []*cert.Cert{s.Leaf}, false)
	return all
}

// follow goes on from a path that has not ended yet; stored says that its last certificate is one of Store.
func (s Search) follow(all *Ways, path []*cert.Cert, stored bool) {
	child := path[len(path)-1]
	kept := s.plausible(child, s.Store, path)
	issuers := kept
	if len(kept) == 0 && !stored {
		issuers = s.plausible(child, s.Pool, path)
	}
	switch {
	case all.Cut:
		return
	case len(all.List) == MaxWays || len(issuers) > MaxWays:
		all.Cut = true
		return
	case len(path) > MaxLength || len(issuers) == 0 || EndsItself(child):
		all.List = append(all.List, Way{Path: path})
		return
	case len(issuers) > 1 && all.Several == nil:
		all.Several, all.Issuers = child, len(issuers)
	}
	for _, c := range issuers {
		if len(kept) > 0 && (s.Ends == nil || s.Ends(c)) {
			all.List = append(all.List, Way{path, c})
		} else {
			s.follow(all, append(slices.Clone(path), c), len(kept) > 0)
		}
	}
}

// plausible are the certificates that may have issued another; those that are valid at the time come before others,
// which then are not tried.
func (s Search) plausible(child *cert.Cert, among, but []*cert.Cert) []*cert.Cert {
	var all, valid []*cert.Cert
	for _, c := range among {
		isThis := func(b *cert.Cert) bool { return bytes.Equal(b.Raw, c.Raw) }
		if !MayHaveIssued(child, c) || slices.ContainsFunc(but, isThis) {
			continue
		}
		all = append(all, c)
		if cert.ValidAt(c.Certificate, s.At) {
			valid = append(valid, c)
		}
	}
	if len(valid) > 0 {
		return valid
	}
	return all
}
