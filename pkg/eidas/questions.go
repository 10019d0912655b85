package eidas

import (
	"encoding/asn1"
	"slices"

	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// oidPSD2Arc is the arc of TS 119 495.
var oidPSD2Arc = asn1.ObjectIdentifier{0, 4, 0, 19495}

// HasPSD2 reports whether there is a PSD2 statement whose contents are to be judged.
func (s *Subject) HasPSD2() bool { return s.judgesPSD2() && s.Info.PSD2 != nil }

// RolesClear reports whether the roles of the strict reading are those that were meant, so that what is not among them
// is really absent: a role with an identifier outside the table is none that a bank knows, whatever its name.
func (s *Subject) RolesClear() bool {
	p := s.Info.PSD2
	if p == nil || s.Info.Has(&RulePSD2Malformed) || s.Info.Has(&RuleExplicitTag) {
		return false
	}
	return !slices.ContainsFunc(p.Roles, func(r RolePair) bool {
		role, known := ident.RoleByOID(r.OID)
		return r.Malformed || WrongArc(r.OID) || known && string(role) != r.Name
	})
}

// HasUnknownRole reports whether a role has an identifier outside the table.
func (s *Subject) HasUnknownRole() bool {
	return slices.ContainsFunc(s.Info.PSD2.Roles, func(r RolePair) bool {
		_, known := ident.RoleByOID(r.OID)
		return !known
	})
}

// Unspecified reports whether a role is that of TS 119 495 for none of the four.
func (s *Subject) Unspecified() bool {
	return slices.Contains(s.Info.Roles(), ident.RoleUnspecified)
}

// InSandbox is the severity of what is welcome in a sandbox; zero: that of the rule.
func (s *Subject) InSandbox() lint.Severity {
	if s.Sandbox {
		return lint.Notice
	}
	return 0
}

// Stands reports whether the lists say this of the issuer. Without lists it is open.
func (s *Subject) Stands(standing Standing) bool {
	if s.Listing == nil {
		return standing == StandingOpen
	}
	return s.Listing.Standing == standing
}

// WrongArc reports whether an object identifier is of TS 119 495 but cannot be that of a role.
func WrongArc(oid []int) bool {
	return Under(oid, oidPSD2Arc) && (!Under(oid,
		ident.OIDPSD2RoleArc) || len(oid) != len(ident.OIDPSD2RoleArc)+1)
}
