package cert

import (
	"bytes"
	"math/big"
	"slices"
	"testing"

	"qwac/internal/testpki"
)

// rich are certificates with every extension that has a form, and names of many types.
func rich() [][]byte {
	pki := testpki.NewChain(func(leaf, ca, _ *testpki.Spec) {
		leaf.Set(testpki.SubjectAltName(testpki.DNS(testpki.Host), testpki.Email("a@b.example"),
			testpki.URI("https://a.example/b"), testpki.IP(192, 0, 2, 1)))
		leaf.Set(testpki.PolicyInfos(testpki.Policy{ID: testpki.OIDQNCPwGen, CPS: "https://cps.example",
			Notice: testpki.UTF8("n")}, testpki.Policy{ID: testpki.OIDPSD2Policy}))
		leaf.Set(testpki.CRLDistributionPoints("http://crl.example/1"))
		leaf.Subject.SetText(testpki.OIDOrganization, testpki.BMP("Fixture"))
		leaf.Subject.Add(testpki.OIDLocality, "K\u00f8ge")
		ca.Add(testpki.NameConstraints([]testpki.GeneralName{testpki.DNS("a.example"), testpki.Email("b.example"),
			testpki.URI("c.example")},
			[]testpki.GeneralName{testpki.IP(192, 0, 2, 0, 255, 255, 255, 0), testpki.DirectoryName(testpki.Name{})}))
		ca.Add(testpki.PolicyConstraints(0, 1))
		ca.Add(testpki.InhibitAnyPolicy(1))
		ca.Add(testpki.PolicyMappings(testpki.OIDQNCPwGen, testpki.OIDPSD2Policy))
		ca.Set(testpki.AuthorityKeyIDIssuer([]byte("key"), testpki.Root().Subject, big.NewInt(8)))
	})
	return [][]byte{pki.Leaf.DER, pki.Intermediate.DER}
}

// faultyCopies hands over copies of a certificate with one octet changed: flipped bits, other tags, lengths and
// letters.
func faultyCopies(der []byte, each func(at int, changed []byte)) {
	for at := range der {
		for _, with := range []byte{der[at] ^ 1, der[at] ^ 0x20, der[at] ^ 0x80, 0, 0x13, 0x1c, 0x30, 0xff, der[at] + 1,
			der[at] - 1} {
			if with != der[at] {
				changed := slices.Clone(der)
				changed[at] = with
				each(at, changed)
			}
		}
	}
}

// TestRefusalsAreNamed wants every refusal of crypto/x509 that is not about the key to be named by our own reading,
// and no field to be called one that Go does not read in a certificate that it reads.
func TestRefusalsAreNamed(t *testing.T) {
	refused, bare := 0, 0
	for _, der := range rich() {
		key := bytes.Index(der, mustParse(t, der).RawSubjectPublicKeyInfo)
		end := key + len(mustParse(t, der).RawSubjectPublicKeyInfo)
		faultyCopies(der, func(at int, changed []byte) {
			c, err := ParseCertificate(changed)
			if err != nil {
				return
			}
			if c.Refused == nil {
				for _, r := range RemarksOn(c) {
					if !r.Malformed {
						t.Errorf("byte %d is %02x: Go reads %s, not so: %s", at, changed[at], r.Path, r.Text)
					}
				}
				return
			}
			refused++
			if named := len(RemarksOn(c)) > 0 || refusalNamed(c); !named && (at < key || at >= end) {
				if bare++; bare < 20 {
					t.Errorf("byte %d is %02x: nothing says why Go refuses it: %v", at, changed[at], c.Refused)
				}
			}
		})
	}
	t.Logf("%d refused, %d of them for no known cause", refused, bare)
}

func mustParse(t *testing.T, der []byte) *Cert {
	t.Helper()
	c, err := ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
