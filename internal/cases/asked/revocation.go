package asked

import (
	"time"

	"qwac/internal/cases/kit"
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
func revocationCases() []kit.Case {
	pki := testpki.Clean()
	since := kit.At().AddDate(0, 0, -10)
	seal := testpki.Issue(testpki.QSealC(), &pki.Intermediate)
	responder := testpki.OCSPResponder(pki.Intermediate, nil)
	newer := kit.OfRekeyed(pki)
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
	return []kit.Case{
		givenCRL(clean, kit.Quiet(unchecked+"/list", nil)),
		givenOCSP(answered(good), kit.Quiet(unchecked+"/response", nil)),
		givenOCSP(testpki.OCSPResponse{Issuer: pki.Root, Answers: []testpki.OCSPAnswer{{Cert: pki.Intermediate}}},
			kit.Fires(unchecked+"/response about the CA alone", nil, unchecked)),

		givenCRL(listed(pki.Leaf, 1), kit.Fires("revocation-revoked/leaf on a list", nil, "revocation-revoked")),
		givenOCSP(answered(testpki.OCSPAnswer{Cert: pki.Leaf, Since: since}),
			kit.Fires("revocation-revoked/leaf by a responder", nil, "revocation-revoked")),
		givenCRL(ofRoot, kit.Fires("revocation-revoked/issuing CA", nil, "revocation-revoked")),
		givenCRL(listed(pki.Leaf, 6), kit.Fires("revocation-revoked/on hold", nil, "revocation-revoked")),
		asOf(since.AddDate(0, 0, -1), givenCRL(listed(pki.Leaf, 1),
			kit.Fires("revocation-revoked/after the time of judging", nil, "revocation-revoked:warning"))),
		givenOCSP(testpki.OCSPResponse{Issuer: pki.Intermediate,
			Answers: []testpki.OCSPAnswer{good, {Cert: pki.Leaf, Since: since}}},
			kit.Fires("revocation-revoked/good, then revoked, in one response", nil, "revocation-revoked")),
		givenCRL(listed(pki.Leaf, 8), kit.Fires("revocation-evidence-unusable/taken off a list that is no delta", nil,
			"revocation-evidence-unusable")),
		givenCRL(listed(seal, 1), kit.Quiet("revocation-revoked/another certificate on the list", nil)),

		givenOCSP(answered(testpki.OCSPAnswer{Cert: pki.Leaf, Unknown: true}),
			kit.Fires("revocation-unknown/by the responder", nil, "revocation-unknown")),
		givenOCSP(neverIssued, kit.Fires("revocation-unknown/never issued", nil, "revocation-unknown")),
		givenOCSP(testpki.OCSPResponse{Issuer: pki.Intermediate,
			Answers: []testpki.OCSPAnswer{{Cert: seal, Unknown: true}, good}},
			kit.Quiet("revocation-unknown/another certificate", nil)),

		givenCRL(stale, kit.Fires("revocation-evidence-stale/list", nil, "revocation-evidence-stale")),
		givenOCSP(answered(testpki.OCSPAnswer{Cert: pki.Leaf, ThisUpdate: old, Endless: true}),
			kit.Fires("revocation-evidence-stale/response without an end", nil, "revocation-evidence-stale")),
		givenOCSP(answered(testpki.OCSPAnswer{Cert: pki.Leaf, ThisUpdate: kit.At().Add(time.Hour)}),
			kit.Fires("revocation-evidence-stale/of tomorrow", nil, "revocation-evidence-stale")),
		givenOCSP(answered(testpki.OCSPAnswer{Cert: pki.Leaf, ThisUpdate: kit.At().Add(4 * time.Minute)}),
			kit.Quiet("revocation-evidence-stale/in four minutes", nil)),

		givenCRL(testpki.CRL{Issuer: seal},
			kit.Fires("revocation-evidence-wrong-issuer/list", nil, "revocation-evidence-wrong-issuer")),
		givenOCSP(answered(testpki.OCSPAnswer{Cert: seal}), kit.Fires(
			"revocation-evidence-wrong-issuer/response about the seal", nil, "revocation-evidence-wrong-issuer")),
		givenOCSP(answered(testpki.OCSPAnswer{Cert: pki.Leaf, Issuer: &newer}),
			kit.Fires("revocation-evidence-wrong-issuer/CA of another generation", nil,
				"revocation-evidence-wrong-issuer")),
		givenCRL(testpki.CRL{Issuer: pki.Root}, kit.Quiet("revocation-evidence-wrong-issuer/list of the root", nil)),

		givenCRL(corrupt, kit.Fires("revocation-evidence-signature/changed list", nil,
			"revocation-evidence-signature")),
		givenOCSP(by(seal), kit.Fires("revocation-evidence-signature/by a certificate for something else", nil,
			"revocation-evidence-signature")),
		givenOCSP(by(responder), kit.Quiet("revocation-evidence-signature/by a responder", nil)),

		givenCRL(delta, kit.Fires("revocation-evidence-unusable/delta list", nil, "revocation-evidence-unusable")),
		givenCRL(scope(testpki.Scope{CACerts: true}),
			kit.Fires("revocation-evidence-unusable/list of CA certificates", nil, "revocation-evidence-unusable")),
		givenOCSP(testpki.OCSPResponse{Failure: 3},
			kit.Fires("revocation-evidence-unusable/try later", nil, "revocation-evidence-unusable")),
		givenCRL(scope(testpki.Scope{UserCerts: true}),
			kit.Quiet("revocation-evidence-unusable/list of end entities", nil)),
	}
}

func givenCRL(l testpki.CRL, c kit.Case) kit.Case {
	c.Options.Revocation = must(revocation.ParseCRL("ca.crl", l.DER()))
	return c
}

func givenOCSP(r testpki.OCSPResponse, c kit.Case) kit.Case {
	c.Options.Revocation = must(revocation.ParseOCSP("ocsp.der", r.DER()))
	return c
}

// asOf runs a case at another time.
func asOf(at time.Time, c kit.Case) kit.Case {
	c.Options.At = at
	return c
}
