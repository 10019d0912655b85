package eidas

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
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// en5 is a clause of EN 319 412-5.
func en5(section string) lint.Clause { return lint.Clause{Document: "EN 319 412-5", Section: section} }

var ruleDoubleOctetString = lint.Meta{
	ID: "qc-double-octet-string", Code: "Q31", Severity: lint.Error, Source: inference(),
	Title: "qcStatements wrapped in a second OCTET STRING",
	Why:   "A reader expects the list of statements and finds bytes, so it sees no statement at all.",
	Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the list of statements directly in the extension.",
}

var ruleStatementsMalformed = lint.Meta{
	ID: "qc-statements-malformed", Code: "Q02", Severity: lint.Error, Source: en5("QCS-4.1-03"),
	Title: "qcStatements cannot be read",
	Why: "Strict readers refuse the whole extension and with it the certificate; lenient ones lose statements " +
		"without a word.",
	Fix: "Ask the issuer (QTSP) to re-issue the certificate with a well-formed qcStatements extension.",
}

var ruleComplianceInfo = lint.Meta{
	ID: "qc-compliance-has-info", Code: "Q06", Severity: lint.Error, Source: en5("4.2.1"),
	Title: "QcCompliance carries a value",
	Why:   "The statement is the value; strict readers refuse anything behind it.",
	Fix:   "Ask the issuer (QTSP) to re-issue the certificate with QcCompliance as an object identifier alone.",
}

var ruleSSCD = lint.Meta{
	ID: "qc-sscd-in-qwac", Code: "Q15", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 411-2", Section: "GEN-6.6.1-04"},
	Title:  "QcSSCD in a certificate for websites",
	Why:    "The statement is about devices for signatures and seals; it has no place in a QWAC.",
	Fix:    "Ask the issuer (QTSP) to leave QcSSCD out at the next re-issue.",
}

