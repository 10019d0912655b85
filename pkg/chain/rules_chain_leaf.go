package chain

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"strings"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/lint"
)

var oidOrganizationID = asn1.ObjectIdentifier{2, 5, 4, 97}

var chainNoLeaf = lint.Meta{
	ID: "chain-no-leaf", Code: "C01", Severity: lint.Error,
	Title: "there is no end-entity certificate",
	Means: "A chain begins with your own certificate, the leaf, and goes up over its issuers (CAs) to a root. " +
		"In this input there are only certificates of issuers.",
	Why:    "The bank wants to know you. Certificates of issuers say nothing about you.",
	Wrong:  "intermediate, root",
	Right:  "leaf, intermediate, root",
	Fix:    "Add the certificate that was issued to your organisation.",
	Source: lint.Inference(),
	See:    lint.SeeBlocks,
}

func checkChainNoLeaf(p *lint.Pass, c *Chain) {
	first := c.Bundle.Certs[0]
	p.Reportf(lint.Where{At: first.At},
		"no end-entity certificate among %s; the first is %s; want one with cA FALSE that issued none of the others",
		ber.Count(len(c.Bundle.Certs), "certificate"), nameOf(first))
}

var chainMultipleLeaves = lint.Meta{
	ID: "chain-multiple-leaves", Code: "C02", Severity: lint.Error,
	Title: "there are several end-entity certificates",
	Means: "A chain belongs to one leaf, your own certificate. The input has two or more. Often these are the " +
		"QWAC (for connections) and the QSealC (for signing data), which a QTSP delivers together.",
	Why:    "One upload is one certificate and its chain. With two, the bank takes the first or refuses both.",
	Wrong:  "QWAC, QSealC, intermediate, root",
	Right:  "QWAC, intermediate, root",
	Fix:    "Keep the QWAC and its chain; upload the other certificate by itself where it is asked for.",
	Source: lint.Inference(),
	See:    lint.SeeBlocks,
}

func checkChainMultipleLeaves(p *lint.Pass, c *Chain) {
	var others []string
	for _, l := range c.Leaves[1:] {
		others = append(others, describeLeaf(l))
	}
	hint, needs := c.leavesHint()
	p.Report(lint.Finding{
		Where: lint.Where{At: c.Leaves[1].At},
		Message: fmt.Sprintf("%s was taken as the leaf; there is also %s", describeLeaf(c.Leaves[0]),
			ber.List(others, ", ")),
		Hint: hint, Needs: needs,
	})
}

func describeLeaf(c *cert.Cert) string {
	text := fmt.Sprintf("%s (serial number %s, valid until %s", nameOf(c), serial(c),
		c.NotAfter.UTC().Format(time.DateOnly))
	if cert.Has(c.Certificate, cert.OIDPoison) {
		text += ", a precertificate"
	}
	return text + ")"
}

// serial is the serial number for a message: whoever issues a certificate chooses how long it is.
func serial(c *cert.Cert) string { return ber.Cut(fmt.Sprintf("%x", c.SerialNumber)) }

// leavesHint is the next step when the second certificate is a precertificate, or all are of one kind and one holder,
// as the old and the new one at a renewal are; empty: neither.
func (c *Chain) leavesHint() (hint string, needs []lint.Need) {
	newest := c.Leaves[0]
	if len(c.Leaves) == 2 && cert.Has(c.Leaves[1].Certificate, cert.OIDPoison) &&
		!cert.Has(newest.Certificate, cert.OIDPoison) {
		return "Leave the precertificate out; it is for Certificate Transparency logs only.", nil
	}
	for _, l := range c.Leaves[1:] {
		if !c.sameHolder(c.Leaves[0], l) {
			return "", nil
		}
		if l.NotBefore.After(newest.NotBefore) {
			newest = l
		}
	}
	if at := c.Options.At; !at.IsZero() && newest.NotBefore.After(at) && !c.Leaves[0].NotBefore.After(at) {
		return fmt.Sprintf("Provide only the one that is valid now, serial number %s, and its chain: the other is "+
			"valid from %s on.", serial(c.Leaves[0]), newest.NotBefore.UTC().Format(time.DateOnly)), nil
	}
	if newest != c.Leaves[0] && c.Options.Key != nil {
		return fmt.Sprintf("Provide only the one with your key, serial number %s, and its chain.",
			serial(c.Leaves[0])), nil
	}
	return fmt.Sprintf("Provide only the new one, serial number %s, and its chain. To compare the two, provide the "+
		"old one as the previous certificate.", serial(newest)), []lint.Need{{What: lint.NeedPrevious}}
}

