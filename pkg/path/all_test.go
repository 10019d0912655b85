package path

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
)

// crossed is a leaf below one CA that two roots certified; with one of them it has expired. A third root is another
// key of the name of the first.
func crossed() pki {
	old := testpki.Root()
	old.Subject.Set(testpki.OIDCommonName, "Old Root")
	old.Key.Name = "old root"
	twin := testpki.Root()
	twin.Key.Name = "twin"
	roots := []testpki.Cert{testpki.Issue(testpki.Root(), nil), testpki.Issue(old, nil), testpki.Issue(twin, nil)}
	expired := under("A")
	expired.NotAfter = testpki.At().AddDate(0, -1, 0)
	p := pki{pool: []testpki.Cert{testpki.Issue(under("A"), &roots[0]), testpki.Issue(expired, &roots[1])}}
	p.leaf = testpki.Issue(end(), &p.pool[0])
	p.pool = append(p.pool, roots...)
	return p
}

// text is a listing in lines.
func (p *Paths) text() string {
	var b strings.Builder
	for _, l := range p.List {
		for i := range l.Path {
			fmt.Fprintf(&b, "%s < ", l.Path[i].Name())
		}
		fmt.Fprint(&b, l.Anchored)
		for _, f := range l.Failures {
			fmt.Fprintf(&b, " %s@%d", f.Rule, f.Cert)
		}
		b.WriteByte('\n')
	}
	return b.String() + p.Rest
}

// TestAll lists the paths of small pools, whatever the order of the certificates.
func TestAll(t *testing.T) {
	withRoots := crossed()
	withAnchor := crossed()
	withAnchor.anchors = withAnchor.pool[3:4]
	middle := crossed()
	middle.anchors = middle.pool[:1]
	for name, tt := range map[string]struct {
		pki  pki
		want string
	}{
		"roots": {withRoots, "psd2.fixture-payments.example < A < Fixture Trust Root CA 1 < " +
			"false\npsd2.fixture-payments.example < A < Old Root < false expired@1\n"},
		"an anchor": {withAnchor, "psd2.fixture-payments.example < A < Fixture Trust Root CA 1 < false " +
			"no anchor@2\npsd2.fixture-payments.example < A < Old Root < true expired@1\n"},
		"a CA trusted": {middle, "psd2.fixture-payments.example < A < true\npsd2.fixture-payments.example < A < " +
			"Fixture Trust Root CA 1 < false no anchor@2\npsd2.fixture-payments.example < A < Old Root " +
			"< false no anchor@2 expired@1\n"},
		"no end":     {pki{leaf: withRoots.leaf, pool: withRoots.pool[:2]}, ""},
		"leaf alone": {pki{leaf: withRoots.pool[2]}, "Fixture Trust Root CA 1 < false no anchor@0\n"},
		"nothing":    {pki{leaf: withRoots.leaf}, ""},
	} {
		s := tt.pki.search(t, Terms{At: testpki.At()})
		random := rand.New(rand.NewPCG(1, 2))
		for range 20 {
			if diff := cmp.Diff(tt.want, s.All().text()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
				break
			}
			s.Pool = slices.Concat(s.Pool, s.Pool[:len(s.Pool)/2])
			random.Shuffle(len(s.Pool), func(i, j int) { s.Pool[i], s.Pool[j] = s.Pool[j], s.Pool[i] })
		}
	}
}

// mesh are n CAs of one name without key identifiers, each certified by all others; the last one issued the leaf, and
// no root did any.
func mesh(n int) pki {
	bare := func(i int) testpki.Spec {
		s := under("A")
		s.Key.Name = fmt.Sprint("mesh ", i)
		s.Drop(testpki.OIDSubjectKeyID, testpki.OIDAuthorityKeyID)
		return s
	}
	var p pki
	issuers := make([]testpki.Cert, n)
	for i := range n {
		issuers[i] = testpki.Issue(bare(i), nil)
	}
	for i := range n {
		for j := range n {
			if i != j {
				p.pool = append(p.pool, testpki.Issue(bare(i), &issuers[j]))
			}
		}
	}
	leaf := end()
	leaf.Drop(testpki.OIDAuthorityKeyID)
	p.leaf = testpki.Issue(leaf, &issuers[n-1])
	return p
}

// TestAllWork counts what pools cost that are made to be dear, and wants what was left out to be told.
func TestAllWork(t *testing.T) {
	spent := decoys(400)
	for _, tt := range []struct {
		name          string
		pki           pki
		budget        int
		paths         int
		rest          string
		checks, steps int // at most
	}{
		{"2000 decoys", decoys(2000), 0, 1, "", 2002, 2010},
		{"2000 roots of one name", rootsOfOneName(2000), 0, 0, "", 2000, 2000},
		{"400 decoys, 100 checks", spent, 100, 0, "given up after 100 signature checks: ", 100, 101},
		{"2^20 paths", ladder(20, func(int, *testpki.Spec) {}), 0, MaxPaths, "there are more than these 64 paths", 42,
			2000},
		{"a mesh without an end", mesh(7), 0, 0, "given up after ", 1100, 11000},
	} {
		s := tt.pki.search(t, Terms{At: testpki.At()})
		s.Checks = tt.budget
		all := s.All()
		if len(all.List) != tt.paths || !strings.HasPrefix(all.Rest, tt.rest) || tt.rest == "" && all.Rest != "" {
			t.Errorf("%s: %d paths, rest %q", tt.name, len(all.List), all.Rest)
		}
		if all.Checks > tt.checks || all.Steps > tt.steps {
			t.Errorf("%s: %d checks, %d steps, want at most %d and %d", tt.name, all.Checks, all.Steps, tt.checks,
				tt.steps)
		}
	}
}
