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
	Means: "The file that should hold the certificate chain has no bytes. An export that failed, or a variable " +
		"that was empty in a script, leaves such a file.",
	Why:      "There is nothing in it that a bank could read.",
	Right:    "-----BEGIN CERTIFICATE----- and what follows it",
	Fix:      "Export the certificate chain again and check that the file was written.",
	See:      "wc -c chain.pem",
	Severity: lint.Error, Source: lint.Inference(),
}

// PEMNoCertificate is the rule on inputs without a certificate.
var PEMNoCertificate = lint.Meta{
	ID: "pem-no-certificate", Code: "P02", Title: "no certificate in the input",
	Means: "A certificate chain is your certificate and those of its issuers. Banks want it in PEM: text that " +
		"has each certificate between a BEGIN and an END line. Nothing in the input looks like a certificate.",
	Why:      "The bank looks for blocks labelled CERTIFICATE and finds none.",
	Right:    "-----BEGIN CERTIFICATE-----",
	Fix:      "Provide the certificate chain that your QTSP (the issuer) sent you, in PEM, leaf first.",
	See:      lint.SeeLabels,
	Severity: lint.Error, Source: rfc7468("5"),
}

// PEMPrivateKeyPresent is the rule on private keys in an input.
var PEMPrivateKeyPresent = lint.Meta{
	ID: "pem-private-key-present", Code: "P03", Title: "a private key stands in the file",
	Means: "The private key is the secret half of your certificate: whoever has it can speak to banks in your " +
		"name. PEM files often hold key and certificate together; for an upload only the certificates are taken.",
	Why:      "A private key in an upload is given away; the bank wants certificates only, the key stays with you.",
	Wrong:    "-----BEGIN PRIVATE KEY----- before -----BEGIN CERTIFICATE-----",
	Right:    "-----BEGIN CERTIFICATE----- blocks alone",
	Fix:      "Take the key out of the file, and have a new key certified if the file was ever sent to anybody.",
	See:      lint.SeeLabels,
	Severity: lint.Error, Source: rfc7468("10"),
}

// PEMCSRInsteadOfCertificate is the rule on signing requests.
var PEMCSRInsteadOfCertificate = lint.Meta{
	ID: "pem-csr-instead-of-certificate", Code: "P04", Title: "a signing request instead of a certificate",
	Means: "A certificate signing request (CSR) holds your name and your public key. You send it to the QTSP, " +
		"the company that issues the certificate. The file holds this request, not what the QTSP made of it.",
	Why:      "A request has no issuer and no signature of a QTSP, so it proves nothing to a bank.",
	Wrong:    "-----BEGIN CERTIFICATE REQUEST-----",
	Right:    "-----BEGIN CERTIFICATE-----",
	Fix:      "Provide the certificate that the QTSP issued on this request.",
	See:      lint.SeeLabels,
	Severity: lint.Error, Source: rfc7468("7"),
}

// PEMUnexpectedLabel is the rule on blocks that are no certificates.
var PEMUnexpectedLabel = lint.Meta{
	ID: "pem-unexpected-label", Code: "P05", Title: "a block that is no certificate",
	Means: "PEM is text with blocks. The BEGIN line of each block says what is in it: this is its label. A bank " +
		"expects the label CERTIFICATE and nothing else; the file also has a block of another kind.",
	Why:      "Readers skip a block whose label they do not expect, or refuse the whole file.",
	Wrong:    "-----BEGIN TRUSTED CERTIFICATE-----",
	Right:    "-----BEGIN CERTIFICATE-----",
	Fix:      "Leave only CERTIFICATE blocks in the file.",
	See:      lint.SeeLabels,
	Severity: lint.Error, Source: rfc7468("5"), Fixable: true,
}

