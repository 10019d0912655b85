package trustlist

import "crypto/x509"

// Qualification adds qualifiers to the certificates that meet its criteria (5.5.9.2).
type Qualification struct {
	Qualifiers []string // URIs, see QCForWSA
	Criteria   Criteria
	Critical   bool
}

// Qualifiers that say something of a certificate for web sites (5.5.9.2.3).
const (
	QCStatement  = infoPrefix + "QCStatement"
	NotQualified = infoPrefix + "NotQualified"
	QCForESig    = infoPrefix + "QCForESig"
	QCForESeal   = infoPrefix + "QCForESeal"
	QCForWSA     = infoPrefix + "QCForWSA"
)

// Criteria combines tests and lists of tests (5.5.9.2.2).
type Criteria struct {
	Assert Assert
	Tests  []Test
	Lists  []Criteria
}

// Assert says how the items of a list count together.
type Assert string

// The ways to combine criteria; every other text is one that nobody can answer.
const (
	AssertAll        Assert = "all"
	AssertAtLeastOne Assert = "atLeastOne"
	AssertNone       Assert = "none"
)

// Test is one criterion.
type Test struct {
	Kind    TestKind
	OIDs    []string // all of which must be present; a statement may be "statement=type"
	On, Off x509.KeyUsage
}

// TestKind says what a criterion looks at.
type TestKind uint8

// The kinds of criteria. The zero value is a criterion that this package does not know.
const (
	TestUnknown TestKind = iota
	TestKeyUsage
	TestPolicies
	TestPurposes   // extended key usage
	TestSubject    // attribute types of the subject
	TestStatements // qcStatements
)

// truth has three values: that a criterion is not known must not make the opposite true.
type truth int8

const (
	no truth = iota
	unknown
	yes
)

// holds evaluates the criteria for a certificate.
func (c Criteria) holds(f *facts) truth {
	lowest, highest, items := yes, no, len(c.Tests)+len(c.Lists)
	for _, t := range c.Tests {
		v := t.holds(f)
		lowest, highest = min(lowest, v), max(highest, v)
	}
	for _, list := range c.Lists {
		v := list.holds(f)
		lowest, highest = min(lowest, v), max(highest, v)
	}
	switch {
	case items == 0: // nothing is asked for: the schema forbids it and readers differ
		return unknown
	case c.Assert == AssertAll:
		return lowest
	case c.Assert == AssertAtLeastOne:
		return highest
	case c.Assert == AssertNone:
		return yes - highest
	}
	return unknown
}

func (t Test) holds(f *facts) truth {
	switch t.Kind {
	case TestKeyUsage:
		return truthOf(f.hasKeyUsage && f.keyUsage&t.On == t.On && f.keyUsage&t.Off == 0)
	case TestPolicies:
		return t.all(f.policies)
	case TestPurposes:
		return t.all(f.purposes)
	case TestSubject:
		return t.all(f.subject)
	case TestStatements:
		return t.all(f.statements)
	}
	return unknown
}

// all wants every identifier. None at all is a criterion that says nothing.
func (t Test) all(have map[string]bool) truth {
	if len(t.OIDs) == 0 {
		return unknown
	}
	for _, oid := range t.OIDs {
		if !have[oid] {
			return no
		}
	}
	return yes
}

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}
