package eidas

import (
	"fmt"
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// roleRules compare the roles of the certificate with those at the bank, and the certificate with the one it replaces
// (group R).
var roleRules = []*lint.Rule[*Subject]{
	{
		Meta: &lint.Meta{
			ID: "role-not-registered", Code: "R13", Severity: lint.Error, Source: inference(),
			Title: "the certificate has a role that the client is not registered for",
			Why: "The bank wants the roles of an added certificate to match the registered roles or to be a subset " +
				"of them.",
			Fix: "Register the client for the role first, or add a certificate with the registered roles only.",
		},
		Applies: func(s *Subject) bool { return s.hasPSD2() && s.Registered != nil },
		Check: func(p *lint.Pass, s *Subject) {
			if extra := without(s.offered(), s.Registered); len(extra) > 0 {
				p.Reportf(s.where(pathRoles), "the certificate has %s, the client is registered for %s",
					ident.JoinRoles(extra), ident.JoinRoles(s.Registered))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-as-only", Code: "S17", Severity: lint.Error, Source: inference(),
			Title: "only the role PSP_AS: the certificate of a bank",
			Why:   "PSP_AS is for those that hold accounts. It gives no right to ask another bank for anything.",
			Fix:   "Provide the certificate with a role that the bank offers, or ask the issuer (QTSP) for one.",
		},
		Applies: func(s *Subject) bool { return s.noneOffered() && s.onlyAS() },
		Check:   checkNoneOffered,
	},
	{
		Meta: &lint.Meta{
			ID: "role-none-offered", Code: "R15", Severity: lint.Error, Source: inference(),
			Title: "none of the roles is one that the bank offers",
			Why: "A client can be registered only for roles that the bank offers, so nothing can be done with this " +
				"certificate there.",
			Fix: "Provide the certificate with a role that the bank offers, or ask the issuer (QTSP) for one.",
		},
		Applies: func(s *Subject) bool { return s.noneOffered() && !s.onlyAS() },
		Check:   checkNoneOffered,
	},
	{
		Meta: &lint.Meta{
			ID: "role-not-offered-in-certificate", Code: "R14", Severity: lint.Notice, Source: inference(),
			Title: "the certificate has a role that the bank never registers",
			Why: "Read strictly, the rule that a certificate's roles must be registered would refuse every such " +
				"certificate; banks' own certificates have all four roles.",
			Fix: "Ask the bank how it takes roles that it does not offer.",
		},
		Applies: func(s *Subject) bool {
			return s.hasPSD2() && s.Offered != nil && len(s.offered()) > 0 && !s.unspecified()
		},
		Check: func(p *lint.Pass, s *Subject) {
			if never := without(s.Info.Roles(), s.Offered); len(never) > 0 {
				p.Reportf(s.where(pathRoles), "the certificate has %s, the bank registers %s only",
					ident.JoinRoles(never), ident.JoinRoles(s.Offered))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "role-certificate-unused", Code: "R06", Severity: lint.Notice, Source: inference(),
			Title: "the registration asks for fewer roles than the certificate has",
			Why:   "The client could be registered for more than it is.",
			Fix:   "Ask for the role too, if the client is to use it.",
		},
		Applies: func(s *Subject) bool { return s.hasPSD2() && s.Registered == nil && len(s.requested()) > 0 },
		Check: func(p *lint.Pass, s *Subject) {
			if unused := without(s.offered(), s.requested()); len(unused) > 0 {
				p.Reportf(s.where(pathRoles), "the certificate would also serve for %s", ident.JoinRoles(unused))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "renewal-role-lost", Code: "R07", Severity: lint.Warning, Source: inference(),
			Title: "a registered role is not in the certificate",
			Why:   "A subset is legal, but this certificate cannot be used for the role that it lacks.",
			Fix: "If the client still needs the role, ask the issuer (QTSP) for a certificate with it before the " +
				"old one expires.",
		},
		Applies: func(s *Subject) bool { return s.hasPSD2() && s.rolesClear() && len(s.Registered) > 0 },
		Check: func(p *lint.Pass, s *Subject) {
			if lost := without(s.Registered, s.Info.Roles()); len(lost) > 0 {
				p.Reportf(s.where(pathRoles), "the client is registered for %s, the certificate has %s",
					ident.JoinRoles(lost), ident.JoinRoles(s.Info.Roles()))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "renewal-orgid-changed", Code: "R08", Severity: lint.Error, Source: inference(),
			Title: "other organizationIdentifier than before",
			Why:   "Banks know a client by this identifier; with another one it is another client.",
			Fix:   "Provide the renewal of the same organisation, or register the client anew.",
		},
		Applies: func(s *Subject) bool { return s.pure() && s.Previous != nil },
		Check: func(p *lint.Pass, s *Subject) {
			before := values(readName(s.Previous.RawSubject), oidOrgID)
			if !slices.Equal(before, s.Info.OrgIDs) {
				p.Reportf(s.where(pathOrgID), "the identifier is %s, in the certificate before it was %s",
					quoted(s.Info.OrgIDs), quoted(before))
			}
		},
	},
}

// quoted writes values as in a sentence; no values are "missing". Of many only the first few are shown.
func quoted(values []string) string {
	if len(values) == 0 {
		return "missing"
	}
	const few = 4
	shown := ber.Quotes(values[:min(few, len(values))], " and ")
	if more := len(values) - few; more > 0 {
		shown += fmt.Sprintf(" and %d more", more)
	}
	return shown
}

// offered returns the roles of the certificate that the bank registers.
func (s *Subject) offered() []ident.Role {
	roles := s.Info.Roles()
	if s.Offered == nil {
		return roles
	}
	return without(roles, without(roles, s.Offered))
}

// without returns the roles that are not among others, in their order.
func without(roles, others []ident.Role) []ident.Role {
	var out []ident.Role
	for _, r := range roles {
		if !slices.Contains(others, r) {
			out = append(out, r)
		}
	}
	return out
}

// noneOffered reports whether the roles are clear and none of them is one that the bank registers, or without a bank
// one that anybody knows. No role at all, and Unspecified alone, have rules of their own.
func (s *Subject) noneOffered() bool {
	if !s.hasPSD2() || !s.rolesClear() || len(s.Info.PSD2.Roles) == 0 || len(s.offered()) > 0 {
		return false
	}
	return !slices.Equal(s.Info.Roles(), []ident.Role{ident.RoleUnspecified}) || s.hasUnknownRole()
}

func (s *Subject) onlyAS() bool {
	return slices.Equal(s.Info.Roles(), []ident.Role{ident.RoleAS}) && !s.hasUnknownRole()
}

func checkNoneOffered(p *lint.Pass, s *Subject) {
	if s.Offered == nil {
		p.Reportf(s.where(pathRoles),
			"the certificate has %s, which is no role that is known: there is nothing that it can be used for",
			s.statedRoles())
		return
	}
	p.Reportf(s.where(pathRoles),
		"the certificate has %s, the bank registers %s only: there is nothing that it can be used for",
		s.statedRoles(), ident.JoinRoles(s.Offered))
}

// statedRoles are the roles as they stand, those outside the table with their identifiers.
func (s *Subject) statedRoles() string {
	var names []string
	for _, r := range s.Info.PSD2.Roles {
		name := r.Name
		if _, known := ident.RoleByOID(r.OID); !known {
			name = fmt.Sprintf("%s (%s)", ber.Quote(r.Name), r.Identifier())
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return ber.List(names, ", ")
}