var pemLegacyLabel = lint.Meta{
	ID: "pem-legacy-label", Code: "P06", Title: "an old label for a certificate",
	Means: "The BEGIN line of a block of PEM says what is in it: this is its label. Old software wrote X509 " +
		"CERTIFICATE where today everybody writes CERTIFICATE. What is in the block is the same.",
	Why: "RFC 7468 lets a reader accept the old labels, but does not require it: one bank reads the file, the " +
		"next does not.",
	Wrong:    "-----BEGIN X509 CERTIFICATE-----",
	Right:    "-----BEGIN CERTIFICATE-----",
	Fix:      "Change the label to CERTIFICATE.",
	See:      lint.SeeLabels,
	Severity: lint.Warning, Source: rfc7468("5.1"), Fixable: true,
}

// PEMInputDER is the rule on DER.
var PEMInputDER = lint.Meta{
	ID: "pem-input-der", Code: "P07", Title: "DER instead of PEM",
	Means: "A certificate can be kept as bytes (DER, often in files named .cer or .der) or as text (PEM). The " +
		"content is the same. This file is DER, and the upload takes PEM.",
	Why:      "The upload to a bank is text, and the bytes of DER do not survive in text.",
	Wrong:    "30 82 05 ... (bytes)",
	Right:    "-----BEGIN CERTIFICATE-----",
	Fix:      "Convert it, which loses nothing: `openssl x509 -inform DER -in FILE -out certificate.pem`.",
	See:      lint.SeeBytes,
	Severity: lint.Error, Source: lint.Inference(), Fixable: true,
}

// PEMInputPKCS12 is the rule on PKCS#12.
var PEMInputPKCS12 = lint.Meta{
	ID: "pem-input-pkcs12", Code: "P08", Title: "PKCS#12 instead of PEM",
	Means: "PKCS#12 is a container that holds certificates and usually the private key, protected by a " +
		"password. Files of this kind are named .p12 or .pfx. The upload takes certificates alone, as text (PEM).",
	Why:   "A PKCS#12 file usually holds the private key, and a bank reads PEM only.",
	Wrong: "chain.p12",
	Right: "chain.pem",
	Fix: "Take the certificates out, leaf first and without the key: `openssl pkcs12 -nokeys -in FILE -out " +
		"chain.pem`.",
	See:      lint.SeeBytes,
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 7292", Section: "4"}, Fixable: true,
}

// PEMInputPKCS7 is the rule on PKCS#7.
var PEMInputPKCS7 = lint.Meta{
	ID: "pem-input-pkcs7", Code: "P09", Title: "PKCS#7 instead of PEM",
	Means: "PKCS#7 is a container for several certificates, in files named .p7b or .p7c. The upload takes them " +
		"one after the other as text (PEM), your own certificate first.",
	Why:      "A bank reads PEM only. PKCS#7 has no order either, and a bank takes the first certificate as yours.",
	Wrong:    "-----BEGIN PKCS7-----",
	Right:    "-----BEGIN CERTIFICATE-----",
	Fix:      "Take the certificates out: `openssl pkcs7 -inform DER -print_certs -in FILE -out chain.pem`.",
	See:      lint.SeeBytes,
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 5652", Section: "5.1"}, Fixable: true,
}

var pemBOM = lint.Meta{
	ID: "pem-bom", Code: "P10", Title: "a byte order mark before BEGIN",
	Means: "A byte order mark is three invisible bytes (EF BB BF) that Windows editors write at the beginning " +
		"of a text file. To the eye the file is right, but the line no longer begins with -----BEGIN.",
	Why:      "Readers that look for BEGIN at the beginning of a line, such as Go's, skip the block without a word.",
	Wrong:    "EF BB BF -----BEGIN CERTIFICATE-----",
	Right:    "-----BEGIN CERTIFICATE-----",
	Fix:      "Save the file as UTF-8 without byte order mark.",
	See:      lint.SeeBytes,
	Severity: lint.Error, Source: goPEM, Fixable: true,
}

var pemInputUTF16 = lint.Meta{
	ID: "pem-input-utf16", Code: "P11", Title: "UTF-16 instead of ASCII",
	Means: "PEM is plain text with one byte for each character. UTF-16 is another way to store text, with two " +
		"bytes or more for each character. Editors and PowerShell on Windows write it.",
	Why:      "PEM readers look for the plain text -----BEGIN and do not find it in UTF-16.",
	Wrong:    "FF FE 2D 00 2D 00 (two bytes for each dash)",
	Right:    "2D 2D 2D 2D 2D (one byte for each dash)",
	Fix:      "Save the file as ASCII or as UTF-8 without byte order mark.",
	See:      lint.SeeBytes,
	Severity: lint.Error, Source: lint.Inference(), Fixable: true,
}

