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
	Means: "Each certificate names its issuer as the issuer names itself. Here both names read the same, but " +
		"they are stored in different bytes, for instance once as PrintableString and once as UTF8String.",
	Why: "RFC 5280 calls such names equal, but Go and NSS compare the bytes. A bank gateway built on them does " +
		"not find the issuer.",
	Wrong: "issuer CN as PrintableString, subject of the CA as UTF8String",
	Right: "both as UTF8String",
	Fix: "Ask the QTSP for the issuer's certificate with the name as the leaf has it, or for a leaf with the " +
		"name as the issuer has it.",
	Source: lint.RFC5280("4.1.2.6, 7.1"),
	Ask: "The issuer field of our certificate and the subject of your CA certificate are encoded differently. " +
		"Please re-issue our certificate with the issuer encoded as the subject of the CA (RFC 5280, section " +
		"4.1.2.6).",
	See: lint.SeeIssuer,
}

func checkChainNameEncodingDiffers(p *lint.Pass, c *Chain) {
	for i, l := range c.Links {
		if !l.NameFolded {
			continue
		}
		issuer, subject := c.Path[i].RawIssuer, c.Path[i+1].RawSubject
		text := fmt.Sprintf("the issuer \"%s\" and the subject of the next certificate are the same name "+
			"in different bytes", ber.Cut(ber.DN(issuer)))
		if differences := ber.NameDifferences(issuer, subject); differences != "" {
			text += ": " + differences
		}
		p.Reportf(c.field(i, "issuer"), "%s", text)
	}
}

// SignatureUnverifiable is the rule on signatures that nobody verified.
var SignatureUnverifiable = lint.Meta{
	ID: "chain-signature-unverifiable", Code: "C15", Severity: lint.Error,
	Title: "a signature was not verified",
	Means: "The issuer signs each certificate with its private key. Qwac could not check this signature, " +
		"because it does not know the algorithm or cannot read the issuer's key.",
	Why: "The signature may well be good. But until somebody has checked it, a forged certificate looks the " +
		"same.",
	Wrong:  "signed with ML-DSA-65",
	Right:  "signed with ecdsa-with-SHA256",
	Fix:    "Ask the QTSP for a chain signed with ECDSA on P-256, P-384 or P-521, or with RSA.",
	Source: lint.RFC5280("6.1.3 (a)(1)"),
	Ask: "A signature in the chain of our certificate uses an algorithm or a key that common software cannot " +
		"verify. Please provide a chain that is signed with ECDSA on P-256, P-384 or P-521, or with RSA.",
	See: lint.SeeEverySignature,
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
			f := lint.Finding{Where: c.field(i, "signatureAlgorithm"),
				Message: fmt.Sprintf("the signature of %s by %s was not verified: %v", nameOf(c.Path[i]),
					nameOf(c.Path[issuer]), l.Err)}
			if brokenKey(c.Path[issuer]) {
				f.Hint = "Ask the QTSP for a certificate from a CA with another key, and tell it what was found."
			}
			p.Report(f)
		}
	}
}

// brokenKey reports whether a key is of a kind that the library verifies with, but this one it does not take: to ask
// for the kind would be no step forward.
func brokenKey(c *cert.Cert) bool {
	k := key.Of(c.Certificate)
	holder := key.Holder(c.Certificate)
	return k.Fault() != "" || holder.PublicKey != nil && key.Usable(holder) != nil
}

var chainAKISKIMismatch = lint.Meta{
	ID: "chain-aki-ski-mismatch", Code: "C16", Severity: lint.Error,
	Title: "the key identifiers of a certificate and its issuer differ",
	Means: "A CA certificate has an identifier of its key (subjectKeyIdentifier). The certificates that it " +
		"issues repeat it (authorityKeyIdentifier). Here the two differ.",
	Why: "OpenSSL looks for the issuer by this identifier and does not find it, although the signature is good. " +
		"Go does not look.",
	Wrong:  "authorityKeyIdentifier 07:07:07:07, CA: 41:71:30:B9",
	Right:  "authorityKeyIdentifier 41:71:30:B9, CA: 41:71:30:B9",
	Fix:    "Ask the QTSP for the issuer's certificate with this key identifier.",
	Source: lint.RFC5280("4.2.1.1"),
	Ask: "The authorityKeyIdentifier of our certificate is not the subjectKeyIdentifier of your CA certificate. " +
		"Please send the CA certificate with this identifier, or re-issue our certificate (RFC 5280, section " +
		"4.2.1.1).",
	See: lint.SeeEveryKeyIDs,
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
