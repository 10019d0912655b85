package path

import (
	"crypto/x509"
	"slices"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
)

// change is one thing that a fuzzed stack may have in a certificate. Depth 0 is the anchor.
type change func(s *testpki.Spec, last bool)

// changes are what the fuzz test combines.
var changes = []change{
	func(s *testpki.Spec, _ bool) {},
	func(s *testpki.Spec, _ bool) { s.Set(testpki.BasicConstraints(true, 0)) },
	func(s *testpki.Spec, _ bool) { s.Set(testpki.BasicConstraints(true, 1)) },
	func(s *testpki.Spec, _ bool) { s.Set(testpki.BasicConstraints(false, -1)) },
	func(s *testpki.Spec, _ bool) { s.Drop(testpki.OIDBasicConstraints) },
	func(s *testpki.Spec, _ bool) { s.Set(testpki.KeyUsage(x509.KeyUsageDigitalSignature)) },
	func(s *testpki.Spec, _ bool) { s.NotAfter = testpki.At().AddDate(0, 0, -1) },
	func(s *testpki.Spec, _ bool) { s.NotBefore = testpki.At().AddDate(0, 0, 1) },
	func(s *testpki.Spec, _ bool) { s.CorruptSignature = true },
	func(s *testpki.Spec, _ bool) { s.Subject = testpki.Root().Subject; s.Key.Name += " of the root" },
	func(s *testpki.Spec, _ bool) { s.Set(asCritical(unknownExtension)) },
	func(s *testpki.Spec, _ bool) { s.Set(unknownExtension) },
	func(s *testpki.Spec, _ bool) { s.Set(limits(true, testpki.DNS(testpki.Host))) },
	func(s *testpki.Spec, _ bool) { s.Set(limits(true, testpki.DNS("other.example"))) },
	func(s *testpki.Spec, _ bool) { s.Set(limits(false, testpki.DNS("example"))) },
	func(s *testpki.Spec, _ bool) { s.Set(limits(true, testpki.Email("a.example"))) },
	func(s *testpki.Spec, _ bool) { s.Set(limits(false, testpki.Email("a.example"))) },
	func(s *testpki.Spec, _ bool) { s.Set(limits(true, testpki.URI("a.example"))) },
	func(s *testpki.Spec, _ bool) { s.Set(limits(true, testpki.IP(192, 0, 2, 0, 255, 255, 255, 0))) },
	func(s *testpki.Spec, _ bool) { s.Set(limits(true, testpki.DirectoryName(testpki.Root().Subject[:2]))) },
	func(s *testpki.Spec, _ bool) { s.Set(limits(false, testpki.DirectoryName(testpki.Root().Subject))) },
	func(s *testpki.Spec, _ bool) {
		s.Set(testpki.SubjectAltName(testpki.DNS("x."+testpki.Host), testpki.Email("me@b.a.example")))
	},
	func(s *testpki.Spec, _ bool) {
		s.Set(testpki.SubjectAltName(testpki.DNS("*."+testpki.Host), testpki.URI("https://b.a.example/")))
	},
	func(s *testpki.Spec, _ bool) {
		s.Set(testpki.SubjectAltName(testpki.IP(192, 0, 3, 1), testpki.DirectoryName(testpki.PSD2QWAC().Subject)))
	},
	func(s *testpki.Spec, _ bool) { s.Set(testpki.Policies(policyA)) },
	func(s *testpki.Spec, _ bool) { s.Set(testpki.Policies(policyB, testpki.OIDAnyPolicy)) },
	func(s *testpki.Spec, _ bool) { s.Drop(testpki.OIDCertificatePolicies) },
	func(s *testpki.Spec, last bool) {
		if !last {
			s.Set(testpki.PolicyMappings(policyA, policyB))
		}
	},
	func(s *testpki.Spec, _ bool) { s.Set(testpki.PolicyConstraints(0, -1)) },
	func(s *testpki.Spec, _ bool) { s.Set(testpki.PolicyConstraints(1, 0)) },
	func(s *testpki.Spec, _ bool) { s.Set(testpki.InhibitAnyPolicy(0)) },
	func(s *testpki.Spec, _ bool) { s.Set(testpki.InhibitAnyPolicy(1)) },
}