// PEMGluedBoundaries is the rule on boundaries that share a line.
var PEMGluedBoundaries = lint.Meta{
	ID: "pem-glued-boundaries", Code: "P12", Title: "END and BEGIN on one line",
	Means: "In PEM each certificate stands between a BEGIN and an END line. Here an END line and the next BEGIN " +
		"line have run together. This comes from joining files of which one had no line break at its end.",
	Why:      "Go and OpenSSL lose both certificates around this place. Go does not even report it.",
	Wrong:    "-----END CERTIFICATE----------BEGIN CERTIFICATE-----",
	Right:    "-----END CERTIFICATE-----, a line break, -----BEGIN CERTIFICATE-----",
	Fix:      "Put a line break between the END line and the BEGIN line.",
	See:      lint.SeeBoundaries,
	Severity: lint.Error, Source: rfc7468("2"), Fixable: true,
}

// PEMBadBase64 is the rule on blocks that cannot be decoded.
var PEMBadBase64 = lint.Meta{
	ID: "pem-bad-base64", Code: "P18", Title: "damaged base64",
	Means: "Base64 writes bytes with 64 characters: letters, digits, + and /, with = at the end. Here a " +
		"character stands that does not belong to them, or a part is missing.",
	Why:      "The certificate cannot be decoded, not even by a patient reader.",
	Wrong:    "MII%...",
	Right:    "MIIE...",
	Fix:      "Export or copy the certificate again, from the BEGIN line to the END line.",
	See:      lint.SeeText,
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 4648", Section: "4"},
}

var pemInputTooLarge = lint.Meta{
	ID: "pem-input-too-large", Code: "P24", Title: "too much input",
	Means: "A chain has three or four certificates and some kilobytes. What was given here is far more: over 1 " +
		"MiB, or over 20 certificates. It is probably a trust store, a list of all roots that a computer trusts.",
	Why:      "A bank wants one chain. It would not search for yours among the certificates of others.",
	Wrong:    "a file with 140 certificates",
	Right:    "a file with the leaf, the intermediate and the root",
	Fix:      "Provide only the leaf and its issuers up to the root.",
	See:      "grep -c BEGIN chain.pem",
	Severity: lint.Error, Source: lint.Inference(),
}

var x509TrailingData = lint.Meta{
	ID: "x509-trailing-data", Code: "P25", Title: "bytes behind the certificate",
	Means: "A certificate says at its beginning how long it is. The block goes on after this length: bytes " +
		"follow that belong to nothing. Often a line break or a second file got into the bytes.",
	Why:      "Go and other parsers refuse a block that goes on behind the certificate.",
	Wrong:    "certificate, then 0D 0A inside the block",
	Right:    "certificate, and nothing behind it",
	Fix:      "Write the certificate anew, without what follows it: `openssl x509 -in FILE -out certificate.pem`.",
	See:      lint.SeeStructure,
	Severity: lint.Error, Source: lint.Clause{Document: "X.690", Section: "8.1"}, Fixable: true,
}

// X509DERNotCanonical is the rule on BER in the place of DER.
var X509DERNotCanonical = lint.Meta{
	ID: "x509-der-not-canonical", Code: "P26", Title: "BER where DER must be",
	Means: "DER is the one exact way to write a certificate as bytes. BER is the looser set of rules that DER " +
		"comes from: it allows several ways to write the same value. Somewhere in this certificate BER was used.",
	Why:   "Strict parsers refuse the certificate, others read it: it works at one bank and not at the next.",
	Wrong: "01 01 01 (BOOLEAN TRUE in BER)",
	Right: "01 01 FF (BOOLEAN TRUE in DER)",
	Fix:   "Ask the QTSP for a certificate in DER; if it was converted on the way, take the original file.",
	Ask: "Our certificate is not encoded in DER throughout. Please re-issue it in DER (RFC 5280, section 4.1; " +
		"ITU-T X.690).",
	See:      lint.SeeStructure,
	Severity: lint.Error, Source: lint.RFC5280("4.1"),
}

