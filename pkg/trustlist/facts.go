package trustlist

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/tsl"
)

// facts are the properties of a certificate that criteria and the determination use.
type facts struct {
	hasKeyUsage bool
	keyUsage    x509.KeyUsage
	policies    map[string]bool
	purposes    map[string]bool
	subject     map[string]bool // attribute types
	statements  map[string]bool // also "statement=type" for QcType

	compliance bool // QcCompliance
	web        bool // QcType web
	otherTypes bool // QcType eSign, eSeal or one that is not known
	foreign    string
}

// Extensions and statements (RFC 5280, EN 319 412-5).
var (
	oidKeyUsage     = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidExtKeyUsage  = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidQcStatements = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}
)

// Statements and types of EN 319 412-5 as text, since sets are keyed by text.
const (
	oidQcCompliance  = "0.4.0.1862.1.1"
	oidQcType        = "0.4.0.1862.1.6"
	oidQcTypeWeb     = "0.4.0.1862.1.6.3"
	oidQcLegislation = "0.4.0.1862.1.7"
)

func factsOf(c *x509.Certificate) *facts {
	f := &facts{
		keyUsage: c.KeyUsage,
		policies: map[string]bool{}, purposes: map[string]bool{}, subject: map[string]bool{},
		statements: map[string]bool{},
	}
	for _, p := range c.Policies {
		f.policies[p.String()] = true
	}
	for _, a := range tsl.ReadName(c.RawSubject) {
		f.subject[a.OID.String()] = true
	}
	for _, e := range c.Extensions {
		switch {
		case e.Id.Equal(oidKeyUsage):
			f.hasKeyUsage = true
		case e.Id.Equal(oidExtKeyUsage):
			f.purposes = identifierSet(e.Value)
		case e.Id.Equal(oidQcStatements):
			f.readStatements(e.Value)
		}
	}
	return f
}

func identifierSet(sequence []byte) map[string]bool {
	set := map[string]bool{}
	in := cryptobyte.String(sequence)
	var list cryptobyte.String
	var oid asn1.ObjectIdentifier
	in.ReadASN1(&list, cbasn1.SEQUENCE)
	for list.ReadASN1ObjectIdentifier(&oid) {
		set[oid.String()] = true
	}
	return set
}

// readStatements stops at what it cannot read; other rules report malformed statements.
func (f *facts) readStatements(value []byte) {
	in := cryptobyte.String(value)
	var list, statement cryptobyte.String
	var oid asn1.ObjectIdentifier
	in.ReadASN1(&list, cbasn1.SEQUENCE)
	for list.ReadASN1(&statement, cbasn1.SEQUENCE) && statement.ReadASN1ObjectIdentifier(&oid) {
		id := oid.String()
		f.statements[id] = true
		switch id {
		case oidQcCompliance:
			f.compliance = true
		case oidQcType:
			f.readTypes(statement)
		case oidQcLegislation:
			f.readLegislation(statement)
		}
	}
}

func (f *facts) readTypes(info []byte) {
	for id := range identifierSet(info) {
		f.statements[oidQcType+"="+id] = true
		if id == oidQcTypeWeb {
			f.web = true
		} else {
			f.otherTypes = true
		}
	}
}

// readLegislation notes a country whose law is not that of the Union (EN 319 412-5 4.2.4).
func (f *facts) readLegislation(info cryptobyte.String) {
	var list, country cryptobyte.String
	info.ReadASN1(&list, cbasn1.SEQUENCE)
	for list.ReadASN1(&country, cbasn1.PrintableString) {
		if c := tsl.Territory(string(country)); f.foreign == "" && !inUnion(c) {
			f.foreign = string(country)
		}
	}
}

// inUnion also knows the code that a statement of legislation uses for the Union itself.
func inUnion(territory string) bool {
	return territory == "EU" || slices.Contains(territories[:], territory)
}

// territories have lists that qualify under Regulation (EU) 910/2014: the Union and the other states of the EEA.
var territories = [...]string{"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE",
	"IS", "IT",
	"LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"}
