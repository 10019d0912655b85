package cert

import (
	"fmt"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

// X509TimeEncoding is the rule on times that are not written as certificates write them.
var X509TimeEncoding = lint.Meta{
	ID: "x509-time-encoding", Code: "X10", Title: "a time is not written as certificates write it",
	Means: "A certificate says from when to when it is valid. Each time has one exact form: year to second, in " +
		"UTC, with a Z at the end. UTCTime (two digits for the year) is for years to 2049, GeneralizedTime (four " +
		"digits) for later ones.",
	Why:   "OpenSSL refuses other forms, and some software reads another time than was meant.",
	Wrong: "2707010000Z (no seconds)",
	Right: "270701000000Z",
	Fix:   "Ask the QTSP for a re-issue with the times in the right form.",
	Ask: "The field validity of our certificate has a time in a wrong form. Please re-issue it with notBefore " +
		"and notAfter in the form of RFC 5280, section 4.1.2.5.",
	See:      "openssl asn1parse -in chain.pem -i | grep TIME",
	Severity: lint.Error, Source: lint.RFC5280("4.1.2.5"),
}

func checkX509TimeEncoding(p *lint.Pass, s *Subject) {
	for w, cert := range s.eachInFile {
		for _, f := range timeFaults(cert) {
			w.Path = f.path
			p.Report(lint.Finding{Where: w, Severity: f.severity, Message: f.text})
		}
	}
}

// timeFault is what is wrong with the form of a time.
type timeFault struct {
	path, text string
	severity   lint.Severity // zero: that of the rule
}

// timeFaults are those of the validity.
func timeFaults(c *Cert) (faults []timeFault) {
	validity := validityOf(c)
	for _, path := range []string{"validity.notBefore", "validity.notAfter"} {
		var value cryptobyte.String
		var tag asn1.Tag
		validity.ReadAnyASN1(&value, &tag)
		t, _ := readTime(tag, string(value)) // it was read before
		switch {
		case len(t.faults) > 0:
			text := fmt.Sprintf("%s %s, want %s", writtenAs(tag, value), strings.Join(t.faults, " and "), timeForm(tag))
			faults = append(faults, timeFault{path: path, text: text})
		case tag == asn1.GeneralizedTime && t.time.Year() >= 1950 && t.time.Year() < 2050:
			// Every verifier reads it, so it does not block.
			text := writtenAs(tag, value) + " stands where a UTCTime should, want one until the end of 2049"
			faults = append(faults, timeFault{path, text, lint.Warning})
		}
	}
	return faults
}

// firstX509 is the year of the first edition of X.509: no certificate ended before.
const firstX509 = 1988

// LastCentury explains the end of a certificate that lies in the last century because its two digits say so, though one
// from 2050 on was meant; empty: it does not.
func LastCentury(c *Cert) string {
	validity := validityOf(c)
	var value cryptobyte.String
	var tag asn1.Tag
	for range 2 { // the second is notAfter
		validity.ReadAnyASN1(&value, &tag)
	}
	if tag != asn1.UTCTime || c.NotAfter.Year() >= 2000 ||
		c.NotAfter.Year() >= firstX509 && !c.NotAfter.Before(c.NotBefore) {
		return ""
	}
	return fmt.Sprintf("%s has two digits for the year, and from 50 on these are of the last century (RFC 5280, "+
		"4.1.2.5.1): a year from 2050 on wants a GeneralizedTime", writtenAs(tag, value))
}

// TimeFault is what keeps verifiers from reading the times of the validity alike; empty: nothing does.
func TimeFault(c *Cert) string {
	for _, f := range timeFaults(c) {
		if f.severity == 0 {
			return f.text
		}
	}
	return ""
}

func writtenAs(tag asn1.Tag, value []byte) string {
	return "the " + ber.TypeName(tag) + " " + ber.Quote(string(value))
}

// validityOf is the content of the validity, in DER. That it is there was seen when the certificate was read.
func validityOf(c *Cert) (validity cryptobyte.String) {
	whole := cryptobyte.String(c.RawTBSCertificate)
	if c.Refused != nil { // it may be BER
		whole = ber.InDER(whole, ber.MaxDepth)
	}
	var tbs cryptobyte.String
	whole.ReadASN1(&tbs, asn1.SEQUENCE)
	tbs.SkipOptionalASN1(asn1.Tag(0).ContextSpecific().Constructed())
	tbs.SkipASN1(asn1.INTEGER)
	tbs.SkipASN1(asn1.SEQUENCE)
	tbs.SkipASN1(asn1.SEQUENCE)
	tbs.ReadASN1(&validity, asn1.SEQUENCE)
	return validity
}
