package chain

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
	"qwac/pkg/path"
)

// bundleOf holds the certificates as one file would that has them in this order, one each 20 lines.
func bundleOf(t testing.TB, certs ...testpki.Cert) *bundle.Bundle {
	t.Helper()
	return bundleFiles(t, certs)
}

// bundleFiles is bundleOf for several files: 1.pem, 2.pem and so on.
func bundleFiles(t testing.TB, files ...[]testpki.Cert) *bundle.Bundle {
	t.Helper()
	b := &bundle.Bundle{}
	for i, certs := range files {
		for j, c := range certs {
			parsed, err := x509.ParseCertificate(c.DER)
			if err != nil {
				t.Fatal(err)
			}
			at := lint.Location{File: fmt.Sprintf("%d.pem", i+1), Line: 1 + 20*j}
			b.Certs = append(b.Certs, &cert.Cert{Certificate: parsed, At: at})
		}
	}
	return b
}

func mustBuild(t testing.TB, b *bundle.Bundle, opts Options) *Chain {
	t.Helper()
	c, err := Build(b, opts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// outline is a chain in words.
type outline struct {
	Path, Leaves, Unused, Duplicates []string
	Gap                              []string // child, then certificate: reason
	Links                            []string
	Anchor                           string
	Verify                           string
}

func outlineOf(c *Chain) outline {
	s := outline{Path: namesOf(c.Path), Leaves: namesOf(c.Leaves), Unused: namesOf(c.Unused),
		Duplicates: namesOf(c.Duplicates)}
	if c.Gap != nil {
		s.Gap = append(s.Gap, c.Gap.Child.Subject.CommonName)
		for _, n := range c.Gap.Near {
			s.Gap = append(s.Gap, n.Cert.Subject.CommonName+": "+n.Reason)
		}
	}
	for _, l := range c.Links {
		s.Links = append(s.Links,
			fmt.Sprintf("%v unsupported=%v folded=%v differs=%v", l.Err, l.Unsupported, l.NameFolded, l.NameDiffers))
	}
	if c.Anchor != nil {
		s.Anchor = c.Anchor.Subject.CommonName
	}
	if c.Verify != nil {
		s.Verify = c.Verify.Error()
	}
	return s
}

func namesOf(certs []*cert.Cert) []string {
	var names []string
	for _, c := range certs {
		names = append(names, c.Subject.CommonName)
	}
	return names
}

const good = "<nil> unsupported=false folded=false differs=false"

// Common names of the clean chain.
const (
	leafName = testpki.Host
	caName   = "Fixture Trust Qualified Web CA 1"
	rootName = "Fixture Trust Root CA 1"
)

// other is a second hierarchy with other names and keys.
func other(edit func(leaf, intermediate, root *testpki.Spec)) testpki.Chain {
	return testpki.NewChain(func(leaf, intermediate, root *testpki.Spec) {
		leaf.Key.Name, intermediate.Key.Name, root.Key.Name = "leaf 2", "issuing 2", "root 2"
		leaf.Subject.Set(testpki.OIDCommonName, "two.example")
		intermediate.Subject.Set(testpki.OIDCommonName, "Issuing 2")
		root.Subject.Set(testpki.OIDCommonName, "Root 2")
		if edit != nil {
			edit(leaf, intermediate, root)
		}
	})
}

func TestBuild(t *testing.T) {
	clean, second := testpki.Clean(), other(nil)
	leaf, ca, root := clean.Leaf, clean.Intermediate, clean.Root
	anchors := func(certs ...testpki.Cert) Options {
		o := Options{At: testpki.At()}
		for _, c := range certs {
			o.Anchors = append(o.Anchors, c.X509())
		}
		return o
	}
	rekeyed := testpki.NewChain(func(_, intermediate, _ *testpki.Spec) { intermediate.Key.Name = "issuing, older" })
	tampered := testpki.NewLeaf(func(leaf *testpki.Spec) { leaf.CorruptSignature = true })
	badRoot := testpki.NewChain(func(_, _, root *testpki.Spec) { root.CorruptSignature = true })
	complete := outline{Path: []string{leafName, caName, rootName}, Leaves: []string{leafName},
		Links: []string{good, good, good}}
	with := func(edit func(*outline)) outline {
		s := complete
		edit(&s)
		return s
	}
	tests := []struct {
		name  string
		certs []testpki.Cert
		opts  Options
		want  outline
	}{
		{"nothing", nil, Options{}, outline{}},
		{"complete", []testpki.Cert{leaf, ca, root}, anchors(), complete},
		{"at no time", []testpki.Cert{leaf, ca, root}, Options{}, complete},
		{"root first, and a copy", []testpki.Cert{root, ca, leaf, ca}, anchors(), with(func(s *outline) {
			s.Duplicates = []string{caName}
		})},
		{"two leaves", []testpki.Cert{second.Leaf, leaf, ca, root}, Options{Prefer: func(c *cert.Cert) int {
			return len(c.Subject.CommonName) * -1
		}},
			with(func(s *outline) { s.Leaves = []string{leafName, "two.example"} })},
		{"another hierarchy", []testpki.Cert{leaf, ca, root, second.Intermediate, second.Root}, anchors(),
			with(func(s *outline) { s.Unused = []string{"Issuing 2", "Root 2"} })},
		{"anchor in the bundle", []testpki.Cert{leaf, ca, root}, anchors(second.Root, root), with(func(s *outline) {
			s.Anchor = rootName
		})},
		{"the issuing CA is the anchor", []testpki.Cert{leaf, ca, root}, anchors(ca), with(func(s *outline) {
			s.Anchor = caName
		})},
		{"no anchor reached", []testpki.Cert{leaf, ca, root}, anchors(second.Root), complete},
		{"anchor issued the last", []testpki.Cert{leaf, ca}, anchors(root), outline{
			Path: []string{leafName, caName}, Leaves: []string{leafName}, Links: []string{good}, Gap: []string{caName},
			Anchor: rootName}},
		{"leaf alone", []testpki.Cert{leaf}, anchors(),
			outline{Path: []string{leafName}, Leaves: []string{leafName}, Gap: []string{leafName}}},
		{"no root", []testpki.Cert{ca, leaf}, anchors(), outline{
			Path: []string{leafName, caName}, Leaves: []string{leafName}, Links: []string{good},
			Gap: []string{caName}}},
		{"no intermediate", []testpki.Cert{leaf, root}, anchors(), outline{
			Path: []string{leafName}, Leaves: []string{leafName}, Gap: []string{leafName}, Unused: []string{rootName}}},
		{"CAs only", []testpki.Cert{ca, root}, anchors(), outline{Unused: []string{caName, rootName}}},
		{"another key under the issuer's name", []testpki.Cert{leaf, rekeyed.Intermediate, root}, anchors(), outline{
			Path: []string{leafName}, Leaves: []string{leafName}, Unused: []string{caName, rootName},
			Gap: []string{leafName, caName + ": same name, but another key: its key identifier is " +
				keyID(rekeyed.Intermediate.X509().SubjectKeyId) + ", want " + keyID(leaf.X509().AuthorityKeyId)}}},
		{"changed leaf", []testpki.Cert{tampered.Leaf, ca, root}, anchors(), outline{
			Path: []string{leafName}, Leaves: []string{leafName}, Unused: []string{caName, rootName},
			Gap: []string{leafName,
				caName + ": name and key identifier fit, but its key did not make this signature"}}},
		{"changed root", []testpki.Cert{leaf, ca, badRoot.Root}, anchors(), with(func(s *outline) {
			s.Links = []string{good, good}
			s.Gap = []string{rootName}
		})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := outlineOf(mustBuild(t, bundleOf(t, tt.certs...), tt.opts))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// The explaining search goes on where no strict path exists.
func TestBuildExplains(t *testing.T) {
	type edit = func(leaf, intermediate, root *testpki.Spec)
	odd := func(i int, link string) []string {
		links := []string{good, good, good}
		links[i] = link
		return links
	}
	tests := []struct {
		name   string
		edit   edit
		links  []string
		verify bool // crypto/x509 refuses the path
	}{
		{"expired intermediate", func(_, ca, _ *testpki.Spec) {
			ca.NotAfter = testpki.At().Add(-time.Hour)
		}, odd(0, good), true},
		{"intermediate is no CA", func(_, ca, _ *testpki.Spec) {
			ca.Set(testpki.BasicConstraints(false, -1))
		}, odd(0, good), true},
		{"root without basic constraints", func(_, _, root *testpki.Spec) {
			root.Drop(testpki.OIDBasicConstraints)
		}, odd(0, good), true},
		{"name in capitals", func(leaf, ca, _ *testpki.Spec) {
			leaf.Issuer = ca.Subject.Clone()
			leaf.Issuer.Set(testpki.OIDCommonName, "FIXTURE  trust Qualified Web CA 1 ")
		}, odd(0, "<nil> unsupported=false folded=true differs=false"), true},
		{"another name, key and key identifier fit", func(leaf, ca, _ *testpki.Spec) {
			leaf.Issuer = ca.Subject.Clone()
			leaf.Issuer.Set(testpki.OIDCommonName, "Renamed CA")
		}, odd(0, "<nil> unsupported=false folded=false differs=true"), true},
		{"PSS with an odd salt", func(leaf, ca, _ *testpki.Spec) {
			ca.Key.Alg = testpki.RSA2048
			leaf.Sign = testpki.SigAlg{PSS: true, Salt: 20}
		}, odd(0, good), true},
		{"PSS with two hashes", func(leaf, ca, _ *testpki.Spec) {
			ca.Key.Alg = testpki.RSA2048
			leaf.Sign = testpki.SigAlg{PSS: true}
			leaf.InnerAlg = testpki.PSSIdentifier(crypto.SHA256, crypto.SHA384, 32)
			leaf.OuterAlg = leaf.InnerAlg
		}, odd(0, "RSASSA-PSS has SHA-256 for the message and SHA-384 for the mask, the standard library verifies one "+
			"for both only unsupported=true folded=false differs=false"), true},
		{"an algorithm that nobody knows", func(leaf, _, _ *testpki.Spec) {
			leaf.InnerAlg = testpki.Seq(testpki.ObjectID(testpki.OIDOwnPolicyID))
			leaf.OuterAlg = leaf.InnerAlg
		}, odd(0, "the signature algorithm 1.3.6.1.4.1.32473.1.1 is not known to the standard library "+
			"unsupported=true folded=false differs=false"), true},
		{"SHA-1 on the leaf", func(leaf, _, _ *testpki.Spec) { leaf.Sign.Hash = crypto.SHA1 }, odd(0, good), true},
		{"SHA-1 under the root's own name", func(_, _, root *testpki.Spec) {
			root.Sign.Hash = crypto.SHA1
		}, odd(2, good), false},
		{"MD5 under the root's own name", func(_, _, root *testpki.Spec) {
			root.Key.Alg = testpki.RSA2048
			root.Sign.Hash = crypto.MD5
		}, odd(2, x509.InsecureAlgorithmError(x509.MD5WithRSA).Error()+" unsupported=true folded=false differs=false"),
			false},
		{"key identifiers differ", func(leaf, _, _ *testpki.Spec) {
			leaf.Set(testpki.AuthorityKeyID([]byte{1, 2, 3}))
		}, odd(0, good), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := mustBuild(t, bundleOf(t, testpki.NewChain(tt.edit).Certs()...), Options{At: testpki.At()})
			got := outlineOf(c)
			if diff := cmp.Diff(tt.links, got.Links); diff != "" {
				t.Errorf("links -want +got:\n%s", diff)
			}
			if len(c.Path) != 3 || c.Gap != nil || (c.Verify != nil) != tt.verify {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// A certificate marked as CA by mistake, or signed by itself, is the leaf when nothing else can be.
func TestBuildLeafOfLastResort(t *testing.T) {
	caLeaf := testpki.NewLeaf(func(leaf *testpki.Spec) { leaf.Set(testpki.BasicConstraints(true, -1)) })
	selfSigned := testpki.Issue(testpki.PSD2QWAC(), nil)
	bareRoot := testpki.NewChain(func(_, _, root *testpki.Spec) { root.Drop(testpki.OIDBasicConstraints) })
	tests := []struct {
		name  string
		certs []testpki.Cert
		want  []string
	}{
		{"leaf with cA", caLeaf.Certs(), []string{leafName, caName, rootName}},
		{"self-signed leaf", []testpki.Cert{selfSigned}, []string{leafName}},
		{"root without basic constraints is no leaf", []testpki.Cert{bareRoot.Root, caLeaf.Leaf}, []string{leafName}},
		{"and none beside its CA", []testpki.Cert{bareRoot.Root, bareRoot.Intermediate}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := mustBuild(t, bundleOf(t, tt.certs...), Options{At: testpki.At()})
			if diff := cmp.Diff(tt.want, namesOf(c.Path)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// A root that a second root certified too, and an issuing CA that was renewed with the same key.
func TestBuildIgnoresInputOrder(t *testing.T) {
	clean, second := testpki.Clean(), other(nil)
	cross := testpki.Root()
	cross.Add(testpki.AuthorityKeyID(nil))
	renewed := testpki.IssuingCA()
	renewed.NotAfter = renewed.NotAfter.AddDate(1, 0, 0)
	expired := testpki.IssuingCA()
	expired.NotAfter = testpki.At().AddDate(-1, 0, 0)
	certs := append(clean.Certs(), testpki.Issue(cross, &second.Root), testpki.Issue(renewed, &clean.Root),
		testpki.Issue(expired, &clean.Root), second.Root, second.Intermediate, second.Leaf)
	b := bundleOf(t, certs...)
	for _, anchor := range []*testpki.Cert{nil, &second.Root} {
		opts := Options{At: testpki.At(), Prefer: func(c *cert.Cert) int { return len(c.Subject.CommonName) * -1 }}
		if anchor != nil {
			opts.Anchors = append(opts.Anchors, anchor.X509())
		}
		first := mustBuild(t, b, opts)
		if first.Verify != nil || first.Gap != nil || (anchor == nil) != (first.Anchor == nil) {
			t.Fatalf("anchor %v: %+v", anchor != nil, outlineOf(first))
		}
		random := rand.New(rand.NewPCG(1, 2))
		for range 50 {
			random.Shuffle(len(b.Certs), func(i, j int) { b.Certs[i], b.Certs[j] = b.Certs[j], b.Certs[i] })
			if diff := cmp.Diff(string(first.PEM()), string(mustBuild(t, b, opts).PEM())); diff != "" {
				t.Fatalf("anchor %v: another order of the input gives another path:\n%s", anchor != nil, diff)
			}
		}
	}
}

// The clean chain costs one signature check a certificate.
func TestBuildCleanCost(t *testing.T) {
	b := bundleOf(t, testpki.Clean().Certs()...)
	p := newPool(b.Certs, Options{At: testpki.At()})
	leaves, err := p.leaves()
	if err != nil || len(leaves) != 1 {
		t.Fatal(leaves, err)
	}
	if err := p.findPath(&Chain{}, leaves[0]); err != nil || p.checks != 3 {
		t.Errorf("%d signature checks, error %v", p.checks, err)
	}
}

func TestBuildBudget(t *testing.T) {
	clean := testpki.NewChain(func(leaf, _, _ *testpki.Spec) { leaf.Drop(testpki.OIDAuthorityKeyID) })
	certs := []testpki.Cert{clean.Leaf}
	for i := range 5 {
		decoy := testpki.IssuingCA()
		decoy.Key.Name = fmt.Sprint("decoy ", i)
		certs = append(certs, testpki.Issue(decoy, &clean.Root))
	}
	_, err := Build(bundleOf(t, certs...), Options{Budget: 3})
	var budget *path.BudgetError
	if !errors.As(err, &budget) || budget.Checks != 3 {
		t.Errorf("got %v", err)
	}
	if _, err := Build(bundleOf(t, certs...), Options{Budget: 5}); err != nil {
		t.Error(err)
	}
}

// Certificates that crypto/x509 refuses have no public key and may lack anything else.
func TestBuildRefused(t *testing.T) {
	clean := testpki.Clean()
	for refused := range 3 {
		b := bundleOf(t, clean.Certs()...)
		full := b.Certs[refused]
		full.Refused = errors.New("refused")
		full.Certificate = &x509.Certificate{
			Raw: full.Raw, RawSubject: full.RawSubject, RawIssuer: full.RawIssuer,
			RawSubjectPublicKeyInfo: full.RawSubjectPublicKeyInfo,
			Version:                 3, BasicConstraintsValid: true, IsCA: full.IsCA, NotBefore: full.NotBefore,
			NotAfter: full.NotAfter,
			Subject:  full.Subject, Issuer: full.Issuer, SerialNumber: full.SerialNumber, Extensions: full.Extensions,
			KeyUsage: full.KeyUsage,
		}
		c := mustBuild(t, b, Options{At: testpki.At()})
		if len(c.Path) != 3 || c.Verify != full.Refused {
			t.Errorf("certificate %d: %+v", refused, outlineOf(c))
		}
	}
	c := mustBuild(t, &bundle.Bundle{Certs: []*cert.Cert{
		{Certificate: &x509.Certificate{}, Refused: errors.New("refused")}}}, Options{})
	lint.Run(c, chainRules)
}

func TestPEM(t *testing.T) {
	clean := testpki.Clean()
	c := mustBuild(t, bundleOf(t, clean.Root, clean.Leaf, clean.Intermediate, clean.Leaf), Options{})
	if diff := cmp.Diff(string(clean.PEM()), string(c.PEM())); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if block, rest := pem.Decode(c.PEM()); block == nil || len(rest) == 0 {
		t.Error("no block")
	}
	if got := (&Chain{}).PEM(); len(got) != 0 {
		t.Errorf("empty path: %q", got)
	}
}
