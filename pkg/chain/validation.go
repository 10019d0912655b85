package chain

import (
	"slices"

	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/lint"
	"qwac/pkg/path"
)

// GapRule is the rule that reports what the path lacks; nil: it ends at a self-signed certificate.
func (c *Chain) GapRule() *lint.Meta {
	switch c.gapCause() {
	case noGap:
		return nil
	case gapSelfIssuedLeaf:
		return &leafSelfSigned
	case gapRootNotSelfSigned:
		return &chainRootNotSelfSigned
	case gapSignature:
		return &SignatureInvalid
	case gapIssuerName:
		return &IssuerNameMismatch
	case gapSingle:
		return &IncompleteSingle
	case gapIntermediate:
		return &IntermediateMissing
	}
	return &RootMissing
}

// RootUnverified says why the signature of the root on itself was not verified. Nil: it was, or it has a weak hash, and
// then nobody relies on it. The path must be complete.
func (c *Chain) RootUnverified() error {
	last := len(c.Path) - 1
	if cert.WeakSignature(c.Path[last]) != "" {
		return nil
	}
	return c.Links[last].Err
}

// Validation is the first reason for which the path is not valid by RFC 5280, section 6; empty: there is none. Left out
// is what other methods tell: signatures ([Chain.Links]), the validity of the certificates of the path
// ([Chain.InvalidAt]), and that it reaches no root ([Chain.GapRule]).
func (c *Chain) Validation() string {
	faults := c.faults()
	if len(faults) == 0 {
		return ""
	}
	f := faults[0]
	return nameOf(c.certAt(f.Cert)) + ": " + f.Detail
}

// faults are the failures but those that Validation leaves out.
func (c *Chain) faults() []path.Failure {
	return slices.DeleteFunc(slices.Clone(c.Failures), func(f path.Failure) bool {
		switch f.Rule {
		case path.RuleSignature, path.RuleUnverified:
			return f.Cert < len(c.Links) && !c.Links[f.Cert].Verified
		case path.RuleGap, path.RuleRootMissing:
			return c.Gap != nil
		case path.RuleExpired, path.RuleNotYetValid:
			return f.Cert < len(c.Path)
		}
		return false
	})
}

// InvalidAt says which certificate of the path is not valid at the time of judging; empty: all are, give or take the
// skew of clocks at the beginning.
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
	fit := key.FitOf(cert.PublicKey(c.Path[0]), c.Options.Key)
	return fit == key.Fits, fit != key.Unknown
}
