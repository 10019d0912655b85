package psd2

import (
	"bytes"
	"cmp"
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// statementRules judge qcStatements (group Q). Left out so far are rules that no bank looks at: languages and addresses
// of QcPDS, identification, semantics, unknown statements.
var statementRules = []*lint.Rule[*eidas.Subject]{
	{Meta: &eidas.RuleDoubleOctetString, Check: eidas.ReportFaults},
	{Meta: &eidas.RuleStatementsMalformed, Check: eidas.ReportFaults},
	{
		Meta: &lint.Meta{
			ID: "qc-statements-missing", Code: "Q01", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-4", Section: "QCS-4.2-1"},
			Title:  "no qcStatements extension",
			Why:    "Only qcStatements makes a certificate a qualified one; policies and names do not.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with the qcStatements extension " +
				"(QcCompliance, QcType web, PSD2QcType).",
			SilencedBy: []*lint.Meta{&eidas.RulePlainTLS},
		},
		Applies: func(s *eidas.Subject) bool { return s.ClaimsQualified() && !s.Info.Present && s.Extended() },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathStatements), "no extension %s, though %s", eidas.Label(eidas.OIDQcStatements),
				claim(s.Info))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-compliance-missing", Code: "Q05", Severity: lint.Error, Source: eidas.EN5("QCS-5-01"),
			Title: "no QcCompliance",
			Why: "Without this statement the issuer does not say that the certificate is an EU qualified one, " +
				"so it is no QWAC.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with the statement QcCompliance " +
				"(0.4.0.1862.1.1).",
			SilencedBy: []*lint.Meta{&eidas.RuleOBWAC, &eidas.RulePlainTLS, &eidas.RuleWallet},
		},
		Applies: func(s *eidas.Subject) bool {
			return s.ClaimsQualified() && s.Info.Present && s.Readable() && !s.Info.Compliance
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathStatements), "no %s among the statements (%s)",
				eidas.Label(eidas.OIDQcCompliance),
				statementNames(s.Info))
		},
	},
	{Meta: &eidas.RuleComplianceInfo, Check: eidas.ReportFaults},
	{
		Meta: &lint.Meta{
			ID: "qc-type-as-statement", Code: "Q11", Severity: lint.Error, Source: eidas.EN5("4.2.3"),
			Title: "a type stands as a statement of its own",
			Why:   "Readers look for the type inside the statement QcType and do not find it.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the type inside QcType (0.4.0.1862.1.6).",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && typeAsStatement(s.Info) },
		Check:   checkTypeAsStatement,
	},
	{
		Meta: &lint.Meta{
			ID: "qc-type-missing", Code: "Q07", Severity: lint.Error, Source: eidas.EN5("QCS-5-01"),
			Title: "no QcType",
			Why:   "A qualified certificate without QcType is taken for one for electronic signatures, not for a QWAC.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with QcType web (0.4.0.1862.1.6.3).",
		},
		Applies: func(s *eidas.Subject) bool {
			i := s.Info
			return s.ClaimsQualified() && s.Readable() && i.Present && len(i.Types) == 0 && !typeAsStatement(i)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			found := "no QcType"
			if s.Info.States(eidas.OIDQcType) {
				found = "QcType is an empty list"
			}
			p.Reportf(s.Where("qcStatements.QcType"), "%s, want QcType web", found)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-type-multiple", Code: "Q09", Severity: lint.Error, Source: eidas.EN5("4.2.3"),
			Title: "more than one type",
			Why:   "A certificate has one purpose only. Readers take the first, the last, or none.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with QcType web alone.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && len(s.Info.Types) > 1 },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("qcStatements.QcType"), "QcType holds %s, want web alone", typeNames(s.Info.Types))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-type-unknown", Code: "Q10", Severity: lint.Error, Source: eidas.EN5("4.2.3"),
			Title: "unknown type",
			Why:   "Only web makes a QWAC; a reader that does not know the type takes the certificate for none.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with QcType web (0.4.0.1862.1.6.3).",
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && len(s.Info.Types) == 1 && !knownType(s.Info.Types[0])
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("qcStatements.QcType"), "QcType holds %s, want web (%s)", s.Info.Types[0],
				eidas.OIDQctWeb)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-type-not-web", Code: "Q08", Severity: lint.Error, Source: eidas.EN5("4.2.3"),
			Title: "QcType is not web",
			Why: "By its type the certificate is for seals or signatures, whatever else it says; a bank that " +
				"looks at QcType refuses it for TLS.",
			Fix:        "Ask the issuer (QTSP) to re-issue the certificate with QcType web (0.4.0.1862.1.6.3).",
			SilencedBy: []*lint.Meta{&eidas.RuleQSealC, &eidas.RuleQSig},
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Pure() && (s.Type == eidas.TypeQSealC || s.Type == eidas.TypeQSig) && len(s.Info.Types) == 1
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("qcStatements.QcType"), "QcType is %s though %s, want web",
				eidas.TypeName(s.Info.Types[0]),
				webClaim(s))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-non-eu", Code: "Q14", Severity: lint.Error,
			Source: lint.Clause{Document: "Regulation (EU) No 910/2014", Section: "Article 14"},
			Title:  "qualified under the law of a country outside the EU",
			Why:    "It is no eIDAS certificate unless an agreement of the EU with that country says so.",
			Fix:    "Give a QWAC of a qualified trust service provider from the EU trusted lists, or order one.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && foreign(s.Info) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("qcStatements.QcCClegislation"), "QcCClegislation names %s, want no such statement",
				strings.Join(s.Info.Countries, ", "))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-cclegislation-in-eu-qc", Code: "Q12", Severity: lint.Error, Source: eidas.EN5("QCS-4.2.4-01"),
			Title: "QcCClegislation in an EU qualified certificate",
			Why: "The statement is for certificates under other law. In an EU qualified certificate it must be " +
				"absent.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate without QcCClegislation.",
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && s.Info.States(eidas.OIDQcCClegislation) && s.Readable() && !foreign(s.Info)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			countries := "no country"
			if len(s.Info.Countries) > 0 {
				countries = strings.Join(s.Info.Countries, ", ")
			}
			p.Reportf(s.Where("qcStatements.QcCClegislation"), "QcCClegislation is present (%s), want none", countries)
		},
	},
	{
		Meta: &eidas.RuleSSCD,
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && s.Info.SSCD && slices.ContainsFunc(s.Info.Types, eidas.OIDQctWeb.Equal)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("qcStatements.QcSSCD"), "QcSSCD is present beside QcType web, want none")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-statements-critical", Code: "Q03", Severity: lint.Error, Source: eidas.EN5("QCS-4.1-02"),
			Title: "qcStatements is critical",
			Why: "A TLS stack must refuse a certificate with a critical extension that it does not know, and few " +
				"know this one.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with qcStatements not critical.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Info.Critical },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathStatements), "the extension is marked critical, want non-critical")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-statement-duplicate", Code: "Q04", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-5", Version: "V2.6.1", Section: "QCS-4.1-02A"},
			Title:  "a statement stands twice",
			Why: "Readers take the first or the last of the two, so the certificate says different things to " +
				"different banks.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with each statement once.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check:   checkDuplicates,
	},
}

