package app

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"qwac/pkg/cert"
	"qwac/pkg/dn"
	"qwac/pkg/eidas"
	"qwac/pkg/report"
)

// inspection is what inspect --format json writes. docs/report.md documents it.
type inspection struct {
	Version      int                    `json:"version"`
	Certificates []inspectedCertificate `json:"certificates"` // in the order of the files
}

// inspectionVersion is the version of the shape.
const inspectionVersion = 1

// inspectedCertificate is what one certificate says.
type inspectedCertificate struct {
	File                string       `json:"file"`
	Line                int          `json:"line"` // of the BEGIN line, from 1; 0: the input has no lines
	*report.Certificate              // without what check knows beside it
	Key                 string       `json:"key"`
	SignatureAlgorithm  string       `json:"signature_algorithm"`
	Names               []string     `json:"names"` // subject alternative names
	ExtendedKeyUsage    []string     `json:"extended_key_usage"`
	Statements          []string     `json:"statements"`
	Fingerprints        fingerprints `json:"fingerprints"`
	SubjectDN           []nameText   `json:"subject_dn"`
	IssuerDN            []nameText   `json:"issuer_dn"`
	Faults              []string     `json:"faults"`
	// Register is what the register says of the number; absent: it was not asked, or there is no number.
	Register *registerAnswer `json:"register,omitempty"`
	Refused  string          `json:"refused,omitempty"` // why crypto/x509 refuses it
}

// fingerprints identify a certificate and its key.
type fingerprints struct {
	SHA256  string `json:"sha256"`   // of the DER, hexadecimal
	SHA1    string `json:"sha1"`     // of the DER, hexadecimal
	Pin     string `json:"pin"`      // SHA-256 of SubjectPublicKeyInfo, base64 (RFC 7469, 2.4)
	X5TS256 string `json:"x5t#S256"` // SHA-256 of the DER, base64url (RFC 7515, 4.1.8)
}

// nameText is a name as one kind of program writes it.
type nameText struct {
	Style string `json:"style"`
	Text  string `json:"text"`
}

func newFingerprints(c *cert.Cert) fingerprints {
	whole, pin, old := sha256.Sum256(c.Raw), sha256.Sum256(c.RawSubjectPublicKeyInfo), sha1.Sum(c.Raw)
	return fingerprints{hex.EncodeToString(whole[:]), hex.EncodeToString(old[:]),
		base64.StdEncoding.EncodeToString(pin[:]), base64.RawURLEncoding.EncodeToString(whole[:])}
}

func (o *inspectOptions) inspection(certs []*cert.Cert) inspection {
	out := inspection{Version: inspectionVersion}
	for _, c := range certs {
		i := newInspected(c)
		i.Register = o.registerAnswer(eidas.Decode(c.Certificate))
		out.Certificates = append(out.Certificates, i)
	}
	return out
}

func newInspected(c *cert.Cert) inspectedCertificate {
	info := eidas.Decode(c.Certificate)
	i := inspectedCertificate{
		File: c.At.File, Line: c.At.Line, Certificate: report.Describe(c, eidas.TypeOf(c.Certificate, info), info),
		Key: keyText(c), SignatureAlgorithm: signatureText(c), Names: append([]string{}, altNames(c)...),
		ExtendedKeyUsage: append([]string{}, purposes(c)...), Statements: []string{}, Faults: []string{},
		Fingerprints: newFingerprints(c), SubjectDN: nameTexts(c.RawSubject), IssuerDN: nameTexts(c.RawIssuer),
	}
	for _, s := range info.Statements {
		i.Statements = append(i.Statements, statementName(s))
	}
	for _, f := range info.Faults {
		i.Faults = append(i.Faults, f.Path+": "+f.Detail)
	}
	if c.Refused != nil {
		i.Refused = c.Refused.Error()
	}
	return i
}

func nameTexts(der []byte) []nameText {
	out := []nameText{}
	for _, r := range dn.Renderings(der) {
		out = append(out, nameText(r))
	}
	return out
}
