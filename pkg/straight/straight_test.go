package straight

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
)

// TestWays: the store comes before the pool, what is valid before the rest, and nothing is tried again.
func TestWays(t *testing.T) {
	root := testpki.Issue(testpki.Root(), nil)
	ca := testpki.Issue(caOf("A"), &root)
	leaf := testpki.Issue(testpki.PSD2QWAC(), &ca)
	twin := func(edit func(*testpki.Spec)) testpki.Cert {
		s := caOf("A")
		s.NotAfter = s.NotAfter.AddDate(0, 0, 1)
		edit(&s)
		return testpki.Issue(s, &root)
	}
	longer := twin(func(*testpki.Spec) {})
	expired := twin(func(s *testpki.Spec) { s.NotAfter = testpki.At().AddDate(0, 0, -1) })
	otherKey := twin(func(s *testpki.Spec) { s.Key.Name = "other" })
	noSign := twin(func(s *testpki.Spec) { s.Set(testpki.KeyUsage(2)) })
	otherKind := twin(func(s *testpki.Spec) { s.Key.Alg = testpki.RSA2048; s.Drop(testpki.OIDSubjectKeyID) })
	loop := testpki.Issue(caOf("A"), &ca) // self-issued, with its own key: it ends itself
	rootOnly := func(c *cert.Cert) bool { return string(c.RawSubject) == string(c.RawIssuer) }
	tests := []struct {
		name        string
		store, pool []testpki.Cert
		ends        func(*cert.Cert) bool
		want        string
	}{
		{"one way", []testpki.Cert{root}, []testpki.Cert{ca}, nil, "leaf ca ! root"},
		{"copies", []testpki.Cert{root, root}, []testpki.Cert{ca, ca, leaf, root}, nil, "leaf ca ! root"},
		{"the store first", []testpki.Cert{root, longer}, []testpki.Cert{ca}, nil, "leaf ! longer"},
		{"and on from there", []testpki.Cert{root, longer}, []testpki.Cert{ca}, rootOnly, "leaf longer ! root"},
		{"above the store only the store", []testpki.Cert{longer}, []testpki.Cert{root}, rootOnly, "leaf longer"},
		{"two of one rank", []testpki.Cert{root}, []testpki.Cert{ca, longer}, nil,
			"leaf ca ! root, leaf longer ! root"},
		{"valid first", []testpki.Cert{root}, []testpki.Cert{expired, ca}, nil, "leaf ca ! root"},
		{"none valid", []testpki.Cert{root}, []testpki.Cert{expired}, nil, "leaf expired ! root"},
		{"another key", []testpki.Cert{root}, []testpki.Cert{otherKey}, nil, "leaf"},
		{"a key of another kind", []testpki.Cert{root}, []testpki.Cert{otherKind}, nil, "leaf"},
		{"no keyCertSign", []testpki.Cert{root}, []testpki.Cert{noSign}, nil, "leaf"},
		{"no anchor", nil, []testpki.Cert{ca, root}, nil, "leaf ca root"},
		{"its own issuer", []testpki.Cert{root}, []testpki.Cert{loop}, nil, "leaf loop"},
	}
	names := map[string]string{}
	for name, c := range map[string]testpki.Cert{"root": root, "ca": ca, "leaf": leaf, "longer": longer,
		"expired": expired, "loop": loop} {
		names[string(c.DER)] = name
	}
	for _, test := range tests {
		s := Search{Leaf: certsOf(t, leaf)[0], Store: certsOf(t, test.store...), Pool: certsOf(t, test.pool...),
			At: testpki.At(), Ends: test.ends}
		if diff := cmp.Diff(test.want, wayTexts(s.Ways(), names)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func wayTexts(ways Ways, names map[string]string) string {
	var all []string
	for _, w := range ways.List {
		text := ""
		for i, c := range w.Path {
			if i > 0 {
				text += " "
			}
			text += names[string(c.Raw)]
		}
		if w.Anchor != nil {
			text += " ! " + names[string(w.Anchor.Raw)]
		}
		all = append(all, text)
	}
	slices.Sort(all)
	out := ""
	for i, text := range all {
		if i > 0 {
			out += ", "
		}
		out += text
	}
	return out
}

// caOf is a CA of its own name and key without limits.
func caOf(name string) testpki.Spec {
	s := testpki.IssuingCA()
	s.Subject.Set(testpki.OIDCommonName, name)
	s.Key.Name = name
	s.Set(testpki.BasicConstraints(true, -1))
	return s
}

func certsOf(t *testing.T, certs ...testpki.Cert) []*cert.Cert {
	t.Helper()
	var out []*cert.Cert
	for _, c := range certs {
		parsed, err := cert.ParseCertificate(c.DER)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, parsed)
	}
	return out
}

// TestMayHaveIssued: an authority key identifier may name the issuer by the name of its issuer and its serial number.
func TestMayHaveIssued(t *testing.T) {
	root := testpki.Issue(testpki.Root(), nil)
	ca := testpki.Issue(caOf("A"), &root)
	one := big.NewInt(1)
	for _, row := range []struct {
		name   string
		issuer testpki.Name
		serial *big.Int
		want   bool
	}{
		{"right", testpki.Root().Subject, ca.Serial(), true},
		{"another serial number", testpki.Root().Subject, one, false},
		{"another name", caOf("B").Subject, ca.Serial(), false},
	} {
		s := testpki.PSD2QWAC()
		s.Set(testpki.AuthorityKeyIDIssuer(nil, row.issuer, row.serial))
		both := certsOf(t, testpki.Issue(s, &ca), ca)
		if got := MayHaveIssued(both[0], both[1]); got != row.want {
			t.Errorf("%s: %v", row.name, got)
		}
	}
}

// TestWaysBounds: neither many certificates of one name nor a long chain go on without end.
func TestWaysBounds(t *testing.T) {
	root := testpki.Issue(testpki.Root(), nil)
	var twins []testpki.Cert
	for i := range MaxWays + 1 {
		s := caOf("A")
		s.NotAfter = s.NotAfter.AddDate(0, 0, i)
		twins = append(twins, testpki.Issue(s, &root))
	}
	s := Search{Leaf: certsOf(t, testpki.Issue(testpki.PSD2QWAC(), &twins[0]))[0], Store: certsOf(t, root),
		Pool: certsOf(t, twins...)}
	if ways := s.Ways(); !ways.Cut {
		t.Errorf("%d ways, want them cut", len(ways.List))
	}
	s.Pool = s.Pool[:MaxWays]
	if ways := s.Ways(); ways.Cut || len(ways.List) != MaxWays || ways.Issuers != MaxWays || ways.Several != s.Leaf {
		t.Errorf("%d ways, cut %v, %d issuers", len(ways.List), ways.Cut, ways.Issuers)
	}
	last := root
	var between []testpki.Cert
	for i := range MaxLength + 1 {
		last = testpki.Issue(caOf(fmt.Sprint("CA ", i)), &last)
		between = append(between, last)
	}
	long := Search{Leaf: certsOf(t, testpki.Issue(testpki.PSD2QWAC(), &last))[0], Store: certsOf(t, root),
		Pool: certsOf(t, between...)}.Ways()
	if len(long.List) != 1 || long.List[0].Anchor != nil || len(long.List[0].Path) != MaxLength+1 {
		t.Errorf("%d ways, the first of %d certificates", len(long.List), len(long.List[0].Path))
	}
}
