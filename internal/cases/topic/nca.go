package topic

import (
	"time"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/check"
)

func ncaCases() []kit.Case {
	authority := func(id, name string, change func(*testpki.PSD2)) kit.Edit {
		return psd2(func(p *testpki.PSD2) {
			change(p)
			p.NCAID, p.NCAName = testpki.UTF8(id), testpki.UTF8(name)
		})
	}
	central := func(p *testpki.PSD2) { p.Roles = testpki.Roles("PSP_CB") }
	centralBank := func(id string) kit.Edit { return authority(id, "Central bank", central) }
	in2020 := check.Options{At: time.Date(2020, time.December, 31, 12, 0, 0, 0, time.UTC)}
	return []kit.Case{
		kit.Fires("psd2-nca-na/with PSP_AI", authority("NA", "NA", func(p *testpki.PSD2) {
			p.Roles = testpki.Roles("PSP_AI")
		}), "psd2-nca-na"),
		kit.Fires("psd2-nca-na/central bank with an authority", roles("PSP_CB"), "psd2-nca-na", "role-none-offered",
			"type-vop-certificate"),
		kit.Fires("psd2-nca-na/NA as the name only", nca("DK-DFSA", "NA"), "psd2-nca-na"),
		kit.Fires("psd2-nca-na/beside a role outside the table", authority("NA", "NA", foreignRole("XYZ")),
			"psd2-nca-na",
			"psd2-role-oid-unknown"),
		kit.Fires("psd2-nca-na/central bank, ECB", centralBank("ECB"), "psd2-nca-na", "role-none-offered",
			"type-vop-certificate"),
		kit.Fires("psd2-nca-na/central bank, EU-ECB", centralBank("EU-ECB"), "psd2-nca-na", "role-none-offered",
			"type-vop-certificate"),
		kit.Fires("psd2-nca-na/central bank, CH-BIS", centralBank("CH-BIS"), "psd2-nca-na", "role-none-offered",
			"type-vop-certificate"),
		kit.Fires("psd2-nca-na/central bank, small letters", centralBank("na"), "psd2-nca-na", "role-none-offered",
			"type-vop-certificate"),
		kit.Quiet("psd2-nca-na/central bank", authority("NA", "NA", central), "role-none-offered",
			"type-vop-certificate"),

		kit.Fires("psd2-ncaname-empty/no character", nca("DK-DFSA", ""), "psd2-ncaname-empty"),
		kit.Fires("psd2-ncaname-empty/blank", nca("DK-DFSA", " "), "psd2-ncaname-empty"),
		kit.Fires("psd2-ncaname-empty/hyphen", nca("DK-DFSA", "-"), "psd2-ncaname-empty"),
		kit.Quiet("psd2-ncaname-empty/one letter", nca("DK-DFSA", "D"), "psd2-ncaname-unexpected"),
		kit.Quiet("psd2-ncaname-empty/left out", psd2(func(p *testpki.PSD2) {
			p.WithoutName = true
		}), "psd2-statement-malformed"),

		kit.Fires("subject-mojibake/UTF-8 as Latin-1", attribute(testpki.OIDOrganization, "Fixture LÃ¥n A/S"),
			"subject-mojibake"),
		kit.Fires("subject-mojibake/UTF-8 as Windows-1252", nca("DK-DFSA", "ÄŒeskÃ¡ nÃ¡rodnÃ\u00ad banka"),
			"subject-mojibake"),
		kit.Fires("subject-mojibake/Greek", attribute(testpki.OIDOrganization, "Î¤ÏÎ¬Ï€ÎµÎ¶Î±"), "subject-mojibake"),
		kit.Fires("subject-mojibake/lost letter", nca("DK-DFSA", "Finanstilsynet p\ufffd Fyn"), "subject-mojibake"),
		kit.Quiet("subject-mojibake/letters of all kinds",
			attribute(testpki.OIDOrganization, "SÃO ÅÄÖ «ÑANDÚ» Česká Τράπεζα A/S®")),

		kit.Fires("x509-dn-country-encoding/UK", attribute(testpki.OIDCountry, "UK"), "x509-dn-country-encoding",
			"psd2-subject-country-mismatch"),
		kit.Fires("x509-dn-country-encoding/UTF8String", text(testpki.OIDCountry, testpki.UTF8("DK")),
			"x509-dn-country-encoding"),
		kit.Quiet("x509-dn-country-encoding/other country", attribute(testpki.OIDCountry, "SE"),
			"psd2-subject-country-mismatch"),

		kit.Fires("psd2-nca-fields-swapped/swapped", psd2(func(p *testpki.PSD2) {
			p.Swapped = true
		}), "psd2-nca-fields-swapped"),
		kit.Fires("psd2-nca-fields-swapped/name in capital letters",
			nca("DANISH FINANCIAL SUPERVISORY AUTHORITY", "DK-DFSA"), "psd2-nca-fields-swapped"),
		kit.Quiet("psd2-nca-fields-swapped/id in both", nca("DK-DFSA", "DK-DFSA"), "psd2-ncaname-unexpected"),
		kit.Quiet("psd2-nca-fields-swapped/id as the name, id with an underscore", nca("DK_DFSA", "DK-DFSA"),
			"psd2-ncaid-underscore"),
		kit.Quiet("psd2-nca-fields-swapped/id as the name, country as the id", nca("DK", "DK-DFSA"),
			"psd2-ncaid-malformed"),

		kit.Fires("psd2-ncaid-is-orgid/all of it", ncaID(testpki.OrgID), "psd2-ncaid-is-orgid"),
		kit.Quiet("psd2-ncaid-is-orgid/without the number", ncaID("PSDDK-DFSA"), "psd2-ncaid-malformed"),

		kit.Fires("psd2-ncaid-underscore/for the hyphen", ncaID("DK_DFSA"), "psd2-ncaid-underscore"),
		kit.Fires("psd2-ncaid-underscore/and small letters", ncaID("dk_dfsa"), "psd2-ncaid-underscore",
			"psd2-ncaid-case"),
		kit.Quiet("psd2-ncaid-underscore/inside the authority", ncaID("DK-DF_SA"), "psd2-ncaid-malformed"),

		kit.Fires("psd2-ncaid-case/mixed", ncaID("DK-Dfsa"), "psd2-ncaid-case"),
		kit.Quiet("psd2-ncaid-case/with a digit", ncaID("DK-Dfsa1"), "psd2-ncaid-malformed"),

		kit.Fires("psd2-ncaid-space/trailing", ncaID("DK-DFSA "), "psd2-ncaid-space"),
		kit.Fires("psd2-ncaid-space/for the hyphen", ncaID("DK DFSA"), "psd2-ncaid-space"),
		kit.Fires("psd2-ncaid-space/no-break", ncaID("\u00a0DK-DFSA"), "psd2-ncaid-space"),
		kit.Quiet("psd2-ncaid-space/zero width", ncaID("DK-DFSA\u200b"), "psd2-ncaid-malformed"),

		kit.Fires("psd2-ncaid-malformed/empty", ncaID(""), "psd2-ncaid-malformed"),
		kit.Fires("psd2-ncaid-malformed/Cyrillic letter", ncaID("DK-DFS\u0410"), "psd2-ncaid-malformed"),
		kit.Fires("psd2-ncaid-malformed/country", ncaID("DK"), "psd2-ncaid-malformed"),
		kit.Fires("psd2-ncaid-malformed/authority that looks like a country", then(provider("ES", "BE"), ncaID("BE")),
			"psd2-ncaid-malformed"),
		kit.Fires("psd2-ncaid-malformed/hyphen in the authority", then(provider("FI", "FINFSA"), ncaID("FI-FIN-FSA")),
			"psd2-ncaid-malformed"),
		kit.Fires("psd2-ncaid-malformed/Cyrillic", ncaID("DК-DFSA"), "psd2-ncaid-malformed"),
		kit.Fires("psd2-ncaid-malformed/long s", ncaID("DK-DFſA"), "psd2-ncaid-malformed"),
		kit.Quiet("psd2-ncaid-malformed/authority of a country's letters", provider("EE", "FI"),
			"psd2-ncaname-unexpected"),

		kit.Fires("psd2-ncaid-country/UK", ncaID("UK-FCA"), "psd2-ncaid-country"),
		kit.Fires("psd2-ncaid-country/EL", then(provider("GR", "BOG"), ncaID("EL-BOG")), "psd2-ncaid-country"),
		kit.Fires("psd2-ncaid-country/EU", ncaID("EU-EBA"), "psd2-ncaid-country"),
		kit.Fires("psd2-ncaid-country/not assigned", ncaID("QQ-DFSA"), "psd2-ncaid-country"),
		kit.Quiet("psd2-ncaid-country/GR", provider("GR", "BOG"), "psd2-ncaname-unexpected"),

		kit.Fires("psd2-ncaid-non-eea/United Kingdom", provider("GB", "FCA"), "psd2-ncaid-non-eea",
			"psd2-ncaname-unexpected"),
		kit.Fires("psd2-ncaid-non-eea/Switzerland", provider("CH", "FINMA"), "psd2-ncaid-non-eea"),
		kit.Quiet("psd2-ncaid-non-eea/Norway", provider("NO", "FSA"), "psd2-ncaname-unexpected"),
		with(in2020, kit.Case{Name: "psd2-ncaid-non-eea/United Kingdom in 2020", Near: true,
			Edit: issuedIn2020(provider("GB", "FCA")), Want: []string{"psd2-ncaname-unexpected"}}),

		kit.Fires("psd2-ncaid-historic/Latvia", provider("LV", "FCMC"), "psd2-ncaid-historic",
			"psd2-ncaname-unexpected"),
		kit.Fires("psd2-ncaid-historic/Croatia", provider("HR", "CNB"), "psd2-ncaid-historic",
			"psd2-ncaname-unexpected"),
		kit.Fires("psd2-ncaid-historic/of the day of the list",
			issuedOn(provider("LV", "FCMC"), time.Date(2023, time.February, 2, 0, 0, 0, 0, time.UTC)),
			"psd2-ncaid-historic", "validity-exceeds-two-years", "psd2-ncaname-unexpected"),
		kit.Fires("psd2-ncaid-historic/of the day before the list",
			issuedOn(provider("LV", "FCMC"), time.Date(2023, time.February, 1, 23, 59, 59, 0, time.UTC)),
			"validity-exceeds-two-years", "psd2-ncaid-historic:notice", "psd2-ncaname-unexpected"),
		kit.Quiet("psd2-ncaid-historic/Latvia today", provider("LV", "BL"), "psd2-ncaname-unexpected"),

		kit.Fires("psd2-ncaid-not-on-eba-list/hyphen in the authority",
			then(provider("FI", "FINFSA"), then(ncaID("FI-FIN-FSA"), orgID("PSDFI-FIN-FSA-2858394-9"))),
			"psd2-ncaid-malformed", "psd2-ncaid-not-on-eba-list"),
		kit.Fires("psd2-ncaid-not-on-eba-list/other name", provider("DK", "FSA"), "psd2-ncaid-not-on-eba-list"),
		kit.Fires("psd2-ncaid-not-on-eba-list/example of the standard", provider("ES", "BDE"),
			"psd2-ncaid-not-on-eba-list"),
		kit.Fires("psd2-ncaid-not-on-eba-list/authority of another country", provider("SE", "DFSA"),
			"psd2-ncaid-not-on-eba-list"),
		kit.Quiet("psd2-ncaid-not-on-eba-list/shared by two countries", provider("IS", "CBI"),
			"psd2-ncaname-unexpected"),
	}
}

// nca sets id and name of the authority in the PSD2 statement.
func nca(id, name string) kit.Edit { return func(s *testpki.Spec) { s.SetNCA(id, name) } }