// claim says what made a reader expect a qualified certificate.
func claim(i *eidas.Info) string {
	for _, p := range i.Policies {
		if eidas.Under(p, eidas.OIDPolicyEIDASArc) || eidas.Under(p, eidas.OIDPolicyPSD2Arc) {
			return "the policy " + eidas.Label(p) + " is named"
		}
	}
	if i.Has(&eidas.RulePSD2AsExtension) {
		return "there is a PSD2 extension"
	}
	if len(i.OrgIDs) == 0 {
		return "the rest says that the certificate is qualified"
	}
	return fmt.Sprintf("organizationIdentifier is %s", ber.Quote(i.OrgIDs[0]))
}

// webClaim says what made the certificate look like one for websites in spite of its QcType.
func webClaim(s *eidas.Subject) string {
	if p := s.Info.WebPolicy(); p != nil {
		return "the policy " + eidas.Label(p) + " is for websites"
	}
	return "it has serverAuth and DNS names"
}

// semanticsLegal reports whether the certificate says that its organizationIdentifier follows EN 319 412-1, 5.1.4.
func semanticsLegal(i *eidas.Info) bool { return semantics(i, oidSemanticsLegal) }

// semantics reports whether pkixQCSyntax-v2 has a semantics identifier.
func semantics(i *eidas.Info, want asn1.ObjectIdentifier) bool {
	return slices.ContainsFunc(i.Statements, func(st eidas.Statement) bool {
		info := cryptobyte.String(st.Info)
		var semantics cryptobyte.String
		if !st.ID.Equal(oidQcSyntaxV2) || !info.ReadASN1(&semantics, cbasn1.SEQUENCE) {
			return false
		}
		id, _, ok := ber.ReadOID(&semantics)
		return ok && id.Equal(want)
	})
}