func limits(permitted bool, names ...testpki.GeneralName) testpki.Extension {
	if permitted {
		return testpki.NameConstraints(names, nil)
	}
	return testpki.NameConstraints(nil, names)
}

// stricter are the rules by which we refuse what crypto/x509 takes, with the cause.
var stricter = []struct {
	rule  Rule
	cause string
	holds func(f Failure, all []*Facts) bool
}{
	{RulePolicy, "policies of the anchor", func(_ Failure, all []*Facts) bool {
		a := all[len(all)-1]
		return a.policies != nil || a.maps != nil || a.requireExplicit >= 0 || a.inhibitAny >= 0 ||
			a.inhibitMapping >= 0
	}},
	{RuleNames, "directory names, and hosts of addresses and URIs", func(f Failure, all []*Facts) bool {
		by := all[f.By]
		return len(by.permitted[4])+len(by.excluded[4])+len(by.permitted[1])+len(by.permitted[6]) > 0
	}},
	{RuleNames, "names of CAs", func(f Failure, _ []*Facts) bool { return f.Cert > 0 }},
	{RuleNotCA, "an anchor that is no CA", func(f Failure, all []*Facts) bool { return f.Cert == len(all)-1 }},
	{RuleCritical, "critical extensions of the anchor", func(f Failure, all []*Facts) bool {
		return f.Cert == len(all)-1
	}},
}

// FuzzValidate builds stacks out of what the bytes say and holds the verdict against that of crypto/x509: where they
// differ there must be a named cause.
func FuzzValidate(f *testing.F) {
	for i := range changes {
		for depth := range 4 {
			f.Add([]byte{byte(depth), byte(i)})
			f.Add([]byte{byte(depth), byte(i), byte(depth + 1), byte(len(changes) - 1 - i)})
		}
	}
	f.Add([]byte{1, 9, 0, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		specs := []testpki.Spec{testpki.Root(), under("A"), under("B"), end()}
		for i := range specs {
			specs[i].Extensions = slices.Clone(specs[i].Extensions)
		}
		for i := 0; i+1 < len(data) && i < 12; i += 2 {
			at := int(data[i]) % len(specs)
			changes[int(data[i+1])%len(changes)](&specs[at], at == len(specs)-1)
		}
		compareWithGo(t, stack(specs...))
	})
}

func compareWithGo(t *testing.T, certs []testpki.Cert) {
	all := certsOf(t, certs...)
	slices.Reverse(all)
	path, anchor := all[:len(all)-1], all[len(all)-1]
	failures := Validate(path, anchor, &Terms{At: testpki.At()})
	err := GoRefuses(path, anchor, testpki.At())
	if len(failures) == 0 && err != nil && DifferenceFromGo(path, anchor, err) == "" {
		t.Fatalf("valid, but crypto/x509 refuses it without a cause that is known: %v", err)
	}
	if len(failures) > 0 && err == nil && !strictly(failures, all) {
		t.Fatalf("crypto/x509 takes it, and there is no cause that is known for %v", failures)
	}
}

// strictly reports whether each failure has a cause for which we are stricter than crypto/x509.
func strictly(failures []Failure, all []*cert.Cert) bool {
	known := make([]*Facts, len(all))
	for i, c := range all {
		known[i] = FactsOf(c)
	}
	for _, f := range failures {
		if !slices.ContainsFunc(stricter, func(s struct {
			rule  Rule
			cause string
			holds func(f Failure, all []*Facts) bool
		}) bool {
			return s.rule == f.Rule && s.holds(f, known)
		}) {
			return false
		}
	}
	return true
}
