package cert

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/key"
	"qwac/pkg/lint"
)

// X509ParseFailed is the rule on what cannot be read as a certificate.
var X509ParseFailed = lint.Meta{
	ID: "x509-parse-failed", Code: "X01", Title: "a certificate cannot be read",
	Why:      "What is in the block is no certificate, or a broken one; no bank can read it.",
	Fix:      "Export the certificate again, or ask the QTSP for it.",
	Severity: lint.Error, Source: lint.RFC5280("4.1"),
}

// X509VersionNot3 is the rule on certificates of other versions than 3.
var X509VersionNot3 = lint.Meta{
	ID: "x509-version-not-3", Code: "X03", Title: "not a version 3 certificate",
	Why:      "Only version 3 has extensions, and without them there are no roles and no CA.",
	Fix:      "Use a version 3 certificate.",
	Severity: lint.Error, Source: lint.RFC5280("4.1.2.1"),
}

// X509ValidityInverted is the rule on a validity that ends before it begins.
var X509ValidityInverted = lint.Meta{
	ID: "x509-validity-inverted", Code: "X11", Title: "the validity ends before it begins",
	Why:      "There is no time at which the certificate is valid.",
	Fix:      "Have the certificate issued again.",
	Severity: lint.Error, Source: lint.RFC5280("4.1.2.5"),
}

// X509DNEmptyIssuer is the rule on issuers without a name.
var X509DNEmptyIssuer = lint.Meta{
	ID: "x509-dn-empty-issuer", Code: "X14", Title: "the issuer has no name",
	Why:      "Without a name of the issuer no chain can be built.",
	Fix:      "Have the certificate issued again.",
	Severity: lint.Error, Source: lint.RFC5280("4.1.2.4"),
}

