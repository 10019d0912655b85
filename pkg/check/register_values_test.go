package check_test

import (
	"strings"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
)

// judgeLeaf returns the findings about a leaf as "id" for errors and warnings.
func judgeLeaf(t *testing.T, edit func(*testpki.Spec)) []string {
	t.Helper()
	b := new(bundle.Bundle)
	if err := b.Parse("chain.pem", testpki.NewLeaf(edit).PEM()); err != nil {
		t.Fatal(err)
	}
	r, err := check.Run(b, check.Options{At: cases.At()})
	if err != nil {
		t.Fatal(err)
	}
	var serious []string
	for _, f := range r.Findings {
		if f.Rule.Severity > 1 && f.Severity > 1 {
			serious = append(serious, f.Rule.ID+" "+f.Message+" | "+f.Hint)
		}
	}
	return serious
}

// TestRegisterNames: names that authorities have in their registers are no faults.
func TestRegisterNames(t *testing.T) {
	for _, name := range []string{
		"Fixture & Søn A/S", "FIXTURE PAYMENTS S.A.", "Fixture Sp. z o.o.", "fixture.pay", "1234 Pay", "24/7 Fixture",
		"Fixture \"Pay\" GmbH", "Fixture, LLC", "UAB „Fixture“", "ООО Фикстура", "Фикстура ЕООД", "ΦΙΞΤΟΥΡ Α.Ε.",
		"Fixture Payments Ltd (in liquidation)", "Test Achats Fixture SC", "Demo Fixture ApS", "Sandbox Bakery OÜ",
		"Fixture Zrt.", "Őrség Fixture Kft.", "Société d'Émission Fixture", "L’Été Fixture SAS", "Fixture–Pay AB",
		"Fixture GmbH & Co. KG", "N", "X", "PSD Fixture eG", "VAT Fixture BV", "Fixture PSDDK-DFSA",
		"AISP Fixture Ltd",
		"Fixture+Pay", "Fixture@Pay", "Fixture #1", "Fixture; Pay", "Fixture=Pay", "Fixture <Pay>", "Fixture\\Pay",
		"Fixture * Pay", "Fixture Česká Sparta s.r.o.", "Fixture Ltd trading as Fix", "NA Fixture", "None Fixture",
		"Null AG",
		"Fixture d.o.o., Ljubljana", "Þór Fixture hf.", "Fixture ehf", "M/S Fixture", "A1", "ß Fixture", "Fixture №5",
		"Fixture™", "Fixture® Oy", "株式会社フィクスチャ", "Fixture Bank AG, Zweigniederlassung Österreich",
		strings.Repeat("Fixture-", 8)[:64],
	} {
		found := judgeLeaf(t, func(l *testpki.Spec) { l.Subject.Set(testpki.OIDOrganization, name) })
		if len(found) > 0 {
			t.Errorf("%q: %v", name, found)
		}
	}
}

// TestRegisterNumbers: numbers that authorities give are no faults, in organizationIdentifier as they stand.
func TestRegisterNumbers(t *testing.T) {
	for _, number := range []string{
		"1", "00001", "0111027-9", "FT 1234", "12 345 678", "7/2019", "D-2018/56-3", "I-00 1", "A.123.456", "C63900",
		"R161162", "B3", "IP0012/2019", "PI:1234", "LB 000452", "EMI-012", "10.250.1", "N°12", "№ 12",
		"ЕИК 123", "Αρ. 12", "HRB 12345", "HRB12345 B", "5493-00", "123456789", "1234567", "001-23", "CIB 17328",
		"cz-12",
		"RIAD_1234", "12-345_6", "12(3)", "12,3", "12;3", "12:3", "12*3", "12#3", "12+3", "12=3", "X1", "XX1",
		"NA1", "TEST1",
		"DK12345678", "VATDK12345678", "DFSA1", "Å97", "97351842-PSP", "(1)", "'12'", "a1b2c3", "12|3", "12~3",
		"12%3", "12&3", "!12", "12!3", "DFSA-12", "PSD_12", "12/PSD-3", "12 VAT 3",
	} {
		id := "PSDDK-DFSA-" + number
		found := judgeLeaf(t, func(l *testpki.Spec) { l.Subject.Set(testpki.OIDOrganizationIdentifier, id) })
		if len(found) > 0 {
			t.Errorf("%q: %v", id, found)
		}
	}
}

