package form

import (
	"crypto/x509"
	"encoding/asn1"
	"time"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// from makes a certificate out of those of the case.
type from func(testpki.Chain) testpki.Cert

// files is one file of certificates in this order.
func files(order ...from) func(testpki.Chain) []kit.Input {
	return func(c testpki.Chain) []kit.Input {
		var certs []testpki.Cert
		for _, cert := range order {
			certs = append(certs, cert(c))
		}
		return []kit.Input{{Name: "chain.pem", Data: testpki.PEM(certs...)}}
	}
}

// longer is one file of a chain with two intermediates, its certificates by their places from leaf to root.
func longer(order ...int) func(testpki.Chain) []kit.Input {
	return func(c testpki.Chain) []kit.Input {
		s := testpki.IssuingCA()
		s.Key.Name = "policy"
		s.Subject.Set(testpki.OIDCommonName, "Fixture Trust Policy CA 1")
		s.Set(testpki.BasicConstraints(true, 1))
		policy := testpki.Issue(s, &c.Root)
		issuing := testpki.Issue(testpki.IssuingCA(), &policy)
		certs := []testpki.Cert{testpki.Issue(testpki.PSD2QWAC(), &issuing), issuing, policy, c.Root}
		var text []byte
		for _, i := range order {
			text = append(text, certs[i].PEM()...)
		}
		return []kit.Input{{Name: "chain.pem", Data: text}}
	}
}

func ofLeaf(c testpki.Chain) testpki.Cert { return c.Leaf }

func ofIntermediate(c testpki.Chain) testpki.Cert { return c.Intermediate }

func ofRoot(c testpki.Chain) testpki.Cert { return c.Root }

func ofSelfSigned(testpki.Chain) testpki.Cert { return testpki.Issue(testpki.PSD2QWAC(), nil) }

// printableIssuer has the leaf name its issuer in another string type.
func printableIssuer(leaf, intermediate, root *testpki.Spec) {
	issuerText(testpki.Printable("Fixture Trust Qualified Web CA 1"))(leaf, intermediate, root)
}

// both makes two edits.
func both(first, second func(leaf, intermediate, root *testpki.Spec)) func(leaf, intermediate, root *testpki.Spec) {
	return func(leaf, intermediate, root *testpki.Spec) {
		first(leaf, intermediate, root)
		second(leaf, intermediate, root)
	}
}

// keyUsage changes the key usage.
func keyUsage(usage x509.KeyUsage) func(*testpki.Spec) {
	return func(s *testpki.Spec) { s.Set(testpki.KeyUsage(usage)) }
}

func extKeyUsage(purposes ...asn1.ObjectIdentifier) func(*testpki.Spec) {
	return func(s *testpki.Spec) { s.Set(testpki.ExtKeyUsage(purposes...)) }
}

func organization(value testpki.Text) func(leaf, intermediate, root *testpki.Spec) {
	return kit.LeafOnly(func(s *testpki.Spec) { s.Subject.SetText(testpki.OIDOrganization, value) })
}

// validity of the leaf.
func validity(from, to time.Time) func(leaf, intermediate, root *testpki.Spec) {
	return kit.LeafOnly(func(s *testpki.Spec) { s.NotBefore, s.NotAfter = from, to })
}
