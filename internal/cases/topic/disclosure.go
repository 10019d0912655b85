package topic

import (
	"encoding/asn1"
	"slices"
	"strings"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// disclosureCases are about statements that no bank is known to look at (group Q).
func disclosureCases() []kit.Case {
	url := "https://pki.fixture-trust.example/pds/"
	in := func(languages ...string) kit.Edit {
		return func(s *testpki.Spec) {
			var list []testpki.PDS
			for _, l := range languages {
				list = append(list, testpki.PDSIn(l, url+l+".pdf"))
			}
			s.SetStatement(testpki.QcPDS(list...))
		}
	}
	at := func(url string) kit.Edit {
		return func(s *testpki.Spec) { s.SetStatement(testpki.QcPDS(testpki.PDSIn("en", url))) }
	}
	national := func(authorities ...testpki.GeneralName) kit.Edit {
		return func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDOrganizationIdentifier, "CV:DK-97351842")
			s.SetStatement(testpki.Semantics(testpki.OIDSemanticsLegal, authorities...))
		}
	}
	eidas := func(id string) kit.Edit {
		return kit.As(testpki.PlainQWAC, func(s *testpki.Spec) {
			s.SetStatement(testpki.Semantics(testpki.OIDSemanticsEIDASLeg))
			s.Subject.Set(testpki.OIDOrganizationIdentifier, id)
		})
	}
	semantics := func(n int) kit.Edit {
		return setStatement(testpki.OIDQcSyntaxV2, testpki.Semantics(append(testpki.OIDSemanticsLegal[:5:5], n)).Info)
	}
	serial := func(text string) kit.Edit {
		return func(s *testpki.Spec) { s.Subject.Set(testpki.OIDSerialNumber, text) }
	}
	method := func(ids ...asn1.ObjectIdentifier) kit.Edit { return kit.Add(testpki.QcIdentMethod(ids...)) }
	known := func(n int) asn1.ObjectIdentifier { return append(slices.Clone(testpki.OIDQcIdentMethod), n) }
	return []kit.Case{
		kit.Fires("qc-pds-missing/left out", dropStatement(testpki.OIDQcPDS), "qc-pds-missing"),
		kit.Fires("qc-pds-missing/seal",
			kit.As(testpki.QSealC, dropStatement(testpki.OIDQcPDS)), "type-qsealc", "qc-pds-missing"),
		kit.Quiet("qc-pds-missing/empty list", setStatement(testpki.OIDQcPDS, testpki.Seq()), "qc-pds-string-type"),

		kit.Fires("qc-pds-no-english/Danish", in("da", "sv"), "qc-pds-no-english"),
		kit.Quiet("qc-pds-no-english/second", in("da", "en")),

		kit.Fires("qc-pds-duplicate-language/twice", in("en", "da", "en"), "qc-pds-duplicate-language"),
		kit.Fires("qc-pds-duplicate-language/capitals twice",
			in("EN", "EN"), "qc-pds-duplicate-language", "qc-pds-language-case", "qc-pds-language-case"),
		kit.Quiet("qc-pds-duplicate-language/three", in("en", "da", "sv")),

		kit.Fires("qc-pds-not-https/http", at("http://pki.fixture-trust.example/pds/en.pdf"), "qc-pds-not-https"),
		kit.Fires("qc-pds-not-https/seal",
			kit.As(testpki.QSealC, at("http://pki.fixture-trust.example/pds/en.pdf")), "type-qsealc",
			"qc-pds-not-https"),
		kit.Quiet("qc-pds-not-https/capitals", at("HTTPS://pki.fixture-trust.example/pds/en.pdf")),

		kit.Fires("qc-pds-language/country", in("en", "dk"), "qc-pds-language"),
		kit.Fires("qc-pds-language/three letters", in("en", "dan"), "qc-pds-language"),
		kit.Quiet("qc-pds-language/capitals", in("EN"), "qc-pds-language-case"),

		kit.Fires("qc-pds-language-case/capitals", in("EN", "da"), "qc-pds-language-case"),
		kit.Quiet("qc-pds-language-case/no language", in("en", "QQ"), "qc-pds-language"),

		kit.Fires("qc-semantics-nra-missing/none", national(), "qc-semantics-nra-missing", "psd2-orgid-not-psd"),
		kit.Fires("qc-semantics-nra-missing/no address",
			national(testpki.DirectoryName(kit.InDenmark())), "qc-semantics-nra-missing", "psd2-orgid-not-psd"),
		kit.Quiet("qc-semantics-nra-missing/address",
			national(testpki.URI("https://register.example/")), "psd2-orgid-not-psd"),

		kit.Fires("qc-semantics-eidas-legal/blank",
			eidas("DK/DK/9735 1842"), "type-plain-qwac", "qc-semantics-eidas-legal"),
		kit.Fires("qc-semantics-eidas-legal/257 characters",
			eidas("DK/DK/"+strings.Repeat("9", 251)), "type-plain-qwac", "qc-semantics-eidas-legal"),
		kit.Quiet("qc-semantics-eidas-legal/256 characters", eidas("DK/DK/"+strings.Repeat("9", 250)),
			"type-plain-qwac"),

		kit.Fires("qc-semantics-mismatch/unknown", semantics(5),
			"qc-semantics-mismatch", "psd2-semantics-legal-missing"),
		kit.Fires("qc-semantics-mismatch/of a person", semantics(1),
			"qc-semantics-mismatch", "psd2-semantics-legal-missing"),
		kit.Fires("qc-semantics-mismatch/of a person between nodes", semantics(3),
			"qc-semantics-mismatch", "psd2-semantics-legal-missing"),
		kit.Fires("qc-semantics-mismatch/of a company between nodes", semantics(4),
			"qc-semantics-mismatch", "psd2-semantics-legal-missing"),
		kit.Fires("qc-semantics-mismatch/of a company, which the subject is not",
			kit.As(testpki.QSig, semantics(2)), "type-qsig", "qc-semantics-mismatch"),
		kit.Fires("qc-semantics-mismatch/number of no scheme", kit.As(testpki.QSig, serial("970101-0000")), "type-qsig",
			"qc-semantics-mismatch"),
		kit.Fires("qc-semantics-mismatch/number of no node", kit.As(testpki.QSig, semantics(3)), "type-qsig",
			"qc-semantics-mismatch"),
		kit.Quiet("qc-semantics-mismatch/person between nodes", kit.As(testpki.QSig, semantics(3),
			serial("DK/SE/970101")), "type-qsig"),
		kit.Quiet("qc-semantics-mismatch/of the issuer", kit.Add(testpki.Semantics(testpki.OIDOwnPolicyID))),
		kit.Quiet("qc-semantics-mismatch/no organizationIdentifier for PSD2", func(s *testpki.Spec) {
			s.Subject.Drop(testpki.OIDOrganizationIdentifier)
		}, "psd2-orgid-missing"),

		kit.Fires("qc-ident-method/two", method(known(3), known(4)), "qc-ident-method"),
		kit.Fires("qc-ident-method/none", method(), "qc-ident-method"),
		kit.Fires("qc-ident-method/unknown", method(known(9)), "qc-ident-method"),
		kit.Quiet("qc-ident-method/one", method(known(4))),

		kit.Fires("qc-qscd-legislation/member state", kit.Add(testpki.QcQSCDlegislation("CH", "DK")),
			"qc-qscd-legislation"),
		kit.Fires("qc-qscd-legislation/EU", kit.Add(testpki.QcQSCDlegislation("EU")), "qc-qscd-legislation"),
		kit.Fires("qc-qscd-legislation/small letters", kit.Add(testpki.QcQSCDlegislation("ch")), "qc-qscd-legislation"),
		kit.Quiet("qc-qscd-legislation/Switzerland", kit.Add(testpki.QcQSCDlegislation("CH")),
			"qc-qscd-legislation-alone"),

		kit.Fires("qc-qscd-legislation-alone/seal", kit.As(testpki.QSealC, kit.Add(testpki.QcQSCDlegislation("CH"))),
			"type-qsealc", "qc-qscd-legislation-alone"),
		kit.Quiet("qc-qscd-legislation-alone/with QcSSCD", kit.As(testpki.QSealC,
			kit.Add(testpki.QcQSCDlegislation("CH")), kit.Add(testpki.QcSSCD())), "type-qsealc"),

		kit.Fires("qc-unknown-statement/of the issuer",
			addStatement(unknownStatement, testpki.Null()), "qc-unknown-statement"),
		kit.Quiet("qc-unknown-statement/retention", kit.Add(testpki.QcRetention(10))),

		kit.Fires("qc-limit-value/currency that is none", kit.Add(testpki.QcLimit("EUX", 100, 0)), "qc-limit-value"),
		kit.Fires("qc-limit-value/seal",
			kit.As(testpki.QSealC, kit.Add(testpki.QcLimit("eur", 100, 0))), "type-qsealc", "qc-limit-value"),
		kit.Fires("qc-type-missing/signature",
			kit.As(testpki.QSig, dropStatement(testpki.OIDQcType)), "type-qsig", "qc-type-missing"),
		kit.Fires("qc-compliance-missing/signature",
			kit.As(testpki.QSig, func(s *testpki.Spec) {
				s.SetStatements()
			}), "type-qsig", "qc-compliance-missing", "qc-type-missing"),
		kit.Fires("qc-statements-missing/seal",
			kit.As(testpki.QSealC, func(s *testpki.Spec) {
				s.Drop(testpki.OIDQcStatements)
			}), "type-qsealc", "qc-statements-missing"),
	}
}
