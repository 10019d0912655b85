package upload

import (
	"fmt"
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// RuleNotRegistered is the rule on roles that the client is not registered for.
var RuleNotRegistered = lint.Meta{
	ID: "role-not-registered", Code: "R13", Severity: lint.Error, Source: eidas.Inference(),
	Title: "the certificate has a role that the client is not registered for",
	Means: "A PSD2 role allows one kind of service: PSP_AI account information, PSP_PI payment " +
		"initiation. The bank registers you for roles, and your certificate names the roles that your " +
		"authority granted. The certificate here has a role for which you are not registered.",
	Why: "The bank takes a further certificate of yours only if its roles are the registered ones or " +
		"some of them.",
	Wrong: "registered PSP_AI, certificate PSP_AI and PSP_PI",
	Right: "registered PSP_AI and PSP_PI, certificate PSP_AI and PSP_PI",
	Fix: "Ask the bank to add the role to your registration first, or use a certificate that has only " +
		"the registered roles.",
	See: lint.SeeStatements,
}

var ruleRoleLost = lint.Meta{
	ID: "renewal-role-lost", Code: "R07", Severity: lint.Warning, Source: eidas.Inference(),
	Title: "a registered role is not in the certificate",
	Means: "A PSD2 role allows one kind of service: PSP_AI account information, PSP_PI payment " +
		"initiation. The bank has you registered for a role that this certificate does not have.",
	Why: "The bank accepts the upload, but the services of the missing role do not work with this " +
		"certificate.",
	Wrong: "registered PSP_AI and PSP_PI, certificate PSP_AI",
	Right: "registered PSP_AI and PSP_PI, certificate PSP_AI and PSP_PI",
	Fix: "If you still need the role, ask the issuer (QTSP) for a certificate with it before the old " +
		"one expires.",
	Ask: "Our certificate does not have all PSD2 roles that our authority granted. Please issue one " +
		"with all of them in PSD2QcType.rolesOfPSP (ETSI TS 119 495, GEN-5.2.2-1).",
	See: lint.SeeStatements,
}

// RuleOrgIDChanged is the rule on a new certificate of another organisation.
var RuleOrgIDChanged = lint.Meta{
	ID: "renewal-orgid-changed", Code: "R08", Severity: lint.Error, Source: eidas.Inference(),
	Title: "a different organizationIdentifier than before",
	Means: "organizationIdentifier is the field for your authorisation number. A renewal has the same " +
		"number as the certificate before. Here it has another one.",
	Why: "Banks know a client by this number. With another one you are another client, which is not " +
		"registered.",
	Wrong: "before PSDDK-DFSA-97351843, now PSDDK-DFSA-97351842",
	Right: "before PSDDK-DFSA-97351842, now PSDDK-DFSA-97351842",
	Fix:   "Provide the renewal for the same organisation, or register the client again.",
	See:   lint.SeeSubject,
}

// roleRules compare the roles of the certificate with those at the bank, and the certificate with the one it replaces
// (group R).
var roleRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta:    &RuleNotRegistered,
		Applies: func(s *eidas.Subject) bool { return s.HasPSD2() && s.Registered != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if extra := without(offered(s), s.Registered); len(extra) > 0 {
				p.Reportf(s.Where(eidas.PathRoles), "the certificate has %s, the client is registered for %s",
					ident.JoinRoles(extra), ident.JoinRoles(s.Registered))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-as-only", Code: "S17", Severity: lint.Error, Source: eidas.Inference(),
			Title: "only the role PSP_AS: the certificate of a bank",
			Means: "Each PSD2 role allows one kind of service. PSP_AS is the role of banks, which hold the " +
				"accounts of their customers. The certificate has only this role, so it is the one that a bank has " +
				"for itself.",
			Why:   "PSP_AS gives no right to ask another bank for anything. The bank registers other roles only.",
			Wrong: "PSP_AS",
			Right: "PSP_AI, PSP_PI",
			Fix: "Provide a certificate with a role that the bank offers, such as PSP_AI, or ask the issuer " +
				"(QTSP) for one.",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return noneOffered(s) && onlyAS(s) },
		Check:   checkNoneOffered,
	},
	{
		Meta: &lint.Meta{
			ID: "role-none-offered", Code: "R15", Severity: lint.Error, Source: eidas.Inference(),
			Title: "none of the roles is one that the bank offers",
			Means: "A PSD2 role allows one kind of service: PSP_AI account information, PSP_PI payment " +
				"initiation. The certificate has only other roles, which this bank does not offer.",
			Why: "The bank registers clients for the roles that it offers, and this certificate has none of " +
				"them.",
			Wrong: "PSP_IC",
			Right: "PSP_AI",
			Fix:   "Provide a certificate with a role that the bank offers, or ask the issuer (QTSP) for one.",
			See:   lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return noneOffered(s) && !onlyAS(s) },
		Check:   checkNoneOffered,
	},
	{
		Meta: &lint.Meta{
			ID: "role-not-offered-in-certificate", Code: "R14", Severity: lint.Notice, Source: eidas.Inference(),
			Title: "the certificate has a role that the bank never registers",
			Means: "A PSD2 role allows one kind of service: PSP_AI account information, PSP_PI payment " +
				"initiation. This certificate also has a role that the bank never registers, such as PSP_AS " +
				"(holding accounts) or PSP_IC (card issuing). The certificates that banks have for themselves have " +
				"all four roles.",
			Why: "The bank writes that the roles of a certificate must be registered. Taken word for word, it " +
				"would refuse every such certificate, as nobody can register these roles.",
			Wrong: "PSP_AS, PSP_PI, PSP_AI, PSP_IC",
			Right: "PSP_PI, PSP_AI",
			Fix:   "Ask the bank how it takes roles that it does not offer.",
			See:   lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool {
			return s.HasPSD2() && s.Offered != nil && len(offered(s)) > 0 && !s.Unspecified()
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if never := without(s.Info.Roles(), s.Offered); len(never) > 0 {
				p.Reportf(s.Where(eidas.PathRoles), "the certificate has %s, the bank registers %s only",
					ident.JoinRoles(never), ident.JoinRoles(s.Offered))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "role-certificate-unused", Code: "R06", Severity: lint.Notice, Source: eidas.Inference(),
			Title: "the registration asks for fewer roles than the certificate has",
			Means: "A PSD2 role allows one kind of service: PSP_AI account information, PSP_PI payment " +
				"initiation. Your certificate has a role that you do not ask for in the registration.",
			Why:   "It does no harm. You can only use the services of the roles that you register.",
			Wrong: "asked for PSP_AI, certificate PSP_AI and PSP_PI",
			Right: "asked for PSP_AI and PSP_PI",
			Fix:   "Ask for this role too, if you want to use it.",
			See:   lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.HasPSD2() && s.Registered == nil && len(requested(s)) > 0 },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if unused := without(offered(s), requested(s)); len(unused) > 0 {
				p.Reportf(s.Where(eidas.PathRoles), "the certificate would also serve for %s", ident.JoinRoles(unused))
			}
		},
	},
	{
		Meta:    &ruleRoleLost,
		Applies: func(s *eidas.Subject) bool { return s.HasPSD2() && s.RolesClear() },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			had, whose, now := s.Registered, "the client is registered for", "the certificate has"
			if had == nil && renews(s) {
				had = eidas.Decode(s.Previous.Certificate).Roles()
				whose, now = "the previous certificate has", "this one has"
			}
			if lost := without(had, s.Info.Roles()); len(lost) > 0 {
				p.Reportf(s.Where(eidas.PathRoles), "%s %s, %s %s",
					whose, ident.JoinRoles(lost), now, ident.JoinRoles(s.Info.Roles()))
			}
		},
	},
	{
		Meta:    &RuleOrgIDChanged,
		Applies: func(s *eidas.Subject) bool { return s.Pure() && s.Previous != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			before := eidas.Values(eidas.ReadName(s.Previous.RawSubject), eidas.OIDOrgID)
			if !slices.Equal(before, s.Info.OrgIDs) {
				p.Reportf(s.Where(eidas.PathOrgID), "the identifier is %s, in the previous certificate it was %s",
					eidas.Quoted(s.Info.OrgIDs), eidas.Quoted(before))
			}
		},
	},
}

