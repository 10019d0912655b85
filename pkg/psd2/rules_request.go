package psd2

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
			Why:   "A client without a role may do nothing, and the bank registers none.",
			Fix:   "Ask for at least one of the roles that the certificate has.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Requested != nil && len(s.Requested) == 0 },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(lint.Where{Path: pathRequest}, "the registration asks for no role, want at least one")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "role-request-syntax", Code: "R04", Severity: lint.Error, Source: lint.Clause{Document: "TS 119 495"},
			Title: "what is asked for is no role",
			Why:   "The bank knows roles by their exact tokens and takes no other spelling.",
			Fix:   "Write the token as it stands in the certificate: PSP_AI, PSP_PI.",
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
			Why:   "The bank registers clients for the roles that it offers only.",
			Fix:   "Leave the role out of the request.",
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
			Why: "The bank wants the roles asked for to be a subset of those in the certificate: the authority " +
				"granted no others.",
			Fix: "Ask for roles of the certificate only, or register with a certificate that has the role.",
		},
		Applies: func(s *eidas.Subject) bool { return hasPSD2(s) && rolesClear(s) },
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
			Why:   "It says nothing more, and how the bank takes it is not known.",
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
