package psd2

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"qwac/internal/golden"
	"qwac/internal/testpki"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// TestIdentifiers compares what the rules say of identifiers and authorities, right and wrong in every way that people
// write them, with a file that somebody has read.
func TestIdentifiers(t *testing.T) {
	var b strings.Builder
	for _, id := range writtenOrgIDs {
		fmt.Fprintf(&b, "%s\n", strconv.QuoteToASCII(id))
		var all []string
		of := map[string][]string{}
		for _, kind := range kindsOfLeaf {
			for _, said := range say(kind.edit, func(s *testpki.Spec) { s.Subject.Set(eidas.OIDOrgID, id) }) {
				if of[said] == nil {
					all = append(all, said)
				}
				of[said] = append(of[said], kind.name)
			}
		}
		for _, said := range all {
			fmt.Fprintf(&b, "    %s: %s\n", strings.Join(of[said], ", "), said)
		}
	}
	write := func(title string, edit func(*testpki.Spec)) {
		fmt.Fprintf(&b, "%s\n", title)
		for _, said := range say(edit) {
			fmt.Fprintf(&b, "    %s\n", said)
		}
	}
	for _, id := range writtenNCAIDs {
		write("NCAId "+strconv.QuoteToASCII(id), func(s *testpki.Spec) { s.SetNCA(id, "The Authority") })
		write("NCAId "+strconv.QuoteToASCII(id)+", no PSD identifier, name DK-DFSA", func(s *testpki.Spec) {
			s.SetNCA(id, "DK-DFSA")
			s.Subject.Set(eidas.OIDOrgID, "VATDK-97351842")
		})
	}
	for _, name := range []string{
		"Finanstilsynet", "Banco\u00a0de Espa\u00f1a", "BaFin\u200b", " BaFin", "FIN-FSA\u2013",
		"Banco de Espa\u00c3\u00b1a", "Banco de Espa\ufffda", "Banco\u00a0de Espa\ufffda", "n/a", "\u00a0",
	} {
		write("nCAName "+strconv.QuoteToASCII(name), func(s *testpki.Spec) { s.SetNCA("DK-DFSA", name) })
	}
	for _, pair := range [][2]string{
		{"PSDFI-FIN-FSA-1234567-8", "FI-FINFSA"}, {"PSDDK-DFSA-97351842", "DE-BAFIN"},
		{"PSDDK-DFS-A-97351842", "DK-DFSA"},
		{"PSDDK-DFSA-97351842", "XX-TEST"}, {"PSDDK-DFSA-97351842", "ZZ-TOP"}, {"PSDXX-TEST-1", "DK-DFSA"},
		{"PSDGB-FCA-791622", "IE-CBI"}, {"psddk_dfsa_97351842", "dk_dfsa"}, {"97351842", "DK-DFSA"},
		{"97351842", "ZZ-DFSA"},
		{"DFSA-97351842", "DFSA"}, {"PSDDK-97351842", "BAFIN"}, {"PSDDK-97351842", ""},
		{"DK-DFSA-97351842", "DK_DFSA"}, {"PSD-97351842", "dk-dfsa"}, {"EL-BOG-97351842", "EL-BOG"},
		{"PSD-97351842", "DK"},
	} {
		write(fmt.Sprintf("%q and NCAId %q", pair[0], pair[1]), func(s *testpki.Spec) {
			s.SetNCA(pair[1], "The Authority")
			s.Subject.Set(eidas.OIDOrgID, pair[0])
		})
	}
	golden.Compare(t, "testdata/identifiers.txt", b.String())
}

// kindsOfLeaf are certificates in which an identifier means something else each time.
var kindsOfLeaf = []struct {
	name string
	edit func(*testpki.Spec)
}{
	{"PSD2", func(*testpki.Spec) {}},
	{"PSD2 of 2020", func(s *testpki.Spec) { s.NotBefore = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) }},
	{"qualified", withoutStatement},
	{"qualified EV", func(s *testpki.Spec) {
		withoutStatement(s)
		s.Set(testpki.Policies(eidas.OIDPolicyQEVCPw, eidas.OIDPolicyCABFEV))
	}},
	{"EV", func(s *testpki.Spec) {
		s.Drop(eidas.OIDQcStatements)
		s.Set(testpki.Policies(eidas.OIDPolicyCABFEV))
	}},
}

func withoutStatement(s *testpki.Spec) {
	s.DropStatement(eidas.OIDPSD2Statement)
	s.Set(testpki.Policies(eidas.OIDPolicyQNCPw))
}

