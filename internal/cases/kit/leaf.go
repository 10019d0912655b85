package kit

import (
	"encoding/asn1"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
	"qwac/pkg/check"
)

// With runs a case with other options.
func With(o check.Options, c Case) Case {
	c.Options = o
	return c
}

// Then makes two changes in turn: the second is the one that the case is about.
func Then(first, second Edit) Edit {
	return func(s *testpki.Spec) {
		first(s)
		second(s)
	}
}

// WithoutLeaf are the files of the CAs.
func WithoutLeaf(c testpki.Chain) []Input { return ThreeFiles(c)[1:] }

// Certificate issues another leaf of the same chain, for the options of a run.
func Certificate(change Edit) *cert.Cert {
	return &cert.Cert{Certificate: testpki.NewChain(OnLeaf(change)).Leaf.X509()}
}

// PSD2 gives the leaf the clean PSD2 statement, changed.
func PSD2(change func(*testpki.PSD2)) Edit { return func(s *testpki.Spec) { s.SetPSD2(change) } }

// Roles gives the leaf roles by their names.
func Roles(names ...string) Edit { return func(s *testpki.Spec) { s.SetRoles(names...) } }

// ForeignRole puts a role of another register beside PSP_AI.
func ForeignRole(name string) func(*testpki.PSD2) {
	return func(p *testpki.PSD2) {
		p.Roles[1] = testpki.Role{OID: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 32473, 9, 1}, Name: testpki.UTF8(name)}
	}
}

// OrgID gives the leaf another organizationIdentifier.
func OrgID(id string) Edit {
	return func(s *testpki.Spec) { s.Subject.Set(testpki.OIDOrganizationIdentifier, id) }
}

// NCAID gives the leaf another code of the authority.
func NCAID(id string) Edit { return PSD2(func(p *testpki.PSD2) { p.NCAID = testpki.UTF8(id) }) }

// Country gives the leaf a subject of another country.
func Country(code string) Edit {
	return func(s *testpki.Spec) { s.Subject.Set(testpki.OIDCountry, code) }
}
