package bundle

import (
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
)

// Rules returns the rules on text, in the order in which they run.
func Rules() []*lint.Rule[*Bundle] { return pemRules }

var pemEmpty = lint.Meta{
	ID: "pem-empty", Code: "P01", Title: "the input is empty",
	Means: "The file that should hold the certificate chain has no bytes. A failed export, or a variable that " +
		"was empty in a script, leaves such a file.",
	Why:      "There is nothing in it that a bank could read.",
	Fix:      "Export the certificate chain again and check that the file was written.",
	See:      lint.SeeText,
	Severity: lint.Error, Source: lint.Inference(),
}

var pemNoCertificate = lint.Meta{
	ID: "pem-no-certificate", Code: "P02", Title: "no certificate in the input",
	Why:      "The bank looks for blocks labelled CERTIFICATE and finds none.",
	Fix:      "Provide the certificate chain that your QTSP issued, in PEM, leaf first.",
	Severity: lint.Error, Source: rfc7468("5"),
}

var pemPrivateKeyPresent = lint.Meta{
	ID: "pem-private-key-present", Code: "P03", Title: "a private key stands in the file",
	Means: "The private key is the secret half of your certificate: who has it can speak to banks in your name. " +
		"PEM files often hold key and certificate together; for an upload only the certificates are taken.",
	Why:      "A private key in an upload is given away; the bank wants certificates only, the key stays with you.",
	Wrong:    "-----BEGIN PRIVATE KEY----- before -----BEGIN CERTIFICATE-----",
	Right:    "blocks of -----BEGIN CERTIFICATE----- alone",
	Fix:      "Take the key out of the file, and have a new key certified if the file was ever sent to anybody.",
	See:      "grep -n BEGIN chain.pem",
	Severity: lint.Error, Source: rfc7468("10"),
}

var pemCSRInsteadOfCertificate = lint.Meta{
	ID: "pem-csr-instead-of-certificate", Code: "P04", Title: "a signing request instead of a certificate",
	Why:      "The request is what you send to the QTSP; the bank wants what the QTSP issued on it.",
	Fix:      "Provide the certificate that the QTSP issued on this request.",
	Severity: lint.Error, Source: rfc7468("7"),
}

var pemUnexpectedLabel = lint.Meta{
	ID: "pem-unexpected-label", Code: "P05", Title: "a block that is no certificate",
	Why:      "Readers skip a block whose label they do not expect, or refuse the whole file.",
	Fix:      "Leave only CERTIFICATE blocks in the file.",
	Severity: lint.Error, Source: rfc7468("5"), Fixable: true,
}

var pemLegacyLabel = lint.Meta{
	ID: "pem-legacy-label", Code: "P06", Title: "an old label for a certificate",
	Why:      "Some readers accept the labels used before RFC 7468, others do not.",
	Fix:      "Change the label to CERTIFICATE.",
	Severity: lint.Warning, Source: rfc7468("5.1"), Fixable: true,
}

var pemInputDER = lint.Meta{
	ID: "pem-input-der", Code: "P07", Title: "DER instead of PEM",
	Why:      "The upload is a text form; bytes of DER are not read there.",
	Fix:      "Convert it, which loses nothing: openssl x509 -inform DER -in FILE -out certificate.pem.",
	Severity: lint.Error, Source: lint.Inference(), Fixable: true,
}

var pemInputPKCS12 = lint.Meta{
	ID: "pem-input-pkcs12", Code: "P08", Title: "PKCS#12 instead of PEM",
	Why:      "A PKCS#12 file usually holds the private key, and a bank reads PEM only.",
	Fix:      "Let `qwac payload` take the certificates out, in their order and without the key.",
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 7292", Section: "4"}, Fixable: true,
}

var pemInputPKCS7 = lint.Meta{
	ID: "pem-input-pkcs7", Code: "P09", Title: "PKCS#7 instead of PEM",
	Why:      "A bank reads PEM only, and the order of certificates in PKCS#7 means nothing.",
	Fix:      "Let `qwac payload` take the certificates out and put the leaf first.",
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 5652", Section: "5.1"}, Fixable: true,
}