// PEMEncodedTwice is the rule on text that was encoded in base64 once more.
var PEMEncodedTwice = lint.Meta{
	ID: "pem-encoded-twice", Code: "P27", Title: "the PEM file is encoded once more",
	Means: "PEM already holds the certificate in base64, which writes bytes as letters and digits. Here the PEM " +
		"file itself was written in base64 once more. Secrets of Kubernetes look like this.",
	Why:      "Readers look for the BEGIN line and find base64 instead.",
	Wrong:    "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t",
	Right:    "-----BEGIN CERTIFICATE-----",
	Fix:      "Decode once what stands in base64 there: it is the file itself.",
	See:      "head -c 60 chain.pem",
	Severity: lint.Error, Source: rfc7468("2"), Fixable: true,
}

var pemURLEncoded = lint.Meta{
	ID: "pem-url-encoded", Code: "P28", Title: "the text is encoded for a URL, a page or a mail",
	Means: "In web addresses and forms some characters are written as % and two digits, for instance a line " +
		"break as %0A. Web servers pass certificates on in this form; web pages write &#43; for +, mails =3D for =, " +
		"and tokens - for +, _ for / and no = at the end. It was not turned back.",
	Why:      "Readers look for a line with BEGIN CERTIFICATE, and do not know %20 and %0A.",
	Wrong:    "-----BEGIN%20CERTIFICATE-----%0AMIIE...",
	Right:    "-----BEGIN CERTIFICATE-----, a line break, MIIE...",
	Fix:      "Decode it, or take the file that it was made from.",
	See:      "grep -n % chain.pem",
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 3986", Section: "2.1"}, Fixable: true,
}

var pemPlusLost = lint.Meta{
	ID: "pem-plus-lost", Code: "P29", Title: "blanks stand where + was",
	Means: "A certificate in PEM is base64: letters, digits, + and /. In web forms a + means a blank. So every " +
		"+ became a blank when the text passed through a form.",
	Why: "Base64 has no blanks inside a line, so the certificate cannot be decoded, or is decoded to other " +
		"bytes.",
	Wrong:    "MIIEqzCC BFKgAwIB",
	Right:    "MIIEqzCC+BFKgAwIB",
	Fix:      "Take the file as it was before the form, or put each + back.",
	See:      "grep -n ' ' chain.pem",
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 4648", Section: "4"}, Fixable: true,
}

// InputJSONX5C is the rule on JSON.
var InputJSONX5C = lint.Meta{
	ID: "input-json-x5c", Code: "P30", Title: "JSON instead of PEM",
	Means: "JSON is a format for data. Some systems keep certificates in it, under the name x5c, as base64 " +
		"without BEGIN and END lines. The bank wants the same certificates as text with these lines (PEM).",
	Why:      "A bank reads PEM only. It finds no BEGIN line in JSON.",
	Wrong:    `{"x5c": ["MIIE...", "MIID..."]}`,
	Right:    "-----BEGIN CERTIFICATE-----, a line break, MIIE...",
	Fix:      "Write the certificates as PEM, leaf first.",
	See:      "head -c 60 chain.pem",
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 7517", Section: "4.7"}, Fixable: true,
}

