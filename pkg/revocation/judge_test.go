package revocation_test

import (
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/ber"
	"qwac/pkg/bundle"
	"qwac/pkg/chain"
	"qwac/pkg/lint"
	"qwac/pkg/revocation"
)

// build makes a chain of certificates.
func build(t testing.TB, opts chain.Options, certs ...testpki.Cert) *chain.Chain {
	t.Helper()
	b := new(bundle.Bundle)
	if err := b.Parse("chain.pem", testpki.PEM(certs...)); err != nil {
		t.Fatal(err)
	}
	c, err := chain.Build(b, opts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func parseCRL(t testing.TB, lists ...testpki.CRL) []*revocation.Evidence {
	t.Helper()
	var out []*revocation.Evidence
	for i, l := range lists {
		e, err := revocation.ParseCRL(fmt.Sprintf("list%d", i+1), l.DER())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e...)
	}
	return out
}

func parseOCSP(t testing.TB, responses ...testpki.OCSPResponse) []*revocation.Evidence {
	t.Helper()
	var out []*revocation.Evidence
	for i, r := range responses {
		e, err := revocation.ParseOCSP(fmt.Sprintf("response%d", i+1), r.DER())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e...)
	}
	return out
}

// outline is what evidence proved, in a line for each certificate and each problem.
func outline(s *revocation.Subject) []string {
	var out []string
	for _, st := range s.Statuses {
		line := fmt.Sprintf("%d %s by %s", st.Cert, st.State, st.Source)
		if !st.Since.IsZero() {
			line += fmt.Sprintf(" since %s (%s)", st.Since.UTC().Format(time.DateOnly), st.Reason)
		}
		out = append(out, line)
	}
	for _, f := range lint.Run(s, revocation.Rules()) {
		if f.Hint == "" {
			out = append(out, "no hint")
		}
		out = append(out, fmt.Sprintf("%s %s %d: %s", f.Rule.Code, f.Severity, f.Cert, f.Message))
	}
	return out
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestRules(t *testing.T) {
	if err := lint.Validate(lint.Metas(revocation.Rules())); err != nil {
		t.Error(err)
	}
}

const (
	webCA = "C=DK, O=Fixture Trust Services ApS, organizationIdentifier=VATDK-98240617, CN=Fixture Trust Qualified " +
		"Web CA 1"
	rootCA = "C=DK, O=Fixture Trust Services ApS, organizationIdentifier=VATDK-98240617, CN=Fixture Trust Root CA 1"
)

func TestCRL(t *testing.T) {
	pki := testpki.Clean()
	serial := fmt.Sprintf("%X", pki.Leaf.Serial())
	since := day("2026-08-20")
	revoked := func(reason int) []testpki.Revoked {
		return []testpki.Revoked{{Cert: pki.Intermediate, Since: since, Reason: 4},
			{Cert: pki.Leaf, Since: since, Reason: reason}}
	}
	base := testpki.CRL{Issuer: pki.Intermediate}
	list := func(edit func(*testpki.CRL)) testpki.CRL {
		l := base
		edit(&l)
		return l
	}
	extended := func(e ...testpki.Extension) testpki.CRL {
		return list(func(l *testpki.CRL) { l.Extensions = e })
	}
	scope := func(s testpki.Scope) testpki.CRL { return extended(testpki.IssuingDistributionPoint(s)) }
	const cannot = "A22 warning 1: the list proves nothing about the leaf: "
	rekeyed := testpki.IssuingCA()
	rekeyed.Key.Name = "issuing, newer"
	newer := testpki.Issue(rekeyed, &pki.Root)
	other := testpki.IssuingCA()
	other.Subject.Set(testpki.OIDCommonName, "Other CA")
	stranger := testpki.Issue(other, &pki.Root)

	for _, tt := range []struct {
		name string
		list testpki.CRL
		at   time.Time // zero: testpki.At
		want []string
	}{
		{"not listed", base, time.Time{}, []string{"0 good by list1"}},
		{"of the root", testpki.CRL{Issuer: pki.Root}, time.Time{}, []string{"1 good by list1"}},
		{"listed", list(func(l *testpki.CRL) { l.Revoked = revoked(1) }), time.Time{}, []string{
			"0 revoked by list1 since 2026-08-20 (keyCompromise)",
			"A17 error 1: the leaf is revoked since 2026-08-20 00:00 UTC (keyCompromise), says the CRL of 2026-08-31 " +
				"23:00 UTC in list1",
		}},
		{"listed without a reason", list(func(l *testpki.CRL) { l.Revoked = revoked(0) }), time.Time{}, []string{
			"0 revoked by list1 since 2026-08-20 (unspecified)",
			"A17 error 1: the leaf is revoked since 2026-08-20 00:00 UTC (unspecified), says the CRL of 2026-08-31 " +
				"23:00 UTC in list1",
		}},
		{"CA listed", testpki.CRL{Issuer: pki.Root, Revoked: revoked(0)}, time.Time{}, []string{
			"1 revoked by list1 since 2026-08-20 (superseded)",
			"A17 error 2: the CA certificate of " + webCA +
				" is revoked since 2026-08-20 00:00 UTC (superseded), says the CRL of 2026-08-31 23:00 UTC in list1",
		}},
		{"on hold", list(func(l *testpki.CRL) { l.Revoked = revoked(6) }), time.Time{}, []string{
			"0 revoked by list1 since 2026-08-20 (certificateHold)",
			"A17 error 1: the leaf is on hold since 2026-08-20 00:00 UTC, says the CRL of 2026-08-31 23:00 UTC in " +
				"list1",
		}},
		{"taken off again", list(func(l *testpki.CRL) { l.Revoked = revoked(8) }), time.Time{}, []string{
			"A22 warning 1: the list proves nothing about the leaf: its entry has the reason removeFromCRL, which " +
				"only a delta list may have (RFC 5280, 5.3.1): " +
				"whether the certificate is revoked cannot be told from it",
		}},
		{"unknown reason", list(func(l *testpki.CRL) { l.Revoked = revoked(7) }), time.Time{}, []string{
			"0 revoked by list1 since 2026-08-20 (reason 7)",
			"A17 error 1: the leaf is revoked since 2026-08-20 00:00 UTC (reason 7), says the CRL of 2026-08-31 " +
				"23:00 UTC in list1",
		}},
		{"judged before the revocation", list(func(l *testpki.CRL) {
			l.Revoked = revoked(1)
		}), day("2026-08-01"), []string{
			"0 good by list1 since 2026-08-20 (keyCompromise)",
			"A17 warning 1: the leaf is revoked from 2026-08-20 00:00 UTC on (keyCompromise), after the time of " +
				"judging, says the CRL of 2026-08-31 23:00 UTC in list1",
		}},
		{"revoked, and the list is old", list(func(l *testpki.CRL) {
			l.Revoked = revoked(1)
		}), day("2026-10-01"), []string{
			"0 revoked by list1 since 2026-08-20 (keyCompromise)",
			"A17 error 1: the leaf is revoked since 2026-08-20 00:00 UTC (keyCompromise), says the CRL of 2026-08-31 " +
				"23:00 UTC in list1",
		}},
		{"on hold, and the list is old", list(func(l *testpki.CRL) {
			l.Revoked = revoked(6)
		}), day("2026-10-01"), []string{
			"A19 warning 1: the list is not current for the leaf: it ended at 2026-09-01 23:00 UTC, before the time " +
				"of judging, 2026-10-01 00:00 UTC",
		}},
		{"old", base, day("2026-10-01"), []string{
			"A19 warning 1: the list is not current for the leaf: it ended at 2026-09-01 23:00 UTC, before the time " +
				"of judging, 2026-10-01 00:00 UTC",
		}},
		{"ended four minutes ago", base, testpki.Updated().AddDate(0, 0, 1).Add(4 * time.Minute),
			[]string{"0 good by list1"}},
		{"from the future", base, day("2026-08-01"), []string{
			"A19 warning 1: the list is not current for the leaf: it is from 2026-08-31 23:00 UTC, after the time of " +
				"judging, 2026-08-01 00:00 UTC",
		}},
		{"from in four minutes", base, testpki.Updated().Add(-4 * time.Minute), []string{"0 good by list1"}},
		{"without an end", list(func(l *testpki.CRL) { l.Endless = true }), time.Time{}, []string{"0 good by list1"}},
		{"without an end, old", list(func(l *testpki.CRL) { l.Endless = true }), day("2026-09-02"), []string{
			"A19 warning 1: the list is not current for the leaf: it is from 2026-08-31 23:00 UTC and does not say " +
				"when it ends; at 2026-09-02 00:00 UTC that is more than 24 hours ago",
		}},
		{"made after the certificate ended", list(func(l *testpki.CRL) {
			l.ThisUpdate = day("2027-06-10")
		}), day("2027-06-10").Add(time.Hour), []string{
			cannot + "it is from 2027-06-10 00:00 UTC, after the certificate ended, and lists may leave out what has " +
				"ended",
		}},
		{"made after the certificate ended, with what has ended", list(func(l *testpki.CRL) {
			l.ThisUpdate = day("2027-06-10")
			l.Extensions = []testpki.Extension{
				{OID: testpki.OIDExpiredCertsOnCRL, Value: testpki.GeneralizedTime(day("2020-01-01"))}}
		}), day("2027-06-10").Add(time.Hour), []string{"0 good by list1"}},

		{"of another CA", testpki.CRL{Issuer: stranger}, time.Time{}, []string{
			"A20 warning 0: the list is by C=DK, O=Fixture Trust Services ApS, " +
				"organizationIdentifier=VATDK-98240617, " +
				"CN=Other CA; the certificates of the chain were issued by " + webCA + "; " + rootCA,
		}},
		{"of another key of the CA", testpki.CRL{Issuer: newer}, time.Time{}, []string{
			fmt.Sprintf("A20 warning 0: the list is by another key of %s: its key identifier is %X, that of the "+
				"issuer in the chain %X", webCA,
				newer.X509().SubjectKeyId, pki.Intermediate.X509().SubjectKeyId),
		}},
		{"name written in another way", list(func(l *testpki.CRL) {
			l.Issuer.Spec.Subject = l.Issuer.Spec.Subject.Clone()
			l.Issuer.Spec.Subject.Set(testpki.OIDCommonName, "FIXTURE Trust  Qualified Web CA 1")
		}), time.Time{}, []string{"0 good by list1"}},

		{"changed", list(func(l *testpki.CRL) { l.Corrupt = true }), time.Time{}, []string{
			"A21 error 1: the signature of the list is not that of " + webCA + ": ECDSA verification failure",
		}},
		{"signed by another key", list(func(l *testpki.CRL) {
			l.Signer, l.Extensions = &pki.Root,
				[]testpki.Extension{testpki.AuthorityKeyID(pki.Intermediate.X509().SubjectKeyId)}
		}), time.Time{}, []string{
			"A21 error 1: the signature of the list is not that of " + webCA + ": ECDSA verification failure",
		}},
		{"delta", extended(testpki.DeltaCRL(3)), time.Time{},
			[]string{cannot + "it is a delta list, which says only what changed; give the complete list"}},
		{"unknown critical extension", extended(testpki.Extension{OID: testpki.OIDOwnPolicyID, Critical: true,
			Value: testpki.Null()}), time.Time{}, []string{
			cannot + "it has a critical extension that is not known here: 1.3.6.1.4.1.32473.1.1",
		}},
		{"unknown extension", extended(testpki.Extension{OID: testpki.OIDOwnPolicyID, Value: testpki.Null()}),
			time.Time{}, []string{"0 good by list1"}},
		{"unknown critical extension of an entry", list(func(l *testpki.CRL) {
			l.Revoked = []testpki.Revoked{{Cert: pki.Leaf, Since: since,
				Extensions: []testpki.Extension{{OID: testpki.OIDOwnPolicyID, Critical: true, Value: testpki.Null()}}}}
		}), time.Time{}, []string{
			cannot + "the entry of serial number " + serial +
				" has a critical extension that is not known here: 1.3.6.1.4.1.32473.1.1",
		}},
		{"users only", scope(testpki.Scope{UserCerts: true}), time.Time{}, []string{"0 good by list1"}},
		{"CAs only", scope(testpki.Scope{CACerts: true}), time.Time{},
			[]string{cannot + "it holds CA certificates only"}},
		{"users only, of the root", testpki.CRL{Issuer: pki.Root,
			Extensions: []testpki.Extension{testpki.IssuingDistributionPoint(testpki.Scope{UserCerts: true})}},
			time.Time{}, []string{
				"A22 warning 2: the list proves nothing about the CA certificate of " + webCA +
					": it holds certificates of end entities only",
			}},
		{"attribute certificates only", scope(testpki.Scope{AttributeCerts: true}), time.Time{},
			[]string{cannot + "it holds attribute certificates only"}},
		{"indirect", scope(testpki.Scope{Indirect: true}), time.Time{}, []string{"0 good by list1"}},
		{"some reasons", scope(testpki.Scope{SomeReasons: true}), time.Time{},
			[]string{cannot + "it holds revocations for some reasons only"}},
		{"its distribution point", scope(testpki.Scope{
			URLs: []string{"http://elsewhere.example/", "http://crl.fixture-trust.example/web.crl"}, UserCerts: true}),
			time.Time{}, []string{"0 good by list1"}},
		{"another distribution point",
			scope(testpki.Scope{URLs: []string{"http://crl.fixture-trust.example/web2.crl"}}), time.Time{}, []string{
				cannot + "it is the part of the list for certificates with another distribution point",
			}},
		{"unreadable scope", extended(testpki.Extension{OID: testpki.OIDIssuingDistributionPoint, Critical: true,
			Value: testpki.Null()}), time.Time{}, []string{
			cannot + "its issuingDistributionPoint cannot be read",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at := tt.at
			if at.IsZero() {
				at = testpki.At()
			}
			c := build(t, chain.Options{At: at}, pki.Certs()...)
			got := outline(revocation.Judge(c, at, parseCRL(t, tt.list)))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOCSP(t *testing.T) {
	pki := testpki.Clean()
	serial := fmt.Sprintf("%X", pki.Leaf.Serial())
	since := day("2026-08-20")
	responder := testpki.OCSPResponder(pki.Intermediate, nil)
	edited := func(edit func(*testpki.Spec)) *testpki.Cert {
		c := testpki.OCSPResponder(pki.Intermediate, edit)
		return &c
	}
	ofRoot := testpki.OCSPResponder(pki.Root, nil)
	seal := testpki.Issue(testpki.QSealC(), &pki.Intermediate)
	rekeyed := testpki.IssuingCA()
	rekeyed.Key.Name = "issuing, newer"
	newer := testpki.Issue(rekeyed, &pki.Root)
	base := testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: []testpki.OCSPAnswer{{Cert: pki.Leaf}}}
	response := func(edit func(*testpki.OCSPResponse)) testpki.OCSPResponse {
		r := base
		r.Answers = slices.Clone(r.Answers)
		edit(&r)
		return r
	}
	answer := func(edit func(*testpki.OCSPAnswer)) testpki.OCSPResponse {
		return response(func(r *testpki.OCSPResponse) { edit(&r.Answers[0]) })
	}
	by := func(c *testpki.Cert, certs ...testpki.Cert) testpki.OCSPResponse {
		return response(func(r *testpki.OCSPResponse) { r.Responder, r.Certs = c, certs })
	}
	const (
		respondent = "C=DK, O=Fixture Trust Services ApS, organizationIdentifier=VATDK-98240617, CN=Fixture Trust " +
			"OCSP Responder 1"
		mayNot  = "A21 error 1: the signer of the response is not authorized: "
		neither = "A21 error 1: the signature of the response is neither that of the issuer, " + webCA +
			", nor of a certificate in the response; it names "
		cannot = "A22 warning 1: the response proves nothing about the leaf: "
	)
	critical := []testpki.Extension{{OID: testpki.OIDOwnPolicyID, Critical: true, Value: testpki.Null()}}
	agreeing := edited(func(s *testpki.Spec) { s.Set(testpki.KeyUsage(x509.KeyUsageKeyAgreement)) })
	certHash := func(of []byte) testpki.OCSPResponse {
		sum := sha256.Sum256(of)
		algorithm := testpki.Seq(testpki.ObjectID(asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}))
		return answer(func(a *testpki.OCSPAnswer) {
			a.Extensions = []testpki.Extension{{OID: asn1.ObjectIdentifier{1, 3, 36, 8, 3, 13},
				Value: testpki.Seq(algorithm, testpki.OctetString(sum[:]))}}
		})
	}

	for _, tt := range []struct {
		name     string
		response testpki.OCSPResponse
		at       time.Time // zero: testpki.At
		want     []string
	}{
		{"by the issuer", base, time.Time{}, []string{"0 good by response1"}},
		{"by the issuer, its certificate inside", by(nil, pki.Intermediate), time.Time{},
			[]string{"0 good by response1"}},
		{"SHA-256", answer(func(a *testpki.OCSPAnswer) {
			a.Hash = crypto.SHA256
		}), time.Time{}, []string{"0 good by response1"}},
		{"of the root", testpki.OCSPResponse{Issuer: pki.Root, Answers: []testpki.OCSPAnswer{{Cert: pki.Intermediate}}},
			time.Time{}, []string{"1 good by response1"}},
		{"by a responder", by(&responder), time.Time{}, []string{"0 good by response1"}},
		{"by a responder, named by key", response(func(r *testpki.OCSPResponse) {
			r.Responder, r.ByKey = &responder, true
		}), time.Time{}, []string{"0 good by response1"}},
		{"by a responder, in another order", by(&responder, pki.Intermediate, responder), time.Time{},
			[]string{"0 good by response1"}},
		{"by a responder, PSS", response(func(r *testpki.OCSPResponse) {
			r.Responder = edited(func(s *testpki.Spec) { s.Key.Alg = testpki.RSA2048 })
			r.Sign = testpki.SigAlg{PSS: true}
		}), time.Time{}, []string{"0 good by response1"}},
		{"several answers", response(func(r *testpki.OCSPResponse) {
			r.Answers = []testpki.OCSPAnswer{{Cert: seal, Since: since}, {Cert: pki.Leaf},
				{Cert: pki.Root, Unknown: true}}
		}), time.Time{}, []string{"0 good by response1"}},
		{"revoked", answer(func(a *testpki.OCSPAnswer) { a.Since, a.Reason = since, 9 }), time.Time{}, []string{
			"0 revoked by response1 since 2026-08-20 (privilegeWithdrawn)",
			"A17 error 1: the leaf is revoked since 2026-08-20 00:00 UTC (privilegeWithdrawn), says the OCSP " +
				"response of 2026-08-31 23:00 UTC in response1",
		}},
		{"revoked, read long after", response(func(r *testpki.OCSPResponse) {
			r.Responder, r.Answers[0].Since = &responder, since
		}), day("2027-02-01"), []string{
			"0 revoked by response1 since 2026-08-20 (unspecified)",
			"A17 error 1: the leaf is revoked since 2026-08-20 00:00 UTC (unspecified), says the OCSP response of " +
				"2026-08-31 23:00 UTC in response1",
		}},
		{"not known", answer(func(a *testpki.OCSPAnswer) { a.Unknown = true }), time.Time{}, []string{
			"0 unknown by response1",
			"A18 warning 1: the responder does not know the leaf, says the OCSP response of 2026-08-31 23:00 UTC in " +
				"response1",
		}},
		{"old", base, day("2026-10-01"), []string{
			"A19 warning 1: the response is not current for the leaf: it ended at 2026-09-01 23:00 UTC, before the " +
				"time of judging, 2026-10-01 00:00 UTC",
		}},
		{"without an end, old", answer(func(a *testpki.OCSPAnswer) { a.Endless = true }), day("2026-09-02"), []string{
			"A19 warning 1: the response is not current for the leaf: it is from 2026-08-31 23:00 UTC and does not " +
				"say when it ends; at 2026-09-02 00:00 UTC that is more than 24 hours ago",
		}},

		{"of another certificate", answer(func(a *testpki.OCSPAnswer) { a.Cert = seal }), time.Time{}, []string{
			fmt.Sprintf("A20 warning 0: the response is about serial number %X of %s; the leaf has %s", seal.Serial(),
				webCA, serial),
		}},
		{"of another key of the CA", answer(func(a *testpki.OCSPAnswer) { a.Issuer = &newer }), time.Time{}, []string{
			"A20 warning 0: the response is about a certificate of " + webCA +
				", but of another key than that of the issuer in the chain",
		}},
		{"of another issuer", answer(func(a *testpki.OCSPAnswer) { a.Issuer = &seal }), time.Time{}, []string{
			"A20 warning 0: the response is about serial number " + serial +
				" of an issuer that issued no certificate of the chain",
		}},
		{"none of several", response(func(r *testpki.OCSPResponse) {
			r.Answers = []testpki.OCSPAnswer{{Cert: seal}, {Cert: pki.Root}}
		}), time.Time{}, []string{
			"A20 warning 0: the response has 2 answers, none about a certificate of the chain",
		}},

		{"changed", response(func(r *testpki.OCSPResponse) {
			r.Corrupt = true
		}), time.Time{}, []string{neither + "the issuer itself as its responder"}},
		{"changed, the issuer is named by its key", response(func(r *testpki.OCSPResponse) {
			r.Corrupt, r.ByKey = true, true
		}), time.Time{}, []string{neither + "the issuer itself as its responder"}},
		{"responder that is named by its key left out", response(func(r *testpki.OCSPResponse) {
			r.Responder, r.Certs, r.ByKey = &responder, []testpki.Cert{pki.Intermediate}, true
		}), time.Time{}, []string{neither + fmt.Sprintf("the key with the identifier %X as its responder",
			testpki.KeyID(responder.X509().RawSubjectPublicKeyInfo))}},
		{"responder whose key is not for signatures", by(agreeing), time.Time{}, []string{
			"A21 error 1: the signer of the response is not authorized: the key of the responder, " + respondent +
				", is not for signatures: its key usage lacks digitalSignature",
		}},
		{"certificate by its digest", certHash(pki.Leaf.DER), time.Time{}, []string{"0 good by response1"}},
		{"another certificate by its digest", certHash(pki.Intermediate.DER), time.Time{}, []string{
			cannot + "it is about another certificate with this serial number, as its certHash (1.3.36.8.3.13) says, " +
				"so the issuer does not know this one",
		}},
		{"digest that is none", answer(func(a *testpki.OCSPAnswer) {
			a.Extensions = []testpki.Extension{{OID: asn1.ObjectIdentifier{1, 3, 36, 8, 3, 13}, Value: testpki.Null()}}
		}), time.Time{}, []string{"0 good by response1"}},
		{"responder left out", by(&responder, pki.Intermediate), time.Time{},
			[]string{neither + respondent + " as its responder"}},
		{"responder of another CA", by(&ofRoot), time.Time{}, []string{
			mayNot + "the responder, " + respondent + ", was certified by " + rootCA + ", not by the issuer itself",
		}},
		{"responder with a forged certificate", by(edited(func(s *testpki.Spec) {
			s.CorruptSignature = true
		})), time.Time{}, []string{
			mayNot + "the certificate of the responder, " + respondent +
				", has not the signature of the issuer: x509: ECDSA verification failure",
		}},
		{"by a certificate for something else", by(&seal), time.Time{}, []string{
			mayNot + "the certificate of the responder, " + nameOf(seal) +
				", is not for answers about other certificates: its extended key usage lacks id-kp-OCSPSigning",
		}},
		{"any purpose is not enough", by(edited(func(s *testpki.Spec) {
			s.Set(testpki.ExtKeyUsage(testpki.OIDAnyExtKeyUsage))
		})), time.Time{}, []string{
			mayNot + "the certificate of the responder, " + respondent +
				", is not for answers about other certificates: its extended key usage lacks id-kp-OCSPSigning",
		}},
		{"responder with a critical extension", by(edited(func(s *testpki.Spec) {
			s.Add(critical[0])
		})), time.Time{}, []string{
			mayNot + "the certificate of the responder, " + respondent +
				", has a critical extension that is not known here: 1.3.6.1.4.1.32473.1.1",
		}},
		{"responder has ended", by(edited(func(s *testpki.Spec) {
			s.NotAfter = day("2026-08-31")
		})), time.Time{}, []string{
			"A21 error 1: the certificate of the responder, " + respondent +
				", is valid from 2026-01-01 00:00 UTC to 2026-08-31 00:00 UTC, not at 2026-09-01 00:00 UTC",
		}},
		{"responder has ended and so has the answer", by(edited(func(s *testpki.Spec) {
			s.NotAfter = day("2026-09-02")
		})), day("2026-10-01"), []string{
			"A19 warning 1: the response is not current for the leaf: it ended at 2026-09-01 23:00 UTC, before the " +
				"time of judging, 2026-10-01 00:00 UTC",
		}},

		{"try later", testpki.OCSPResponse{Failure: 3}, time.Time{},
			[]string{"A22 warning 0: the responder did not answer: try later (status 3)"}},
		{"unauthorized", testpki.OCSPResponse{Failure: 6}, time.Time{},
			[]string{"A22 warning 0: the responder did not answer: unauthorized (status 6)"}},
		{"no status of RFC 6960", testpki.OCSPResponse{Failure: 4}, time.Time{},
			[]string{"A22 warning 0: the responder did not answer: RFC 6960, 4.2.1 has no such status (status 4)"}},
		{"critical extension", response(func(r *testpki.OCSPResponse) {
			r.Extensions = critical
		}), time.Time{}, []string{
			cannot + "it has a critical extension that is not known here: 1.3.6.1.4.1.32473.1.1",
		}},
		{"critical extension of the answer", answer(func(a *testpki.OCSPAnswer) {
			a.Extensions = critical
		}), time.Time{}, []string{
			cannot + "it has a critical extension that is not known here: 1.3.6.1.4.1.32473.1.1",
		}},
		{"the same serial number of another issuer", response(func(r *testpki.OCSPResponse) {
			r.Answers = []testpki.OCSPAnswer{{Cert: pki.Leaf, Issuer: &newer}, {Cert: pki.Leaf}}
		}), time.Time{}, []string{"0 good by response1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at := tt.at
			if at.IsZero() {
				at = testpki.At()
			}
			c := build(t, chain.Options{At: at}, pki.Certs()...)
			got := outline(revocation.Judge(c, at, parseOCSP(t, tt.response)))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func nameOf(c testpki.Cert) string { return ber.DN(c.X509().RawSubject) }

// TestPaths judges paths that are not whole.
func TestPaths(t *testing.T) {
	pki := testpki.Clean()
	evidence := append(parseCRL(t, testpki.CRL{Issuer: pki.Intermediate}, testpki.CRL{Issuer: pki.Root}),
		parseOCSP(t, testpki.OCSPResponse{Issuer: pki.Intermediate,
			Answers: []testpki.OCSPAnswer{{Cert: pki.Leaf}}})...)
	const missing = "the signature cannot be checked: the certificate of the issuer, "
	trusting := chain.Options{}
	trusting.Anchors = append(trusting.Anchors, pki.Root.X509())
	weak := testpki.NewChain(func(_, ca, _ *testpki.Spec) {
		ca.Set(testpki.KeyUsage(1 << 5)) // keyCertSign without cRLSign
	})
	brainpool := testpki.NewChain(func(_, ca, _ *testpki.Spec) { ca.SPKI = testpki.BrainpoolSPKI("issuing") })

	for _, tt := range []struct {
		name     string
		chain    *chain.Chain
		evidence []*revocation.Evidence
		want     []string
	}{
		{"whole", build(t, chain.Options{}, pki.Certs()...), evidence,
			[]string{"0 good by response1", "1 good by list2"}},
		{"no root", build(t, chain.Options{}, pki.Leaf, pki.Intermediate), evidence, []string{
			"0 good by response1", "A22 warning 2: " + missing + rootCA + ", is not in the chain",
		}},
		{"the root is an anchor", build(t, trusting, pki.Leaf, pki.Intermediate), evidence,
			[]string{"0 good by response1", "1 good by list2"}},
		{"leaf alone", build(t, chain.Options{}, pki.Leaf), evidence, []string{
			"A20 warning 0: the list is by " + rootCA + "; the certificates of the chain were issued by " + webCA,
			"A22 warning 1: " + missing + webCA + ", is not in the chain",
			"A22 warning 1: " + missing + webCA + ", is not in the chain",
		}},
		{"no leaf", build(t, chain.Options{}, pki.Intermediate, pki.Root), evidence, nil},
		{"no evidence", build(t, chain.Options{}, pki.Certs()...), nil, nil},
		{"issuer without cRLSign", build(t, chain.Options{}, weak.Certs()...),
			parseCRL(t, testpki.CRL{Issuer: weak.Intermediate}), []string{
				"A21 error 1: the issuer, " + webCA +
					", may not sign lists: its certificate is not a CA's, or its key usage lacks cRLSign",
			}},
		{"issuer with a key that is not known", build(t, chain.Options{}, brainpool.Certs()...),
			parseCRL(t, testpki.CRL{Issuer: brainpool.Intermediate}), []string{
				"A22 warning 1: the signature of the list cannot be checked: its algorithm, or the key of " + webCA +
					", is not known here",
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, outline(revocation.Judge(tt.chain, time.Time{}, tt.evidence))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestSeveral judges by several pieces of evidence in any order.
func TestSeveral(t *testing.T) {
	pki := testpki.Clean()
	c := build(t, chain.Options{At: testpki.At()}, pki.Certs()...)
	listed := func(hours, reason int) []*revocation.Evidence {
		l := testpki.CRL{Issuer: pki.Intermediate, ThisUpdate: testpki.At().Add(-time.Duration(hours) * time.Hour)}
		if reason >= 0 {
			l.Revoked = []testpki.Revoked{{Cert: pki.Leaf, Since: day("2026-08-20"), Reason: reason}}
		}
		return parseCRL(t, l)
	}
	asked := func(hours int, unknown bool) []*revocation.Evidence {
		evidence := parseOCSP(t, testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: []testpki.OCSPAnswer{
			{Cert: pki.Leaf, Unknown: unknown, ThisUpdate: testpki.At().Add(-time.Duration(hours) * time.Hour)},
		}})
		evidence[0].Source = fmt.Sprint("response", hours)
		return evidence
	}
	for _, tt := range []struct {
		name     string
		evidence []*revocation.Evidence
		want     string
	}{
		{"revoked, then good", slices.Concat(listed(8, 1), asked(2, false)),
			"0 revoked by list1 since 2026-08-20 (keyCompromise)"},
		{"on hold, then good", slices.Concat(listed(8, 6), asked(2, false)), "0 good by response2"},
		{"good, then on hold", slices.Concat(listed(2, 6), asked(8, false)),
			"0 revoked by list1 since 2026-08-20 (certificateHold)"},
		{"unknown, then good by the list", slices.Concat(listed(2, -1), asked(8, true)), "0 unknown by response8"},
		{"unknown, then good by the responder", slices.Concat(asked(2, false), asked(8, true), listed(1, -1)),
			"0 good by list1"},
		{"revoked twice", slices.Concat(listed(2, 1), listed(8, 1)),
			"0 revoked by list1 since 2026-08-20 (keyCompromise)"},
	} {
		r := rand.New(rand.NewSource(1))
		for range 6 {
			r.Shuffle(len(tt.evidence), func(i, j int) {
				tt.evidence[i], tt.evidence[j] = tt.evidence[j], tt.evidence[i]
			})
			if got := outline(revocation.Judge(c, testpki.At(), tt.evidence)); got[0] != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, got[0], tt.want)
			}
		}
	}
}
