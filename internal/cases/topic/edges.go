package topic

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"time"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/check"
)

// edgeCases are those that one condition of a rule alone decides: the next member of a list, the day before, the same
// value in a certificate of another kind. `make mutate` finds what has none.
func edgeCases() []kit.Case {
	return slices.Concat(edgeNameCases(), edgeUsageCases(), edgePolicyCases(), edgeLogCases(), edgeValueCases())
}

func edgeNameCases() []kit.Case {
	text := func(id asn1.ObjectIdentifier, value testpki.Text) kit.Edit {
		return func(s *testpki.Spec) { s.Subject.SetText(id, value) }
	}
	org := func(name string) kit.Edit { return attribute(testpki.OIDOrganization, name) }
	unit := func(issued time.Time) kit.Edit {
		return kit.As(testpki.QEVCPw, addAttribute(testpki.OIDOrganizationalUnit, "Payments"), func(s *testpki.Spec) {
			s.NotBefore = issued
			s.Set(testpki.SCTList(issued))
		})
	}
	unique := asn1.ObjectIdentifier{2, 5, 4, 45}
	issuer := func(profile func() testpki.Spec, change kit.Edit) func(leaf, ca, root *testpki.Spec) {
		return func(leaf, ca, _ *testpki.Spec) {
			*leaf = profile()
			change(ca)
		}
	}
	ca := func(s *testpki.Spec) { s.Set(testpki.BasicConstraints(true, -1)) }
	return []kit.Case{
		kit.Quiet("x509-dn-attribute-duplicate/in a CA", then(ca, addAttribute(testpki.OIDCountry, "SE")),
			"leaf-is-ca"),
		kit.Quiet("x509-dn-string-type/unique identifier as it should be",
			text(unique, testpki.Text{Tag: 3, Value: "\x00\x05"}), "x509-go-unparseable"),
		kit.Quiet("x509-dn-string-type/country, which has a rule of its own",
			text(testpki.OIDCountry, testpki.T61("DK")), "x509-dn-country-encoding"),
		kit.Quiet("x509-dn-html-entity/no entity of HTML", org("M&Sons; Payments")),
		kit.Fires("x509-dn-control-char/number of a certificate without PSD2",
			kit.As(testpki.PlainQWAC, orgID("VATDK-9735\t1842")), "type-plain-qwac", "x509-dn-control-char"),
		kit.Fires("x509-dn-edge-space/number of a certificate without PSD2",
			kit.As(testpki.PlainQWAC, orgID("VATDK-97351842 ")), "type-plain-qwac", "x509-dn-edge-space"),
		kit.Quiet("subject-attribute-missing/number of a PSD2 certificate", func(s *testpki.Spec) {
			s.Subject.Drop(testpki.OIDOrganizationIdentifier)
		}, "psd2-orgid-missing"),
		{Name: "chain-issuer-dn-incomplete/browsers' rules", Near: true,
			Edit: issuer(testpki.QNCPw, func(s *testpki.Spec) { s.Subject.Drop(testpki.OIDCommonName) }),
			Want: []string{"chain-public-webpki-root"}},
		{Name: "chain-issuer-country-not-eea/EU", Near: true, Edit: issuer(testpki.PSD2QWAC, country("EU"))},
		kit.Fires("x509-dn-country-encoding/not assigned", country("ZZ"), "x509-dn-country-encoding",
			"psd2-subject-country-mismatch"),
		kit.Quiet("x509-dn-country-encoding/EU", country("EU"), "psd2-subject-country-mismatch"),
		kit.Quiet("x509-dn-country-encoding/XX", country("XX"), "psd2-subject-country-mismatch"),
		kit.Fires("x509-dn-country-encoding/UTF8String", text(testpki.OIDCountry, testpki.UTF8("DK")),
			"x509-dn-country-encoding"),
		kit.Fires("san-dns-syntax/the same name twice", kit.AltNames(testpki.DNS("a_b.example"),
			testpki.DNS("a_b.example")), "san-dns-syntax"),
		kit.Fires("subject-cn-not-in-san/seven names", then(kit.AltNames(testpki.DNS("a.example"),
			testpki.DNS("b.example"), testpki.DNS("c.example"), testpki.DNS("d.example"), testpki.DNS("e.example"),
			testpki.DNS("f.example")), attribute(testpki.OIDCommonName, "g.example")), "subject-cn-not-in-san"),
		kit.Fires("subject-cn-not-in-san/another address", then(kit.AltNames(testpki.IP(192, 0, 2, 1)),
			attribute(testpki.OIDCommonName, "192.0.2.2")), "subject-cn-not-in-san"),
		kit.Quiet("subject-cn-not-in-san/the same address written otherwise", then(kit.AltNames(testpki.IP(0x20, 1, 0xd,
			0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)), attribute(testpki.OIDCommonName, "2001:DB8:0::1"))),
		kit.Quiet("san-wildcard/onion", kit.As(testpki.QEVCPw, kit.Host("*.abcdefghijklmnop.onion")),
			"chain-public-webpki-root"),
		kit.Fires("san-missing/address alone in an EV certificate", kit.As(testpki.QEVCPw, func(s *testpki.Spec) {
			s.Set(testpki.SubjectAltName(testpki.IP(192, 0, 2, 1)))
			s.Subject.Set(testpki.OIDCommonName, "192.0.2.1")
		}), "san-type-not-dns", "san-missing", "chain-public-webpki-root"),
		kit.Quiet("san-missing/address alone", func(s *testpki.Spec) {
			s.Set(testpki.SubjectAltName(testpki.IP(192, 0, 2, 1)))
			s.Subject.Set(testpki.OIDCommonName, "192.0.2.1")
		}),
		kit.Fires("subject-ev-attributes/two mail addresses", kit.As(testpki.QEVCPw,
			addAttribute(testpki.OIDEmailAddress, "a@b.example"), addAttribute(testpki.OIDEmailAddress, "c@d.example")),
			"x509-dn-attribute-duplicate", "subject-ev-attributes", "chain-public-webpki-root"),
		kit.Quiet("subject-ev-attributes/place of the register", kit.As(testpki.QEVCPw,
			addAttribute(asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 2}, "Midtjylland")),
			"chain-public-webpki-root"),
		kit.Quiet("subject-ev-attributes/unit in August 2022", unit(time.Date(2022, 8, 31, 23, 59, 59, 0, time.UTC)),
			"validity-exceeds-cabf", "validity-exceeds-two-years", "validity-non-browser-exemption",
			"chain-public-webpki-root"),
		kit.Fires("subject-ev-attributes/unit in September 2022", unit(time.Date(2022, 9, 1, 0, 0, 0, 0, time.UTC)),
			"subject-ev-attributes", "validity-exceeds-cabf", "validity-exceeds-two-years",
			"validity-non-browser-exemption", "chain-public-webpki-root"),
	}
}

