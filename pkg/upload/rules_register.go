package upload

import (
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
	"qwac/pkg/register"
)

// ebaRegister is the source of what rests on the register of the EBA. Its file says of itself that it has no legal
// significance: so nothing of it is an error.
func ebaRegister() lint.Clause {
	return lint.Clause{Document: "Regulation (EU) 2019/411", Section: "EBA register of payment institutions"}
}

// registerRules compare the certificate with the register of payment institutions, where it is given (group S).
var registerRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "psd2-register-no-entry", Code: "S47", Severity: lint.Notice, Source: ebaRegister(),
			Title: "the register has no authorisation under the number of the certificate",
			Means: "The EBA's register lists payment and e-money institutions with the number that their authority " +
				"gave " +
				"them. The register that you gave has no institution with the number of your certificate. Banks " +
				"(credit institutions) are not in it: for them this says nothing.",
			Why: "A bank that looks you up there finds no authorisation, unless you are a credit institution, which " +
				"it looks up elsewhere.",
			Wrong: "PSDDK-DFSA-97351843, which no institution of Denmark has",
			Right: "PSDDK-DFSA-97351842, as in the register",
			Fix: "If you are no credit institution, compare the number with the one that your authority gave you, " +
				"and get " +
				"the register of today.",
			See: lint.SeeSubject, SeeToo: lint.NeedEntry,
		},
		Applies: func(s *eidas.Subject) bool { return s.Authorisation != nil && noState(s.Authorisation.State) },
		Check:   checkNoEntry,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-register-withdrawn", Code: "S48", Severity: lint.Warning, Source: ebaRegister(),
			Title: "the holder is not authorised on this day, says the register",
			Means: "The EBA's register has the days on which an institution was authorised and on which its " +
				"authorisation " +
				"was withdrawn. By these days the holder of your certificate is not authorised now. The certificate " +
				"still says what was true when it was issued.",
			Why: "A bank may give access to accounts only to authorised institutions, and looks into the register " +
				"of the " +
				"authority for it.",
			Wrong: "authorised on 2023-03-23, withdrawn on 2026-08-27",
			Right: "authorised on 2023-03-23",
			Fix: "Ask your authority what it has in its register: it decides, not the copy of the EBA. If the copy " +
				"is old, " +
				"import one of today.",
			See: lint.SeeSubject, SeeToo: lint.NeedEntry,
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Authorisation != nil &&
				(s.Authorisation.State == register.Withdrawn || s.Authorisation.State == register.NotYet)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			a := s.Authorisation
			p.Report(lint.Finding{Where: s.Where(eidas.PathOrgID), Severity: s.InSandbox(),
				Message: fmt.Sprintf("the register of the EBA of %s has %s: %s; want an authorisation that is in force",
					s.Register.Source.Day, entryWords(&a.Own[0]), a.Detail())})
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-register-role-beyond", Code: "S49", Severity: lint.Warning, Source: ebaRegister(),
			Title: "the certificate has a role that the register does not show",
			Means: "The EBA's register lists the payment services that an institution may offer. Each role of a " +
				"certificate stands for services: PSP_PI for payment initiation (PS_070), PSP_AI for account " +
				"information " +
				"(PS_080), PSP_IC for issuing of payment instruments (PS_05A), PSP_AS for accounts (PS_010 to " +
				"PS_04C, ES_010). Your certificate has a role whose services are not among yours.",
			Why: "A bank that compares the two gives no access for this role, and may take the certificate for a " +
				"wrong one.",
			Wrong: "PSP_PI, with PS_080 alone in the register",
			Right: "PSP_AI, with PS_080 in the register",
			Fix: "Ask your authority which services it has in its register. If the role is one that you do not have, " +
				"have the certificate issued without it.",
			Ask: "Our certificate has a role in PSD2QcType that our authorisation does not include. Please re-issue " +
				"it with " +
				"the roles of our authorisation (ETSI TS 119 495, GEN-5.2.2-1).",
			See: lint.SeeSubject, SeeToo: lint.NeedEntry,
		},
		Applies: compared,
		Check:   checkRoleBeyond,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-register-not-passported", Code: "S50", Severity: lint.Warning, Source: ebaRegister(),
			Title: "the register does not show the role for the country of the bank",
			Means: "An institution that is authorised in one country of the EEA may serve others when it has told " +
				"its " +
				"authority (passporting). The EBA's register lists the services by country. It has your service, but " +
				"not for the country of the bank.",
			Why:   "A bank that looks for its own country finds no right to the service there.",
			Wrong: "PS_080 in FI and SE, for a bank in DK",
			Right: "PS_080 in FI, SE and DK",
			Fix: "Ask your authority to notify the country of the bank, or ask when the register will show it: a " +
				"notification takes up to three months.",
			See: lint.SeeSubject, SeeToo: lint.NeedEntry,
		},
		Applies: compared,
		Check:   checkPassport,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-register-spelling", Code: "S51", Severity: lint.Notice, Source: ebaRegister(),
			Title: "the register has the number in another spelling",
			Means: "The number of your certificate was found in the EBA's register, but not in the same spelling: " +
				"zeros at " +
				"its beginning, punctuation or a prefix differ, or the value holds several numbers. Hyphens, " +
				"underscores and blanks do not count.",
			Why:   "A bank whose software compares letter by letter does not find you.",
			Wrong: "PSDFR-ACPR-017328, with 17328 in the register",
			Right: "PSDFR-ACPR-17328",
			Fix: "If a bank does not find you, tell it the spelling of the register; use that spelling in the next " +
				"certificate.",
			See: lint.SeeSubject, SeeToo: lint.NeedEntry,
		},
		Applies: func(s *eidas.Subject) bool { return s.Authorisation != nil && len(s.Authorisation.Own) > 0 },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			m := &s.Authorisation.Own[0]
			if m.How == register.Same || m.How == register.ByCode {
				return
			}
			p.Reportf(s.Where(eidas.PathOrgID), "the number is %s, the register has it as %s (%s)",
				ber.Quote(s.Authorisation.Number), ber.Quote(m.Number), entryWords(m))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-register-stale", Code: "S52", Severity: lint.Warning, Source: ebaRegister(),
			Title: "the copy of the register is old",
			Means: "The EBA publishes its register anew every day. The copy that was asked is more than a month old, " +
				"so what " +
				"it says of your authorisation may have changed.",
			Why:   "Banks look into the register of the day.",
			Wrong: "the register of 2026-08-31, on 2026-12-01",
			Right: "the register of 2026-11-30, on 2026-12-01",
			Fix:   "Download the register again and import it.",
			Needs: []lint.Need{{What: lint.NeedRegisterFile}},
			See:   lint.SeeSubject, SeeToo: lint.NeedEntry,
		},
		Applies: func(s *eidas.Subject) bool { return s.Authorisation != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if days := int(s.Register.Age(s.At).Hours() / 24); days > register.MaxAgeDays {
				p.Reportf(lint.Where{}, "the register is of %s, %d days before %s; want one of at most %d days",
					s.Register.Source.Day, days, eidas.Day(s.At), register.MaxAgeDays)
			}
		},
	},
}