// offered returns the roles of the certificate that the bank registers.
func offered(s *eidas.Subject) []ident.Role {
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
func noneOffered(s *eidas.Subject) bool {
	if !s.HasPSD2() || !s.RolesClear() || len(s.Info.PSD2.Roles) == 0 || len(offered(s)) > 0 {
		return false
	}
	return !slices.Equal(s.Info.Roles(), []ident.Role{ident.RoleUnspecified}) || s.HasUnknownRole()
}

func onlyAS(s *eidas.Subject) bool {
	return slices.Equal(s.Info.Roles(), []ident.Role{ident.RoleAS}) && !s.HasUnknownRole()
}

func checkNoneOffered(p *lint.Pass, s *eidas.Subject) {
	if s.Offered == nil {
		p.Reportf(s.Where(eidas.PathRoles),
			"the certificate has %s, which is not a known role: there is nothing that it can be used for",
			statedRoles(s))
		return
	}
	p.Reportf(s.Where(eidas.PathRoles),
		"the certificate has %s, the bank registers %s only: there is nothing that it can be used for",
		statedRoles(s), ident.JoinRoles(s.Offered))
}

// statedRoles are the roles as they stand, those outside the table with their identifiers.
func statedRoles(s *eidas.Subject) string {
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

// requested returns the roles that the registration asks for, as far as they are roles, each once.
func requested(s *eidas.Subject) []ident.Role {
	var roles []ident.Role
	for _, token := range once(s.Requested) {
		if role, err := ident.ParseRole(token); err == nil {
			roles = append(roles, role)
		}
	}
	return roles
}

// once returns the tokens without repetitions, in their order.
func once(tokens []string) []string {
	var out []string
	for _, t := range tokens {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}
