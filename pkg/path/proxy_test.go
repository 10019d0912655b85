package path

import (
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
)

// proxyInfoOf is a proxyCertInfo; -1: without a constraint.
func proxyInfoOf(pathLen int) testpki.Extension {
	language := testpki.Seq(testpki.ObjectID(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 21, 1}))
	value := testpki.Seq(language)
	if pathLen >= 0 {
		value = testpki.Seq(testpki.Int(int64(pathLen)), language)
	}
	return testpki.Extension{OID: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 14}, Critical: true, Value: value}
}

// proxyOf is a proxy of who bears a name.
func proxyOf(name testpki.Name, common string, pathLen int) testpki.Spec {
	s := testpki.PSD2QWAC()
	s.Subject = append(name.Clone(), testpki.Name{{{OID: testpki.OIDCommonName, Value: testpki.UTF8(common)}}}...)
	s.Key.Name = common
	s.Extensions = []testpki.Extension{proxyInfoOf(pathLen)}
	return s
}

// TestProxies has a case for each clause of RFC 3820 that is judged.
func TestProxies(t *testing.T) {
	client := end(testpki.KeyUsage(x509.KeyUsageDigitalSignature))
	first := proxyOf(client.Subject, "first", 1)
	second := proxyOf(first.Subject, "second", 0)
	with := func(s testpki.Spec, edit func(*testpki.Spec)) testpki.Spec {
		s.Subject, s.Extensions = s.Subject.Clone(), slices.Clone(s.Extensions)
		edit(&s)
		return s
	}
	tests := []struct {
		name  string
		specs []testpki.Spec // below the CA
		want  []string
	}{
		{"one", []testpki.Spec{client, first}, nil},
		{"two", []testpki.Spec{client, first, second}, nil},
		{"no constraint", []testpki.Spec{client, proxyOf(client.Subject, "first", -1), second}, nil},
		{"none below", []testpki.Spec{client, proxyOf(client.Subject, "first", 0), second},
			[]string{"path length 1"}},
		{"allows more than the one above", []testpki.Spec{client, first, proxyOf(first.Subject, "second", 1)},
			[]string{"path length 1"}},
		{"another name", []testpki.Spec{client, first, proxyOf(client.Subject, "second", 0)},
			[]string{"names do not chain 0"}},
		{"the name of the issuer", []testpki.Spec{client, with(first, func(s *testpki.Spec) {
			s.Subject = client.Subject
		})}, []string{"names do not chain 0"}},
		{"another attribute", []testpki.Spec{client, with(first, func(s *testpki.Spec) {
			s.Subject[len(s.Subject)-1][0].OID = testpki.OIDOrganization
		})}, []string{"names do not chain 0"}},
		{"two attributes in one", []testpki.Spec{client, with(first, func(s *testpki.Spec) {
			s.Subject.Join(testpki.OIDOrganization, "x")
		})}, []string{"names do not chain 0"}},
		{"two names more", []testpki.Spec{client, with(first, func(s *testpki.Spec) {
			s.Subject.Add(testpki.OIDCommonName, "x")
			s.Subject = append(s.Subject, s.Subject[len(s.Subject)-1])
		})}, []string{"names do not chain 0"}},
		{"issued by one that does not sign", []testpki.Spec{end(testpki.KeyUsage(x509.KeyUsageKeyAgreement)), first},
			[]string{"key usage 0"}},
		{"issued by a CA", []testpki.Spec{with(client, func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(true, -1))
		}), first}, []string{"key usage 0"}},
		{"issued by one that says nothing", []testpki.Spec{with(client, func(s *testpki.Spec) {
			s.Drop(testpki.OIDKeyUsage)
		}), first}, nil},
		{"a CA", []testpki.Spec{client, with(first, func(s *testpki.Spec) {
			s.Set(testpki.BasicConstraints(true, -1))
		})}, []string{"malformed 0"}},
		{"alternative names", []testpki.Spec{client, with(first, func(s *testpki.Spec) {
			s.Set(testpki.SubjectAltName(testpki.DNS("proxy.example")))
		})}, []string{"malformed 0"}},
		{"not critical", []testpki.Spec{client, with(first, func(s *testpki.Spec) {
			s.Extensions[0].Critical = false
		})}, []string{"no CA 1", "key usage 1"}},
		{"no language", []testpki.Spec{client, with(first, func(s *testpki.Spec) {
			s.Extensions[0].Value = testpki.Seq(testpki.Int(0), testpki.Seq())
		})}, []string{"malformed 0"}},
		{"behind the end", []testpki.Spec{client, with(first, func(s *testpki.Spec) {
			s.Extensions[0].Value = append(s.Extensions[0].Value, 5, 0)
		})}, []string{"malformed 0"}},
		{"expired, and what it stands for", []testpki.Spec{with(client, func(s *testpki.Spec) {
			s.NotAfter = testpki.At().AddDate(0, 0, -1)
		}), first}, []string{"expired 1"}},
		{"unknown critical extension", []testpki.Spec{client, with(first, func(s *testpki.Spec) {
			s.Add(asCritical(unknownExtension))
		})}, []string{"unknown critical 0"}},
		{"not signed by it", []testpki.Spec{client, with(first, func(s *testpki.Spec) { s.CorruptSignature = true })},
			[]string{"gap 0"}},
	}
	for _, test := range tests {
		certs := stack(append([]testpki.Spec{testpki.Root(), under("A")}, test.specs...)...)
		found := foundOf(t, certs, Terms{At: testpki.At(), Proxies: true})
		if diff := cmp.Diff(test.want, found); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
		if refused := foundOf(t, certs, Terms{At: testpki.At()}); refused == nil {
			t.Errorf("%s: taken where nobody asked for proxies", test.name)
		}
	}
}

// foundOf searches a path over a stack and gives its failures.
func foundOf(t *testing.T, certs []testpki.Cert, terms Terms) (out []string) {
	t.Helper()
	all := certsOf(t, certs...)
	n := len(all) - 1
	found, err := Search{Leaf: all[n], Pool: all[1:n], Anchors: all[:1], Terms: terms}.Find()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found.Failures {
		out = append(out, fmt.Sprintf("%s %d", f.Rule, f.Cert))
	}
	valid := found.Valid()
	if valid && (found.Anchor != all[0] || len(found.Path) != n) || valid == (len(found.Misses) > 0) {
		t.Errorf("%d certificates, %d misses", len(found.Path), len(found.Misses))
	}
	return out
}
