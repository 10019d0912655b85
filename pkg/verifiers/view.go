package verifiers

import (
	"bytes"
	"crypto/x509"
	"slices"
	"time"

	"qwac/pkg/cert"
	"qwac/pkg/eidas"
	"qwac/pkg/key"
	"qwac/pkg/path"
)

// view is what all verifiers are handed, and what was found out about it.
type view struct {
	leaf    *cert.Cert
	pool    []*cert.Cert // beside the leaf, by bytes, no copies
	anchors []*cert.Cert // by bytes, no copies
	at      time.Time    // zero: validity plays no part

	facts  map[*cert.Cert]*path.Facts
	signed map[pair]error
	checks int
}

// pair is a certificate and an issuer whose key is tried on it.
type pair struct{ child, issuer *path.Facts }

func newView(s *eidas.Subject) *view {
	v := &view{leaf: s.Leaf, at: s.At, facts: map[*cert.Cert]*path.Facts{}, signed: map[pair]error{}}
	isLeaf := func(c *cert.Cert) bool { return bytes.Equal(c.Raw, s.Leaf.Raw) }
	v.pool = slices.DeleteFunc(cert.Distinct(s.Chain.Bundle.Certs), isLeaf)
	for _, a := range s.Chain.Options.Anchors {
		v.anchors = append(v.anchors, anchorOf(a))
	}
	v.anchors = cert.Distinct(v.anchors)
	if len(v.anchors) == 0 {
		v.anchors = slices.DeleteFunc(slices.Clone(v.pool), func(c *cert.Cert) bool { return !v.selfSigned(c) })
	}
	return v
}

// anchorOf reads an anchor anew: crypto/x509 may refuse what was read with tolerance.
func anchorOf(a *x509.Certificate) *cert.Cert {
	if c, err := cert.ParseCertificate(a.Raw); err == nil {
		return c
	}
	return &cert.Cert{Certificate: a}
}

func (v *view) selfSigned(c *cert.Cert) bool {
	if !cert.IsSelfIssued(c) || cert.KeyIDFit(c.Certificate, c.Certificate) == key.Contradicts {
		return false
	}
	err := v.check(v.factsOf(c), v.factsOf(c))
	return err == nil || key.Unsupported(err)
}

func (v *view) factsOf(c *cert.Cert) *path.Facts {
	f, ok := v.facts[c]
	if !ok {
		f = path.FactsOf(c)
		v.facts[c] = f
	}
	return f
}

// maxChecks bounds the signature checks that are made here beside those of the searches, as the searches bound theirs.
const maxChecks = path.DefaultBudget

// check tries a key on a signature, once. What goes beyond the bound counts as not verifiable.
func (v *view) check(child, issuer *path.Facts) error {
	try := pair{child, issuer}
	err, known := v.signed[try]
	if known {
		return err
	}
	if v.checks += key.CheckCost(issuer.Cert); v.checks > maxChecks {
		return key.UnsupportedError("too many signatures to check")
	}
	err = path.CheckLink(child, issuer)
	v.signed[try] = err
	return err
}

// judge is [path.ValidateFacts] over a path below an anchor; nil: none.
func (v *view) judge(certs []*cert.Cert, anchor *cert.Cert, terms path.Terms) []path.Failure {
	terms.At = v.at
	all := make([]*path.Facts, len(certs))
	for i, c := range certs {
		all[i] = v.factsOf(c)
	}
	if anchor == nil {
		return path.ValidateFacts(all, nil, &terms, v.check)
	}
	return path.ValidateFacts(all, v.factsOf(anchor), &terms, v.check)
}

// noAnchor is why little can be said.
const noAnchor = "no certificate to trust is known: give the root, or what the bank trusts"

// placed is the certificate that a failure is about.
func placed(certs []*cert.Cert, anchor *cert.Cert, f path.Failure) *cert.Cert {
	if f.Cert < len(certs) {
		return certs[f.Cert]
	}
	return anchor
}

// leafTrusted is why builders that look for issuers are not asked.
const leafTrusted = "the leaf itself is trusted"

func (v *view) leafIsAnchor() bool {
	return slices.ContainsFunc(v.anchors, func(a *cert.Cert) bool { return bytes.Equal(a.Raw, v.leaf.Raw) })
}
