// Package eidas reads what a certificate says under eIDAS and PSD2: qualified-certificate statements (EN 319 412-5),
// roles and authority of a payment service provider (TS 119 495), organizationIdentifier (EN 319 412-1). Reading is
// strict, and beside the strict reading it keeps what lenient readers would see. [Subject] has it with what is known
// around it, for the rules of packages psd2 and leaf. Most people want [Decode].
package eidas

import (
	"cmp"
	"encoding/asn1"

	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// Info is what a certificate says of itself. Decode fills it as far as the encoding allows; what is wrong is in Faults.
type Info struct {
	Present    bool                    // there is a qcStatements extension
	Critical   bool                    // and it is critical
	Statements []Statement             // all of them, in order
	Compliance bool                    // QcCompliance is present
	SSCD       bool                    // QcSSCD is present
	Types      []asn1.ObjectIdentifier // values of QcType, in order
	Countries  []string                // QcCClegislation
	PDS        []PDS                   // QcPDS
	Limit      *Limit                  // QcLimitValue
	Retention  *int                    // QcRetentionPeriod, years
	PSD2       *PSD2                   // nil: no PSD2 statement
	Subject    []Attribute             // attributes of the subject, in order
	OrgIDs     []string                // values of organizationIdentifier in the subject, in order
	OrgID      OrgID                   // what the only one of them says
	Policies   []asn1.ObjectIdentifier // certificatePolicies, in order
	Faults     []lint.Fault            // with a Path alone for their place
}

// OrgID is the one organizationIdentifier of a subject. It is zero where there is none, or several, or nothing in it.
type OrgID struct {
	Value string
	ident.OrgID
	Err error // what [ident.ParseOrgID] says of it
}

func newOrgID(values []string) OrgID {
	if len(values) != 1 || ident.Absent(values[0]) {
		return OrgID{}
	}
	parts, err := ident.ParseOrgID(values[0])
	return OrgID{values[0], parts, err}
}

// Statement is one entry of qcStatements.
type Statement struct {
	ID    asn1.ObjectIdentifier // nil: it is Large
	Large string                // identifier with a number of 2^31 or more, such as those of 2.25, as text
	Info  []byte                // DER of statementInfo; nil: absent
}

// Label gives the identifier and, when it is known, its name.
func (s Statement) Label() string { return cmp.Or(s.Large, Label(s.ID)) }

// PDS is the place of a PKI disclosure statement.
type PDS struct{ URL, Language string }

// Limit is QcLimitValue: Amount times ten to the power of Exponent, in Currency (ISO 4217, letters or number).
type Limit struct {
	Currency         string
	Amount, Exponent int64
}

// PSD2 is the PSD2QcType of TS 119 495, Annex A.
type PSD2 struct {
	Roles   []RolePair // as they stand, in order; with flattened roles all pairs that a person would recognise
	NCAName string
	NCAID   string    // "DK-DFSA"
	Lenient []Lenient // what other readers see where it differs from the strict reading
}

// RolePair is one RoleOfPSP.
type RolePair struct {
	OID       asn1.ObjectIdentifier // nil: it is Large
	Large     string                // identifier with a number of 2^31 or more, as text
	Name      string
	Malformed bool // not a SEQUENCE of exactly an OBJECT IDENTIFIER and a UTF8String: a strict reader does not take it
	OtherType bool // malformed by nothing but the string type of the name
}

// Identifier gives the object identifier as text.
func (r RolePair) Identifier() string { return cmp.Or(r.Large, r.OID.String()) }

// Lenient is a role set as a reader of a known kind would take it.
type Lenient struct {
	Reader string       // one of the Reader constants
	Roles  []ident.Role // sorted; nil: none
}

// The kinds of lenient reader. All of them take any string type and see only the first two elements of a RoleOfPSP.
const (
	ReaderFirstTwo = "reads the first two elements of each entry"
	ReaderName     = "by name only"
	ReaderOID      = "by object identifier only"
)

// The other readers beside the strict one.
const (
	// ReaderAgree refuses the whole statement where the name of a role is not that of its identifier, or a string is no
	// UTF8String. It takes the first two elements of each entry.
	ReaderAgree = "name and identifier must agree"
	// ReaderFolded reads as the strict one does, and takes any string type.
	ReaderFolded = "any string type"
)

// Attribute is one attribute of a distinguished name.
type Attribute struct {
	Type  asn1.ObjectIdentifier
	Value string
}

// Roles returns the roles of the strict reading, sorted: the object identifier is known, the name is its token, and the
// pair is well-formed. A certificate with faults may therefore have fewer than a person would read in it.
func (i *Info) Roles() []ident.Role {
	if i.PSD2 == nil {
		return nil
	}
	roles := make([]ident.Role, 0, len(i.PSD2.Roles))
	for _, p := range i.PSD2.Roles {
		if r, ok := p.Role(); ok {
			roles = append(roles, r)
		}
	}
	if len(roles) == 0 {
		return nil
	}
	return ident.SortedRoles(roles)
}

// Role is the role of a pair that a strict reader takes.
func (p RolePair) Role() (r ident.Role, ok bool) {
	r, ok = p.agreed()
	return r, ok && !p.Malformed
}

// agreed is the role that identifier and name of a pair both say.
func (p RolePair) agreed() (r ident.Role, ok bool) {
	r, ok = ident.RoleByOID(p.OID)
	return r, ok && string(r) == p.Name
}
