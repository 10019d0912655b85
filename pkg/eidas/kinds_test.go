package eidas_test

import (
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"qwac/internal/golden"
	"qwac/internal/testpki"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
)

// TestKinds asks of each profile, and of each with one sign of its kind taken or changed, what it is, and compares with
// testdata/kinds.txt. UPDATE=1 writes the file again; read the diff like code.
func TestKinds(t *testing.T) {
	var b strings.Builder
	for _, p := range kinds() {
		for _, change := range signs() {
			spec := p.spec()
			change.edit(&spec)
			leaf, err := cert.ParseCertificate(testpki.NewChain(func(l, _, _ *testpki.Spec) { *l = spec }).Leaf.DER)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s, %s: %s\n", p.name, change.name, answers(leaf))
		}
	}
	golden.Compare(t, filepath.Join("testdata", "kinds.txt"), b.String())
}

// answers are those to the questions by which rules say whom they are about.
func answers(leaf *cert.Cert) string {
	info := eidas.Decode(leaf.Certificate)
	s := &eidas.Subject{Leaf: leaf, Info: info, Type: eidas.TypeOf(leaf.Certificate, info)}
	asItIs := *s
	asItIs.AsItIs = true
	words := []string{s.Type.Title(), fmt.Sprint("rank ", eidas.Prefer(leaf))}
	if rule := s.Confusion(); rule != nil {
		words = append(words, rule.ID)
	}
	for _, q := range []struct {
		name string
		yes  bool
	}{
		{"website", s.Website()}, {"qualified", s.Qualified()}, {"browser", s.Browser()}, {"EV", s.EV()},
		{"legal", s.Legal()}, {"claims to be qualified", s.ClaimsQualified()}, {"for PSD2", s.ForPSD2()},
		{"for PSD2 as it is", asItIs.ForPSD2()}, {"has PSD2", s.HasPSD2()}, {"roles clear", s.RolesClear()},
		{"TLS", s.Type.TLS()}, {"wrongly so as it is", s.Confusion() != nil && asItIs.Wrongly(s.Confusion())},
	} {
		if q.yes {
			words = append(words, q.name)
		}
	}
	return strings.Join(words, ", ")
}

// kind is a profile by its name.
type kind struct {
	name string
	spec func() testpki.Spec
}

func kinds() []kind {
	openBanking := func() testpki.Spec {
		s := testpki.PSD2QWAC()
		s.DropStatement(testpki.OIDQcCompliance)
		s.Set(testpki.Policies(testpki.OIDOwnPolicyID))
		s.SetPSD2(func(p *testpki.PSD2) { p.NCAID = testpki.UTF8("GB-FCA") })
		return s
	}
	return []kind{{"PSD2 QWAC", testpki.PSD2QWAC}, {"QNCP-w", testpki.QNCPw}, {"QEVCP-w", testpki.QEVCPw},
		{"plain QWAC", testpki.PlainQWAC}, {"TLS", testpki.PlainTLS}, {"2-QWAC", testpki.TwoQWAC},
		{"QSealC", testpki.QSealC}, {"QSig", testpki.QSig}, {"CA", testpki.IssuingCA}, {"Open Banking", openBanking}}
}

// sign is a change to what says of which kind a certificate is.
type sign struct {
	name string
	edit func(*testpki.Spec)
}

