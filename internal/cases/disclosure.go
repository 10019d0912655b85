package cases

import (
	"encoding/asn1"
	"slices"
	"strings"

	"qwac/internal/testpki"
)

// disclosureCases are about statements that no bank is known to look at (group Q).
func disclosureCases() []Case {
	url := "https://pki.fixture-trust.example/pds/"
	in := func(languages ...string) edit {
		return func(s *testpki.Spec) {
			var list []testpki.PDS
			for _, l := range languages {
				list = append(list, testpki.PDSIn(l, url+l+".pdf"))
			}
			s.SetStatement(testpki.QcPDS(list...))
		}
	}
	at := func(url string) edit {
		return func(s *testpki.Spec) { s.SetStatement(testpki.QcPDS(testpki.PDSIn("en", url))) }
	}
	national := func(authorities ...testpki.GeneralName) edit {
		return func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDOrganizationIdentifier, "CV:DK-97351842")
			s.SetStatement(testpki.Semantics(testpki.OIDSemanticsLegal, authorities...))
		}
	}
	eidas := func(id string) edit {
		return as(testpki.PlainQWAC, func(s *testpki.Spec) {
			s.SetStatement(testpki.Semantics(testpki.OIDSemanticsEIDASLeg))
			s.Subject.Set(testpki.OIDOrganizationIdentifier, id)
		})
	}
	method := func(ids ...asn1.ObjectIdentifier) edit { return add(testpki.QcIdentMethod(ids...)) }
	known := func(n int) asn1.ObjectIdentifier { return append(slices.Clone(testpki.OIDQcIdentMethod), n) }
	return []Case{
		fires("qc-pds-missing/left out", dropStatement(testpki.OIDQcPDS), "qc-pds-missing"),
		fires("qc-pds-missing/seal",
			as(testpki.QSealC, dropStatement(testpki.OIDQcPDS)), "type-qsealc", "qc-pds-missing"),
		quiet("qc-pds-missing/empty list", setStatement(testpki.OIDQcPDS, testpki.Seq()), "qc-pds-string-type"),

		fires("qc-pds-no-english/Danish", in("da", "sv"), "qc-pds-no-english"),
		quiet("qc-pds-no-english/second", in("da", "en")),

		fires("qc-pds-duplicate-language/twice", in("en", "da", "en"), "qc-pds-duplicate-language"),
		fires("qc-pds-duplicate-language/capitals twice",
			in("EN", "EN"), "qc-pds-duplicate-language", "qc-pds-language-case", "qc-pds-language-case"),
		quiet("qc-pds-duplicate-language/three", in("en", "da", "sv")),

		fires("qc-pds-not-https/http", at("http://pki.fixture-trust.example/pds/en.pdf"), "qc-pds-not-https"),
		fires("qc-pds-not-https/seal",
			as(testpki.QSealC, at("http://pki.fixture-trust.example/pds/en.pdf")), "type-qsealc", "qc-pds-not-https"),
		quiet("qc-pds-not-https/capitals", at("HTTPS://pki.fixture-trust.example/pds/en.pdf")),

		fires("qc-pds-language/country", in("en", "dk"), "qc-pds-language"),
		fires("qc-pds-language/three letters", in("en", "dan"), "qc-pds-language"),
		quiet("qc-pds-language/capitals", in("EN"), "qc-pds-language-case"),

		fires("qc-pds-language-case/capitals", in("EN", "da"), "qc-pds-language-case"),
		quiet("qc-pds-language-case/no language", in("en", "QQ"), "qc-pds-language"),

		fires("qc-semantics-nra-missing/none", national(), "qc-semantics-nra-missing", "psd2-orgid-not-psd"),
		fires("qc-semantics-nra-missing/no address",
			national(testpki.DirectoryName(inDenmark())), "qc-semantics-nra-missing", "psd2-orgid-not-psd"),
		quiet("qc-semantics-nra-missing/address",
			national(testpki.URI("https://register.example/")), "psd2-orgid-not-psd"),

		fires("qc-semantics-eidas-legal/blank",
			eidas("DK/DK/9735 1842"), "type-plain-qwac", "qc-semantics-eidas-legal"),
		fires("qc-semantics-eidas-legal/257 characters",
			eidas("DK/DK/"+strings.Repeat("9", 251)), "type-plain-qwac", "qc-semantics-eidas-legal"),
		quiet("qc-semantics-eidas-legal/256 characters", eidas("DK/DK/"+strings.Repeat("9", 250)), "type-plain-qwac"),

		fires("qc-ident-method/two", method(known(3), known(4)), "qc-ident-method"),
		fires("qc-ident-method/none", method(), "qc-ident-method"),
		fires("qc-ident-method/unknown", method(known(9)), "qc-ident-method"),
		quiet("qc-ident-method/one", method(known(4))),

		fires("qc-qscd-legislation/member state", add(testpki.QcQSCDlegislation("CH", "DK")), "qc-qscd-legislation"),
		fires("qc-qscd-legislation/EU", add(testpki.QcQSCDlegislation("EU")), "qc-qscd-legislation"),
		fires("qc-qscd-legislation/small letters", add(testpki.QcQSCDlegislation("ch")), "qc-qscd-legislation"),
		quiet("qc-qscd-legislation/Switzerland", add(testpki.QcQSCDlegislation("CH"))),

		fires("qc-unknown-statement/of the issuer",
			addStatement(unknownStatement, testpki.Null()), "qc-unknown-statement"),
		quiet("qc-unknown-statement/retention", add(testpki.QcRetention(10))),

		fires("qc-limit-value/currency that is none", add(testpki.QcLimit("EUX", 100, 0)), "qc-limit-value"),
		fires("qc-limit-value/seal",
			as(testpki.QSealC, add(testpki.QcLimit("eur", 100, 0))), "type-qsealc", "qc-limit-value"),
		fires("qc-type-missing/signature",
			as(testpki.QSig, dropStatement(testpki.OIDQcType)), "type-qsig", "qc-type-missing"),
		fires("qc-compliance-missing/signature",
			as(testpki.QSig, func(s *testpki.Spec) { s.SetStatements() }), "type-qsig", "qc-compliance-missing", "qc-type-missing"),
		fires("qc-statements-missing/seal",
			as(testpki.QSealC, func(s *testpki.Spec) { s.Drop(testpki.OIDQcStatements) }), "type-qsealc", "qc-statements-missing"),
	}
}
