package chain

import (
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/second"
)

// wantPlain compares what is said of a path without asking crypto/x509 with what crypto/x509 says; it reports whether
// it need not be asked.
func wantPlain(t *testing.T, name string, certs []*cert.Cert, at time.Time) bool {
	t.Helper()
	good := true
	for i := range len(certs) - 1 {
		good = good && key.CheckSignature(certs[i].Certificate, certs[i+1].Certificate) == nil
	}
	if got, want := second.Lenient(certs, good), second.Lenient(certs, false); (got == nil) != (want == nil) {
		t.Errorf("%s: leniently %v, crypto/x509 says %v", name, got, want)
	}
	if !second.Plain(certs, at) {
		return false
	}
	if err := second.Opinion(certs, at); (err == nil) != good {
		t.Errorf("%s: good signatures %v, crypto/x509 says %v", name, good, err)
	}
	return true
}

// TestPlain changes one thing in a clean chain, which is plain.
func TestPlain(t *testing.T) {
	for _, tt := range []struct {
		name  string
		plain bool
		edit  func(leaf, intermediate, root *testpki.Spec)
	}{
		{"clean", true, func(_, _, _ *testpki.Spec) {}},
		{"RSA 4096", true, func(l, i, r *testpki.Spec) { l.Key.Alg, i.Key.Alg, r.Key.Alg = large, large, large }},
		{"tampered leaf", true, func(l, _, _ *testpki.Spec) { l.CorruptSignature = true }},
		{"tampered intermediate", true, func(_, i, _ *testpki.Spec) { i.CorruptSignature = true }},
		{"tampered, RSA 4096", true, func(l, i, _ *testpki.Spec) { i.Key.Alg, l.CorruptSignature = large, true }},
		{"path length of none", true, func(_, i, _ *testpki.Spec) { i.Set(testpki.BasicConstraints(true, 0)) }},
		{"path length broken", false, func(_, _, r *testpki.Spec) { r.Set(testpki.BasicConstraints(true, 0)) }},
		{"no CA", false, func(_, i, _ *testpki.Spec) { i.Set(testpki.BasicConstraints(false, -1)) }},
		{"no constraints", false, func(_, i, _ *testpki.Spec) { i.Drop(testpki.OIDBasicConstraints) }},
		{"no key usage", false, func(_, i, _ *testpki.Spec) { i.Drop(testpki.OIDKeyUsage) }},
		{"expired leaf", false, func(l, _, _ *testpki.Spec) { l.NotAfter = testpki.At().AddDate(0, 0, -1) }},
		{"expired root", false, func(_, _, r *testpki.Spec) { r.NotAfter = testpki.At().AddDate(0, 0, -1) }},
		{"one name twice", false, func(_, i, r *testpki.Spec) { i.Subject = r.Subject }},
	} {
		chain := testpki.NewChain(tt.edit)
		certs := bundleOf(t, chain.Certs()...).Certs
		for _, at := range []time.Time{testpki.At(), {}} {
			is := wantPlain(t, tt.name, certs, at)
			if is != tt.plain && !at.IsZero() {
				t.Errorf("%s: plain %v", tt.name, is)
			}
		}
	}
}

const large = testpki.RSA4096

// TestPlainCorpus asks of every path of the corpus.
func TestPlainCorpus(t *testing.T) {
	found, all := 0, 0
	suites := []string{"gostd", "boringssl-verify", "openssl-verify", "pkits", "limbo-core", "adversarial"}
	for _, suite := range suites {
		for _, c := range readCases(t, suite) {
			b, opts, ok := c.input(t)
			if !ok {
				continue
			}
			for _, a := range opts.Anchors {
				b.Certs = append(b.Certs, &cert.Cert{Certificate: a})
			}
			opts.Anchors = nil
			built, err := Build(b, opts)
			if err != nil || len(built.Path) < 2 {
				continue
			}
			if all++; wantPlain(t, suite+" "+c.ID, built.Path, opts.At) {
				found++
			}
		}
	}
	if found == 0 {
		t.Errorf("none of %d paths is plain", all)
	}
	t.Logf("%d of %d paths are plain", found, all)
}
