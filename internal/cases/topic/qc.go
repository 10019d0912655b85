package topic

import (
	"encoding/asn1"
	"time"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// qcCases are about the statements of a qualified certificate (group Q).
func qcCases() []kit.Case {
	return append(qcListCases(), qcStatementCases()...)
}

// qcListCases are about the extension and its list.
func qcListCases() []kit.Case {
	return []kit.Case{
		kit.Fires("qc-double-octet-string/around the list", statements(func(b []byte) []byte {
			return testpki.OctetString(b)
		}),
			"qc-double-octet-string"),
		kit.Quiet("qc-double-octet-string/around nothing", statements(func([]byte) []byte {
			return testpki.OctetString(nil)
		}),
			"qc-statements-malformed"),
		kit.Quiet("qc-double-octet-string/inside a statement",
			addStatement(unknownStatement, testpki.OctetString(testpki.Seq())), "qc-unknown-statement"),

		kit.Fires("qc-statements-malformed/no value", statements(func([]byte) []byte {
			return nil
		}), "qc-statements-malformed"),
		kit.Fires("qc-statements-malformed/cut off", statements(func(b []byte) []byte {
			return b[:len(b)/2]
		}), "qc-statements-malformed"),
		kit.Fires("qc-statements-malformed/byte behind the list",
			statements(func(b []byte) []byte { return append(b, 0) }),
			"qc-statements-malformed"),
		kit.Fires("qc-statements-malformed/a statement instead of the list", statements(func([]byte) []byte {
			return testpki.Seq(testpki.ObjectID(testpki.OIDQcCompliance))
		}), "qc-statements-malformed"),
		kit.Fires("qc-statements-malformed/statement without SEQUENCE",
			addEntry(testpki.ObjectID(testpki.OIDQcSyntaxV1)), "qc-statements-malformed"),
		kit.Fires("qc-statements-malformed/statement that begins with a string",
			addEntry(testpki.Seq(testpki.UTF8("QcCompliance").DER())), "qc-statements-malformed"),
		kit.Fires("qc-statements-malformed/third element in a statement", func(s *testpki.Spec) {
			st := testpki.QcType(testpki.OIDQcTypeWeb)
			st.Info = append(st.Info, testpki.Null()...)
			s.SetStatement(st)
		}, "qc-statements-malformed"),
		kit.Fires("qc-statements-malformed/QcType without SEQUENCE",
			setStatement(testpki.OIDQcType, testpki.ObjectID(testpki.OIDQcTypeWeb)), "qc-statements-malformed"),
		kit.Quiet("qc-statements-malformed/unknown statement with any value",
			addStatement(unknownStatement, testpki.Null()), "qc-unknown-statement"),
		kit.Quiet("qc-statements-malformed/identifier made of a UUID", addEntry(testpki.Seq(uuidOID, testpki.Null())),
			"qc-unknown-statement"),
		kit.Quiet("qc-statements-malformed/semantics without a value", setStatement(testpki.OIDQcSyntaxV2, nil),
			"psd2-semantics-legal-missing"),

		kit.Fires("qc-statements-missing/no extension", func(s *testpki.Spec) {
			s.Drop(testpki.OIDQcStatements)
		}, "qc-statements-missing"),
		kit.Quiet("qc-statements-missing/empty list", func(s *testpki.Spec) {
			s.SetStatements()
		}, "qc-compliance-missing", "qc-type-missing", "psd2-statement-missing"),
		kit.Quiet("qc-statements-missing/version 2", func(s *testpki.Spec) { s.Version = 2 }, "x509-version-not-3"),
		kit.Quiet("qc-statements-missing/ordinary certificate", kit.As(testpki.PlainTLS), "type-plain-tls"),

		kit.Fires("qc-pkixqcsyntax-v1/beside the others", addStatement(testpki.OIDQcSyntaxV1, nil),
			"qc-pkixqcsyntax-v1"),
		kit.Quiet("qc-pkixqcsyntax-v1/second version", setStatement(testpki.OIDQcSyntaxV2, nil),
			"psd2-semantics-legal-missing"),

		kit.Fires("qc-statements-critical/true", func(s *testpki.Spec) { s.SetCritical(testpki.OIDQcStatements, true) },
			"qc-statements-critical"),
		kit.Quiet("qc-statements-critical/false spelled out", func(s *testpki.Spec) {
			s.Ext(testpki.OIDQcStatements).CriticalDER = []byte{1, 1, 0}
		}, "x509-der-not-canonical"),

		kit.Fires("qc-statement-duplicate/QcCompliance", addStatement(testpki.OIDQcCompliance, nil),
			"qc-statement-duplicate"),
		kit.Fires("qc-statement-duplicate/PSD2QcType with other roles", func(s *testpki.Spec) {
			p := testpki.CleanPSD2()
			p.Roles = testpki.Roles("PSP_AS")
			s.AddStatement(p.Statement())
		}, "psd2-statement-malformed", "qc-statement-duplicate"),
		kit.Fires("qc-statement-duplicate/before it was forbidden", func(s *testpki.Spec) {
			s.NotBefore = time.Date(2026, time.April, 30, 0, 0, 0, 0, time.UTC)
			s.AddStatement(testpki.QcCompliance())
		}, "qc-statement-duplicate:warning"),
		kit.Quiet("qc-statement-duplicate/semantics, of another standard", addStatement(testpki.OIDQcSyntaxV2, nil)),
		kit.Quiet("qc-statement-duplicate/disclosure in two languages", func(s *testpki.Spec) {
			s.SetStatement(testpki.QcPDS(testpki.PDSIn("en", "https://pki.example/en.pdf"),
				testpki.PDSIn("da", "https://pki.example/da.pdf")))
		}),
	}
}

// qcStatementCases are about single statements.
func qcStatementCases() []kit.Case {
	return []kit.Case{
		kit.Fires("qc-compliance-missing/left out", dropStatement(testpki.OIDQcCompliance), "qc-compliance-missing"),
		kit.Quiet("qc-compliance-missing/last in the list", func(s *testpki.Spec) {
			s.DropStatement(testpki.OIDQcCompliance)
			s.AddStatement(testpki.QcCompliance())
		}),

		kit.Fires("qc-compliance-has-info/NULL", setStatement(testpki.OIDQcCompliance, testpki.Null()),
			"qc-compliance-has-info"),
		kit.Quiet("qc-compliance-has-info/NULL in another statement", addStatement(unknownStatement, testpki.Null()),
			"qc-unknown-statement"),

		kit.Fires("qc-type-as-statement/web", func(s *testpki.Spec) {
			s.DropStatement(testpki.OIDQcType)
			s.AddStatement(testpki.Statement{ID: testpki.OIDQcTypeWeb})
		}, "qc-type-as-statement"),
		kit.Fires("qc-type-as-statement/beside QcType", addStatement(testpki.OIDQcTypeWeb, nil),
			"qc-type-as-statement"),
		kit.Quiet("qc-type-as-statement/other statement of the arc",
			addStatement(asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 60}, nil), "qc-unknown-statement"),

		kit.Fires("qc-type-missing/left out", dropStatement(testpki.OIDQcType), "qc-type-missing"),
		kit.Fires("qc-type-missing/empty list", qcType(), "qc-type-missing"),
		kit.Quiet("qc-type-missing/NULL", setStatement(testpki.OIDQcType, testpki.Null()), "qc-statements-malformed"),

		kit.Fires("qc-type-multiple/website and seal", qcType(testpki.OIDQcTypeWeb, testpki.OIDQcTypeESeal),
			"qc-type-multiple"),
		kit.Fires("qc-type-multiple/website twice", qcType(testpki.OIDQcTypeWeb, testpki.OIDQcTypeWeb),
			"qc-type-multiple"),
		kit.Fires("qc-type-multiple/second statement for a seal", func(s *testpki.Spec) {
			s.AddStatement(testpki.QcType(testpki.OIDQcTypeESeal))
		},
			"qc-type-multiple", "qc-statement-duplicate"),
		kit.Fires("qc-type-multiple/first statement for a seal", func(s *testpki.Spec) {
			s.SetStatement(testpki.QcType(testpki.OIDQcTypeESeal))
			s.AddStatement(testpki.QcType(testpki.OIDQcTypeWeb))
		}, "qc-type-multiple", "qc-statement-duplicate"),
		kit.Quiet("qc-type-multiple/two statements", func(s *testpki.Spec) {
			s.AddStatement(testpki.QcType(testpki.OIDQcTypeWeb))
		},
			"qc-statement-duplicate"),

		kit.Fires("qc-type-unknown/next number", qcType(asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 4}),
			"qc-type-unknown"),
		kit.Fires("qc-type-unknown/policy instead", qcType(testpki.OIDQNCPw), "qc-type-unknown"),
		kit.Quiet("qc-type-unknown/known but wrong", qcType(testpki.OIDQcTypeESign), "qc-type-not-web"),

		kit.Fires("qc-type-not-web/seal", qcType(testpki.OIDQcTypeESeal), "qc-type-not-web"),
		kit.Fires("qc-type-not-web/signature", qcType(testpki.OIDQcTypeESign), "qc-type-not-web"),
		kit.Quiet("qc-type-not-web/really a seal", kit.As(testpki.QSealC), "type-qsealc"),

		kit.Fires("qc-non-eu/Switzerland", legislation("CH"), "qc-non-eu"),
		kit.Fires("qc-non-eu/United Kingdom", legislation("GB"), "qc-non-eu"),
		kit.Quiet("qc-non-eu/EU and Switzerland", legislation("EU", "CH"), "qc-cclegislation-in-eu-qc"),
		kit.Quiet("qc-non-eu/EU in small letters", legislation("eu"), "qc-cclegislation-in-eu-qc",
			"qc-cclegislation-country"),

		kit.Fires("qc-cclegislation-in-eu-qc/member state", legislation("DK"), "qc-cclegislation-in-eu-qc"),
		kit.Fires("qc-cclegislation-in-eu-qc/no country", legislation(), "qc-cclegislation-in-eu-qc",
			"qc-cclegislation-country"),
		kit.Quiet("qc-cclegislation-in-eu-qc/foreign law", legislation("CH"), "qc-non-eu"),

		kit.Fires("qc-cclegislation-country/not assigned", legislation("CH", "QQ"), "qc-non-eu",
			"qc-cclegislation-country"),
		kit.Fires("qc-cclegislation-country/small letters", legislation("ch"), "qc-non-eu", "qc-cclegislation-country"),
		kit.Quiet("qc-cclegislation-country/Switzerland", legislation("CH"), "qc-non-eu"),

		kit.Fires("qc-pds-string-type/UTF8String",
			pds(testpki.UTF8("https://pki.example/en.pdf"), testpki.Printable("en")),
			"qc-pds-string-type"),
		kit.Fires("qc-pds-string-type/language too",
			pds(testpki.UTF8("https://pki.example/en.pdf"), testpki.UTF8("en")),
			"qc-pds-string-type", "qc-pds-string-type"),
		kit.Fires("qc-pds-string-type/empty list", setStatement(testpki.OIDQcPDS, testpki.Seq()), "qc-pds-string-type"),
		kit.Quiet("qc-pds-string-type/as it should be",
			pds(testpki.IA5("https://pki.example/en.pdf"), testpki.Printable("en"))),

		kit.Fires("qc-limit-value/no currency", kit.Add(testpki.QcLimit("EURO", 100, 0)), "qc-limit-value"),
		kit.Fires("qc-limit-value/negative", kit.Add(testpki.QcLimit("EUR", -100, 0)), "qc-limit-value"),
		kit.Fires("qc-limit-value/currency by its number", kit.Add(testpki.QcLimitNumeric(978, 100, 0)),
			"qc-limit-value:warning"),
		kit.Quiet("qc-limit-value/cents", kit.Add(testpki.QcLimit("EUR", 100, -2))),

		kit.Fires("qc-retention-period/negative", kit.Add(testpki.QcRetention(-1)), "qc-retention-period"),
		kit.Fires("qc-retention-period/in a SEQUENCE",
			addStatement(testpki.OIDQcRetention, testpki.Seq(testpki.Int(7))),
			"qc-retention-period"),
		kit.Quiet("qc-retention-period/none", kit.Add(testpki.QcRetention(0))),

		kit.Fires("qc-sscd-in-qwac/without a value", addStatement(testpki.OIDQcSSCD, nil), "qc-sscd-in-qwac"),
		kit.Fires("qc-sscd-in-qwac/NULL", addStatement(testpki.OIDQcSSCD, testpki.Null()), "qc-statements-malformed",
			"qc-sscd-in-qwac"),
		kit.Quiet("qc-sscd-in-qwac/seal", kit.As(testpki.QSealC, addStatement(testpki.OIDQcSSCD, nil)), "type-qsealc"),
	}
}

