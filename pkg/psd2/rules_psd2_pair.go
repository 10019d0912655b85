package psd2

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// eachRole goes through the roles of the statement with the places of their pairs.
func eachRole(s *eidas.Subject) iter.Seq2[lint.Where, eidas.RolePair] {
	return func(yield func(lint.Where, eidas.RolePair) bool) {
		for n, r := range s.Info.PSD2.Roles {
			if !yield(s.Where(roleAt(n)), r) {
				return
			}
		}
	}
}

// roleAt is the place of a role, counted from 0.
func roleAt(n int) string { return eidas.PathRoles + "[" + strconv.Itoa(n) + "]" }

func checkRoleArc(p *lint.Pass, w lint.Where, r eidas.RolePair) {
	if !eidas.WrongArc(r.OID) {
		return
	}
	f := lint.Finding{Message: fmt.Sprintf("%s, with the name %s, is not the identifier of a role, want one number "+
		"behind %s", r.OID, ber.QuoteASCII(r.Name), ident.OIDPSD2RoleArc)}
	if want, ok := ident.SuggestRole(r.Name); ok {
		f.Message = fmt.Sprintf("%s, with the name %s, is not the identifier of a role, want %s", r.OID,
			ber.QuoteASCII(r.Name), ident.OIDOfRole(want))
		f.Hint = eidas.Reissue("roleOfPspOid of "+string(want), ident.OIDOfRole(want).String()+" (TS 119 495, Annex A)")
	}
	w.Path += ".roleOfPspOid"
	f.Where = w
	p.Report(f)
}

// checkRoleName leaves names beside an unknown object identifier alone: such a role may have a name of its own.
func checkRoleName(p *lint.Pass, w lint.Where, r eidas.RolePair) {
	want, known := ident.RoleByOID(r.OID)
	if _, token := ident.RoleByName(r.Name); token || !known {
		return
	}
	w.Path += ".roleOfPspName"
	if several := rolesIn(r.Name); len(several) > 1 {
		p.Report(lint.Finding{
			Where: w,
			Message: fmt.Sprintf("%s are %d roles in one name, want an entry for each", ber.QuoteASCII(r.Name),
				len(several)),
			Hint: eidas.Reissue("rolesOfPSP", fmt.Sprintf("an entry for each role (%s) instead of one with the name "+
				"%s (TS 119 495, Annex A)", entries(several), ber.QuoteASCII(r.Name))),
		})
		return
	}
	p.Report(lint.Finding{
		Where: w,
		Message: fmt.Sprintf("%s is not a role name, want %s for %s%s", ber.QuoteASCII(r.Name), ber.Quote(want), r.OID,
			otherMeant(r.Name, want)),
		Hint: eidas.Reissue("the role name of "+r.OID.String(),
			fmt.Sprintf("%s instead of %s (TS 119 495, Annex A)", want, ber.QuoteASCII(r.Name))),
	})
}

// rolesIn are the roles that a name lists; none if any word of it is no role.
func rolesIn(name string) (roles []ident.Role) {
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(",;|/+& \t\n", r) }) {
		r, ok := ident.SuggestRole(word)
		if !ok {
			return nil
		}
		roles = append(roles, r)
	}
	return roles
}

// entries are roles as they stand in rolesOfPSP.
func entries(roles []ident.Role) string {
	var all []string
	for _, r := range roles {
		all = append(all, fmt.Sprintf("%s with %s", ident.OIDOfRole(r), r))
	}
	return strings.Join(all, ", ")
}

// otherMeant warns when the name looks like another role than the object identifier's.
func otherMeant(name string, want ident.Role) string {
	if r, ok := ident.SuggestRole(name); ok && r != want {
		return fmt.Sprintf("; the name looks like %s", r)
	}
	return ""
}

func checkRoleUnknown(p *lint.Pass, s *eidas.Subject) {
	none := ""
	if len(s.Info.Roles()) == 0 {
		none = "; a strict reader sees no role at all"
	}
	for w, r := range eachRole(s) {
		if _, ok := ident.RoleByOID(r.OID); !ok && !eidas.WrongArc(r.OID) {
			f := lint.Finding{Where: w, Message: fmt.Sprintf("%s with the name %s is not a role of TS 119 495 "+
				"V1.8.1%s%s", r.Identifier(), ber.QuoteASCII(r.Name), meantByName(r.Name), none)}
			if want, ok := ident.RoleByName(r.Name); ok {
				f.Hint = eidas.Reissue("roleOfPspOid of "+string(want),
					ident.OIDOfRole(want).String()+" (TS 119 495, Annex A)")
			}
			p.Report(f)
		}
	}
}

// meantByName names the identifier that belongs to a name when the name is a token.
func meantByName(name string) string {
	if r, ok := ident.RoleByName(name); ok {
		return fmt.Sprintf("; %s has %s", r, ident.OIDOfRole(r))
	}
	return ""
}

func checkRoleMismatch(p *lint.Pass, w lint.Where, r eidas.RolePair) {
	byOID, known := ident.RoleByOID(r.OID)
	byName, token := ident.RoleByName(r.Name)
	if !known || !token || byOID == byName {
		return
	}
	p.Report(lint.Finding{
		Where: w,
		Message: fmt.Sprintf("%s is %s but the name is %s: a bank that reads the identifier sees %s, one that reads "+
			"the name sees %s",
			r.OID, byOID, byName, byOID, byName),
		Hint: eidas.Reissue("this entry of rolesOfPSP",
			fmt.Sprintf("%s with %s, or %s with %s, as the authority granted",
				r.OID, byOID, ident.OIDOfRole(byName), byName)),
	})
}

func checkRoleDuplicate(p *lint.Pass, s *eidas.Subject) {
	roles := s.Info.PSD2.Roles
	for n, r := range roles {
		same := func(o eidas.RolePair) bool { return o.Identifier() == r.Identifier() && o.Name == r.Name }
		if first := slices.IndexFunc(roles, same); first < n {
			p.Reportf(s.Where(roleAt(n)), "%s is already at rolesOfPSP[%d], want it once", r.Name, first)
		}
	}
}

func checkFlattened(p *lint.Pass, s *eidas.Subject) {
	for _, f := range s.Info.Faults {
		if f.Rule == &eidas.RuleFlattened {
			p.Reportf(s.Where(f.Path), "%s; %s", f.Detail, lostRoles(s.Info.PSD2))
		}
	}
}

// lostRoles says what a reader of the first two elements of each entry sees, and what it does not.
func lostRoles(p *eidas.PSD2) string {
	var seen, lost []ident.Role
	for _, l := range p.Lenient {
		if l.Reader == eidas.ReaderFirstTwo {
			seen = l.Roles
		}
	}
	for _, r := range p.Roles {
		if role, ok := ident.RoleByOID(r.OID); ok && !slices.Contains(seen, role) {
			lost = append(lost, role)
		}
	}
	return fmt.Sprintf("strict readers refuse it, lenient ones see %s and lose %s", ident.JoinRoles(seen),
		ident.JoinRoles(ident.SortedRoles(lost)))
}