func statementNames(i *eidas.Info) string {
	if len(i.Statements) == 0 {
		return "there are none"
	}
	names := make([]string, len(i.Statements))
	for n, st := range i.Statements {
		names[n] = cmp.Or(eidas.Name(st.ID), st.Label())
	}
	return strings.Join(names, ", ")
}

func typeNames(types []asn1.ObjectIdentifier) string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = eidas.TypeName(t)
	}
	return strings.Join(names, ", ")
}

func knownType(oid asn1.ObjectIdentifier) bool {
	return oid.Equal(eidas.OIDQctWeb) || oid.Equal(eidas.OIDQctESeal) || oid.Equal(eidas.OIDQctESign)
}

func typeAsStatement(i *eidas.Info) bool {
	return slices.ContainsFunc(i.Statements, func(s eidas.Statement) bool { return eidas.Under(s.ID, eidas.OIDQcType) })
}

// foreign reports whether QcCClegislation names countries and none of them is of the EEA.
func foreign(i *eidas.Info) bool {
	eu := func(cc string) bool {
		return strings.EqualFold(cc, "EU") || ident.InEEA(strings.ToUpper(cc), time.Time{})
	}
	return len(i.Countries) > 0 && !slices.ContainsFunc(i.Countries, eu)
}

func checkTypeAsStatement(p *lint.Pass, s *eidas.Subject) {
	for n, st := range s.Info.Statements {
		if eidas.Under(st.ID, eidas.OIDQcType) {
			p.Reportf(s.Where(fmt.Sprintf("%s[%d]", eidas.PathStatements, n)),
				"%s stands as a statement, want QcType that holds it", eidas.Label(st.ID))
		}
	}
}

// duplicatesForbidden is the month of EN 319 412-5 V2.6.1, which forbids what was unwise before.
func duplicatesForbidden() time.Time { return time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC) }

// checkDuplicates names statements of EN 319 412-5, and PSD2QcType, that stand more than once.
func checkDuplicates(p *lint.Pass, s *eidas.Subject) {
	for n, st := range s.Info.Statements {
		same := func(o eidas.Statement) bool { return o.ID.Equal(st.ID) }
		first := slices.IndexFunc(s.Info.Statements, same)
		if first == n || !eidas.Under(st.ID, oidQcArc) && !st.ID.Equal(eidas.OIDPSD2Statement) {
			continue
		}
		differing := ""
		if !bytes.Equal(st.Info, s.Info.Statements[first].Info) {
			differing = " with another value"
		}
		f := lint.Finding{
			Where: s.Where(fmt.Sprintf("%s[%d]", eidas.PathStatements, n)),
			Message: fmt.Sprintf("%s stands here and at %s[%d] already%s, want it once", eidas.Label(st.ID),
				eidas.PathStatements,
				first, differing),
		}
		if s.Leaf.NotBefore.Before(duplicatesForbidden()) {
			f.Severity = lint.Warning
		}
		p.Report(f)
	}
}
