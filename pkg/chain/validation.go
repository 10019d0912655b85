package chain

import "fmt"

// GapRule is the id of the rule that reports what the path lacks; empty: it ends at a self-signed certificate.
func (c *Chain) GapRule() string {
	switch c.gapCause() {
	case noGap:
		return ""
	case gapSelfIssuedLeaf:
		return "leaf-self-signed"
	case gapRootNotSelfSigned:
		return "chain-root-not-self-signed"
	case gapSignature:
		return "chain-signature-invalid"
	case gapIssuerName:
		return "chain-issuer-name-mismatch"
	case gapSingle:
		return "chain-incomplete-single"
	case gapIntermediate:
		return "chain-intermediate-missing"
	}
	return "chain-root-missing"
}

// RootUnverified says why the signature of the root on itself was not verified. Nil: it was, or it has a weak hash, and then
// nobody relies on it. The path must be complete.
func (c *Chain) RootUnverified() error {
	last := len(c.Path) - 1
	if weakSignature(c.Path[last]) != "" {
		return nil
	}
	return c.Links[last].Err
}

// Validation holds the path against RFC 5280, section 6.1, apart from signatures and validity. The first is what breaks it, the second
// what nobody judged; both are empty when it holds.
func (c *Chain) Validation() (fault, open string) {
	if fault := c.brokenLink(); fault != "" {
		return fault, ""
	}
	for i, cert := range c.Path {
		for _, e := range cert.Extensions {
			if e.Critical && !understood(e.Id.String(), false) {
				return nameOf(cert) + " has a critical extension that is not known", ""
			}
		}
		if i > 0 && !mayIssue(cert.Certificate) {
			return nameOf(cert) + " is no CA", ""
		}
		if i > 0 && lacksKeyCertSign(cert.Certificate) {
			return nameOf(cert) + " may not sign certificates", ""
		}
	}
	switch deep, outside := c.tooDeep(), c.namesOutside(); {
	case len(deep) > 0:
		return "more CAs stand below " + nameOf(c.Path[deep[0].at]) + " than it allows", ""
	case len(outside) > 0:
		return outside[0].text, ""
	}
	return c.opinion()
}

func (c *Chain) brokenLink() string {
	for i, l := range c.Links[:min(len(c.Links), max(len(c.Path)-1, 0))] {
		if l.NameDiffers {
			return fmt.Sprintf("the issuer of %s has another name than %s", nameOf(c.Path[i]), nameOf(c.Path[i+1]))
		}
	}
	return ""
}

// opinion is what crypto/x509 judges alone: names and policies.
func (c *Chain) opinion() (fault, open string) {
	if names := c.namesUnjudged(); len(names) > 0 {
		return "", names[0].text
	}
	if policies := c.unjudgedPolicies(); len(policies) > 0 {
		return "", policies[0]
	}
	if err := c.lenient; err != nil && c.unheard() == "" {
		return err.Error(), ""
	}
	return "", ""
}

// InvalidAt says which certificate of the path is not valid at the time of judging; empty: all are, give or take the skew of clocks
// at the beginning.
func (c *Chain) InvalidAt() string {
	at := c.Options.At
	for _, cert := range c.Path {
		switch {
		case at.After(cert.NotAfter):
			return nameOf(cert) + " has expired"
		case cert.NotBefore.Sub(at) > clockSkew:
			return nameOf(cert) + " is not valid yet"
		}
	}
	return ""
}

// KeyFits tells whether Options.Key is the key of the leaf; known is false when the two cannot be compared.
func (c *Chain) KeyFits() (same, known bool) {
	fit := publicKeyFit(publicKey(c.Path[0]), c.Options.Key)
	return fit == fits, fit != unknown
}
