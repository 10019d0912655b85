package cases

import (
	"crypto/x509"
	"slices"
	"strings"

	"qwac/internal/testpki"
)

// websiteCases are about usages and names of website certificates (group L).
func websiteCases() []Case {
	return slices.Concat(websiteUsageCases(), hostCases(), policyCases())
}

func websiteUsageCases() []Case {
	usage := func(u x509.KeyUsage) edit { return func(s *testpki.Spec) { s.Set(testpki.KeyUsage(u)) } }
	rsa := func(s *testpki.Spec) { s.Key.Alg = testpki.RSA3072 }
	both := x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment
	return []Case{
		fires("leaf-eku-serverauth-missing/clientAuth only",
			purposes(testpki.OIDClientAuth), "leaf-eku-serverauth-missing"),
		quiet("leaf-eku-serverauth-missing/seal", as(testpki.QSealC, purposes(testpki.OIDClientAuth)), "type-qsealc"),

		fires("leaf-eku-tls-binding-mixed/beside both",
			purposes(testpki.OIDTLSBinding, testpki.OIDServerAuth, testpki.OIDClientAuth),
			"leaf-eku-tls-binding-mixed"),
		quiet("leaf-eku-tls-binding-mixed/alone", as(testpki.TwoQWAC), "type-2-qwac"),

		fires("leaf-eku-forbidden/codeSigning",
			purposes(testpki.OIDServerAuth, testpki.OIDClientAuth, testpki.OIDCodeSigning), "leaf-eku-forbidden"),
		fires("leaf-eku-forbidden/ordinary certificate",
			as(testpki.PlainTLS, purposes(testpki.OIDServerAuth, testpki.OIDOCSPSigning)), "type-plain-tls",
			"leaf-eku-forbidden"),
		quiet("leaf-eku-forbidden/mail in a seal",
			as(testpki.QSealC, purposes(testpki.OIDEmailProtection)), "type-qsealc"),

		fires("leaf-ku-empty/no bit", usage(0), "leaf-ku-digitalsignature-missing", "leaf-ku-empty"),
		quiet("leaf-ku-empty/one bit", usage(x509.KeyUsageDigitalSignature)),

		fires("leaf-ku-wrong-for-key/EC key", usage(both), "leaf-ku-wrong-for-key"),
		fires("leaf-ku-wrong-for-key/RSA key",
			func(s *testpki.Spec) { rsa(s); usage(both)(s) }, "leaf-ku-wrong-for-key:notice"),
		quiet("leaf-ku-wrong-for-key/RSA key that signs", rsa),
		quiet("leaf-ku-wrong-for-key/RSA key of a seal",
			as(testpki.QSealC, rsa, usage(x509.KeyUsageContentCommitment|both)), "type-qsealc"),
	}
}

func hostCases() []Case {
	long := strings.Repeat("a", 64) + ".example"
	return []Case{
		fires("san-dns-syntax/underscore", host("api_1.fixture-payments.example"), "san-dns-syntax"),
		fires("san-dns-syntax/blank", host("api .fixture-payments.example"), "san-dns-syntax"),
		fires("san-dns-syntax/dot at the end", host("api.fixture-payments.example."), "san-dns-syntax"),
		fires("san-dns-syntax/label of 64 characters", host(long), "san-dns-syntax"),
		fires("san-dns-syntax/reserved label", host("ab--cd.example"), "san-dns-syntax"),
		fires("san-dns-syntax/encoded label that is none", host("xn--fixture-xn.example"), "san-dns-syntax"),
		fires("san-dns-syntax/hyphen at the end",
			as(testpki.PlainTLS, host("api-.fixture-payments.example")), "type-plain-tls", "san-dns-syntax"),
		quiet("san-dns-syntax/encoded label", host("xn--bcher-kva.example")),
		quiet("san-dns-syntax/digits and capitals", host("1-A.Fixture-Payments.example")),

		fires("san-wildcard/QEVCP-w",
			as(testpki.QEVCPw, host("*.fixture-payments.example")), "san-wildcard", "chain-public-webpki-root"),
		fires("san-wildcard/elsewhere", host("*.fixture-payments.example"), "san-wildcard:notice"),
		fires("san-wildcard/public suffix of two labels", host("*.co.uk"), "san-wildcard"),
		fires("san-wildcard/public suffix of a host", host("*.s3.amazonaws.com"), "san-wildcard"),
		fires("san-wildcard/below a public suffix", host("*.fixture-payments.co.uk"), "san-wildcard:notice"),
		quiet("san-wildcard/star inside", host("a*.fixture-payments.example"), "san-dns-syntax"),

		fires("san-internal-name/local", host("gateway.local"), "san-internal-name"),
		fires("san-internal-name/one label", host("localhost"), "san-internal-name"),
		fires("san-internal-name/no such domain", host("gateway.fixture-payments"), "san-internal-name"),
		fires("san-internal-name/private address", altNames(testpki.IP(10, 0, 0, 1)), "san-internal-name"),
		fires("san-internal-name/ordinary certificate",
			as(testpki.PlainTLS, host("gateway.internal")), "type-plain-tls", "san-internal-name"),
		quiet("san-internal-name/label called local", host("local.fixture-payments.example")),
		quiet("san-internal-name/public domain of two letters", host("fixture-payments.dk")),

		fires("subject-cn-not-in-san/name of the company",
			attribute(testpki.OIDCommonName, "Fixture Payments A/S"), "subject-cn-not-in-san"),
		fires("subject-cn-not-in-san/ordinary certificate",
			as(testpki.PlainTLS, attribute(testpki.OIDCommonName, "other.example")), "type-plain-tls",
			"subject-cn-not-in-san"),
		quiet("subject-cn-not-in-san/capitals", attribute(testpki.OIDCommonName, strings.ToUpper(testpki.Host))),
		quiet("subject-cn-not-in-san/address", func(s *testpki.Spec) {
			altNames(testpki.IP(192, 0, 2, 1))(s)
			s.Subject.Set(testpki.OIDCommonName, "192.0.2.1")
		}),

		fires("subject-ev-attributes/no businessCategory", as(testpki.QEVCPw, func(s *testpki.Spec) {
			s.Subject.Drop(testpki.OIDBusinessCategory)
		}), "subject-ev-attributes", "chain-public-webpki-root"),
		fires("subject-ev-attributes/another businessCategory",
			as(testpki.QEVCPw, attribute(testpki.OIDBusinessCategory, "Bank")), "subject-ev-attributes",
			"chain-public-webpki-root"),
		fires("subject-ev-attributes/unit",
			as(testpki.QEVCPw, addAttribute(testpki.OIDOrganizationalUnit, "Payments")), "subject-ev-attributes",
			"chain-public-webpki-root"),
		fires("subject-ev-attributes/mail address",
			as(testpki.QEVCPw, addAttribute(testpki.OIDEmailAddress, "a@b.example")), "subject-ev-attributes",
			"chain-public-webpki-root"),
		quiet("subject-ev-attributes/unit elsewhere", addAttribute(testpki.OIDOrganizationalUnit, "Payments")),
	}
}

