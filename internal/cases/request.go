package cases

import (
	"encoding/asn1"
	"strings"

	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/check"
)

// requestCases are about what a registration requests (groups R and U).
func requestCases() []Case {
	asked := func(tokens ...string) check.Options {
		// never nil, which would mean that nothing is asked for
		return check.Options{Requested: append([]string{}, tokens...)}
	}
	uris := func(uris ...string) check.Options { return check.Options{RedirectURIs: append([]string{}, uris...)} }
	etsi := bank.Named("etsi")
	anyBank := func(o check.Options) check.Options { o.Profile = etsi; return o }
	const good = "https://psd2.fixture-payments.example/callback"
	uri := func(text string) check.Options { return uris(good, text) }
	return []Case{
		with(asked(), fires("role-request-empty/none", nil, "role-request-empty")),
		with(asked("PSP_AI", "PSP_PI"), quiet("role-request-empty/both", nil)),

		with(asked("AISP", "PSP_PI"),
			fires("role-request-syntax/common word", nil, "role-request-syntax", "role-certificate-unused")),
		with(asked("psp_ai", "PSP_AI", "PSP_PI"),
			fires("role-request-syntax/small letters", nil, "role-request-syntax")),
		with(asked("PSP_AI,PSP_PI"), fires("role-request-syntax/two in one", nil, "role-request-syntax")),
		with(asked("PSP_PI", "PSP_AI"), quiet("role-request-syntax/other order", nil)),

		with(asked("PSP_AI", "PSP_PI", "PSP_IC"),
			fires("role-not-offered-by-bank/one of three", nil, "role-not-offered-by-bank")),
		with(anyBank(asked("PSP_IC")), quiet("role-not-offered-by-bank/no bank", roles("PSP_IC"))),

		with(asked("PSP_AI", "PSP_PI"),
			fires("role-not-in-certificate/one of two", roles("PSP_AI"), "role-not-in-certificate")),
		with(anyBank(asked("PSP_IC")), fires("role-not-in-certificate/no bank", roles("PSP_AI"),
			"role-not-in-certificate", "role-certificate-unused")),
		with(asked("PSP_PI"), fires("role-not-in-certificate/beside a role outside the table", psd2(foreignRole("XYZ")),
			"role-not-in-certificate", "psd2-role-oid-unknown", "role-certificate-unused")),
		with(asked("PSP_PI"), fires("role-not-in-certificate/by its name only", psd2(foreignRole("PSP_PI")),
			"role-not-in-certificate", "psd2-role-oid-unknown", "role-certificate-unused")),
		with(asked("PSP_PI"), quiet("role-not-in-certificate/under the wrong arc", psd2(func(p *testpki.PSD2) {
			p.Roles[1].OID = asn1.ObjectIdentifier{0, 4, 0, 19495, 2, 2}
		}), "psd2-role-oid-arc", "role-certificate-unused")),
		with(asked("PSP_AI"), quiet("role-not-in-certificate/subset", nil, "role-certificate-unused")),
		with(asked("PSP_IC"), quiet("role-not-in-certificate/nor at the bank", nil, "role-not-offered-by-bank",
			"role-certificate-unused")),

		with(asked("PSP_AI", "PSP_PI", "PSP_AI", "PSP_AI"),
			fires("role-request-duplicate/three times", nil, "role-request-duplicate")),
		with(asked("PSP_AI", "PSP_PI"), quiet("role-request-duplicate/once each", nil)),

		with(uris(), fires("redirect-uri-missing/empty list", nil, "redirect-uri-missing")),
		with(uris(good), quiet("redirect-uri-missing/one", nil)),

		with(uri("http://psd2.fixture-payments.example/callback"),
			fires("redirect-uri-not-https/http", nil, "redirect-uri-not-https")),
		with(uri("fixture://psd2.fixture-payments.example/"),
			fires("redirect-uri-not-https/own scheme", nil, "redirect-uri-not-https")),
		with(uri("http://localhost.fixture-payments.example/"),
			fires("redirect-uri-not-https/not localhost", nil, "redirect-uri-not-https")),
		with(uri("HTTPS://psd2.fixture-payments.example"), quiet("redirect-uri-not-https/capitals", nil)),

		with(uri("http://localhost:8080/callback"),
			fires("redirect-uri-http-localhost/name", nil, "redirect-uri-http-localhost")),
		with(uri("http://[::1]/"), fires("redirect-uri-http-localhost/address", nil, "redirect-uri-http-localhost")),
		with(uri("https://localhost/"), quiet("redirect-uri-http-localhost/https", nil)),

		with(uri("/callback"), fires("redirect-uri-syntax/relative", nil, "redirect-uri-syntax")),
		with(uri("https:///callback"), fires("redirect-uri-syntax/no host", nil, "redirect-uri-syntax")),
		with(uri("https:psd2.fixture-payments.example"),
			fires("redirect-uri-syntax/no slashes", nil, "redirect-uri-syntax")),
		with(uri(good+"#"), fires("redirect-uri-syntax/empty fragment", nil, "redirect-uri-syntax")),
		with(uri("http://user@localhost/"), fires("redirect-uri-syntax/user", nil, "redirect-uri-syntax")),
		with(uri("https://*.fixture-payments.example/"),
			fires("redirect-uri-syntax/wildcard", nil, "redirect-uri-syntax")),
		with(uri(good+"/a b"), fires("redirect-uri-syntax/blank", nil, "redirect-uri-syntax")),
		with(uri(good+strings.Repeat("/a", 1000)), fires("redirect-uri-syntax/too long", nil, "redirect-uri-syntax")),
		with(uris("", " "+good),
			fires("redirect-uri-syntax/two of them", nil, "redirect-uri-syntax", "redirect-uri-syntax")),
		with(uri("https://psd2.fixture-payments.example:8443/a%20b?state=*&c=d"),
			quiet("redirect-uri-syntax/query", nil)),

		with(uri("https://fixture-payments.example/callback"),
			fires("redirect-host-not-in-san/domain above", nil, "redirect-host-not-in-san")),
		with(uri("https://PSD2.fixture-payments.example/callback"), quiet("redirect-host-not-in-san/capitals", nil)),
		{
			Name: "redirect-host-not-in-san/no leaf", Near: true, Files: withoutLeaf,
			Options: uri("https://other.example/"),
			Want:    []string{"type-ca"},
		},
	}
}

// foreignRole puts a role of another register beside PSP_AI.
func foreignRole(name string) func(*testpki.PSD2) {
	return func(p *testpki.PSD2) {
		p.Roles[1] = testpki.Role{OID: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 32473, 9, 1}, Name: testpki.UTF8(name)}
	}
}
