package revocation_test

import (
	"bytes"
	"crypto"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/chain"
	"qwac/pkg/revocation"
)

// orders calls f with every order of a list.
func orders[T any](list []T, f func([]T)) {
	var next func(n int)
	next = func(n int) {
		if n == len(list) {
			f(slices.Clone(list))
			return
		}
		for i := n; i < len(list); i++ {
			list[n], list[i] = list[i], list[n]
			next(n + 1)
			list[n], list[i] = list[i], list[n]
		}
	}
	next(0)
}

// firstLine is what a file proves about the leaf.
func firstLine(t *testing.T, c *chain.Chain, evidence []*revocation.Evidence, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return outline(revocation.Judge(c, testpki.At(), evidence))[0]
}

// TestAttackOrderOCSP: the gravest of what one file says counts, in one response and in several, in every order, by
// every hash of the CertID (RFC 6960, 4.2.2.3).
func TestAttackOrderOCSP(t *testing.T) {
	pki := testpki.Clean()
	c := build(t, chain.Options{At: testpki.At()}, pki.Certs()...)
	seal := testpki.Issue(testpki.QSealC(), &pki.Intermediate)
	since := day("2026-08-20")
	good := testpki.OCSPAnswer{Cert: pki.Leaf}
	unknown := testpki.OCSPAnswer{Cert: pki.Leaf, Unknown: true}
	hold := testpki.OCSPAnswer{Cert: pki.Leaf, Since: since, Reason: 6}
	revoked := testpki.OCSPAnswer{Cert: pki.Leaf, Since: since, Reason: 1}
	older := testpki.OCSPAnswer{Cert: pki.Leaf, Since: since.AddDate(0, 0, -1), Reason: 6,
		ThisUpdate: testpki.At().AddDate(0, 0, -9)}
	sealed := testpki.OCSPAnswer{Cert: seal, Since: since, Reason: 1}

	for _, tt := range []struct {
		answers []testpki.OCSPAnswer
		want    string
	}{
		{[]testpki.OCSPAnswer{good, revoked}, "0 revoked by f since 2026-08-20 (keyCompromise)"},
		{[]testpki.OCSPAnswer{good, hold, revoked}, "0 revoked by f since 2026-08-20 (keyCompromise)"},
		{[]testpki.OCSPAnswer{good, hold, sealed}, "0 revoked by f since 2026-08-20 (certificateHold)"},
		{[]testpki.OCSPAnswer{good, unknown, good}, "0 unknown by f"},
		{[]testpki.OCSPAnswer{unknown, hold, good}, "0 revoked by f since 2026-08-20 (certificateHold)"},
		{[]testpki.OCSPAnswer{good, good, sealed}, "0 good by f"},
		{[]testpki.OCSPAnswer{good, older}, "0 good by f"}, // a hold of last week says nothing of today
	} {
		for _, hashes := range [][]crypto.Hash{{0, 0, 0}, {crypto.SHA256, 0, crypto.SHA384},
			{0, crypto.SHA512, crypto.SHA256}} {
			orders(tt.answers, func(answers []testpki.OCSPAnswer) {
				var several bytes.Buffer
				for i := range answers {
					answers[i].Hash = hashes[i]
					several.Write(testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: answers[i : i+1]}.PEM())
				}
				one, err := revocation.ParseOCSP("f",
					testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: answers}.DER())
				if got := firstLine(t, c, one, err); got != tt.want {
					t.Errorf("in one response: %s, want %s", got, tt.want)
				}
				list, err := revocation.ParseOCSP("f", several.Bytes())
				if got := firstLine(t, c, list, err); got != tt.want {
					t.Errorf("in a file: %s, want %s", got, tt.want)
				}
			})
		}
	}
}

// TestAttackOrderCRL: the same for entries of one list, and for lists of one file.
func TestAttackOrderCRL(t *testing.T) {
	pki := testpki.Clean()
	c := build(t, chain.Options{At: testpki.At()}, pki.Certs()...)
	since := day("2026-08-20")
	entry := func(reason int) testpki.Revoked { return testpki.Revoked{Cert: pki.Leaf, Since: since, Reason: reason} }
	later := testpki.Revoked{Cert: pki.Leaf, Since: testpki.At().AddDate(0, 0, 3), Reason: 1}

	for _, tt := range []struct {
		entries []testpki.Revoked
		want    string
	}{
		{[]testpki.Revoked{entry(6), entry(8)}, "0 revoked by f since 2026-08-20 (certificateHold)"},
		{[]testpki.Revoked{entry(8), entry(1), entry(6)}, "0 revoked by f since 2026-08-20 (keyCompromise)"},
		{[]testpki.Revoked{later, entry(6)}, "0 revoked by f since 2026-08-20 (certificateHold)"},
		{[]testpki.Revoked{later, entry(8)}, "0 good by f since 2026-09-04 (keyCompromise)"},
	} {
		orders(tt.entries, func(entries []testpki.Revoked) {
			one, err := revocation.ParseCRL("f", testpki.CRL{Issuer: pki.Intermediate, Revoked: entries}.DER())
			if got := firstLine(t, c, one, err); got != tt.want {
				t.Errorf("in one list: %s, want %s", got, tt.want)
			}
			several := testpki.CRL{Issuer: pki.Root}.PEM()
			for i := range entries {
				l := testpki.CRL{Issuer: pki.Intermediate, Revoked: entries[i : i+1],
					ThisUpdate: testpki.Updated().Add(-time.Duration(i) * time.Hour)}
				several = append(several, l.PEM()...)
			}
			list, err := revocation.ParseCRL("f", several)
			if got := firstLine(t, c, list, err); got != tt.want {
				t.Errorf("in a file: %s, want %s", got, tt.want)
			}
		})
	}
}

