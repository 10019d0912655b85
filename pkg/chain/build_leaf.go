package chain

import (
	"cmp"
	"crypto/x509"
	"slices"

	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/path"
)

// maxIssuedChecks bounds the signature checks that decide whether one certificate without CA marks issued another. An
// honest input needs one.
const maxIssuedChecks = 20

// leaves are the end-entity certificates, the one that the path begins with first.
//
// A CA is none, except when nothing else could be and it is made for use in TLS (the issuer set cA by mistake). The
// same goes for a self-signed certificate: without such marks it is more likely a root that lacks its basic
// constraints.
func (p *pool) leaves() ([]*node, error) {
	var plain, marked, last []*node
	for _, n := range p.nodes {
		if n.claimsCA() && !n.hasLeafMarks() {
			continue
		}
		issued, err := p.issued(n)
		switch {
		case err != nil:
			return nil, err
		case issued:
		case !n.claimsCA() && (!n.selfIssued || n.hasLeafMarks()):
			plain = append(plain, n)
		case n.hasLeafMarks():
			marked = append(marked, n)
		case !n.claimsCA() && n.cert.Version == 3:
			last = append(last, n)
		}
	}
	switch {
	case len(plain) > 0:
		p.rank(plain)
		return plain, nil
	case len(marked) == 1:
		return marked, nil
	case len(last) == 1:
		return last, nil
	}
	return nil, nil
}

// merit is what speaks for an end-entity certificate as the leaf; less is better.
type merit struct {
	key                          key.Fit
	preference, validity, issuer int
}

// rank sorts, the leaf first: what carries Options.Key, by Options.Prefer, what is valid at Options.At, what has its
// issuer in the bundle, and what was issued later. The sort is stable and the nodes come sorted by bytes.
func (p *pool) rank(leaves []*node) {
	if len(leaves) < 2 {
		return
	}
	merits := make(map[*node]merit, len(leaves))
	for _, n := range leaves {
		merits[n] = p.merit(n)
	}
	slices.SortStableFunc(leaves, func(a, b *node) int {
		x, y := merits[a], merits[b]
		return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.preference, y.preference),
			cmp.Compare(x.validity, y.validity),
			cmp.Compare(x.issuer, y.issuer), b.cert.NotBefore.Compare(a.cert.NotBefore))
	})
}

func (p *pool) merit(n *node) (m merit) {
	if p.opts.Key != nil {
		m.key = key.FitOf(cert.PublicKey(n.cert), p.opts.Key)
	}
	if p.opts.Prefer != nil {
		m.preference = p.opts.Prefer(n.cert)
	}
	if !cert.ValidAt(n.cert.Certificate, p.opts.At) {
		m.validity = 1
	}
	if !p.hasIssuer(n) {
		m.issuer = 1
	}
	return m
}

// hasIssuer reports whether a certificate of the bundle is the issuer of n by name and key identifier.
func (p *pool) hasIssuer(n *node) bool {
	return slices.ContainsFunc(p.named[n.issuer], func(g *group) bool {
		return g != n.group && len(g.certs) > 0 && g.fit(n) != key.Contradicts
	})
}

// issued reports whether a certificate of the bundle names n as its issuer and the key identifiers fit, or where one of
// them is missing, the signature does.
func (p *pool) issued(n *node) (bool, error) {
	checks := 0
	for _, child := range p.children[n.subject] {
		if child.group == n.group || checks == maxIssuedChecks {
			continue
		}
		switch cert.KeyIDFit(child.cert.Certificate, n.cert.Certificate) {
		case key.Fits:
			return true, nil
		case key.Unknown:
			checks++
			err := p.check(child, n.group)
			if err == nil || path.Spent(err) {
				return err == nil, path.ErrIfSpent(err)
			}
		}
	}
	return false, nil
}

func (n *node) claimsCA() bool { return n.cert.BasicConstraintsValid && n.cert.IsCA }

// hasLeafMarks reports whether the certificate says something that only an end-entity certificate has use for.
func (n *node) hasLeafMarks() bool {
	if cert.Has(n.cert.Certificate, cert.OIDQcStatements) {
		return true
	}
	tls := slices.ContainsFunc(n.cert.ExtKeyUsage, func(u x509.ExtKeyUsage) bool {
		return u == x509.ExtKeyUsageServerAuth || u == x509.ExtKeyUsageClientAuth
	})
	return tls && len(n.cert.DNSNames) > 0
}

// Leaves are the end-entity certificates among certs, the one that [Build] takes as the leaf first.
func Leaves(certs []*cert.Cert, opts Options) ([]*cert.Cert, error) {
	if len(certs) == 1 && !cert.IsSelfIssued(certs[0]) && !(certs[0].BasicConstraintsValid && certs[0].IsCA) {
		return certs, nil
	}
	distinct, _ := splitCopies(certs)
	found, err := newPool(distinct, opts).leaves()
	if err != nil {
		return nil, err
	}
	var leaves []*cert.Cert
	for _, n := range found {
		leaves = append(leaves, n.cert)
	}
	return leaves, nil
}
