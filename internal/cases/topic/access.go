package topic

import (
	"slices"
	"time"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/check"
)

// accessCases are about addresses in certificates and about how long they are good (groups A, V and K).
func accessCases() []kit.Case { return slices.Concat(addressCases(), lifetimeCases(), logCases()) }

func addressCases() []kit.Case {
	const ocsp, issuer, crl = "http://ocsp.fixture-trust.example/web", "http://pki.fixture-trust.example/web.cer",
		"http://crl.fixture-trust.example/web.crl"
	aia := func(entries ...[]byte) kit.Edit {
		return func(s *testpki.Spec) { s.Set(testpki.AuthorityInfoAccess(entries...)) }
	}
	points := func(urls ...string) kit.Edit {
		return func(s *testpki.Spec) { s.Set(testpki.CRLDistributionPoints(urls...)) }
	}
	withoutStatus := func(s *testpki.Spec) {
		aia(testpki.CAIssuers(issuer))(s)
		s.Drop(testpki.OIDCRLDistributionPoints)
	}
	short := func(s *testpki.Spec) {
		withoutStatus(s)
		s.Add(testpki.ValidityAssured())
	}
	cps := func(url string) kit.Edit {
		return func(s *testpki.Spec) {
			s.Set(testpki.PolicyInfos(testpki.Policy{ID: testpki.OIDQNCPwGen, CPS: url},
				testpki.Policy{ID: testpki.OIDPSD2Policy}))
		}
	}
	return []kit.Case{
		kit.Fires("aia-caissuers-missing/responder only", aia(testpki.OCSP(ocsp)), "aia-caissuers-missing"),
		kit.Fires("aia-caissuers-missing/seal",
			kit.As(testpki.QSealC, aia(testpki.OCSP(ocsp))), "type-qsealc", "aia-caissuers-missing"),
		kit.Quiet("aia-caissuers-missing/first", aia(testpki.CAIssuers(issuer), testpki.OCSP(ocsp))),

		kit.Fires("aia-caissuers-scheme/ldap",
			aia(testpki.OCSP(ocsp), testpki.CAIssuers("ldap://pki.fixture-trust.example/cn=CA")),
			"aia-caissuers-scheme"),
		kit.Quiet("aia-caissuers-scheme/https beside ldap",
			aia(testpki.OCSP(ocsp), testpki.CAIssuers("ldap://pki.fixture-trust.example/cn=CA"),
				testpki.CAIssuers("https://pki.fixture-trust.example/web.cer"))),

		kit.Fires("revocation-info-missing/neither", withoutStatus, "revocation-info-missing"),
		kit.Fires("revocation-info-missing/seal",
			kit.As(testpki.QSealC, withoutStatus), "type-qsealc", "revocation-info-missing"),
		kit.Quiet("revocation-info-missing/list only", aia(testpki.CAIssuers(issuer))),
		kit.Quiet("revocation-info-missing/no revocation at all",
			func(s *testpki.Spec) { short(s); s.Add(testpki.NoRevAvail()) }),

		kit.Fires("revocation-ocsp-scheme/ldap",
			aia(testpki.OCSP("ldap://ocsp.fixture-trust.example/"), testpki.CAIssuers(issuer)),
			"revocation-ocsp-scheme"),
		kit.Quiet("revocation-ocsp-scheme/https",
			aia(testpki.OCSP("https://ocsp.fixture-trust.example/"), testpki.CAIssuers(issuer))),

		kit.Fires("aia-exchanged/both", aia(testpki.OCSP(issuer), testpki.CAIssuers(ocsp)), "aia-exchanged",
			"aia-exchanged"),
		kit.Fires("aia-exchanged/seal", kit.As(testpki.QSealC, aia(testpki.OCSP(issuer), testpki.CAIssuers(issuer))),
			"type-qsealc", "aia-exchanged"),
		kit.Quiet("aia-exchanged/certificate on the host of the responder",
			aia(testpki.OCSP(ocsp), testpki.CAIssuers("http://ocsp.fixture-trust.example/web.p7c"))),

		kit.Fires("revocation-crldp-scheme/https only",
			points("https://crl.fixture-trust.example/web.crl"), "revocation-crldp-scheme"),
		kit.Fires("revocation-crldp-scheme/ldap beside http in QNCP-w",
			kit.As(testpki.QNCPw, points("ldap://crl.fixture-trust.example/cn=CA", crl)), "revocation-crldp-scheme",
			"chain-public-webpki-root"),
		kit.Quiet("revocation-crldp-scheme/ldap beside http in 2023",
			kit.As(testpki.QNCPw, issuedIn(2023, 9, points("ldap://crl.fixture-trust.example/cn=CA", crl))),
			"validity-exceeds-cabf", "validity-exceeds-two-years", "validity-backdated", "chain-public-webpki-root"),
		kit.Quiet("revocation-crldp-scheme/ldap", points("ldap://crl.fixture-trust.example/cn=CA")),

		kit.Fires("revocation-short-term-norevavail/not said", short, "revocation-short-term-norevavail"),
		kit.Quiet("revocation-short-term-norevavail/responder",
			func(s *testpki.Spec) { s.Add(testpki.ValidityAssured()) }),

		kit.Fires("url-malformed/no scheme", cps("pki.fixture-trust.example/cps"), "url-malformed"),
		kit.Fires("url-malformed/blank", cps("https://pki.fixture-trust.example/cps 1.pdf"), "url-malformed"),
		kit.Fires("url-malformed/line break at the end", cps("https://pki.fixture-trust.example/cps\n"),
			"url-malformed"),
		kit.Fires("url-malformed/blank at the end", cps("https://pki.fixture-trust.example/cps "), "url-malformed"),
		kit.Quiet("url-malformed/letter outside of ASCII", cps("https://pki.fixture-trust.example/for\xc3\xa5r"),
			"x509-extension-malformed"),
		kit.Quiet("url-malformed/escaped blank and last sign of ASCII",
			cps("https://pki.fixture-trust.example/~cps%201.pdf")),
		kit.Quiet("url-malformed/ldap without a host", points("ldap:///cn=CA", crl)),

		kit.Fires("url-internal-host/CPS", cps("https://pki.fixture-trust.local/cps"), "url-internal-host"),
		kit.Fires("url-internal-host/address", points("http://10.1.2.3/web.crl"), "url-internal-host"),
		kit.Quiet("url-internal-host/public", cps("https://pki.fixture-trust.dk/local")),

		kit.Fires("url-credentials/user",
			points("http://user:secret@crl.fixture-trust.example/web.crl"), "url-credentials"),
		kit.Quiet("url-credentials/at sign in the path", points("http://crl.fixture-trust.example/@web.crl")),
	}
}

