package asked

import (
	"encoding/asn1"
	"strings"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/check"
)

// requestCases are about what a registration requests (groups R and U).
func requestCases() []kit.Case {
	asked := func(tokens ...string) check.Options {
		// never nil, which would mean that nothing is asked for
		return check.Options{Requested: append([]string{}, tokens...)}
	}
	uris := func(uris ...string) check.Options { return check.Options{RedirectURIs: append([]string{}, uris...)} }
	etsi := bank.Named("etsi")
	anyBank := func(o check.Options) check.Options { o.Profile = etsi; return o }
	const good = "https://psd2.fixture-payments.example/callback"
	uri := func(text string) check.Options { return uris(good, text) }
	return []kit.Case{
		with(asked(), kit.Fires("role-request-empty/none", nil, "role-request-empty")),
		with(asked("PSP_AI", "PSP_PI"), kit.Quiet("role-request-empty/both", nil)),

		with(asked("AISP", "PSP_PI"),
			kit.Fires("role-request-syntax/common word", nil, "role-request-syntax", "role-certificate-unused")),
		with(asked("psp_ai", "PSP_AI", "PSP_PI"),
			kit.Fires("role-request-syntax/small letters", nil, "role-request-syntax")),
		with(asked("PSP_AI,PSP_PI"), kit.Fires("role-request-syntax/two in one", nil, "role-request-syntax")),
		with(asked("PSP_PI", "PSP_AI"), kit.Quiet("role-request-syntax/other order", nil)),

		with(asked("PSP_AI", "PSP_PI", "PSP_IC"),
			kit.Fires("role-not-offered-by-bank/one of three", nil, "role-not-offered-by-bank")),
		with(anyBank(asked("PSP_IC")), kit.Quiet("role-not-offered-by-bank/no bank", roles("PSP_IC"))),

		with(asked("PSP_AI", "PSP_PI"),
			kit.Fires("role-not-in-certificate/one of two", roles("PSP_AI"), "role-not-in-certificate")),
		with(anyBank(asked("PSP_IC")), kit.Fires("role-not-in-certificate/no bank", roles("PSP_AI"),
			"role-not-in-certificate", "role-certificate-unused")),
		with(asked("PSP_PI"), kit.Fires("role-not-in-certificate/beside a role outside the table",
			psd2(foreignRole("XYZ")),
			"role-not-in-certificate", "psd2-role-oid-unknown", "role-certificate-unused")),
		with(asked("PSP_PI"), kit.Fires("role-not-in-certificate/by its name only", psd2(foreignRole("PSP_PI")),
			"role-not-in-certificate", "psd2-role-oid-unknown", "role-certificate-unused")),
		with(asked("PSP_PI"), kit.Quiet("role-not-in-certificate/under the wrong arc", psd2(func(p *testpki.PSD2) {
			p.Roles[1].OID = asn1.ObjectIdentifier{0, 4, 0, 19495, 2, 2}
		}), "psd2-role-oid-arc", "role-certificate-unused")),
		with(asked("PSP_AI"), kit.Quiet("role-not-in-certificate/subset", nil, "role-certificate-unused")),
		with(asked("PSP_IC"), kit.Quiet("role-not-in-certificate/nor at the bank", nil, "role-not-offered-by-bank",
			"role-certificate-unused")),

		with(asked("PSP_AI", "PSP_PI", "PSP_AI", "PSP_AI"),
			kit.Fires("role-request-duplicate/three times", nil, "role-request-duplicate")),
		with(asked("PSP_AI", "PSP_PI"), kit.Quiet("role-request-duplicate/once each", nil)),

		with(uris(), kit.Fires("redirect-uri-missing/empty list", nil, "redirect-uri-missing")),
		with(uris(good), kit.Quiet("redirect-uri-missing/one", nil)),

		with(uri("http://psd2.fixture-payments.example/callback"),
			kit.Fires("redirect-uri-not-https/http", nil, "redirect-uri-not-https")),
		with(uri("fixture://psd2.fixture-payments.example/"),
			kit.Fires("redirect-uri-not-https/own scheme", nil, "redirect-uri-not-https")),
		with(uri("http://localhost.fixture-payments.example/"),
			kit.Fires("redirect-uri-not-https/not localhost", nil, "redirect-uri-not-https")),
		with(uri("HTTPS://psd2.fixture-payments.example"), kit.Quiet("redirect-uri-not-https/capitals", nil)),

		with(uri("http://localhost:8080/callback"),
			kit.Fires("redirect-uri-http-localhost/name", nil, "redirect-uri-http-localhost")),
		with(uri("http://[::1]/"), kit.Fires("redirect-uri-http-localhost/address", nil,
			"redirect-uri-http-localhost")),
		with(uri("https://localhost/"), kit.Quiet("redirect-uri-http-localhost/https", nil)),

		with(uri("/callback"), kit.Fires("redirect-uri-syntax/relative", nil, "redirect-uri-syntax")),
		with(uri("https:///callback"), kit.Fires("redirect-uri-syntax/no host", nil, "redirect-uri-syntax")),
		with(uri("https:psd2.fixture-payments.example"),
			kit.Fires("redirect-uri-syntax/no slashes", nil, "redirect-uri-syntax")),
		with(uri(good+"#"), kit.Fires("redirect-uri-syntax/empty fragment", nil, "redirect-uri-syntax")),
		with(uri("http://user@localhost/"), kit.Fires("redirect-uri-syntax/user", nil, "redirect-uri-syntax")),
		with(uri("https://*.fixture-payments.example/"),
			kit.Fires("redirect-uri-syntax/wildcard", nil, "redirect-uri-syntax")),
		with(uri(good+"/a b"), kit.Fires("redirect-uri-syntax/blank", nil, "redirect-uri-syntax")),
		with(uri(good+strings.Repeat("/a", 1000)),
			kit.Fires("redirect-uri-syntax/too long", nil, "redirect-uri-syntax")),
		with(uris("", " "+good),
			kit.Fires("redirect-uri-syntax/two of them", nil, "redirect-uri-syntax", "redirect-uri-syntax")),
		with(uri("https://psd2.fixture-payments.example:8443/a%20b?state=*&c=d"),
			kit.Quiet("redirect-uri-syntax/query", nil)),

		with(uri("https://fixture-payments.example/callback"),
			kit.Fires("redirect-host-not-in-san/domain above", nil, "redirect-host-not-in-san")),
		with(uri("https://PSD2.fixture-payments.example/callback"),
			kit.Quiet("redirect-host-not-in-san/capitals", nil)),
		{
			Name: "redirect-host-not-in-san/no leaf", Near: true, Files: withoutLeaf,
			Options: uri("https://other.example/"),
			Want:    []string{"type-ca"},
		},
	}
}