// noState reports whether there is no entry, or one whose dates cannot be read.
func noState(s register.State) bool { return s == "" || s == register.Unknown }

// compared reports whether the register was asked, so that the services of entries that are authorised can be
// compared with the roles.
func compared(s *eidas.Subject) bool {
	return s.Authorisation != nil && s.RolesClear()
}

// entryWords names an entry: "Fixture Payments ApS, payment institution, DK_DFSA 97351842".
func entryWords(m *register.Match) string {
	number := fmt.Sprintf("%s %s", m.Owner, ber.Cut(m.Number))
	if name := m.Name(); name != "" {
		return fmt.Sprintf("%s, %s, %s", ber.Quote(name), m.Kind, number)
	}
	return fmt.Sprintf("the %s %s", m.Kind, number)
}

func checkNoEntry(p *lint.Pass, s *eidas.Subject) {
	a := s.Authorisation
	f := lint.Finding{Where: s.Where(eidas.PathOrgID)}
	if a.State == register.Unknown {
		p.Reportf(f.Where, "the register of the EBA of %s has %s, but its dates of authorisation cannot be read",
			s.Register.Source.Day, entryWords(&a.Own[0]))
		return
	}
	head := fmt.Sprintf("the register of the EBA of %s has no institution of %s with the number %s",
		s.Register.Source.Day, a.Authority, ber.Quote(a.Number))
	parts := []string{head}
	for _, m := range a.Matches[:min(len(a.Matches), 3)] {
		text := "it has " + entryWords(&m)
		if m.Of != nil {
			text += " of " + ber.Quote(m.Of.Name())
		}
		parts = append(parts, text+", which has no authorisation of its own")
	}
	for _, m := range a.Near[:min(len(a.Near), 3)] {
		parts = append(parts, "it has "+entryWords(&m))
	}
	for _, e := range a.SameName[:min(len(a.SameName), 3)] {
		parts = append(parts, fmt.Sprintf("it has an institution of the holder's name under %s",
			ber.Quotes(e.Numbers[:min(len(e.Numbers), 2)], " and ")))
	}
	f.Message = strings.Join(append(parts, "credit institutions are not listed there"), "; ")
	if len(a.Near)+len(a.SameName) > 0 {
		f.Hint = "Compare the number with the entries that are named; if you are a credit institution, there is " +
			"nothing to " +
			"do."
	}
	p.Report(f)
}

func checkRoleBeyond(p *lint.Pass, s *eidas.Subject) {
	var beyond []ident.Role
	for _, r := range s.Info.Roles() {
		if needs, has := s.Authorisation.Needs(r, "", s.At); needs && !has {
			beyond = append(beyond, r)
		}
	}
	if len(beyond) > 0 {
		p.Reportf(s.Where(eidas.PathRoles),
			"the certificate has %s, which the services in the register do not include: "+
				"%s is %s", ident.JoinRoles(beyond), entryWords(&s.Authorisation.Own[0]), s.Authorisation.Detail())
	}
}

func checkPassport(p *lint.Pass, s *eidas.Subject) {
	var abroad []ident.Role
	for _, r := range s.Info.Roles() {
		if s.Offered != nil && !slices.Contains(s.Offered, r) {
			continue
		}
		_, anywhere := s.Authorisation.Needs(r, "", s.At)
		if _, there := s.Authorisation.Needs(r, s.BankCountry, s.At); anywhere && !there {
			abroad = append(abroad, r)
		}
	}
	if len(abroad) > 0 {
		p.Reportf(s.Where(eidas.PathRoles), "the register has %s, but not for %s, where the bank is: %s",
			ident.JoinRoles(abroad), s.BankCountry, s.Authorisation.Detail())
	}
}
