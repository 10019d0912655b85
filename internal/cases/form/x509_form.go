package form

import (
	"bytes"
	"encoding/asn1"
	"math/big"
	"slices"

	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

func greatID() []byte {
	return testpki.TLV(casn1.OBJECT_IDENTIFIER, []byte{80 + 25, 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01})
}

func power(base, exponent int64) *big.Int {
	return new(big.Int).Exp(big.NewInt(base), big.NewInt(exponent), nil)
}

// x509NameCases change the values in names to what Go refuses or other standards allow.
func x509NameCases() []kit.Case {
	uniqueID, postalAddress, birth := asn1.ObjectIdentifier{2, 5, 4, 45}, asn1.ObjectIdentifier{2, 5, 4, 16},
		asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 9, 1}
	refused := []string{"x509-go-unparseable"}
	twice := []string{"x509-go-unparseable", "x509-go-unparseable"}
	return []kit.Case{
		{Name: "x509-go-unparseable/x500UniqueIdentifier in the issuer",
			Edit: kit.CaOnly(value(uniqueID, casn1.BIT_STRING, "\x00\x01")), Want: twice},
		{Name: "x509-go-unparseable/UniversalString in the issuer",
			Edit: kit.CaOnly(value(testpki.OIDLocality, 28, "K\u0151")),
			Want: append(slices.Clone(twice), "x509-dn-string-type:notice")},
		{Name: "x509-go-unparseable/dateOfBirth",
			Edit: kit.LeafOnly(value(birth, casn1.GeneralizedTime, "19700101000000Z")), Want: refused},
		{Name: "x509-go-unparseable/postalAddress of lines",
			Edit: kit.LeafOnly(value(postalAddress, casn1.SEQUENCE, "\x0c\x01a")), Want: refused},
		{Name: "x509-go-unparseable/VisibleString", Edit: kit.LeafOnly(value(testpki.OIDLocality, 26, "Kbh")),
			Want: refused},
		{Name: "x509-go-unparseable/Latin-1 in a UTF8String",
			Edit: kit.LeafOnly(value(testpki.OIDLocality, casn1.UTF8String, "K\xf8benhavn")), Want: refused},
		{Name: "x509-go-unparseable/letter in an IA5String",
			Edit: kit.LeafOnly(value(testpki.OIDLocality, casn1.IA5String, "K\xf8benhavn")), Want: refused},
		{Name: "x509-go-unparseable/letter in a NumericString",
			Edit: kit.LeafOnly(value(testpki.OIDLocality, 18, "12a")),
			Want: refused},
		{Name: "x509-go-unparseable/half a character in a BMPString", Edit: kit.LeafOnly(brokenBMP("\x00K\x00")),
			Want: []string{"x509-go-unparseable", "x509-dn-string-type"}},
		{Name: "x509-go-unparseable/half of a pair in a BMPString", Edit: kit.LeafOnly(brokenBMP("\xd8\x00")),
			Want: []string{"x509-go-unparseable", "subject-mojibake", "x509-dn-string-type"}},
		{Name: "x509-go-unparseable/BMPString", Near: true, Edit: kit.LeafOnly(value(testpki.OIDLocality, 30, "Kb")),
			Want: []string{"x509-dn-string-type"}},
		{Name: "x509-go-unparseable/T61String", Near: true, Edit: kit.LeafOnly(
			value(testpki.OIDLocality, casn1.T61String, "K\xf8benhavn")), Want: []string{"x509-dn-string-type"}},
		{Name: "x509-go-unparseable/star and ampersand in a PrintableString", Near: true,
			Edit: kit.LeafOnly(value(testpki.OIDLocality, casn1.PrintableString, "A*&*B"))},
		{Name: "x509-go-unparseable/notice in Latin-1", Near: true, Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Set(testpki.PolicyInfos(testpki.Policy{ID: testpki.OIDQNCPwGen,
				Notice: testpki.Text{Tag: 26, Value: "Gyldigt i \xe9t \xe5r"}}))
		}), Want: []string{"policy-notice-text"}},

		{Name: "x509-go-unparseable/distribution point relative to the issuer",
			Edit: kit.LeafOnly(func(s *testpki.Spec) {
				relative := testpki.Explicit(1,
					testpki.Seq(testpki.ObjectID(testpki.OIDCommonName), testpki.UTF8("CRL1").DER()))
				s.Set(testpki.Extension{OID: testpki.OIDCRLDistributionPoints,
					Value: testpki.Seq(testpki.Seq(testpki.Explicit(0, relative)))})
			}), Want: []string{"x509-go-unparseable", "revocation-crldp-scheme"}},
		{Name: "x509-go-unparseable/great pathLenConstraint", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Ext(testpki.OIDBasicConstraints).Value = testpki.Seq([]byte{1, 1, 0xff},
				testpki.TLV(casn1.INTEGER, power(2, 64).Bytes()))
		}), Want: refused},
		{Name: "x509-go-unparseable/great number in an algorithm", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			alg := testpki.Seq(greatID())
			s.InnerAlg, s.OuterAlg = alg, alg
		}), Want: []string{"chain-signature-unverifiable", "x509-go-unparseable", "x509-go-unparseable"}},
		{Name: "x509-go-unparseable/letter in a DNS name", Edit: kit.LeafOnly(kit.Dns("z\xfcrich.example")),
			Want: []string{"x509-go-unparseable", "san-dns-syntax", "subject-cn-not-in-san"}},
		{Name: "x509-go-unparseable/subjectKeyIdentifier is critical", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.SetCritical(testpki.OIDSubjectKeyID, true)
		}), Want: []string{"x509-go-unparseable", "chain-aki-ski-critical"}},
	}
}

