package eidas

import (
	"fmt"
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// ts495 is a clause of TS 119 495.
func ts495(section string) lint.Clause {
	return lint.Clause{Document: "TS 119 495", Section: section}
}

const pathRoles = pathPSD2 + ".rolesOfPSP"

var rulePSD2AsExtension = lint.Meta{
	ID: "psd2-statement-as-extension", Code: "S02", Severity: lint.Error, Source: lint.Clause{Document: "TS 119 495"},
	Title: "PSD2 statement as an extension of its own",
	Why:   "Banks look for roles inside qcStatements and do not find any.",
	Fix: "Ask the issuer (QTSP) to re-issue the certificate with PSD2QcType (0.4.0.19495.2) as an entry of " +
		"qcStatements.",
}

var rulePsd2StatementMissing = lint.Meta{
	ID: "psd2-statement-missing", Code: "S01", Severity: lint.Error, Source: ts495("GEN-5.1-1"),
	Title: "no PSD2 statement",
	Why: "Without roles and authority the bank cannot tell what the holder may do, and Article 34(3) of the " +
		"RTS asks for both.",
	Fix: "Ask the issuer (QTSP) to re-issue the certificate with PSD2QcType (0.4.0.19495.2) in qcStatements.",
	SilencedBy: []*lint.Meta{&rulePlainQWAC, &rulePlainTLS, &ruleQSealC, &ruleQSig, &rule2QWAC, &ruleWallet,
		&ruleOBWAC},
}

var rulePSD2Malformed = lint.Meta{
	ID: "psd2-statement-malformed", Code: "S03", Severity: lint.Error, Source: ts495("GEN-5.1-3"),
	Title: "PSD2 statement cannot be read",
	Why: "Readers refuse the statement or lose parts of it, so the bank sees other roles than the issuer meant, or " +
		"none.",
	Fix: "Ask the issuer (QTSP) to re-issue the certificate with PSD2QcType exactly as in TS 119 495, Annex A.",
}

var ruleFlattened = lint.Meta{
	ID: "psd2-roles-flattened", Code: "S04", Severity: lint.Error, Source: ts495("Annex A"),
	Title: "several roles in one pair",
	Why:   "Strict readers refuse the statement; lenient ones see the first role and lose the others without an error.",
	Fix:   "Ask the issuer (QTSP) to re-issue the certificate with a SEQUENCE of its own for each role.",
}

var ruleExplicitTag = lint.Meta{
	ID: "psd2-roles-explicit-tag", Code: "S05", Severity: lint.Error, Source: ts495("Annex A"),
	Title: "context tag inside the PSD2 statement",
	Why: "The module of TS 119 495 has no tags there; readers find an element that they do not expect and refuse " +
		"the statement.",
	Fix: "Ask the issuer (QTSP) to re-issue the certificate without context tags in PSD2QcType.",
}

var ruleStringType = lint.Meta{
	ID: "psd2-string-type", Code: "S06", Severity: lint.Error, Source: ts495("Annex A"),
	Title: "wrong string type in the PSD2 statement",
	Why: "Validators that many banks run take UTF8String only and fail on any other type, even where the text is " +
		"the same.",
	Fix: "Ask the issuer (QTSP) to re-issue the certificate with role names, nCAName and nCAId as UTF8String.",
}

// psd2Rules judge the PSD2 statement and the roles in it (group S).
var psd2Rules = []*lint.Rule[*Subject]{
	{Meta: &rulePSD2AsExtension, Check: reportFaults},
	{
		Meta: &rulePsd2StatementMissing,
		Applies: func(s *Subject) bool {
			i := s.Info
			return s.pure() && i.Present && s.readable() && i.PSD2 == nil && !i.has(&rulePSD2AsExtension) &&
				i.claimsPSD2()
		},
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where(pathStatements), "no %s in qcStatements, though %s", label(oidPSD2Statement),
				psd2Claim(s.Info))
		},
	},
	{Meta: &rulePSD2Malformed, Check: reportFaults},
	{
		Meta:    &ruleFlattened,
		Applies: func(s *Subject) bool { return s.Leaf != nil && s.Info.has(&ruleFlattened) },
		Check:   checkFlattened,
	},
	{Meta: &ruleExplicitTag, Check: reportFaults},
	{Meta: &ruleStringType, Check: reportFaults},
	{
		Meta: &lint.Meta{
			ID: "psd2-roles-empty", Code: "S07", Severity: lint.Error, Source: ts495("GEN-5.2.2-1"),
			Title: "no role",
			Why:   "A certificate without a role gives no right to any PSD2 service.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the roles that the authority granted.",
		},
		Applies: func(s *Subject) bool {
			return hasPSD2(s) && len(s.Info.PSD2.Roles) == 0 && !s.Info.has(&rulePSD2Malformed)
		},
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where(pathRoles), "the list of roles is empty, want one role or more")
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
		Check: func(p *lint.Pass, s *Subject) {
			for w, r := range eachRole(s) {
				checkRoleArc(p, w, r)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-name-unknown", Code: "S09", Severity: lint.Error, Source: ts495("GEN-5.2.2-3"),
			Title: "role name is no token",
			Why:   "Banks compare the name with the exact tokens and ignore or refuse any other.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the token of the role as its name.",
		},
		Applies: hasPSD2,
		Check: func(p *lint.Pass, s *Subject) {
			for w, r := range eachRole(s) {
				checkRoleName(p, w, r)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-name-oid-mismatch", Code: "S08", Severity: lint.Error, Source: ts495("REG-5.2.2-5"),
			Title: "name and object identifier name different roles",
			Why: "Some banks read the name, some the object identifier, some refuse when they differ: the roles " +
				"depend on the bank.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with name and object identifier of the same " +
				"role.",
		},
		Applies: hasPSD2,
		Check: func(p *lint.Pass, s *Subject) {
			for w, r := range eachRole(s) {
				checkRoleMismatch(p, w, r)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-oid-unknown", Code: "S10", Severity: lint.Warning, Source: ts495("GEN-5.2.2-4"),
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
			ID: "psd2-role-duplicate", Code: "S12", Severity: lint.Warning, Source: inference(),
			Title: "a role stands twice",
			Why:   "It has no meaning, and a reader that counts roles may stumble over it.",
			Fix:   "Ask the issuer (QTSP) to name each role once at the next re-issue.",
		},
		Applies: hasPSD2,
		Check:   checkRoleDuplicate,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-unspecified-mixed", Code: "S13", Severity: lint.Error, Source: ts495("GEN-5.2.2-1"),
			Title: "Unspecified beside other roles",
			Why:   "Unspecified is allowed as the only entry; beside others the certificate contradicts itself.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate without Unspecified.",
		},
		Applies: func(s *Subject) bool { return hasPSD2(s) && unspecified(s) && len(s.Info.Roles()) > 1 },
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where(pathRoles), "Unspecified stands beside other roles (%s), want a single entry",
				ident.JoinRoles(s.Info.Roles()))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-role-unspecified-only", Code: "S14", Severity: lint.Error, Source: ts495("GEN-5.2.2-3A"),
			Title: "only the role Unspecified",
			Why: "It is legal, for instance in certificates for Verification of Payee, but gives no right to " +
				"account information or payment initiation.",
			Fix: "Provide the certificate with PSP_AI or PSP_PI, or ask the issuer (QTSP) for one.",
		},
		Applies: func(s *Subject) bool {
			return hasPSD2(s) && unspecified(s) && rolesClear(s) && !hasUnknownRole(s) && len(s.Info.Roles()) == 1
		},
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where(pathRoles), "the only role is Unspecified, want PSP_AI or PSP_PI")
		},
	},
}

