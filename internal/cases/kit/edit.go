package kit

import (
	"encoding/asn1"
	"time"

	"qwac/internal/testpki"
)

const Day = 24 * time.Hour

func CommonName(of string) func(leaf, intermediate, root *testpki.Spec) {
	return CaOnly(func(s *testpki.Spec) { s.Subject.Set(testpki.OIDCommonName, of) })
}

// Edit is a change to the leaf.
type Edit func(*testpki.Spec)

func OnLeaf(change Edit) func(leaf, intermediate, root *testpki.Spec) {
	if change == nil {
		return nil
	}
	return func(leaf, _, _ *testpki.Spec) { change(leaf) }
}

// LeafOnly edits the leaf.
func LeafOnly(edit func(*testpki.Spec)) func(leaf, intermediate, root *testpki.Spec) {
	return func(leaf, _, _ *testpki.Spec) { edit(leaf) }
}

// CaOnly edits the intermediate.
func CaOnly(edit func(*testpki.Spec)) func(leaf, intermediate, root *testpki.Spec) {
	return func(_, intermediate, _ *testpki.Spec) { edit(intermediate) }
}

// RootOnly edits the root.
func RootOnly(edit func(*testpki.Spec)) func(leaf, intermediate, root *testpki.Spec) {
	return func(_, _, root *testpki.Spec) { edit(root) }
}

// Add appends a statement.
func Add(st testpki.Statement) Edit { return func(s *testpki.Spec) { s.AddStatement(st) } }

// Fires is a case that changes the leaf; the rule in its name is among want.
func Fires(name string, change Edit, want ...string) Case {
	return Case{Name: name, Edit: OnLeaf(change), Want: want}
}

// Quiet is a near miss that changes the leaf; the rule in its name is not among want.
func Quiet(name string, change Edit, want ...string) Case {
	return Case{Name: name, Near: true, Edit: OnLeaf(change), Want: want}
}

// As replaces the clean leaf by another profile, changed.
func As(profile func() testpki.Spec, changes ...Edit) Edit {
	return func(s *testpki.Spec) {
		*s = profile()
		for _, change := range changes {
			change(s)
		}
	}
}

func Policies(ids ...asn1.ObjectIdentifier) Edit {
	return func(s *testpki.Spec) { s.Set(testpki.Policies(ids...)) }
}

func OnlyLeaf(c testpki.Chain) []Input { return ThreeFiles(c)[:1] }

func Dns(name string) func(*testpki.Spec) {
	return func(s *testpki.Spec) { s.Set(testpki.SubjectAltName(testpki.DNS(name))) }
}

func InDenmark() testpki.Name {
	var n testpki.Name
	n.Add(testpki.OIDCountry, "DK")
	return n
}

// AltNames are those of the leaf beside its host.
func AltNames(names ...testpki.GeneralName) Edit {
	return func(s *testpki.Spec) {
		s.Set(testpki.SubjectAltName(append([]testpki.GeneralName{testpki.DNS(testpki.Host)}, names...)...))
	}
}

// Host gives the holder another host: in the subjectAltName and as the common name.
func Host(name string) Edit {
	return func(s *testpki.Spec) {
		s.Set(testpki.SubjectAltName(testpki.DNS(name)))
		s.Subject.Set(testpki.OIDCommonName, name)
	}
}

func CaKey(alg testpki.KeyAlg) func(leaf, intermediate, root *testpki.Spec) {
	return CaOnly(func(s *testpki.Spec) { s.Key.Alg = alg })
}

// SignedBy signs the leaf with that algorithm, by a CA with that kind of key.
func SignedBy(alg testpki.KeyAlg, sign testpki.SigAlg) func(leaf, intermediate, root *testpki.Spec) {
	return func(leaf, intermediate, _ *testpki.Spec) { intermediate.Key.Alg, leaf.Sign = alg, sign }
}

// OIDUnheard is an extension that no verifier knows, under the documentation arc of RFC 5612.
var OIDUnheard = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 32473, 2, 1}

// Qualifier puts one into the policy of the leaf.
func Qualifier(id asn1.ObjectIdentifier) Edit {
	return Content(testpki.OIDCertificatePolicies, testpki.Seq(testpki.Seq(testpki.ObjectID(testpki.OIDQNCPwGen),
		testpki.Seq(testpki.Seq(testpki.ObjectID(id), testpki.Null())))))
}

// Content sets the value of an extension, and adds it if it is missing.
func Content(id asn1.ObjectIdentifier, value []byte) func(*testpki.Spec) {
	return func(s *testpki.Spec) {
		e := testpki.Extension{OID: id, Value: value}
		if old := s.Ext(id); old != nil {
			e.Critical = old.Critical
		}
		s.Set(e)
	}
}