// statementRules judge qcStatements (group Q). Left out so far are rules that no bank looks at: languages and addresses
// of QcPDS, identification, semantics, unknown statements.
var statementRules = []*lint.Rule[*Subject]{
	{Meta: &ruleDoubleOctetString, Check: reportFaults},
	{Meta: &ruleStatementsMalformed, Check: reportFaults},
	{
		Meta: &lint.Meta{
			ID: "qc-statements-missing", Code: "Q01", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-4", Section: "QCS-4.2-1"},
			Title:  "no qcStatements extension",
			Why:    "Only qcStatements makes a certificate a qualified one; policies and names do not.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with the qcStatements extension " +
				"(QcCompliance, QcType web, PSD2QcType).",
			SilencedBy: []*lint.Meta{&rulePlainTLS},
		},
		Applies: func(s *Subject) bool { return s.claimsQualified() && !s.Info.Present && s.extended() },
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where(pathStatements), "no extension %s, though %s", label(oidQcStatements), claim(s.Info))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-compliance-missing", Code: "Q05", Severity: lint.Error, Source: en5("QCS-5-01"),
			Title: "no QcCompliance",
			Why: "Without this statement the issuer does not say that the certificate is an EU qualified one, " +
				"so it is no QWAC.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with the statement QcCompliance " +
				"(0.4.0.1862.1.1).",
			SilencedBy: []*lint.Meta{&ruleOBWAC, &rulePlainTLS, &ruleWallet},
		},
		Applies: func(s *Subject) bool {
			return s.claimsQualified() && s.Info.Present && s.readable() && !s.Info.Compliance
		},
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where(pathStatements), "no %s among the statements (%s)", label(oidQcCompliance),
				statementNames(s.Info))
		},
	},
	{Meta: &ruleComplianceInfo, Check: reportFaults},
	{
		Meta: &lint.Meta{
			ID: "qc-type-as-statement", Code: "Q11", Severity: lint.Error, Source: en5("4.2.3"),
			Title: "a type stands as a statement of its own",
			Why:   "Readers look for the type inside the statement QcType and do not find it.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the type inside QcType (0.4.0.1862.1.6).",
		},
		Applies: func(s *Subject) bool { return s.Leaf != nil && s.Info.typeAsStatement() },
		Check:   checkTypeAsStatement,
	},
	{
		Meta: &lint.Meta{
			ID: "qc-type-missing", Code: "Q07", Severity: lint.Error, Source: en5("QCS-5-01"),
			Title: "no QcType",
			Why:   "A qualified certificate without QcType is taken for one for electronic signatures, not for a QWAC.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with QcType web (0.4.0.1862.1.6.3).",
		},
		Applies: func(s *Subject) bool {
			i := s.Info
			return s.claimsQualified() && s.readable() && i.Present && len(i.Types) == 0 && !i.typeAsStatement()
		},
		Check: func(p *lint.Pass, s *Subject) {
			found := "no QcType"
			if s.Info.states(oidQcType) {
				found = "QcType is an empty list"
			}
			p.Reportf(s.where("qcStatements.QcType"), "%s, want QcType web", found)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-type-multiple", Code: "Q09", Severity: lint.Error, Source: en5("4.2.3"),
			Title: "more than one type",
			Why:   "A certificate has one purpose only. Readers take the first, the last, or none.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with QcType web alone.",
		},
		Applies: func(s *Subject) bool { return s.Leaf != nil && len(s.Info.Types) > 1 },
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where("qcStatements.QcType"), "QcType holds %s, want web alone", typeNames(s.Info.Types))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-type-unknown", Code: "Q10", Severity: lint.Error, Source: en5("4.2.3"),
			Title: "unknown type",
			Why:   "Only web makes a QWAC; a reader that does not know the type takes the certificate for none.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with QcType web (0.4.0.1862.1.6.3).",
		},
		Applies: func(s *Subject) bool {
			return s.Leaf != nil && len(s.Info.Types) == 1 && !knownType(s.Info.Types[0])
		},
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where("qcStatements.QcType"), "QcType holds %s, want web (%s)", s.Info.Types[0], oidQctWeb)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-type-not-web", Code: "Q08", Severity: lint.Error, Source: en5("4.2.3"),
			Title: "QcType is not web",
			Why: "By its type the certificate is for seals or signatures, whatever else it says; a bank that " +
				"looks at QcType refuses it for TLS.",
			Fix:        "Ask the issuer (QTSP) to re-issue the certificate with QcType web (0.4.0.1862.1.6.3).",
			SilencedBy: []*lint.Meta{&ruleQSealC, &ruleQSig},
		},
		Applies: func(s *Subject) bool {
			return s.pure() && (s.Type == TypeQSealC || s.Type == TypeQSig) && len(s.Info.Types) == 1
		},
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where("qcStatements.QcType"), "QcType is %s though %s, want web", TypeName(s.Info.Types[0]),
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
		Applies: func(s *Subject) bool { return s.Leaf != nil && s.Info.foreign() },
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where("qcStatements.QcCClegislation"), "QcCClegislation names %s, want no such statement",
				ber.List(s.Info.Countries, ", "))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-cclegislation-in-eu-qc", Code: "Q12", Severity: lint.Error, Source: en5("QCS-4.2.4-01"),
			Title: "QcCClegislation in an EU qualified certificate",
			Why: "The statement is for certificates under other law. In an EU qualified certificate it must be " +
				"absent.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate without QcCClegislation.",
		},
		Applies: func(s *Subject) bool {
			return s.Leaf != nil && s.Info.states(oidQcCClegislation) && s.readable() && !s.Info.foreign()
		},
		Check: func(p *lint.Pass, s *Subject) {
			countries := "no country"
			if len(s.Info.Countries) > 0 {
				countries = ber.List(s.Info.Countries, ", ")
			}
			p.Reportf(s.where("qcStatements.QcCClegislation"), "QcCClegislation is present (%s), want none", countries)
		},
	},
	{
		Meta: &ruleSSCD,
		Applies: func(s *Subject) bool {
			return s.Leaf != nil && s.Info.SSCD && slices.ContainsFunc(s.Info.Types, oidQctWeb.Equal)
		},
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where("qcStatements.QcSSCD"), "QcSSCD is present beside QcType web, want none")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-statements-critical", Code: "Q03", Severity: lint.Error, Source: en5("QCS-4.1-02"),
			Title: "qcStatements is critical",
			Why: "A TLS stack must refuse a certificate with a critical extension that it does not know, and few " +
				"know this one.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with qcStatements not critical.",
		},
		Applies: func(s *Subject) bool { return s.Leaf != nil && s.Info.Critical },
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where(pathStatements), "the extension is marked critical, want non-critical")
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
		Applies: func(s *Subject) bool { return s.Leaf != nil },
		Check:   checkDuplicates,
	},
}

