package topic

import (
	"slices"
	"time"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// authorityCases are about the authority, the organizationIdentifier, and how the two fit together (group S).
func authorityCases() []kit.Case {
	return slices.Concat(ncaCases(), orgIDCases(), matchCases(), referenceCases())
}

func orgIDCases() []kit.Case {
	extension := func(state, reference string) kit.Edit {
		return kit.As(testpki.QEVCPw, func(s *testpki.Spec) {
			s.Set(testpki.CABFOrganizationIdentifier("PSD", "DK", state, reference))
		})
	}
	return []kit.Case{
		kit.Fires("psd2-orgid-missing/left out", func(s *testpki.Spec) {
			s.Subject.Drop(testpki.OIDOrganizationIdentifier)
		}, "psd2-orgid-missing"),
		kit.Fires("psd2-orgid-missing/empty", orgID(""), "psd2-orgid-missing"),
		kit.Fires("psd2-orgid-missing/blank", orgID(" "), "psd2-orgid-missing"),
		kit.Fires("psd2-orgid-missing/hyphen", orgID("-"), "psd2-orgid-missing"),
		kit.Fires("psd2-orgid-missing/not available", orgID("n/a"), "psd2-orgid-missing"),
		kit.Fires("psd2-orgid-missing/in serialNumber",
			then(addAttribute(testpki.OIDSerialNumber, testpki.OrgID), func(s *testpki.Spec) {
				s.Subject.Drop(testpki.OIDOrganizationIdentifier)
			}), "psd2-orgid-missing"),
		kit.Quiet("psd2-orgid-missing/beside another attribute", func(s *testpki.Spec) {
			s.Subject.Drop(testpki.OIDOrganizationIdentifier)
			s.Subject.Join(testpki.OIDOrganizationIdentifier, testpki.OrgID)
		}, "x509-dn-multivalued-rdn"),

		kit.Fires("psd2-orgid-multiple/VAT number too",
			addAttribute(testpki.OIDOrganizationIdentifier, "VATDK-97351842"),
			"psd2-orgid-multiple"),
		kit.Fires("psd2-orgid-multiple/the same twice", addAttribute(testpki.OIDOrganizationIdentifier, testpki.OrgID),
			"psd2-orgid-multiple"),
		kit.Quiet("psd2-orgid-multiple/serial number too", addAttribute(testpki.OIDSerialNumber, "97351842")),

		kit.Fires("psd2-orgid-malformed/underscores", orgID("PSDDK_DFSA_97351842"), "psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/three letters of a country", orgID("PSDDNK-DFSA-97351842"),
			"psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/small letters", orgID("psdDK-DFSA-97351842"), "psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/number before the authority", orgID("PSDDK-97351842-DFSA"),
			"psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/Cyrillic letter in the scheme", orgID("\u0420SDDK-DFSA-97351842"),
			"psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/hyphens for a URL", orgID("PSDDK%2DDFSA%2D97351842"), "psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-whitespace/filler that is not shown", orgID("PSDDK-DFSA-97351842\u3164"),
			"psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-whitespace/mark over a digit", orgID("PSDDK-DFSA-9735\u03011842"),
			"psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-malformed/Cyrillic letter in the authority", orgID("PSDDK-DFS\u0410-97351842"),
			"psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/without the authority", orgID("PSDDK-97351842"), "psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/when it was a shall", issuedIn(2021, time.March, orgID("PSDDK-97351842")),
			"psd2-orgid-malformed:error", "validity-exceeds-two-years"),
		kit.Fires("psd2-orgid-malformed/blank before it", orgID(" PSDDK-DFSA-97351842"), "psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/blank in the authority", orgID("PSDDK-DFSA -97351842"), "psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/empty province", orgID("PSDDK+-DFSA-97351842"), "psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/long province", orgID("PSDDK+ABCDEF-DFSA-97351842"), "psd2-orgid-malformed"),
		kit.Quiet("psd2-orgid-malformed/blanks and hyphens in the number", orgID("PSDDK-DFSA-A 2858394-9")),
		kit.Quiet("psd2-orgid-malformed/prefix of an institution", orgID("PSDDK-DFSA-PI:97351842")),

		kit.Fires("psd2-orgid-malformed/hyphen left out", orgID("PSDDK-DFSA97351842"), "psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/line break at the end", orgID("PSDDK-DFSA-97351842\n"), "psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/en dashes", orgID("PSDDK\u2013DFSA\u201397351842"), "psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/name of the attribute", orgID("organizationIdentifier=PSDDK-DFSA-97351842"),
			"psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/identifier of the attribute", orgID("2.5.4.97 = PSDDK-DFSA-97351842"),
			"psd2-orgid-malformed"),
		kit.Fires("psd2-orgid-malformed/in quotation marks", orgID("\"PSDDK-DFSA-97351842\""), "psd2-orgid-malformed"),

		kit.Fires("psd2-orgid-whitespace/blank at the end", orgID(testpki.OrgID+" "), "psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-whitespace/no-break blank", orgID("PSDDK-DFSA-A\u00a097351842"), "psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-whitespace/two blanks", orgID("PSDDK-DFSA-A  97351842"), "psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-whitespace/en dash in the number", orgID("PSDDK-DFSA-2858394\u20139"),
			"psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-whitespace/minus sign in the number", orgID("PSDDK-DFSA-2858394\u22129"),
			"psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-whitespace/lost letter", orgID("PSDDK-DFSA-97351\ufffd842"), "psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-whitespace/of a VAT number", orgID("VATDK-97351842 "), "psd2-orgid-not-psd",
			"psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-whitespace/tab in nCAName", nca("DK-DFSA", "Danish\tFinancial Supervisory Authority"),
			"psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-whitespace/blank before the number", orgID("PSDDK-DFSA- 97351842"),
			"psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-whitespace/blank before a VAT number", orgID("VATDK- 97351842"), "psd2-orgid-not-psd",
			"psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-whitespace/full-width digits", orgID("PSDDK-DFSA-\uff19\uff17351842"),
			"psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-whitespace/Cyrillic letter", orgID("PSDDK-DFSA-9735184\u041e"), "psd2-orgid-whitespace"),
		kit.Fires("psd2-orgid-whitespace/soft hyphen", orgID("PSDDK-DFSA-9735\u00ad1842"), "psd2-orgid-whitespace"),
		kit.Quiet("psd2-orgid-whitespace/words in Greek", orgID("PSDDK-DFSA-\u0393\u0395\u039c\u0397 97351842")),
		kit.Quiet("psd2-orgid-whitespace/one blank, letters of all kinds", orgID("PSDDK-DFSA-Å 97351842")),
		kit.Quiet("psd2-orgid-whitespace/where a hyphen belongs", orgID("PSDDK-DFSA\u201097351842"),
			"psd2-orgid-malformed"),

		kit.Fires("qc-semantics-orgid/scheme of another country", orgID("OFBBR-97351842"), "qc-semantics-orgid"),
		kit.Fires("qc-semantics-orgid/letters in the wrong order", orgID("PDSDK-DFSA-97351842"), "qc-semantics-orgid"),
		kit.Fires("qc-semantics-orgid/LEI with a country", orgID("LEIRO-529900FIXTURE0000099"), "qc-semantics-orgid"),
		kit.Fires("qc-semantics-orgid/register of a state in an EV certificate", kit.As(testpki.QEVCPw,
			orgID("NTRUS+CA-97351842"), func(s *testpki.Spec) {
				s.Set(testpki.CABFOrganizationIdentifier("NTR", "US", "CA", "97351842"))
			}), "psd2-orgid-not-psd", "qc-semantics-orgid:notice", "chain-public-webpki-root"),
		kit.Fires("qc-semantics-orgid/VAT number with a state in an EV certificate", kit.As(testpki.QEVCPw,
			orgID("VATUS+CA-97351842"), func(s *testpki.Spec) {
				s.Set(testpki.CABFOrganizationIdentifier("VAT", "US", "CA", "97351842"))
			}), "qc-semantics-orgid", "psd2-orgid-not-psd", "chain-public-webpki-root"),
		kit.Fires("qc-semantics-orgid/trade register with a state", orgID("NTRDE+BW-HRB97351842"), "qc-semantics-orgid",
			"psd2-orgid-not-psd"),
		kit.Fires("qc-semantics-orgid/country that does not exist", orgID("VATQQ-97351842"), "qc-semantics-orgid"),
		kit.Quiet("qc-semantics-orgid/VAT number of Greece", orgID("VATEL-97351842"), "psd2-orgid-not-psd"),
		kit.Quiet("qc-semantics-orgid/national register", orgID("EI:SE-5567971433"), "qc-semantics-nra-missing",
			"psd2-orgid-not-psd"),
		kit.Quiet("qc-semantics-orgid/trade register", orgID("NTRDE-HRB97351842"), "psd2-orgid-not-psd"),

		kit.Fires("psd2-orgid-not-psd/VAT", orgID("VATDK-97351842"), "psd2-orgid-not-psd"),
		kit.Fires("psd2-orgid-not-psd/LEI", orgID("LEIXG-529900FIXTURE0000033"), "psd2-orgid-not-psd"),
		kit.Fires("psd2-orgid-not-psd/national scheme", orgID("DK:DK-97351842"), "qc-semantics-nra-missing",
			"psd2-orgid-not-psd"),
		kit.Fires("qc-semantics-orgid/LEI with wrong check digits", orgID("LEIXG-529900FIXTURE0000000"),
			"qc-semantics-orgid"),
		kit.Quiet("psd2-orgid-not-psd/number only", orgID("97351842"), "qc-semantics-orgid"),
		kit.Quiet("psd2-orgid-not-psd/PSD that is malformed", orgID("PSDDK"), "psd2-orgid-malformed"),

		kit.Fires("psd2-orgid-state-part/province", orgID("PSDDK+82-DFSA-97351842"), "psd2-orgid-state-part"),
		kit.Quiet("psd2-orgid-state-part/of a VAT number", orgID("VATDK+82-97351842"), "qc-semantics-orgid",
			"psd2-orgid-not-psd"),
		kit.Quiet("psd2-orgid-state-part/plus in the number", orgID("PSDDK-DFSA-+97351842")),

		kit.Fires("psd2-orgid-reference-empty/hyphen at the end", orgID("PSDDK-DFSA-"), "psd2-orgid-reference-empty"),
		kit.Fires("psd2-orgid-reference-empty/no hyphen", orgID("PSDDK-DFSA"), "psd2-orgid-reference-empty"),
		kit.Fires("psd2-orgid-reference-empty/blank", orgID("PSDDK-DFSA- "), "psd2-orgid-reference-empty"),
		inSandbox(kit.Fires("psd2-orgid-reference-empty/in the sandbox", orgID("PSDDK-DFSA-"),
			"psd2-orgid-reference-empty:notice")),
		kit.Quiet("psd2-orgid-reference-empty/one digit", orgID("PSDDK-DFSA-0")),

		kit.Fires("psd2-orgid-reference-placeholder/123456", orgID("PSDDK-DFSA-123456"),
			"psd2-orgid-reference-placeholder"),
		kit.Fires("psd2-orgid-reference-placeholder/XXXX", orgID("PSDDK-DFSA-XXXX"),
			"psd2-orgid-reference-placeholder"),
		inSandbox(kit.Fires("psd2-orgid-reference-placeholder/in the sandbox", orgID("PSDDK-DFSA-123456"),
			"psd2-orgid-reference-placeholder:notice")),
		kit.Fires("psd2-orgid-reference-placeholder/TEST", orgID("PSDDK-DFSA-TEST"),
			"psd2-orgid-reference-placeholder"),
		kit.Fires("psd2-orgid-reference-placeholder/six X", orgID("PSDDK-DFSA-xxxxxx"),
			"psd2-orgid-reference-placeholder"),
		kit.Fires("psd2-orgid-reference-placeholder/N slash A", orgID("PSDDK-DFSA-N/A"),
			"psd2-orgid-reference-placeholder"),
		kit.Fires("psd2-orgid-reference-placeholder/a hyphen", orgID("PSDDK-DFSA--"),
			"psd2-orgid-reference-placeholder"),
		kit.Fires("psd2-orgid-reference-placeholder/a dot", orgID("PSDDK-DFSA-."), "psd2-orgid-reference-placeholder"),
		kit.Fires("psd2-orgid-reference-placeholder/zeros", orgID("PSDDK-DFSA-000"),
			"psd2-orgid-reference-placeholder"),
		kit.Fires("psd2-orgid-reference-placeholder/three X", orgID("PSDDK-DFSA-XXX"),
			"psd2-orgid-reference-placeholder"),
		kit.Fires("psd2-orgid-reference-placeholder/demo", orgID("PSDDK-DFSA-demo"),
			"psd2-orgid-reference-placeholder"),
		kit.Quiet("psd2-orgid-reference-placeholder/two zeros", orgID("PSDDK-DFSA-00")),
		kit.Quiet("psd2-orgid-reference-placeholder/two X", orgID("PSDDK-DFSA-XX")),
		kit.Quiet("psd2-orgid-reference-placeholder/zeros and one", orgID("PSDDK-DFSA-0001")),
		kit.Quiet("psd2-orgid-reference-placeholder/name that begins with NA", orgID("PSDDK-DFSA-NA1")),
		kit.Quiet("psd2-orgid-reference-placeholder/name that begins with TEST", orgID("PSDDK-DFSA-TESTORI1")),
		kit.Quiet("psd2-orgid-reference-placeholder/1234567", orgID("PSDDK-DFSA-1234567")),
		kit.Quiet("psd2-orgid-reference-placeholder/123457", orgID("PSDDK-DFSA-123457")),
		kit.Quiet("psd2-orgid-reference-placeholder/number that begins with XX", orgID("PSDDK-DFSA-XX97351842")),

		// The extension of the browsers' rules that repeats the identifier is not judged: no bank is known to read it.
		kit.Quiet("psd2-orgid-malformed/extension without the authority", extension("", "97351842"),
			"psd2-cabf-orgid-inconsistent:warning", "chain-public-webpki-root"),
		kit.Quiet("psd2-orgid-state-part/authority as the state in the extension", extension("DFSA", "97351842"),
			"psd2-cabf-orgid-state-is-nca", "chain-public-webpki-root"),
	}
}

// referenceCases have more than a number in the place of the number.
func referenceCases() []kit.Case {
	const rule = "psd2-orgid-malformed"
	return []kit.Case{
		kit.Fires(rule+"/identifier twice", orgID("PSDDK-DFSA-PSDDK-DFSA-97351842"), rule),
		kit.Fires(rule+"/authority twice", orgID("PSDDK-DFSA-DK-DFSA-97351842"), rule),
		kit.Fires(rule+"/another scheme in the number", orgID("PSDDK-DFSA-VATDK-97351842"), rule),
		kit.Fires(rule+"/attribute behind the number", orgID("PSDDK-DFSA-97351842,C=DK"), rule),
		kit.Fires(rule+"/attribute by its number", orgID("PSDDK-DFSA-2.5.4.97=PSDDK-DFSA-97351842"), rule),
		kit.Fires(rule+"/common name", orgID("PSDDK-DFSA-CN=Fixture"), rule),
		kit.Quiet(rule+"/hyphens in the number", orgID("PSDDK-DFSA-DK-97351842")),
		kit.Quiet(rule+"/letters and blanks in the number", orgID("PSDDK-DFSA-PSD 97351842-C")),
		kit.Quiet(rule+"/equals sign in the number", orgID("PSDDK-DFSA-9735=1842")),
	}
}

func matchCases() []kit.Case {
	return []kit.Case{
		kit.Fires("psd2-orgid-ncaid-country-mismatch/other country, same authority", orgID("PSDSE-DFSA-97351842"),
			"psd2-orgid-ncaid-country-mismatch"),
		kit.Fires("psd2-orgid-ncaid-country-mismatch/both other", orgID("PSDSE-FINA-97351842"),
			"psd2-orgid-ncaid-country-mismatch"),
		kit.Fires("psd2-orgid-ncaid-country-mismatch/with a province", orgID("PSDDE+BY-BAFIN-102207"),
			"psd2-orgid-ncaid-country-mismatch", "psd2-orgid-state-part"),
		inSandbox(kit.Fires("psd2-orgid-ncaid-country-mismatch/without a number", orgID("PSDSE-DFSA-"),
			"psd2-orgid-ncaid-country-mismatch", "psd2-orgid-reference-empty:notice")),
		kit.Quiet("psd2-orgid-ncaid-country-mismatch/only the subject elsewhere", then(provider("LI", "FMA"),
			attribute(testpki.OIDCountry, "AT")), "psd2-subject-country-mismatch", "psd2-ncaname-unexpected"),

		kit.Fires("psd2-orgid-ncaid-nca-mismatch/other authority", orgID("PSDDK-FINA-97351842"),
			"psd2-orgid-ncaid-nca-mismatch"),
		kit.Fires("psd2-orgid-ncaid-nca-mismatch/unknown authority in nCAId", ncaID("DK-FSA"),
			"psd2-orgid-ncaid-nca-mismatch", "psd2-ncaid-not-on-eba-list"),
		kit.Quiet("psd2-orgid-ncaid-nca-mismatch/VAT number", orgID("VATDK-97351842"), "psd2-orgid-not-psd"),
		kit.Quiet("psd2-orgid-ncaid-nca-mismatch/authority inside the number", orgID("PSDDK-DFSA-FINA-97351842")),

		kit.Fires("psd2-subject-country-mismatch/Sweden", attribute(testpki.OIDCountry, "SE"),
			"psd2-subject-country-mismatch"),
		kit.Quiet("psd2-subject-country-mismatch/small letters", attribute(testpki.OIDCountry, "dk"),
			"x509-dn-country-encoding"),
		kit.Quiet("psd2-subject-country-mismatch/UK", then(provider("GB", "FCA"), attribute(testpki.OIDCountry, "UK")),
			"psd2-ncaid-non-eea", "x509-dn-country-encoding", "psd2-ncaname-unexpected"),
		kit.Quiet("psd2-subject-country-mismatch/EL", then(provider("GR", "BOG"), attribute(testpki.OIDCountry, "EL")),
			"x509-dn-country-encoding", "psd2-ncaname-unexpected"),
		kit.Quiet("psd2-subject-country-mismatch/Åland", then(provider("FI", "FINFSA"),
			attribute(testpki.OIDCountry, "AX")), "psd2-ncaname-unexpected"),
		kit.Quiet("psd2-subject-country-mismatch/Réunion", then(provider("FR", "ACPR"),
			attribute(testpki.OIDCountry, "RE")), "psd2-ncaname-unexpected"),
		kit.Fires("psd2-subject-country-mismatch/Faroe Islands", attribute(testpki.OIDCountry, "FO"),
			"psd2-subject-country-mismatch"),
		kit.Quiet("psd2-subject-country-mismatch/blank", attribute(testpki.OIDCountry, " "),
			"x509-dn-country-encoding"),
		kit.Quiet("psd2-subject-country-mismatch/name of a country", attribute(testpki.OIDCountry, "Sverige"),
			"x509-dn-country-encoding"),
		kit.Quiet("psd2-subject-country-mismatch/no country", func(s *testpki.Spec) {
			s.Subject.Drop(testpki.OIDCountry)
		}, "subject-attribute-missing"),
	}
}

// issuedIn starts the leaf's validity on the first of a month.
func issuedIn(year int, month time.Month, change kit.Edit) kit.Edit {
	return func(s *testpki.Spec) {
		s.NotBefore = time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
		change(s)
	}
}

// issuedOn starts the leaf's validity at a time.
func issuedOn(change kit.Edit, at time.Time) kit.Edit {
	return func(s *testpki.Spec) {
		s.NotBefore = at
		change(s)
	}
}

// issuedIn2020 puts all certificates back to the year 2020.
func issuedIn2020(change kit.Edit) func(leaf, intermediate, root *testpki.Spec) {
	return func(leaf, intermediate, root *testpki.Spec) {
		change(leaf)
		intermediate.NotBefore = root.NotBefore
		leaf.NotBefore, leaf.NotAfter = root.NotBefore, root.NotBefore.AddDate(2, 0, 0)
	}
}