func edgeUsageCases() []kit.Case {
	eku := func(ids ...asn1.ObjectIdentifier) kit.Edit {
		return func(s *testpki.Spec) { s.Set(testpki.ExtKeyUsage(ids...)) }
	}
	ku := func(u x509.KeyUsage) kit.Edit { return func(s *testpki.Spec) { s.Set(testpki.KeyUsage(u)) } }
	withoutType := func(s *testpki.Spec) { s.DropStatement(testpki.OIDQcType) }
	both := x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	odd := ku(x509.KeyUsageDigitalSignature | x509.KeyUsageDataEncipherment)
	rsa := func(s *testpki.Spec) { s.Key.Alg = testpki.RSA2048 }
	return []kit.Case{
		kit.Quiet("leaf-eku-serverauth-missing/no profile", then(kit.Policies(testpki.OIDOwnPolicyID),
			eku(testpki.OIDClientAuth)), "policy-etsi-missing"),
		kit.Fires("leaf-eku-forbidden/twice the same", eku(testpki.OIDClientAuth, testpki.OIDServerAuth,
			testpki.OIDEmailProtection, testpki.OIDEmailProtection), "leaf-eku-forbidden"),
		kit.Fires("leaf-ku-nonrepudiation/no QcType but serverAuth", then(withoutType, ku(both)),
			"qc-type-missing", "leaf-ku-nonrepudiation"),
		kit.Quiet("leaf-ku-nonrepudiation/neither QcType nor serverAuth", then(withoutType,
			then(ku(both), eku(testpki.OIDClientAuth))), "qc-type-missing", "leaf-eku-serverauth-missing"),
		kit.Quiet("leaf-ku-missing/dataEncipherment by the browsers' rules",
			kit.As(testpki.QNCPw, rsa, odd), "leaf-ku-wrong-for-key:notice", "chain-public-webpki-root"),
		kit.Fires("leaf-ku-missing/NCP", kit.As(testpki.PlainTLS, rsa, odd, kit.Policies(testpki.OIDCABFOV,
			asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 1})), "type-plain-tls", "leaf-ku-missing",
			"leaf-ku-wrong-for-key:notice"),
		kit.Quiet("leaf-ku-missing/OVCP", kit.As(testpki.PlainTLS, rsa, odd, kit.Policies(testpki.OIDCABFOV,
			asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 7})), "type-plain-tls", "leaf-ku-wrong-for-key:notice"),
		kit.Fires("leaf-ku-missing/signature that enciphers", kit.As(testpki.QSig,
			ku(x509.KeyUsageContentCommitment|x509.KeyUsageKeyAgreement)), "type-qsig", "leaf-ku-missing"),
		{Name: "sig-ecdsa-hash-mismatch/leaf alone", Near: true, Edit: kit.OnLeaf(kit.As(testpki.QNCPw)),
			Files: kit.OnlyLeaf, Want: []string{"chain-incomplete-single", "chain-public-webpki-root"}},
		{Name: "sig-ecdsa-hash-mismatch/RSA key of the issuer", Near: true,
			Edit: func(leaf, ca, _ *testpki.Spec) {
				*leaf = testpki.QNCPw()
				ca.Key.Alg = testpki.RSA2048
			}, Want: []string{"chain-public-webpki-root"}},
		{Name: "chain-eku-nesting-serverauth/leaf for clients alone", Near: true,
			Edit: func(leaf, ca, _ *testpki.Spec) {
				leaf.Set(testpki.ExtKeyUsage(testpki.OIDClientAuth))
				ca.Add(testpki.ExtKeyUsage(testpki.OIDClientAuth))
			}, Want: []string{"leaf-eku-serverauth-missing"}},
		with(check.Options{At: time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)},
			kit.Fires("key-rsa-1900-sunset/the year before", then(rsa, func(s *testpki.Spec) {
				s.NotAfter = time.Date(2028, 12, 1, 0, 0, 0, 0, time.UTC)
			}), "validity-exceeds-two-years", "key-rsa-1900-sunset:warning")),
		kit.Quiet("key-rsa-1900-sunset/of 1024 bits", func(s *testpki.Spec) {
			s.Key.Alg, s.NotAfter = testpki.RSA1024, time.Date(2029, 2, 1, 0, 0, 0, 0, time.UTC)
		}, "key-rsa-too-small", "validity-exceeds-two-years"),
	}
}