var pemBOM = lint.Meta{
	ID: "pem-bom", Code: "P10", Title: "a byte order mark before BEGIN",
	Means: "A byte order mark is three invisible bytes (EF BB BF) that Windows editors write at the beginning of " +
		"a text file. To the eye the file is right; the BEGIN line is not at the beginning of its line any more.",
	Why:      "Readers that look for BEGIN at the beginning of a line, such as Go's, skip the block without a word.",
	Wrong:    "EF BB BF -----BEGIN CERTIFICATE-----",
	Right:    "-----BEGIN CERTIFICATE-----",
	Fix:      "Save the file as UTF-8 without byte order mark.",
	See:      lint.SeeText,
	Severity: lint.Error, Source: goPEM, Fixable: true,
}

var pemInputUTF16 = lint.Meta{
	ID: "pem-input-utf16", Code: "P11", Title: "UTF-16 instead of ASCII",
	Why:      "No PEM reader understands UTF-16; editors and PowerShell on Windows write it.",
	Fix:      "Save the file as ASCII or as UTF-8 without byte order mark.",
	Severity: lint.Error, Source: lint.Inference(), Fixable: true,
}

var pemGluedBoundaries = lint.Meta{
	ID: "pem-glued-boundaries", Code: "P12", Title: "END and BEGIN on one line",
	Why:      "Go and OpenSSL lose both certificates around the place, Go without a word.",
	Fix:      "Put a line break between the END line and the BEGIN line.",
	Severity: lint.Error, Source: rfc7468("2"), Fixable: true,
}

var pemEscapedNewlines = lint.Meta{
	ID: "pem-escaped-newlines", Code: "P13", Title: "line breaks written as backslash n",
	Why:      "The text was copied out of JSON or an environment variable, and readers see a single line.",
	Fix:      "Replace each backslash n by a line break, and leave out what JSON put around the text.",
	Severity: lint.Error, Source: goPEM, Fixable: true,
}

var pemIndented = lint.Meta{
	ID: "pem-indented", Code: "P14", Title: "lines are indented",
	Why:      "Go skips a block whose BEGIN line is indented and OpenSSL refuses it; pasting from YAML does this.",
	Fix:      "Take away the blanks at the beginning of the lines, and invisible characters anywhere.",
	Severity: lint.Error, Source: goPEM, Fixable: true,
}

var pemNoLineBreaks = lint.Meta{
	ID: "pem-no-line-breaks", Code: "P15", Title: "line breaks are lost",
	Why:      "Readers look for boundaries on lines of their own and find none.",
	Fix:      "Put the boundaries on lines of their own and break the base64 after every 64 characters.",
	Severity: lint.Error, Source: rfc7468("2"), Fixable: true,
}

var pemCROnly = lint.Meta{
	ID: "pem-cr-only", Code: "P16", Title: "lines end with a bare CR",
	Why:      "To most readers such a file is a single line.",
	Fix:      "Save the file with LF line ends.",
	Severity: lint.Error, Source: goPEM, Fixable: true,
}

var pemBadBoundary = lint.Meta{
	ID: "pem-bad-boundary", Code: "P17", Title: "a damaged BEGIN or END line",
	Why: "Readers skip a block whose boundaries are not exactly as they must be, often without a word.",
	Fix: "Write the boundaries as -----BEGIN CERTIFICATE----- and -----END CERTIFICATE-----, each alone on its " +
		"line.",
	Severity: lint.Error, Source: rfc7468("2"), Fixable: true,
}

// PEMBadBase64 is the rule on blocks that cannot be decoded.
var PEMBadBase64 = lint.Meta{
	ID: "pem-bad-base64", Code: "P18", Title: "damaged base64",
	Why:      "Nobody can decode the certificate.",
	Fix:      "Export or copy the certificate again, whole.",
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 4648", Section: "4"},
}

var pemRFC1421Headers = lint.Meta{
	ID: "pem-rfc1421-headers", Code: "P19", Title: "headers inside a block",
	Why:      "RFC 7468 has no headers, and strict readers refuse the block.",
	Fix:      "Delete the lines between the BEGIN line and the base64.",
	Severity: lint.Warning, Source: rfc7468("2"), Fixable: true,
}

