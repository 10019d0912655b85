package cert

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"strings"

	"golang.org/x/crypto/cryptobyte"

	"qwac/pkg/ber"
	"qwac/pkg/form"
	"qwac/pkg/key"
	"qwac/pkg/lint"
)

// X509ParseFailed is the rule on what cannot be read as a certificate.
var X509ParseFailed = lint.Meta{
	ID: "x509-parse-failed", Code: "X01", Title: "a certificate cannot be read",
	Means: "A certificate is a nested structure of bytes with fixed parts: names, dates, a key, a signature. " +
		"Qwac reads it part by part and could not, because a part is cut off, damaged or is something else.",
	Why:      "No bank can read a broken certificate.",
	Wrong:    "30 82 05 21 and then only 200 bytes",
	Right:    "30 82 05 21 and then 1313 bytes",
	Fix:      "Export the certificate again; if that does not help, ask the QTSP to send it again.",
	See:      lint.SeeStructure,
	Severity: lint.Error, Source: lint.RFC5280("4.1"),
}

// X509VersionNot3 is the rule on certificates of other versions than 3.
var X509VersionNot3 = lint.Meta{
	ID: "x509-version-not-3", Code: "X03", Title: "not a version 3 certificate",
	Means: "The format of certificates (X.509) has versions. Only version 3 has extensions: the fields that " +
		"hold the PSD2 roles, the host names and the marks of a qualified certificate.",
	Why:   "Without extensions a bank finds no PSD2 roles, and cannot tell a CA from other certificates.",
	Wrong: "Version: 1",
	Right: "Version: 3",
	Fix:   "Ask the QTSP for a version 3 certificate.",
	Ask: "The version of our certificate is not 3. Please re-issue it as an X.509 version 3 certificate (RFC " +
		"5280, section 4.1.2.1).",
	See:      "openssl storeutl -certs -noout -text chain.pem | grep Version",
	Severity: lint.Error, Source: lint.RFC5280("4.1.2.1"),
}

// X509ValidityInverted is the rule on a validity that ends before it begins.
var X509ValidityInverted = lint.Meta{
	ID: "x509-validity-inverted", Code: "X11", Title: "the validity ends before it begins",
	Means: "A certificate is valid from one time (notBefore) to another (notAfter). In this one the end lies " +
		"before the beginning.",
	Why:   "There is no day on which a bank would find this certificate valid.",
	Wrong: "notBefore 2027-06-01, notAfter 2026-06-01",
	Right: "notBefore 2026-06-01, notAfter 2027-06-01",
	Fix:   "Ask the QTSP for a re-issue with the right dates.",
	Ask: "In our certificate notAfter lies before notBefore. Please re-issue it with the two dates in the right " +
		"order (RFC 5280, section 4.1.2.5).",
	See:      lint.SeeDates,
	Severity: lint.Error, Source: lint.RFC5280("4.1.2.5"),
}

// X509DNEmptyIssuer is the rule on issuers without a name.
var X509DNEmptyIssuer = lint.Meta{
	ID: "x509-dn-empty-issuer", Code: "X14", Title: "the issuer has no name",
	Means: "Each certificate names its issuer. Here this name is empty.",
	Why:   "Software finds the issuer's certificate by this name. Without it, it cannot build a chain.",
	Wrong: "issuer (empty)",
	Right: "issuer C=DK, O=Fixture Trust Services ApS, CN=Fixture Trust Qualified Web CA 1",
	Fix:   "Ask the QTSP for a re-issue with the name of the issuer.",
	Ask: "The issuer of our certificate is an empty name. Please re-issue it with the name of the issuing CA " +
		"(RFC 5280, section 4.1.2.4).",
	See:      lint.SeeIssuer,
	Severity: lint.Error, Source: lint.RFC5280("4.1.2.4"),
}

// X509Precertificate is the rule on precertificates.
var X509Precertificate = lint.Meta{
	ID: "x509-precertificate", Code: "X13", Title: "a precertificate",
	Means: "Before an issuer makes a certificate, it may send a draft to public logs (Certificate " +
		"Transparency). This draft is the precertificate. It carries a mark, the poison extension, so that " +
		"nobody can use it.",
	Why:      "The poison extension is critical, so every verifier refuses the draft.",
	Wrong:    "CT Precertificate Poison: critical",
	Right:    "CT Precertificate SCTs",
	Fix:      "Get the final certificate from the QTSP: it exists already and has the same serial number.",
	See:      "openssl x509 -in chain.pem -noout -ext ct_precert_poison,ct_precert_scts",
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 6962", Section: "3.1"},
}