// sameHolder reports whether two end-entity certificates are of one kind and one holder: the same name, or the same
// organizationIdentifier.
func (c *Chain) sameHolder(a, b *cert.Cert) bool {
	if c.Options.Prefer != nil && c.Options.Prefer(a) != c.Options.Prefer(b) {
		return false
	}
	id := organizationID(a)
	return ber.SameName(a.RawSubject, b.RawSubject) || id != "" && id == organizationID(b)
}

// organizationID is the organizationIdentifier of the subject (X.520, 6.4.7); empty: there is none.
func organizationID(c *cert.Cert) string {
	for _, a := range c.Subject.Names {
		if a.Type.Equal(oidOrganizationID) {
			id, _ := a.Value.(string)
			return id
		}
	}
	return ""
}

// LeafIsCA is the rule on leaves that are marked as CAs.
var LeafIsCA = lint.Meta{
	ID: "leaf-is-ca", Code: "C23", Severity: lint.Error,
	Title: "the leaf is marked as a CA",
	Means: "A CA is an issuer of certificates. Its own certificate says so in the field basicConstraints, with " +
		"cA TRUE. Your certificate, the leaf, says this too, although you issue none.",
	Why:    "Banks and TLS software refuse the certificate of a CA as the certificate of a client.",
	Wrong:  "CA:TRUE",
	Right:  "CA:FALSE",
	Fix:    "Ask the QTSP for a new certificate with cA FALSE in basicConstraints.",
	Source: lint.Clause{Document: "CA/Browser Forum BR", Section: "7.1.2.7.8"},
	Ask: "basicConstraints of our certificate has cA TRUE. Please re-issue it with cA FALSE (CA/Browser Forum " +
		"Baseline Requirements, 7.1.2.7.8).",
	See: lint.SeeUsage,
}

func checkLeafIsCA(p *lint.Pass, c *Chain) {
	p.Reportf(c.field(0, "basicConstraints.cA"), "cA is TRUE in the certificate of %s, want FALSE", nameOf(c.Path[0]))
}

func leafClaimsCA(c *Chain) bool {
	return hasPath(c) && c.Path[0].IsCA
}

// LeafKeyCertSign is the rule on leaves with a key usage of CAs.
var LeafKeyCertSign = lint.Meta{
	ID: "leaf-keycertsign", Code: "C28", Severity: lint.Error,
	Title: "the leaf's key may sign certificates or revocation lists",
	Means: "The field keyUsage says what a key may be used for. keyCertSign (sign certificates) and cRLSign " +
		"(sign lists of revoked certificates) are for issuers. Your certificate has one of them.",
	Why:        "Strict software refuses such a permission in a certificate that is not a CA.",
	Wrong:      "keyUsage Digital Signature, Certificate Sign",
	Right:      "keyUsage Digital Signature",
	Fix:        "Ask the QTSP for a new certificate whose keyUsage is digitalSignature.",
	Source:     lint.RFC5280("4.2.1.3"),
	SilencedBy: []*lint.Meta{&LeafIsCA},
	Ask: "keyUsage of our certificate has keyCertSign or cRLSign. Please re-issue it with keyUsage " +
		"digitalSignature (RFC 5280, section 4.2.1.3).",
	See: lint.SeeUsage,
}

func checkLeafKeyCertSign(p *lint.Pass, c *Chain) {
	var set []string
	if c.Path[0].KeyUsage&x509.KeyUsageCertSign != 0 {
		set = append(set, "keyCertSign")
	}
	if c.Path[0].KeyUsage&x509.KeyUsageCRLSign != 0 {
		set = append(set, "cRLSign")
	}
	if len(set) > 0 {
		p.Reportf(c.field(0, "keyUsage"), "keyUsage has %s, which only a CA may have", strings.Join(set, " and "))
	}
}

