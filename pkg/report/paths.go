package report

import (
	"bytes"

	"qwac/pkg/cert"
	"qwac/pkg/check"
	"qwac/pkg/path"
)

// Paths are all paths from the leaf, as far as they were looked for.
type Paths struct {
	Listed []Path `json:"listed"` // the valid ones first, then those with the fewest faults, then the shortest
	Rest   string `json:"rest"`   // what was left out and why; empty: these are all
}

// Path is one of them.
type Path struct {
	Valid        bool       `json:"valid"`    // by RFC 5280, section 6
	Shipped      bool       `json:"shipped"`  // it is the one that was judged, and that payload sends
	Anchored     bool       `json:"anchored"` // it ends at a certificate of --trust
	Certificates []PathCert `json:"certificates"`
	Causes       []Cause    `json:"causes"` // why it is not valid
}

// PathCert is a certificate on a path.
type PathCert struct {
	Name   string `json:"name"` // short
	SHA256 string `json:"sha256"`
	File   string `json:"file"` // empty: none of the inputs, but what the bank trusts
	Line   int    `json:"line"` // of the BEGIN line, from 1; 0: the input has no lines
}

// Cause is a reason for which a path is not valid.
type Cause struct {
	Rule        string `json:"rule"` // id
	Clause      string `json:"clause"`
	Certificate int    `json:"certificate"` // index into certificates of the path
	Detail      string `json:"detail"`
}

func newPaths(r *check.Result) *Paths {
	if r.Paths == nil {
		return nil
	}
	out := &Paths{Listed: []Path{}, Rest: r.Paths.Rest}
	for _, l := range r.Paths.List {
		out.Listed = append(out.Listed, newPath(l, r.Chain.Takes(l)))
	}
	return out
}

func newPath(l path.Listed, shipped bool) Path {
	p := Path{Valid: l.Valid(), Shipped: shipped, Anchored: l.Anchored, Certificates: []PathCert{}, Causes: []Cause{}}
	for _, c := range l.Path {
		p.Certificates = append(p.Certificates, PathCert{c.Name(), c.Digest(), c.At.File, c.At.Line})
	}
	for _, f := range l.Failures {
		cause := Cause{Clause: f.Clause, Certificate: min(f.Cert, len(l.Path)-1), Detail: f.Detail}
		if m := check.RuleOf(f); m != nil {
			cause.Rule = m.ID
		}
		p.Causes = append(p.Causes, cause)
	}
	return p
}

// Verifier is what one verifier makes of the chain.
type Verifier struct {
	Verifier string `json:"verifier"` // rfc5280, go, openssl, pkix, chrome-1-qwac
	Answer   string `json:"answer"`   // takes, refuses, cannot-say
	Cause    string `json:"cause"`    // empty: there is nothing to add
	Name     string `json:"name"`     // short, of the certificate that the cause is about; empty: of none
	// its index into chain; null: it is about none, or about one that is not there
	Certificate *int `json:"certificate"`
}

func newVerifiers(r *check.Result) []Verifier {
	var out []Verifier
	for _, row := range r.Verifiers {
		v := Verifier{Verifier: row.Verifier, Answer: string(row.Answer), Cause: row.Cause}
		if row.Cert != nil {
			v.Name, v.Certificate = row.Cert.Name(), placeOf(row.Cert, r.Chain.Path)
		}
		out = append(out, v)
	}
	return out
}

// placeOf is the index of a certificate; nil: it is not there.
func placeOf(c *cert.Cert, certs []*cert.Cert) *int {
	for i := range certs {
		if bytes.Equal(certs[i].Raw, c.Raw) {
			return &i
		}
	}
	return nil
}