func lifetimeCases() []kit.Case {
	life := func(from time.Time, days int) kit.Edit {
		return func(s *testpki.Spec) {
			s.Drop(testpki.OIDSCTList)
			s.NotBefore, s.NotAfter = from, from.AddDate(0, 0, days).Add(-time.Second)
		}
	}
	day := func(year int, month time.Month, d int) time.Time {
		return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
	}
	rsa := func(alg testpki.KeyAlg) kit.Edit { return func(s *testpki.Spec) { s.Key.Alg = alg } }
	end := day(2029, 2, 1)
	until := func(alg testpki.KeyAlg) kit.Edit { return func(s *testpki.Spec) { s.Key.Alg, s.NotAfter = alg, end } }
	signed := func(name string, near bool, until time.Time, want ...string) kit.Case {
		return kit.Case{Name: name, Near: near, Want: want, Edit: func(leaf, intermediate, _ *testpki.Spec) {
			intermediate.Key.Alg, leaf.NotAfter = testpki.RSA3072, until
		}}
	}
	return []kit.Case{
		kit.Fires("validity-exceeds-cabf/201 days",
			kit.As(testpki.QNCPw, life(day(2026, 3, 15), 201)), "validity-exceeds-cabf", "leaf-sct-missing"),
		kit.Fires("validity-exceeds-cabf/399 days the day before",
			kit.As(testpki.QEVCPw, life(day(2026, 3, 14),
				399)), "validity-exceeds-cabf", "validity-non-browser-exemption",
			"leaf-sct-missing"),
		kit.Quiet("validity-exceeds-cabf/200 days",
			kit.As(testpki.QNCPw, life(day(2026, 3, 15), 200)), "validity-expiring-soon:notice", "leaf-sct-missing"),
		kit.Quiet("validity-exceeds-cabf/398 days the day before",
			kit.As(testpki.QNCPw, life(day(2026, 3, 14), 398)), "leaf-sct-missing"),
		kit.Quiet("validity-exceeds-cabf/QNCP-w-gen", life(day(2026, 3, 15), 730)),

		kit.Fires("validity-non-browser-exemption/PSD2 policy in March",
			kit.As(testpki.QEVCPw, life(day(2026, 3, 20),
				398)), "validity-exceeds-cabf", "validity-non-browser-exemption",
			"leaf-sct-missing"),
		kit.Quiet("validity-non-browser-exemption/PSD2 policy in April",
			kit.As(testpki.QEVCPw, life(day(2026, 4, 1), 398)), "validity-exceeds-cabf", "leaf-sct-missing"),

		kit.Fires("validity-exceeds-two-years/three years", life(day(2026, 3, 15), 1096), "validity-exceeds-two-years"),
		kit.Quiet("validity-exceeds-two-years/825 days", life(day(2026, 3, 15), 825)),
		kit.Quiet("validity-exceeds-two-years/seal", kit.As(testpki.QSealC, life(day(2026, 3, 15), 1096)),
			"type-qsealc"),

		kit.Fires("validity-too-short/three days",
			life(testpki.At().AddDate(0, 0, -1), 3), "validity-expiring-soon", "validity-too-short"),
		kit.Quiet("validity-too-short/eight days", life(testpki.At().AddDate(0, 0, -1), 8), "validity-expiring-soon"),

		{Name: "chain-validity-not-nested/issuer ends before",
			Edit: kit.CaOnly(func(s *testpki.Spec) {
				s.NotAfter = day(2027, 1, 1)
			}), Want: []string{"chain-validity-not-nested"}},
		{Name: "chain-validity-not-nested/issuer begins later", Near: true,
			Edit: kit.CaOnly(func(s *testpki.Spec) { s.NotBefore = day(2026, 6, 20) })},

		kit.Fires("key-rsa-1900-sunset/2,048 bits",
			until(testpki.RSA2048), "validity-exceeds-two-years", "key-rsa-1900-sunset"),
		kit.Quiet("key-rsa-1900-sunset/3,072 bits", until(testpki.RSA3072), "validity-exceeds-two-years"),
		kit.Quiet("key-rsa-1900-sunset/ends before", rsa(testpki.RSA2048)),

		signed("sig-rsa-v15-sunset/ends in 2029", false, end, "validity-exceeds-two-years", "sig-rsa-v15-sunset"),
		signed("sig-rsa-v15-sunset/ends in 2028", true, day(2028, 12, 31), "validity-exceeds-two-years"),
	}
}

