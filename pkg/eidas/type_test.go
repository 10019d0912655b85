package eidas

import (
	"crypto/x509"
	"encoding/asn1"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
)

func TestTypeOf(t *testing.T) {
	profile := func(spec func() testpki.Spec, edits ...func(*testpki.Spec)) func(*testpki.Spec) {
		return func(s *testpki.Spec) {
			*s = spec()
			for _, edit := range edits {
				edit(s)
			}
		}
	}
	without := func(s *testpki.Spec) { s.DropStatement(OIDQcType) }
	bare := func(s *testpki.Spec) { s.Drop(OIDQcStatements) }
	tests := []struct {
		name string
		edit func(*testpki.Spec)
		want Type
		pol  Profile
	}{
		{"PSD2 QWAC", profile(testpki.PSD2QWAC), TypeQWAC, QNCPwGen},
		{"QNCP-w", profile(testpki.QNCPw), TypeQWAC, QNCPw},
		{"QEVCP-w", profile(testpki.QEVCPw), TypeQWAC, QEVCPw},
		{"plain QWAC", profile(testpki.PlainQWAC), TypeQWAC, QNCPw},
		{"seal", profile(testpki.QSealC), TypeQSealC, ""},
		{"seal by policy", profile(testpki.QSealC, without), TypeQSealC, ""},
		{"seal by usage", profile(testpki.QSealC, bare, func(s *testpki.Spec) { s.Drop(OIDPolicies) }), TypeQSealC, ""},
		{"signature", profile(testpki.QSig), TypeQSig, ""},
		{"signature by policy", profile(testpki.QSig, bare), TypeQSig, ""},
		{"2-QWAC", profile(testpki.TwoQWAC), Type2QWAC, QNCPwGen},
		{"2-QWAC without QcType", profile(testpki.TwoQWAC, without), Type2QWAC, QNCPwGen},
		{"tls-binding and another", profile(testpki.TwoQWAC, func(s *testpki.Spec) {
			s.Set(testpki.ExtKeyUsage(OIDEKUTLSBinding, OIDEKUClientAuth))
		}), TypeQWAC, QNCPwGen},
		{"TLS", profile(testpki.PlainTLS), TypeTLS, ""},
		{"TLS by DNS name", profile(testpki.PlainTLS, func(s *testpki.Spec) { s.Drop(OIDExtKeyUsage) }), TypeTLS, ""},
		{"neither", profile(testpki.PlainTLS, func(s *testpki.Spec) {
			s.Drop(OIDExtKeyUsage, OIDSubjectAltName)
		}), TypeUnknown, ""},
		{"CA", profile(testpki.PSD2QWAC, func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(true, -1))
		}), TypeCA, QNCPwGen},
		{"QcCompliance without QcType", without, TypeQSig, QNCPwGen},
		{"two types", func(s *testpki.Spec) {
			s.SetStatement(testpki.QcType(OIDQctWeb, OIDQctESeal))
		}, TypeUnknown, QNCPwGen},
		{"unknown type", func(s *testpki.Spec) { s.SetStatement(testpki.QcType(OIDPSD2Statement)) }, TypeUnknown,
			QNCPwGen},
		{"seal type on a web certificate", func(s *testpki.Spec) {
			s.SetStatement(testpki.QcType(OIDQctESeal))
		}, TypeQSealC, QNCPwGen},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := testpki.NewLeaf(tt.edit).Leaf.X509()
			i := Decode(c)
			if got := TypeOf(c, i); got != tt.want || i.Profile() != tt.pol {
				t.Errorf("TypeOf = %s, Profile = %q, want %s, %q", got, i.Profile(), tt.want, tt.pol)
			}
		})
	}
}

// TestTypeOfRefused checks that what Decode and TypeOf need is there when only raw parts are.
func TestTypeOfRefused(t *testing.T) {
	c := testpki.Clean().Leaf.X509()
	bare := &x509.Certificate{Extensions: c.Extensions, RawSubject: c.RawSubject}
	i := Decode(bare)
	if got := TypeOf(bare, i); got != TypeQWAC || len(i.Roles()) != 2 || len(i.OrgIDs) != 1 {
		t.Errorf("TypeOf = %s, %+v", got, i)
	}
}

func TestPrecertificate(t *testing.T) {
	if Precertificate(testpki.Clean().Leaf.X509()) {
		t.Error("the clean leaf is no precertificate")
	}
	poisoned := testpki.NewLeaf(func(s *testpki.Spec) { s.Add(testpki.CTPoison()) })
	if !Precertificate(poisoned.Leaf.X509()) {
		t.Error("the leaf with poison is a precertificate")
	}
}

func TestPrefer(t *testing.T) {
	last := -1
	for _, spec := range []testpki.Spec{testpki.PSD2QWAC(), testpki.PlainQWAC(), testpki.PlainTLS(), testpki.QSealC()} {
		c := testpki.NewLeaf(func(s *testpki.Spec) { *s = spec }).Leaf.X509()
		got := Prefer(&cert.Cert{Certificate: c})
		if got <= last {
			t.Errorf("Prefer(%s) = %d, not after %d", TypeOf(c, Decode(c)), got, last)
		}
		last = got
	}
}

func TestNames(t *testing.T) {
	for _, x := range []struct {
		oid  asn1.ObjectIdentifier
		want string
	}{{OIDQcType, "QcType"}, {OIDPolicyQEVCPw, "QEVCP-w"}, {OIDOrgID, "organizationIdentifier"}} {
		if got := Name(x.oid); got != x.want {
			t.Errorf("name of %s is %q, want %q", x.oid, got, x.want)
		}
	}
	names := map[string]string{}
	for _, n := range oidNames {
		if names[n.oid] != "" {
			t.Errorf("%s has two names, %q and %q", n.oid, names[n.oid], n.name)
		}
		names[n.oid] = n.name
	}
	if Name(testpki.OIDOwnPolicyID) != "" {
		t.Error("an unknown object identifier has a name")
	}
	if got := TypeName(testpki.OIDOwnPolicyID); got != testpki.OIDOwnPolicyID.String() {
		t.Errorf("TypeName = %q", got)
	}
}
