package chain

import (
	"fmt"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/lint"
)

var chainNameEncodingDiffers = lint.Meta{
	ID: "chain-name-encoding-differs", Code: "C13", Severity: lint.Warning,
	Title: "issuer and subject are the same name in different bytes",
	Why: "By RFC 5280 the names are equal, but Go and NSS compare bytes: a bank gateway built on them does not " +
		"find the issuer.",
	Fix: "Ask the trust service provider for the issuer's certificate with the name as the leaf has it, or the " +
		"reverse.",
	Source: lint.RFC5280("4.1.2.6, 7.1"),
}

func checkChainNameEncodingDiffers(p *lint.Pass, c *Chain) {
	for i, l := range c.Links {
		if !l.NameFolded {
			continue
		}
		issuer, subject := c.Path[i].RawIssuer, c.Path[i+1].RawSubject
		text := fmt.Sprintf("the issuer \"%s\" is the subject of the next certificate in other bytes",
			ber.Cut(ber.DN(issuer)))
		if differences := ber.NameDifferences(issuer, subject); differences != "" {
			text += ": " + differences
		}
		p.Reportf(c.field(i, "issuer"), "%s", text)
	}
}

var chainSignatureUnverifiable = lint.Meta{
	ID: "chain-signature-unverifiable", Code: "C15", Severity: lint.Error,
	Title: "a signature was not verified",
	Why: "It may well be good. But a signature that nobody verified proves nothing: a forged certificate would " +
		"look the same.",
	Fix:    "Ask the trust service provider for a chain signed with ECDSA on P-256, P-384 or P-521, or with RSA.",
	Source: lint.RFC5280("6.1.3 (a)(1)"),
}

func checkChainSignatureUnverifiable(p *lint.Pass, c *Chain) {
	for i, l := range c.Links {
		issuer := min(i+1, len(c.Path)-1)
		if i == issuer &&
			(key.Usable(key.Holder(c.Path[i].Certificate)) != nil || cert.WeakSignature(c.Path[i]) != "") {
			// a root whose key verifies nothing is told at the certificate below; its own weak hash proves nothing
			// anyway
			continue
		}
		if l.Unsupported {
			p.Reportf(c.field(i, "signatureAlgorithm"), "the signature of %s by %s was not verified: %v",
				nameOf(c.Path[i]), nameOf(c.Path[issuer]), l.Err)
		}
	}
}

var chainAKISKIMismatch = lint.Meta{
	ID: "chain-aki-ski-mismatch", Code: "C16", Severity: lint.Error,
	Title: "the key identifiers of a certificate and its issuer differ",
	Why: "The signature is good, but OpenSSL looks for the issuer by its key identifier and does not find it. Go " +
		"does not look.",
	Fix:    "Ask the trust service provider for the issuer's certificate with this key identifier.",
	Source: lint.RFC5280("4.2.1.1"),
}

func checkChainAKISKIMismatch(p *lint.Pass, c *Chain) {
	for i := range c.Links {
		child, issuer := c.Path[i], c.Path[min(i+1, len(c.Path)-1)]
		if cert.KeyIDFit(child.Certificate, issuer.Certificate) == key.Contradicts {
			p.Reportf(c.field(i, "authorityKeyIdentifier.keyIdentifier"),
				"%s names the issuer's key as %s, but the key identifier of %s is %s",
				nameOf(child), keyID(child.AuthorityKeyId), nameOf(issuer), keyID(issuer.SubjectKeyId))
		}
	}
}