// value appends an attribute with a value of any type to the subject.
func value(id asn1.ObjectIdentifier, tag casn1.Tag, contents string) func(*testpki.Spec) {
	return func(s *testpki.Spec) {
		s.Subject = append(s.Subject, []testpki.Attribute{{OID: id, Value: testpki.Text{Tag: tag, Value: contents}}})
	}
}

// brokenBMP appends a locality that is a BMPString of these bytes.
func brokenBMP(contents string) func(*testpki.Spec) {
	return func(s *testpki.Spec) {
		value(testpki.OIDLocality, casn1.OCTET_STRING, contents)(s)
		s.TBS = func(tbs []byte) []byte {
			return bytes.Replace(tbs, testpki.OctetString([]byte(contents)), testpki.TLV(30, []byte(contents)), 1)
		}
	}
}

// x509TimeCases write the end of the leaf in other forms.
func x509TimeCases() []kit.Case {
	bad := []string{"x509-time-encoding"}
	utc, general := casn1.UTCTime, casn1.GeneralizedTime
	return []kit.Case{
		{Name: "x509-time-encoding/UTCTime without seconds", Edit: ending(utc, "2707010000Z"), Want: bad},
		{Name: "x509-time-encoding/UTCTime with an offset", Edit: ending(utc, "270701000000+0100"), Want: bad},
		{Name: "x509-time-encoding/UTCTime without Z", Edit: ending(utc, "270701000000"), Want: bad},
		{Name: "x509-time-encoding/GeneralizedTime with a fraction", Edit: ending(general, "20270701000000.5Z"),
			Want: bad},
		{Name: "x509-time-encoding/GeneralizedTime with an offset", Edit: ending(general, "20270701000000-0530"),
			Want: bad},
		{Name: "x509-time-encoding/GeneralizedTime of the hour", Edit: ending(general, "2027070100Z"), Want: bad},
		{Name: "x509-time-encoding/30 February", Edit: ending(utc, "280230000000Z"), Want: bad},
		{Name: "x509-time-encoding/29 February of no leap year", Edit: ending(utc, "290229000000Z"),
			Want: []string{"x509-time-encoding", "validity-exceeds-two-years"}},
		{Name: "x509-time-encoding/month 13", Edit: ending(utc, "271301000000Z"), Want: bad},
		{Name: "x509-time-encoding/hour 24", Edit: ending(utc, "270701240000Z"), Want: bad},
		{Name: "x509-time-encoding/GeneralizedTime of 2027", Edit: ending(general, "20270701000000Z"),
			Want: []string{"x509-time-encoding:warning"}},
		{Name: "x509-time-encoding/29 February", Near: true, Edit: ending(utc, "280229000000Z")},
		{Name: "x509-time-encoding/no end", Near: true, Edit: ending(general, "99991231235959Z"),
			Want: []string{"validity-exceeds-two-years", "chain-validity-not-nested"}},
		{Name: "x509-time-encoding/no time", Near: true, Edit: ending(utc, "tomorrow"),
			Want: []string{"x509-parse-failed"}},
	}
}

func ending(tag casn1.Tag, text string) func(leaf, intermediate, root *testpki.Spec) {
	return kit.LeafOnly(func(s *testpki.Spec) { s.NotAfterDER = testpki.TLV(tag, []byte(text)) })
}