// writtenOrgIDs are organizationIdentifiers as certificates and forms have them.
var writtenOrgIDs = []string{
	"PSDDK-DFSA-97351842", "PSDDK_DFSA_97351842", "psddk-dfsa-97351842", "PSDDKDFSA97351842", "PSD-DK-DFSA-97351842",
	"PSDDK-DFSA-97351842 ", " PSDDK-DFSA-97351842", "PSDDK-DFSA- 97351842", "PSDDK-DFSA-\u00a097351842",
	"PSDDK-DFSA-9735\u00a01842", "PSDDK-DFSA-97351842\u200b", "PSDDK\u2013DFSA\u201397351842", "PSDDK-DFSA-",
	"PSDDK-DFSA", "PSDDK--97351842", "DK-DFSA-97351842", "organizationIdentifier=PSDDK-DFSA-97351842",
	"2.5.4.97: PSDDK-DFSA-97351842", "PSDDK-FSA-97351842", "PSDFR-CECEI-97351842", "PSDES-BDE-3DFD22",
	"PSDES+CA-BDE-3DFD22", "PSDXX-TEST-1", "PSDUK-FCA-791622", "PSDGB-FCA-791622", "PSDZZ-TOP-1", "PSDD-DFSA-97351842",
	"VATDK-97351842", "NTRDK-97351842", "vatdk-97351842", "Vatdk-97351842", "VAT-DK-97351842", "VATDK97351842",
	"VATDK- 97351842", "VAT DK 97351842", "VATDK\u00a0-97351842", "VATDK-97351842\u200b", "orgId: VATDK-97351842",
	"VATEL-97351842", "VATXI-97351842", "VATGR-97351842", "VATUK-97351842", "NTREL-97351842", "NTRXI-97351842",
	"NTRXG-97351842", "VATXG-97351842", "LEIXG-529900T8BM49AURSDO55", "LEIDK-529900T8BM49AURSDO55",
	"LEIZZ-529900T8BM49AURSDO55", "NTRUS+CA-1234", "VATUS+CA-1234", "NTRZZ-97351842", "ntrus+ca-1234", "GOVDK-1",
	"INTXG-1", "EI:SE-5567", "97351842", "DK97351842", "n/a", "-", "none", "", " ", "VATDK-", "VAT", "\u200b",
	"PSDDK-DFSA- 97351842\u200b", "PSDDK-DFSA- ", "VATDK- ", "PSDES+CA-BDE-\u200b3DFD22", "PSDES+CA-BDE- 3DFD22",
	"n/a\u200b", "VATDK-\u0663\u0664", "PSDDK-DFSA-\u0663\u0664", "NTRDK-A\u200bB",
}

// writtenNCAIDs are identifiers of authorities as certificates and forms have them.
var writtenNCAIDs = []string{
	"DK-DFSA", "dk-dfsa", "DK_DFSA", "DK DFSA", "DK-DFSA ", "DKDFSA", "DFSA", "DK", "D", "", "NA", "na", "n/a",
	"PSDDK-DFSA-97351842", "PSDDK-DFSA", "PSD-DK-DFSA", "DK-DFSA-1", "XX-TEST", "GB-FCA", "UK-FCA", "DE-BAFIN", "BAFIN",
	"BaFin", "FI-FINFSA", "FI-FIN-FSA", "FINFSA", "LV-FCMC", "ES-BDE", "BDE", "Danish FSA", "Finanstilsynet", "DK-FSA",
	"DKX", "DK1", "dk", "D1-DFSA", "1K-DFSA", "EL-BOG", "EL", "UK", "ZZ", "CBI", "FSA", "VATDK-97351842",
	"DK\u2013DFSA", "\u00a0DK-DFSA", "\u200b",
}

// say is what the rules of this package say of a leaf, with the next step where it is not the rule's.
func say(edits ...func(*testpki.Spec)) (all []string) {
	s := subject(testpki.NewLeaf(func(leaf *testpki.Spec) {
		for _, edit := range edits {
			edit(leaf)
		}
	}).Leaf, nil)
	for _, f := range lint.Silence(lint.Run(s, Rules()...)) {
		_, ask, _ := strings.Cut(strings.TrimPrefix(f.Hint, f.Rule.Fix), "send this: ")
		said := strings.TrimSpace(f.Message + "\n        " + ask)
		all = append(all, fmt.Sprintf("%s %s: %s", f.Rule.Code, f.Severity, said))
	}
	return all
}
