package form

import (
	"encoding/asn1"
	"slices"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// x509RareCases are about what stands inside of extensions where few look: qualifiers, names, and extensions that few
// certificates have.
func x509RareCases() []kit.Case {
	const bad = "x509-extension-malformed"
	seq, id, points := testpki.Seq, testpki.ObjectID, testpki.OIDCRLDistributionPoints
	policies, oidCPS, oidNotice := testpki.OIDCertificatePolicies, qualifier(1), qualifier(2)
	qualified := func(kind asn1.ObjectIdentifier, value []byte) []byte {
		return seq(seq(id(testpki.OIDQNCPwGen), seq(seq(id(kind), value))))
	}
	text := func(s string) []byte { return testpki.UTF8(s).DER() }
	set := func(values ...[]byte) []byte { return testpki.TLV(0x31, values...) }
	directory, period := asn1.ObjectIdentifier{2, 5, 29, 9}, asn1.ObjectIdentifier{2, 5, 29, 16}
	features := asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 24}
	citizen, denmark := id(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 9, 4}), testpki.Printable("DK").DER()
	host, key := testpki.DNS(testpki.Host), testpki.TLV(0x80, []byte("key"))
	const unreadable = "x509-parse-failed"
	nameless := func(s *testpki.Spec) { s.Subject = append(s.Subject, nil) }
	critical := func(s *testpki.Spec) {
		nameless(s)
		s.SetCritical(testpki.OIDAuthorityInfoAccess, true)
	}
	return []kit.Case{
		{Name: unreadable + "/relative name without an attribute", Edit: kit.LeafOnly(nameless),
			Want: []string{unreadable}},
		{Name: unreadable + "/relative name without an attribute, and Go refuses it", Edit: kit.LeafOnly(critical),
			Want: []string{unreadable, "x509-go-unparseable", "aia-critical"}},
		rare("CPS in a UTF8String", policies, qualified(oidCPS, text("https://cps.example")), bad),
		rare("notice without its SEQUENCE", policies, qualified(oidNotice, text("notice")), bad),
		rare("number as the text of a notice", policies, qualified(oidNotice, seq(testpki.Int(1))), bad),
		rare("empty text of a notice", policies, qualified(oidNotice, seq(text(""))), bad),
		rare("notice in Latin-1", policies, qualified(oidNotice, seq(text("\xe9"))), bad),
		rare("reference of a notice without numbers", policies, qualified(oidNotice, seq(seq(text("Fixture")))), bad),
		rare("reference of a notice with texts", policies,
			qualified(oidNotice, seq(seq(text("Fixture"), seq(text("1"))))), bad),
		rare("reference and text of a notice", policies,
			qualified(oidNotice, seq(seq(text("Fixture"), seq(testpki.Int(1))), text("notice"))), "policy-notice-text"),
		rare("notice that says nothing", policies, qualified(oidNotice, seq())),
		rare("bit of no usage", testpki.OIDKeyUsage, []byte{3, 3, 6, 0x80, 0x40}, bad),
		{Name: "x509-der-not-canonical/last bit of keyUsage is zero", Edit: kit.LeafOnly(kit.Content(
			testpki.OIDKeyUsage, []byte{3, 2, 0, 0x80})), Want: []string{"x509-der-not-canonical"}},
		{Name: "chain-ca-keyusage-absent/CA in the place of the leaf", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(true, -1))
			s.Drop(testpki.OIDKeyUsage)
		}), Want: []string{"leaf-is-ca", "chain-ca-keyusage-absent"}},
		rare("no purpose", testpki.OIDExtKeyUsage, seq(), bad, "leaf-eku-clientauth-missing",
			"leaf-eku-serverauth-missing"),
		rare("no key identifier", testpki.OIDSubjectKeyID, testpki.OctetString(nil), bad),
		rare("octets in noRevAvail", testpki.OIDNoRevAvail, testpki.OctetString([]byte{1}), bad),
		rare("byte behind noRevAvail", testpki.OIDNoRevAvail, []byte{5, 0, 0}, bad),
		rare("noRevAvail", testpki.OIDNoRevAvail, testpki.Null()),
		rare("number in validityAssuredShortTerm", testpki.OIDValidityAssured, testpki.Int(1), bad),
		rare("validityAssuredShortTerm", testpki.OIDValidityAssured, testpki.Null()),
		rare("no feature of TLS", features, seq(), bad),
		rare("text as a feature of TLS", features, seq(text("5")), bad),
		rare("feature of TLS with 17 bits", features, seq(testpki.Int(65536)), bad),
		rare("two features of TLS", features, seq(testpki.Int(5), testpki.Int(17))),
		rare("no attribute of the directory", directory, seq(), bad),
		rare("attribute of the directory without values", directory, seq(seq(citizen, set())), bad),
		rare("attribute of the directory without a SET", directory, seq(seq(citizen, denmark)), bad),
		rare("attribute of the directory", directory, seq(seq(citizen, set(denmark)))),
		rare("period without its times", period, seq(), bad),
		rare("UTCTime in a period", period, seq(testpki.TLV(0x80, []byte("260601000000Z"))), bad),
		rare("beginning of a period", period, seq(testpki.TLV(0x80, []byte("20260601000000Z")))),
		rare("distribution point of reasons alone", points, seq(seq(testpki.TLV(0x81, []byte{0, 0x60}))), bad),
		rare("distribution point without an address", points,
			seq(seq(testpki.Explicit(0, testpki.Explicit(0, testpki.URI(""))))), bad, "revocation-crldp-scheme"),
		rare("otherName without a value", testpki.OIDSubjectAltName, seq(host, testpki.Explicit(0, citizen)), bad,
			"san-type-not-dns"),
		rare("directoryName without a SET", testpki.OIDSubjectAltName,
			seq(host, testpki.Explicit(4, seq(seq(citizen, denmark)))), bad, "san-type-not-dns"),
		rare("serial number of the issuer in two octets for one", testpki.OIDAuthorityKeyID,
			seq(key, testpki.TLV(0xa1, testpki.DirectoryName(testpki.Root().Subject)), testpki.TLV(0x82, []byte{0, 1})),
			bad, "chain-aki-ski-mismatch"),
	}
}

// qualifier is the identifier of a qualifier of RFC 5280.
func qualifier(n int) asn1.ObjectIdentifier { return asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, n} }

// rare puts a value into an extension of the leaf.
func rare(name string, id asn1.ObjectIdentifier, value []byte, want ...string) kit.Case {
	const malformed = "x509-extension-malformed"
	return kit.Case{Name: malformed + "/" + name, Edit: kit.LeafOnly(kit.Content(id, value)), Want: want,
		Near: !slices.Contains(want, malformed)}
}
