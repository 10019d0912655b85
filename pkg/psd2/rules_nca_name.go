package psd2

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// maxNCAName is the most characters that nCAName may have (TS 119 495, Annex A).
const maxNCAName = 256

// ncaNameRules judge the name of the authority and what few certificates get wrong about roles and identifiers (group
// S).
var ncaNameRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaname-length", Code: "S18b", Severity: lint.Error, Source: eidas.TS495("Annex A"),
			Title: "nCAName is too long",
			Why:   "It may have 256 characters; strict readers refuse the statement with a longer one.",
			Fix:   "Ask the issuer (QTSP) for a re-issue with the name of the authority as the list of the EBA has it.",
		},
		Applies: hasPSD2,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if n := utf8.RuneCountInString(s.Info.PSD2.NCAName); n > maxNCAName {
				p.Reportf(s.Where(eidas.PathNCAName), "nCAName has %d characters, want at most %d", n, maxNCAName)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaname-not-latin", Code: "S19", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.3-1"),
			Title: "nCAName is not in the Latin alphabet",
			Why: "The name is registered in the Latin alphabet, letters with marks among them, so that people " +
				"elsewhere can read it.",
			Fix: "Ask the issuer (QTSP) for a re-issue with the name of the authority in English.",
		},
		Applies: hasPSD2,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			foreign := func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }
			if name := s.Info.PSD2.NCAName; strings.ContainsFunc(name, foreign) {
				p.Reportf(s.Where(eidas.PathNCAName), "nCAName is %s, want Latin letters", ber.Quote(name))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaname-unexpected", Code: "S20", Severity: lint.Notice, Source: eidas.TS495("Annex D"),
			Title: "another name of the authority than the list of the EBA has",
			Why: "Many spellings are in use and no bank is known to compare them; the code in nCAId is what " +
				"counts.",
			Fix:        "Nothing to do.",
			SilencedBy: []*lint.Meta{&ruleNcaNameEmpty, &ruleNCANA, &eidas.RuleStringType, &eidas.RuleSubjectMojibake},
		},
		Applies: func(s *eidas.Subject) bool {
			n, ok := nca(s)
			known, listed := ident.LookupNCA(n.String())
			return ok && listed && nameReadable(s) && letters(s.Info.PSD2.NCAName) != letters(known.Name)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			known, _ := ident.LookupNCA(s.Info.PSD2.NCAID)
			p.Reportf(s.Where(eidas.PathNCAName),
				"nCAName is %s, the list of the EBA has %s for %s", ber.Quote(s.Info.PSD2.NCAName),
				ber.Quote(known.Name), known.ID)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-newer-than-edition", Code: "S16", Severity: lint.Notice,
			Source: lint.Clause{Document: "TS 119 495", Version: "V1.8.1", Section: "5.2.2"},
			Title:  "a role that did not exist when the certificate was issued",
			Why: "PSP_CB, PSP_PA, VOP_RS and VOP_VS are of the edition of April 2026; the law still names the one " +
				"before. Readers may not know them.",
			Fix: "Ask the bank whether it knows the role.",
		},
		Applies: func(s *eidas.Subject) bool { return hasPSD2(s) && s.Leaf.NotBefore.Before(eidas.Edition181()) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			var newer []ident.Role
			for _, r := range s.Info.Roles() {
				if slices.Contains([]ident.Role{ident.RoleCB, ident.RolePA, ident.RoleVOPRS, ident.RoleVOPVS}, r) {
					newer = append(newer, r)
				}
			}
			if len(newer) > 0 {
				p.Reportf(s.Where(eidas.PathRoles),
					"%s: of TS 119 495 V1.8.1 (April 2026), the certificate is of %s", ident.JoinRoles(newer),
					eidas.Day(s.Leaf.NotBefore))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-semantics-legal-missing", Code: "S44", Severity: lint.Notice,
			Source: lint.Clause{Document: "EN 319 412-4", Section: "WEB-4.1.2-6"},
			Title:  "nothing says how organizationIdentifier is to be read",
			Why: "semanticsId-Legal in qcStatements may say that it follows EN 319 412-1. Banks read a PSD " +
				"identifier without it.",
			Fix: "Nothing to do.",
		},
		Applies: func(s *eidas.Subject) bool { return hasPSD2(s) && slices.ContainsFunc(s.Info.OrgIDs, eidas.IsPSD) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if !semanticsLegal(s.Info) {
				p.Reportf(s.Where(eidas.PathStatements), "the statements have no %s",
					eidas.Label(oidSemanticsLegal))
			}
		},
	},
}

// nameReadable reports whether nCAName is one: what is wrong with it otherwise has rules of its own.
func nameReadable(s *eidas.Subject) bool {
	name := s.Info.PSD2.NCAName
	_, garbled := ident.Mojibake(name)
	return !garbled && !ident.Absent(name) && name != "NA" && !strings.ContainsRune(name, utf8.RuneError) &&
		!s.Info.Misread(eidas.PathNCAName)
}

// letters folds a name to its letters, in small ones and without articles.
func letters(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
	words = slices.DeleteFunc(words, func(w string) bool { return w == "the" || w == "of" })
	return strings.Join(words, " ")
}
