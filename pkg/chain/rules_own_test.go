package chain

import (
	"crypto"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
)

func TestCARules(t *testing.T) {
	edited := func(edit func(s *testpki.Spec)) *Chain {
		return chainOf(t, testpki.NewChain(func(_, ca, _ *testpki.Spec) { edit(ca) }).Certs()...)
	}
	weak := func(h crypto.Hash, pss bool) func(*testpki.Spec) {
		return func(s *testpki.Spec) { s.Sign = testpki.SigAlg{Hash: h, PSS: pss} }
	}
	for _, test := range []struct {
		name string
		edit func(*testpki.Spec)
		want []string
	}{
		{"noRevAvail", func(s *testpki.Spec) {
			s.Extensions = append(s.Extensions, testpki.NoRevAvail())
		}, []string{"revocation-norevavail-in-ca 2 extensions.2.5.29.56"}},
		{"poison in a CA", func(s *testpki.Spec) {
			s.Extensions = append(s.Extensions, testpki.CTPoison())
		}, []string{"x509-unknown-critical-extension 2 extensions.1.3.6.1.4.1.11129.2.4.3"}},
		{"SHA-1", weak(crypto.SHA1, false), []string{"chain-weak-signature-hash 2 signatureAlgorithm"}},
		{"SHA-384", weak(crypto.SHA384, false), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, ownFindings(edited(test.edit))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	root := testpki.NewChain(func(_, _, root *testpki.Spec) { root.Sign.Hash = crypto.SHA1 })
	if found := ownFindings(chainOf(t, root.Certs()...)); found != nil {
		t.Errorf("a root signed with SHA-1: %v", found)
	}
}

// TestNoCertificate wants the one finding that says why there is none.
func TestNoCertificate(t *testing.T) {
	c := testpki.Clean()
	for _, test := range []struct {
		name string
		data []string
		want []string
	}{
		{"text", []string{"hello\n"}, []string{"pem-no-certificate 0 "}},
		{"text twice", []string{"hello\n", "world\n"}, []string{"pem-no-certificate 0 "}},
		{"text and a certificate", []string{"hello\n", string(c.Leaf.PEM())}, []string{"pem-no-certificate 0 "}},
		{"nothing", []string{""}, []string{"pem-empty 0 "}},
		{"nothing and text", []string{"", "hello\n"}, []string{"pem-empty 0 "}},
		{"request", []string{string(c.Leaf.RequestPEM())}, []string{"pem-csr-instead-of-certificate 0 "}},
		{"key", []string{string(c.Leaf.KeyPEM())}, []string{"pem-private-key-present 0 "}},
		{"PKCS#12", []string{string(testpki.PKCS12(c, "secret"))}, []string{"pem-input-pkcs12 0 "}},
		{"public key", []string{string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY",
			Bytes: c.Leaf.X509().RawSubjectPublicKeyInfo}))},
			[]string{"pem-no-certificate 0 ", "pem-unexpected-label 0 "}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b bundle.Bundle
			for i, data := range test.data {
				if err := b.Parse(string(rune('a'+i)), []byte(data)); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(test.want, ownFindings(&Chain{Bundle: &b})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// ownFindings runs the rules of reading, structure and keys, and gives id, place on the path and field of each finding.
func ownFindings(c *Chain) (found []string) {
	findings := append(lint.Run(c.Bundle, bundle.Rules()), lint.Run(c.Subject(), cert.Rules()...)...)
	for _, f := range lint.Silence(findings) {
		found = append(found, f.Rule.ID+" "+string(rune('0'+f.Cert))+" "+f.Path)
	}
	return found
}

// chainOf reads the certificates and takes them for the path as they come.
func chainOf(t testing.TB, certs ...testpki.Cert) *Chain {
	t.Helper()
	b := new(bundle.Bundle)
	if err := b.Parse("f", testpki.PEM(certs...)); err != nil {
		t.Fatal(err)
	}
	return &Chain{Bundle: b, Path: b.Certs}
}

func TestRulesValidate(t *testing.T) {
	if err := lint.Validate(append(lint.Metas(bundle.Rules()), lint.Metas(cert.Rules()...)...)); err != nil {
		t.Error(err)
	}
}

// TestCertificateRules changes one thing in the leaf of a clean chain, or one that is nearly a fault.
func TestCertificateRules(t *testing.T) {
	type spec = testpki.Spec
	spki := func(der []byte) func(*spec) { return func(s *spec) { s.SPKI = der } }
	critical := func(id ...int) func(*spec) {
		return func(s *spec) {
			s.Extensions = append(s.Extensions,
				testpki.Extension{OID: asn1.ObjectIdentifier(id), Critical: true, Value: testpki.Null()})
		}
	}
	modulus := testpki.Modulus("rules", 2048)
	tests := []struct {
		name string
		edit func(*spec)
		want []string
	}{
		{"clean", func(*spec) {}, nil},
		{"version 1", func(s *spec) { s.Version = 1; s.Extensions = nil }, []string{"x509-version-not-3 1 version"}},
		{"version 2", func(s *spec) { s.Version = 2; s.Extensions = nil }, []string{"x509-version-not-3 1 version"}},
		{"version 4", func(s *spec) { s.Version = 4 }, []string{"x509-version-not-3 1 version"}},
		{"serial 0", func(s *spec) { s.Serial = big.NewInt(0) }, []string{"x509-serial-not-positive 1 serialNumber"}},
		{"serial -1", func(s *spec) { s.Serial = big.NewInt(-1) }, []string{"x509-serial-not-positive 1 serialNumber"}},
		{"serial 1", func(s *spec) { s.Serial = big.NewInt(1) }, nil},
		{"serial of 20 octets", func(s *spec) { s.Serial = new(big.Int).Lsh(big.NewInt(1), 158) }, nil},
		{"serial of 21 octets", func(s *spec) {
			s.Serial = new(big.Int).Lsh(big.NewInt(1), 159)
		}, []string{"x509-serial-too-long 1 serialNumber"}},
		{"inner algorithm", func(s *spec) {
			s.InnerAlg = testpki.Seq(testpki.ObjectID(asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}))
		},
			[]string{"x509-sigalg-inner-outer-differ 1 signatureAlgorithm"}},
		{"extension twice", func(s *spec) {
			s.Add(*s.Ext(testpki.OIDKeyUsage))
		}, []string{"x509-duplicate-extension 1 extensions.2.5.29.15"}},
		{"validity inverted", func(s *spec) {
			s.NotBefore, s.NotAfter = s.NotAfter, s.NotBefore
		}, []string{"x509-validity-inverted 1 validity"}},
		{"validity of a second", func(s *spec) { s.NotAfter = s.NotBefore }, nil},
		{"unknown critical", critical(1, 2, 3), []string{"x509-unknown-critical-extension 1 extensions.1.2.3"}},
		{"poison", func(s *spec) {
			s.Extensions = append(s.Extensions, testpki.CTPoison())
		}, []string{"x509-precertificate 1 extensions.1.3.6.1.4.1.11129.2.4.3"}},
		{"empty issuer", func(s *spec) { s.Issuer = testpki.Name{} }, []string{"x509-dn-empty-issuer 1 issuer"}},
		{"noRevAvail in a leaf", func(s *spec) { s.Extensions = append(s.Extensions, testpki.NoRevAvail()) }, nil},
		{"RSA 1024", func(s *spec) {
			s.Key.Alg = testpki.RSA1024
		}, []string{"key-rsa-too-small 1 subjectPublicKeyInfo"}},
		{"RSA 2048", func(s *spec) { s.Key.Alg = testpki.RSA2048 }, nil},
		{"small factor", spki(testpki.RSASPKI(testpki.SmallFactorModulus("a"), 65537)),
			[]string{"key-rsa-weak 1 subjectPublicKeyInfo"}},
		{"close primes", spki(testpki.RSASPKI(testpki.FermatModulus("a"), 65537)),
			[]string{"key-rsa-weak 1 subjectPublicKeyInfo"}},
		{"ROCA", spki(testpki.RSASPKI(testpki.ROCAModulus("a"), 65537)),
			[]string{"key-rsa-weak 1 subjectPublicKeyInfo"}},
		{"no NULL", spki(testpki.RSASPKIWithoutNull(modulus, 65537)),
			[]string{"key-rsa-params 1 subjectPublicKeyInfo"}},
		{"PSS key", spki(testpki.PSSSPKI(modulus, 65537)), []string{"key-pss-spki 1 subjectPublicKeyInfo"}},
		{"P-224", func(s *spec) { s.Key.Alg = testpki.P224 }, []string{"key-ec-curve 1 subjectPublicKeyInfo"}},
		{"P-521", func(s *spec) { s.Key.Alg = testpki.P521 }, nil},
		{"brainpool", spki(testpki.BrainpoolSPKI("a")), []string{"key-ec-brainpool 1 subjectPublicKeyInfo"}},
		{"explicit curve", spki(testpki.ExplicitECSPKI("a")), []string{"key-ec-explicit 1 subjectPublicKeyInfo"}},
		{"Ed25519", func(s *spec) { s.Key.Alg = testpki.Ed25519 }, []string{"key-ed25519 1 subjectPublicKeyInfo"}},
		{"DSA", spki(testpki.DSASPKI("a")), []string{"key-dsa 1 subjectPublicKeyInfo"}},
		{"no point of P-256", spki(testpki.ECSPKI(asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7}, []byte{4, 1, 2})),
			[]string{"key-not-usable-in-tls 1 subjectPublicKeyInfo"}},
		{"PrintableString with @", func(s *spec) {
			s.Subject = slices.Concat(s.Subject,
				testpki.Name{{{OID: asn1.ObjectIdentifier{2, 5, 4, 11}, Value: testpki.Printable("a@b")}}})
		},
			[]string{"x509-go-unparseable 1 subject"}},
		{"explicit critical FALSE", func(s *spec) {
			s.Ext(asn1.ObjectIdentifier{2, 5, 29, 37}).CriticalDER = []byte{1, 1, 0}
		}, []string{"x509-der-not-canonical 0 "}},
		{"TRUE is 01", func(s *spec) {
			s.Ext(asn1.ObjectIdentifier{2, 5, 29, 15}).CriticalDER = []byte{1, 1, 1}
		}, []string{"x509-der-not-canonical 0 "}},
		{"key usage with zeros", func(s *spec) {
			s.Ext(asn1.ObjectIdentifier{2, 5, 29, 15}).Value = []byte{3, 3, 0, 0x80, 0}
		}, []string{"x509-der-not-canonical 0 "}},
		{"trailing bytes", func(s *spec) { s.Trailing = []byte{0, 0} }, []string{"x509-trailing-data 0 "}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := testpki.NewLeaf(test.edit)
			if diff := cmp.Diff(test.want, ownFindings(chainOf(t, c.Certs()...))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
