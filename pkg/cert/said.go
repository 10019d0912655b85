package cert

import (
	"crypto/sha256"
	"encoding/hex"

	"qwac/pkg/ber"
)

// FoldedSubject is [ber.FoldName] of the subject.
func (c *Cert) FoldedSubject() string {
	if c.said == nil {
		return ber.FoldName(c.RawSubject)
	}
	return c.folded().subject
}

// FoldedIssuer is [ber.FoldName] of the issuer.
func (c *Cert) FoldedIssuer() string {
	if c.said == nil {
		return ber.FoldName(c.RawIssuer)
	}
	return c.folded().issuer
}

func (c *Cert) folded() *said {
	c.said.names.Do(func() {
		c.said.subject, c.said.issuer = ber.FoldName(c.RawSubject), ber.FoldName(c.RawIssuer)
	})
	return c.said
}

// Digest is the SHA-256 of the certificate, 64 hexadecimal digits.
func (c *Cert) Digest() string {
	if c.said == nil {
		return digest(c.Raw)
	}
	return c.told().digest
}

// SubjectText is [ber.DN] of the subject.
func (c *Cert) SubjectText() string {
	if c.said == nil {
		return ber.DN(c.RawSubject)
	}
	return c.told().subjectText
}

// IssuerText is [ber.DN] of the issuer.
func (c *Cert) IssuerText() string {
	if c.said == nil {
		return ber.DN(c.RawIssuer)
	}
	return c.told().issuerText
}

func (c *Cert) told() *said {
	c.said.texts.Do(func() {
		c.said.digest = digest(c.Raw)
		c.said.subjectText, c.said.issuerText = ber.DN(c.RawSubject), ber.DN(c.RawIssuer)
	})
	return c.said
}

func digest(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}
