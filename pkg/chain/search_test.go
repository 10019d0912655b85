package chain

import (
	"fmt"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/key"
)

// manyOfOneKey has n issuing CAs of one name and key, of which the root certified one.
func manyOfOneKey(n int) []testpki.Cert {
	clean, stranger := testpki.Clean(), testpki.Issue(testpki.Root(), nil)
	stranger.Spec.Subject.Set(testpki.OIDCommonName, "Not here")
	certs := []testpki.Cert{clean.Leaf, clean.Root, clean.Intermediate}
	for i := range n - 1 {
		s := testpki.IssuingCA()
		s.NotAfter = s.NotAfter.AddDate(0, 0, i+1)
		s.Drop(testpki.OIDAuthorityKeyID)
		certs = append(certs, testpki.Issue(s, &stranger))
	}
	return certs
}

// crossSigned has n CAs of which each certified its 3 neighbours; the root certified only the last.
func crossSigned(n int) []testpki.Cert {
	root := testpki.Issue(testpki.Root(), nil)
	var cas []testpki.Cert
	for i := range n {
		s := testpki.IssuingCA()
		s.Key.Name = fmt.Sprint("cross ", i)
		s.Subject.Set(testpki.OIDCommonName, s.Key.Name)
		s.Set(testpki.BasicConstraints(true, -1))
		cas = append(cas, testpki.Issue(s, nil))
	}
	leaf := testpki.Issue(testpki.PSD2QWAC(), &cas[0])
	last := cas[n-1].Spec
	last.Issuer = nil
	last.Set(testpki.AuthorityKeyID(nil))
	certs := []testpki.Cert{leaf, root, testpki.Issue(last, &root)}
	for i := range cas {
		for j := max(0, i-3); j < min(n, i+4); j++ {
			if i == j {
				continue
			}
			s := cas[i].Spec
			s.Issuer = nil
			s.Set(testpki.AuthorityKeyID(nil))
			certs = append(certs, testpki.Issue(s, &cas[j]))
		}
	}
	return certs
}

// longChain has n CAs between leaf and root.
func longChain(n int) []testpki.Cert {
	issuer := testpki.Issue(testpki.Root(), nil)
	certs := []testpki.Cert{issuer}
	for i := range n {
		s := testpki.IssuingCA()
		s.Key.Name = fmt.Sprint("long ", i)
		s.Subject.Set(testpki.OIDCommonName, s.Key.Name)
		s.Set(testpki.BasicConstraints(true, -1))
		issuer = testpki.Issue(s, &issuer)
		certs = append(certs, issuer)
	}
	return append(certs, testpki.Issue(testpki.PSD2QWAC(), &issuer))
}

// Pools that defeat searches which try every path. The bounds on our own signature checks are what was measured.
func TestSearchPools(t *testing.T) {
	tests := []struct {
		name   string
		certs  []testpki.Cert
		length int
		checks int
	}{
		{"1000 of one name and key", manyOfOneKey(1000), 3, 3},
		{"200 cross-signed", crossSigned(200), 70, 210},
		{"100 intermediates", longChain(100), 102, 103},
		{"1000 intermediates", longChain(1000), 1002, 1003},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newPool(bundleOf(t, tt.certs...).Certs, Options{At: testpki.At()})
			leaves, err := p.leaves()
			if err != nil || len(leaves) != 1 {
				t.Fatal(leaves, err)
			}
			c := &Chain{}
			if err := p.findPath(c, leaves[0]); err != nil || c.Gap != nil || len(c.Path) != tt.length ||
				p.checks > tt.checks {
				t.Errorf("error %v, gap %v, length %d, %d checks", err, c.Gap, len(c.Path), p.checks)
			}
		})
	}
}

// A group is entered again when a later way has fewer CAs on it, so that pathLen never hides a path.
func TestSearchPathLen(t *testing.T) {
	root := testpki.Root()
	root.Set(testpki.BasicConstraints(true, 1))
	clean := testpki.NewChain(func(_, ca, r *testpki.Spec) {
		*r = root
		ca.Set(testpki.BasicConstraints(true, 1))
	})
	detour := testpki.IssuingCA() // the same CA, certified by another that the root certified
	middle := testpki.IssuingCA()
	middle.Key.Name = "middle"
	middle.Subject.Set(testpki.OIDCommonName, "Middle CA")
	middle.Set(testpki.BasicConstraints(true, 1))
	m := testpki.Issue(middle, &clean.Root)
	certs := append(clean.Certs(), m, testpki.Issue(detour, &m))
	c := mustBuild(t, bundleOf(t, certs...), Options{At: testpki.At()})
	if len(c.Path) != 3 || c.Verify != nil || c.Gap != nil {
		t.Errorf("%+v", outlineOf(c))
	}
}

func BenchmarkBuildClean(b *testing.B) {
	bundle := bundleOf(b, testpki.Clean().Certs()...)
	for b.Loop() {
		mustBuild(b, bundle, Options{At: testpki.At()})
	}
}

// BenchmarkVerifyClean is what the signatures of a clean chain alone cost: three.
func BenchmarkVerifyClean(b *testing.B) {
	bundle := bundleOf(b, testpki.Clean().Certs()...)
	leaf, ca, root := bundle.Certs[0], bundle.Certs[1], bundle.Certs[2]
	for b.Loop() {
		if key.CheckSignature(leaf.Certificate, ca.Certificate) != nil ||
			key.CheckSignature(ca.Certificate, root.Certificate) != nil ||
			key.CheckSignature(root.Certificate, root.Certificate) != nil {
			b.Fatal("a signature is bad")
		}
	}
}

func BenchmarkBuildManyOfOneKey(b *testing.B) {
	bundle := bundleOf(b, manyOfOneKey(1000)...)
	for b.Loop() {
		mustBuild(b, bundle, Options{At: testpki.At()})
	}
}

func BenchmarkBuildCrossSigned(b *testing.B) {
	bundle := bundleOf(b, crossSigned(200)...)
	for b.Loop() {
		mustBuild(b, bundle, Options{At: testpki.At()})
	}
}
