package testpki

import (
	"crypto/x509"
	"encoding/hex"
	"math/big"
	"net"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExtensionValues(t *testing.T) {
	var n Name
	n.Add(OIDCountry, "DK")
	const dn = "300d310b300906035504061302444b"
	for _, c := range []struct {
		name string
		ext  Extension
		want string
	}{
		{"not a ca", BasicConstraints(false, -1), "3000"},
		{"ca", BasicConstraints(true, 0), "30060101ff020100"},
		{"path length without ca", BasicConstraints(false, 1), "3003020101"},
		{"no usage", KeyUsage(0), "030100"},
		{"signature", KeyUsage(x509.KeyUsageDigitalSignature), "03020780"},
		{"ca usage", KeyUsage(x509.KeyUsageCertSign | x509.KeyUsageCRLSign), "03020106"},
		{"decipher only", KeyUsage(x509.KeyUsageDecipherOnly), "0303070080"},
		{"purpose", ExtKeyUsage(OIDTLSBinding), "3009060704008bec430100"},
		{"no purpose", ExtKeyUsage(), "3000"},
		{"subject key", SubjectKeyID([]byte{1}), "040101"},
		{"authority key", AuthorityKeyID([]byte{1}), "3003800101"},
		{"authority by serial", AuthorityKeyIDIssuer(nil, n, big.NewInt(200)),
			"3017" + "a111" + "a40f" + dn + "820200c8"},
		{"names", SubjectAltName(DNS("a"), Email("b"), URI("c"), IP(1, 2, 3, 4)),
			"300f" + "820161" + "810162" + "860163" + "870401020304"},
		{"constraints", NameConstraints([]GeneralName{DNS("a")}, []GeneralName{DirectoryName(n)}),
			"301c" + "a0053003820161" + "a113" + "3011a40f" + dn},
		{"no policy", Policies(), "3000"},
		{"policy with notice", PolicyInfos(Policy{ID: OIDAnyPolicy, Notice: UTF8("x")}),
			"301b" + "3019" + "0604551d2000" + "3011" + "300f" + "06082b06010505070202" + "3003" + "0c0178"},
		{"mapping", PolicyMappings(OIDAnyPolicy, OIDAnyPolicy), "300e300c" + "0604551d2000" + "0604551d2000"},
		{"policy constraints", PolicyConstraints(0, -1), "3003800100"},
		{"inhibit any policy", InhibitAnyPolicy(1), "020101"},
		{"no timestamps", SCTList(), "04020000"},
		{"no revocation", NoRevAvail(), "0500"},
		{"short term", ValidityAssured(), "0500"},
		{"poison", CTPoison(), "0500"},
		{"organisation", CABFOrganizationIdentifier("PSD", "NO", "FSA", "0123"),
			"30141303505344" + "13024e4f" + "8003465341" + "0c0430313233"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, hex.EncodeToString(c.ext.Value)); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
		})
	}
}

// What crypto/x509 reads is compared where it reads the extension at all.
func TestExtensionsAsRead(t *testing.T) {
	c := NewChain(func(leaf, ca, _ *Spec) {
		leaf.Set(SubjectAltName(DNS("a.example"), Email("b@a.example"), URI("https://a.example"), IP(192, 0, 2, 1)))
		leaf.Set(CRLDistributionPoints("http://a.example/1", "http://a.example/2"))
		ca.Set(NameConstraints([]GeneralName{DNS("example")}, []GeneralName{DNS("b.example")}))
	})
	leaf, ca := c.Leaf.X509(), c.Intermediate.X509()
	got := []any{leaf.DNSNames, leaf.EmailAddresses, leaf.URIs[0].String(), leaf.IPAddresses[0].String(),
		leaf.CRLDistributionPoints,
		leaf.OCSPServer, leaf.IssuingCertificateURL, ca.PermittedDNSDomains, ca.ExcludedDNSDomains, ca.MaxPathLen,
		ca.IsCA}
	want := []any{[]string{"a.example"}, []string{"b@a.example"}, "https://a.example", net.IPv4(192, 0, 2, 1).String(),
		[]string{"http://a.example/1", "http://a.example/2"}, []string{"http://ocsp.fixture-trust.example/web"},
		[]string{"http://pki.fixture-trust.example/web.cer"}, []string{"example"}, []string{"b.example"}, 0, true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("extensions (-want +got):\n%s", diff)
	}
}

func TestSpecExtensionEdits(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(*Spec)
		want []string
	}{
		{"set in place", func(s *Spec) {
			s.Set(BasicConstraints(true, 0))
		}, []string{"2.5.29.19 critical", "2.5.29.15 critical", "2.5.29.14"}},
		{"set at the end", func(s *Spec) {
			s.Set(CTPoison())
		}, []string{"2.5.29.19 critical", "2.5.29.15 critical", "2.5.29.14", "1.3.6.1.4.1.11129.2.4.3 critical"}},
		{"add twice", func(s *Spec) {
			s.Add(SubjectKeyID(nil))
		}, []string{"2.5.29.19 critical", "2.5.29.15 critical", "2.5.29.14", "2.5.29.14"}},
		{"drop", func(s *Spec) { s.Drop(OIDKeyUsage, OIDBasicConstraints) }, []string{"2.5.29.14"}},
		{"criticality", func(s *Spec) {
			s.SetCritical(OIDKeyUsage, false)
		}, []string{"2.5.29.19 critical", "2.5.29.15", "2.5.29.14"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Root()
			c.edit(&s)
			var got []string
			for _, e := range s.Extensions {
				line := e.OID.String()
				if e.Critical {
					line += " critical"
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("extensions (-want +got):\n%s", diff)
			}
		})
	}
}
