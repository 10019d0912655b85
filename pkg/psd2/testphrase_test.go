package psd2

import "testing"

// TestTestPhrase reads notices that say that a certificate is for tests, and prose that speaks of tests.
func TestTestPhrase(t *testing.T) {
	for _, text := range []string{
		"Issued only for testing purposes", "This is a TEST certificate.", "Test certificates, no liability",
		"For test purposes only", "For testing only!",
		"Not for production use", "This certificate is for test", "Sandbox certificate", "Demo-certificate",
		"NOT FOR USE IN PRODUCTION", "Nur für Tests",
		"Testzertifikat ohne Haftung", "Ausgestellt zu Testzwecken", "Certificat de test", "Émis à des fins de test",
		"Certificado de pruebas",
		"Certificato di test", "Voor testdoeleinden", "Kun til test", "Endast för test", "Certyfikat testowy",
		"Testivarmenne",
	} {
		if testPhrase(text) == "" {
			t.Errorf("%q is for tests", text)
		}
	}
	for _, text := range []string{
		"We test our systems daily", "Tested by an accredited body", "This is not a test certificate",
		"No test certificates are issued under this policy",
		"Kein Testzertifikat", "See the test report of the auditor", "Penetration testing is done every year",
		"The key was tested", "Protest",
		"Qualified certificate for website authentication", "Liability is limited, see the demo of our service",
		"The sandbox of the bank is no matter of this policy",
		"For production", "Certificate attested by a notary", "Ce certificat n'est pas un certificat de test",
		"Test Valley Bank", "",
	} {
		if p := testPhrase(text); p != "" {
			t.Errorf("%q is not for tests: %q", text, p)
		}
	}
}