func signs() []sign {
	policies := func(ids ...asn1.ObjectIdentifier) func(*testpki.Spec) {
		return func(s *testpki.Spec) { s.Set(testpki.Policies(ids...)) }
	}
	usages := func(ids ...asn1.ObjectIdentifier) func(*testpki.Spec) {
		return func(s *testpki.Spec) { s.Set(testpki.ExtKeyUsage(ids...)) }
	}
	qcType := func(ids ...asn1.ObjectIdentifier) func(*testpki.Spec) {
		return func(s *testpki.Spec) { s.SetStatement(testpki.QcType(ids...)) }
	}
	all := []sign{
		{"as it is", func(*testpki.Spec) {}},
		{"version 2", func(s *testpki.Spec) { s.Version = 2 }},
		{"CA", func(s *testpki.Spec) { s.Set(testpki.BasicConstraints(true, -1)) }},
		{"precertificate", func(s *testpki.Spec) { s.Add(testpki.CTPoison()) }},
		{"no statements", func(s *testpki.Spec) { s.Drop(testpki.OIDQcStatements) }},
		{"no statements, no policies", func(s *testpki.Spec) {
			s.Drop(testpki.OIDQcStatements)
			s.Drop(testpki.OIDCertificatePolicies)
		}},
		{"broken statements", func(s *testpki.Spec) {
			s.Set(testpki.Extension{OID: testpki.OIDQcStatements, Value: append(testpki.Seq(), 5, 0)})
		}},
		{"statements with bytes behind", func(s *testpki.Spec) {
			if e := s.Ext(testpki.OIDQcStatements); e != nil {
				e.Value = append(e.Value, 5, 0)
			}
		}},
		{"PSD2 in an extension", func(s *testpki.Spec) {
			s.DropStatement(testpki.OIDPSD2)
			s.Add(testpki.Extension{OID: testpki.OIDPSD2, Value: testpki.CleanPSD2().DER()})
		}},
		{"roles in an explicit tag", func(s *testpki.Spec) {
			s.SetPSD2(func(p *testpki.PSD2) { p.ExplicitRoles = true })
		}},
		{"no roles", func(s *testpki.Spec) { s.SetPSD2(func(p *testpki.PSD2) { p.WithoutRoles = true }) }},
		{"PSD2", func(s *testpki.Spec) { s.SetPSD2(nil) }},
		{"identifier of PSD2", subject(testpki.OIDOrganizationIdentifier, testpki.OrgID)},
		{"identifier of the UK", subject(testpki.OIDOrganizationIdentifier, "PSDGB-FCA-791622")},
		{"VAT number", subject(testpki.OIDOrganizationIdentifier, "VATDK-97351842")},
		{"no organisation", func(s *testpki.Spec) { s.Subject.Drop(testpki.OIDOrganization) }},
		{"no names of hosts", func(s *testpki.Spec) { s.Drop(testpki.OIDSubjectAltName) }},
		{"addresses alone", func(s *testpki.Spec) { s.Set(testpki.SubjectAltName(testpki.IP(192, 0, 2, 1))) }},
		{"name of a host", func(s *testpki.Spec) { s.Set(testpki.SubjectAltName(testpki.DNS(testpki.Host))) }},
		{"no extended key usage", func(s *testpki.Spec) { s.Drop(testpki.OIDExtKeyUsage) }},
		{"clientAuth", usages(testpki.OIDClientAuth)}, {"serverAuth", usages(testpki.OIDServerAuth)},
		{"tls-binding", usages(testpki.OIDTLSBinding)},
		{"tls-binding and clientAuth", usages(testpki.OIDTLSBinding, testpki.OIDClientAuth)},
		{"web", qcType(testpki.OIDQcTypeWeb)}, {"eseal", qcType(testpki.OIDQcTypeESeal)},
		{"esign", qcType(testpki.OIDQcTypeESign)}, {"an unknown type", qcType(testpki.OIDOwnPolicyID)},
		{"web and eseal", qcType(testpki.OIDQcTypeWeb, testpki.OIDQcTypeESeal)},
		{"NCP, no organisation", func(s *testpki.Spec) {
			policies(asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 1})(s)
			s.Subject.Drop(testpki.OIDOrganization)
		}},
		{"authority of the UK, policy of the issuer", func(s *testpki.Spec) {
			policies(testpki.OIDOwnPolicyID)(s)
			s.SetPSD2(func(p *testpki.PSD2) { p.NCAID = testpki.UTF8("GB-FCA") })
		}},
		{"policies of seals and websites", policies(testpki.OIDQCPl, testpki.OIDQNCPwGen)},
		{"policies of seals and websites without QcType", func(s *testpki.Spec) {
			policies(testpki.OIDQCPl, testpki.OIDQNCPwGen)(s)
			s.DropStatement(testpki.OIDQcType)
		}},
		{"policies of signatures and websites without statements", func(s *testpki.Spec) {
			policies(testpki.OIDQCPn, testpki.OIDQNCPwGen)(s)
			s.Drop(testpki.OIDQcStatements)
		}},
		{"mail", usages(testpki.OIDEmailProtection)},
		{"mail, no statements", func(s *testpki.Spec) {
			usages(testpki.OIDEmailProtection)(s)
			s.Drop(testpki.OIDQcStatements)
		}},
		{"policy of the issuer, serverAuth and host", issuers(usages(testpki.OIDServerAuth), host)},
		{"policy of the issuer, serverAuth", issuers(usages(testpki.OIDServerAuth))},
		{"policy of the issuer, host", issuers(host)},
		{"nonRepudiation alone", documents()}, {"nonRepudiation and host", documents(host)},
		{"nonRepudiation and clientAuth", documents(usages(testpki.OIDClientAuth))},
		{"wallet", policies(asn1.ObjectIdentifier{0, 4, 0, 194118, 1, 2})},
		{"wallet of the other arc", policies(asn1.ObjectIdentifier{0, 4, 0, 19475, 3})},
	}
	for _, id := range []asn1.ObjectIdentifier{testpki.OIDQcCompliance, testpki.OIDQcType, testpki.OIDPSD2} {
		all = append(all, sign{"without " + id.String(), func(s *testpki.Spec) { s.DropStatement(id) }})
	}
	for _, id := range []asn1.ObjectIdentifier{testpki.OIDQNCPwGen, testpki.OIDQNCPw, testpki.OIDQEVCPw,
		testpki.OIDQCPl, testpki.OIDQCPn, testpki.OIDPSD2Policy, testpki.OIDCABFOV, testpki.OIDCABFEV,
		{0, 4, 0, 2042, 1, 1}, {0, 4, 0, 2042, 1, 4}} {
		all = append(all, sign{"policy " + id.String(), policies(id)},
			sign{"policy " + id.String() + " without QcType", func(s *testpki.Spec) {
				policies(id)(s)
				s.DropStatement(testpki.OIDQcType)
			}})
	}
	for _, id := range []asn1.ObjectIdentifier{testpki.OIDGivenName, testpki.OIDSurname, {2, 5, 4, 65}} {
		all = append(all, sign{"person by " + id.String(), func(s *testpki.Spec) {
			s.Subject.Drop(testpki.OIDGivenName, testpki.OIDSurname)
			s.Subject.Add(id, "Fixture")
			s.DropStatement(testpki.OIDQcType)
			s.Set(testpki.Policies(testpki.OIDOwnPolicyID))
		}})
	}
	return all
}

