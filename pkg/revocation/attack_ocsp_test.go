package revocation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/chain"
	"qwac/pkg/revocation"
)

// states are those of the certificates of the clean chain by responses, each in a file of its own, and how many
// problems are open.
func states(t *testing.T, responses ...testpki.OCSPResponse) (string, int) {
	t.Helper()
	var evidence []*revocation.Evidence
	for i, r := range responses {
		e, err := revocation.ParseOCSP(fmt.Sprint("file", i), r.DER())
		if err != nil {
			t.Fatal(err)
		}
		evidence = append(evidence, e...)
	}
	s := revocation.Judge(build(t, chain.Options{At: testpki.At()}, testpki.Clean().Certs()...), testpki.At(), evidence)
	var out []string
	for _, st := range s.Statuses {
		out = append(out, fmt.Sprint(st.Cert, " ", st.State))
	}
	return strings.Join(out, ", "), len(s.Open())
}

// Of several certificates of one responder key that one counts which lets it sign now, wherever it stands.
func TestAttackResponderTwice(t *testing.T) {
	pki := testpki.Clean()
	valid := testpki.OCSPResponder(pki.Intermediate, nil)
	others := []testpki.Cert{
		testpki.OCSPResponder(pki.Intermediate, func(s *testpki.Spec) {
			s.NotBefore, s.NotAfter = day("2025-01-01"), day("2026-01-01")
		}),
		testpki.OCSPResponder(pki.Intermediate, func(s *testpki.Spec) {
			s.NotBefore, s.NotAfter = day("2027-01-01"), day("2028-01-01")
		}),
		testpki.OCSPResponder(pki.Intermediate, func(s *testpki.Spec) { s.Extensions = s.Extensions[:3] }),
	}
	revoked := testpki.OCSPAnswer{Cert: pki.Leaf, Since: day("2026-08-20"), Reason: 1}
	good := testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: []testpki.OCSPAnswer{{Cert: pki.Leaf}}}
	orders(append(slices.Clone(others), valid), func(certs []testpki.Cert) {
		r := testpki.OCSPResponse{Issuer: pki.Intermediate, Responder: &valid, Certs: slices.Clone(certs),
			Answers: []testpki.OCSPAnswer{revoked}}
		for _, files := range [][]testpki.OCSPResponse{{r}, {r, good}, {good, r}} {
			if got, open := states(t, files...); got != "0 revoked" || open != 0 {
				t.Errorf("%d files: got %s, %d open", len(files), got, open)
			}
		}
	})
	for _, bad := range others {
		r := testpki.OCSPResponse{Issuer: pki.Intermediate, Responder: &valid, Certs: []testpki.Cert{bad, bad},
			Answers: []testpki.OCSPAnswer{revoked}}
		if got, open := states(t, r); got != "" || open != 1 {
			t.Errorf("without the valid one: got %s, %d open", got, open)
		}
	}
}

// An answer that is not understood silences none beside it, and what it says of a revocation is not overheard.
func TestAttackAnswerNotUnderstood(t *testing.T) {
	pki := testpki.Clean()
	critical := []testpki.Extension{{OID: testpki.OIDOwnPolicyID, Critical: true, Value: testpki.Null()}}
	good, bad := testpki.OCSPAnswer{Cert: pki.Leaf}, testpki.OCSPAnswer{Cert: pki.Leaf, Since: day("2026-08-20"),
		Reason: 1}
	odd := func(a testpki.OCSPAnswer) testpki.OCSPAnswer { a.Extensions = critical; return a }
	newer := testpki.OCSPResponse{Issuer: pki.Intermediate,
		Answers: []testpki.OCSPAnswer{{Cert: pki.Leaf, ThisUpdate: testpki.At().Add(-time.Minute)}}}
	unknown := testpki.OCSPAnswer{Cert: pki.Leaf, Unknown: true}
	for _, tt := range []struct {
		answers []testpki.OCSPAnswer
		want    string
		open    int
		with    string // with another file that says good
		openTo  int
	}{
		{[]testpki.OCSPAnswer{odd(good), bad}, "0 revoked", 0, "0 revoked", 0},
		{[]testpki.OCSPAnswer{odd(good), good}, "0 good", 0, "0 good", 0},
		{[]testpki.OCSPAnswer{odd(good)}, "", 1, "0 good", 0},
		{[]testpki.OCSPAnswer{odd(bad)}, "", 1, "", 1},
		{[]testpki.OCSPAnswer{odd(bad), good}, "", 1, "", 1},
		{[]testpki.OCSPAnswer{odd(bad), bad}, "0 revoked", 0, "0 revoked", 0},
		{[]testpki.OCSPAnswer{odd(bad), odd(good)}, "", 1, "", 1},
		{[]testpki.OCSPAnswer{odd(bad), unknown}, "0 unknown", 0, "0 unknown", 0},
	} {
		orders(tt.answers, func(answers []testpki.OCSPAnswer) {
			r := testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: slices.Clone(answers)}
			other := testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: []testpki.OCSPAnswer{good}}
			if got, open := states(t, r); got != tt.want || open != tt.open {
				t.Errorf("%+v: got %q, %d open; want %q, %d", answers, got, open, tt.want, tt.open)
			}
			if got, _ := states(t, r, newer); slices.ContainsFunc(answers, func(a testpki.OCSPAnswer) bool {
				return !a.Since.IsZero()
			}) && got == "0 good" {
				t.Errorf("%+v and a newer one: got %q", answers, got)
			}
			for _, files := range [][]testpki.OCSPResponse{{r, other}, {other, r}} {
				if got, open := states(t, files...); got != tt.with || open != tt.openTo {
					t.Errorf("%+v and another: got %q, %d open; want %q, %d", answers, got, open, tt.with, tt.openTo)
				}
			}
		})
	}
}