// claim says what made a reader expect a qualified certificate.
func claim(i *Info) string {
	for _, p := range i.Policies {
		if under(p, oidPolicyEIDASArc) || under(p, oidPolicyPSD2Arc) {
			return "the policy " + label(p) + " is named"
		}
	}
	if i.has(&rulePSD2AsExtension) {
		return "there is a PSD2 extension"
	}
	if len(i.OrgIDs) == 0 {
		return "the rest says that the certificate is qualified"
	}
	return fmt.Sprintf("organizationIdentifier is %s", ber.Quote(i.OrgIDs[0]))
}

// webClaim says what made the certificate look like one for websites in spite of its QcType.
func webClaim(s *Subject) string {
	if p := s.Info.webPolicy(); p != nil {
		return "the policy " + label(p) + " is for websites"
	}
	return "it has serverAuth and DNS names"
}

// semanticsLegal reports whether the certificate says that its organizationIdentifier follows EN 319 412-1, 5.1.4.
func (i *Info) semanticsLegal() bool { return i.semantics(oidSemanticsLegal) }

// semantics reports whether pkixQCSyntax-v2 has a semantics identifier.
func (i *Info) semantics(want asn1.ObjectIdentifier) bool {
	return slices.ContainsFunc(i.Statements, func(st Statement) bool {
		info := cryptobyte.String(st.Info)
		var semantics cryptobyte.String
		if !st.ID.Equal(oidQcSyntaxV2) || !info.ReadASN1(&semantics, cbasn1.SEQUENCE) {
			return false
		}
		id, _, ok := ber.ReadOID(&semantics)
		return ok && id.Equal(want)
	})
}

func statementNames(i *Info) string {
	if len(i.Statements) == 0 {
		return "there are none"
	}
	names := make([]string, len(i.Statements))
	for n, st := range i.Statements {
		names[n] = cmp.Or(Name(st.ID), st.Label())
	}
	return ber.List(names, ", ")
}

func typeNames(types []asn1.ObjectIdentifier) string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = TypeName(t)
	}
	return ber.List(names, ", ")
}

func knownType(oid asn1.ObjectIdentifier) bool {
	return oid.Equal(oidQctWeb) || oid.Equal(oidQctESeal) || oid.Equal(oidQctESign)
}

func (i *Info) typeAsStatement() bool {
	return slices.ContainsFunc(i.Statements, func(s Statement) bool { return under(s.ID, oidQcType) })
}

// foreign reports whether QcCClegislation names countries and none of them is of the EEA.
func (i *Info) foreign() bool {
	eu := func(cc string) bool {
		return strings.EqualFold(cc, "EU") || ident.InEEA(strings.ToUpper(cc), time.Time{})
	}
	return len(i.Countries) > 0 && !slices.ContainsFunc(i.Countries, eu)
}

func checkTypeAsStatement(p *lint.Pass, s *Subject) {
	for n, st := range s.Info.Statements {
		if under(st.ID, oidQcType) {
			p.Reportf(s.where(fmt.Sprintf("%s[%d]", pathStatements, n)),
				"%s stands as a statement, want QcType that holds it", label(st.ID))
		}
	}
}

// duplicatesForbidden is the month of EN 319 412-5 V2.6.1, which forbids what was unwise before.
func duplicatesForbidden() time.Time { return time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC) }

// checkDuplicates names statements of EN 319 412-5, and PSD2QcType, that stand more than once.
func checkDuplicates(p *lint.Pass, s *Subject) {
	for n, st := range s.Info.Statements {
		same := func(o Statement) bool { return o.ID.Equal(st.ID) }
		first := slices.IndexFunc(s.Info.Statements, same)
		if first == n || !under(st.ID, oidQcArc) && !st.ID.Equal(oidPSD2Statement) {
			continue
		}
		differing := ""
		if !bytes.Equal(st.Info, s.Info.Statements[first].Info) {
			differing = " with another value"
		}
		f := lint.Finding{
			Where: s.where(fmt.Sprintf("%s[%d]", pathStatements, n)),
			Message: fmt.Sprintf("%s stands here and at %s[%d] already%s, want it once", label(st.ID), pathStatements,
				first, differing),
		}
		if s.Leaf.NotBefore.Before(duplicatesForbidden()) {
			f.Severity = lint.Warning
		}
		p.Report(f)
	}
}
