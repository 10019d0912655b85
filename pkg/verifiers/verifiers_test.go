package verifiers

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
	"qwac/pkg/eidas"
	"qwac/pkg/straight"
)

// ask puts a chain to the verifiers; trusted are anchors, others stand beside.
func ask(t testing.TB, pki testpki.Chain, trusted, others []testpki.Cert) asked {
	t.Helper()
	a := asked{at: testpki.At()}
	read := func(c testpki.Cert) *cert.Cert {
		crt, err := cert.ParseCertificate(c.DER)
		if err != nil {
			t.Fatal(err)
		}
		return crt
	}
	a.leaf = read(pki.Leaf)
	for _, c := range others {
		a.pool = append(a.pool, read(c))
	}
	for _, c := range trusted {
		a.anchors = append(a.anchors, read(c))
	}
	return a
}

// rows are the rows in lines.
func rows(s *eidas.Subject) string {
	var b strings.Builder
	for _, r := range Rows(s) {
		fmt.Fprintf(&b, "%s %s", r.Verifier, r.Answer)
		if r.Cause != "" {
			fmt.Fprintf(&b, ": %s", r.Cause)
		}
		if r.Cert != nil {
			fmt.Fprintf(&b, " (%s)", r.Cert.Name())
		}
		b.WriteByte('\n')
	}
	return b.String()
}

const (
	leafName = "psd2.fixture-payments.example"
	notAQWAC = "chrome-1-qwac refuses: it lacks QEVCP-w with the policy of EV, or QNCP-w with that of OV or IV (" +
		leafName + ")\n"
	allTake = "rfc5280 takes\ngo takes\nopenssl takes\npkix takes\n"
)

// TestRows has one difference in each chain, and the rows that follow from it, whatever the order of the certificates.
func TestRows(t *testing.T) {
	type edit = func(leaf, intermediate, root *testpki.Spec)
	plain := func(leaf, intermediate, root *testpki.Spec) {}
	bare := func(leaf, intermediate, _ *testpki.Spec) {
		leaf.Drop(testpki.OIDAuthorityKeyID)
		intermediate.Drop(testpki.OIDSubjectKeyID)
	}
	decoy := testpki.NewChain(func(leaf, intermediate, root *testpki.Spec) {
		bare(leaf, intermediate, root)
		intermediate.Key.Name = "decoy"
	}).Intermediate
	for _, tt := range []struct {
		name  string
		edit  edit
		other []testpki.Cert
		want  string
	}{
		{"clean", plain, nil, allTake + notAQWAC},
		{"decoy without key identifiers", bare, []testpki.Cert{decoy}, "rfc5280 takes\ngo takes\n" +
			"openssl cannot-say: 2 certificates are plausible as issuers of this one; it takes the first that it is " +
			"handed (" + leafName + ")\n" +
			"pkix takes\n" + notAQWAC},
		{"key identifiers that contradict", func(leaf, _, _ *testpki.Spec) {
			leaf.Set(testpki.AuthorityKeyID(bytes.Repeat([]byte{7}, 20)))
		}, nil,
			"rfc5280 takes\ngo takes\n" +
				"openssl refuses: no certificate of its issuer, \"C=DK, O=Fixture Trust Services ApS, " +
				"organizationIdentifier=VATDK-98240617, CN=Fixture Trust Qualified Web CA 1\", that may have issued " +
				"it (" + leafName + ")\n" +
				"pkix refuses: its authority key identifier is not the key identifier of its issuer (" + leafName +
				")\n" + notAQWAC},
		{"names that are equal when folded", func(leaf, intermediate, _ *testpki.Spec) {
			leaf.Issuer = intermediate.Subject.Clone()
			leaf.Issuer.SetText(testpki.OIDCommonName, testpki.Printable("FIXTURE Trust Qualified Web CA 1"))
		}, nil, "rfc5280 takes\n" +
			"go refuses: x509: certificate signed by unknown authority; RFC 5280 allows names that are equal only " +
			"without regard to case, blanks and string types (" + leafName + ")\n" +
			"openssl takes\npkix takes\n" + notAQWAC},
		{"a CA that has expired", func(_, intermediate, _ *testpki.Spec) {
			intermediate.NotAfter = testpki.At().AddDate(0, 0, -1)
		}, nil,
			"rfc5280 refuses: it ended at 2026-08-31T00:00:00Z, judged at 2026-09-01T00:00:00Z (Fixture Trust " +
				"Qualified Web CA 1)\n" +
				"go refuses: x509: certificate has expired or is not yet valid: current time 2026-09-01T00:00:00Z is " +
				"after 2026-08-31T00:00:00Z (Fixture Trust Qualified Web CA 1)\n" +
				"openssl refuses: it ended at 2026-08-31T00:00:00Z, judged at 2026-09-01T00:00:00Z (Fixture Trust " +
				"Qualified Web CA 1)\n" +
				"pkix refuses: it ended at 2026-08-31T00:00:00Z, judged at 2026-09-01T00:00:00Z (Fixture Trust " +
				"Qualified Web CA 1)\n" + notAQWAC},
		{"anyExtendedKeyUsage", func(_, intermediate, _ *testpki.Spec) {
			intermediate.Set(testpki.ExtKeyUsage(testpki.OIDAnyExtKeyUsage))
		}, nil, "rfc5280 takes\ngo takes\nopenssl refuses: its extended key usage lacks clientAuth (Fixture Trust " +
			"Qualified Web CA 1)\npkix takes\n" + notAQWAC},
		{"QNCP-w and OV", func(leaf, _, _ *testpki.Spec) {
			leaf.Set(testpki.Policies(testpki.OIDQNCPw, testpki.OIDCABFOV))
		}, nil,
			allTake + "chrome-1-qwac cannot-say: no trusted list was given\n"},
		{"QNCP-w and EV", func(leaf, _, _ *testpki.Spec) {
			leaf.Set(testpki.Policies(testpki.OIDQNCPw, testpki.OIDCABFEV))
		}, nil, allTake + notAQWAC},
		{"QEVCP-w and OV", func(leaf, _, _ *testpki.Spec) {
			leaf.Set(testpki.Policies(testpki.OIDQEVCPw, testpki.OIDCABFOV))
		}, nil, allTake + notAQWAC},
		{"QEVCP-w and EV", func(leaf, _, _ *testpki.Spec) {
			leaf.Set(testpki.Policies(testpki.OIDQEVCPw, testpki.OIDCABFEV))
		}, nil,
			allTake + "chrome-1-qwac cannot-say: no trusted list was given\n"},
	} {
		pki := testpki.NewChain(tt.edit)
		a := ask(t, pki, nil, append([]testpki.Cert{pki.Intermediate, pki.Root}, tt.other...))
		random := rand.New(rand.NewPCG(1, 2))
		for range 5 {
			if diff := cmp.Diff(tt.want, rows(a.subject())); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.name, diff)
				break
			}
			random.Shuffle(len(a.pool), func(i, j int) { a.pool[i], a.pool[j] = a.pool[j], a.pool[i] })
		}
	}
}