var leafSelfSigned = lint.Meta{
	ID: "leaf-self-signed", Code: "C30", Severity: lint.Error,
	Title: "the leaf is issued by itself",
	Means: "Issuer and holder of this certificate are the same: it was made by its holder, not by a QTSP (a " +
		"qualified trust service provider, which the state supervises). Tools make such certificates for trials.",
	Why:    "What you say about yourself proves nothing. No bank accepts it as a QWAC.",
	Wrong:  "issuer CN=psd2.fixture-payments.example",
	Right:  "issuer CN=Fixture Trust Qualified Web CA 1",
	Fix:    "Use the certificate that the QTSP issued; this one was probably made for trials.",
	Source: lint.Inference(),
	See:    "openssl x509 -in chain.pem -noout -subject -issuer",
}

func checkLeafSelfSigned(p *lint.Pass, c *Chain) {
	p.Reportf(c.field(0, "issuer"), "issuer and subject are both %s", nameOf(c.Path[0]))
}

// selfIssuedLeaf reports whether nothing but the leaf's own name stands where its issuer should.
func selfIssuedLeaf(c *Chain) bool { return len(c.Path) == 1 && cert.IsSelfIssued(c.Path[0]) }

var chainSameKeyTwice = lint.Meta{
	ID: "chain-same-key-twice", Code: "C43", Severity: lint.Error,
	Title: "the leaf has the key of a CA",
	Means: "Each certificate has a key of its own. Here your certificate (the leaf) and a CA have the same one. " +
		"The file was mixed up, or the chain was made for trials.",
	Why:    "Whoever holds the key of your certificate could issue certificates as the CA. No QTSP allows this.",
	Wrong:  "leaf and root with one key",
	Right:  "leaf and root with keys of their own",
	Fix:    "Check where the certificates come from, and ask the QTSP.",
	Source: lint.Inference(),
	See:    "openssl storeutl -certs -noout -text chain.pem | grep -A 2 'pub:'",
}

func checkChainSameKeyTwice(p *lint.Pass, c *Chain) {
	c.eachCA(func(i int, ca *cert.Cert) {
		if bytes.Equal(ca.RawSubjectPublicKeyInfo, c.Path[0].RawSubjectPublicKeyInfo) {
			p.Reportf(c.field(0, "subjectPublicKeyInfo"), "the leaf %s has the same public key as the CA %s",
				nameOf(c.Path[0]), nameOf(ca))
		}
	})
}

// KeyCertificateMismatch is the rule on a private key that is not that of the leaf.
var KeyCertificateMismatch = lint.Meta{
	ID: "key-certificate-mismatch", Code: "C54", Severity: lint.Error,
	Title: "the private key is not that of the leaf",
	Means: "A certificate holds a public key, and you hold the private key that belongs to it. The private key " +
		"that you provided does not belong to this certificate.",
	Why: "The upload may succeed, but no connection to the bank will: your client cannot prove that the " +
		"certificate is yours.",
	Wrong:  "the key of last year's request with the certificate of this year",
	Right:  "the key with which the request for this certificate was made",
	Fix:    "Find the key that the certificate request was made with.",
	Source: lint.Inference(),
	See:    "openssl pkey -in key.pem -pubout && openssl x509 -in chain.pem -noout -pubkey",
}

func checkKeyCertificateMismatch(p *lint.Pass, c *Chain) {
	leaf := cert.PublicKey(c.Path[0])
	if key.FitOf(leaf, c.Options.Key) == key.Contradicts {
		p.Reportf(c.field(0, "subjectPublicKeyInfo"), "the certificate of %s is for %s, the key given is %s",
			nameOf(c.Path[0]), describeKey(leaf), describeOther(leaf, c.Options.Key))
	}
}

// describeKey is kind and size of a public key.
func describeKey(key any) string {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("an RSA key of %d bits", k.N.BitLen())
	case *ecdsa.PublicKey:
		return "an ECDSA key on " + k.Curve.Params().Name
	case ed25519.PublicKey:
		return "an Ed25519 key"
	}
	return fmt.Sprintf("a key of type %T", key)
}

func describeOther(leaf, given any) string {
	if s := describeKey(given); s != describeKey(leaf) {
		return s
	}
	return "another of the same kind"
}