func policyCases() []Case {
	return []Case{
		fires("policy-etsi-multiple/two",
			policies(testpki.OIDQNCPwGen, testpki.OIDQNCPw, testpki.OIDCABFOV), "policy-etsi-multiple",
			"leaf-sct-missing"),
		quiet("policy-etsi-multiple/one twice", policies(testpki.OIDQNCPwGen, testpki.OIDQNCPwGen), "policy-duplicate"),

		fires("policy-qevcp-without-cabf-ev/alone",
			as(testpki.QEVCPw, policies(testpki.OIDQEVCPw)), "policy-qevcp-without-cabf-ev",
			"chain-public-webpki-root"),
		fires("policy-qevcp-without-cabf-ev/policy of the issuer",
			as(testpki.QEVCPw, policies(testpki.OIDQEVCPw, testpki.OIDOwnPolicyID)),
			"policy-qevcp-without-cabf-ev:warning", "chain-public-webpki-root"),
		quiet("policy-qevcp-without-cabf-ev/together", as(testpki.QEVCPw), "chain-public-webpki-root"),

		fires("policy-qncp-without-cabf-ov-iv/alone",
			as(testpki.QNCPw, policies(testpki.OIDQNCPw)), "policy-qncp-without-cabf-ov-iv",
			"chain-public-webpki-root"),
		fires("policy-qncp-without-cabf-ov-iv/in 2020",
			as(testpki.QNCPw, issuedIn(2020, 6, policies(testpki.OIDQNCPw))), "policy-qncp-without-cabf-ov-iv:warning",
			"validity-exceeds-cabf", "validity-exceeds-two-years", "validity-backdated", "chain-public-webpki-root"),
		quiet("policy-qncp-without-cabf-ov-iv/individual",
			as(testpki.QNCPw, policies(testpki.OIDQNCPw, testpki.OIDCABFIV)), "chain-public-webpki-root"),

		fires("policy-cabf-dv/qualified", policies(testpki.OIDQNCPwGen, testpki.OIDCABFDV), "policy-cabf-dv"),
		quiet("policy-cabf-dv/ordinary certificate",
			as(testpki.PlainTLS, policies(testpki.OIDCABFDV)), "type-plain-tls"),

		fires("policy-psd2-without-statement/2-QWAC",
			as(testpki.TwoQWAC, policies(testpki.OIDQNCPwGen, testpki.OIDPSD2Policy)), "type-2-qwac",
			"policy-psd2-without-statement"),
		quiet("policy-psd2-without-statement/QWAC", dropStatement(testpki.OIDPSD2), "psd2-statement-missing"),

		fires("policy-psd2-without-base/alone",
			policies(testpki.OIDPSD2Policy), "policy-psd2-without-base", "policy-etsi-missing"),
		fires("policy-psd2-without-base/policy of the issuer",
			policies(testpki.OIDPSD2Policy, testpki.OIDOwnPolicyID), "policy-etsi-missing",
			"policy-psd2-without-base:warning"),
		quiet("policy-psd2-without-base/QNCP-w-gen", policies(testpki.OIDPSD2Policy, testpki.OIDQNCPwGen)),

		fires("policy-anypolicy-in-leaf/beside another",
			policies(testpki.OIDQNCPwGen, testpki.OIDAnyPolicy), "policy-anypolicy-in-leaf"),
		{Name: "policy-anypolicy-in-leaf/CA", Near: true},
	}
}
