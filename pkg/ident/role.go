// Package ident reads the identifiers of PSD2 as text: roles (TS 119 495, 5.1), national competent authorities (5.2.3),
// organizationIdentifier (EN 319 412-1, 5.1.4), and names of hosts. Its functions are pure: text in, values and repairs
// out. Most people want [ParseRole], [ParseNCAID] and [ParseOrgID].
package ident

import (
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/ber"
)

var OIDPSD2RoleArc = asn1.ObjectIdentifier{0, 4, 0, 19495, 1}

// Role is the token of a PSD2 role: "PSP_AI".
type Role string

// The roles of TS 119 495 V1.8.1, Annex A. Unspecified is a role name like the others.
const (
	RoleUnspecified Role = "Unspecified"
	RoleAS          Role = "PSP_AS" // account servicing
	RolePI          Role = "PSP_PI" // payment initiation
	RoleAI          Role = "PSP_AI" // account information
	RoleIC          Role = "PSP_IC" // issuing of card-based payment instruments
	RoleCB          Role = "PSP_CB" // international central bank (V1.8.1)
	RolePA          Role = "PSP_PA" // international public authority (V1.8.1)
	RoleVOPRS       Role = "VOP_RS" // verification of payee, requesting (V1.8.1)
	RoleVOPVS       Role = "VOP_VS" // verification of payee (V1.8.1)
)

// roleRow is a role: the last arc of its object identifier under 0.4.0.19495.1, and what people write instead of its
// token, in capital letters without separators.
type roleRow struct {
	arc     int
	role    Role
	aliases []string
}

var roleTable = []roleRow{
	{0, RoleUnspecified, []string{"NONE", "PSPUNSPECIFIED"}},
	{1, RoleAS, []string{"AS", "ASPSP", "ACCOUNTSERVICING"}},
	{2, RolePI, []string{"PI", "PIS", "PISP", "PAYMENTINITIATION", "PSPPIS", "PSPPISP"}},
	{3, RoleAI, []string{"AI", "AIS", "AISP", "ACCOUNTINFORMATION", "PSPAIS", "PSPAISP"}},
	{4, RoleIC, []string{"IC", "PIIS", "PIISP", "CBPII", "CISP", "CAF", "FCS", "COF", "CARDISSUING",
		"CARDBASEDPAYMENTINSTRUMENTS"}},
	{5, RoleCB, []string{"CB", "CENTRALBANK"}},
	{6, RolePA, []string{"PA", "PUBLICAUTHORITY"}},
	{51, RoleVOPRS, []string{"VOPREQUESTING", "PSPVOPRS"}},
	{52, RoleVOPVS, []string{"VOP", "VERIFICATIONOFPAYEE", "PSPVOPVS"}},
}

// ParseRole reads a role token. Only the exact tokens are roles; for anything else the error names the token that was
// probably meant.
func ParseRole(s string) (Role, error) {
	if r, ok := RoleByName(s); ok {
		return r, nil
	}
	if r, ok := SuggestRole(s); ok {
		return "", fmt.Errorf("unknown role %s, did you mean %s?", ber.Quote(s), r)
	}
	return "", fmt.Errorf("unknown role %s, the roles are %s", ber.Quote(s), JoinRoles(allRoles()))
}

// SuggestRole returns the role that s probably means.
func SuggestRole(s string) (Role, bool) {
	key := foldRole(s)
	for _, row := range roleTable {
		if key == foldRole(string(row.role)) || slices.Contains(row.aliases, key) {
			return row.role, true
		}
	}
	return "", false
}

// foldRole keeps letters and digits, in capitals, and drops words without meaning: "Account Information Service
// Provider" and "account-information" are the same.
func foldRole(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, s)
	for _, word := range []string{"PROVIDERS", "PROVIDER", "SERVICES", "SERVICE"} {
		s = strings.TrimSuffix(s, word)
	}
	return s
}

func RoleByOID(oid asn1.ObjectIdentifier) (Role, bool) {
	for _, row := range roleTable {
		if oid.Equal(roleOID(row.arc)) {
			return row.role, true
		}
	}
	return "", false
}

func RoleByName(name string) (Role, bool) {
	for _, row := range roleTable {
		if string(row.role) == name {
			return row.role, true
		}
	}
	return "", false
}

func OIDOfRole(r Role) asn1.ObjectIdentifier {
	for _, row := range roleTable {
		if row.role == r {
			return roleOID(row.arc)
		}
	}
	return nil
}

func roleOID(arc int) asn1.ObjectIdentifier { return asn1.ObjectIdentifier{0, 4, 0, 19495, 1, arc} }

func allRoles() []Role {
	roles := make([]Role, len(roleTable))
	for i, row := range roleTable {
		roles[i] = row.role
	}
	return roles
}

// SortedRoles sorts roles in place and drops duplicates. Nil stays nil.
func SortedRoles(roles []Role) []Role {
	slices.Sort(roles)
	return slices.Compact(roles)
}

// JoinRoles writes roles as in a sentence; no roles are "no role".
func JoinRoles(roles []Role) string {
	if len(roles) == 0 {
		return "no role"
	}
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}