// x509Rules are the rules on the structure of each certificate.
var x509Rules = []*lint.Rule[*Subject]{
	{
		Meta: &X509ParseFailed,
		Check: func(p *lint.Pass, s *Subject) {
			lint.ReportFaults(p, s.Faults)
			scratch := new(x509.Certificate)
			for w, cert := range s.eachInFile {
				checkOwnReading(p, w, cert, scratch)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-go-unparseable", Code: "X02", Title: "Go refuses the certificate",
			Why: "Bank gateways built on Go cannot read the certificate at all, whatever the standards say of it.",
			Fix: "Ask the bank whether its gateway reads such certificates, or have the certificate issued again " +
				"without this.",
			Severity: lint.Error, Source: lint.GoX509(),
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachInFile {
				checkRefused(p, w, cert)
			}
		},
	},
	{
		Meta: &X509VersionNot3,
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachInFile {
				if cert.Version != 3 {
					w.Path = "version"
					p.Reportf(w, "the version is %d, want 3", cert.Version)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-serial-not-positive", Code: "X04", Title: "the serial number is not positive",
			Why:      "Parsers refuse a negative serial number, and zero identifies nothing.",
			Fix:      "Have the certificate issued again with a positive serial number.",
			Severity: lint.Error, Source: lint.RFC5280("4.1.2.2"),
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachInFile {
				s.checkSerial(p, w, cert)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-serial-too-long", Code: "X05", Title: "the serial number is too long",
			Why:      "Software may keep 20 octets and no more, and then does not find the certificate again.",
			Fix:      "Have the certificate issued again with a serial number of at most 20 octets.",
			Severity: lint.Error, Source: lint.RFC5280("4.1.2.2"),
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachInFile {
				if n := cert.SerialNumber.BitLen()/8 + 1; n > 20 && cert.SerialNumber.Sign() > 0 {
					w.Path = "serialNumber"
					p.Reportf(w, "the serial number has %d octets, want at most 20", n)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-sigalg-inner-outer-differ", Code: "X07", Title: "two different signature algorithms",
			Why: "The algorithm inside what is signed must be the one outside; anything else may be an attack " +
				"and is refused.",
			Fix:      "Have the certificate issued again.",
			Severity: lint.Error, Source: lint.RFC5280("4.1.1.2"),
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachInFile {
				if inner, outer := key.SignatureFields(cert.Raw); !bytes.Equal(inner, outer) {
					w.Path = "signatureAlgorithm"
					in, out := key.AlgorithmName(inner), key.AlgorithmName(outer)
					if in == out {
						p.Reportf(w, "tbsCertificate.signature and signatureAlgorithm are both %s, but with different "+
							"parameters, want the same bytes", in)
						continue
					}
					p.Reportf(w, "tbsCertificate.signature is %s, signatureAlgorithm is %s, want the same bytes", in,
						out)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-duplicate-extension", Code: "X08", Title: "an extension occurs twice",
			Why:      "Which of the two counts is not said anywhere, so parsers refuse the certificate.",
			Fix:      "Have the certificate issued again with each extension once.",
			Severity: lint.Error, Source: lint.RFC5280("4.2"),
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachInFile {
				checkDuplicates(p, w, cert)
			}
		},
	},
	{Meta: &x509ExtensionMalformed, Check: checkX509ExtensionMalformed},
	{Meta: &x509TimeEncoding, Check: checkX509TimeEncoding},
	{
		Meta: &X509ValidityInverted,
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachInFile {
				if cert.NotAfter.Before(cert.NotBefore) {
					w.Path = "validity"
					p.Reportf(w, "notBefore is %s and notAfter %s, want the other order",
						cert.NotBefore.UTC().Format("2006-01-02 15:04:05"),
						cert.NotAfter.UTC().Format("2006-01-02 15:04:05"))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-unknown-critical-extension", Code: "X12", Title: "an unknown critical extension",
			Why: "A verifier that does not know a critical extension must refuse the certificate, and banks will " +
				"not know this one.",
			Fix:      "Have the certificate issued again without this extension, or with it not critical.",
			Severity: lint.Error, Source: lint.RFC5280("4.2"),
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachInFile {
				for _, e := range cert.Extensions {
					if !e.Critical {
						continue
					}
					switch id := e.Id.String(); {
					case Understood(id, endEntity(w, cert)):
					case id == "": // its number is too great for asn1.ObjectIdentifier
						w.Path = "extensions"
						p.Reportf(w, "an extension whose identifier has a number of 2^31 or more is critical, and no "+
							"verifier has to know it")
					default:
						w.Path = "extensions." + id
						p.Reportf(w, "the extension %s is critical, and no verifier has to know it", id)
					}
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-precertificate", Code: "X13", Title: "a precertificate",
			Why: "A precertificate goes to Certificate Transparency logs only; its poison extension makes every " +
				"verifier refuse it.",
			Fix:      "Get the final certificate from the QTSP; it has the same serial number.",
			Severity: lint.Error, Source: lint.Clause{Document: "RFC 6962", Section: "3.1"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachInFile {
				if endEntity(w, cert) && Has(cert.Certificate, OIDPoison) {
					w.Path = "extensions." + OIDPoison.String()
					p.Reportf(w, "the extension %s (CT poison) is present: this is the precertificate, want the "+
						"certificate", OIDPoison)
				}
			}
		},
	},
	{
		Meta: &X509DNEmptyIssuer,
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachInFile {
				if e, _, ok := ber.ReadElement(cert.RawIssuer); ok && len(e.Content) == 0 {
					w.Path = "issuer"
					p.Reportf(w, "the issuer is an empty name, want at least one attribute")
				}
			}
		},
	},
	{Meta: &policyDuplicate, Check: checkPolicyDuplicate},
	{Meta: &policyQualifierUnknown, Check: checkPolicyQualifierUnknown},
	{
		Meta: &lint.Meta{
			ID: "revocation-norevavail-in-ca", Code: "A08", Title: "a CA certificate without revocation",
			Why: "noRevAvail says that nobody can learn of a revocation; RFC 9608 forbids it in CA certificates " +
				"and verifiers refuse them.",
			Fix:      "Ask the QTSP for a CA certificate without the extension noRevAvail.",
			Severity: lint.Error, Source: lint.Clause{Document: "RFC 9608"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachInFile {
				if cert.IsCA && Has(cert.Certificate, oidNoRevAvail) {
					w.Path = "extensions." + oidNoRevAvail.String()
					p.Reportf(w, "the CA certificate has the extension noRevAvail (%s), which only end-entity "+
						"certificates may have", oidNoRevAvail)
				}
			}
		},
	},
}

// checkOwnReading reports what our own walk over a certificate cannot read though crypto/x509 can: it passes over what
// stands behind the parts of a SEQUENCE that it knows. OpenSSL refuses most of that. What is read into scratch is not
// looked at.
func checkOwnReading(p *lint.Pass, w lint.Where, c *Cert, scratch *x509.Certificate) {
	if c.Refused != nil {
		return // it was read so already
	}
	known := c.Extensions
	if known == nil {
		known = []pkix.Extension{}
	}
	if err := walkForm(c.Raw, scratch, known); err != nil {
		path, text, _ := strings.Cut(err.Error(), ": ")
		w.Path = path
		p.Reportf(w, "%s; Go passes over it, strict readers refuse it", text)
	}
}

func (s *Subject) checkSerial(p *lint.Pass, w lint.Where, cert *Cert) {
	if cert.SerialNumber.Sign() > 0 {
		return
	}
	w.Path = "serialNumber"
	f := lint.Finding{Where: w, Message: fmt.Sprintf("the serial number is %s, want a positive one", shortNumber(cert))}
	if cert.SerialNumber.Sign() == 0 && s.isRoot(w, cert) {
		// Genuine roots on the EU Trusted Lists have the number zero. Trust in a root does not rest on it.
		f.Severity, f.Hint = lint.Notice, "Nothing needs to be done: verifiers take a root with this number."
	}
	p.Report(f)
}

func checkDuplicates(p *lint.Pass, w lint.Where, c *Cert) {
	for _, id := range duplicateExtensions(c) {
		w.Path = "extensions." + id
		p.Reportf(w, "the extension %s is there more than once, want one", id)
	}
}

// shortNumber prints a serial number whose size anybody may choose.
func shortNumber(c *Cert) string {
	s := c.SerialNumber.String()
	if len(s) > 50 {
		return s[:50] + "..."
	}
	return s
}
