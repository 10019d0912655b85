package psd2

import (
	"fmt"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// psd2Rules judge the PSD2 statement and the roles in it (group S).
var psd2Rules = []*lint.Rule[*eidas.Subject]{
	{Meta: &eidas.RulePSD2AsExtension, Check: eidas.ReportFaults},
	{
		Meta: &eidas.RulePSD2Missing,
		Applies: func(s *eidas.Subject) bool {
			return s.Pure() && s.Info.Present && s.Info.PSD2 == nil && s.Info.ClaimsPSD2()
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathStatements), "no %s in qcStatements, though %s",
				eidas.Label(eidas.OIDPSD2Statement),
				psd2Claim(s.Info))
		},
	},
	{Meta: &eidas.RulePSD2Malformed, Check: eidas.ReportFaults},
	{
		Meta:    &eidas.RuleFlattened,
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check:   checkFlattened,
	},
	{Meta: &eidas.RuleExplicitTag, Check: eidas.ReportFaults},
	{Meta: &eidas.RuleStringType, Check: eidas.ReportFaults},
	{
		Meta: &lint.Meta{
			ID: "psd2-roles-empty", Code: "S07", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.2-1"),
			Title: "no role",
			Means: "The PSD2 statement lists your roles and the authority that granted them. The list of roles " +
				"is empty here.",
			Why: "A certificate without a role gives no right to any PSD2 service, so the bank has no use for " +
				"it.",
			Wrong: "rolesOfPSP: SEQUENCE { }",
			Right: `rolesOfPSP: SEQUENCE { SEQUENCE { OID ai, "PSP_AI" } }`,
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the roles that the authority granted.",
			Ask: "In qcStatements of our certificate, PSD2QcType.rolesOfPSP is empty. Please re-issue the " +
				"certificate with the roles that our authority granted (ETSI TS 119 495, GEN-5.2.2-1).",
			See:        lint.SeeStatements,
			SilencedBy: []*lint.Meta{&eidas.RulePSD2Malformed},
		},
		Applies: func(s *eidas.Subject) bool {
			return s.HasPSD2() && len(s.Info.PSD2.Roles) == 0
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathRoles), "the list of roles is empty, want one role or more")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-oid-arc", Code: "S11", Severity: lint.Error, Source: lint.Clause{Document: "TS 119 495"},
			Title: "role under the wrong arc",
			Means: "Each role has an object identifier (OID), a number with dots. Those of the PSD2 roles begin " +
				"with 0.4.0.19495.1. Here the number begins in another way.",
			Why:   "A bank that reads the OIDs finds no role, whatever the name beside it says.",
			Wrong: "0.4.0.19495.2.3 with PSP_AI",
			Right: "0.4.0.19495.1.3 with PSP_AI",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with role OIDs that begin with " +
				"0.4.0.19495.1.",
			Ask: "In qcStatements of our certificate, a roleOfPspOid in PSD2QcType.rolesOfPSP does not begin " +
				"with 0.4.0.19495.1. Please re-issue the certificate with the OIDs of the roles (ETSI TS 119 495, " +
				"Annex A).",
			See: lint.SeeStatements,
		},
		Applies: (*eidas.Subject).HasPSD2,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for w, r := range eachRole(s) {
				checkRoleArc(p, w, r)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-name-unknown", Code: "S09", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.2-3"),
			Title: "role name is no token",
			Means: "Each role has a fixed name: PSP_AI for account information, PSP_PI for payment initiation, " +
				"PSP_AS for banks that hold accounts, PSP_IC for card issuers. The name here is another one, or is " +
				"spelled in another way.",
			Why: "Banks compare the name letter by letter. They ignore any other name, or refuse the " +
				"certificate.",
			Wrong: "AISP",
			Right: "PSP_AI",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the exact name of the role.",
			Ask: "In qcStatements of our certificate, a roleOfPspName in PSD2QcType.rolesOfPSP is not the name " +
				"of a role. Please re-issue the certificate with the name that belongs to the role's OID (ETSI TS " +
				"119 495, GEN-5.2.2-3).",
			See: lint.SeeStatements,
		},
		Applies: (*eidas.Subject).HasPSD2,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for w, r := range eachRole(s) {
				checkRoleName(p, w, r)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-name-oid-mismatch", Code: "S08", Severity: lint.Error, Source: eidas.TS495("REG-5.2.2-5"),
			Title: "name and object identifier name different roles",
			Means: "A role is written twice, as an object identifier (OID, a number with dots) and as a name. " +
				"The two must mean the same role. Here they mean different ones.",
			Why: "Some banks read the name and some the OID, so your roles depend on the bank. Others refuse " +
				"the certificate.",
			Wrong: "0.4.0.19495.1.1 with PSP_AI",
			Right: "0.4.0.19495.1.3 with PSP_AI",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with OID and name of the same role.",
			Ask: "In qcStatements of our certificate, an entry of PSD2QcType.rolesOfPSP has the OID of one role " +
				"and the name of another. Please re-issue the certificate with OID and name of the role that our " +
				"authority granted (ETSI TS 119 495, REG-5.2.2-5).",
			See: lint.SeeStatements,
		},
		Applies: (*eidas.Subject).HasPSD2,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for w, r := range eachRole(s) {
				checkRoleMismatch(p, w, r)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-oid-unknown", Code: "S10", Severity: lint.Warning, Source: eidas.TS495("GEN-5.2.2-4"),
			Title: "role object identifier outside the table",
			Means: "Each role has an object identifier (OID), a number with dots. ETSI TS 119 495 has a table " +
				"of them, and others are allowed if they are registered somewhere. The number here is not in the " +
				"table.",
			Why:   "A bank cannot know what such a role allows. It ignores the role, or refuses the certificate.",
			Wrong: "0.4.0.19495.1.7 with PSP_AI",
			Right: "0.4.0.19495.1.3 with PSP_AI",
			Fix: "Ask the bank whether it knows the role; if the role was not meant, ask the issuer (QTSP) for " +
				"a re-issue without it.",
			Ask: "In qcStatements of our certificate, a roleOfPspOid in PSD2QcType.rolesOfPSP is not in the " +
				"table of the standard. If it is a mistake, please re-issue the certificate with the OID of the " +
				"role that our authority granted (ETSI TS 119 495, GEN-5.2.2-4).",
			See: lint.SeeStatements,
		},
		Applies: (*eidas.Subject).HasPSD2,
		Check:   checkRoleUnknown,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-duplicate", Code: "S12", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "a role stands twice",
			Means: "The certificate lists your PSD2 roles, such as PSP_AI (account information). One of them is " +
				"there twice.",
			Why:   "The second entry says nothing new, but software that counts the roles may fail on it.",
			Wrong: "PSP_AI, PSP_PI, PSP_AI",
			Right: "PSP_AI, PSP_PI",
			Fix:   "Ask the issuer (QTSP) to name each role once at the next re-issue.",
			Ask: "In qcStatements of our certificate, PSD2QcType.rolesOfPSP has the same role twice. Please " +
				"list each role once at the next re-issue.",
			See: lint.SeeStatements,
		},
		Applies: (*eidas.Subject).HasPSD2,
		Check:   checkRoleDuplicate,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-unspecified-mixed", Code: "S13", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.2-1"),
			Title: "Unspecified beside other roles",
			Means: "The certificate lists your PSD2 roles. Instead of roles it may have the single entry " +
				"Unspecified, which says nothing about roles. Here Unspecified stands together with real roles.",
			Why:   "The certificate contradicts itself. A bank may read the roles, or take them as not specified.",
			Wrong: "PSP_AI, Unspecified",
			Right: "PSP_AI",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate without Unspecified.",
			Ask: "In qcStatements of our certificate, PSD2QcType.rolesOfPSP has Unspecified together with other " +
				"roles. Please re-issue the certificate with the roles alone (ETSI TS 119 495, GEN-5.2.2-1).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.HasPSD2() && s.Unspecified() && len(s.Info.Roles()) > 1 },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathRoles), "Unspecified is there with other roles (%s), want a single entry",
				ident.JoinRoles(s.Info.Roles()))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-unspecified-only", Code: "S14", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.2-3A"),
			Title: "only the role Unspecified",
			Means: "The certificate has the entry Unspecified instead of roles. It says nothing about what you " +
				"may do. Certificates for Verification of Payee (a service that compares name and account number) " +
				"are made like this.",
			Why: "Such a certificate is legal, but it gives no right to account information or payment " +
				"initiation.",
			Wrong: "Unspecified",
			Right: "PSP_AI, PSP_PI",
			Fix:   "Provide the certificate with PSP_AI or PSP_PI, or ask the issuer (QTSP) for one.",
			Ask: "In qcStatements of our certificate, PSD2QcType.rolesOfPSP has only Unspecified. Please issue " +
				"a certificate with the roles that our authority granted (ETSI TS 119 495, GEN-5.2.2-1).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool {
			return s.HasPSD2() && s.Unspecified() && s.RolesClear() && !s.HasUnknownRole() && len(s.Info.Roles()) == 1
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathRoles), "the only role is Unspecified, want PSP_AI or PSP_PI")
		},
	},
}

// psd2Claim says what made a reader expect a PSD2 statement.
func psd2Claim(i *eidas.Info) string {
	if p := i.Policy(eidas.OIDPolicyPSD2); p != nil {
		return "the policy " + eidas.Label(p) + " is named"
	}
	for _, id := range i.OrgIDs {
		if eidas.IsPSD(id) {
			return fmt.Sprintf("organizationIdentifier is %s", ber.Quote(id))
		}
	}
	return "there is a PSD2 extension"
}
