package leaf

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// subjectRules judge subject and issuer of the leaf (groups X, L and C).
var subjectRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "x509-dn-attribute-duplicate", Code: "X18", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-3", Section: "LEG-4.2.1-3"},
			Title:  "an attribute of a name stands twice",
			Means: "A name in a certificate is a list of attributes: country, organisation, organisation " +
				"identifier, common name and others. Each of these four may stand once, and in a certificate by the " +
				"browsers' rules nearly every other too. One of them is there twice.",
			Why: "Some software takes the first value and some the last. Two banks may then see two different " +
				"holders.",
			Wrong: "C=DK, C=SE",
			Right: "C=DK",
			Fix:   "Ask the QTSP for one value at the next re-issue.",
			Ask: "An attribute of the name in our certificate is present more than once. Please re-issue it " +
				"with one value each of countryName, organizationName, organizationIdentifier and commonName (ETSI " +
				"EN 319 412-3, LEG-4.2.1-3).",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Type != eidas.TypeCA },
		Check:   checkDuplicateAttributes,
	},
	{
		Meta: &lint.Meta{
			ID: "x509-dn-string-type", Code: "X16", Severity: lint.Warning,
			Source: lint.Clause{Document: "RFC 5280", Section: "4.1.2.4"},
			Title:  "a string type that a name should not have",
			Means: "Text in a certificate has a type. For names there are two good ones today: UTF8String for " +
				"any letters, PrintableString for plain ones. This name uses an older type.",
			Why: "Software reads the old types in different ways, so the same name may not match in the bank's " +
				"register.",
			Wrong: `T61String "Fixture Payments ApS"`,
			Right: `UTF8String "Fixture Payments ApS"`,
			Fix:   "Ask the QTSP for the right type at the next re-issue.",
			Ask: "A name in our certificate has a string type other than UTF8String and PrintableString. Please " +
				"re-issue it with UTF8String (RFC 5280, section 4.1.2.4).",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			old := []cbasn1.Tag{cbasn1.T61String, eidas.TagBMPString, eidas.TagUniversalString}
			for _, a := range textsOf(s) {
				if a.Type.Equal(oidUniqueIdentifier) && a.Tag != cbasn1.BIT_STRING {
					p.Reportf(whereName(s, a.Attribute), "x500UniqueIdentifier is %s, want a BIT STRING (X.520)",
						eidas.TagName(a.Tag))
					continue
				}
				if slices.Contains(old, a.Tag) && !a.Type.Equal(eidas.OIDOrgID) && !a.Type.Equal(eidas.OIDCountryName) {
					p.Reportf(whereName(s, a.Attribute), "%s is %s, want a UTF8String", attributeName(a.Attribute),
						eidas.TagName(a.Tag))
				}
			}
			reportOldTypes(p, s, old)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-string-type", Code: "S40", Severity: lint.Warning,
			Source: lint.Clause{Document: "CABF EV Guidelines", Section: "7.1.4.2"},
			Title:  "organizationIdentifier in another string type",
			Means: "Each text in a certificate has a type. Your authorisation number (organizationIdentifier) " +
				"should be a UTF8String or a PrintableString. Here it has another type.",
			Why:   "Some software does not read texts of other types. To it the certificate has no number.",
			Wrong: `T61String "PSDDK-DFSA-97351842"`,
			Right: `UTF8String "PSDDK-DFSA-97351842"`,
			Fix:   "Ask the issuer (QTSP) for a re-issue with organizationIdentifier as UTF8String.",
			Ask: "organizationIdentifier in the subject of our certificate is neither a UTF8String nor a " +
				"PrintableString. Please re-issue the certificate with a UTF8String (CA/Browser Forum EV " +
				"Guidelines, 7.1.4.2).",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, a := range textsOf(s) {
				if a.Type.Equal(eidas.OIDOrgID) && a.Tag != cbasn1.UTF8String && a.Tag != cbasn1.PrintableString {
					p.Reportf(s.Where(eidas.PathOrgID), "organizationIdentifier is %s, want a UTF8String",
						eidas.TagName(a.Tag))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-dn-multivalued-rdn", Code: "X17", Severity: lint.Notice, Source: br("7.1.4.1"),
			Title: "several attributes in one part of a name",
			Means: "A name in a certificate is a list of parts, such as country and organisation. Normally each " +
				"part holds one attribute. Here one part holds several; tools show them with a + between.",
			Why: "It is legal, but much software expects one attribute in each part. It may sort the others " +
				"differently or lose them.",
			Wrong: "CN=psd2.fixture-payments.example + O=Fixture Payments ApS",
			Right: "CN=psd2.fixture-payments.example, O=Fixture Payments ApS",
			Fix: "Ask the QTSP for one attribute in each part at the next re-issue, if the bank does not find " +
				"the client.",
			Ask: "A part (RDN) of the name in our certificate has more than one attribute. Please re-issue it " +
				"with one attribute in each RDN (CA/Browser Forum Baseline Requirements, 7.1.4.1).",
			See: "openssl x509 -in chain.pem -noout -subject -nameopt RFC2253",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if n := multivalued(s.Leaf.RawSubject); n > 0 {
				p.Reportf(s.Where("subject"),
					"%s of the subject with several attributes, want one in each", ber.Count(n, "part"))
			}
			for i, c := range s.Path()[1:] {
				if n := multivalued(c.RawSubject); n > 0 {
					p.Report(ofCA(s, i+1, "subject", fmt.Sprintf(
						"%s of the CA's name with several attributes, want one in each", ber.Count(n, "part"))))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-dn-html-entity", Code: "X19a", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "an HTML entity in a name",
			Means: "On web pages some characters are written as a code: & becomes &amp;. Such a code is an HTML " +
				"entity. It got into the name when somebody typed the name into a web form.",
			Why:   "A bank may compare the name with a public register, where it stands without the code.",
			Wrong: "O=Fixture &amp; Payments ApS",
			Right: "O=Fixture & Payments ApS",
			Fix:   "Ask the QTSP for a re-issue with the character itself.",
			Ask: "The subject of our certificate has an HTML entity in the place of a character. Please " +
				"re-issue it with the character itself.",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, a := range textsOf(s) {
				if found := htmlEntity(a.Value); html.UnescapeString(found) != found {
					p.Reportf(whereName(s, a.Attribute),
						"%s is %s, want %s for %s", attributeName(a.Attribute), ber.Quote(a.Value),
						ber.Quote(unescaped(a.Value)), found)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-dn-control-char", Code: "X19b", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "a control character in a name",
			Means: "Control characters are invisible characters such as a tab, a line break or a mark of the " +
				"direction of writing. One of them stands in the name, usually from copying the name out of a table.",
			Why:   "Nobody sees the character, but a program that compares the name with a register does.",
			Wrong: "O=Fixture(tab)Payments ApS",
			Right: "O=Fixture Payments ApS",
			Fix:   "Ask the QTSP for a re-issue without it.",
			Ask:   "The subject of our certificate has a control character. Please re-issue it without it.",
			See:   lint.SeeSubjectBytes,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, a := range textsOf(s) {
				i := strings.IndexFunc(a.Value, func(r rune) bool { return unicode.IsControl(r) || ident.Invisible(r) })
				if i < 0 || a.Type.Equal(eidas.OIDOrgID) && s.ForPSD2() { // psd2-orgid-whitespace
					continue
				}
				r, _ := utf8.DecodeRuneInString(a.Value[i:])
				p.Reportf(whereName(s, a.Attribute), "%s is %s with the %s character U+%04X, want none",
					attributeName(a.Attribute), ber.Quote(a.Value),
					ber.Choose(unicode.IsControl(r), "control", "invisible"), r)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-dn-edge-space", Code: "X19c", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "a blank at the edge of a name",
			Means: "The name begins or ends with a blank. It usually got there when the name was copied into " +
				"the order form.",
			Why:   "Software that compares names exactly does not find the holder.",
			Wrong: `O="Fixture Payments ApS "`,
			Right: `O="Fixture Payments ApS"`,
			Fix:   "Ask the QTSP for a re-issue without it.",
			Ask:   "A name in our certificate begins or ends with a blank. Please re-issue it without this blank.",
			See:   lint.SeeSubjectBytes,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, a := range textsOf(s) {
				trimmed := strings.Trim(a.Value, ident.Blanks) // where nothing is left it is x509-dn-no-value
				if a.Value != trimmed && trimmed != "" && !(a.Type.Equal(eidas.OIDOrgID) && s.ForPSD2()) {
					p.Reportf(whereName(s, a.Attribute), "%s is %s, want no blank at its edges",
						attributeName(a.Attribute),
						ber.Quote(a.Value))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "subject-attribute-missing", Code: "L37", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-3", Section: "LEG-4.2.1-2"},
			Title:  "the subject of a legal person is not complete",
			Means: "The subject of a certificate says who you are. For a company it has at least country (C), " +
				"organisation (O), organizationIdentifier (a number that identifies the company) and common name " +
				"(CN). One of them is missing.",
			Why: "Banks compare these values with the register of the authority. Without one of them they " +
				"cannot be sure who you are.",
			Wrong: "C=DK, CN=psd2.fixture-payments.example",
			Right: "C=DK, O=Fixture Payments ApS, organizationIdentifier=PSDDK-DFSA-97351842, " +
				"CN=psd2.fixture-payments.example",
			Fix: "Ask the issuer (QTSP) for a re-issue with the value that is missing.",
			Ask: "The subject of our certificate lacks an attribute that a legal person must have. Please " +
				"re-issue the certificate with countryName, organizationName, organizationIdentifier and commonName " +
				"(ETSI EN 319 412-3, LEG-4.2.1-2).",
			See: lint.SeeSubject,
		},
		Applies: (*eidas.Subject).Legal,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			wanted := onceAttributes()
			if s.ForPSD2() { // psd2-orgid-missing
				wanted = []eidas.OID{eidas.OIDCountryName, eidas.OIDOrganization, eidas.OIDCommonName}
			}
			if lacks := lacking(s.Info.Subject, wanted); lacks != nil {
				p.Reportf(s.Where("subject"), "the subject has no %s, want %s", oidList(lacks), oneOfEach(lacks))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "subject-o-too-long", Code: "L39", Severity: lint.Notice,
			Source: lint.Clause{Document: "EN 319 412-3", Section: "LEG-4.2.1-9"},
			Title:  "an organisation of more than 64 characters",
			Means: "The subject of a certificate has the name of your company (O). This name has more than 64 " +
				"characters.",
			Why: "RFC 5280 and the browsers' rules allow 64 characters, EN 319 412-3 allows more. Some software " +
				"refuses longer names or cuts them.",
			Wrong: "O= and 65 characters",
			Right: "O=Fixture Payments ApS",
			Fix:   "If the bank refuses the certificate, ask the issuer (QTSP) for a shorter form of the name.",
			See:   lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, o := range s.Info.Attributes(eidas.OIDOrganization) {
				if n := utf8.RuneCountInString(o); n > 64 {
					p.Reportf(s.Where("subject.organizationName"),
						"organizationName has %d characters, want at most 64", n)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "subject-orgid-equals-o", Code: "L40", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-3", Section: "LEG-4.2.1-6"},
			Title:  "organizationIdentifier repeats the name of the organisation",
			Means: "organizationIdentifier is a number that identifies your company. The name of the company " +
				"stands in another field, organizationName (O). Here both have the same value.",
			Why:   "The number tells companies with the same name apart. A name cannot do that.",
			Wrong: "O=Fixture Payments ApS, organizationIdentifier=Fixture Payments ApS",
			Right: "O=Fixture Payments ApS, organizationIdentifier=PSDDK-DFSA-97351842",
			Fix:   "Ask the issuer (QTSP) for a re-issue with the name in one field and the number in the other.",
			Ask: "organizationIdentifier and organizationName in the subject of our certificate are the same. " +
				"Please re-issue the certificate with our number from the register as organizationIdentifier (ETSI " +
				"EN 319 412-3, LEG-4.2.1-6).",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if same := common(s.Info.OrgIDs, s.Info.Attributes(eidas.OIDOrganization)); same != "" {
				p.Reportf(s.Where(eidas.PathOrgID),
					"organizationIdentifier and organizationName are both %s, want them different", ber.Quote(same))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "chain-issuer-dn-incomplete", Code: "C51", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.2.3.1-2"},
			Title:  "the name of the issuing CA is not complete",
			Means: "Your certificate names the CA that issued it. This name needs a country, an organisation " +
				"and a common name, so that people and trusted lists know the issuer. One of them is missing.",
			Why:   "Banks and their support find the issuer by this name. It hardly ever stops an upload.",
			Wrong: "issuer C=DK, O=Fixture Trust Services ApS",
			Right: "issuer C=DK, O=Fixture Trust Services ApS, CN=Fixture Trust Qualified Web CA 1",
			Fix:   "Tell the QTSP, and ask the bank if it refuses; there is nothing for you to mend.",
			See:   lint.SeeIssuer,
		},
		// An empty name is x509-dn-empty-issuer. In the browsers' world their rules hold, by which older CAs have no
		// common name.
		Applies: func(s *eidas.Subject) bool {
			return s.Qualified() && !s.Browser() && len(s.IssuerName()) > 0
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			lacks := lacking(s.IssuerName(),
				[]eidas.OID{eidas.OIDCountryName, eidas.OIDOrganization, eidas.OIDCommonName})
			if lacks != nil {
				p.Reportf(s.Where("issuer"), "the issuer has no %s, want %s", oidList(lacks), oneOfEach(lacks))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "chain-issuer-country-not-eea", Code: "C50", Severity: lint.Warning,
			Source: lint.Clause{Document: "Regulation (EU) No 910/2014", Section: "Annex IV(b)"},
			Title:  "the issuing CA is of a country outside the EEA",
			Means: "A QWAC is a qualified certificate of the EU. Its issuer, the QTSP, is established in a " +
				"country of the EU or the EEA, and the certificate names this country. Here it names another one.",
			Why:   "A bank takes a certificate as qualified only if its issuer is on a trusted list of the EU.",
			Wrong: "issuer C=CH",
			Right: "issuer C=DK",
			Fix:   "Search for the issuer on the EU trusted lists; if it is not there, order from one that is.",
			Needs: []lint.Need{{What: lint.NeedIssuers}},
			See:   lint.SeeIssuer,
		},
		Applies: (*eidas.Subject).ClaimsQualified,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, cc := range eidas.Values(s.IssuerName(), eidas.OIDCountryName) {
				if own := ident.OwnCountry(ident.UpperASCII(cc)); own != "EU" && !ident.InEEA(own, s.Leaf.NotBefore) {
					p.Reportf(s.Where("issuer.countryName"), "the issuer is in %s, want a country of the EEA",
						ber.Quote(cc))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "chain-issuer-organization-identifier", Code: "C52", Severity: lint.Warning,
			Source: lint.Clause{Document: "EN 319 412-4", Section: "WEB-4.1.2-5"},
			Title:  "organizationIdentifier of the issuing CA repeats its name",
			Means: "organizationIdentifier is a number from a public register, such as a VAT number. It tells " +
				"apart organisations with the same name. For the issuer of this certificate it just repeats the " +
				"name.",
			Why: "Banks and trusted lists know the issuer better by a number than by a name. It hardly ever " +
				"stops an upload.",
			Wrong: "organizationIdentifier=Fixture Trust Services ApS",
			Right: "organizationIdentifier=VATDK-98240617",
			Fix:   "Tell the QTSP; there is nothing for you to mend.",
			See:   lint.SeeIssuer,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			issuer := s.IssuerName()
			if same := common(eidas.Values(issuer, eidas.OIDOrgID),
				eidas.Values(issuer, eidas.OIDOrganization)); same != "" {
				p.Reportf(s.Where("issuer.organizationIdentifier"),
					"organizationIdentifier and organizationName of the issuer are both %s, want them different",
					ber.Quote(same))
			}
		},
	},
}
