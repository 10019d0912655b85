package chain

import (
	"crypto/x509"
	"fmt"

	"qwac/pkg/lint"
)

var chainNameEncodingDiffers = lint.Rule[*Chain]{
	Meta: &lint.Meta{
		ID: "chain-name-encoding-differs", Code: "C13", Severity: lint.Warning,
		Title:  "issuer and subject are the same name in different bytes",
		Why:    "By RFC 5280 the names are equal, but Go and NSS compare bytes: a bank gateway built on them does not find the issuer.",
		Fix:    "Ask the trust service provider for the issuer's certificate with the name as the leaf has it, or the reverse.",
		Source: rfc5280("4.1.2.6, 7.1"),
	},
	Check: func(p *lint.Pass, c *Chain) {
		for i, l := range c.Links {
			if !l.NameFolded {
				continue
			}
			issuer, subject := c.Path[i].RawIssuer, c.Path[i+1].RawSubject
			text := fmt.Sprintf("the issuer \"%s\" is the subject of the next certificate in other bytes", DN(issuer))
			if differences := nameDifferences(issuer, subject); differences != "" {
				text += ": " + differences
			}
			p.Reportf(c.field(i, "issuer"), "%s", text)
		}
	},
}

var chainSignatureUnverifiable = lint.Rule[*Chain]{
	Meta: &lint.Meta{
		ID: "chain-signature-unverifiable", Code: "C15", Severity: lint.Warning,
		Title:  "a signature uses an algorithm that Go cannot verify",
		Why:    "The signature may well be good. But a bank gateway built on Go cannot check it, and refuses the chain.",
		Fix:    "Ask the trust service provider for a certificate signed with ECDSA, RSA PKCS #1 v1.5, or RSA-PSS with a salt as long as the hash.",
		Source: goX509,
	},
	Check: func(p *lint.Pass, c *Chain) {
		for i := 0; i+1 < len(c.Path); i++ {
			if c.Links[i].Unsupported && !c.namedElsewhere(i) {
				p.Reportf(c.field(i, "signatureAlgorithm"), "the signature of %s by %s was not checked: %v",
					nameOf(c.Path[i]), nameOf(c.Path[i+1]), c.Links[i].Err)
			}
		}
	},
}

// namedElsewhere reports whether another rule tells why a signature was not checked: a weak hash, a certificate that
// crypto/x509 refuses, an RSA key that is too small, a DSA key, a key for RSASSA-PSS alone.
func (c *Chain) namedElsewhere(i int) bool {
	child, issuer := c.Path[i], c.Path[i+1]
	return weakSignature(child) != "" ||
		child.Refused != nil || issuer.Refused != nil ||
		issuer.PublicKeyAlgorithm == x509.DSA || smallRSA(issuer.Certificate) ||
		keyOf(issuer.Certificate).algorithm == oidPSS
}

var chainAKISKIMismatch = lint.Rule[*Chain]{
	Meta: &lint.Meta{
		ID: "chain-aki-ski-mismatch", Code: "C16", Severity: lint.Error,
		Title:  "the key identifiers of a certificate and its issuer differ",
		Why:    "The signature is good, but OpenSSL looks for the issuer by its key identifier and does not find it. Go does not look.",
		Fix:    "Ask the trust service provider for the issuer's certificate with this key identifier.",
		Source: rfc5280("4.2.1.1"),
	},
	Check: func(p *lint.Pass, c *Chain) {
		for i := range c.Links {
			child, issuer := c.Path[i], c.Path[min(i+1, len(c.Path)-1)]
			if keyIDFit(child.Certificate, issuer.Certificate) == contradicts {
				p.Reportf(c.field(i, "authorityKeyIdentifier.keyIdentifier"),
					"%s names the issuer's key as %s, but the key identifier of %s is %s",
					nameOf(child), keyID(child.AuthorityKeyId), nameOf(issuer), keyID(issuer.SubjectKeyId))
			}
		}
	},
}
