package cases

import (
	"slices"
	"time"

	"qwac/internal/testpki"
)

// accessCases are about addresses in certificates and about how long they are good (groups A, V and K).
func accessCases() []Case { return slices.Concat(addressCases(), lifetimeCases(), logCases()) }

func addressCases() []Case {
	const ocsp, issuer, crl = "http://ocsp.fixture-trust.example/web", "http://pki.fixture-trust.example/web.cer", "http://crl.fixture-trust.example/web.crl"
	aia := func(entries ...[]byte) edit {
		return func(s *testpki.Spec) { s.Set(testpki.AuthorityInfoAccess(entries...)) }
	}
	points := func(urls ...string) edit {
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
	cps := func(url string) edit {
		return func(s *testpki.Spec) {
			s.Set(testpki.PolicyInfos(testpki.Policy{ID: testpki.OIDQNCPwGen, CPS: url}, testpki.Policy{ID: testpki.OIDPSD2Policy}))
		}
	}
	return []Case{
		fires("aia-caissuers-missing/responder only", aia(testpki.OCSP(ocsp)), "aia-caissuers-missing"),
		fires("aia-caissuers-missing/seal",
			as(testpki.QSealC, aia(testpki.OCSP(ocsp))), "type-qsealc", "aia-caissuers-missing"),
		quiet("aia-caissuers-missing/first", aia(testpki.CAIssuers(issuer), testpki.OCSP(ocsp))),

		fires("aia-caissuers-scheme/ldap",
			aia(testpki.OCSP(ocsp), testpki.CAIssuers("ldap://pki.fixture-trust.example/cn=CA")), "aia-caissuers-scheme"),
		quiet("aia-caissuers-scheme/https beside ldap",
			aia(testpki.OCSP(ocsp), testpki.CAIssuers("ldap://pki.fixture-trust.example/cn=CA"),
				testpki.CAIssuers("https://pki.fixture-trust.example/web.cer"))),

		fires("revocation-info-missing/neither", withoutStatus, "revocation-info-missing"),
		fires("revocation-info-missing/seal",
			as(testpki.QSealC, withoutStatus), "type-qsealc", "revocation-info-missing"),
		quiet("revocation-info-missing/list only", aia(testpki.CAIssuers(issuer))),
		quiet("revocation-info-missing/no revocation at all",
			func(s *testpki.Spec) { short(s); s.Add(testpki.NoRevAvail()) }),

		fires("revocation-ocsp-scheme/ldap",
			aia(testpki.OCSP("ldap://ocsp.fixture-trust.example/"), testpki.CAIssuers(issuer)), "revocation-ocsp-scheme"),
		quiet("revocation-ocsp-scheme/https",
			aia(testpki.OCSP("https://ocsp.fixture-trust.example/"), testpki.CAIssuers(issuer))),

		fires("revocation-crldp-scheme/https only",
			points("https://crl.fixture-trust.example/web.crl"), "revocation-crldp-scheme"),
		fires("revocation-crldp-scheme/ldap beside http in QNCP-w",
			as(testpki.QNCPw, points("ldap://crl.fixture-trust.example/cn=CA", crl)), "revocation-crldp-scheme", "chain-public-webpki-root"),
		quiet("revocation-crldp-scheme/ldap beside http in 2023",
			as(testpki.QNCPw, issuedIn(2023, 9, points("ldap://crl.fixture-trust.example/cn=CA", crl))),
			"validity-exceeds-cabf", "validity-exceeds-two-years", "validity-backdated", "chain-public-webpki-root"),
		quiet("revocation-crldp-scheme/ldap", points("ldap://crl.fixture-trust.example/cn=CA")),

		fires("revocation-short-term-norevavail/not said", short, "revocation-short-term-norevavail"),
		quiet("revocation-short-term-norevavail/responder", func(s *testpki.Spec) { s.Add(testpki.ValidityAssured()) }),

		fires("url-malformed/no scheme", cps("pki.fixture-trust.example/cps"), "url-malformed"),
		quiet("url-malformed/ldap without a host", points("ldap:///cn=CA", crl)),

		fires("url-internal-host/CPS", cps("https://pki.fixture-trust.local/cps"), "url-internal-host"),
		fires("url-internal-host/address", points("http://10.1.2.3/web.crl"), "url-internal-host"),
		quiet("url-internal-host/public", cps("https://pki.fixture-trust.dk/local")),

		fires("url-credentials/user",
			points("http://user:secret@crl.fixture-trust.example/web.crl"), "url-credentials"),
		quiet("url-credentials/at sign in the path", points("http://crl.fixture-trust.example/@web.crl")),
	}
}

func lifetimeCases() []Case {
	life := func(from time.Time, days int) edit {
		return func(s *testpki.Spec) {
			s.Drop(testpki.OIDSCTList)
			s.NotBefore, s.NotAfter = from, from.AddDate(0, 0, days).Add(-time.Second)
		}
	}
	day := func(year int, month time.Month, d int) time.Time {
		return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
	}
	rsa := func(alg testpki.KeyAlg) edit { return func(s *testpki.Spec) { s.Key.Alg = alg } }
	end := day(2029, 2, 1)
	until := func(alg testpki.KeyAlg) edit { return func(s *testpki.Spec) { s.Key.Alg, s.NotAfter = alg, end } }
	signed := func(name string, near bool, until time.Time, want ...string) Case {
		return Case{Name: name, Near: near, Want: want, Edit: func(leaf, intermediate, _ *testpki.Spec) {
			intermediate.Key.Alg, leaf.NotAfter = testpki.RSA3072, until
		}}
	}
	return []Case{
		fires("validity-exceeds-cabf/201 days",
			as(testpki.QNCPw, life(day(2026, 3, 15), 201)), "validity-exceeds-cabf", "leaf-sct-missing"),
		fires("validity-exceeds-cabf/399 days the day before",
			as(testpki.QEVCPw, life(day(2026, 3, 14), 399)), "validity-exceeds-cabf", "validity-non-browser-exemption", "leaf-sct-missing"),
		quiet("validity-exceeds-cabf/200 days",
			as(testpki.QNCPw, life(day(2026, 3, 15), 200)), "validity-expiring-soon:notice", "leaf-sct-missing"),
		quiet("validity-exceeds-cabf/398 days the day before",
			as(testpki.QNCPw, life(day(2026, 3, 14), 398)), "leaf-sct-missing"),
		quiet("validity-exceeds-cabf/QNCP-w-gen", life(day(2026, 3, 15), 730)),

		fires("validity-non-browser-exemption/PSD2 policy in March",
			as(testpki.QEVCPw, life(day(2026, 3, 20), 398)), "validity-exceeds-cabf", "validity-non-browser-exemption", "leaf-sct-missing"),
		quiet("validity-non-browser-exemption/PSD2 policy in April",
			as(testpki.QEVCPw, life(day(2026, 4, 1), 398)), "validity-exceeds-cabf", "leaf-sct-missing"),

		fires("validity-exceeds-two-years/three years", life(day(2026, 3, 15), 1096), "validity-exceeds-two-years"),
		quiet("validity-exceeds-two-years/825 days", life(day(2026, 3, 15), 825)),
		quiet("validity-exceeds-two-years/seal", as(testpki.QSealC, life(day(2026, 3, 15), 1096)), "type-qsealc"),

		fires("validity-too-short/three days",
			life(testpki.At().AddDate(0, 0, -1), 3), "validity-expiring-soon", "validity-too-short"),
		quiet("validity-too-short/eight days", life(testpki.At().AddDate(0, 0, -1), 8), "validity-expiring-soon"),

		{Name: "chain-validity-not-nested/issuer ends before",
			Edit: caOnly(func(s *testpki.Spec) { s.NotAfter = day(2027, 1, 1) }), Want: []string{"chain-validity-not-nested"}},
		{Name: "chain-validity-not-nested/issuer begins later", Near: true,
			Edit: caOnly(func(s *testpki.Spec) { s.NotBefore = day(2026, 6, 20) })},

		fires("key-rsa-1900-sunset/2,048 bits",
			until(testpki.RSA2048), "validity-exceeds-two-years", "key-rsa-1900-sunset"),
		quiet("key-rsa-1900-sunset/3,072 bits", until(testpki.RSA3072), "validity-exceeds-two-years"),
		quiet("key-rsa-1900-sunset/ends before", rsa(testpki.RSA2048)),

		signed("sig-rsa-v15-sunset/ends in 2029", false, end, "validity-exceeds-two-years", "sig-rsa-v15-sunset"),
		signed("sig-rsa-v15-sunset/ends in 2028", true, day(2028, 12, 31), "validity-exceeds-two-years"),
	}
}

func logCases() []Case {
	logged := func(times ...time.Time) edit { return func(s *testpki.Spec) { s.Set(testpki.SCTList(times...)) } }
	june := time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)
	return []Case{
		fires("leaf-sct-missing/QNCP-w",
			as(testpki.QNCPw, func(s *testpki.Spec) { s.Drop(testpki.OIDSCTList) }), "leaf-sct-missing"),
		quiet("leaf-sct-missing/QNCP-w-gen", func(s *testpki.Spec) { s.Drop(testpki.OIDSCTList) }),

		fires("leaf-sct-malformed/empty list",
			as(testpki.QNCPw, logged()), "leaf-sct-malformed", "chain-public-webpki-root"),
		fires("leaf-sct-malformed/cut off", as(testpki.QNCPw, func(s *testpki.Spec) {
			s.Ext(testpki.OIDSCTList).Value = testpki.OctetString([]byte{0, 4, 0, 9, 0, 1})
		}), "leaf-sct-malformed", "chain-public-webpki-root"),
		quiet("leaf-sct-malformed/one", as(testpki.QNCPw, logged(june)), "chain-public-webpki-root"),

		fires("validity-backdated/three days",
			as(testpki.QNCPw, logged(june.AddDate(0, 0, 3), june.AddDate(0, 0, 4))), "validity-backdated", "chain-public-webpki-root"),
		quiet("validity-backdated/one log in time",
			as(testpki.QNCPw, logged(june.AddDate(0, 0, 3), june)), "chain-public-webpki-root"),

		fires("chain-public-webpki-root/QNCP-w", as(testpki.QNCPw), "chain-public-webpki-root"),
		quiet("chain-public-webpki-root/not logged",
			as(testpki.QNCPw, func(s *testpki.Spec) { s.Drop(testpki.OIDSCTList) }), "leaf-sct-missing"),
	}
}
