package cert

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"qwac/internal/testpki"
)

// TestWalkAgrees wants our own walk to read what crypto/x509 reads, field by field.
func TestWalkAgrees(t *testing.T) {
	specs := []testpki.Cert{testpki.NewLeaf(func(s *testpki.Spec) { s.Key.Alg = testpki.Ed25519 }).Leaf}
	specs = append(specs, testpki.Clean().Certs()...)
	for _, profile := range []testpki.Spec{testpki.QSealC(), testpki.TwoQWAC(), testpki.PlainTLS()} {
		c := testpki.Clean()
		specs = append(specs, testpki.Issue(profile, &c.Intermediate))
	}
	for _, c := range specs {
		want, err := x509.ParseCertificate(c.DER)
		if err != nil {
			t.Fatal(err)
		}
		got, err := walkCertificate(c.DER)
		if err != nil {
			t.Fatalf("%s: %v", want.Subject, err)
		}
		options := cmp.Options{
			cmpopts.IgnoreFields(x509.Certificate{}, "PublicKey", "OCSPServer", "IssuingCertificateURL",
				"CRLDistributionPoints", "URIs", "UnhandledCriticalExtensions"),
			cmp.Comparer(func(a, b *big.Int) bool { return a.Cmp(b) == 0 }),
			cmp.Comparer(func(a, b x509.OID) bool { return a.Equal(b) }),
			cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(x509.Certificate{}),
		}
		if diff := cmp.Diff(want, got, options); diff != "" {
			t.Errorf("%s (-x509 +walk)\n%s", want.Subject, diff)
		}
	}
}

// TestWalkNamesField breaks one field and wants it named.
func TestWalkNamesField(t *testing.T) {
	leaf := testpki.Clean().Leaf
	utc := testpki.UTCTime(leaf.X509().NotBefore)
	replace := func(old, new []byte) []byte {
		der := bytes.Replace(leaf.DER, old, new, 1)
		if bytes.Equal(der, leaf.DER) {
			t.Fatalf("%x does not occur", old)
		}
		return der
	}
	extension := func(id int) []byte { return []byte{6, 3, 0x55, 0x1d, byte(id)} }
	for _, test := range []struct {
		der   []byte
		field string
	}{
		{[]byte{0x30, 0}, "tbsCertificate: "},
		{replace(utc, slices.Concat(utc[:2], []byte("9x9999999999Z"))), "validity.notBefore: "},
		{replace(extension(15), []byte{5, 3, 0x55, 0x1d, 15}), "extensions["},
		{leaf.DER[:len(leaf.DER)-1], "certificate: "},
	} {
		if _, err := ParseCertificate(test.der); err == nil || !strings.HasPrefix(err.Error(), test.field) {
			t.Errorf("error %v, want one on %s", err, test.field)
		}
	}
}

func TestWeakPSS(t *testing.T) {
	for _, test := range []struct {
		parameters []byte
		want       string
	}{
		{nil, "RSASSA-PSS and SHA-1, its default"},
		{testpki.Seq(), "RSASSA-PSS and SHA-1, its default"},
		{testpki.Seq(testpki.Explicit(0, testpki.Seq(testpki.ObjectID(asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}),
			testpki.Null()))), "RSASSA-PSS and SHA-1"},
		{testpki.Seq(testpki.Explicit(0, testpki.Seq(
			testpki.ObjectID(asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1})))), ""},
	} {
		algorithm := testpki.Seq(testpki.ObjectID(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}), test.parameters)
		if got := weakPSS(algorithm); got != test.want {
			t.Errorf("%x: %q, want %q", test.parameters, got, test.want)
		}
	}
}

// TestWebFirst takes an address that everybody can fetch before one that not every curl can.
func TestWebFirst(t *testing.T) {
	for _, tt := range []struct{ all, want string }{
		{"http://a", "http://a"}, {"ldap://a https://b http://c", "https://b"}, {"http://a https://b", "http://a"},
		{"ldap://a ldap://b", "ldap://a"},
	} {
		if got := WebFirst(strings.Fields(tt.all)); got != tt.want {
			t.Errorf("%s: %s", tt.all, got)
		}
	}
}
