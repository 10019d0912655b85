package bundle

import "qwac/pkg/lint"

// PEMEscapedNewlines is the rule on line breaks written as a backslash and a letter.
var PEMEscapedNewlines = lint.Meta{
	ID: "pem-escaped-newlines", Code: "P13", Title: "line breaks written as backslash n",
	Means: "Programs write a line break inside a JSON string as a backslash and the letter n. The certificate " +
		"was copied from there, and the two characters were not turned back into a line break.",
	Why:      "Programs expect BEGIN on a line by itself, and see one long line instead.",
	Wrong:    `-----BEGIN CERTIFICATE-----\nMIIE...`,
	Right:    "-----BEGIN CERTIFICATE-----, a line break, MIIE...",
	Fix:      "Replace each backslash n by a line break, and leave out the quotation marks and the comma around it.",
	See:      lint.SeeText,
	Severity: lint.Error, Source: goPEM, Fixable: true,
}

// PEMIndented is the rule on indented lines.
var PEMIndented = lint.Meta{
	ID: "pem-indented", Code: "P14", Title: "lines are indented or wrapped in other text",
	Means: "Blanks or invisible characters stand where PEM has none, most often at the beginning of the lines, or " +
		"each line has something around it, such as a quotation mark, <br> or its number. This comes from pasting a " +
		"certificate out of YAML, the source of a program or a web page.",
	Why:      "Go skips a block whose BEGIN line is indented, and OpenSSL refuses it.",
	Wrong:    "    -----BEGIN CERTIFICATE-----",
	Right:    "-----BEGIN CERTIFICATE-----",
	Fix:      "Take away the blanks at the beginning of the lines, and invisible characters anywhere.",
	See:      lint.SeeText,
	Severity: lint.Error, Source: goPEM, Fixable: true,
}

var pemNoLineBreaks = lint.Meta{
	ID: "pem-no-line-breaks", Code: "P15", Title: "line breaks are lost",
	Means: "In PEM the BEGIN line, the certificate in base64 (letters and digits) and the END line are on lines " +
		"of their own. Here the line breaks were lost, often in a form field or a variable with room for one line.",
	Why:      "Readers look for boundaries on lines of their own and find none.",
	Wrong:    "-----BEGIN CERTIFICATE----- MIIE... -----END CERTIFICATE-----",
	Right:    "-----BEGIN CERTIFICATE-----, a line break, MIIE...",
	Fix:      "Put the boundaries on lines of their own and break the base64 after every 64 characters.",
	See:      lint.SeeText,
	Severity: lint.Error, Source: rfc7468("2"), Fixable: true,
}

// PEMCROnly is the rule on lines that end with a bare CR.
var PEMCROnly = lint.Meta{
	ID: "pem-cr-only", Code: "P16", Title: "lines end with a bare CR",
	Means: "Each system ends a line in its own way: Unix with LF, Windows with CR and LF, very old Macs with CR " +
		"alone. This file has CR alone.",
	Why:      "To Go and most other readers the whole file is a single line, and they find no certificate in it.",
	Wrong:    "lines that end with CR",
	Right:    "lines that end with LF, or with CR and LF",
	Fix:      "Save the file with LF line ends.",
	See:      lint.SeeText,
	Severity: lint.Error, Source: goPEM, Fixable: true,
}

var pemBadBoundary = lint.Meta{
	ID: "pem-bad-boundary", Code: "P17", Title: "a damaged BEGIN or END line",
	Means: "In PEM a certificate stands between a BEGIN and an END line, written with exactly five dashes on " +
		"each side. Word processors and chat programs change the dashes, and a copy that is too short loses a line.",
	Why:   "Readers skip a block whose BEGIN or END line is not exact, often without reporting it.",
	Wrong: "----BEGIN CERTIFICATE-----",
	Right: "-----BEGIN CERTIFICATE-----",
	Fix: "Write the boundaries as -----BEGIN CERTIFICATE----- and -----END CERTIFICATE-----, each alone on its " +
		"line.",
	See:      lint.SeeBoundaries,
	Severity: lint.Error, Source: rfc7468("2"), Fixable: true,
}