// x509FormCases put things into extensions that RFC 5280 does not allow there.
func x509FormCases() []kit.Case {
	bad := []string{"x509-extension-malformed"}
	betterCritical := append(slices.Clone(bad), "chain-ca-constraints-not-critical:warning")
	yes, null := []byte{1, 1, 0xff}, testpki.Null()
	seq := testpki.Seq
	named := func(n uint8, text string) []byte { return testpki.TLV(casn1.Tag(n).ContextSpecific(), []byte(text)) }
	oidPolicyMappings := testpki.OIDPolicyMappings
	return []kit.Case{
		{Name: "x509-extension-malformed/negative pathLenConstraint",
			Edit: kit.CaOnly(kit.Content(testpki.OIDBasicConstraints, seq(yes, testpki.Int(-1)))), Want: bad},
		{Name: "x509-extension-malformed/three elements in basicConstraints",
			Edit: kit.CaOnly(kit.Content(testpki.OIDBasicConstraints,
				seq(yes, testpki.Int(0), testpki.Int(1)))), Want: bad},
		{Name: "x509-extension-malformed/basicConstraints of a root",
			Edit: kit.RootOnly(kit.Content(testpki.OIDBasicConstraints, seq(yes, null))), Want: bad},
		{Name: "x509-extension-malformed/bytes behind basicConstraints",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDBasicConstraints, append(seq(), null...))), Want: bad},
		{Name: "x509-extension-malformed/keyUsage an OCTET STRING",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDKeyUsage, testpki.OctetString([]byte{0x80}))),
			Want: []string{"x509-extension-malformed", "leaf-ku-digitalsignature-missing"}},
		{Name: "x509-extension-malformed/bytes behind keyUsage",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDKeyUsage, []byte{3, 2, 7, 0x80, 5, 0})), Want: bad},
		{Name: "x509-extension-malformed/text in extKeyUsage",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDExtKeyUsage, seq(testpki.ObjectID(testpki.OIDClientAuth),
				testpki.UTF8("clientAuth").DER()))),
			Want: []string{"x509-extension-malformed", "leaf-eku-serverauth-missing"}},
		{Name: "x509-extension-malformed/subjectAltName without names",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDSubjectAltName, seq())), Want: bad},
		{Name: "x509-extension-malformed/UTF8String in subjectAltName",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDSubjectAltName,
				seq(testpki.UTF8(testpki.Host).DER()))), Want: bad},
		{Name: "x509-extension-malformed/address of five octets",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDSubjectAltName,
				seq(testpki.DNS(testpki.Host), named(7, "12345")))),
			Want: bad},
		{Name: "x509-extension-malformed/subjectKeyIdentifier in a SEQUENCE",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDSubjectKeyID,
				seq(testpki.OctetString([]byte("key"))))), Want: bad},
		{Name: "x509-extension-malformed/authorityKeyIdentifier as of the subject",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDAuthorityKeyID, testpki.OctetString([]byte("key")))), Want: bad},
		{Name: "x509-extension-malformed/key identifier with an explicit tag",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDAuthorityKeyID,
				seq(testpki.Explicit(0, testpki.OctetString([]byte("key")))))), Want: bad},
		{Name: "x509-extension-malformed/distribution point without a tag",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDCRLDistributionPoints, seq(testpki.URI("http://crl.example/1")))),
			Want: bad},
		{Name: "x509-extension-malformed/distribution point without fullName",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDCRLDistributionPoints,
				seq(seq(testpki.Explicit(0, testpki.URI("http://crl.example/1")))))), Want: bad},
		{Name: "x509-extension-malformed/no descriptions",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDAuthorityInfoAccess, seq())), Want: bad},
		{Name: "x509-extension-malformed/address without its method",
			Edit: kit.LeafOnly(kit.Content(testpki.OIDAuthorityInfoAccess,
				seq(seq(testpki.URI("http://ocsp.example"))))),
			Want: bad},
		{Name: "x509-extension-malformed/policy without a SEQUENCE",
			Edit: kit.CaOnly(kit.Content(testpki.OIDCertificatePolicies, seq(testpki.ObjectID(testpki.OIDQNCPwGen)))),
			Want: bad},
		{Name: "x509-extension-malformed/nameConstraints of nothing",
			Edit: kit.CaOnly(kit.Content(testpki.OIDNameConstraints, seq())), Want: betterCritical},
		{Name: "x509-extension-malformed/address and mask with a hole",
			Edit: permitted(testpki.IP(192, 0, 2, 0, 255, 0, 255, 0)), Want: bad},
		{Name: "x509-extension-malformed/domain with a dot behind", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Add(testpki.NameConstraints(nil, []testpki.GeneralName{testpki.DNS("fixture-bank.example.")}))
		}), Want: bad},
		{Name: "x509-extension-malformed/negative inhibitAnyPolicy",
			Edit: kit.CaOnly(kit.Content(testpki.OIDInhibitAnyPolicy, testpki.Int(-1))),
			Want: []string{"x509-extension-malformed", "chain-ca-constraints-not-critical"}},
		{Name: "x509-extension-malformed/policyConstraints of nothing",
			Edit: kit.CaOnly(kit.Content(testpki.OIDPolicyConstraints, seq())),
			Want: []string{"x509-extension-malformed", "chain-ca-constraints-not-critical"}},
		{Name: "x509-extension-malformed/mapping of one policy",
			Edit: kit.CaOnly(kit.Content(oidPolicyMappings,
				seq(seq(testpki.ObjectID(testpki.OIDQNCPwGen))))), Want: betterCritical},
		{Name: "x509-extension-malformed/CA beside the path",
			Files: withOtherCA(kit.Content(testpki.OIDBasicConstraints, seq(yes, testpki.Int(-1)))),
			Want:  []string{"x509-extension-malformed", "chain-extra-certificate"}},
		{Name: "x509-extension-malformed/cA with pathLenConstraint of 0", Near: true,
			Edit: kit.CaOnly(kit.Content(testpki.OIDBasicConstraints, seq(yes, testpki.Int(0))))},
		{Name: "x509-extension-malformed/all kinds of names", Near: true, Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Set(testpki.Extension{OID: asn1.ObjectIdentifier{2, 5, 29, 18},
				Value: testpki.SubjectAltName(testpki.DNS("a.example"), testpki.Email("a@b.example"),
					testpki.URI("https://a.example"), testpki.IP(192, 0, 2, 1),
					testpki.DirectoryName(kit.InDenmark())).Value})
		})},

		kit.Fires("policy-duplicate/policy twice",
			kit.Policies(testpki.OIDQNCPwGen, testpki.OIDPSD2Policy, testpki.OIDQNCPwGen), "policy-duplicate"),
		{Name: "policy-duplicate/of a CA", Edit: kit.CaOnly(kit.Policies(testpki.OIDOwnPolicyID, testpki.OIDAnyPolicy,
			testpki.OIDOwnPolicyID)), Want: []string{"policy-duplicate"}},
		kit.Quiet("policy-duplicate/two policies", kit.Policies(testpki.OIDQNCPwGen, testpki.OIDPSD2Policy)),
		kit.Fires("policy-qualifier-unknown/another qualifier", kit.Qualifier(kit.OIDUnheard),
			"policy-qualifier-unknown:warning"),
		kit.Quiet("policy-qualifier-unknown/practice statement and notice", func(s *testpki.Spec) {
			s.Set(testpki.PolicyInfos(testpki.Policy{ID: testpki.OIDQNCPwGen, CPS: "https://fixture-trust.example/cps",
				Notice: testpki.UTF8("Read it")}))
		}),
	}
}

