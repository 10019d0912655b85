package psd2

import (
	"fmt"
	"slices"

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
			i := s.Info
			return s.Pure() && i.Present && s.Readable() && i.PSD2 == nil && !i.Has(&eidas.RulePSD2AsExtension) &&
				i.ClaimsPSD2()
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
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Info.Has(&eidas.RuleFlattened) },
		Check:   checkFlattened,
	},
	{Meta: &eidas.RuleExplicitTag, Check: eidas.ReportFaults},
	{Meta: &eidas.RuleStringType, Check: eidas.ReportFaults},
	{
		Meta: &lint.Meta{
			ID: "psd2-roles-empty", Code: "S07", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.2-1"),
			Title: "no role",
			Why:   "A certificate without a role gives no right to any PSD2 service.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the roles that the authority granted.",
		},
		Applies: func(s *eidas.Subject) bool {
			return hasPSD2(s) && len(s.Info.PSD2.Roles) == 0 && !s.Info.Has(&eidas.RulePSD2Malformed)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathRoles), "the list of roles is empty, want one role or more")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-oid-arc", Code: "S11", Severity: lint.Error, Source: lint.Clause{Document: "TS 119 495"},
			Title: "role under the wrong arc",
			Why:   "Readers by object identifier find no role in it, whatever the name beside it says.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with role object identifiers under " +
				"0.4.0.19495.1.",
		},
		Applies: hasPSD2,
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
			Why:   "Banks compare the name with the exact tokens and ignore or refuse any other.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the token of the role as its name.",
		},
		Applies: hasPSD2,
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
			Why: "Some banks read the name, some the object identifier, some refuse when they differ: the roles " +
				"depend on the bank.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with name and object identifier of the same " +
				"role.",
		},
		Applies: hasPSD2,
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
			Why:   "Other roles are allowed when they are registered, but banks ignore them or refuse the certificate.",
			Fix: "Ask the bank whether it knows the role; if it was not meant, ask the issuer (QTSP) for a re-issue " +
				"without it.",
		},
		Applies: hasPSD2,
		Check:   checkRoleUnknown,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-duplicate", Code: "S12", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "a role stands twice",
			Why:   "It has no meaning, and a reader that counts roles may stumble over it.",
			Fix:   "Ask the issuer (QTSP) to name each role once at the next re-issue.",
		},
		Applies: hasPSD2,
		Check:   checkRoleDuplicate,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-unspecified-mixed", Code: "S13", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.2-1"),
			Title: "Unspecified beside other roles",
			Why:   "Unspecified is allowed as the only entry; beside others the certificate contradicts itself.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate without Unspecified.",
		},
		Applies: func(s *eidas.Subject) bool { return hasPSD2(s) && unspecified(s) && len(s.Info.Roles()) > 1 },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathRoles), "Unspecified stands beside other roles (%s), want a single entry",
				ident.JoinRoles(s.Info.Roles()))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-unspecified-only", Code: "S14", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.2-3A"),
			Title: "only the role Unspecified",
			Why: "It is legal, for instance in certificates for Verification of Payee, but gives no right to " +
				"account information or payment initiation.",
			Fix: "Provide the certificate with PSP_AI or PSP_PI, or ask the issuer (QTSP) for one.",
		},
		Applies: func(s *eidas.Subject) bool {
			return hasPSD2(s) && unspecified(s) && rolesClear(s) && !hasUnknownRole(s) && len(s.Info.Roles()) == 1
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathRoles), "the only role is Unspecified, want PSP_AI or PSP_PI")
		},
	},
}

// hasPSD2 reports whether there is a PSD2 statement whose contents are to be judged.
func hasPSD2(s *eidas.Subject) bool { return s.Pure() && s.Info.PSD2 != nil }

// rolesClear reports whether the roles of the strict reading are those that were meant, so that what is not among them
// is really absent: a role with an identifier outside the table is none that a bank knows, whatever its name.
func rolesClear(s *eidas.Subject) bool {
	p := s.Info.PSD2
	if p == nil || s.Info.Has(&eidas.RulePSD2Malformed) || s.Info.Has(&eidas.RuleExplicitTag) {
		return false
	}
	return !slices.ContainsFunc(p.Roles, func(r eidas.RolePair) bool {
		role, known := ident.RoleByOID(r.OID)
		return r.Malformed || wrongArc(r.OID) || known && string(role) != r.Name
	})
}

// hasUnknownRole reports whether a role has an identifier outside the table.
func hasUnknownRole(s *eidas.Subject) bool {
	return slices.ContainsFunc(s.Info.PSD2.Roles, func(r eidas.RolePair) bool {
		_, known := ident.RoleByOID(r.OID)
		return !known
	})
}

func unspecified(s *eidas.Subject) bool {
	return slices.Contains(s.Info.Roles(), ident.RoleUnspecified)
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
