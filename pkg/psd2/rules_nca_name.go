package psd2

import (
	"fmt"
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

var ruleNCANameNotLatin = lint.Meta{
	ID: "psd2-ncaname-not-latin", Code: "S19", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.3-1"),
	Title: "nCAName is not in the Latin alphabet",
	Means: "The PSD2 statement has the name of the authority that granted your roles, in the field nCAName. It must " +
		"be in Latin letters; accents such as in Český are fine. This name is in another alphabet.",
	Why: "People at banks in other countries cannot read the name. Software looks at the code in nCAId, not at the " +
		"name.",
	Wrong: `nCAName "Τράπεζα της Ελλάδος"`,
	Right: `nCAName "Bank of Greece"`,
	Fix:   "Ask the issuer (QTSP) for the English name of the authority at the next re-issue.",
	Ask: "In qcStatements of our certificate, nCAName in PSD2QcType is not in the Latin alphabet. Please re-issue " +
		"the certificate with the name in Latin letters (ETSI TS 119 495, GEN-5.2.3-1).",
	See: lint.SeeStatements,
}

// ncaNameRules judge the name of the authority and what few certificates get wrong about roles and identifiers (group
// S).
var ncaNameRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaname-length", Code: "S18b", Severity: lint.Error, Source: eidas.TS495("Annex A"),
			Title: "nCAName is too long",
			Means: "The PSD2 statement has the name of the authority that granted your roles, in the field " +
				"nCAName. It may have 256 characters. This name is longer.",
			Why:   "Strict software refuses a longer name, and with it the roles.",
			Wrong: "nCAName with 257 characters",
			Right: `nCAName "Danish Financial Supervisory Authority"`,
			Fix:   "Ask the issuer (QTSP) for a re-issue with the name of the authority from the EBA's list.",
			Ask: "In qcStatements of our certificate, nCAName in PSD2QcType has more than 256 characters. " +
				"Please re-issue the certificate with the name of our authority as in the EBA's list (ETSI TS 119 " +
				"495, Annex A).",
			See: lint.SeeStatements,
		},
		Applies: (*eidas.Subject).HasPSD2,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if n := utf8.RuneCountInString(s.Info.PSD2.NCAName); n > maxNCAName {
				p.Reportf(s.Where(eidas.PathNCAName), "nCAName has %d characters, want at most %d", n, maxNCAName)
			}
		},
	},
	{
		Meta:    &ruleNCANameNotLatin,
		Applies: (*eidas.Subject).HasPSD2,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			foreign := func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }
			if name := s.Info.PSD2.NCAName; strings.ContainsFunc(name, foreign) {
				f := lint.Finding{Where: s.Where(eidas.PathNCAName),
					Message: fmt.Sprintf("nCAName is %s, want Latin letters", ber.Quote(name))}
				if a, ok := listedNCA(s); ok && a.Status != ident.NCADoubtful {
					f.Message += fmt.Sprintf(": %s in the list of the EBA", ber.Quote(a.Name))
					f.Hint = eidas.Reissue("nCAName in PSD2QcType", a.Name+" (TS 119 495, GEN-5.2.3-1)")
				}
				p.Report(f)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaname-unexpected", Code: "S20", Severity: lint.Notice, Source: eidas.TS495("Annex D"),
			Title: "another name of the authority than the list of the EBA has",
			Means: "The PSD2 statement has the name of the authority that granted your roles. The list of the " +
				"EBA (European Banking Authority) has another name for it, or another spelling.",
			Why: "Many spellings are in use, and no bank is known to compare them. The code in nCAId is what " +
				"counts.",
			Wrong: `nCAName "Finanstilsynet"`,
			Right: `nCAName "Danish Financial Supervisory Authority"`,
			Fix:   "Nothing to do.",
			See:   lint.SeeStatements,
			SilencedBy: []*lint.Meta{&ruleNcaNameEmpty, &ruleNCANA, &ruleNCANameNotLatin, &eidas.RuleStringType,
				&eidas.RuleSubjectMojibake},
		},
		Applies: func(s *eidas.Subject) bool {
			known, listed := listedNCA(s)
			return listed && known.Status != ident.NCADoubtful &&
				letters(s.Info.PSD2.NCAName) != letters(known.Name)
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
			Means: "ETSI TS 119 495, the standard for PSD2 certificates, got new roles with V1.8.1 in April " +
				"2026: PSP_CB, PSP_PA, VOP_RS and VOP_VS. This certificate has one of them, but is older than that " +
				"edition.",
			Why:   "Bank software may not know these roles yet. EU law still names the edition before, V1.7.1.",
			Wrong: "VOP_RS, issued on 2026-03-01",
			Right: "VOP_RS, issued after April 2026",
			Fix:   "Ask the bank whether it knows the role.",
			See:   lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.HasPSD2() && s.Leaf.NotBefore.Before(eidas.Edition181()) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			var newer []ident.Role
			for _, r := range s.Info.Roles() {
				if slices.Contains([]ident.Role{ident.RoleCB, ident.RolePA, ident.RoleVOPRS, ident.RoleVOPVS}, r) {
					newer = append(newer, r)
				}
			}
			if len(newer) > 0 {
				p.Reportf(s.Where(eidas.PathRoles),
					"%s is new in TS 119 495 V1.8.1 (April 2026), the certificate was issued on %s",
					ident.JoinRoles(newer), eidas.Day(s.Leaf.NotBefore))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-semantics-legal-missing", Code: "S44", Severity: lint.Notice,
			Source: lint.Clause{Document: "EN 319 412-4", Section: "WEB-4.1.2-6"},
			Title:  "nothing says how organizationIdentifier is to be read",
			Means: "organizationIdentifier is the field for your authorisation number. A statement " +
				"(semanticsId-Legal) can say by which standard it is to be read, EN 319 412-1. This certificate " +
				"does not have the statement.",
			Why:   "The statement is optional. Banks read an identifier that begins with PSD without it.",
			Right: "pkixQCSyntax-v2 with 0.4.0.194121.1.2 (semanticsId-Legal)",
			Fix:   "Nothing to do.",
			See:   lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.HasPSD2() && slices.ContainsFunc(s.Info.OrgIDs, eidas.IsPSD) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if !semanticsLegal(s.Info) {
				p.Reportf(s.Where(eidas.PathStatements), "the statements have no %s",
					eidas.Label(oidSemanticsLegal))
			}
		},
	},
}

// letters folds a name to its letters, in small ones and without articles.
func letters(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
	words = slices.DeleteFunc(words, func(w string) bool { return w == "the" || w == "of" })
	return strings.Join(words, " ")
}
