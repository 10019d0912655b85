package chain

import (
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
	"qwac/pkg/path"
)

var chainCABasicConstraintsMissing = lint.Meta{
	ID: "chain-ca-basic-constraints-missing", Code: "C21", Severity: lint.Error,
	Title: "an issuer on the path is not marked as a CA",
	Why: "Only a certificate with cA TRUE may certify others. Every verifier refuses a path through one that lacks " +
		"it.",
	Fix:    "Get the issuer's proper CA certificate from your trust service provider.",
	Source: lint.RFC5280("6.1.4 (k)"),
}

func checkChainCABasicConstraintsMissing(p *lint.Pass, c *Chain) {
	c.eachCA(func(i int, ca *cert.Cert) {
		switch {
		case ca.Version < 3 || cert.MayIssue(ca.Certificate): // versions before 3: x509-version-not-3
		case ca.BasicConstraintsValid:
			p.Reportf(c.field(i, "basicConstraints.cA"), "%s certifies %s, but its cA is FALSE, want TRUE",
				nameOf(ca), nameOf(c.Path[i-1]))
		default:
			p.Reportf(c.field(i, "basicConstraints"), "%s certifies %s, but has no basicConstraints, want cA TRUE",
				nameOf(ca), nameOf(c.Path[i-1]))
		}
	})
}

var chainCAPathLenExceeded = lint.Meta{
	ID: "chain-ca-pathlen-exceeded", Code: "C24", Severity: lint.Error,
	Title:  "more CAs stand below a CA than it allows",
	Why:    "pathLenConstraint bounds the number of CAs below. Every verifier refuses a longer path.",
	Fix:    "Ask the trust service provider which issuer's certificate belongs in this chain.",
	Source: lint.RFC5280("6.1.4 (m)"),
}

func checkChainCAPathLenExceeded(p *lint.Pass, c *Chain) {
	for _, d := range c.tooDeep() {
		ca := c.Path[d.at]
		p.Reportf(c.field(d.at, "basicConstraints.pathLenConstraint"), "%s allows %s below it, found %d",
			nameOf(ca), ber.Count(ca.MaxPathLen, "CA"), d.below)
	}
}

var chainPathLenOnNonCA = lint.Meta{
	ID: "chain-pathlen-on-non-ca", Code: "C25", Severity: lint.Error,
	Title:  "a certificate that is no CA bounds the CAs below it",
	Why:    "pathLenConstraint has a meaning for CAs alone. Strict software refuses the certificate.",
	Fix:    "Ask the trust service provider to leave pathLenConstraint out at the next re-issue.",
	Source: lint.RFC5280("4.2.1.9"),
}

func checkChainPathLenOnNonCA(p *lint.Pass, c *Chain) {
	for i, crt := range c.Path {
		if limit, ok := cert.PathLen(crt.Certificate); ok && !crt.IsCA {
			p.Reportf(c.field(i, "basicConstraints.pathLenConstraint"),
				"pathLenConstraint of %s is %d while cA is FALSE, want none", nameOf(crt), limit)
		}
	}
}

// depth is how many CAs that are not self-issued stand below a CA.
type depth struct{ at, below int }

// tooDeep are the CAs with more below than their pathLenConstraint allows.
func (c *Chain) tooDeep() []depth {
	var deep []depth
	below := 0
	c.eachCA(func(i int, ca *cert.Cert) {
		if limit, ok := cert.PathLen(ca.Certificate); ok && below > limit {
			deep = append(deep, depth{i, below})
		}
		if !cert.IsSelfIssued(ca) {
			below++
		}
	})
	return deep
}

var chainCAKeyUsageMissingKeyCertSign = lint.Meta{
	ID: "chain-ca-keyusage-missing-keycertsign", Code: "C26", Severity: lint.Error,
	Title:      "the key of a CA may not sign certificates",
	Why:        "A CA whose keyUsage lacks keyCertSign may not issue. Every verifier refuses a path through it.",
	Fix:        "Get the issuer's proper CA certificate from your trust service provider.",
	Source:     lint.RFC5280("6.1.4 (n)"),
	SilencedBy: []*lint.Meta{&chainCABasicConstraintsMissing, &cert.X509VersionNot3},
}

