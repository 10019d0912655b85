package cert

import (
	"bytes"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/key"
	"qwac/pkg/lint"
)

var sigRSAParams = lint.Meta{
	ID: "sig-rsa-params", Code: "K19", Title: "the signature algorithm lacks its parameters",
	Means: "A certificate names the algorithm with which it was signed, and beside it the parameters of the " +
		"algorithm. Those of RSA with a hash (PKCS #1 v1.5) have one value, NULL. Here it is missing, or something " +
		"else stands there.",
	Why: "Software has to take a missing value too, but some compares the bytes of the algorithm with those that " +
		"it knows, and refuses the certificate.",
	Wrong: "SEQUENCE { OID sha256WithRSAEncryption }",
	Right: "SEQUENCE { OID sha256WithRSAEncryption, NULL }",
	Fix:   "Show this to your QTSP. It can only be mended in a new certificate.",
	Ask: "signatureAlgorithm of a certificate in our chain does not have the parameters NULL. Please re-issue the " +
		"certificate with them (RFC 4055, section 5).",
	See:        lint.SeeStructure,
	SilencedBy: []*lint.Meta{&X509AlgorithmsDiffer},
	Severity:   lint.Error, Source: lint.Clause{Document: "RFC 4055", Section: "5"},
}

// withNull are the algorithms of RFC 3279, 2.2.1, and RFC 4055, 5, whose parameters are NULL: RSA with MD2, MD5, SHA-1,
// SHA-256, SHA-384, SHA-512 and SHA-224.
var withNull = [...]string{"2", "4", "5", "11", "12", "13", "14"}

func checkSigRSAParams(p *lint.Pass, s *Subject) {
	for w, cert := range s.eachInFile {
		_, outer := key.SignatureFields(cert.Raw)
		if fault := rsaParamsFault(outer); fault != "" {
			w.Path = "signatureAlgorithm.parameters"
			p.Reportf(w, "the algorithm %s has %s, want NULL", key.AlgorithmName(outer), fault)
		}
	}
}

// rsaParamsFault says what an AlgorithmIdentifier of RSA has in place of NULL; empty: it has NULL, or is of no RSA.
func rsaParamsFault(identifier []byte) string {
	arc, _ := strings.CutPrefix(key.AlgorithmName(identifier), "1.2.840.113549.1.1.")
	seq, _, _ := ber.ReadElement(identifier)
	parts := new(ber.Elements).Of(seq.Content)
	switch {
	case !slices.Contains(withNull[:], arc):
		return ""
	case len(parts) < 2:
		return "no parameters"
	case !bytes.Equal(parts[1].Full, []byte{5, 0}):
		return "other parameters"
	}
	return ""
}