func edgePolicyCases() []kit.Case {
	none := func(s *testpki.Spec) { s.Set(testpki.Policies()) }
	return []kit.Case{
		kit.Quiet("policy-psd2-without-statement/no statements at all", func(s *testpki.Spec) {
			s.Drop(testpki.OIDQcStatements)
		}, "qc-statements-missing"),
		kit.Quiet("policy-missing/empty list", none, "x509-extension-malformed"),
		kit.Quiet("policy-anypolicy-in-leaf/CA in the place of a leaf", then(kit.Policies(testpki.OIDAnyPolicy),
			func(s *testpki.Spec) { s.Set(testpki.BasicConstraints(true, -1)) }), "leaf-is-ca"),
		kit.Fires("policy-qncp-without-cabf-ov-iv/policy of the issuer", kit.As(testpki.QNCPw,
			kit.Policies(testpki.OIDQNCPw, testpki.OIDOwnPolicyID)), "policy-qncp-without-cabf-ov-iv",
			"chain-public-webpki-root"),
		kit.Fires("policy-qevcp-without-cabf-ev/anyPolicy", kit.As(testpki.QEVCPw,
			kit.Policies(testpki.OIDQEVCPw, testpki.OIDAnyPolicy)), "policy-qevcp-without-cabf-ev",
			"policy-anypolicy-in-leaf", "chain-public-webpki-root"),
		kit.Fires("policy-qevcp-without-cabf-ev/another of CABF", kit.As(testpki.QEVCPw,
			kit.Policies(testpki.OIDQEVCPw, testpki.OIDCABFOV)), "policy-qevcp-without-cabf-ev",
			"chain-public-webpki-root"),
	}
}

