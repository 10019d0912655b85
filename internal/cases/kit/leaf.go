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

// Then makes changes in turn: the last is the one that the case is about.
func Then(changes ...Edit) Edit {
	return func(s *testpki.Spec) {
		for _, change := range changes {
			change(s)
		}
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

// AddAttribute adds an attribute, even if the subject already has one of this type.
func AddAttribute(id asn1.ObjectIdentifier, value string) Edit {
	return func(s *testpki.Spec) { s.Subject.Add(id, value) }
}

// Attribute sets an attribute of the subject.
func Attribute(id asn1.ObjectIdentifier, value string) Edit {
	return func(s *testpki.Spec) { s.Subject.Set(id, value) }
}

// Purposes gives the leaf other extended key usages.
func Purposes(ids ...asn1.ObjectIdentifier) Edit {
	return func(s *testpki.Spec) { s.Set(testpki.ExtKeyUsage(ids...)) }
}

// QCType gives the leaf other types of QcType.
func QCType(types ...asn1.ObjectIdentifier) Edit {
	return func(s *testpki.Spec) { s.SetStatement(testpki.QcType(types...)) }
}

// DropStatement takes a statement out.
func DropStatement(id asn1.ObjectIdentifier) Edit {
	return func(s *testpki.Spec) { s.DropStatement(id) }
}

// AddStatement adds a statement.
func AddStatement(id asn1.ObjectIdentifier, info []byte) Edit {
	return func(s *testpki.Spec) { s.AddStatement(testpki.Statement{ID: id, Info: info}) }
}

// Text sets an attribute of the subject with its string type.
func Text(id asn1.ObjectIdentifier, value testpki.Text) Edit {
	return func(s *testpki.Spec) { s.Subject.SetText(id, value) }
}
