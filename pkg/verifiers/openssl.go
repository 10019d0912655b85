package verifiers

import (
	"fmt"
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
)

// openssl follows build_chain of OpenSSL 3.0 with its defaults. It takes the first certificate that is plausible as an
// issuer, one that it trusts before all others, without a look at the signature, and never goes back. Which is first
// is a matter of order: where several are plausible every order is followed, and only what all have in common is said.
func (v *view) openssl() Row {
	row := Row{Verifier: OpenSSL}
	switch {
	case len(v.anchors) == 0:
		return v.withoutAnchor(row, opensslAgrees)
	case v.leafIsAnchor():
		row.Answer, row.Cause, row.Cert = CannotSay, leafTrusted, v.leaf
		return row
	}
	b := &builder{view: v}
	b.follow([]*cert.Cert{v.leaf})
	if b.cut {
		row.Answer, row.Cause = CannotSay,
			fmt.Sprintf("it takes the first of more than %d ways and never goes back", maxTries)
		return row
	}
	row = b.found[0]
	if slices.ContainsFunc(b.found, func(r Row) bool { return r.Answer != row.Answer }) {
		why := fmt.Sprintf("%d certificates are plausible as issuers of this one; it takes the first that it is handed",
			b.several.issuers)
		row = Row{OpenSSL, CannotSay, why, b.several.child}
	}
	return row
}

const (
	// maxTries bounds the orders that are followed: where so many certificates have one name nobody relies on the
	// order.
	maxTries = 64
	// maxDepth is how long a chain OpenSSL builds by default.
	maxDepth = 100
)

// builder follows all ways that the order of certificates may lead to.
type builder struct {
	*view
	found   []Row // one for each way
	cut     bool  // there are more
	several struct {
		child   *cert.Cert
		issuers int
	}
}

// follow goes on from a chain, leaf first, that is not anchored yet.
func (b *builder) follow(chain []*cert.Cert) {
	if b.cut {
		return
	}
	child := chain[len(chain)-1]
	trusted := b.plausible(child, b.anchors, nil)
	untrusted := b.plausible(child, b.pool, chain)
	switch {
	case len(b.found) == maxTries || len(trusted)+len(untrusted) > maxTries:
		b.cut = true
	case len(chain) > maxDepth:
		b.add(Row{OpenSSL, CannotSay, fmt.Sprintf("the chain has more than %d certificates", maxDepth), nil})
	case endsThere(child) && !(known(child.PublicKeyAlgorithm) && mayHaveIssued(child, child)):
		b.add(Row{OpenSSL, CannotSay, "whether it passes for self-signed is not known", child})
	case endsThere(child):
		b.add(Row{OpenSSL, Refuses, "it is self-signed and not trusted", child})
	case len(trusted) > 0:
		b.choice(child, trusted)
		for _, a := range trusted {
			b.add(b.opensslOn(chain, a))
		}
	case len(untrusted) == 0:
		why := fmt.Sprintf("no certificate of its issuer, \"%s\", that may have issued it", ber.DN(child.RawIssuer))
		b.add(Row{OpenSSL, Refuses, why, child})
	default:
		b.choice(child, untrusted)
		for _, c := range untrusted {
			b.follow(append(slices.Clone(chain), c))
		}
	}
}

func (b *builder) add(r Row) { b.found = append(b.found, r) }

func (b *builder) choice(child *cert.Cert, issuers []*cert.Cert) {
	if len(issuers) > 1 && b.several.child == nil {
		b.several.child, b.several.issuers = child, len(issuers)
	}
}

// plausible are the certificates that check_issued takes for issuers; those that are valid at the time come before
// others, which then are not tried.
func (v *view) plausible(child *cert.Cert, among, but []*cert.Cert) []*cert.Cert {
	var all, valid []*cert.Cert
	for _, c := range among {
		if slices.Contains(but, c) || !mayHaveIssued(child, c) {
			continue
		}
		all = append(all, c)
		if cert.ValidAt(c.Certificate, v.at) {
			valid = append(valid, c)
		}
	}
	if len(valid) > 0 {
		return valid
	}
	return all
}
