package bundle

import (
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

const certificateLabel = "CERTIFICATE"

// class is what a label says that a block holds.
type class uint8

const (
	otherClass class = iota
	certificateClass
	legacyClass  // a certificate, by a label that RFC 7468 5.1 forbids to write
	trustedClass // a certificate with OpenSSL's trust settings behind it
	requestClass
	messageClass // PKCS#7
	encodedClass // a PEM file as base64, without boundaries
	keyClass     // a private key of any kind; its content is not even decoded
)

// knownLabels are the labels that a person would recognise on a damaged line.
var knownLabels = []string{
	certificateLabel, "X509 CERTIFICATE", "X.509 CERTIFICATE", "TRUSTED CERTIFICATE",
	"CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST", "PKCS7", "PKCS #7 SIGNED DATA", "CMS", "X509 CRL",
	"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
	"OPENSSH PRIVATE KEY",
	"PUBLIC KEY", "RSA PUBLIC KEY", "EC PARAMETERS", "DH PARAMETERS",
}

func classOf(label string) class {
	switch label {
	case certificateLabel:
		return certificateClass
	case "X509 CERTIFICATE", "X.509 CERTIFICATE":
		return legacyClass
	case "TRUSTED CERTIFICATE":
		return trustedClass
	case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST":
		return requestClass
	case "PKCS7", "CMS", "PKCS #7 SIGNED DATA":
		return messageClass
	}
	if strings.Contains(label, "PRIV") || strings.Contains(label, "SECRET") ||
		strings.Contains(label, "KEY") && !strings.Contains(label, "PUBLIC") {
		return keyClass
	}
	return otherClass
}

// labelOf is the label that a block should have that is no certificate.
func labelOf(k ber.Kind) string {
	switch k {
	case ber.ListKind:
		return "X509 CRL"
	case ber.OCSPKind:
		return "OCSP RESPONSE"
	case ber.PublicKind:
		return "PUBLIC KEY"
	}
	return ""
}

// classOfPair is the class of a block whose two labels may differ. A key is a key whichever of them says so.
func classOfPair(begin, end string) class {
	a, b := classOf(begin), classOf(end)
	switch {
	case a == keyClass || b == keyClass:
		return keyClass
	case a == otherClass:
		return b
	}
	return a
}

// keyName is the known label of a key that the label on the line holds. What else stands on a damaged line is never
// shown, it may be part of the key.
func keyName(label string) string {
	for _, known := range []string{"RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
		"OPENSSH PRIVATE KEY"} {
		if strings.Contains(label, known) {
			return known
		}
	}
	return "PRIVATE KEY"
}

// describeLabel names a block by its label when that is a label in use; another one may be anything.
func describeLabel(label string) string {
	if hint, _ := hintFor(label); hint != "" {
		return "a block labelled " + label
	}
	return "a block with an unknown label"
}

// labelHints say what to do about blocks that often come along with certificates.
var labelHints = [...]struct {
	label, hint string
	need        lint.Need // zero: none
}{
	{label: "PKCS7", hint: "Write the certificates as PEM: `openssl pkcs7 -print_certs -in FILE -out chain.pem`."},
	{label: "PKCS #7 SIGNED DATA",
		hint: "Write the certificates as PEM: `openssl pkcs7 -print_certs -in FILE -out chain.pem`."},
	{label: "CMS",
		hint: "Write the certificates as PEM: `openssl cms -cmsout -certsout chain.pem -noout -inform PEM -in FILE`."},
	{label: "X509 CRL", hint: "Leave the revocation list out of the file, and provide it beside the chain.",
		need: lint.Need{What: lint.NeedCRL}},
	{label: "OCSP RESPONSE", hint: "Leave the OCSP response out of the file, and provide it beside the chain.",
		need: lint.Need{What: lint.NeedOCSP}},
	{label: "PGP PUBLIC KEY BLOCK",
		hint: "Leave the OpenPGP key out of the file: it has nothing to do with the certificate."},
	{label: "PGP MESSAGE", hint: "Decrypt the message.", need: lint.Need{What: lint.NeedChain, With: "gpg -d FILE"}},
	{label: "PGP SIGNATURE", hint: "Leave the OpenPGP signature out of the file."},
	{label: "PGP SIGNED MESSAGE", hint: "Leave the OpenPGP signature out of the file."},
	{label: "AGE ENCRYPTED FILE",
		hint: "Decrypt the file.", need: lint.Need{What: lint.NeedChain, With: "age -d FILE"}},
	{label: "PKCS12", hint: "Take the certificates out, or give the file itself."},
	{label: "PUBLIC KEY", hint: "Leave the public key out of the file: it is part of the certificate."},
	{label: "RSA PUBLIC KEY", hint: "Leave the public key out of the file: it is part of the certificate."},
	{label: "EC PARAMETERS",
		hint: "Leave the curve parameters out of the file, and the private key that usually follows them."},
	{label: "DH PARAMETERS", hint: "Leave the Diffie-Hellman parameters out of the file."},
	{label: "ATTRIBUTE CERTIFICATE",
		hint: "Leave the attribute certificate out of the file: it is no certificate of a chain."},
}

// hintFor is what to do about a block with a label; empty: the label is not in use.
func hintFor(label string) (hint string, needs []lint.Need) {
	for _, h := range labelHints {
		switch {
		case h.label != label:
		case h.need == lint.Need{}:
			return h.hint, nil
		default:
			return h.hint, []lint.Need{h.need}
		}
	}
	return "", nil
}