// hasPSD2 reports whether there is a PSD2 statement whose contents are to be judged.
func hasPSD2(s *Subject) bool { return s.pure() && s.Info.PSD2 != nil }

// rolesClear reports whether the roles of the strict reading are those that were meant, so that what is not among them
// is really absent: a role with an identifier outside the table is none that a bank knows, whatever its name.
func rolesClear(s *Subject) bool {
	p := s.Info.PSD2
	if p == nil || s.Info.has(&rulePSD2Malformed) || s.Info.has(&ruleExplicitTag) {
		return false
	}
	return !slices.ContainsFunc(p.Roles, func(r RolePair) bool {
		role, known := ident.RoleByOID(r.OID)
		return r.Malformed || wrongArc(r.OID) || known && string(role) != r.Name
	})
}

// hasUnknownRole reports whether a role has an identifier outside the table.
func hasUnknownRole(s *Subject) bool {
	return slices.ContainsFunc(s.Info.PSD2.Roles, func(r RolePair) bool {
		_, known := ident.RoleByOID(r.OID)
		return !known
	})
}

func unspecified(s *Subject) bool { return slices.Contains(s.Info.Roles(), ident.RoleUnspecified) }

// psd2Claim says what made a reader expect a PSD2 statement.
func psd2Claim(i *Info) string {
	if p := i.policy(oidPolicyPSD2); p != nil {
		return "the policy " + label(p) + " is named"
	}
	for _, id := range i.OrgIDs {
		if isPSD(id) {
			return fmt.Sprintf("organizationIdentifier is %s", ber.Quote(id))
		}
	}
	return "there is a PSD2 extension"
}