func logCases() []kit.Case {
	logged := func(times ...time.Time) kit.Edit { return func(s *testpki.Spec) { s.Set(testpki.SCTList(times...)) } }
	june := time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)
	webEnd := time.Date(2027, 3, 15, 0, 0, 0, 0, time.UTC)
	from := func(day time.Time) kit.Edit {
		return func(s *testpki.Spec) {
			s.NotBefore, s.NotAfter = day, day.AddDate(0, 0, 100).Add(-time.Second)
			logged(day)(s)
		}
	}
	return []kit.Case{
		kit.Fires("leaf-sct-missing/QNCP-w",
			kit.As(testpki.QNCPw, func(s *testpki.Spec) { s.Drop(testpki.OIDSCTList) }), "leaf-sct-missing"),
		kit.Quiet("leaf-sct-missing/QNCP-w-gen", func(s *testpki.Spec) { s.Drop(testpki.OIDSCTList) }),

		kit.Fires("leaf-sct-malformed/empty list",
			kit.As(testpki.QNCPw, logged()), "leaf-sct-malformed", "chain-public-webpki-root"),
		kit.Fires("leaf-sct-malformed/cut off", kit.As(testpki.QNCPw, func(s *testpki.Spec) {
			s.Ext(testpki.OIDSCTList).Value = testpki.OctetString([]byte{0, 4, 0, 9, 0, 1})
		}), "leaf-sct-malformed", "chain-public-webpki-root"),
		kit.Quiet("leaf-sct-malformed/one", kit.As(testpki.QNCPw, logged(june)), "chain-public-webpki-root"),

		kit.Fires("validity-backdated/three days",
			kit.As(testpki.QNCPw, logged(june.AddDate(0, 0, 3), june.AddDate(0, 0, 4))), "validity-backdated",
			"chain-public-webpki-root"),
		kit.Quiet("validity-backdated/one log in time",
			kit.As(testpki.QNCPw, logged(june.AddDate(0, 0, 3), june)), "chain-public-webpki-root"),

		kit.Fires("chain-public-webpki-root/QNCP-w", kit.As(testpki.QNCPw), "chain-public-webpki-root"),
		with(check.Options{At: webEnd.AddDate(0, 0, 1)},
			kit.Fires("chain-public-webpki-root/issued when browsers no longer want it",
				kit.As(testpki.QNCPw, from(webEnd)), "chain-public-webpki-root")),
		kit.Quiet("chain-public-webpki-root/not logged",
			kit.As(testpki.QNCPw, func(s *testpki.Spec) { s.Drop(testpki.OIDSCTList) }), "leaf-sct-missing"),
	}
}
