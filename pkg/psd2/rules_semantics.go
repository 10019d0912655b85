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
			Means: "organizationIdentifier is the field for a number that identifies your company. Two letters " +
				"and a colon at its beginning mean a register that is known in one country only. The statement " +
				"pkixQCSyntax-v2 must then have the web address of this register. Here it is missing.",
			Why:   "A bank in another country cannot tell from which register the number is.",
			Wrong: "CV:DK-97351842 without an address",
			Right: "CV:DK-97351842 and https://register.example/",
			Fix: "Ask the issuer (QTSP) to add the address of the register to pkixQCSyntax-v2, or to use an " +
				"identifier that begins with PSD.",
			Ask: "organizationIdentifier of our certificate is of a national scheme, but " +
				"nameRegistrationAuthorities in pkixQCSyntax-v2 has no URI. Please add the URI of the register, or " +
				"use an identifier that begins with PSD (ETSI EN 319 412-1, LEG-5.1.4-05).",
			See: lint.SeeStatements,
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
			Means: "The certificate says that the number of your company (organizationIdentifier) is in the " +
				"form that eIDAS nodes use, the systems by which countries of the EU exchange identities. Such a " +
				"number has no blanks and at most 256 characters. Here it does not have this form.",
			Why:   "Software that compares the number with one from an eIDAS node does not find it.",
			Wrong: "DK/DK/9735 1842",
			Right: "DK/DK/97351842",
			Fix:   "Ask the issuer (QTSP) to correct organizationIdentifier at the next re-issue.",
			Ask: "organizationIdentifier of our certificate does not have the form that its semantics " +
				"identifier (0.4.0.194121.1.4) says. Please correct it at the next re-issue (ETSI EN 319 412-1, " +
				"LEG-5.1.6-03).",
			See: lint.SeeSubject,
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
			ID: "qc-semantics-mismatch", Code: "Q33", Severity: lint.Warning,
			Source: lint.Clause{Document: "EN 319 412-1", Section: "5.1"},
			Title:  "the semantics identifier does not fit the subject",
			Means: "A semantics identifier says how the number of the holder is to be read: that of a company in " +
				"organizationIdentifier, or that of a person in serialNumber, each in the form of the standard or in " +
				"that of eIDAS nodes. Here the number is missing, has another form, or the identifier is not known.",
			Why: "Software that goes by it reads another field, or reads the number wrongly. No bank is known to " +
				"do so.",
			Wrong: "semanticsId-Natural and no serialNumber",
			Right: "semanticsId-Legal and organizationIdentifier=PSDDK-DFSA-97351842",
			Fix: "Ask the issuer (QTSP) for the semantics identifier that fits, mostly semanticsId-Legal, at the " +
				"next re-issue.",
			Ask: "The semantics identifier in pkixQCSyntax-v2 of our certificate does not fit the subject, as the " +
				"enclosed report says. Please correct it at the next re-issue (ETSI EN 319 412-1, clause 5.1).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, id := range semanticsOf(s.Info) {
				if fault := semanticsFault(s, id); eidas.Under(id, oidSemantics) && fault != "" {
					p.Reportf(s.Where("qcStatements.pkixQCSyntax-v2"), "%s %s", eidas.Label(id), fault)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-ident-method", Code: "Q25", Severity: lint.Warning,
			Source: lint.Clause{Document: "EN 319 412-5", Version: "V2.5.1", Section: "QCS-4.3.5-02"},
			Title:  "QcIdentMethod is not one known method",
			Means: "The statement QcIdentMethod says how the issuer made sure who you are: in person, or by " +
				"another way of Article 24 of the eIDAS regulation. It names exactly one way. Here it names none " +
				"that is known, or several.",
			Why:   "Nobody can tell how you were identified. No bank is known to look at it.",
			Wrong: "two methods",
			Right: "one method of ETSI EN 319 412-5",
			Fix:   "Ask the issuer (QTSP) to correct QcIdentMethod at the next re-issue.",
			Ask: "QcIdentMethod in qcStatements of our certificate does not name exactly one known method. " +
				"Please correct it at the next re-issue (ETSI EN 319 412-5 V2.5.1, QCS-4.3.5-02).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Info.States(oidQcIdentMethod) },
		Check:   checkIdentMethod,
	},
	{
		Meta:    &ruleDeviceLaw,
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Info.States(oidQcQSCDlegislation) },
		Check:   checkDeviceLaw,
	},
	{
		Meta: &lint.Meta{
			ID: "qc-qscd-legislation-alone", Code: "Q34", Severity: lint.Notice, Source: eidas.Inference(),
			Title: "the law of a device that the certificate does not have",
			Means: "The statement QcSSCD says that the private key is in a certified device, and QcQSCDlegislation " +
				"under the law of which country that device was certified. Here the second is there without the first.",
			Why: "It says nothing then. A certificate for websites has neither of the two, and no bank is known to " +
				"look at them.",
			Wrong:      "QcQSCDlegislation CH without QcSSCD",
			Right:      "neither QcSSCD nor QcQSCDlegislation",
			Fix:        "Nothing to do; the issuer (QTSP) can leave the statement out at the next re-issue.",
			SilencedBy: []*lint.Meta{&ruleDeviceLaw},
			See:        lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Info.States(oidQcQSCDlegislation) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if !s.Info.SSCD {
				p.Reportf(s.Where("qcStatements.QcQSCDlegislation"), "QcQSCDlegislation is there and QcSSCD is not")
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-unknown-statement", Code: "Q30", Severity: lint.Notice,
			Source: lint.Clause{Document: "RFC 3739", Section: "3.2.6"},
			Title:  "a statement that is not known here",
			Means: "In the field qcStatements the issuer declares that a certificate is qualified, meaning that " +
				"it meets the EU law for trust services (eIDAS). Issuers may add statements of their own. Qwac does " +
				"not know the one here and does not check what is in it.",
			Why:   "Such a statement does no harm. Banks ignore what they do not know.",
			Right: "QcCompliance, QcType, QcPDS, PSD2QcType and others of the standards",
			Fix:   "Nothing to do; the issuer (QTSP) can say what the statement means.",
			See:   lint.SeeStatements,
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

var ruleDeviceLaw = lint.Meta{
	ID: "qc-qscd-legislation", Code: "Q26", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-5", Version: "V2.5.1", Section: "QCS-4.2.5-01"},
	Title:  "QcQSCDlegislation names a country of the EEA",
	Means: "The statement QcQSCDlegislation says under the law of which country the device with the " +
		"private key was certified. It is for countries outside the EU and the EEA. Here it names one " +
		"inside.",
	Why:   "The statement contradicts itself. No bank is known to look at it.",
	Wrong: "QcQSCDlegislation DK",
	Right: "no QcQSCDlegislation",
	Fix:   "Ask the issuer (QTSP) to correct QcQSCDlegislation at the next re-issue.",
	Ask: "QcQSCDlegislation in qcStatements of our certificate does not name countries outside the EEA, " +
		"as the enclosed report says. Please correct or remove it at the next re-issue (ETSI EN 319 412-5 " +
		"V2.5.1, QCS-4.2.5-01).",
	See: lint.SeeStatements,
}

// statementInfo gives the value of the first statement with an id.
func statementInfo(i *eidas.Info, id asn1.ObjectIdentifier) cryptobyte.String {
	for _, st := range i.Statements {
		if st.ID.Equal(id) {
			return st.Info
		}
	}
	return nil
}

// semanticsFault says what does not fit a semantics identifier of EN 319 412-1, 5.1; empty: nothing, or another rule
// tells it.
func semanticsFault(s *eidas.Subject, id eidas.OID) string {
	serials, ids := s.Info.Attributes(oidSerialNumber), s.Info.OrgIDs
	not := func(form func(string) bool) func(string) bool { return func(id string) bool { return !form(id) } }
	switch last := id[len(id)-1]; {
	case len(id) != len(oidSemantics)+1 || last < 1 || last > 4:
		return fmt.Sprintf("is no semantics identifier of the standard, want %s.1 to .4", oidSemantics)
	case last%2 == 1 && len(serials) == 0:
		return "is about serialNumber, the number of a natural person, and the subject has none"
	case last%2 == 0 && len(ids) == 0 && s.Type == eidas.TypeQSig: // a company has to have one
		return "is about organizationIdentifier, and the subject has none"
	case last == 1 && slices.ContainsFunc(serials, not(ident.IsPersonID)):
		return "wants a serialNumber such as PNODK-970101-0000, and it is " + eidas.Quoted(serials)
	case last == 3 && slices.ContainsFunc(serials, not(ident.IsNodeID)):
		return "wants a serialNumber such as DK/SE/970101, and it is " + eidas.Quoted(serials)
	case last == 4 && slices.ContainsFunc(ids, not(ident.IsNodeID)):
		return "wants an organizationIdentifier such as DK/SE/97351842, and it is " + eidas.Quoted(ids)
	}
	return ""
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
	if !info.ReadASN1(&list, cbasn1.SEQUENCE) {
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
		p.Reportf(w, "QcIdentMethod holds %s, want a method that the standard lists: %s.1 to .4",
			eidas.Label(methods[0]), oidQcIdentMethod)
	}
}

// checkDeviceLaw reads QcQSCDlegislation ::= SEQUENCE SIZE (1..MAX) OF PrintableString (SIZE(2)).
func checkDeviceLaw(p *lint.Pass, s *eidas.Subject) {
	w := s.Where("qcStatements.QcQSCDlegislation")
	info := statementInfo(s.Info, oidQcQSCDlegislation)
	whole, list := info, cryptobyte.String(nil)
	if !info.ReadASN1(&list, cbasn1.SEQUENCE) || list.Empty() {
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
			p.Reportf(w, "QcQSCDlegislation names %s, want countries outside the EEA only", cc)
		case !ident.IsCountry(cc):
			p.Reportf(w, "QcQSCDlegislation names %s, want the two capital letters of a country of ISO 3166-1",
				ber.Quote(cc))
		}
	}
}
