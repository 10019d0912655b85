package upload

import (
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// requestRules judge the roles that a registration asks for (group R).
var requestRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "role-request-empty", Code: "R03", Severity: lint.Error, Source: eidas.Inference(),
			Title: "no role is asked for",
			Means: "When you register at a bank, you ask for PSD2 roles: PSP_AI for account information, PSP_PI " +
				"for payment initiation. Here you ask for none.",
			Why:   "A client without a role may do nothing, so the bank does not register one.",
			Right: "PSP_AI,PSP_PI",
			Fix:   "Ask for at least one of the roles that the certificate has.",
			See:   lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.Requested != nil && len(s.Requested) == 0 },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(lint.Where{Path: pathRequest}, "the registration asks for no role, want at least one")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "role-request-syntax", Code: "R04", Severity: lint.Error, Source: lint.Clause{Document: "TS 119 495"},
			Title: "what is asked for is not a role",
			Means: "When you register at a bank, you ask for PSD2 roles by their names: PSP_AI for account " +
				"information, PSP_PI for payment initiation. One of the names here is not that of a role.",
			Why:   "The bank knows roles by these exact names and accepts no other spelling.",
			Wrong: "AISP",
			Right: "PSP_AI",
			Fix:   "Write the names as they stand in the certificate: PSP_AI, PSP_PI.",
			See:   lint.SeeStatements,
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, token := range once(s.Requested) {
				if _, err := ident.ParseRole(token); err != nil {
					p.Reportf(lint.Where{Path: pathRequest}, "%v", err)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "role-not-offered-by-bank", Code: "R02", Severity: lint.Error, Source: eidas.Inference(),
			Title: "a role is asked for that the bank does not offer",
			Means: "When you register at a bank, you ask for PSD2 roles. Which roles a bank offers depends on " +
				"the bank. Here you ask for one that this bank does not offer.",
			Why:   "The bank registers clients only for the roles that it offers.",
			Wrong: "PSP_AI,PSP_IC",
			Right: "PSP_AI",
			Fix:   "Leave this role out of the request.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Offered != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if never := without(requested(s), s.Offered); len(never) > 0 {
				p.Reportf(lint.Where{Path: pathRequest}, "the registration asks for %s, the bank offers %s only",
					ident.JoinRoles(never), ident.JoinRoles(s.Offered))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "role-not-in-certificate", Code: "R01", Severity: lint.Error,
			Source: lint.Clause{Document: "Regulation (EU) 2018/389", Section: "Article 34(3)"},
			Title:  "a role is asked for that the certificate does not have",
			Means: "When you register at a bank, you ask for PSD2 roles. Your certificate names the roles that " +
				"your authority granted. Here you ask for one that is not in the certificate.",
			Why:   "The bank takes the certificate as the proof of your roles. It gives you no others.",
			Wrong: "asked for PSP_AI and PSP_PI, certificate PSP_AI",
			Right: "asked for PSP_AI, certificate PSP_AI",
			Fix:   "Ask only for roles of the certificate, or register with a certificate that has the role.",
			See:   lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.HasPSD2() && s.RolesClear() },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			asked := requested(s)
			if s.Offered != nil {
				asked = without(asked, without(asked, s.Offered))
			}
			if extra := without(asked, s.Info.Roles()); len(extra) > 0 {
				p.Reportf(s.Where(eidas.PathRoles), "the registration asks for %s, the certificate has %s",
					ident.JoinRoles(extra), ident.JoinRoles(s.Info.Roles()))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "role-request-duplicate", Code: "R05", Severity: lint.Notice, Source: eidas.Inference(),
			Title: "a role is asked for twice",
			Means: "When you register at a bank, you ask for PSD2 roles. Here you name one of them twice.",
			Why:   "The second one adds nothing, and it is not known what the bank does with it.",
			Wrong: "PSP_AI,PSP_AI",
			Right: "PSP_AI",
			Fix:   "Name each role once.",
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for i, token := range s.Requested {
				if slices.Index(s.Requested, token) == i && slices.Contains(s.Requested[i+1:], token) {
					p.Reportf(lint.Where{Path: pathRequest}, "the registration asks for %s more than once",
						ber.Quote(token))
				}
			}
		},
	},
}

// pathRequest is the field of the registration, as the bank names it.
const pathRequest = "roles"
