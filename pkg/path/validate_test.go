package path

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
)

// certsOf reads certificates as the search takes them.
func certsOf(t testing.TB, certs ...testpki.Cert) []*cert.Cert {
	t.Helper()
	var out []*cert.Cert
	for _, c := range certs {
		parsed, err := ParseCertificate(c.DER)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, parsed)
	}
	return out
}

// stack is a path under a root: specs from the root down to the leaf, each issued by the one before.
func stack(specs ...testpki.Spec) []testpki.Cert {
	issued := []testpki.Cert{testpki.Issue(specs[0], nil)}
	for _, s := range specs[1:] {
		issued = append(issued, testpki.Issue(s, &issued[len(issued)-1]))
	}
	return issued
}

// under is a CA of its own name and key without limits.
func under(name string, extensions ...testpki.Extension) testpki.Spec {
	s := testpki.IssuingCA()
	s.Subject.Set(testpki.OIDCommonName, name)
	s.Key.Name = name
	s.Set(testpki.BasicConstraints(true, -1))
	for _, e := range extensions {
		s.Set(e)
	}
	return s
}

// selfIssued is a CA with another key for the same name.
func selfIssued(s testpki.Spec) testpki.Spec {
	s.Key.Name += " next"
	return s
}

// end is a leaf with these extensions.
func end(extensions ...testpki.Extension) testpki.Spec {
	s := testpki.PSD2QWAC()
	for _, e := range extensions {
		s.Set(e)
	}
	return s
}

func rootWith(extensions ...testpki.Extension) testpki.Spec {
	s := testpki.Root()
	for _, e := range extensions {
		s.Set(e)
	}
	return s
}

// verdictOf judges a stack: each failure as "rule place", "< place" of the CA whose constraint it is.
func verdictOf(t testing.TB, certs []testpki.Cert, terms Terms) []string {
	t.Helper()
	all := certsOf(t, certs...)
	var path []*cert.Cert
	for i := len(all) - 1; i > 0; i-- {
		path = append(path, all[i])
	}
	var out []string
	for _, f := range Validate(path, all[0], &terms) {
		text := fmt.Sprintf("%s %d", f.Rule, f.Cert)
		if f.By >= 0 {
			text += fmt.Sprintf(" < %d", f.By)
		}
		out = append(out, text)
		if f.Clause == "" || f.Detail == "" {
			t.Errorf("%s: no clause or no detail", text)
		}
	}
	return out
}

func asCritical(e testpki.Extension) testpki.Extension {
	e.Critical = true
	return e
}

// policyA and policyB are two policies of the example arc.
var policyA, policyB = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 32473, 1, 1}, asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1,
	32473, 1, 2}

// unknownExtension is one that nobody knows.
var unknownExtension = testpki.Extension{OID: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 32473, 9}, Value: testpki.Null()}

// emptyTrees are constraints with an empty list of excluded names.
var emptyTrees = testpki.Extension{OID: testpki.OIDNameConstraints, Critical: true, Value: testpki.Seq(
	testpki.Explicit(0, testpki.Seq(testpki.URI("host.example"))), testpki.Explicit(1))}

