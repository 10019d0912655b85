package chain

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/form"
	"qwac/pkg/lint"
)

var chainAKIIssuerSerialMismatch = lint.Meta{
	ID: "chain-aki-issuer-serial-mismatch", Code: "C17", Severity: lint.Error,
	Title: "the authority key identifier names another certificate of the issuer",
	Means: "A certificate can say which certificate its issuer has: by the name of the one who issued that, and " +
		"by its serial number. Here the issuer's certificate in the chain has another name or number.",
	Why: "OpenSSL looks for the issuer by these values and does not find it, although the signature is good. Go " +
		"does not look.",
	Wrong: "authorityKeyIdentifier serial 07, the CA certificate has 08",
	Right: "authorityKeyIdentifier serial 08, the CA certificate has 08",
	Fix: "Ask the QTSP for the issuer's certificate with this serial number; after a renewal of the issuer the " +
		"earlier one may be meant.",
	Source: lint.RFC5280("4.2.1.1"),
	Ask: "authorityCertIssuer and authorityCertSerialNumber of a certificate in our chain name another CA " +
		"certificate. Please send us the CA certificate that they name (RFC 5280, section 4.2.1.1).",
	See: "openssl storeutl -certs -noout -text chain.pem | grep -A 3 -e 'Serial Number' -e 'Authority Key " +
		"Identifier'",
}

func checkChainAKIIssuerSerialMismatch(p *lint.Pass, c *Chain) {
	for i := range c.Links {
		child, issuer := c.Path[i], c.Path[min(i+1, len(c.Path)-1)]
		named := namedAuthority(child)
		if named.fits(issuer) {
			continue
		}
		p.Reportf(c.field(i, "authorityKeyIdentifier.authorityCertIssuer"),
			"%s names the certificate of its issuer as %s, but %s is %s", nameOf(child), named, nameOf(issuer),
			authority{issuers: [][]byte{issuer.RawIssuer}, serial: issuer.SerialNumber})
	}
}

var chainAKIMissing = lint.Meta{
	ID: "chain-aki-missing", Code: "C18", Severity: lint.Error,
	Title: "a certificate does not say which key signed it",
	Means: "The field authorityKeyIdentifier says with which key of the issuer a certificate was signed. It is " +
		"missing, or has no key identifier.",
	Why: "An issuer may have several keys under one name. Without the identifier software has to try them, or " +
		"takes the wrong one.",
	Right:  "authorityKeyIdentifier 41:71:30:B9:62:7E:45:1A",
	Fix:    "Ask the QTSP to add authorityKeyIdentifier with a keyIdentifier at the next re-issue.",
	Source: lint.RFC5280("4.2.1.1"),
	Ask: "Our certificate has no authorityKeyIdentifier with a keyIdentifier. Please re-issue it with one (RFC " +
		"5280, section 4.2.1.1).",
	See: lint.SeeEveryKeyIDs,
}

func checkChainAKIMissing(p *lint.Pass, c *Chain) {
	for i, crt := range c.Path {
		at := slices.IndexFunc(crt.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oidAuthorityKeyID) })
		switch {
		case crt.Version < 3 || len(crt.AuthorityKeyId) > 0:
		case cert.IsSelfIssued(crt) && at < 0:
		case cert.IsSelfIssued(crt) && !form.Malformed(crt.Extensions[at]):
			p.Report(lint.Finding{ // BR 7.1.2.1.3; nobody has to look for its issuer
				Where: c.field(i, "authorityKeyIdentifier"), Severity: lint.Notice,
				Message: fmt.Sprintf("authorityKeyIdentifier of %s has no keyIdentifier", nameOf(crt)),
			})
		case at < 0:
			p.Reportf(c.field(i, "authorityKeyIdentifier"),
				"%s has no authorityKeyIdentifier, want one with a keyIdentifier", nameOf(crt))
		case !form.Malformed(crt.Extensions[at]):
			p.Reportf(c.field(i, "authorityKeyIdentifier"), "authorityKeyIdentifier of %s has no keyIdentifier",
				nameOf(crt))
		}
	}
}

var oidAuthorityKeyID = asn1.ObjectIdentifier{2, 5, 29, 35}

// authority is what an authority key identifier says of the issuer's certificate beside its key.
type authority struct {
	issuers [][]byte // DER; none: not said
	serial  *big.Int // nil: not said
}

// namedAuthority reads authorityCertIssuer and authorityCertSerialNumber, as far as they can be read.
func namedAuthority(c *cert.Cert) (a authority) {
	der, _ := cert.ExtValue(c.Certificate, oidAuthorityKeyID)
	value := cryptobyte.String(der)
	var seq, names, name, serial cryptobyte.String
	var present bool
	var tag casn1.Tag
	if !value.ReadASN1(&seq, casn1.SEQUENCE) {
		return a
	}
	seq.SkipOptionalASN1(casn1.Tag(0).ContextSpecific())
	seq.ReadOptionalASN1(&names, &present, casn1.Tag(1).ContextSpecific().Constructed())
	for names.ReadAnyASN1(&name, &tag) {
		if tag == casn1.Tag(form.NameDirectory).ContextSpecific().Constructed() {
			a.issuers = append(a.issuers, name)
		}
	}
	if seq.ReadASN1(&serial, casn1.Tag(2).ContextSpecific()) {
		whole := cryptobyte.String(ber.AppendElement(nil, ber.TagInteger, serial))
		if n := new(big.Int); whole.ReadASN1Integer(n) {
			a.serial = n
		}
	}
	return a
}

// fits reports whether a certificate may be the one that is named.
func (a authority) fits(issuer *cert.Cert) bool {
	if len(a.issuers) > 0 && !slices.ContainsFunc(a.issuers, func(name []byte) bool {
		return ber.SameName(name, issuer.RawIssuer)
	}) {
		return false
	}
	return a.serial == nil || issuer.SerialNumber.Cmp(a.serial) == 0
}

func (a authority) String() string {
	text := "one"
	for i, name := range a.issuers {
		text += fmt.Sprintf("%s issued by \"%s\"", ber.Choose(i == 0, "", " or"), ber.Cut(ber.DN(name)))
	}
	if a.serial != nil {
		text += " with the serial number " + ber.Shorten(fmt.Sprintf("%x", a.serial))
	}
	return text
}