// unknownStatement is an identifier under the documentation arc of RFC 5612.
var unknownStatement = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 32473, 5}

// uuidOID is 2.25 with the number 2^120.
var uuidOID = []byte{6, 19, 0x69, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
	0x80, 0x80, 0x80, 0}

// pds gives the leaf a QcPDS with one place.
func pds(url, language testpki.Text) kit.Edit {
	return setStatement(testpki.OIDQcPDS, testpki.Seq(testpki.Seq(url.DER(), language.DER())))
}

// statements changes the value of the extension as bytes.
func statements(change func([]byte) []byte) kit.Edit {
	return func(s *testpki.Spec) {
		e := s.Ext(testpki.OIDQcStatements)
		e.Value = change(e.Value)
	}
}

// addEntry appends any DER to the list of statements.
func addEntry(entry []byte) kit.Edit {
	return statements(func(b []byte) []byte {
		var list asn1.RawValue
		if _, err := asn1.Unmarshal(b, &list); err != nil {
			panic("cases: " + err.Error())
		}
		return testpki.Seq(list.Bytes, entry)
	})
}

func setStatement(id asn1.ObjectIdentifier, info []byte) kit.Edit {
	return func(s *testpki.Spec) { s.SetStatement(testpki.Statement{ID: id, Info: info}) }
}

func legislation(countries ...string) kit.Edit {
	return func(s *testpki.Spec) { s.AddStatement(testpki.QcCClegislation(countries...)) }
}