// TestValidate has a case for each branch of section 6, and beside it the nearest one that is valid.
func TestValidate(t *testing.T) {
	at := Terms{At: testpki.At()}
	with := func(edit func(*Terms)) Terms {
		terms := at
		edit(&terms)
		return terms
	}
	strict := with(func(t *Terms) { t.Strict = true })
	usage := func(oids ...string) Terms { return with(func(t *Terms) { t.Usage.Any = oids }) }
	one := 1
	expired := func(s testpki.Spec) testpki.Spec { s.NotAfter = testpki.At().AddDate(0, 0, -1); return s }
	future := func(s testpki.Spec) testpki.Spec { s.NotBefore = testpki.At().AddDate(0, 0, 1); return s }
	corrupt := func(s testpki.Spec) testpki.Spec { s.CorruptSignature = true; return s }
	edited := func(s testpki.Spec, edit func(*testpki.Spec)) testpki.Spec {
		s.Extensions = slices.Clone(s.Extensions)
		edit(&s)
		return s
	}
	rsa := func(s *testpki.Spec) { s.Key.Alg = testpki.RSA2048 }
	md5 := func(s *testpki.Spec) { s.Sign.Hash = crypto.MD5 }
	ca, root, leaf := under("A"), testpki.Root(), testpki.PSD2QWAC()
	b := under("B")
	tests := []struct {
		name  string
		specs []testpki.Spec // from the root down
		terms Terms
		want  []string
	}{
		{"valid", []testpki.Spec{root, ca, leaf}, at, nil},
		{"at no time", []testpki.Spec{root, ca, expired(leaf)}, Terms{}, nil},

		// 6.1.3 (a)(1)
		{"signature of the leaf", []testpki.Spec{root, ca, corrupt(leaf)}, at, []string{"signature 0"}},
		{"signatures of both", []testpki.Spec{root, corrupt(ca), corrupt(leaf)}, at,
			[]string{"signature 1", "signature 0"}},
		{"signature of the anchor", []testpki.Spec{corrupt(root), ca, leaf}, at, nil},
		{"key of the CA not known", []testpki.Spec{root, edited(ca, func(s *testpki.Spec) {
			s.SPKI = testpki.BrainpoolSPKI("x")
		}), leaf}, at,
			[]string{"signature not verified 0"}},
		{"curve of the CA written out", []testpki.Spec{root, edited(ca, func(s *testpki.Spec) {
			s.SPKI = testpki.ExplicitECSPKI("x")
		}), leaf}, at,
			[]string{"explicit curve 1", "signature not verified 0"}},
		{"two algorithms", []testpki.Spec{root, ca, edited(leaf, func(s *testpki.Spec) {
			s.InnerAlg = testpki.SigAlg{Hash: crypto.SHA384}.Identifier(testpki.Key{Name: "A"}.Signer().Public())
		})}, at, []string{"algorithms differ 0"}},
		{"SHA-1", []testpki.Spec{root, ca, edited(leaf, func(s *testpki.Spec) {
			s.Sign.Hash = crypto.SHA1
		})}, at, []string{"weak hash 0"}},
		{"SHA-1 taken", []testpki.Spec{root, ca, edited(leaf, func(s *testpki.Spec) {
			s.Sign.Hash = crypto.SHA1
		})}, with(func(t *Terms) { t.SHA1 = true }), nil},
		{"MD5", []testpki.Spec{root, edited(ca, rsa), edited(leaf, md5)}, at,
			[]string{"weak hash 0", "signature not verified 0"}},
		{"MD5 taken, SHA-1 not", []testpki.Spec{root, edited(ca, rsa), edited(leaf, func(s *testpki.Spec) {
			s.Sign.Hash = crypto.SHA1
		})}, with(func(t *Terms) { t.MD5 = true }), []string{"weak hash 0"}},
		{"MD5 taken, and nobody to verify it", []testpki.Spec{root, edited(ca, rsa), edited(leaf, md5)},
			with(func(t *Terms) { t.MD5, t.MinRSA = true, 512 }), []string{"signature not verified 0"}},
		{"RSA key of 1024 bits", []testpki.Spec{root, edited(ca, func(s *testpki.Spec) {
			s.Key.Alg = testpki.RSA1024
		}), leaf}, at, nil},
		{"RSA key of 1024 bits, want 2048", []testpki.Spec{root, edited(ca, func(s *testpki.Spec) {
			s.Key.Alg = testpki.RSA1024
		}), leaf},
			with(func(t *Terms) { t.MinRSA = 2048 }), []string{"small key 1"}},

		// 6.1.3 (a)(2)
		{"leaf expired", []testpki.Spec{root, ca, expired(leaf)}, at, []string{"expired 0"}},
		{"CA not yet valid", []testpki.Spec{root, future(ca), leaf}, at, []string{"not yet valid 1"}},
		{"anchor expired", []testpki.Spec{expired(root), ca, leaf}, at, []string{"expired 2"}},
		{"anchor expired, any time", []testpki.Spec{expired(root), ca, leaf}, with(func(t *Terms) {
			t.Anchor.AnyTime = true
		}), nil},
		{"ends before it begins", []testpki.Spec{root, ca, edited(leaf, func(s *testpki.Spec) {
			s.NotBefore, s.NotAfter = s.NotAfter, s.NotBefore
		})}, at,
			[]string{"validity 0"}},
		{"last second", []testpki.Spec{root, ca, leaf}, Terms{At: leaf.NotAfter.Add(time.Second - 1)}, nil},
		{"second after", []testpki.Spec{root, ca, leaf}, Terms{At: leaf.NotAfter.Add(time.Second)},
			[]string{"expired 0"}},
		{"moment before", []testpki.Spec{root, ca, leaf}, Terms{At: leaf.NotBefore.Add(-1)},
			[]string{"not yet valid 0"}},

		// 6.1.3 (a)(4)
		{"another issuer", []testpki.Spec{root, ca, edited(leaf, func(s *testpki.Spec) {
			s.Issuer = b.Subject
		})}, at, []string{"names do not chain 0"}},
		{"issuer in other letters", []testpki.Spec{root, ca, edited(leaf, func(s *testpki.Spec) {
			s.Issuer = ca.Subject.Clone()
			s.Issuer.Set(testpki.OIDCommonName, "a")
		})}, at, nil},

		// 6.1.4 (k) to (n)
		{"no CA", []testpki.Spec{root, edited(ca, func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(false, -1))
		}), leaf}, at,
			[]string{"no CA 1"}},
		{"no basicConstraints", []testpki.Spec{root, edited(ca, func(s *testpki.Spec) {
			s.Drop(testpki.OIDBasicConstraints)
		}), leaf}, at,
			[]string{"no CA 1"}},
		{"anchor without", []testpki.Spec{edited(root, func(s *testpki.Spec) {
			s.Drop(testpki.OIDBasicConstraints)
		}), ca, leaf}, at,
			[]string{"no CA 2"}},
		{"anchor without, which may be", []testpki.Spec{edited(root, func(s *testpki.Spec) {
			s.Drop(testpki.OIDBasicConstraints)
		}), ca, leaf},
			with(func(t *Terms) { t.Anchor.MayLackCA = true }), nil},
		{"anchor of version 1", []testpki.Spec{edited(root, func(s *testpki.Spec) {
			s.Version, s.Extensions = 1, nil
		}), ca, leaf}, at, nil},
		{"CA of version 1", []testpki.Spec{root, edited(ca, func(s *testpki.Spec) {
			s.Version, s.Extensions = 1, nil
		}), leaf}, at,
			[]string{"no CA 1"}},
		{"keyUsage", []testpki.Spec{root, under("A", testpki.KeyUsage(x509.KeyUsageCRLSign)), leaf}, at,
			[]string{"key usage 1"}},
		{"keyUsage of the anchor", []testpki.Spec{rootWith(testpki.KeyUsage(x509.KeyUsageCRLSign)), ca, leaf}, at,
			[]string{"key usage 2"}},
		{"bare anchor",
			[]testpki.Spec{rootWith(testpki.KeyUsage(x509.KeyUsageCRLSign), asCritical(unknownExtension)), ca, leaf},
			with(func(t *Terms) { t.Anchor.Unconstrained = true }), nil},
		{"pathLen", []testpki.Spec{root, under("A", testpki.BasicConstraints(true, 0)), b, leaf}, at,
			[]string{"path length 1 < 2"}},
		{"pathLen enough", []testpki.Spec{root, under("A", testpki.BasicConstraints(true, 1)), b, leaf}, at, nil},
		{"pathLen and a self-issued CA",
			[]testpki.Spec{root, under("A", testpki.BasicConstraints(true, 0)), selfIssued(ca), leaf}, at, nil},
		{"pathLen of the anchor", []testpki.Spec{rootWith(testpki.BasicConstraints(true, 0)), ca, leaf}, at,
			[]string{"path length 1 < 2"}},
		{"pathLen of two", []testpki.Spec{rootWith(testpki.BasicConstraints(true, 0)),
			under("A", testpki.BasicConstraints(true, 0)), b, leaf}, at,
			[]string{"path length 2 < 3", "path length 1 < 3"}},
		{"most CAs", []testpki.Spec{root, ca, b, leaf}, with(func(t *Terms) {
			t.MaxCAs = &one
		}), []string{"too long 1"}},
		{"most CAs, one self-issued", []testpki.Spec{root, ca, selfIssued(ca), leaf}, with(func(t *Terms) {
			t.MaxCAs = &one
		}), nil},

		// 6.1.4 (o), 6.1.5 (f)
		{"critical in the leaf", []testpki.Spec{root, ca, end(asCritical(unknownExtension))}, at,
			[]string{"unknown critical 0"}},
		{"critical in all", []testpki.Spec{rootWith(asCritical(unknownExtension)),
			under("A", asCritical(unknownExtension)), end(unknownExtension)}, at,
			[]string{"unknown critical 2", "unknown critical 1"}},
		{"critical key identifier", []testpki.Spec{root, under("A", asCritical(testpki.SubjectKeyID([]byte{1}))), leaf},
			strict,
			[]string{"unknown critical 1"}},
		{"extension twice", []testpki.Spec{root, ca, edited(leaf, func(s *testpki.Spec) {
			s.Add(unknownExtension)
			s.Add(unknownExtension)
		})}, at,
			[]string{"extension twice 0"}},
		{"precertificate", []testpki.Spec{root, ca, end(testpki.CTPoison())}, at, []string{"precertificate 0"}},
		{"negative pathLen",
			[]testpki.Spec{root, under("A", testpki.Extension{OID: testpki.OIDBasicConstraints, Critical: true,
				Value: testpki.Seq([]byte{1, 1, 0xff}, testpki.Int(-1))}), leaf}, at,
			[]string{"malformed 1"}},
		{"empty list of subtrees", []testpki.Spec{root, under("A", emptyTrees), leaf}, at,
			[]string{"malformed 1"}},
		{"empty list of subtrees taken for none", []testpki.Spec{root, under("A", emptyTrees), leaf},
			with(func(t *Terms) { t.EmptyTrees = true }), nil},
		{"odd name", []testpki.Spec{root, ca,
			end(testpki.Extension{OID: testpki.OIDSubjectAltName, Value: testpki.Seq([]byte{0x89, 1, 'x'})})}, at,
			[]string{"malformed 0"}},
		{"odd name passed over", []testpki.Spec{root, ca,
			end(testpki.Extension{OID: testpki.OIDSubjectAltName, Value: testpki.Seq([]byte{0x89, 1, 'x'})})},
			with(func(t *Terms) { t.OddNames = true }), nil},

		// purposes
		{"client", []testpki.Spec{root, ca, leaf}, usage(OIDClientUsage), nil},
		{"client, leaf for servers", []testpki.Spec{root, ca, end(testpki.ExtKeyUsage(testpki.OIDServerAuth))},
			usage(OIDClientUsage), []string{"leaf not for clients 0"}},
		{"client, CA for servers", []testpki.Spec{root, under("A", testpki.ExtKeyUsage(testpki.OIDServerAuth)), leaf},
			usage(OIDClientUsage),
			[]string{"CA not for clients 1"}},
		{"server, anchor for clients", []testpki.Spec{rootWith(testpki.ExtKeyUsage(testpki.OIDClientAuth)), ca, leaf},
			usage(oidServerUsage),
			[]string{"CA not for the purpose 2"}},
		{"one of two, not the same", []testpki.Spec{root, under("A", testpki.ExtKeyUsage(testpki.OIDServerAuth)),
			end(testpki.ExtKeyUsage(testpki.OIDClientAuth))},
			usage(oidServerUsage, OIDClientUsage), []string{"leaf not for clients 0"}},
		{"any purpose", []testpki.Spec{root, under("A", testpki.ExtKeyUsage(asn1.ObjectIdentifier{2, 5, 29, 37, 0})),
			leaf}, usage(OIDClientUsage), nil},
		{"strict", []testpki.Spec{root, ca, end(testpki.ExtKeyUsage(asn1.ObjectIdentifier{2, 5, 29, 37, 0}))},
			with(func(t *Terms) {
				t.Usage = Usage{Any: []string{OIDClientUsage}, Strict: true}
			}), []string{"leaf not for clients 0"}},

		// 6.1.3 (d), 6.1.4 (a), (b), (i), (j), 6.1.5 (g)
		{"no policy is required",
			[]testpki.Spec{root, under("A", testpki.Policies(policyA)), end(testpki.Policies(policyB))}, at, nil},
		{"policy required by the user",
			[]testpki.Spec{root, under("A", testpki.Policies(policyA)), end(testpki.Policies(policyB))},
			with(func(t *Terms) { t.Explicit = true }), []string{"policy 0"}},
		{"policy required by a CA", []testpki.Spec{root, under("A", testpki.Policies(policyA),
			testpki.PolicyConstraints(0, -1)), end(testpki.Policies(policyB))}, at,
			[]string{"policy 0"}},
		{"policy required by the anchor", []testpki.Spec{rootWith(testpki.PolicyConstraints(0, -1)),
			under("A", testpki.Policies(policyA)), end(testpki.Policies(policyB))}, at,
			[]string{"policy 0"}},
		{"policy required by the leaf", []testpki.Spec{root, under("A", testpki.Policies(policyA)),
			end(testpki.Policies(policyB), testpki.PolicyConstraints(0, -1))}, at,
			[]string{"policy 0"}},
		{"policy required and there", []testpki.Spec{root, under("A", testpki.Policies(policyA),
			testpki.PolicyConstraints(0, -1)), end(testpki.Policies(policyA))}, at, nil},
		{"policy that the user wants",
			[]testpki.Spec{root, under("A", testpki.Policies(policyA)), end(testpki.Policies(policyA))},
			with(func(t *Terms) { t.Explicit, t.Policies = true, []string{policyA.String()} }), nil},
		{"policy that the user does not want",
			[]testpki.Spec{root, under("A", testpki.Policies(policyA)), end(testpki.Policies(policyA))},
			with(func(t *Terms) {
				t.Explicit, t.Policies = true, []string{policyB.String()}
			}), []string{"policy 0"}},
		{"policy mapped", []testpki.Spec{root, under("A", testpki.Policies(policyA),
			testpki.PolicyMappings(policyA, policyB)), end(testpki.Policies(policyB))},
			with(func(t *Terms) { t.Explicit, t.Policies = true, []string{policyA.String()} }), nil},
		{"policy mapped away", []testpki.Spec{root, under("A", testpki.Policies(policyA),
			testpki.PolicyMappings(policyA, policyB)), end(testpki.Policies(policyA))},
			with(func(t *Terms) { t.Explicit = true }), []string{"policy 0"}},
		{"mappings inhibited", []testpki.Spec{root, under("A", testpki.Policies(policyA),
			testpki.PolicyMappings(policyA, policyB)), end(testpki.Policies(policyB))},
			with(func(t *Terms) { t.Explicit, t.InhibitMapping = true, true }), []string{"policy 0"}},
		{"mappings inhibited below", []testpki.Spec{root, under("A", testpki.PolicyConstraints(0, 0)),
			under("B", testpki.Policies(policyA), testpki.PolicyMappings(policyA, policyB)),
			end(testpki.Policies(policyB))}, at, []string{"policy 0"}},
		{"anyPolicy mapped", []testpki.Spec{root, under("A", testpki.PolicyMappings(testpki.OIDAnyPolicy, policyB)),
			end(testpki.Policies(policyB))}, at,
			[]string{"policy 1"}},
		{"anyPolicy inhibited", []testpki.Spec{root, under("A", testpki.InhibitAnyPolicy(0),
			testpki.PolicyConstraints(0, -1)), ca, end(testpki.Policies(policyA))}, at, nil},
		{"anyPolicy inhibited in another CA", []testpki.Spec{root,
			under("A", testpki.InhibitAnyPolicy(0), testpki.PolicyConstraints(0, -1)), b,
			end(testpki.Policies(policyA))}, at,
			[]string{"policy 0"}},
		{"anyPolicy inhibited by the user", []testpki.Spec{root, ca, end(testpki.Policies(policyA))},
			with(func(t *Terms) { t.Explicit, t.InhibitAny = true, true }), []string{"policy 0"}},
		{"policy twice", []testpki.Spec{root, ca, end(testpki.Policies(policyA, policyA))}, strict,
			[]string{"policy twice 0"}},
		{"policy twice, which verifiers need not look for",
			[]testpki.Spec{root, ca, end(testpki.Policies(policyA, policyA))}, at, nil},
		{"qualifier", []testpki.Spec{root, ca, end(qualified(false))}, at, nil},
		{"critical qualifier", []testpki.Spec{root, ca, end(qualified(true))}, at,
			[]string{"policy qualifier 0"}},

		// everything at once
		{"independent",
			[]testpki.Spec{root, expired(under("A", testpki.BasicConstraints(false, -1))), corrupt(expired(leaf))}, at,
			[]string{"expired 1", "no CA 1", "signature 0",
				"expired 0"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, verdictOf(t, stack(tt.specs...), tt.terms)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// qualified is a policy with a qualifier that nobody knows.
func qualified(critical bool) testpki.Extension {
	qualifier := testpki.Seq(testpki.ObjectID(unknownExtension.OID), testpki.Null())
	return testpki.Extension{OID: testpki.OIDCertificatePolicies, Critical: critical,
		Value: testpki.Seq(testpki.Seq(testpki.ObjectID(policyA), testpki.Seq(qualifier)))}
}

// TestValidateNames has a row for each kind of name and way of comparing. The constraint stands in the CA and then in
// the anchor; the verdict must be the same.
func TestValidateNames(t *testing.T) {
	type g = testpki.GeneralName
	list := func(names ...g) []g { return names }
	name := func(pairs ...string) testpki.Name {
		n := testpki.Name{}
		n.Add(testpki.OIDCountry, "DK")
		for _, p := range pairs {
			n.Add(testpki.OIDOrganization, p)
		}
		return n
	}
	other := func(id asn1.ObjectIdentifier) g {
		return g(testpki.Explicit(0, testpki.ObjectID(id), testpki.Explicit(0, testpki.Null())))
	}
	mask := func(b ...byte) g { return testpki.IP(b...) }
	tests := []struct {
		name                string
		permitted, excluded []g
		san                 []g
		outside             bool
	}{
		{"DNS, itself", list(testpki.DNS("a.example")), nil, list(testpki.DNS("A.Example")), false},
		{"DNS, below", list(testpki.DNS("a.example")), nil, list(testpki.DNS("x.y.a.example")), false},
		{"DNS, only the same end", list(testpki.DNS("a.example")), nil, list(testpki.DNS("ba.example")), true},
		{"DNS, one of two", list(testpki.DNS("a.example"), testpki.DNS("b.example")), nil,
			list(testpki.DNS("b.example"), testpki.DNS("c.example")), true},
		{"DNS, dot", list(testpki.DNS(".a.example")), nil, list(testpki.DNS("a.example")), true},
		{"DNS, below a dot", list(testpki.DNS(".a.example")), nil, list(testpki.DNS("b.a.example")), false},
		{"DNS, all", nil, list(testpki.DNS("")), list(testpki.DNS("a.example")), true},
		{"DNS, excluded", nil, list(testpki.DNS("a.example")), list(testpki.DNS("b.a.example")), true},
		{"DNS, not excluded", nil, list(testpki.DNS("a.example")), list(testpki.DNS("b.example")), false},
		{"DNS, wildcard stands for an excluded name", nil, list(testpki.DNS("b.a.example")),
			list(testpki.DNS("*.a.example")), true},
		{"DNS, wildcard stands for no excluded name", nil, list(testpki.DNS("c.b.a.example")),
			list(testpki.DNS("*.a.example")), false},
		{"DNS, wildcard wider than permitted", list(testpki.DNS("b.a.example")), nil, list(testpki.DNS("*.a.example")),
			true},
		{"DNS, malformed", list(testpki.DNS("a.example")), nil, list(testpki.DNS("a b.a.example")), true},
		{"DNS, no constraint on its kind", list(testpki.Email("a.example")), nil, list(testpki.DNS("b.example")),
			false},
		{"mail, address", list(testpki.Email("me@a.example")), nil, list(testpki.Email("me@A.example")), false},
		{"mail, local part in other letters", list(testpki.Email("me@a.example")), nil,
			list(testpki.Email("Me@a.example")), true},
		{"mail, host", list(testpki.Email("a.example")), nil, list(testpki.Email("me@a.example")), false},
		{"mail, host below", list(testpki.Email("a.example")), nil, list(testpki.Email("me@b.a.example")), true},
		{"mail, domain", list(testpki.Email(".a.example")), nil, list(testpki.Email("me@b.a.example")), false},
		{"mail, domain itself", list(testpki.Email(".a.example")), nil, list(testpki.Email("me@a.example")), true},
		{"mail, excluded", nil, list(testpki.Email("a.example")), list(testpki.Email("me@a.example")), true},
		{"mail, quoted", list(testpki.Email("me@a.example")), nil, list(testpki.Email(`"m\e"@a.example`)), false},
		{"mail, malformed", list(testpki.DNS("a.example")), nil, list(testpki.Email("me")), true},
		{"URI, host", list(testpki.URI("a.example")), nil, list(testpki.URI("https://a.example:8443/x")), false},
		{"URI, host below", list(testpki.URI("a.example")), nil, list(testpki.URI("https://b.a.example/")), true},
		{"URI, domain", list(testpki.URI(".a.example")), nil, list(testpki.URI("https://b.a.example/")), false},
		{"URI, address", list(testpki.URI("a.example")), nil, list(testpki.URI("https://192.0.2.1/")), true},
		{"URI, without host", nil, list(testpki.URI("a.example")), list(testpki.URI("urn:x:y")), true},
		{"IP, inside", list(mask(192, 0, 2, 0, 255, 255, 255, 0)), nil, list(testpki.IP(192, 0, 2, 77)), false},
		{"IP, outside", list(mask(192, 0, 2, 0, 255, 255, 255, 0)), nil, list(testpki.IP(192, 0, 3, 77)), true},
		{"IP, odd mask", list(mask(192, 0, 2, 0, 255, 255, 255, 128)), nil, list(testpki.IP(192, 0, 2, 200)), true},
		{"IP, other version", list(mask(192, 0, 2, 0, 255, 255, 255, 0)), nil, list(testpki.IP(make([]byte, 16)...)),
			true},
		{"IP, excluded", nil, list(mask(0, 0, 0, 0, 0, 0, 0, 0)), list(testpki.IP(192, 0, 2, 1)), true},
		{"directory, below", list(testpki.DirectoryName(name("One"))), nil,
			list(testpki.DirectoryName(name("ONE", "Two"))), false},
		{"directory, beside", list(testpki.DirectoryName(name("One"))), nil, list(testpki.DirectoryName(name("Two"))),
			true},
		{"directory, excluded", nil, list(testpki.DirectoryName(name("One"))), list(testpki.DirectoryName(name("One"))),
			true},
		{"other, same type", nil, list(other(policyA)), list(other(policyA)), true},
		{"other, another type", nil, list(other(policyA)), list(other(policyB)), false},
		{"registered", list(g(testpki.TLV(0x88, []byte{0x2a}))), nil, list(g(testpki.TLV(0x88, []byte{0x2a}))), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			limit := testpki.NameConstraints(tt.permitted, tt.excluded)
			leaf := end(testpki.SubjectAltName(tt.san...))
			leaf.Subject = testpki.Name{}
			for i, specs := range [][]testpki.Spec{{rootWith(), under("A", limit), leaf},
				{rootWith(limit), bareCA(), leaf}} {
				var want []string
				if tt.outside {
					want = []string{fmt.Sprintf("name constraints 0 < %d", i+1)}
				}
				if diff := cmp.Diff(want, verdictOf(t, stack(specs...), Terms{})); diff != "" {
					t.Errorf("constraint of %d (-want +got):\n%s", i+1, diff)
				}
			}
		})
	}
}

// bareCA is a CA whose subject no constraint of the tests has to do with: it is self-issued.
func bareCA() testpki.Spec {
	s := testpki.Root()
	s.Key.Name = "root next"
	return s
}

// TestValidateNamesInside has what constraints apply to beside the alternative names of the leaf.
func TestValidateNamesInside(t *testing.T) {
	// C=DK
	none := testpki.NameConstraints(nil, []testpki.GeneralName{testpki.DirectoryName(testpki.Root().Subject[:1])})
	mail := testpki.NameConstraints([]testpki.GeneralName{testpki.Email("a.example")}, nil)
	leaf := testpki.PSD2QWAC()
	leaf.Subject = testpki.Name{}
	withMail := end()
	withMail.Subject = testpki.Name{}
	withMail.Subject.Add(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}, "me@b.example")
	host := end()
	host.Subject = testpki.Name{}
	host.Subject.Add(testpki.OIDCommonName, "b.example")
	host.Drop(testpki.OIDSubjectAltName)
	dns := testpki.NameConstraints([]testpki.GeneralName{testpki.DNS("a.example")}, nil)
	for _, tt := range []struct {
		name  string
		specs []testpki.Spec
		terms Terms
		want  []string
	}{
		{"subject of the leaf", []testpki.Spec{testpki.Root(), under("A", none), testpki.PSD2QWAC()}, Terms{},
			[]string{"name constraints 0 < 1"}},
		{"subject of a CA", []testpki.Spec{rootWith(none), under("A"), leaf}, Terms{},
			[]string{"name constraints 1 < 2"}},
		{"subject of a self-issued CA", []testpki.Spec{rootWith(none), bareCA(), leaf}, Terms{}, nil},
		{"mail address in the subject", []testpki.Spec{testpki.Root(), under("A", mail), withMail}, Terms{},
			[]string{"name constraints 0 < 1"}},
		{"host as common name", []testpki.Spec{testpki.Root(), under("A", dns), host}, Terms{}, nil},
		{"host as common name counts", []testpki.Spec{testpki.Root(), under("A", dns), host}, Terms{CommonName: true},
			[]string{"name constraints 0 < 1"}},
		{"wanted name", []testpki.Spec{testpki.Root(), under("A"), testpki.PSD2QWAC()},
			Terms{Names: []Name{{DNSName, testpki.Host}}}, nil},
		{"other wanted name", []testpki.Spec{testpki.Root(), under("A"), testpki.PSD2QWAC()},
			Terms{Names: []Name{{DNSName, "x." + testpki.Host}}},
			[]string{"host 0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, verdictOf(t, stack(tt.specs...), tt.terms)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestValidateWork counts the work that hostile certificates ask for.
func TestValidateWork(t *testing.T) {
	var names, bases []testpki.GeneralName
	for i := range 1100 {
		names = append(names, testpki.DNS(fmt.Sprintf("n%d.example", i)))
		bases = append(bases, testpki.DNS(fmt.Sprintf("b%d.example", i)))
	}
	s := newState(&Terms{}, 1)
	all := certsOf(t, stack(testpki.Root(), under("A", testpki.NameConstraints(nil, bases)),
		end(testpki.SubjectAltName(names...)))...)
	s.names.Add(FactsOf(all[1]), 1)
	s.certificate(FactsOf(all[2]), true)
	if s.work.comparisons > maxComparisons+1101*1100 || len(s.failures) != 1 || s.failures[0].Rule != RuleNames {
		t.Errorf("%d comparisons, %v", s.work.comparisons, s.failures)
	}

	p := newPolicies(&s.work)
	s.work.nodes = 0
	c := &Facts{policies: []string{"1.1", "1.2"},
		maps: []mapping{{"1.1", "1.1"}, {"1.1", "1.2"}, {"1.2", "1.1"}, {"1.2", "1.2"}}}
	for range 64 { // 2^64 nodes in a tree
		if !p.certificate(c, true) || !p.mappings(c, true) {
			t.Fatal("too many nodes")
		}
	}
	if s.work.nodes > 64*10 || !p.holds([]string{"1.1"}) || p.holds([]string{"1.3"}) {
		t.Errorf("%d nodes, granted %v", s.work.nodes, p.granted())
	}
}

// TestValidateKeys has keys and signatures that crypto/x509 cannot check or read.
func TestValidateKeys(t *testing.T) {
	key := testpki.Key{Name: "A", Alg: testpki.RSA2048}
	ca := under("A")
	ca.Key = key
	pss := ca
	public := key.Signer().Public().(*rsa.PublicKey)
	pss.SPKI = testpki.PSSSPKI(public.N, int64(public.E))
	odd := testpki.PSD2QWAC()
	odd.Sign = testpki.SigAlg{PSS: true, Salt: 20}
	plain := testpki.PSD2QWAC()
	for _, tt := range []struct {
		name     string
		ca, leaf testpki.Spec
		want     []string
	}{
		{"salt of 20 bytes", ca, odd, nil},
		{"key for RSASSA-PSS", pss, odd, nil},
		{"key for RSASSA-PSS, signature of PKCS #1", pss, plain, []string{"signature 0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, verdictOf(t, stack(testpki.Root(), tt.ca, tt.leaf), Terms{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			changed := tt.leaf
			changed.CorruptSignature = true
			if got := verdictOf(t, stack(testpki.Root(), tt.ca, changed), Terms{}); len(got) == 0 {
				t.Error("a changed signature is taken")
			}
		})
	}
}
