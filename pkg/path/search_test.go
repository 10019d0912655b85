package path

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
)

// pki is a pool for a search: the leaf, what may stand above it, and the anchors.
type pki struct {
	leaf          testpki.Cert
	pool, anchors []testpki.Cert
}

func (p pki) search(t testing.TB, terms Terms) Search {
	t.Helper()
	return Search{Leaf: certsOf(t, p.leaf)[0], Pool: certsOf(t, p.pool...), Anchors: certsOf(t, p.anchors...),
		Terms: terms}
}

// decoys are n CAs of the name of the leaf's issuer with other keys, and the right one. The key identifiers are left
// out.
func decoys(n int) pki {
	root := testpki.Issue(testpki.Root(), nil)
	p := pki{anchors: []testpki.Cert{root}}
	bare := func(key string) testpki.Spec {
		s := under("A")
		s.Key.Name = key
		s.Drop(testpki.OIDSubjectKeyID, testpki.OIDAuthorityKeyID)
		return s
	}
	right := testpki.Issue(bare("right"), &root)
	p.pool = append(p.pool, right)
	for i := range n {
		p.pool = append(p.pool, testpki.Issue(bare(fmt.Sprint("decoy ", i)), &root))
	}
	leaf := end()
	leaf.Drop(testpki.OIDAuthorityKeyID)
	p.leaf = testpki.Issue(leaf, &right)
	return p
}

// rootsOfOneName are n self-signed CAs of the name of the leaf's issuer that did not issue it.
func rootsOfOneName(n int) pki {
	p := decoys(0)
	p.pool = nil
	for i := range n {
		s := under("A")
		s.Key.Name = fmt.Sprint("root ", i)
		s.Drop(testpki.OIDSubjectKeyID, testpki.OIDAuthorityKeyID)
		p.pool = append(p.pool, testpki.Issue(s, nil))
	}
	return p
}

// ladder has n layers of two CAs each, all of one name and key in a layer; one of each pair must not be on the path:
// edit spoils it.
func ladder(n int, edit func(i int, s *testpki.Spec)) pki {
	root := testpki.Issue(testpki.Root(), nil)
	p := pki{anchors: []testpki.Cert{root}}
	issuer := root
	for i := range n {
		good, bad := under(fmt.Sprint("layer ", i)), under(fmt.Sprint("layer ", i))
		bad.NotAfter = bad.NotAfter.AddDate(0, 0, 1)
		edit(i, &bad)
		p.pool = append(p.pool, testpki.Issue(bad, &issuer))
		issuer = testpki.Issue(good, &issuer)
		p.pool = append(p.pool, issuer)
	}
	p.leaf = testpki.Issue(end(), &issuer)
	return p
}

// rowOf has n CAs between leaf and anchor.
func rowOf(n int) pki {
	p := pki{anchors: []testpki.Cert{testpki.Issue(testpki.Root(), nil)}}
	issuer := p.anchors[0]
	for i := range n {
		issuer = testpki.Issue(under(fmt.Sprint("link ", i)), &issuer)
		p.pool = append(p.pool, issuer)
	}
	p.leaf = testpki.Issue(end(), &issuer)
	return p
}

// unrelated are n CAs that have nothing to do with a clean chain.
func unrelated(n int) pki {
	p := rowOf(1)
	root := p.anchors[0]
	for i := range n {
		s := under(fmt.Sprint("unrelated ", i))
		s.Key.Name = fmt.Sprint("unrelated ", i%50)
		p.pool = append(p.pool, testpki.Issue(s, &root))
	}
	return p
}

// TestSearchWork counts what pools cost that are made to be dear.
func TestSearchWork(t *testing.T) {
	excluded := testpki.NameConstraints(nil, []testpki.GeneralName{testpki.DirectoryName(under("layer 3").Subject)})
	other := func(_ int, s *testpki.Spec) { s.Set(testpki.Policies(policyB)) }
	explicit := ladder(20, other)
	for _, tt := range []struct {
		name          string
		pki           pki
		terms         Terms
		valid         bool
		length        int
		checks, steps int // at most
	}{
		{"99 decoys", decoys(99), Terms{}, true, 2, 101, 300},
		{"900 decoys", decoys(900), Terms{}, true, 2, 902, 2000},
		{"2000 roots of one name", rootsOfOneName(2000), Terms{}, false, 1, 2101, 8000},
		{"expired twins", ladder(20, func(_ int, s *testpki.Spec) {
			s.NotAfter = s.NotBefore
		}), Terms{At: testpki.At()}, true, 21, 21, 100},
		{"twins that exclude a CA below", ladder(20, func(_ int, s *testpki.Spec) {
			s.Set(excluded)
		}), Terms{}, true, 21, 21, 200},
		{"twins with another policy", explicit, Terms{Explicit: true}, true, 21, 21, 200},
		{"twins with pathLen", ladder(20, func(i int, s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(true, max(0, 18-i)))
		}), Terms{}, true, 21, 21, 200},
		{"chain of 1000", rowOf(1000), Terms{}, true, 1001, 1001, 3000},
		{"1000 unrelated", unrelated(1000), Terms{}, true, 2, 2, 10},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found, err := tt.pki.search(t, tt.terms).Find()
			if err != nil {
				t.Fatal(err)
			}
			if found.Valid() != tt.valid || len(found.Path) != tt.length || found.Checks > tt.checks ||
				found.Steps > tt.steps {
				t.Errorf("valid %v, length %d, %d checks, %d steps", found.Valid(), len(found.Path), found.Checks,
					found.Steps)
			}
		})
	}
}

