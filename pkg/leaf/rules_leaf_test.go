package leaf

import (
	"crypto/x509"
	"encoding/asn1"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

func TestLeafRules(t *testing.T) {
	usage := func(oid asn1.ObjectIdentifier) func(*testpki.Spec) {
		return func(s *testpki.Spec) { s.Set(testpki.ExtKeyUsage(oid)) }
	}
	policies := func(oids ...asn1.ObjectIdentifier) func(*testpki.Spec) {
		return func(s *testpki.Spec) { s.Set(testpki.Policies(oids...)) }
	}
	key := func(bits int) func(*testpki.Spec) {
		return func(s *testpki.Spec) { s.Set(testpki.KeyUsage(x509.KeyUsage(bits))) }
	}
	for _, tt := range []struct {
		name string
		edit func(*testpki.Spec)
		want []string
	}{
		{"L01", usage(eidas.OIDEKUServerAuth), []string{"L01 warning"}},
		{"L01 near: any", usage(oidEKUAny), nil},
		{"L01 near: none", func(s *testpki.Spec) { s.Drop(eidas.OIDExtKeyUsage) }, nil},
		{"L09", key(1 << 2), []string{"L09 error"}},
		{"L09 near", key(1<<0 | 1<<2), nil},
		{"L09 near: no key usage", func(s *testpki.Spec) { s.Drop(oidKeyUsage) }, nil},
		{"L10", key(1<<0 | 1<<1), []string{"L10 error"}},
		{"L15", policies(testpki.OIDOwnPolicyID, eidas.OIDPolicyPSD2), []string{"L15 warning"}},
		{"L15 near", policies(eidas.OIDPolicyQEVCPw), nil},
		{"L17", policies(eidas.OIDPolicyQCPl), []string{"L17 error"}},
		{"L17 beside a web policy", policies(eidas.OIDPolicyQNCPwGen, eidas.OIDPolicyQCPn), []string{"L17 error"}},
		{"L41", func(s *testpki.Spec) { s.Subject.Add(eidas.OIDSurname, "Fixture") }, []string{"L41 error"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := &cert.Cert{Certificate: testpki.NewLeaf(tt.edit).Leaf.X509()}
			s := &eidas.Subject{
				Chain: &chain.Chain{Path: []*cert.Cert{c}}, Leaf: c, Info: eidas.Decode(c.Certificate),
				At: testpki.At(),
			}
			s.Type = eidas.TypeOf(c.Certificate, s.Info)
			var got []string
			for _, f := range lint.Silence(lint.Run(s, leafRules)) {
				if f.Rule.Code != "L21" { // every leaf here has it
					got = append(got, f.Rule.Code+" "+f.Severity.String())
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
