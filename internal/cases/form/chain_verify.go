package form

import (
	"bytes"
	"math/big"
	"slices"

	"golang.org/x/crypto/cryptobyte/asn1"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// chainVerifyCases are about what the rules of RFC 5280 refuse and no rule on a certificate names, and about what
// crypto/x509 refuses behind what the rules name.
func chainVerifyCases() []kit.Case {
	const refused, issuer = "chain-verify-refused", "chain-aki-issuer-serial-mismatch"
	const malformed = "x509-extension-malformed"
	valued := kit.Content(testpki.OIDOCSPNoCheck, testpki.OctetString([]byte("yes")))
	unique := func(s *testpki.Spec) { s.Subject.SetText(testpki.OIDOrganizationalUnit, testpki.Printable("a@b")) }
	registered := func(s *testpki.Spec) {
		s.Add(testpki.NameConstraints([]testpki.GeneralName{testpki.TLV(0x88, []byte{0x2a, 3})}, nil))
	}
	salted := kit.SignedBy(testpki.RSA2048, testpki.SigAlg{PSS: true, Salt: 20})
	rollover := func(change kit.Edit) func(testpki.Chain) []kit.Input {
		return func(c testpki.Chain) []kit.Input {
			newer := testpki.Issue(rolledOver(), &c.Intermediate)
			leaf := testpki.PSD2QWAC()
			change(&leaf)
			return []kit.Input{{Name: "chain.pem",
				Data: testpki.PEM(testpki.Issue(leaf, &newer), newer, c.Intermediate, c.Root)}}
		}
	}
	folded := func(s *testpki.Spec) {
		ca := testpki.IssuingCA()
		printableIssuer(s, &ca, nil)
	}
	stranger := testpki.Root().Subject.Clone()
	stranger.Set(testpki.OIDCommonName, "Fixture Trust Root CA 2")
	named := func(names []byte, serial []byte) func(leaf, intermediate, root *testpki.Spec) {
		return authorityOf(func(root testpki.Spec) testpki.Extension {
			key := testpki.TLV(0x80, testpki.KeyID(root.Key.SPKI()))
			return testpki.Extension{OID: testpki.OIDAuthorityKeyID,
				Value: testpki.Seq(key, testpki.TLV(0xa1, names), serial)}
		})
	}
	distance := func(tag int, n byte) func(leaf, intermediate, root *testpki.Spec) {
		return kit.CaOnly(func(s *testpki.Spec) {
			s.Add(testpki.Extension{OID: testpki.OIDNameConstraints, Critical: true, Value: testpki.Seq(
				testpki.Explicit(1, testpki.Seq(testpki.DNS("fixture-bank.example"),
					testpki.TLV(asn1.Tag(0x80+tag), []byte{n}))))})
		})
	}
	return []kit.Case{
		{Name: malformed + "/minimum of a subtree", Edit: distance(0, 1), Want: []string{malformed}},
		{Name: malformed + "/maximum of a subtree", Edit: distance(1, 5), Want: []string{malformed}},
		{Name: malformed + "/negative minimum of a subtree", Edit: distance(0, 0xff), Want: []string{malformed}},
		{Name: malformed + "/minimum 0 of a subtree, written out", Near: true, Edit: distance(0, 0)},
		{Name: refused + "/URI below a host that is excluded by itself", Edit: both(
			kit.LeafOnly(func(s *testpki.Spec) {
				s.Set(testpki.SubjectAltName(testpki.DNS(testpki.Host), testpki.URI("https://a.fixture.example/")))
			}), kit.CaOnly(func(s *testpki.Spec) {
				s.Add(testpki.NameConstraints(nil, []testpki.GeneralName{testpki.URI("fixture.example")}))
			})), Want: []string{"san-type-not-dns", refused + ":warning"}},
		{Name: refused + "/no revocation check, and something in it", Near: true, Edit: kit.LeafOnly(valued),
			Want: []string{malformed}},
		{Name: refused + "/the same in a leaf that Go does not read", Near: true,
			Edit: kit.LeafOnly(func(s *testpki.Spec) {
				valued(s)
				unique(s)
			}), Want: []string{malformed, "x509-go-unparseable"}},
		{Name: refused + "/the same in a root that the bank trusts", Near: true, Files: files(ofLeaf, ofIntermediate),
			Options: trusting(func(testpki.Chain) testpki.Cert {
				s := testpki.Root()
				valued(&s)
				return testpki.Issue(s, nil)
			}), Want: []string{"chain-root-missing", "chain-anchor-not-trusted"}},
		{Name: refused + "/constraints on names of a kind that nobody compares", Edit: kit.CaOnly(registered),
			Want: []string{refused + ":warning"}},
		{Name: refused + "/constraints on names of a kind that there is not", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Add(testpki.NameConstraints([]testpki.GeneralName{testpki.TLV(0x89, []byte{0x2a, 3})}, nil))
		}), Near: true, Want: []string{"x509-extension-malformed"}},
		{Name: refused + "/the same beside another that is malformed", Near: true,
			Edit: kit.LeafOnly(func(s *testpki.Spec) {
				valued(s)
				kit.Content(testpki.OIDSubjectKeyID, testpki.Null())(s)
			}), Want: []string{malformed, malformed}},
		{Name: "chain-policy-tree/mapping of a root that the bank trusts", Near: true,
			Files: files(ofLeaf, ofIntermediate), Options: trusting(func(testpki.Chain) testpki.Cert {
				s := testpki.Root()
				s.Add(testpki.PolicyMappings(testpki.OIDAnyPolicy, testpki.OIDQNCPwGen))
				return testpki.Issue(s, nil)
			}), Want: []string{"chain-root-missing", "chain-anchor-not-trusted"}},
		{Name: "chain-signature-unverifiable/root on itself by an algorithm that nobody knows",
			Edit: kit.RootOnly(func(s *testpki.Spec) {
				s.InnerAlg, s.OuterAlg = testpki.Seq(testpki.ObjectID(kit.OIDUnheard)),
					testpki.Seq(testpki.ObjectID(kit.OIDUnheard))
			}), Want: []string{"chain-signature-unverifiable"}},
		{Name: "chain-name-encoding-differs/two attributes in another order",
			Edit: func(leaf, intermediate, _ *testpki.Spec) {
				intermediate.Subject.Join(testpki.OIDSerialNumber, "1")
				last := intermediate.Subject[len(intermediate.Subject)-1]
				a, b := testpki.Name{last[:1]}.DER()[4:], testpki.Name{last[1:]}.DER()[4:]
				leaf.TBS = func(tbs []byte) []byte {
					return bytes.Replace(tbs, slices.Concat(b, a), slices.Concat(a, b), 1)
				}
			}, Want: []string{"chain-name-encoding-differs", "x509-dn-multivalued-rdn"}},
		{Name: refused + "/salt of 20 octets behind a folded name", Edit: both(printableIssuer, salted),
			Want: []string{"chain-name-encoding-differs", refused + ":warning", "sig-pss-parameters"}},
		{Name: refused + "/salt of 20 octets behind a critical extension",
			Edit: both(kit.LeafOnly(unheard(true)), salted),
			Want: []string{"x509-unknown-critical-extension", refused + ":warning", "sig-pss-parameters"}},
		{Name: refused + "/CA with a new key", Files: rollover(func(*testpki.Spec) {}),
			Want: []string{refused + ":warning"}},
		{Name: refused + "/CA with a new key behind a folded name", Near: true, Files: rollover(folded),
			Want: []string{"chain-name-encoding-differs"}},

		{Name: issuer + "/another issuer, no serial number",
			Edit: named(testpki.DirectoryName(stranger), nil), Want: []string{issuer}},
		{Name: issuer + "/the right issuer, no serial number", Near: true,
			Edit: named(testpki.DirectoryName(testpki.Root().Subject), nil)},
		{Name: issuer + "/issuer given by its host", Near: true,
			Edit: named(testpki.DNS("pki.fixture-trust.example"), testpki.TLV(0x82, big.NewInt(8).Bytes()))},
		{Name: issuer + "/malformed, in an OCTET STRING", Near: true,
			Edit: kit.CaOnly(kit.Content(testpki.OIDAuthorityKeyID,
				testpki.OctetString(testpki.TLV(0x82, big.NewInt(7).Bytes())))),
			Want: []string{"x509-extension-malformed"}},
		{Name: "chain-aki-missing/root with a malformed one", Near: true,
			Edit: kit.RootOnly(kit.Content(testpki.OIDAuthorityKeyID, testpki.OctetString([]byte("key")))),
			Want: []string{"x509-extension-malformed"}},
		{Name: "validity-expired/intermediate under an expired cross-certificate",
			Edit:  kit.CaOnly(func(s *testpki.Spec) { s.NotAfter = kit.At().Add(-kit.Day) }),
			Files: files(ofLeaf, ofIntermediate, ofCross),
			Want: []string{"chain-root-missing", "validity-expired", "validity-expired",
				"chain-validity-not-nested", "chain-validity-not-nested"}},
	}
}