var pemRFC1421Headers = lint.Meta{
	ID: "pem-rfc1421-headers", Code: "P19", Title: "headers inside a block",
	Means: "Headers are lines such as Proc-Type: between the BEGIN line and the base64. They come from an old " +
		"form of PEM (RFC 1421) and are still seen on encrypted keys. Certificates have none.",
	Why:      "RFC 7468 allows no headers, and strict readers refuse the block.",
	Wrong:    "Proc-Type: 4,CLEAR",
	Right:    "-----BEGIN CERTIFICATE-----, then base64 at once",
	Fix:      "Delete the lines between the BEGIN line and the base64.",
	See:      "grep -n : chain.pem",
	Severity: lint.Warning, Source: rfc7468("2"), Fixable: true,
}

var pemExplanatoryText = lint.Meta{
	ID: "pem-explanatory-text", Code: "P20", Title: "text outside of the blocks",
	Means: "Text stands before, between or after the certificates. Tools such as OpenSSL write it there to tell " +
		"people what follows, for instance subject= or Bag Attributes.",
	Why:      "RFC 7468 allows such text, but some upload forms refuse it.",
	Wrong:    "subject=CN = psd2.fixture-payments.example before -----BEGIN CERTIFICATE-----",
	Right:    "-----BEGIN CERTIFICATE----- at the beginning of the file",
	Fix:      "Delete what stands outside of the BEGIN and END lines.",
	See:      lint.SeeText,
	Severity: lint.Notice, Source: rfc7468("5.2"), Fixable: true,
}

var pemLineLength = lint.Meta{
	ID: "pem-line-length", Code: "P21", Title: "long lines of base64",
	Means: "The certificate is written in base64: letters and digits, in lines. RFC 7468 breaks a line after 64 " +
		"characters. Some lines here are longer.",
	Why:      "Most readers take longer lines, but strict ones may refuse them.",
	Wrong:    "a line of 76 characters",
	Right:    "a line of 64 characters",
	Fix:      "Break the base64 after every 64 characters.",
	See:      lint.SeeText,
	Severity: lint.Notice, Source: rfc7468("2"), Fixable: true,
}

var pemNoFinalNewline = lint.Meta{
	ID: "pem-no-final-newline", Code: "P22", Title: "no line break at the end of the file",
	Means: "The last line of the file does not end with a line break. The file itself is good, but a file that " +
		"is appended to it starts on the same line.",
	Why:      "When a file is appended, END and BEGIN come to stand on one line, and readers lose both certificates.",
	Wrong:    "-----END CERTIFICATE----- and the end of the file",
	Right:    "-----END CERTIFICATE-----, a line break, the end of the file",
	Fix:      "End the file with a line break.",
	See:      "tail -c 30 chain.pem | od -c",
	Severity: lint.Notice, Source: goPEM, Fixable: true,
}

var pemMixedLineEnds = lint.Meta{
	ID: "pem-mixed-line-ends", Code: "P23", Title: "LF and CRLF mixed",
	Means: "Unix ends a line with LF, Windows with CR and LF (CRLF). This file has both. It was put together " +
		"from files of different systems.",
	Why:      "Most readers take it, but a tool that compares or signs the text may trip over it.",
	Wrong:    "some lines with LF, some with CRLF",
	Right:    "all lines with LF",
	Fix:      "Save the file with one kind of line end, best LF.",
	See:      lint.SeeText,
	Severity: lint.Notice, Source: lint.Inference(), Fixable: true,
}

// goPEM is where rules come from that rest on what Go reads.
var goPEM = lint.Clause{Document: "Go encoding/pem", Version: "1.26"}

func rfc7468(section string) lint.Clause {
	return lint.Clause{Document: "RFC 7468", Section: section}
}