// TestListed: Chrome asks the EU lists last.
func TestListed(t *testing.T) {
	pki := testpki.NewChain(func(leaf, _, _ *testpki.Spec) {
		leaf.Set(testpki.Policies(testpki.OIDQNCPw, testpki.OIDCABFOV))
	})
	s := ask(t, pki, nil, []testpki.Cert{pki.Intermediate, pki.Root}).subject()
	for standing, want := range map[eidas.Standing]Answer{
		eidas.StandingGranted: Takes, eidas.StandingOpen: CannotSay, eidas.StandingUnlisted: Refuses,
		eidas.StandingNotWebSite: Refuses,
		eidas.StandingNotGranted: Refuses,
	} {
		s.Listing = &eidas.Listing{Standing: standing}
		if got := chrome(s); got.Answer != want {
			t.Errorf("%s: %s, want %s", standing, got.Answer, want)
		}
	}
}

// TestAnchors: without a certificate to trust only what is wrong with the leaf itself refuses; with one, it need not
// be in the input.
func TestAnchors(t *testing.T) {
	pki := testpki.Clean()
	expired := testpki.NewLeaf(func(leaf *testpki.Spec) { leaf.NotAfter = testpki.At().AddDate(0, 0, -1) })
	for name, tt := range map[string]struct {
		asked asked
		want  []Answer
	}{
		"none": {ask(t, pki, nil, []testpki.Cert{pki.Intermediate}),
			[]Answer{CannotSay, CannotSay, CannotSay, CannotSay, Refuses}},
		"leaf expired": {ask(t, expired, nil, []testpki.Cert{expired.Intermediate}),
			[]Answer{Refuses, CannotSay, Refuses, Refuses, Refuses}},
		"root": {ask(t, pki, []testpki.Cert{pki.Root}, []testpki.Cert{pki.Intermediate}),
			[]Answer{Takes, Takes, Takes, Takes, Refuses}},
		"issuing CA": {ask(t, pki, []testpki.Cert{pki.Intermediate}, nil),
			[]Answer{Takes, Takes, CannotSay, Takes, Refuses}},
		"the leaf": {ask(t, pki, []testpki.Cert{pki.Leaf}, nil),
			[]Answer{Refuses, Takes, CannotSay, CannotSay, Refuses}},
		"another root": {ask(t, pki, []testpki.Cert{testpki.Issue(stranger(), nil)}, []testpki.Cert{pki.Intermediate}),
			[]Answer{Refuses, Refuses, Refuses, Refuses, Refuses}},
	} {
		var got []Answer
		for _, r := range Rows(tt.asked.subject()) {
			got = append(got, r.Answer)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %s", name, rows(tt.asked.subject()))
		}
	}
	if got := Rows(&eidas.Subject{}); got != nil {
		t.Errorf("without a leaf %v", got)
	}
}

// TestDecoys: many CAs of one name cost a bounded number of signature checks, and leave OpenSSL open.
func TestDecoys(t *testing.T) {
	edit := func(key string) testpki.Chain {
		return testpki.NewChain(func(leaf, intermediate, _ *testpki.Spec) {
			leaf.Drop(testpki.OIDAuthorityKeyID)
			intermediate.Drop(testpki.OIDSubjectKeyID)
			intermediate.Key.Name = key
		})
	}
	pki := edit("right")
	others := []testpki.Cert{pki.Intermediate, pki.Root}
	for i := range 300 {
		others = append(others, edit(fmt.Sprint("decoy ", i)).Intermediate)
	}
	v := newView(ask(t, pki, nil, others).subject())
	if got := v.openssl(); got.Answer != CannotSay || v.checks > straight.MaxWays {
		t.Errorf("%+v after %d checks", got, v.checks)
	}
	if got := v.pkix(); got.Answer != Takes {
		t.Errorf("%+v", got)
	}
}

// stranger is a root that has nothing to do with the clean chain.
func stranger() testpki.Spec {
	s := testpki.Root()
	s.Subject.Set(testpki.OIDCommonName, "Stranger")
	s.Key.Name = "stranger"
	return s
}