// chainAuthorityCases change what an authority key identifier says about the issuer's certificate.
func chainAuthorityCases() []kit.Case {
	stranger := testpki.Root().Subject.Clone()
	stranger.Set(testpki.OIDCommonName, "Fixture Trust Root CA 2")
	return []kit.Case{
		{Name: "chain-aki-issuer-serial-mismatch/serial number of before a renewal",
			Edit: authorityOf(func(root testpki.Spec) testpki.Extension {
				return testpki.AuthorityKeyIDIssuer(nil, root.Subject, big.NewInt(7))
			}), Want: []string{"chain-aki-issuer-serial-mismatch", "chain-aki-missing"}},
		{Name: "chain-aki-issuer-serial-mismatch/another issuer",
			Edit: authorityOf(func(root testpki.Spec) testpki.Extension {
				return testpki.AuthorityKeyIDIssuer(nil, stranger, root.Serial)
			}), Want: []string{"chain-aki-issuer-serial-mismatch", "chain-aki-missing"}},
		{Name: "chain-aki-issuer-serial-mismatch/the right one", Near: true,
			Edit: authorityOf(func(root testpki.Spec) testpki.Extension {
				return testpki.AuthorityKeyIDIssuer(nil, root.Subject, root.Serial)
			}), Want: []string{"chain-aki-missing"}},

		{Name: "chain-aki-missing/leaf", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Drop(testpki.OIDAuthorityKeyID)
		}), Want: []string{"chain-aki-missing"}},
		{Name: "chain-aki-missing/intermediate", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Drop(testpki.OIDAuthorityKeyID)
		}), Want: []string{"chain-aki-missing"}},
		{Name: "chain-aki-missing/empty", Edit: kit.LeafOnly(kit.Content(testpki.OIDAuthorityKeyID, testpki.Seq())),
			Want: []string{"chain-aki-missing"}},
		{Name: "chain-aki-missing/root names certificates alone",
			Edit: kit.RootOnly(kit.Content(testpki.OIDAuthorityKeyID, testpki.Seq())),
			Want: []string{"chain-aki-missing:notice"}},
		{Name: "chain-aki-missing/root", Near: true, Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Drop(testpki.OIDAuthorityKeyID)
		})},
	}
}

// authorityOf makes the intermediate name the root's certificate, whose serial number is 8.
func authorityOf(name func(root testpki.Spec) testpki.Extension) func(leaf, intermediate, root *testpki.Spec) {
	return func(_, intermediate, root *testpki.Spec) {
		root.Serial = big.NewInt(8)
		intermediate.Set(name(*root))
	}
}