func host(s *testpki.Spec) { s.Set(testpki.SubjectAltName(testpki.DNS(testpki.Host))) }

// issuers gives a policy of the issuer and takes names and usages of TLS, but for these.
func issuers(edits ...func(*testpki.Spec)) func(*testpki.Spec) {
	return func(s *testpki.Spec) {
		s.Set(testpki.Policies(testpki.OIDOwnPolicyID))
		s.Drop(testpki.OIDSubjectAltName)
		s.Drop(testpki.OIDExtKeyUsage)
		for _, edit := range edits {
			edit(s)
		}
	}
}

// documents is issuers for a key that signs documents, without statements.
func documents(edits ...func(*testpki.Spec)) func(*testpki.Spec) {
	return issuers(append(edits, func(s *testpki.Spec) {
		s.Drop(testpki.OIDQcStatements)
		s.Set(testpki.KeyUsage(x509.KeyUsageContentCommitment))
	})...)
}

func subject(id asn1.ObjectIdentifier, value string) func(*testpki.Spec) {
	return func(s *testpki.Spec) { s.Subject.Set(id, value) }
}

// TestAlone asks a subject that has nothing, and one whose leaf stands alone.
func TestAlone(t *testing.T) {
	none := new(eidas.Subject)
	if none.Website() || none.Browser() || none.Legal() || none.Qualified() || none.ClaimsQualified() ||
		none.Path() != nil || none.Confusion() != &eidas.RuleTypeCA {
		t.Error("a subject without a leaf is something")
	}
	leaf, err := cert.ParseCertificate(testpki.Clean().Leaf.DER)
	if err != nil {
		t.Fatal(err)
	}
	leaf.At.File = "leaf.pem"
	if !eidas.Type("").TLS() {
		t.Error("what is not known is not for TLS")
	}
	first := *leaf
	first.At.File = "chain.pem"
	s := &eidas.Subject{Leaf: leaf, Chain: &chain.Chain{Path: []*cert.Cert{&first}}}
	if w := s.Where("x"); w.At.File != "chain.pem" || w.Path != "x" || s.Path()[0] != &first {
		t.Errorf("the leaf is at %+v, want the first of the path", w)
	}
	for _, c := range []*chain.Chain{nil, {}} {
		s := &eidas.Subject{Leaf: leaf, Chain: c}
		if w := s.Where("x"); w.At.File != "leaf.pem" || w.Cert != 1 || w.Path != "x" || len(s.Path()) != 1 {
			t.Errorf("chain %v: the leaf is at %+v on a path of %d", c, w, len(s.Path()))
		}
	}
}