// TestRegisterFaults: what is wrong all the same is told, with what was meant.
func TestRegisterFaults(t *testing.T) {
	for _, tt := range []struct{ id, rule, want string }{
		{"PSDDK-DFSA-PSDDK-DFSA-12", "psd2-orgid", "PSDDK-DFSA-12"},
		{"PSDDK-DFSA-DK-DFSA-12", "psd2-orgid", "PSDDK-DFSA-12"},
		{"PSDDK-DFSA-DK_DFSA!12", "psd2-orgid-malformed", "PSDDK-DFSA-12"},
		{"PSDDK-DFSA-PSD_PI!12", "psd2-orgid-malformed", "PSDDK-DFSA-12"},
		{"PSDDK-DFSA-PSD_PI!DK_DFSA!12", "psd2-orgid-malformed", "PSDDK-DFSA-12"},
		{"PSDPSDDK-DFSA-12", "psd2-orgid", "PSDDK-DFSA-12"},
		{"DK-DFSA-12", "qc-semantics-orgid", "PSDDK-DFSA-12"},
		{"C=DK, PSDDK-DFSA-12", "qc-semantics-orgid", "PSDDK-DFSA-12"},
		{"DK_DFSA!12", "qc-semantics-orgid", ""},
		{"PSDDK-DFSA!12", "psd2-orgid-malformed", "PSDDK-DFSA-12"},
		{"PSDDK_DFSA-12", "psd2-orgid-malformed", "PSDDK-DFSA-12"},
		{"PSDDK/DFSA/12", "psd2-orgid-malformed", "PSDDK-DFSA-12"},
		{"PSDDK DFSA 12", "psd2-orgid-malformed", "PSDDK-DFSA-12"},
		{"PSD DK-DFSA-12", "psd2-orgid-malformed", "PSDDK-DFSA-12"},
		{"PSDDK--DFSA-12", "psd2-orgid-malformed", "PSDDK-DFSA-12"},
		{"PSDDK-DFSA-12 ", "psd2-orgid-whitespace", "PSDDK-DFSA-12"},
		{"PSDDK-DFSA-12\u200b", "psd2-orgid-whitespace", "PSDDK-DFSA-12"},
		{"PSDDK-DFSA-N/A", "psd2-orgid", ""},
		{"PSDDK-DFSA-XXXXXX", "psd2-orgid", ""},
		{"PSDDK-DFSA-", "psd2-orgid-reference-empty", ""},
		{"PSDDK-DFSA", "psd2-orgid-reference-empty", ""},
		{"PSDDК-DFSA-12", "psd2-orgid-malformed", ""},
		{"PSD-DK-DFSA-12", "psd2-orgid-malformed", "PSDDK-DFSA-12"},
		{"VATDK-12345678", "psd2-orgid-not-psd", ""},
		{"PSDDK-DFSA-VATDK-12345678", "psd2-orgid", ""},
		{"PSDDK-DFSA-12/PSDDK-DFSA-13", "psd2-orgid", ""},
		{"PSDDK-DFSA-12, VATDK-1234", "psd2-orgid", ""},
	} {
		found := strings.Join(judgeLeaf(t, func(l *testpki.Spec) {
			l.Subject.Set(testpki.OIDOrganizationIdentifier, tt.id)
		}), "\n")
		if found == "" || !strings.Contains(found, tt.rule) || !strings.Contains(found, `"`+tt.want) {
			t.Errorf("%q: want %s and %q: %s", tt.id, tt.rule, tt.want, found)
		}
	}
}