// X509AlgorithmsDiffer is the rule on certificates that name two signature algorithms.
var X509AlgorithmsDiffer = lint.Meta{
	ID: "x509-sigalg-inner-outer-differ", Code: "X07", Title: "two different signature algorithms",
	Means: "The issuer's signature is made with an algorithm, and a certificate names this algorithm " +
		"twice: inside the part that is signed, and outside. The two have to be the same. Here they differ.",
	Why: "The name outside is not protected by the signature. If it differs, somebody may have changed " +
		"it, so software refuses.",
	Wrong: "signature ecdsa-with-SHA384, signatureAlgorithm ecdsa-with-SHA256",
	Right: "signature ecdsa-with-SHA256, signatureAlgorithm ecdsa-with-SHA256",
	Fix:   "Ask the QTSP for a re-issue with the same algorithm in both fields.",
	Ask: "In our certificate tbsCertificate.signature and signatureAlgorithm differ. Please re-issue it " +
		"with the same value in both fields (RFC 5280, section 4.1.1.2).",
	See:      "openssl x509 -in chain.pem -noout -text | grep 'Signature Algorithm'",
	Severity: lint.Error, Source: lint.RFC5280("4.1.1.2"),
}

// X509DuplicateExtension is the rule on extensions that occur twice.
var X509DuplicateExtension = lint.Meta{
	ID: "x509-duplicate-extension", Code: "X08", Title: "an extension occurs twice",
	Means: "Extensions are the additional fields of a certificate, such as the host names or the PSD2 " +
		"roles. Each kind may be there once. Here one kind is there twice.",
	Why:   "No standard says which of the two counts, so parsers refuse the certificate.",
	Wrong: "subjectAltName, subjectAltName",
	Right: "subjectAltName",
	Fix:   "Ask the QTSP for a re-issue with each extension once.",
	Ask: "An extension is present more than once in our certificate. Please re-issue it with one " +
		"instance of each extension (RFC 5280, section 4.2).",
	See:      "openssl asn1parse -in chain.pem -i | grep OBJECT",
	Severity: lint.Error, Source: lint.RFC5280("4.2"),
}