// TestAttackExtendedRevoke: a hold since the beginning of 1970, in a response that knows of extended revocation, says
// that the certificate was never issued (RFC 6960, 2.2).
func TestAttackExtendedRevoke(t *testing.T) {
	pki := testpki.Clean()
	c := build(t, chain.Options{At: testpki.At()}, pki.Certs()...)
	epoch := time.Unix(0, 0).UTC()
	extended := []testpki.Extension{{OID: testpki.OIDOCSPExtendedRevoke, Value: testpki.Null()}}
	critical := []testpki.Extension{{OID: testpki.OIDOCSPExtendedRevoke, Critical: true, Value: testpki.Null()}}
	for _, tt := range []struct {
		extensions []testpki.Extension
		since      time.Time
		reason     int
		want       string
	}{
		{extended, epoch, 6, "0 unknown by f"},
		{critical, epoch, 6, "0 unknown by f"},
		{nil, epoch, 6, "0 revoked by f since 1970-01-01 (certificateHold)"},
		{extended, epoch, 1, "0 revoked by f since 1970-01-01 (keyCompromise)"},
		{extended, day("2026-08-20"), 6, "0 revoked by f since 2026-08-20 (certificateHold)"},
	} {
		r := testpki.OCSPResponse{Issuer: pki.Intermediate, Extensions: tt.extensions,
			Answers: []testpki.OCSPAnswer{{Cert: pki.Leaf, Since: tt.since, Reason: tt.reason}}}
		evidence, err := revocation.ParseOCSP("f", r.DER())
		if got := firstLine(t, c, evidence, err); got != tt.want {
			t.Errorf("%+v: %s, want %s", tt, got, tt.want)
		}
	}
}

// TestAttackMany: what is far more than any list or response has is refused before it takes memory.
func TestAttackMany(t *testing.T) {
	pki := testpki.Clean()
	extensions := func(n int) []testpki.Extension {
		var out []testpki.Extension
		for i := range n {
			oid := append(slices.Clone(testpki.OIDOwnPolicyID), i)
			out = append(out, testpki.Extension{OID: oid, Value: testpki.Null()})
		}
		return out
	}
	list := func(n int) []byte { return testpki.CRL{Issuer: pki.Intermediate, Extensions: extensions(n)}.DER() }
	entry := func(n int) []byte {
		return testpki.CRL{Issuer: pki.Intermediate,
			Revoked: []testpki.Revoked{{Cert: pki.Leaf, Since: day("2026-08-20"), Extensions: extensions(n)}}}.DER()
	}
	answers := func(n int) []byte {
		return testpki.OCSPResponse{Issuer: pki.Intermediate,
			Answers: slices.Repeat([]testpki.OCSPAnswer{{Cert: pki.Leaf}}, n)}.DER()
	}
	crl, ocsp := revocation.ParseCRL, revocation.ParseOCSP
	for _, tt := range []struct {
		parse func(string, []byte) ([]*revocation.Evidence, error)
		data  []byte
		want  string // empty: it is read
	}{
		{crl, list(98), ""}, // beside the identifier of the key and the number
		{crl, list(99), "more than 100 extensions"},
		{crl, list(2000), "more than 100 extensions"},
		{crl, entry(100), ""},
		{crl, entry(101), "entry 1 has more than 100 extensions"},
		{ocsp, answers(1000), ""},
		{ocsp, answers(1001), "more than 1000 answers"},
	} {
		if _, err := tt.parse("f", tt.data); (err == nil) != (tt.want == "") ||
			!strings.Contains(fmt.Sprint(err), tt.want) {
			t.Errorf("%d bytes: %v, want %q", len(tt.data), err, tt.want)
		}
	}
}

// TestAttackSame: a flood of entries about the leaf is no reason to call it good.
func TestAttackSame(t *testing.T) {
	pki := testpki.Clean()
	c := build(t, chain.Options{At: testpki.At()}, pki.Certs()...)
	entries := slices.Repeat([]testpki.Revoked{{Cert: pki.Leaf, Since: day("2026-08-20"), Reason: 8}}, 1001)
	evidence, err := revocation.ParseCRL("f", testpki.CRL{Issuer: pki.Intermediate, Revoked: entries}.DER())
	want := "A22 warning 1: the entry of the leaf cannot be read: the list has more than 1000 entries about it"
	if got := firstLine(t, c, evidence, err); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
