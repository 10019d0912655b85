package psd2

import (
	"slices"
	"strings"
	"unicode"
)

// testPhrases say of a certificate that it is for tests, in the languages of the providers. A word alone says nothing:
// who issues in earnest tests too, and says so.
var testPhrases = []string{
	"test certificate", "testing certificate", "sandbox certificate", "demo certificate", "demonstration certificate",
	"certificate for test",
	"certificate for testing", "certificate is for test", "for test purposes", "for testing purposes", "for test use",
	"for testing only",
	"for test only", "test use only", "test purposes only", "testing purposes only", "for demonstration purposes",
	"for sandbox use",
	"for use in the sandbox", "not for production", "not for productive use", "not for use in production",
	"not to be used in production",
	"testzertifikat", "test zertifikat", "für testzwecke", "zu testzwecken", "nur für tests",
	"nicht für den produktivbetrieb", "nicht für die produktion",
	"certificat de test", "à des fins de test", "à des fins de tests", "pour des tests uniquement",
	"certificado de prueba", "certificado de pruebas", "para pruebas", "con fines de prueba", "certificado de teste",
	"para fins de teste",
	"certificato di test", "certificato di prova", "a scopo di test", "solo per test", "ai fini di test",
	"testcertificaat", "test certificaat", "voor testdoeleinden", "uitsluitend voor test",
	"testcertifikat", "test certifikat", "til testformål", "kun til test", "endast för test", "för teständamål",
	"testsertifikat", "kun for test",
	"testivarmenne", "testikäyttöön", "testitarkoituksiin", "certyfikat testowy", "do celów testowych",
	"testovací certifikát", "pro testovací účely",
	"tesztelési célra", "teszt tanúsítvány",
}

// testStems are parts of words: each phrase has one of them in it, and most texts have none.
var testStems = []string{"test", "teszt", "sandbox", "demo", "prod", "prueba", "prova"}

// denials are words that stand before a phrase where the text says the contrary: "this is not a test certificate".
var denials = []string{"no", "not", "never", "kein", "keine", "nicht", "pas", "non", "nessun", "geen", "niet", "ikke",
	"inte", "ei", "nie"}

// testPhrase finds the phrase by which a notice says that the certificate is for tests; empty: it does not.
func testPhrase(text string) string {
	text = strings.ToLower(text)
	if !slices.ContainsFunc(testStems, func(stem string) bool { return strings.Contains(text, stem) }) {
		return ""
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, phrase := range testPhrases {
		want := strings.Fields(phrase)
		for i := range words {
			if i+len(want) > len(words) || !startsWith(words[i:], want) || denied(words[max(0, i-2):i]) {
				continue
			}
			return phrase
		}
	}
	return ""
}

// startsWith compares words; the last may have the s of a plural.
func startsWith(words, want []string) bool {
	last := len(want) - 1
	return slices.Equal(words[:last], want[:last]) &&
		strings.TrimSuffix(words[last], "s") == strings.TrimSuffix(want[last], "s")
}

// denied looks at the two words before a phrase.
func denied(before []string) bool {
	return slices.ContainsFunc(before, func(w string) bool { return slices.Contains(denials, w) })
}
