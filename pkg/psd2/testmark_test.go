package psd2

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"strings"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// TestCAMark: words mark the name of a CA, parts of words do not.
func TestCAMark(t *testing.T) {
	for name, want := range map[string]string{
		"Fixture TEST CA": "TEST", "Fixture Test CA": "Test", "fixture-test-ca": "test", "Fixture TESTCA 1": "TESTCA",
		"Fixture TEST2":   "TEST2",
		"Fixture Sandbox": "Sandbox", "Demo CA": "Demo", "Pre-Production CA": "Pre-Production", "PREPROD": "PREPROD",
		"UAT CA": "UAT", "Fixture (POC)": "POC",
		"Fixture ART CA": "ART", "TESOBE CA": "TESOBE CA",
		"Contest CA": "", "Attestation CA": "", "Protest CA": "", "Testa CA": "", "Smart CA": "", "Partners CA": "",
		"Art CA": "", "Latest": "",
		"Demos": "", "Testing House": "", "Democratic": "", "Poc": "", "Production CA": "", "Testata": "", "START": "",
		"Tesobe": "",
	} {
		var n testpki.Name
		n.Add(testpki.OIDCommonName, name)
		if _, got := caMark(n.DER()); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestCorpusHolderNames: no word in the names of the holder of a genuine certificate makes it one for tests.
func TestCorpusHolderNames(t *testing.T) {
	for name, s := range corpus(t, "chains/*qwac/*/leaf.pem") {
		before := blockers(s)
		for _, word := range []string{"TEST", "Demo Finance ApS", "SANDBOX", "ART", "UAT", "PREPROD", "POC",
			"Test Achats SC", "tests"} {
			c := *s.Leaf.Certificate
			c.DNSNames = append([]string{"sandbox.test.example"}, c.DNSNames...)
			c.Subject.CommonName = word
			c.RawSubject = withWord(t, c.RawSubject, word)
			leaf := &cert.Cert{Certificate: &c, At: s.Leaf.At}
			renamed := &eidas.Subject{Leaf: leaf, Info: eidas.Decode(&c), Type: s.Type, At: s.At}
			if got := blockers(renamed); got != before {
				t.Errorf("%s with %q: %s, want %s", name, word, got, before)
			}
		}
	}
}

// withWord puts a word before the values of O, CN and OU.
func withWord(t *testing.T, raw []byte, word string) []byte {
	t.Helper()
	var rdns pkix.RDNSequence
	if _, err := asn1.Unmarshal(raw, &rdns); err != nil {
		t.Fatal(err)
	}
	for _, rdn := range rdns {
		for i := range rdn {
			if v, ok := rdn[i].Value.(string); ok && (rdn[i].Type.Equal(eidas.OIDOrganization) ||
				rdn[i].Type.Equal(eidas.OIDCommonName) || rdn[i].Type.Equal(eidas.OIDUnit)) {
				rdn[i].Value = word + " " + v
			}
		}
	}
	der, err := asn1.Marshal(rdns)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// blockers are the errors that a subject has, without those of the encoding, which the test does not keep, and of a
// common name that is no longer a host.
func blockers(s *eidas.Subject) string {
	var ids []string
	for _, f := range lint.Run(s, allRules()...) {
		if f.Severity == lint.Error && f.Rule.Code != "X15" && f.Rule.Code != "L36" {
			ids = append(ids, f.Rule.ID)
		}
	}
	return strings.Join(ids, " ")
}
