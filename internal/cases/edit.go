package cases

import (
	"encoding/asn1"

	"qwac/internal/testpki"
)

// edit is a change to the leaf.
type edit func(*testpki.Spec)

func onLeaf(change edit) func(leaf, intermediate, root *testpki.Spec) {
	if change == nil {
		return nil
	}
	return func(leaf, _, _ *testpki.Spec) { change(leaf) }
}

// leafOnly edits the leaf.
func leafOnly(edit func(*testpki.Spec)) func(leaf, intermediate, root *testpki.Spec) {
	return func(leaf, _, _ *testpki.Spec) { edit(leaf) }
}

// caOnly edits the intermediate.
func caOnly(edit func(*testpki.Spec)) func(leaf, intermediate, root *testpki.Spec) {
	return func(_, intermediate, _ *testpki.Spec) { edit(intermediate) }
}

// rootOnly edits the root.
func rootOnly(edit func(*testpki.Spec)) func(leaf, intermediate, root *testpki.Spec) {
	return func(_, _, root *testpki.Spec) { edit(root) }
}

// add appends a statement.
func add(st testpki.Statement) edit { return func(s *testpki.Spec) { s.AddStatement(st) } }

// fires is a case that changes the leaf; the rule in its name is among want.
func fires(name string, change edit, want ...string) Case {
	return Case{Name: name, Edit: onLeaf(change), Want: want}
}

// quiet is a near miss that changes the leaf; the rule in its name is not among want.
func quiet(name string, change edit, want ...string) Case {
	return Case{Name: name, Near: true, Edit: onLeaf(change), Want: want}
}

// as replaces the clean leaf by another profile, changed.
func as(profile func() testpki.Spec, changes ...edit) edit {
	return func(s *testpki.Spec) {
		*s = profile()
		for _, change := range changes {
			change(s)
		}
	}
}

func policies(ids ...asn1.ObjectIdentifier) edit {
	return func(s *testpki.Spec) { s.Set(testpki.Policies(ids...)) }
}

func onlyLeaf(c testpki.Chain) []Input { return threeFiles(c)[:1] }

func dns(name string) func(*testpki.Spec) {
	return func(s *testpki.Spec) { s.Set(testpki.SubjectAltName(testpki.DNS(name))) }
}

func inDenmark() testpki.Name {
	var n testpki.Name
	n.Add(testpki.OIDCountry, "DK")
	return n
}

// altNames are those of the leaf beside its host.
func altNames(names ...testpki.GeneralName) edit {
	return func(s *testpki.Spec) {
		s.Set(testpki.SubjectAltName(append([]testpki.GeneralName{testpki.DNS(testpki.Host)}, names...)...))
	}
}

// host gives the holder another host: in the subjectAltName and as the common name.
func host(name string) edit {
	return func(s *testpki.Spec) {
		s.Set(testpki.SubjectAltName(testpki.DNS(name)))
		s.Subject.Set(testpki.OIDCommonName, name)
	}
}
