package topic

import (
	"crypto/x509"
	"slices"
	"strings"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// websiteCases are about usages and names of website certificates (group L).
func websiteCases() []kit.Case {
	return slices.Concat(websiteUsageCases(), hostCases(), policyCases())
}

func websiteUsageCases() []kit.Case {
	usage := func(u x509.KeyUsage) kit.Edit { return func(s *testpki.Spec) { s.Set(testpki.KeyUsage(u)) } }
	rsa := func(s *testpki.Spec) { s.Key.Alg = testpki.RSA3072 }
	both := x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment
	return []kit.Case{
		kit.Fires("leaf-eku-serverauth-missing/clientAuth only",
			purposes(testpki.OIDClientAuth), "leaf-eku-serverauth-missing"),
		kit.Quiet("leaf-eku-serverauth-missing/seal", kit.As(testpki.QSealC, purposes(testpki.OIDClientAuth)),
			"type-qsealc"),

		kit.Fires("leaf-eku-tls-binding-mixed/beside both",
			purposes(testpki.OIDTLSBinding, testpki.OIDServerAuth, testpki.OIDClientAuth),
			"leaf-eku-tls-binding-mixed"),
		kit.Quiet("leaf-eku-tls-binding-mixed/alone", kit.As(testpki.TwoQWAC), "type-2-qwac"),

		kit.Fires("leaf-eku-forbidden/codeSigning",
			purposes(testpki.OIDServerAuth, testpki.OIDClientAuth, testpki.OIDCodeSigning), "leaf-eku-forbidden"),
		kit.Fires("leaf-eku-forbidden/ordinary certificate",
			kit.As(testpki.PlainTLS, purposes(testpki.OIDServerAuth, testpki.OIDOCSPSigning)), "type-plain-tls",
			"leaf-eku-forbidden"),
		kit.Quiet("leaf-eku-forbidden/mail in a seal",
			kit.As(testpki.QSealC, purposes(testpki.OIDEmailProtection)), "type-qsealc"),

		kit.Fires("leaf-ku-empty/no bit", usage(0), "leaf-ku-digitalsignature-missing", "leaf-ku-empty"),
		kit.Quiet("leaf-ku-empty/one bit", usage(x509.KeyUsageDigitalSignature)),

		kit.Fires("leaf-ku-wrong-for-key/EC key", usage(both), "leaf-ku-wrong-for-key"),
		kit.Fires("leaf-ku-wrong-for-key/RSA key",
			func(s *testpki.Spec) { rsa(s); usage(both)(s) }, "leaf-ku-wrong-for-key:notice"),
		kit.Quiet("leaf-ku-wrong-for-key/RSA key that signs", rsa),
		kit.Quiet("leaf-ku-wrong-for-key/RSA key of a seal",
			kit.As(testpki.QSealC, rsa, usage(x509.KeyUsageContentCommitment|both)), "type-qsealc"),
	}
}

func hostCases() []kit.Case {
	long := strings.Repeat("a", 64) + ".example"
	return []kit.Case{
		kit.Fires("san-dns-syntax/underscore", kit.Host("api_1.fixture-payments.example"), "san-dns-syntax"),
		kit.Fires("san-dns-syntax/blank", kit.Host("api .fixture-payments.example"), "san-dns-syntax"),
		kit.Fires("san-dns-syntax/dot at the end", kit.Host("api.fixture-payments.example."), "san-dns-syntax"),
		kit.Fires("san-dns-syntax/label of 64 characters", kit.Host(long), "san-dns-syntax"),
		kit.Fires("san-dns-syntax/reserved label", kit.Host("ab--cd.example"), "san-dns-syntax"),
		kit.Fires("san-dns-syntax/encoded label that is none", kit.Host("xn--fixture-xn.example"), "san-dns-syntax"),
		kit.Fires("san-dns-syntax/hyphen at the end",
			kit.As(testpki.PlainTLS, kit.Host("api-.fixture-payments.example")), "type-plain-tls", "san-dns-syntax"),
		kit.Fires("san-dns-syntax/address", kit.AltNames(testpki.DNS("192.0.2.1")), "san-dns-syntax"),
		kit.Quiet("san-dns-syntax/encoded label", kit.Host("xn--bcher-kva.example")),
		kit.Quiet("san-dns-syntax/digits and capitals", kit.Host("1-A.Fixture-Payments.example")),

		kit.Fires("san-wildcard/QEVCP-w",
			kit.As(testpki.QEVCPw, kit.Host("*.fixture-payments.example")), "san-wildcard", "chain-public-webpki-root"),
		kit.Fires("san-wildcard/elsewhere", kit.Host("*.fixture-payments.example"), "san-wildcard:notice"),
		kit.Fires("san-wildcard/public suffix of two labels", kit.Host("*.co.uk"), "san-wildcard"),
		kit.Fires("san-wildcard/public suffix of a host", kit.Host("*.s3.amazonaws.com"), "san-wildcard"),
		kit.Fires("san-wildcard/below a public suffix", kit.Host("*.fixture-payments.co.uk"), "san-wildcard:notice"),
		kit.Quiet("san-wildcard/star inside", kit.Host("a*.fixture-payments.example"), "san-dns-syntax"),

		kit.Fires("san-internal-name/local", kit.Host("gateway.local"), "san-internal-name"),
		kit.Fires("san-internal-name/one label", kit.Host("localhost"), "san-internal-name"),
		kit.Fires("san-internal-name/no such domain", kit.Host("gateway.fixture-payments"), "san-internal-name"),
		kit.Fires("san-internal-name/private address", kit.AltNames(testpki.IP(10, 0, 0, 1)), "san-internal-name"),
		kit.Fires("san-internal-name/ordinary certificate",
			kit.As(testpki.PlainTLS, kit.Host("gateway.internal")), "type-plain-tls", "san-internal-name"),
		kit.Quiet("san-internal-name/label called local", kit.Host("local.fixture-payments.example")),
		kit.Quiet("san-internal-name/public domain of two letters", kit.Host("fixture-payments.dk")),

		kit.Fires("subject-cn-not-in-san/name of the company",
			attribute(testpki.OIDCommonName, "Fixture Payments A/S"), "subject-cn-not-in-san"),
		kit.Fires("subject-cn-not-in-san/ordinary certificate",
			kit.As(testpki.PlainTLS, attribute(testpki.OIDCommonName, "other.example")), "type-plain-tls",
			"subject-cn-not-in-san"),
		kit.Quiet("subject-cn-not-in-san/capitals", attribute(testpki.OIDCommonName, strings.ToUpper(testpki.Host))),
		kit.Quiet("subject-cn-not-in-san/address", func(s *testpki.Spec) {
			kit.AltNames(testpki.IP(192, 0, 2, 1))(s)
			s.Subject.Set(testpki.OIDCommonName, "192.0.2.1")
		}),

		kit.Fires("subject-ev-attributes/no businessCategory", kit.As(testpki.QEVCPw, func(s *testpki.Spec) {
			s.Subject.Drop(testpki.OIDBusinessCategory)
		}), "subject-ev-attributes", "chain-public-webpki-root"),
		kit.Fires("subject-ev-attributes/another businessCategory",
			kit.As(testpki.QEVCPw, attribute(testpki.OIDBusinessCategory, "Bank")), "subject-ev-attributes",
			"chain-public-webpki-root"),
		kit.Fires("subject-ev-attributes/unit",
			kit.As(testpki.QEVCPw, addAttribute(testpki.OIDOrganizationalUnit, "Payments")), "subject-ev-attributes",
			"chain-public-webpki-root"),
		kit.Fires("subject-ev-attributes/mail address",
			kit.As(testpki.QEVCPw, addAttribute(testpki.OIDEmailAddress, "a@b.example")), "subject-ev-attributes",
			"chain-public-webpki-root"),
		kit.Quiet("subject-ev-attributes/unit elsewhere", addAttribute(testpki.OIDOrganizationalUnit, "Payments")),
	}
}

func policyCases() []kit.Case {
	return []kit.Case{
		kit.Fires("policy-etsi-multiple/two",
			kit.Policies(testpki.OIDQNCPwGen, testpki.OIDQNCPw, testpki.OIDCABFOV), "policy-etsi-multiple",
			"subject-ov-attributes", "leaf-sct-missing"),
		kit.Quiet("policy-etsi-multiple/one twice", kit.Policies(testpki.OIDQNCPwGen, testpki.OIDQNCPwGen),
			"policy-duplicate"),

		kit.Fires("policy-qevcp-without-cabf-ev/alone",
			kit.As(testpki.QEVCPw, kit.Policies(testpki.OIDQEVCPw)), "policy-qevcp-without-cabf-ev",
			"chain-public-webpki-root"),
		kit.Fires("policy-qevcp-without-cabf-ev/policy of the issuer",
			kit.As(testpki.QEVCPw, kit.Policies(testpki.OIDQEVCPw, testpki.OIDOwnPolicyID)),
			"policy-qevcp-without-cabf-ev:warning", "chain-public-webpki-root"),
		kit.Quiet("policy-qevcp-without-cabf-ev/together", kit.As(testpki.QEVCPw), "chain-public-webpki-root"),

		kit.Fires("policy-qncp-without-cabf-ov-iv/alone",
			kit.As(testpki.QNCPw, kit.Policies(testpki.OIDQNCPw)), "policy-qncp-without-cabf-ov-iv",
			"chain-public-webpki-root"),
		kit.Fires("policy-qncp-without-cabf-ov-iv/in 2020",
			kit.As(testpki.QNCPw, issuedIn(2020, 6,
				kit.Policies(testpki.OIDQNCPw))), "policy-qncp-without-cabf-ov-iv:warning",
			"validity-exceeds-cabf", "validity-exceeds-two-years", "validity-backdated", "chain-public-webpki-root"),
		kit.Quiet("policy-qncp-without-cabf-ov-iv/individual",
			kit.As(testpki.QNCPw, kit.Policies(testpki.OIDQNCPw, testpki.OIDCABFIV)), "chain-public-webpki-root"),

		kit.Fires("policy-cabf-dv/qualified", kit.Policies(testpki.OIDQNCPwGen, testpki.OIDCABFDV), "policy-cabf-dv"),
		kit.Quiet("policy-cabf-dv/ordinary certificate",
			kit.As(testpki.PlainTLS, kit.Policies(testpki.OIDCABFDV)), "type-plain-tls"),

		kit.Fires("policy-psd2-without-statement/2-QWAC",
			kit.As(testpki.TwoQWAC, kit.Policies(testpki.OIDQNCPwGen, testpki.OIDPSD2Policy)), "type-2-qwac",
			"policy-psd2-without-statement"),
		kit.Quiet("policy-psd2-without-statement/QWAC", dropStatement(testpki.OIDPSD2), "psd2-statement-missing"),

		kit.Fires("policy-psd2-without-base/alone",
			kit.Policies(testpki.OIDPSD2Policy), "policy-psd2-without-base"),
		kit.Fires("policy-psd2-without-base/policy of the issuer",
			kit.Policies(testpki.OIDPSD2Policy, testpki.OIDOwnPolicyID),
			"policy-psd2-without-base:warning"),
		kit.Quiet("policy-psd2-without-base/QNCP-w-gen", kit.Policies(testpki.OIDPSD2Policy, testpki.OIDQNCPwGen)),

		kit.Fires("policy-anypolicy-in-leaf/beside another",
			kit.Policies(testpki.OIDQNCPwGen, testpki.OIDAnyPolicy), "policy-anypolicy-in-leaf"),
		{Name: "policy-anypolicy-in-leaf/CA", Near: true},
	}
}