// TestSearchBudget: what was not searched to the end is no verdict.
func TestSearchBudget(t *testing.T) {
	s := decoys(50).search(t, Terms{})
	s.Checks = 10
	_, err := s.Find()
	var spent *BudgetError
	if !errors.As(err, &spent) || spent.Checks != 10 {
		t.Error(err)
	}
	s.Checks, s.Steps = 0, 10
	if _, err = s.Find(); !errors.As(err, &spent) || spent.Steps == 0 {
		t.Error(err)
	}
}

// TestSearchGoesOn: the first end that is reached need not be a valid path.
func TestSearchGoesOn(t *testing.T) {
	old := testpki.Root()
	old.Subject.Set(testpki.OIDCommonName, "Old Root")
	old.Key.Name, old.NotAfter = "old root", testpki.At().AddDate(0, 0, -1)
	oldRoot, root := testpki.Issue(old, nil), testpki.Issue(testpki.Root(), nil)
	cross := testpki.Issue(testpki.Root(), &oldRoot)
	ca := testpki.Issue(under("A"), &root)
	p := pki{testpki.Issue(end(), &ca), []testpki.Cert{ca, cross}, []testpki.Cert{oldRoot, root}}
	found, err := p.search(t, Terms{At: testpki.At()}).Find()
	if err != nil || !found.Valid() || len(found.Path) != 2 ||
		found.Anchor.Subject.String() != root.X509().Subject.String() {
		t.Errorf("%v %+v", err, found)
	}
	p.anchors = p.anchors[:1]
	if found, err = p.search(t, Terms{At: testpki.At()}).Find(); err != nil || found.Valid() ||
		!slices.ContainsFunc(found.Failures, func(f Failure) bool {
			return f.Rule == RuleExpired && f.Cert == 3
		}) {
		t.Errorf("%v %+v", err, found)
	}
}

// TestSearchMisses has the nearest miss for each thing that can be missing.
func TestSearchMisses(t *testing.T) {
	whole := rowOf(2)
	stranger := testpki.Issue(testpki.IssuingCA(), nil)
	twin := under("link 1")
	twin.Key.Name = "another key"
	twin.Drop(testpki.OIDSubjectKeyID)
	for _, tt := range []struct {
		name string
		pki  pki
		want string // of the first miss
	}{
		{"no issuer", pki{whole.leaf, nil, whole.anchors}, "gap 0"},
		{"no issuer of the CA", pki{whole.leaf, whole.pool[1:], whole.anchors}, "no root 1"},
		{"no anchor", pki{whole.leaf, append(slices.Clone(whole.pool), whole.anchors...), nil},
			"no anchor 3"},
		{"another anchor", pki{whole.leaf, append(slices.Clone(whole.pool), whole.anchors...),
			[]testpki.Cert{stranger}}, "no anchor 3"},
		{"another key", pki{whole.leaf, []testpki.Cert{testpki.Issue(twin, &whole.anchors[0])}, whole.anchors},
			"signature 0"},
		{"leaf is the anchor", pki{whole.leaf, nil, []testpki.Cert{whole.leaf}}, "gap 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found, err := tt.pki.search(t, Terms{}).Find()
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range found.Failures {
				got = append(got, fmt.Sprintf("%s %d", f.Rule, f.Cert))
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("%v, want %s", got, tt.want)
			}
		})
	}
}

// TestSearchOrder: order, copies and where the anchors stand change nothing.
func TestSearchOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	broken := rowOf(2)
	broken.pool = broken.pool[1:]
	for name, p := range map[string]pki{
		"decoys": decoys(9), "ladder": ladder(4, func(_ int, s *testpki.Spec) {
			s.NotAfter = s.NotBefore
		}), "broken": broken, "roots": rootsOfOneName(9),
	} {
		s := p.search(t, Terms{At: testpki.At()})
		first, err := s.Find()
		if err != nil {
			t.Fatal(err)
		}
		for i := range 50 {
			other := s
			other.Pool = append(slices.Clone(s.Pool), s.Pool...)
			if i%2 == 1 {
				other.Pool = append(other.Pool, s.Anchors...)
			}
			r.Shuffle(len(other.Pool), func(i, j int) { other.Pool[i], other.Pool[j] = other.Pool[j], other.Pool[i] })
			found, err := other.Find()
			if err != nil || outcomeText(found) != outcomeText(first) {
				t.Fatalf("%s: %v\n%s\n%s", name, err, outcomeText(found), outcomeText(first))
			}
		}
	}
}

func outcomeText(f *Found) string {
	var b strings.Builder
	for _, m := range append([]Miss{{f.Path, f.Anchor, f.Failures}}, f.Misses...) {
		for _, c := range m.Path {
			fmt.Fprintf(&b, "%x ", tailOf(c))
		}
		fmt.Fprintln(&b, m.Anchor != nil, m.Failures)
	}
	return b.String()
}

// tailOf tells certificates apart by their end.
func tailOf(c *cert.Cert) []byte { return bytes.Clone(c.Raw[max(0, len(c.Raw)-8):]) }

func BenchmarkSearch(b *testing.B) {
	for _, bench := range []struct {
		name string
		pki  pki
	}{{"99 decoys", decoys(99)}, {"chain of 1000", rowOf(1000)}, {"10000 unrelated", unrelated(10000)}} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				found, err := bench.pki.search(b, Terms{At: testpki.At()}).Find()
				if err != nil || !found.Valid() {
					b.Fatal(err, found.Failures)
				}
			}
		})
	}
}
