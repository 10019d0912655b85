package cases

import (
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/revocation"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic("cases: " + err.Error())
	}
	return v
}

// revocationCases are about lists and responses that were given (A17 to A22).
func revocationCases() []Case {
	pki := testpki.Clean()
	since := At().AddDate(0, 0, -10)
	seal := testpki.Issue(testpki.QSealC(), &pki.Intermediate)
	responder := testpki.OCSPResponder(pki.Intermediate, nil)
	newer := ofRekeyed(pki)
	old := testpki.Updated().AddDate(0, 0, -30)

	clean := testpki.CRL{Issuer: pki.Intermediate}
	listed := func(cert testpki.Cert, reason int) testpki.CRL {
		l := clean
		l.Revoked = []testpki.Revoked{{Cert: cert, Since: since, Reason: reason}}
		return l
	}
	scope := func(s testpki.Scope) testpki.CRL {
		l := clean
		l.Extensions = []testpki.Extension{testpki.IssuingDistributionPoint(s)}
		return l
	}
	corrupt, stale := clean, clean
	corrupt.Corrupt = true
	stale.ThisUpdate = old
	delta := clean
	delta.Extensions = []testpki.Extension{testpki.DeltaCRL(1)}
	ofRoot := testpki.CRL{Issuer: pki.Root,
		Revoked: []testpki.Revoked{{Cert: pki.Intermediate, Since: since, Reason: 2}}}

	good := testpki.OCSPAnswer{Cert: pki.Leaf}
	answered := func(a testpki.OCSPAnswer) testpki.OCSPResponse {
		return testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: []testpki.OCSPAnswer{a}}
	}
	by := func(responder testpki.Cert) testpki.OCSPResponse {
		r := answered(good)
		r.Responder = &responder
		return r
	}
	neverIssued := answered(testpki.OCSPAnswer{Cert: pki.Leaf, Since: time.Unix(0, 0).UTC(), Reason: 6})
	neverIssued.Extensions = []testpki.Extension{{OID: testpki.OIDOCSPExtendedRevoke, Value: testpki.Null()}}
	const unchecked = "revocation-not-checked"
	return []Case{
		givenCRL(clean, quiet(unchecked+"/list", nil)),
		givenOCSP(answered(good), quiet(unchecked+"/response", nil)),
		givenOCSP(testpki.OCSPResponse{Issuer: pki.Root, Answers: []testpki.OCSPAnswer{{Cert: pki.Intermediate}}},
			fires(unchecked+"/response about the CA alone", nil, unchecked)),

		givenCRL(listed(pki.Leaf, 1), fires("revocation-revoked/leaf on a list", nil, "revocation-revoked")),
		givenOCSP(answered(testpki.OCSPAnswer{Cert: pki.Leaf, Since: since}),
			fires("revocation-revoked/leaf by a responder", nil, "revocation-revoked")),
		givenCRL(ofRoot, fires("revocation-revoked/issuing CA", nil, "revocation-revoked")),
		givenCRL(listed(pki.Leaf, 6), fires("revocation-revoked/on hold", nil, "revocation-revoked")),
		asOf(since.AddDate(0, 0, -1), givenCRL(listed(pki.Leaf, 1),
			fires("revocation-revoked/after the time of judging", nil, "revocation-revoked:warning"))),
		givenOCSP(testpki.OCSPResponse{Issuer: pki.Intermediate,
			Answers: []testpki.OCSPAnswer{good, {Cert: pki.Leaf, Since: since}}},
			fires("revocation-revoked/good, then revoked, in one response", nil, "revocation-revoked")),
		givenCRL(listed(pki.Leaf, 8), fires("revocation-evidence-unusable/taken off a list that is no delta", nil,
			"revocation-evidence-unusable")),
		givenCRL(listed(seal, 1), quiet("revocation-revoked/another certificate on the list", nil)),

		givenOCSP(answered(testpki.OCSPAnswer{Cert: pki.Leaf, Unknown: true}),
			fires("revocation-unknown/by the responder", nil, "revocation-unknown")),
		givenOCSP(neverIssued, fires("revocation-unknown/never issued", nil, "revocation-unknown")),
		givenOCSP(testpki.OCSPResponse{Issuer: pki.Intermediate,
			Answers: []testpki.OCSPAnswer{{Cert: seal, Unknown: true}, good}},
			quiet("revocation-unknown/another certificate", nil)),

		givenCRL(stale, fires("revocation-evidence-stale/list", nil, "revocation-evidence-stale")),
		givenOCSP(answered(testpki.OCSPAnswer{Cert: pki.Leaf, ThisUpdate: old, Endless: true}),
			fires("revocation-evidence-stale/response without an end", nil, "revocation-evidence-stale")),
		givenOCSP(answered(testpki.OCSPAnswer{Cert: pki.Leaf, ThisUpdate: At().Add(time.Hour)}),
			fires("revocation-evidence-stale/of tomorrow", nil, "revocation-evidence-stale")),
		givenOCSP(answered(testpki.OCSPAnswer{Cert: pki.Leaf, ThisUpdate: At().Add(4 * time.Minute)}),
			quiet("revocation-evidence-stale/in four minutes", nil)),

		givenCRL(testpki.CRL{Issuer: seal},
			fires("revocation-evidence-wrong-issuer/list", nil, "revocation-evidence-wrong-issuer")),
		givenOCSP(answered(testpki.OCSPAnswer{Cert: seal}), fires(
			"revocation-evidence-wrong-issuer/response about the seal", nil, "revocation-evidence-wrong-issuer")),
		givenOCSP(answered(testpki.OCSPAnswer{Cert: pki.Leaf, Issuer: &newer}),
			fires("revocation-evidence-wrong-issuer/CA of another generation", nil,
				"revocation-evidence-wrong-issuer")),
		givenCRL(testpki.CRL{Issuer: pki.Root}, quiet("revocation-evidence-wrong-issuer/list of the root", nil)),

		givenCRL(corrupt, fires("revocation-evidence-signature/changed list", nil, "revocation-evidence-signature")),
		givenOCSP(by(seal), fires("revocation-evidence-signature/by a certificate for something else", nil,
			"revocation-evidence-signature")),
		givenOCSP(by(responder), quiet("revocation-evidence-signature/by a responder", nil)),

		givenCRL(delta, fires("revocation-evidence-unusable/delta list", nil, "revocation-evidence-unusable")),
		givenCRL(scope(testpki.Scope{CACerts: true}),
			fires("revocation-evidence-unusable/list of CA certificates", nil, "revocation-evidence-unusable")),
		givenOCSP(testpki.OCSPResponse{Failure: 3},
			fires("revocation-evidence-unusable/try later", nil, "revocation-evidence-unusable")),
		givenCRL(scope(testpki.Scope{UserCerts: true}),
			quiet("revocation-evidence-unusable/list of end entities", nil)),
	}
}

func givenCRL(l testpki.CRL, c Case) Case {
	c.Options.Revocation = must(revocation.ParseCRL("ca.crl", l.DER()))
	return c
}

func givenOCSP(r testpki.OCSPResponse, c Case) Case {
	c.Options.Revocation = must(revocation.ParseOCSP("ocsp.der", r.DER()))
	return c
}

// asOf runs a case at another time.
func asOf(at time.Time, c Case) Case {
	c.Options.At = at
	return c
}