func checkChainCAKeyUsageMissingKeyCertSign(p *lint.Pass, c *Chain) {
	c.eachCA(func(i int, ca *cert.Cert) {
		if cert.LacksKeyCertSign(ca.Certificate) {
			p.Reportf(c.field(i, "keyUsage"), "keyUsage of %s lacks keyCertSign", nameOf(ca))
		}
	})
}

var chainNameConstraints = lint.Meta{
	ID: "chain-name-constraints", Code: "C37", Severity: lint.Error,
	Title: "a name is outside what a CA may certify",
	Why: "A CA with name constraints may issue only under them. Verifiers refuse a leaf whose DNS name or subject " +
		"is outside.",
	Fix:    "Ask the trust service provider for a certificate from a CA that may certify these names.",
	Source: lint.RFC5280("4.2.1.10"),
}

func checkChainNameConstraints(p *lint.Pass, c *Chain) {
	for _, f := range c.failed(path.RuleNames) {
		p.Reportf(c.place(f.By, "nameConstraints"), "by the name constraints of %s, %s", nameOf(c.certAt(f.By)),
			f.Detail)
	}
}

var chainPolicyTree = lint.Meta{
	ID: "chain-policy-tree", Code: "C42", Severity: lint.Error,
	Title: "the policies of the chain do not fit together",
	Why: "A CA of the chain asks that its policies reach the leaf, and they do not. Every verifier that looks at " +
		"policies refuses the path, Go among them.",
	Fix:    "Ask the trust service provider which CA certificate belongs to a leaf with these policies.",
	Source: lint.RFC5280("6.1.5 (g)"),
}

func checkChainPolicyTree(p *lint.Pass, c *Chain) {
	for _, f := range c.failed(path.RulePolicy) {
		if f.Cert < len(c.Path) {
			p.Reportf(c.field(f.Cert, f.Field), "%s: %s", nameOf(c.Path[f.Cert]), f.Detail)
		}
	}
}

// failed are the failures of section 6 that one rule reports.
func (c *Chain) failed(rules ...string) []path.Failure {
	var found []path.Failure
	for _, f := range c.Failures {
		if slices.Contains(rules, f.Rule) {
			found = append(found, f)
		}
	}
	return found
}

// certAt is the certificate at a place of Failures: one of the path, or the anchor above it.
func (c *Chain) certAt(i int) *cert.Cert {
	if i < len(c.Path) {
		return c.Path[i]
	}
	return &cert.Cert{Certificate: c.Anchor}
}

// place is [Chain.field] for a place of Failures; an anchor that is not in the inputs has none.
func (c *Chain) place(i int, path string) lint.Where {
	if i < len(c.Path) {
		return c.field(i, path)
	}
	return lint.Where{Path: path}
}

var chainEKUNestingClientAuth = lint.Meta{
	ID: "chain-eku-nesting-clientauth", Code: "C39", Severity: lint.Error,
	Title: "a CA may not certify clients of TLS",
	Why: "The bank authenticates you by the leaf as a TLS client. Go and Windows refuse a client certificate under " +
		"a CA whose extended key usage lacks clientAuth.",
	Fix:    "Ask the trust service provider for a certificate from a CA for clientAuth.",
	Source: lint.Clause{Document: "CA/Browser Forum BR", Section: "7.1.2.10.6"},
}

func checkChainEKUNestingClientAuth(p *lint.Pass, c *Chain) {
	c.eachCA(func(i int, ca *cert.Cert) {
		if cert.LacksClientAuth(ca.Certificate) {
			p.Reportf(c.field(i, "extKeyUsage"), "extKeyUsage of %s has neither clientAuth nor anyExtendedKeyUsage",
				nameOf(ca))
		}
	})
}
