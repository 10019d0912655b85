package tsl

import (
	"crypto/x509"
	"strings"

	"github.com/beevik/etree"
)

// Qualification adds qualifiers to the certificates that meet its criteria (5.5.9.2).
type Qualification struct {
	Qualifiers []string // URIs, see QCForWSA
	Criteria   Criteria
	Critical   bool
}

// Qualifiers that matter for a website certificate (5.5.9.2.3).
const (
	QCStatement  = InfoPrefix + "QCStatement"
	NotQualified = InfoPrefix + "NotQualified"
	QCForESig    = InfoPrefix + "QCForESig"
	QCForESeal   = InfoPrefix + "QCForESeal"
	QCForWSA     = InfoPrefix + "QCForWSA"
)

// Criteria combines tests and lists of tests (5.5.9.2.2).
type Criteria struct {
	Assert Assert
	Tests  []Test
	Lists  []Criteria
}

// Assert says how the items of a list count together.
type Assert string

// The ways to combine criteria; any other text cannot be evaluated.
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

// The kinds of criteria. The zero value is an unknown criterion.
const (
	TestUnknown TestKind = iota
	TestKeyUsage
	TestPolicies
	TestPurposes   // extended key usage
	TestSubject    // attribute types of the subject
	TestStatements // qcStatements
)

// readCriteria is recursive: the tree limits the depth. An unknown criterion becomes a test that cannot be evaluated.
func readCriteria(el *etree.Element) Criteria {
	c := Criteria{Assert: Assert(el.SelectAttrValue("assert", ""))}
	for _, item := range el.ChildElements() {
		switch {
		case is(item, nsSIE, "KeyUsage"):
			c.Tests = append(c.Tests, readKeyUsage(item))
		case is(item, nsSIE, "PolicySet"):
			c.Tests = append(c.Tests, Test{Kind: TestPolicies, OIDs: identifiers(item, nsSIE, "PolicyIdentifier")})
		case is(item, nsSIE, "CriteriaList"):
			c.Lists = append(c.Lists, readCriteria(item))
		case is(item, nsSIE, "otherCriteriaList"):
			for _, other := range item.ChildElements() {
				c.Tests = append(c.Tests, readOther(other))
			}
		case !is(item, nsSIE, "Description"):
			c.Tests = append(c.Tests, Test{Kind: TestUnknown})
		}
	}
	return c
}

func readKeyUsage(el *etree.Element) Test {
	t := Test{Kind: TestKeyUsage}
	for _, bit := range children(el, nsSIE, "KeyUsageBit") {
		n, known := keyUsageBit(bit.SelectAttrValue("name", ""))
		on, off := value(bit) == "true" || value(bit) == "1", value(bit) == "false" || value(bit) == "0"
		switch {
		case !known || !on && !off:
			return Test{Kind: TestUnknown}
		case on:
			t.On |= 1 << n
		default:
			t.Off |= 1 << n
		}
	}
	return t
}

// keyUsageNames are in the order of the bits (RFC 5280 4.2.1.3), which crypto/x509 keeps.
var keyUsageNames = [...]string{"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment",
	"keyAgreement",
	"keyCertSign", "crlSign", "encipherOnly", "decipherOnly"}

func keyUsageBit(name string) (int, bool) {
	for i, known := range keyUsageNames {
		if strings.EqualFold(name, known) {
			return i, true
		}
	}
	return 0, false
}

// readOther reads a criterion of TS 119 612 5.5.9.2.2.3, or a set of statements as the Commission's schema for
// agreements with other countries writes it.
func readOther(el *etree.Element) Test {
	switch {
	case is(el, nsAdd, "ExtendedKeyUsage"):
		return Test{Kind: TestPurposes, OIDs: identifiers(el, nsAdd, "KeyPurposeId")}
	case is(el, nsAdd, "CertSubjectDNAttribute"):
		return Test{Kind: TestSubject, OIDs: identifiers(el, nsAdd, "AttributeOID")}
	case el.Tag == "QcStatementSet":
		return readStatements(el)
	}
	return Test{Kind: TestUnknown}
}

// readStatements reads the statements that must all be present; one with required content is kept as "statement=type".
func readStatements(el *etree.Element) Test {
	t := Test{Kind: TestStatements}
	namespace := el.NamespaceURI()
	for _, c := range el.ChildElements() {
		id := identifiers(c, namespace, "QcStatementId")
		if !is(c, namespace, "QcStatement") || len(id) != 1 {
			return Test{Kind: TestUnknown}
		}
		for _, info := range children(c, namespace, "QcStatementInfo") {
			types := identifiers(info, namespace, "QcType")
			if len(types) != 1 || len(info.ChildElements()) != 1 {
				return Test{Kind: TestUnknown}
			}
			id[0] += "=" + types[0]
		}
		t.OIDs = append(t.OIDs, id[0])
	}
	return t
}

// identifiers are the object identifiers of child elements: bare, or as a URN, whatever the Qualifier attribute says.
func identifiers(el *etree.Element, namespace, tag string) []string {
	var out []string
	for _, c := range children(el, namespace, tag) {
		for _, id := range children(c, nsXAdES, "Identifier") {
			text := value(id)
			if len(text) > len(urnOID) && strings.EqualFold(text[:len(urnOID)], urnOID) {
				text = text[len(urnOID):]
			}
			out = append(out, text)
		}
	}
	return out
}

const urnOID = "urn:oid:"