// X509UnknownCritical is the rule on critical extensions that nobody has to know.
var X509UnknownCritical = lint.Meta{
	ID: "x509-unknown-critical-extension", Code: "X12", Title: "an unknown critical extension",
	Means: "Extensions are the additional fields of a certificate. An issuer can mark one as critical: " +
		"software that does not know it has to refuse the certificate. The one here is critical, and no " +
		"standard requires software to know it.",
	Why: "Bank software that does not know the extension has to refuse the certificate, and most will " +
		"not know it.",
	Wrong: "1.3.6.1.4.1.99999.1: critical",
	Right: "1.3.6.1.4.1.99999.1 (not critical)",
	Fix:   "Ask the QTSP for a re-issue without this extension, or with it not critical.",
	Ask: "Our certificate has a critical extension that relying parties need not know. Please re-issue " +
		"the certificate without it, or with it not critical (RFC 5280, section 4.2).",
	See:      "openssl storeutl -certs -noout -text chain.pem | grep critical",
	Severity: lint.Error, Source: lint.RFC5280("4.2"),
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
			Means: "Go is a programming language in which many bank gateways are written. Its library does not " +
				"read every certificate that the standards allow, nor every small mistake that other software " +
				"forgives. This certificate has something that it does not read.",
			Why: "A bank gateway built on Go refuses the certificate at the first connection, whatever the " +
				"standards say.",
			Wrong: `PrintableString "Fixture@Payments"`,
			Right: `UTF8String "Fixture@Payments"`,
			Fix: "Ask the bank whether its gateway reads such certificates, or ask the QTSP for a re-issue " +
				"without this.",
			Ask: "Go (crypto/x509) cannot read our certificate, as the enclosed report says. Please re-issue " +
				"the certificate without the value that the report names.",
			See:      lint.SeeEvery,
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
			Means: "The issuer gives each certificate a serial number, which tells it from all others of this " +
				"issuer. It has to be greater than zero. Here it is zero or negative.",
			Why: "Parsers such as Go's refuse a negative serial number, and the number is needed to ask whether " +
				"a certificate was revoked.",
			Wrong: "serialNumber 0",
			Right: "serialNumber 6B:1F:09:C4:55:E2:70:3D",
			Fix:   "Ask the QTSP for a re-issue with a positive serial number.",
			Ask: "The serialNumber of our certificate is not a positive number. Please re-issue it with a " +
				"positive serialNumber (RFC 5280, section 4.1.2.2).",
			See:      lint.SeeSerial,
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
			Means: "The issuer gives each certificate a serial number. It may have at most 20 octets (bytes). " +
				"This one is longer.",
			Why:   "Software may keep 20 octets and no more, and then does not find the certificate again.",
			Wrong: "a serialNumber of 21 octets",
			Right: "a serialNumber of 16 octets",
			Fix:   "Ask the QTSP for a re-issue with a serial number of at most 20 octets.",
			Ask: "The serialNumber of our certificate has more than 20 octets. Please re-issue it with a " +
				"serialNumber of at most 20 octets (RFC 5280, section 4.1.2.2).",
			See:      lint.SeeSerial,
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
		Meta: &X509AlgorithmsDiffer,
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
		Meta: &X509DuplicateExtension,
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachInFile {
				checkDuplicates(p, w, cert)
			}
		},
	},
	{Meta: &X509ExtensionMalformed, Check: checkX509ExtensionMalformed},
	{Meta: &X509TimeEncoding, Check: checkX509TimeEncoding},
	{
		Meta: &X509ValidityInverted,
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachInFile {
				if cert.NotAfter.Before(cert.NotBefore) {
					w.Path = "validity"
					text := fmt.Sprintf("notBefore is %s and notAfter %s, want the other order",
						cert.NotBefore.UTC().Format("2006-01-02 15:04:05"),
						cert.NotAfter.UTC().Format("2006-01-02 15:04:05"))
					if why := LastCentury(cert); why != "" {
						text += "; " + why
					}
					p.Reportf(w, "%s", text)
				}
			}
		},
	},
	{
		Meta: &X509UnknownCritical,
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
						p.Reportf(w, "the extension %s is critical, and verifiers need not know it", id)
					}
				}
			}
		},
	},
	{
		Meta: &X509Precertificate,
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
				if e, _, _ := ber.ReadElement(cert.RawIssuer); len(e.Content) == 0 {
					w.Path = "issuer"
					p.Reportf(w, "the issuer is an empty name, want at least one attribute")
				}
			}
		},
	},
	{Meta: &PolicyDuplicate, Check: checkPolicyDuplicate},
	{Meta: &PolicyQualifierUnknown, Check: checkPolicyQualifierUnknown},
	{Meta: &policyNoticeText, Check: checkPolicyNotices},
	{
		Meta: &lint.Meta{
			ID: "revocation-norevavail-in-ca", Code: "A08", Title: "a CA certificate without revocation",
			Means: "The field noRevAvail says that there is nowhere to ask whether a certificate was revoked " +
				"(declared invalid before its end). It is for short-lived certificates of holders. Here a CA, an " +
				"issuer of certificates, has it.",
			Why: "Nobody could learn that a CA was revoked. RFC 9608 forbids the field in CA certificates, and " +
				"verifiers refuse them.",
			Wrong: "CA certificate with noRevAvail (2.5.29.56)",
			Right: "CA certificate without noRevAvail",
			Fix:   "Ask the QTSP for a CA certificate without the extension noRevAvail.",
			Ask: "The certificate of our CA has the extension noRevAvail (2.5.29.56). Please provide a CA " +
				"certificate without it (RFC 9608).",
			See: "openssl storeutl -certs -noout -text chain.pem | grep -e 'Subject:' -e 'No Revocation' -e " +
				"2.5.29.56",
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
	var err error
	if c.Refused != nil { // it was read so already, but for this
		issuer, subject := cryptobyte.String(c.RawIssuer), cryptobyte.String(c.RawSubject)
		if _, err = form.ReadName(&issuer, "issuer", true); err == nil {
			_, err = form.ReadName(&subject, "subject", true)
		}
	} else {
		err = walkForm(c.Raw, scratch, c.Extensions, true)
	}
	if err != nil {
		path, text, _ := strings.Cut(err.Error(), ": ")
		w.Path = path
		p.Reportf(w, "%s; Go ignores it, strict readers refuse it", text)
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