var pemExplanatoryText = lint.Meta{
	ID: "pem-explanatory-text", Code: "P20", Title: "text outside of the blocks",
	Why:      "It is allowed, but some upload forms refuse it.",
	Fix:      "Delete what stands outside of the BEGIN and END lines.",
	Severity: lint.Notice, Source: rfc7468("5.2"), Fixable: true,
}

var pemLineLength = lint.Meta{
	ID: "pem-line-length", Code: "P21", Title: "long lines of base64",
	Why:      "Lines of more than 64 characters are not what RFC 7468 writes, though most readers take them.",
	Fix:      "Break the base64 after every 64 characters.",
	Severity: lint.Notice, Source: rfc7468("2"), Fixable: true,
}

var pemNoFinalNewline = lint.Meta{
	ID: "pem-no-final-newline", Code: "P22", Title: "no line break at the end of the file",
	Why:      "When a further file is appended, END and BEGIN end up on one line and both certificates are lost.",
	Fix:      "End the file with a line break.",
	Severity: lint.Notice, Source: goPEM, Fixable: true,
}

var pemMixedLineEnds = lint.Meta{
	ID: "pem-mixed-line-ends", Code: "P23", Title: "LF and CRLF mixed",
	Why:      "It shows that the file was put together from several, on different systems.",
	Fix:      "Save the file with one kind of line end.",
	Severity: lint.Notice, Source: lint.Inference(), Fixable: true,
}

var pemInputTooLarge = lint.Meta{
	ID: "pem-input-too-large", Code: "P24", Title: "too much input",
	Why: "A chain has three or four certificates and some kilobytes; this is something else, such as a trust " +
		"store.",
	Fix:      "Give only the leaf and its issuers up to the root.",
	Severity: lint.Error, Source: lint.Inference(),
}

var x509TrailingData = lint.Meta{
	ID: "x509-trailing-data", Code: "P25", Title: "bytes behind the certificate",
	Why:      "Parsers refuse a block that goes on behind the certificate.",
	Fix:      "Write the certificate anew, without what follows it: openssl x509 -in FILE -out certificate.pem.",
	Severity: lint.Error, Source: lint.Clause{Document: "X.690", Section: "8.1"}, Fixable: true,
}

var x509DERNotCanonical = lint.Meta{
	ID: "x509-der-not-canonical", Code: "P26", Title: "BER where DER must be",
	Why:      "Strict parsers refuse the certificate, others read it: it works at one bank and not at the next.",
	Fix:      "Ask the QTSP for a certificate in DER; if it was converted on the way, take the original file.",
	Severity: lint.Error, Source: lint.RFC5280("4.1"),
}

var pemEncodedTwice = lint.Meta{
	ID: "pem-encoded-twice", Code: "P27", Title: "the PEM file is encoded once more",
	Why:      "Readers look for BEGIN and find base64; a secret of Kubernetes or a second export does this.",
	Fix:      "Decode it once: base64 -d.",
	Severity: lint.Error, Source: rfc7468("2"), Fixable: true,
}

var pemURLEncoded = lint.Meta{
	ID: "pem-url-encoded", Code: "P28", Title: "the text is URL-encoded",
	Why: "Readers look for BEGIN at the beginning of a line and find %20 and %0A; web servers pass certificates " +
		"on so.",
	Fix:      "Decode it, or take the file that it was made from.",
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 3986", Section: "2.1"}, Fixable: true,
}

var pemPlusLost = lint.Meta{
	ID: "pem-plus-lost", Code: "P29", Title: "blanks stand where + was",
	Why: "A form or a URL was decoded that had not been encoded, which makes a blank of each +; nobody can " +
		"decode the base64.",
	Fix:      "Take the file that was there before, or let `qwac payload` put back what was +.",
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 4648", Section: "4"}, Fixable: true,
}

var inputJSONX5C = lint.Meta{
	ID: "input-json-x5c", Code: "P30", Title: "JSON instead of PEM",
	Why: "x5c of a JWK or of a JWS header is base64 of DER, each certificate a string of its own; a bank reads " +
		"PEM only.",
	Fix:      "Let `qwac payload` write the certificates as PEM.",
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 7517", Section: "4.7"}, Fixable: true,
}

