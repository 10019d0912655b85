package testpki

import stdasn1 "encoding/asn1"

// PSD2 is a PSD2QcType (TS 119 495 annex A), and the ways in which it goes wrong.
type PSD2 struct {
	Roles          []Role
	NCAName, NCAID Text

	Flattened     bool   // all roles in one inner SEQUENCE, as OBIE's first OpenSSL profile did
	ExplicitRoles bool   // [0] around rolesOfPSP
	ExplicitRole  bool   // [0] around each RoleOfPSP
	ExplicitNames bool   // [0] around nCAName, [1] around nCAId
	Swapped       bool   // nCAId stands before nCAName
	WithoutRoles  bool   // rolesOfPSP is left out
	WithoutName   bool   // nCAName is left out
	WithoutID     bool   // nCAId is left out
	Extra         []byte // DER behind nCAId, inside the SEQUENCE
}

// Role is one RoleOfPSP. An empty OID or zero Name leaves that element out; Extra is DER behind both.
type Role struct {
	OID   stdasn1.ObjectIdentifier
	Name  Text
	Extra []byte
}

// roleArcs gives the last arc of the object identifier of each role of TS 119 495 V1.8.1.
var roleArcs = []struct {
	name string
	arc  int
}{
	{"Unspecified", 0}, {"PSP_AS", 1}, {"PSP_PI", 2}, {"PSP_AI", 3}, {"PSP_IC", 4}, {"PSP_CB", 5}, {"PSP_PA", 6},
	{"VOP_RS", 51}, {"VOP_VS", 52},
}

// Roles are the correctly encoded roles with these tokens.
func Roles(names ...string) []Role {
	var out []Role
	for _, name := range names {
		out = append(out, RoleNamed(name, name))
	}
	return out
}

// RoleNamed has the object identifier of one role and any name.
func RoleNamed(token, name string) Role { return Role{OID: RoleOID(token), Name: UTF8(name)} }

// RoleOID is the object identifier of the role with this token.
func RoleOID(token string) stdasn1.ObjectIdentifier {
	for _, row := range roleArcs {
		if row.name == token {
			return stdasn1.ObjectIdentifier{0, 4, 0, 19495, 1, row.arc}
		}
	}
	panic("testpki: unknown role " + token)
}

// CleanPSD2 is what the clean leaf carries: account information and payment initiation, registered in Denmark.
func CleanPSD2() PSD2 {
	return PSD2{
		Roles:   Roles("PSP_AI", "PSP_PI"),
		NCAName: UTF8("Danish Financial Supervisory Authority"),
		NCAID:   UTF8("DK-DFSA"),
	}
}

// SetPSD2 gives the certificate the clean PSD2 statement changed by edit, which may be nil.
func (s *Spec) SetPSD2(edit func(*PSD2)) {
	p := CleanPSD2()
	if edit != nil {
		edit(&p)
	}
	s.SetStatement(p.Statement())
}

// SetRoles gives the certificate the clean PSD2 statement with these roles.
func (s *Spec) SetRoles(names ...string) {
	s.SetPSD2(func(p *PSD2) { p.Roles = Roles(names...) })
}

// SetNCA gives the certificate the clean PSD2 statement with this authority.
func (s *Spec) SetNCA(id, name string) {
	s.SetPSD2(func(p *PSD2) { p.NCAID, p.NCAName = UTF8(id), UTF8(name) })
}

// Statement is the entry of qcStatements.
func (p PSD2) Statement() Statement { return Statement{OIDPSD2, p.DER()} }

// DER is the encoded PSD2QcType.
func (p PSD2) DER() []byte {
	name, id := p.NCAName.DER(), p.NCAID.DER()
	if p.ExplicitNames {
		name, id = Explicit(0, name), Explicit(1, id)
	}
	var parts [][]byte
	if !p.WithoutRoles {
		parts = append(parts, p.roles())
	}
	if p.Swapped {
		name, id = id, name
	}
	if !p.WithoutName {
		parts = append(parts, name)
	}
	if !p.WithoutID {
		parts = append(parts, id)
	}
	return Seq(append(parts, p.Extra)...)
}

func (p PSD2) roles() []byte {
	var list, flat [][]byte
	for _, r := range p.Roles {
		pair := Seq(r.elements()...)
		if p.ExplicitRole {
			pair = Explicit(0, pair)
		}
		list = append(list, pair)
		flat = append(flat, r.elements()...)
	}
	der := Seq(list...)
	if p.Flattened {
		der = Seq(Seq(flat...))
	}
	if p.ExplicitRoles {
		der = Explicit(0, der)
	}
	return der
}

func (r Role) elements() [][]byte {
	var parts [][]byte
	if len(r.OID) > 0 {
		parts = append(parts, ObjectID(r.OID))
	}
	if r.Name != (Text{}) {
		parts = append(parts, r.Name.DER())
	}
	return append(parts, r.Extra)
}
