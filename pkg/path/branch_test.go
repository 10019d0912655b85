package path

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
)

// raw is an extension with this value.
func raw(id asn1.ObjectIdentifier, value []byte) testpki.Extension {
	return testpki.Extension{OID: id, Value: value}
}

// TestValidateTerms has the terms that change a verdict, each beside the verdict without it.
func TestValidateTerms(t *testing.T) {
	root, ca, leaf := testpki.Root(), under("A"), testpki.PSD2QWAC()
	stamp := testpki.ExtKeyUsage(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8})
	stamps := Terms{Usage: Usage{Any: []string{oidStampUsage}}}
	strict := Terms{Usage: Usage{Any: []string{OIDClientUsage}, Strict: true}}
	profile, explicit := Terms{Profile: true}, Terms{Explicit: true}
	client := Terms{Usage: Usage{Any: []string{OIDClientUsage}}}
	byAnchor := client
	byAnchor.Anchor.AnyUsage = true
	dns := testpki.NameConstraints([]testpki.GeneralName{testpki.DNS(testpki.Host)}, nil)
	dot := testpki.NameConstraints(nil, []testpki.GeneralName{testpki.DNS(".other.example")})
	dot.Critical = true
	unmarked := func(e testpki.Extension) testpki.Extension { e.Critical = false; return e }
	nameless := end(unmarked(testpki.SubjectAltName(testpki.DNS(testpki.Host))))
	nameless.Subject = testpki.Name{}
	marked := end(asCritical(testpki.SubjectAltName(testpki.DNS(testpki.Host))))
	marked.Subject = testpki.Name{}
	ku := testpki.KeyUsage
	for _, tt := range []struct {
		name  string
		specs []testpki.Spec
		terms Terms
		want  []string
	}{
		{"purpose of the anchor", []testpki.Spec{rootWith(testpki.ExtKeyUsage(testpki.OIDServerAuth)), ca, leaf},
			client, []string{"CA not for clients 2"}},
		{"purpose of the anchor, which is trusted for any",
			[]testpki.Spec{rootWith(testpki.ExtKeyUsage(testpki.OIDServerAuth)), ca, leaf}, byAnchor, nil},
		{"purpose of servers", []testpki.Spec{root, ca, end(testpki.ExtKeyUsage(testpki.OIDClientAuth))},
			Terms{Usage: Usage{Any: []string{oidServerUsage}}},
			[]string{"leaf not for the purpose 0"}},
		{"strict, CA as leaf", []testpki.Spec{root, ca, end(testpki.BasicConstraints(true, -1))}, strict,
			[]string{"leaf is a CA 0"}},
		{"strict, purpose of code", []testpki.Spec{root, ca,
			end(testpki.ExtKeyUsage(testpki.OIDClientAuth, asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 3}))}, strict,
			[]string{"forbidden purpose 0"}},

		{"time stamps", []testpki.Spec{root, ca,
			end(asCritical(stamp), ku(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment))}, stamps, nil},
		{"time stamps, not critical", []testpki.Spec{root, ca, end(stamp, ku(x509.KeyUsageDigitalSignature))}, stamps,
			[]string{"leaf not for the purpose 0"}},
		{"time stamps, one purpose more",
			[]testpki.Spec{root, ca, end(asCritical(testpki.ExtKeyUsage(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3,
				8}, testpki.OIDServerAuth)),
				ku(x509.KeyUsageDigitalSignature))}, stamps, []string{"leaf not for the purpose 0"}},
		{"time stamps, key for lists", []testpki.Spec{root, ca,
			end(asCritical(stamp), ku(x509.KeyUsageDigitalSignature|x509.KeyUsageCRLSign))}, stamps,
			[]string{"leaf not for the purpose 0"}},
		{"time stamps, key for no signature",
			[]testpki.Spec{root, ca, end(asCritical(stamp), ku(x509.KeyUsageKeyAgreement))}, stamps,
			[]string{"leaf not for the purpose 0"}},

		{"constraints on names not critical", []testpki.Spec{root, under("A", unmarked(dns)), leaf}, profile,
			[]string{"malformed 1"}},
		{"constraints on names not critical, which verifiers need not look for",
			[]testpki.Spec{root, under("A", unmarked(dns)), leaf}, Terms{}, nil},
		{"constraints on names critical", []testpki.Spec{root, under("A", asCritical(dns)), leaf}, profile, nil},
		{"constraint with a dot", []testpki.Spec{root, under("A", dot), leaf}, profile,
			[]string{"malformed 1"}},
		{"constraints on policies not critical",
			[]testpki.Spec{root, under("A", unmarked(testpki.PolicyConstraints(9, -1))), leaf}, profile,
			[]string{"malformed 1"}},
		{"names not critical without a subject", []testpki.Spec{root, ca, nameless}, profile,
			[]string{"malformed 0"}},
		{"names critical without a subject", []testpki.Spec{root, ca, marked}, profile, nil},
		{"names not critical with a subject",
			[]testpki.Spec{root, ca, end(unmarked(testpki.SubjectAltName(testpki.DNS(testpki.Host))))}, profile, nil},

		{"policy of the anchor", []testpki.Spec{rootWith(testpki.Policies(policyA)),
			under("A", testpki.Policies(policyB)), end(testpki.Policies(policyB))}, explicit,
			[]string{"policy 0"}},
		{"policy required after two", []testpki.Spec{root, under("A", testpki.PolicyConstraints(2, -1)),
			under("B", testpki.Policies(policyB)), end(testpki.Policies(policyA))}, Terms{},
			[]string{"policy 0"}},
		{"policy required after three", []testpki.Spec{root, under("A", testpki.PolicyConstraints(3, -1)),
			under("B", testpki.Policies(policyB)), end(testpki.Policies(policyA))}, Terms{}, nil},
		{"anyPolicy in the CA", []testpki.Spec{root, under("A", testpki.Policies(testpki.OIDAnyPolicy)),
			end(testpki.Policies(policyA))}, explicit, nil},
		{"anyPolicy in the leaf", []testpki.Spec{root, under("A", testpki.Policies(policyA)),
			end(testpki.Policies(testpki.OIDAnyPolicy))}, explicit, nil},
		{"anyPolicy beside the policy", []testpki.Spec{root, under("A", testpki.Policies(policyA)),
			end(testpki.Policies(policyA, testpki.OIDAnyPolicy))},
			Terms{Explicit: true, Policies: []string{policyA.String()}}, nil},
		{"policy of anyPolicy that the user wants",
			[]testpki.Spec{root, under("A", testpki.Policies(testpki.OIDAnyPolicy)), end(testpki.Policies(policyA))},
			Terms{Explicit: true, Policies: []string{policyA.String()}}, nil},
		{"policy of anyPolicy that the user does not want",
			[]testpki.Spec{root, under("A", testpki.Policies(testpki.OIDAnyPolicy)), end(testpki.Policies(policyA))},
			Terms{Explicit: true, Policies: []string{policyB.String()}}, []string{"policy 0"}},
		{"anyPolicy all the way", []testpki.Spec{root, under("A", testpki.Policies(testpki.OIDAnyPolicy)),
			end(testpki.Policies(testpki.OIDAnyPolicy))},
			Terms{Explicit: true, Policies: []string{policyB.String()}}, nil},
		{"user takes any", []testpki.Spec{root, under("A", testpki.Policies(policyA)), end(testpki.Policies(policyA))},
			Terms{Explicit: true, Policies: []string{oidAnyPolicy}}, nil},
		{"policy mapped from anyPolicy",
			[]testpki.Spec{root, under("A", testpki.Policies(testpki.OIDAnyPolicy),
				testpki.PolicyMappings(policyA, policyB)),
				end(testpki.Policies(policyB))}, Terms{Explicit: true, Policies: []string{policyA.String()}}, nil},
		{"policy mapped, its other name wanted",
			[]testpki.Spec{root, under("A", testpki.Policies(policyA), testpki.PolicyMappings(policyA, policyB)),
				end(testpki.Policies(policyB))}, Terms{Explicit: true, Policies: []string{policyB.String()}},
			[]string{"policy 0"}},
		{"mapping of a policy that is not there",
			[]testpki.Spec{root, under("A", testpki.Policies(policyA), testpki.PolicyMappings(policyB, policyA)),
				end(testpki.Policies(policyA))}, explicit, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, verdictOf(t, stack(tt.specs...), tt.terms)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestValidateForms has extensions that are not as their clause has them, in the leaf or the CA.
func TestValidateForms(t *testing.T) {
	san, limits := testpki.OIDSubjectAltName, testpki.OIDNameConstraints
	host := testpki.TLV(0x82, []byte("a.example"))
	tree := func(parts ...[]byte) []byte { return testpki.Seq(testpki.TLV(0xa0, testpki.Seq(parts...))) }
	beyond := testpki.TLV(0x89, []byte("x"))
	for _, tt := range []struct {
		name string
		ext  testpki.Extension
		want Rule // empty: none
	}{
		{"names, none", raw(san, testpki.Seq()), RuleMalformed},
		{"names, no SEQUENCE", raw(san, host), RuleMalformed},
		{"names, something behind", raw(san, slices.Concat(testpki.Seq(host), testpki.Null())), RuleMalformed},
		{"names, one cut off", raw(san, testpki.Seq([]byte{0x82, 9, 'a'})), RuleMalformed},
		{"names, host as a structure", raw(san, testpki.Seq(testpki.TLV(0xa2, []byte("a.example")))), RuleMalformed},
		{"names, directory name as a string", raw(san, testpki.Seq(testpki.TLV(0x84, testpki.Seq()))), RuleMalformed},
		{"names, address of five octets", raw(san, testpki.Seq(testpki.TLV(0x87, []byte{1, 2, 3, 4, 5}))),
			RuleMalformed},
		{"names, two of no kind", raw(san, testpki.Seq(beyond, beyond)), RuleMalformed},
		{"names, letter that hosts do not have", raw(san, testpki.Seq(testpki.TLV(0x82, []byte("z\xc3\xbc.example")))),
			RuleMalformed},
		{"names of the issuer, none", raw(asn1.ObjectIdentifier{2, 5, 29, 18}, testpki.Seq()), RuleMalformed},
		{"constraints, none", raw(limits, testpki.Seq()), RuleMalformed},
		{"constraints, no SEQUENCE", raw(limits, testpki.Null()), RuleMalformed},
		{"constraints, something behind", raw(limits, slices.Concat(tree(host), testpki.Null())), RuleMalformed},
		{"constraints, empty list", raw(limits, testpki.Seq(testpki.TLV(0xa0, nil))), RuleMalformed},
		{"constraints, no tree", raw(limits, testpki.Seq(testpki.TLV(0xa0, testpki.Null()))), RuleMalformed},
		{"constraints, tree without a base", raw(limits, tree()), RuleMalformed},
		{"constraints, minimum 0", raw(limits, tree(host, testpki.TLV(0x80, []byte{0}))), ""},
		{"constraints, minimum 1", raw(limits, tree(host, testpki.TLV(0x80, []byte{1}))), RuleMalformed},
		{"constraints, maximum", raw(limits, tree(host, testpki.TLV(0x81, []byte{1}))), RuleMalformed},
		{"constraints, mask with a hole", raw(limits, tree(testpki.TLV(0x87, []byte{10, 0, 0, 0, 255, 0, 255, 0}))),
			RuleMalformed},
		{"constraints, mask too long", raw(limits, tree(testpki.TLV(0x87, []byte{10, 0, 0, 0, 255, 0, 0, 0, 0}))),
			RuleMalformed},
		{"constraints, address of three octets", raw(limits, tree(testpki.TLV(0x87, []byte{10, 0, 0, 255, 0, 0}))),
			RuleMalformed},
		{"constraints, host that is none", raw(limits, tree(testpki.TLV(0x82, []byte("a b")))), RuleMalformed},
		{"constraints, mail address that is none", raw(limits, tree(testpki.TLV(0x81, []byte("@a.example")))),
			RuleMalformed},
		{"constraints, URI with an address", raw(limits, tree(testpki.TLV(0x86, []byte("192.0.2.1")))), RuleMalformed},
		{"constraints, no kind", raw(limits, tree(beyond)), ""},
		{"constraints, no kind, critical", asCritical(raw(limits, tree(beyond))), RuleCritical},
	} {
		t.Run(tt.name, func(t *testing.T) {
			leaf := end(tt.ext)
			if tt.want == "" {
				leaf.Subject = testpki.Name{}
			}
			var want []string
			if tt.want != "" {
				want = []string{string(tt.want) + " 0"}
			}
			if diff := cmp.Diff(want, verdictOf(t, stack(testpki.Root(), under("A"), leaf),
				Terms{Strict: true})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestValidateNamesOdd has names at the edges of their kinds under constraints; see TestValidateNames.
func TestValidateNamesOdd(t *testing.T) {
	type g = testpki.GeneralName
	other := func(value []byte) g {
		return g(testpki.Explicit(0, testpki.ObjectID(policyA), testpki.Explicit(0, value)))
	}
	bad := func(value []byte) g { return g(testpki.TLV(0xa0, value)) }
	long := strings.Repeat("a.", 123) + "example" // 253 bytes
	for _, tt := range []struct {
		name      string
		permitted g
		excluded  g
		san       g
		outside   bool
	}{
		{"other, same type, another value", nil, other(testpki.Null()), other(testpki.Int(1)), true},
		{"other, no type", nil, bad([]byte{5, 0}), bad([]byte{2, 1, 1}), false},
		{"other, no type, the same", nil, bad([]byte{5, 0}), bad([]byte{5, 0}), true},
		{"DNS, as long as can be", testpki.DNS("example"), nil, testpki.DNS(long), false},
		{"DNS, too long", testpki.DNS("example"), nil, testpki.DNS("b" + long), true},
		{"DNS, label too long", testpki.DNS("example"), nil, testpki.DNS(strings.Repeat("a", 64) + ".example"), true},
		{"DNS, empty label", testpki.DNS("example"), nil, testpki.DNS("a..example"), true},
		{"DNS, above an excluded name", nil, testpki.DNS("b.a.example"), testpki.DNS("a.example"), false},
		{"mail, two dots", testpki.Email("a.example"), nil, testpki.Email("a..b@a.example"), true},
		{"mail, dot first", testpki.Email("a.example"), nil, testpki.Email(".a@a.example"), true},
		{"mail, dot last", testpki.Email("a.example"), nil, testpki.Email("a.@a.example"), true},
		{"mail, blank", testpki.Email("a.example"), nil, testpki.Email("a b@a.example"), true},
		{"mail, nobody", testpki.Email("a.example"), nil, testpki.Email("@a.example"), true},
		{"mail, empty quotes", testpki.Email("a.example"), nil, testpki.Email(`""@a.example`), true},
		{"mail, quote not closed", testpki.Email("a.example"), nil, testpki.Email(`"a@a.example`), true},
		{"mail, one quote", testpki.Email("a.example"), nil, testpki.Email(`"@a.example`), true},
		{"mail, quote inside", testpki.Email("a.example"), nil, testpki.Email(`"a"b"@a.example`), true},
		{"mail, last quote escaped", testpki.Email("a.example"), nil, testpki.Email(`"a\"@a.example`), true},
		{"mail, quoted blank", testpki.Email("a.example"), nil, testpki.Email(`"a b"@a.example`), false},
		{"mail, all", testpki.Email(""), nil, testpki.Email("me@a.example"), false},
		{"URI, no URI", nil, testpki.URI("a.example"), testpki.URI("https://a.example:x/"), true},
		{"URI, all", testpki.URI(""), nil, testpki.URI("https://a.example/"), false},
		{"IP, version 6", testpki.IP(slices.Concat(make([]byte, 16), make([]byte, 16))...), nil,
			testpki.IP(make([]byte, 16)...), false},
		{"X.400", nil, g(testpki.TLV(0xa3, []byte{5, 0})), g(testpki.TLV(0xa3, []byte{2, 1, 1})), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list := func(n g) []g {
				if n == nil {
					return nil
				}
				return []g{n}
			}
			leaf := end(testpki.SubjectAltName(tt.san))
			leaf.Subject = testpki.Name{}
			var want []string
			if tt.outside {
				want = []string{"name constraints 0 < 1"}
			}
			specs := stack(testpki.Root(), under("A", testpki.NameConstraints(list(tt.permitted), list(tt.excluded))),
				leaf)
			if diff := cmp.Diff(want, verdictOf(t, specs, Terms{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestValidateWanted has names that are wanted of the leaf beside those that it has.
func TestValidateWanted(t *testing.T) {
	leaf := end(testpki.SubjectAltName(testpki.DNS("a.example"), testpki.DNS("*.b.example"), testpki.DNS("192.0.2.7"),
		testpki.Email("me@a.example"), testpki.IP(192, 0, 2, 1)))
	chain := stack(testpki.Root(), under("A"), leaf)
	for _, tt := range []struct {
		name Name
		want bool
	}{
		{Name{DNSName, "A.example."}, true}, {Name{DNSName, "b.example"}, false}, {Name{DNSName, "x.b.example"},
			true}, {Name{DNSName, "y.x.b.example"}, false},
		{Name{DNSName, "x"}, false}, {Name{DNSName, "192.0.2.7"}, false}, {Name{DNSName, ""},
			false}, {Name{DNSName, "a b"}, false},
		{Name{MailAddress, "a.example"}, false}, {Name{MailAddress, "me@A.example"},
			true}, {Name{MailAddress, "you@a.example"}, false},
		{Name{IPAddress, "192.0.2.1"}, true}, {Name{IPAddress, "192.0.2.2"}, false}, {Name{IPAddress, "a.example"},
			false},
	} {
		if got := verdictOf(t, chain, Terms{Names: []Name{tt.name}}) == nil; got != tt.want {
			t.Errorf("%v: %v", tt.name, got)
		}
	}
}

// TestValidateEnds has paths without an anchor, and a leaf that is its own.
func TestValidateEnds(t *testing.T) {
	all := certsOf(t, stack(testpki.Root(), under("A"), testpki.PSD2QWAC())...)
	root, ca, leaf := all[0], all[1], all[2]
	rules := func(failures []Failure) (list []Rule) {
		for _, f := range failures {
			list = append(list, f.Rule)
		}
		return list
	}
	for name, tt := range map[string]struct {
		got  []Failure
		want []Rule
	}{
		"leaf alone":         {Validate(all[2:], nil, &Terms{}), []Rule{RuleGap}},
		"no root":            {Validate([]*cert.Cert{leaf, ca}, nil, &Terms{}), []Rule{RuleRootMissing}},
		"root not trusted":   {Validate([]*cert.Cert{leaf, ca, root}, nil, &Terms{}), []Rule{RuleUntrusted}},
		"leaf is the anchor": {Validate(all[2:], leaf, &Terms{Anchor: AnchorTerms{Leaf: LeafMayBeAnchor}}), nil},
		"leaf did not sign itself": {Validate(all[2:], leaf, &Terms{Anchor: AnchorTerms{Leaf: LeafMustSignItself}}),
			[]Rule{RuleNameMismatch, RuleSignature}},
		"root signed itself": {Validate(all[:1], root, &Terms{Anchor: AnchorTerms{Leaf: LeafMustSignItself}}), nil},
	} {
		if diff := cmp.Diff(tt.want, rules(tt.got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestValidateTexts has what is said where the rule is the same.
func TestValidateTexts(t *testing.T) {
	dns := func(names ...string) (list []testpki.GeneralName) {
		for _, n := range names {
			list = append(list, testpki.DNS(n))
		}
		return list
	}
	limit := testpki.NameConstraints(dns("a.example"), nil)
	far := testpki.NameConstraints(nil, []testpki.GeneralName{testpki.DirectoryName(testpki.Root().Subject[:1])})
	bare := under("A")
	bare.Drop(testpki.OIDBasicConstraints)
	for _, tt := range []struct {
		name  string
		specs []testpki.Spec
		terms Terms
		want  []string // each in a detail of its own
	}{
		{"no basicConstraints", []testpki.Spec{testpki.Root(), bare, testpki.PSD2QWAC()}, Terms{},
			[]string{"no basicConstraints"}},
		{"cA FALSE", []testpki.Spec{testpki.Root(), under("A", testpki.BasicConstraints(false, -1)),
			testpki.PSD2QWAC()}, Terms{}, []string{"cA is FALSE"}},
		{"no purpose", []testpki.Spec{testpki.Root(), under("A"),
			end(raw(asn1.ObjectIdentifier{2, 5, 29, 37}, testpki.Seq()))},
			Terms{Usage: Usage{Any: []string{OIDClientUsage}, Strict: true}}, []string{"does not have its form",
				"usage of nothing, want clientAuth"}},
		{"another purpose", []testpki.Spec{testpki.Root(), under("A"), end(testpki.ExtKeyUsage(testpki.OIDServerAuth))},
			Terms{Usage: Usage{Any: []string{OIDClientUsage}}}, []string{"usage of serverAuth, want clientAuth"}},
		{"permitted name", []testpki.Spec{testpki.Root(), under("A", limit), testpki.PSD2QWAC()}, Terms{},
			[]string{`is not under "a.example"`}},
		{"four permitted names", []testpki.Spec{testpki.Root(),
			under("A", testpki.NameConstraints(dns("a", "b", "c", "d"), nil)), testpki.PSD2QWAC()}, Terms{},
			[]string{`"a", "b", "c" or 1 more`}},
		{"three permitted names", []testpki.Spec{testpki.Root(),
			under("A", testpki.NameConstraints(dns("a", "b", "c"), nil)), testpki.PSD2QWAC()}, Terms{},
			[]string{`is not under "a", "b", "c"`}},
		{"long name", []testpki.Spec{testpki.Root(), under("A", limit),
			end(testpki.SubjectAltName(testpki.DNS(strings.Repeat("a", 300))))}, Terms{},
			[]string{"… (300 characters) is malformed"}},
		{"subject", []testpki.Spec{testpki.Root(), under("A", far), testpki.PSD2QWAC()}, Terms{}, []string{"subject "}},
		{"directory name", []testpki.Spec{testpki.Root(), under("A", far),
			nobody(testpki.SubjectAltName(testpki.DirectoryName(testpki.PSD2QWAC().Subject)))}, Terms{},
			[]string{"directory name "}},
		{"no policy granted", []testpki.Spec{testpki.Root(), under("A", testpki.Policies(policyA)),
			end(testpki.Policies(policyB))}, Terms{Explicit: true},
			[]string{"no policy is granted by all"}},
		{"policy granted that is not wanted",
			[]testpki.Spec{testpki.Root(), under("A", testpki.Policies(policyA)), end(testpki.Policies(policyA))},
			Terms{Explicit: true, Policies: []string{policyB.String()}},
			[]string{"granted is " + policyA.String() + ", want " + policyB.String()}},
		{"one constraint in two CAs", []testpki.Spec{rootWith(limit),
			under("A", testpki.NameConstraints(nil, dns("b.example"))), under("B", limit), testpki.PSD2QWAC()}, Terms{},
			[]string{"is not under"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			all := certsOf(t, stack(tt.specs...)...)
			anchor := all[0]
			slices.Reverse(all)
			failures := Validate(all[:len(all)-1], anchor, &tt.terms)
			if len(failures) != len(tt.want) {
				t.Fatalf("%v", failures)
			}
			for i, f := range failures {
				if !strings.Contains(f.Detail, tt.want[i]) || strings.Contains(f.Detail,
					"more") != strings.Contains(tt.want[i], "more") {
					t.Errorf("%q, want %q", f.Detail, tt.want[i])
				}
			}
		})
	}
}

// TestValidateVersion has versions that have no extensions, of which crypto/x509 reads none then.
func TestValidateVersion(t *testing.T) {
	for version, extensions := range map[int]bool{1: true, 2: true, 3: false} {
		s := testpki.PSD2QWAC()
		s.Version = version
		if got := len(FactsOf(certsOf(t, testpki.Issue(s, nil))[0]).own) > 0; got != extensions {
			t.Errorf("version %d: %v", version, got)
		}
		if s.Extensions = nil; len(FactsOf(certsOf(t, testpki.Issue(s, nil))[0]).own) > 0 {
			t.Errorf("version %d without extensions is refused", version)
		}
	}
}

// nobody is a leaf without a subject.
func nobody(extensions ...testpki.Extension) testpki.Spec {
	s := end(extensions...)
	s.Subject = testpki.Name{}
	return s
}

// TestValidateCommonName has common names where those of hosts count.
func TestValidateCommonName(t *testing.T) {
	limit := testpki.NameConstraints([]testpki.GeneralName{testpki.DNS("a.example")}, nil)
	for _, tt := range []struct {
		cn   string
		san  testpki.Extension
		want bool
	}{
		{"b.example", testpki.SubjectAltName(testpki.Email("me@a.example")), false},
		{"x.a.example", testpki.SubjectAltName(testpki.Email("me@a.example")), true},
		{"Fixture Payments", testpki.SubjectAltName(testpki.Email("me@a.example")), true},
		{"b", testpki.SubjectAltName(testpki.Email("me@a.example")), true},
		{"b.example", testpki.SubjectAltName(testpki.DNS("x.a.example")), true},
	} {
		leaf := nobody(tt.san)
		leaf.Subject.Add(testpki.OIDCommonName, tt.cn)
		if got := verdictOf(t, stack(testpki.Root(), under("A", limit), leaf),
			Terms{CommonName: true}) == nil; got != tt.want {
			t.Errorf("%s: %v", tt.cn, got)
		}
	}
}

// TestValidatePolicyLimit: too many policies are a failure, whichever step makes them.
func TestValidatePolicyLimit(t *testing.T) {
	c := &Facts{policies: []string{"1.1"}, maps: []mapping{{"1.1", "1.2"}},
		Cert: certsOf(t, testpki.Issue(under("A"), nil))[0].Certificate}
	for name, step := range map[string]func(*state){"certificate": func(s *state) { s.certificate(c, true) },
		"mappings": func(s *state) { s.bounds(c, true) }} {
		s := newState(&Terms{}, 1)
		s.work.nodes = maxPolicyNodes
		step(s)
		if !slices.ContainsFunc(s.failures,
			func(f Failure) bool { return f.Rule == RulePolicy && strings.Contains(f.Detail, "more policies") }) {
			t.Errorf("%s: %v", name, s.failures)
		}
	}
}

// TestMappingTwice: the same mapping twice is one.
func TestMappingTwice(t *testing.T) {
	p := newPolicies(&Work{})
	c := &Facts{policies: []string{"1.1"}, maps: []mapping{{"1.1", "1.2"}, {"1.1", "1.2"}}}
	if !p.certificate(c, false) || !p.mappings(c, true) || len(p.last()["1.1"].expected) != 1 {
		t.Error(p.last()["1.1"])
	}
}

// TestDNSSibling: of two excluded names beside a wildcard the first is named.
func TestDNSSibling(t *testing.T) {
	if base, ok := dnsTreesOf("b.a.example", "c.a.example").excludes("*.a.example"); !ok || base != "b.a.example" {
		t.Error(base, ok)
	}
}