// pemRules are the rules on the text and the encoding of the inputs. Reading has found the faults; these rules report
// them.
var pemRules = []*lint.Rule[*Bundle]{
	{Meta: &pemEmpty, Check: reportText},
	{
		Meta: &pemNoCertificate,
		Check: func(p *lint.Pass, b *Bundle) {
			reportText(p, b)
			if len(b.Certs) > 0 {
				for _, at := range b.Nothing {
					p.Reportf(lint.Where{At: at}, "no certificate was read from this input, and its kind is not known")
				}
				return
			}
			if explainsAbsence(b.Faults) {
				return
			}
			var at lint.Location
			if len(b.Files) > 0 {
				at.File = b.Files[0]
			}
			p.Reportf(lint.Where{At: at}, "no certificate in %s", ber.Count(len(b.Files), "input"))
		},
	},
	{Meta: &pemPrivateKeyPresent, Check: reportText},
	{Meta: &pemCSRInsteadOfCertificate, Check: reportText},
	{Meta: &pemUnexpectedLabel, Check: reportText},
	{Meta: &pemLegacyLabel, Check: reportText},
	{Meta: &pemInputDER, Check: reportText},
	{Meta: &pemInputPKCS12, Check: reportText},
	{Meta: &pemInputPKCS7, Check: reportText},
	{Meta: &pemBOM, Check: reportText},
	{Meta: &pemInputUTF16, Check: reportText},
	{Meta: &pemGluedBoundaries, Check: reportText},
	{Meta: &pemEscapedNewlines, Check: reportText},
	{Meta: &pemIndented, Check: reportText},
	{Meta: &pemNoLineBreaks, Check: reportText},
	{Meta: &pemCROnly, Check: reportText},
	{Meta: &pemBadBoundary, Check: reportText},
	{Meta: &PEMBadBase64, Check: reportText},
	{Meta: &pemRFC1421Headers, Check: reportText},
	{Meta: &pemExplanatoryText, Check: reportText},
	{Meta: &pemLineLength, Check: reportText},
	{Meta: &pemNoFinalNewline, Check: reportText},
	{Meta: &pemMixedLineEnds, Check: reportText},
	{Meta: &pemInputTooLarge, Check: reportText},
	{Meta: &x509TrailingData, Check: reportText},
	{Meta: &x509DERNotCanonical, Check: reportText},
	{Meta: &pemEncodedTwice, Check: reportText},
	{Meta: &pemURLEncoded, Check: reportText},
	{Meta: &pemPlusLost, Check: reportText},
	{Meta: &inputJSONX5C, Check: reportText},
}

// goPEM is where rules come from that rest on what Go reads.
var goPEM = lint.Clause{Document: "Go encoding/pem", Version: "1.26"}

func rfc7468(section string) lint.Clause {
	return lint.Clause{Document: "RFC 7468", Section: section}
}

// reportText reports what reading found that is the rule's.
func reportText(p *lint.Pass, b *Bundle) { lint.ReportFaults(p, b.Faults) }

// explainsAbsence tells whether a fault that stops an upload by itself, and that nothing can mend, says why there is no
// certificate.
func explainsAbsence(faults []lint.Fault) bool {
	causes := []*lint.Meta{
		&pemEmpty, &pemNoCertificate, &pemPrivateKeyPresent, &pemCSRInsteadOfCertificate, &PEMBadBase64,
		&pemInputTooLarge, &cert.X509ParseFailed,
	}
	return slices.ContainsFunc(faults, func(f lint.Fault) bool {
		return f.Unfixable || slices.Contains(causes, f.Rule)
	})
}

// Unread reports whether a part of the inputs could not be read that may hold a certificate. The fault itself is the
// finding then; what is missing is not known. Only faults that nothing can mend count: they block by themselves.
func (b *Bundle) Unread() bool {
	causes := []*lint.Meta{&pemEmpty, &pemNoCertificate, &PEMBadBase64, &pemInputTooLarge, &cert.X509ParseFailed}
	return len(b.Nothing) > 0 ||
		slices.ContainsFunc(b.Faults, func(f lint.Fault) bool { return f.Unfixable || slices.Contains(causes, f.Rule) })
}
