package kit

import "qwac/internal/testpki"

// OfRekeyed is the issuing CA with the same name and another key.
func OfRekeyed(c testpki.Chain) testpki.Cert {
	s := testpki.IssuingCA()
	s.Key.Name = "issuing, newer"
	return testpki.Issue(s, &c.Root)
}

// OfOtherCA is another CA of the same root.
func OfOtherCA(c testpki.Chain) testpki.Cert { return OtherCA(c, func(*testpki.Spec) {}) }

func OtherCA(c testpki.Chain, change Edit) testpki.Cert {
	s := testpki.IssuingCA()
	s.Key.Name = "issuing seals"
	s.Subject.Set(testpki.OIDCommonName, "Fixture Trust Qualified Seal CA 1")
	change(&s)
	return testpki.Issue(s, &c.Root)
}