// pemRules are the rules on the text and the encoding of the inputs. Reading has found the faults; these rules report
// them.
var pemRules = []*lint.Rule[*Bundle]{
	{Meta: &pemEmpty, Check: reportText},
	{
		Meta: &PEMNoCertificate,
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
	{Meta: &PEMPrivateKeyPresent, Check: reportText},
	{Meta: &PEMCSRInsteadOfCertificate, Check: reportText},
	{Meta: &PEMUnexpectedLabel, Check: reportText},
	{Meta: &pemLegacyLabel, Check: reportText},
	{Meta: &PEMInputDER, Check: reportText},
	{Meta: &PEMInputPKCS12, Check: reportText},
	{Meta: &PEMInputPKCS7, Check: reportText},
	{Meta: &pemBOM, Check: reportText},
	{Meta: &pemInputUTF16, Check: reportText},
	{Meta: &PEMGluedBoundaries, Check: reportText},
	{Meta: &PEMEscapedNewlines, Check: reportText},
	{Meta: &PEMIndented, Check: reportText},
	{Meta: &pemNoLineBreaks, Check: reportText},
	{Meta: &PEMCROnly, Check: reportText},
	{Meta: &pemBadBoundary, Check: reportText},
	{Meta: &PEMBadBase64, Check: reportText},
	{Meta: &pemRFC1421Headers, Check: reportText},
	{Meta: &pemExplanatoryText, Check: reportText},
	{Meta: &pemLineLength, Check: reportText},
	{Meta: &pemNoFinalNewline, Check: reportText},
	{Meta: &pemMixedLineEnds, Check: reportText},
	{Meta: &pemInputTooLarge, Check: reportText},
	{Meta: &x509TrailingData, Check: reportText},
	{Meta: &X509DERNotCanonical, Check: reportText},
	{Meta: &PEMEncodedTwice, Check: reportText},
	{Meta: &pemURLEncoded, Check: reportText},
	{Meta: &pemPlusLost, Check: reportText},
	{Meta: &InputJSONX5C, Check: reportText},
}

// reportText reports what reading found that is the rule's.
func reportText(p *lint.Pass, b *Bundle) { lint.ReportFaults(p, b.Faults) }

// explainsAbsence tells whether a fault that stops an upload by itself, and that nothing can mend, says why there is no
// certificate.
func explainsAbsence(faults []lint.Fault) bool {
	causes := []*lint.Meta{
		&pemEmpty, &PEMNoCertificate, &PEMPrivateKeyPresent, &PEMCSRInsteadOfCertificate, &PEMBadBase64,
		&pemInputTooLarge, &cert.X509ParseFailed,
	}
	return slices.ContainsFunc(faults, func(f lint.Fault) bool {
		return f.Unfixable || slices.Contains(causes, f.Rule)
	})
}

// Unread reports whether a part of the inputs could not be read that may hold a certificate. The fault itself is the
// finding then; what is missing is not known. Only faults that nothing can mend count: they block by themselves.
func (b *Bundle) Unread() bool {
	causes := []*lint.Meta{&pemEmpty, &PEMNoCertificate, &PEMBadBase64, &pemInputTooLarge, &cert.X509ParseFailed}
	return len(b.Nothing) > 0 || b.Closed() ||
		slices.ContainsFunc(b.Faults, func(f lint.Fault) bool { return slices.Contains(causes, f.Rule) })
}

// HoldsKey reports whether a private key stands in one of the inputs.
func (b *Bundle) HoldsKey() bool {
	return slices.ContainsFunc(b.Faults, func(f lint.Fault) bool { return f.Rule == &PEMPrivateKeyPresent })
}

// CannotRead adds an input that could not be read, and says why and what to do: a certificate may stand there.
func (b *Bundle) CannotRead(name, why, next string) {
	b.Files = append(b.Files, name)
	b.Faults = append(b.Faults, lint.Fault{Rule: &PEMNoCertificate, Where: lint.Where{At: lint.Location{File: name}},
		Detail: "this could not be read: " + why, Hint: next})
}

// Damaged reports whether something in the inputs is meant to be a certificate and cannot be read.
func (b *Bundle) Damaged() bool {
	causes := []*lint.Meta{&PEMBadBase64, &pemInputTooLarge, &cert.X509ParseFailed}
	return b.Closed() ||
		slices.ContainsFunc(b.Faults, func(f lint.Fault) bool { return slices.Contains(causes, f.Rule) })
}

// Closed reports whether one of the inputs is a container that was not opened, or not to its end.
func (b *Bundle) Closed() bool {
	return slices.ContainsFunc(b.Faults, func(f lint.Fault) bool { return f.Unfixable })
}