func edgeLogCases() []kit.Case {
	sct := func(value ...byte) kit.Edit {
		return kit.As(testpki.QNCPw, func(s *testpki.Spec) { s.Ext(testpki.OIDSCTList).Value = value })
	}
	list := func(entries ...byte) []byte {
		return testpki.OctetString(append([]byte{0, byte(len(entries))}, entries...))
	}
	entry := func(length int) []byte { // of version 0, cut off after some bytes
		e := make([]byte, length)
		return append([]byte{0, byte(length)}, e...)
	}
	later := bytes.Repeat(entry(41), 65)
	later[64*43+2] = 1 // the version
	later = append([]byte{byte(len(later) >> 8), byte(len(later))}, later...)
	malformed := func(name string, value []byte) kit.Case {
		return kit.Fires("leaf-sct-malformed/"+name, sct(value...), "leaf-sct-malformed", "chain-public-webpki-root")
	}
	return []kit.Case{
		malformed("no octet string", testpki.Seq()),
		malformed("no byte", testpki.OctetString(nil)),
		malformed("cut off behind the first", list(append(entry(100), 1)...)),
		kit.Quiet("leaf-sct-malformed/65th of a later version", sct(testpki.OctetString(later)...),
			"chain-public-webpki-root"),
		malformed("one byte", testpki.OctetString([]byte{0})),
		malformed("bytes after the list", testpki.OctetString([]byte{0, 0, 1})),
		malformed("bytes after the octet string", append(list(entry(50)...), 5, 0)),
		malformed("no length of an entry", list(0)),
		malformed("entry without a version", list(entry(0)...)),
		malformed("entry without a log", list(entry(32)...)),
		malformed("entry without a time", list(entry(40)...)),
		malformed("version that is not known", list(append([]byte{0, 41, 1}, make([]byte, 40)...)...)),
		kit.Quiet("leaf-sct-missing/precertificate", kit.As(testpki.QNCPw, func(s *testpki.Spec) {
			s.Drop(testpki.OIDSCTList)
			s.Add(testpki.CTPoison())
		}), "x509-precertificate"),
		kit.Quiet("chain-public-webpki-root/not for clients", kit.As(testpki.QNCPw, func(s *testpki.Spec) {
			s.Set(testpki.ExtKeyUsage(testpki.OIDServerAuth))
		}), "leaf-eku-clientauth-missing"),
		kit.Quiet("chain-public-webpki-root/not for servers", kit.As(testpki.QNCPw, func(s *testpki.Spec) {
			s.Set(testpki.ExtKeyUsage(testpki.OIDClientAuth))
		}), "leaf-eku-serverauth-missing"),
	}
}

func edgeValueCases() []kit.Case {
	cps := func(url string) kit.Edit {
		return func(s *testpki.Spec) {
			s.Set(testpki.PolicyInfos(testpki.Policy{ID: testpki.OIDQNCPwGen, CPS: url},
				testpki.Policy{ID: testpki.OIDPSD2Policy}))
		}
	}
	return []kit.Case{
		kit.Fires("url-malformed/no host", cps("https:///cps"), "url-malformed"),
		kit.Fires("url-malformed/bracket that is not closed", cps("https://[2001:db8::1/cps"), "url-malformed"),
		kit.Quiet("url-malformed/name", cps("urn:oid:1.3.6.1.4.1.32473.1.1")),
		kit.Fires("url-internal-host/two of one host", func(s *testpki.Spec) {
			s.Set(testpki.CRLDistributionPoints("http://crl.fixture-trust.local/a.crl",
				"http://crl.fixture-trust.local/b.crl"))
		}, "url-internal-host", "url-internal-host"),
	}
}
