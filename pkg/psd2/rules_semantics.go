package psd2

import (
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// semanticsRules judge how identifiers are to be read, and statements that few certificates have (group Q).
var semanticsRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "qc-semantics-nra-missing", Code: "Q28", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-1", Section: "LEG-5.1.4-05"},
			Title:  "a national identifier without its register",
			Why: "What two letters and a colon stand for is known in one country only. nameRegistrationAuthorities " +
				"must say by an address whose register it is.",
			Fix: "Ask the issuer (QTSP) to name the register by a URI in pkixQCSyntax-v2, or to use an identifier " +
				"of the scheme PSD.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && semanticsLegal(s.Info) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, id := range s.Info.OrgIDs {
				if o, _ := ident.ParseOrgID(id); strings.HasSuffix(o.Scheme, ":") && !registersByURI(s.Info) {
					p.Reportf(s.Where("qcStatements.pkixQCSyntax-v2"),
						"organizationIdentifier is %s, but nameRegistrationAuthorities has no URI, want that of the "+
							"register", ber.Quote(id))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-semantics-eidas-legal", Code: "Q29", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-1", Section: "LEG-5.1.6-03"},
			Title:  "eIDAS identifier of a legal person is malformed",
			Why: "By its semantics identifier the organizationIdentifier is that of eIDAS nodes, which has no " +
				"blanks and at most 256 characters.",
			Fix: "Ask the issuer (QTSP) to correct organizationIdentifier at the next re-issue.",
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && semantics(s.Info,
				oidSemanticsEIDASLegal)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, id := range s.Info.OrgIDs {
				if strings.ContainsFunc(id, unicode.IsSpace) {
					p.Reportf(s.Where(eidas.PathOrgID), "the identifier is %s, want no blank in it", ber.Quote(id))
				}
				if n := utf8.RuneCountInString(id); n > 256 {
					p.Reportf(s.Where(eidas.PathOrgID), "the identifier has %d characters, want at most 256", n)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-ident-method", Code: "Q25", Severity: lint.Warning,
			Source: lint.Clause{Document: "EN 319 412-5", Version: "V2.5.1", Section: "QCS-4.3.5-02"},
			Title:  "QcIdentMethod is not one known method",
			Why: "It says by which point of Article 24 of the eIDAS regulation the holder was identified, and " +
				"names exactly one.",
			Fix: "Ask the issuer (QTSP) to correct QcIdentMethod at the next re-issue.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Info.States(oidQcIdentMethod) },
		Check:   checkIdentMethod,
	},
	{
		Meta: &lint.Meta{
			ID: "qc-qscd-legislation", Code: "Q26", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-5", Version: "V2.5.1", Section: "QCS-4.2.5-01"},
			Title:  "QcQSCDlegislation names a country of the EEA",
			Why: "The statement is about signature devices certified under the law of other countries. It names " +
				"none of the EEA, and not the EU.",
			Fix: "Ask the issuer (QTSP) to correct QcQSCDlegislation at the next re-issue.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Info.States(oidQcQSCDlegislation) },
		Check:   checkDeviceLaw,
	},
	{
		Meta: &lint.Meta{
			ID: "qc-unknown-statement", Code: "Q30", Severity: lint.Notice,
			Source: lint.Clause{Document: "RFC 3739", Section: "3.2.6"},
			Title:  "a statement that is not known here",
			Why: "Issuers may add statements of their own. They do not harm, and this tool says nothing of what is " +
				"in them.",
			Fix: "Nothing to do; the issuer (QTSP) can say what it means.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for n, st := range s.Info.Statements {
				if eidas.Name(st.ID) == "" && !eidas.Under(st.ID, eidas.OIDWalletArc) {
					w := s.Where(fmt.Sprintf("%s[%d]", eidas.PathStatements, n))
					w.Discriminator = st.Label()
					p.Reportf(w, "the statement %s is not known here", st.Label())
				}
			}
		},
	},
}

// statementInfo gives the value of the first statement with an id.
func statementInfo(i *eidas.Info, id asn1.ObjectIdentifier) cryptobyte.String {
	n := slices.IndexFunc(i.Statements, func(st eidas.Statement) bool { return st.ID.Equal(id) })
	if n < 0 {
		return nil
	}
	return i.Statements[n].Info
}

// registersByURI reports whether pkixQCSyntax-v2 names a registration authority by an address: SemanticsInformation ::=
// SEQUENCE { semanticsIdentifier OPTIONAL, nameRegistrationAuthorities SEQUENCE OF GeneralName OPTIONAL } (RFC 3739,
// 3.2.6.1).
func registersByURI(i *eidas.Info) bool {
	const uri = cbasn1.Tag(6 | 0x80)
	info := statementInfo(i, oidQcSyntaxV2)
	var semantics, authorities, name cryptobyte.String
	var tag cbasn1.Tag
	info.ReadASN1(&semantics, cbasn1.SEQUENCE)
	semantics.SkipOptionalASN1(cbasn1.OBJECT_IDENTIFIER)
	semantics.ReadASN1(&authorities, cbasn1.SEQUENCE)
	for authorities.ReadAnyASN1(&name, &tag) {
		if tag == uri {
			return true
		}
	}
	return false
}

// checkIdentMethod reads QcIdentMethod ::= SEQUENCE SIZE (1) OF OBJECT IDENTIFIER.
func checkIdentMethod(p *lint.Pass, s *eidas.Subject) {
	w := s.Where("qcStatements.QcIdentMethod")
	info := statementInfo(s.Info, oidQcIdentMethod)
	whole, list, methods := info, cryptobyte.String(nil), []eidas.OID{}
	if !info.ReadASN1(&list, cbasn1.SEQUENCE) || !info.Empty() {
		p.Reportf(w, "QcIdentMethod: %s, want a SEQUENCE of one OBJECT IDENTIFIER", eidas.Describe(whole))
		return
	}
	for !list.Empty() && len(methods) < eidas.MaxEntries {
		id, _, ok := ber.ReadOID(&list)
		if !ok {
			p.Reportf(w, "QcIdentMethod: holds %s, want an OBJECT IDENTIFIER", eidas.Describe(list))
			return
		}
		methods = append(methods, id)
	}
	if len(methods) != 1 {
		p.Reportf(w, "QcIdentMethod holds %d methods, want one", len(methods))
		return
	}
	if !eidas.Under(methods[0], oidQcIdentMethod) || eidas.Name(methods[0]) == "" {
		p.Reportf(w, "QcIdentMethod holds %s, want a method below %s", eidas.Label(methods[0]),
			eidas.Label(oidQcIdentMethod))
	}
}

// checkDeviceLaw reads QcQSCDlegislation ::= SEQUENCE SIZE (1..MAX) OF PrintableString (SIZE(2)).
func checkDeviceLaw(p *lint.Pass, s *eidas.Subject) {
	w := s.Where("qcStatements.QcQSCDlegislation")
	info := statementInfo(s.Info, oidQcQSCDlegislation)
	whole, list := info, cryptobyte.String(nil)
	if !info.ReadASN1(&list, cbasn1.SEQUENCE) || !info.Empty() || list.Empty() {
		p.Reportf(w, "QcQSCDlegislation: %s, want a SEQUENCE of one country or more", eidas.Describe(whole))
		return
	}
	var country cryptobyte.String
	for n := 0; !list.Empty() && n < eidas.MaxEntries; n++ {
		if rest := list; !list.ReadASN1(&country, cbasn1.PrintableString) {
			p.Reportf(w, "QcQSCDlegislation: holds %s, want a PrintableString", eidas.Describe(rest))
			return
		}
		switch cc := string(country); {
		case cc == "EU" || ident.InEEA(cc, time.Time{}):
			p.Reportf(w, "QcQSCDlegislation names %s, want countries outside the EEA alone", cc)
		case !ident.IsCountry(cc):
			p.Reportf(w, "QcQSCDlegislation names %s, want the two capital letters of a country of ISO 3166-1",
				ber.Quote(cc))
		}
	}
}
