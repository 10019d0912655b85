package chain

import (
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
	"qwac/pkg/path"
)

// CABasicConstraintsMissing is the rule on issuers that are no CAs.
var CABasicConstraintsMissing = lint.Meta{
	ID: "chain-ca-basic-constraints-missing", Code: "C21", Severity: lint.Error,
	Title: "an issuer on the path is not marked as a CA",
	Means: "A CA is an issuer of certificates. Its own certificate says so in the field basicConstraints, with " +
		"cA TRUE. A certificate that issued another one in this chain does not say so.",
	Why: "Otherwise each holder of a certificate could issue more. So every verifier refuses a chain through " +
		"such a certificate.",
	Wrong:  "CA:FALSE",
	Right:  "CA:TRUE",
	Fix:    "Get the issuer's proper CA certificate from your QTSP.",
	Source: lint.RFC5280("6.1.4 (k)"),
	Ask: "The certificate of our issuer does not have cA TRUE in basicConstraints (RFC 5280, section 4.2.1.9). " +
		"Please send us its CA certificate.",
	See: lint.SeeEveryCA,
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

// PathLenExceeded is the rule on paths that are longer than a CA allows.
var PathLenExceeded = lint.Meta{
	ID: "chain-ca-pathlen-exceeded", Code: "C24", Severity: lint.Error,
	Title: "more CAs stand below a CA than it allows",
	Means: "A CA certificate can limit how many further CAs may stand between it and your certificate: this is " +
		"the number pathLenConstraint. This chain has more.",
	Why:    "Every verifier counts and refuses the longer chain.",
	Wrong:  "root with pathlen:0, intermediate, leaf",
	Right:  "root with pathlen:1, intermediate, leaf",
	Fix:    "Ask the QTSP which issuer's certificate belongs in this chain.",
	Source: lint.RFC5280("6.1.4 (m)"),
	Ask: "pathLenConstraint of a CA certificate in our chain allows fewer CAs than there are below it (RFC " +
		"5280, section 6.1.4 (m)). Please tell us which CA certificates belong in this chain.",
	See: lint.SeeEveryCA,
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
	Title: "a certificate that is no CA bounds the CAs below it",
	Means: "pathLenConstraint is a number that limits how many CAs may stand below a CA. This certificate has " +
		"the number, but is not a CA.",
	Why:    "The number means nothing there, and strict software refuses the certificate.",
	Wrong:  "CA:FALSE, pathlen:0",
	Right:  "CA:FALSE",
	Fix:    "Ask the QTSP to leave pathLenConstraint out at the next re-issue.",
	Source: lint.RFC5280("4.2.1.9"),
	Ask: "basicConstraints of our certificate has a pathLenConstraint while cA is FALSE. Please re-issue it " +
		"without pathLenConstraint (RFC 5280, section 4.2.1.9).",
	See: lint.SeeEveryCA,
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

// CAKeyCertSignMissing is the rule on CAs whose key may not sign certificates.
var CAKeyCertSignMissing = lint.Meta{
	ID: "chain-ca-keyusage-missing-keycertsign", Code: "C26", Severity: lint.Error,
	Title: "the key of a CA may not sign certificates",
	Means: "The field keyUsage says what a key may be used for. An issuer (CA) needs keyCertSign, the " +
		"permission to sign certificates. A CA in this chain does not have it.",
	Why:        "By its own certificate this CA may not issue yours, so every verifier refuses the chain.",
	Wrong:      "keyUsage CRL Sign",
	Right:      "keyUsage Certificate Sign, CRL Sign",
	Fix:        "Get the issuer's proper CA certificate from your QTSP.",
	Source:     lint.RFC5280("6.1.4 (n)"),
	SilencedBy: []*lint.Meta{&CABasicConstraintsMissing, &cert.X509VersionNot3},
	Ask: "keyUsage of the certificate of our issuing CA lacks keyCertSign (RFC 5280, section 6.1.4 (n)). Please " +
		"send us its proper CA certificate.",
	See: lint.SeeEveryUsage,
}

func checkChainCAKeyUsageMissingKeyCertSign(p *lint.Pass, c *Chain) {
	c.eachCA(func(i int, ca *cert.Cert) {
		if cert.LacksKeyCertSign(ca.Certificate) {
			p.Reportf(c.field(i, "keyUsage"), "keyUsage of %s lacks keyCertSign", nameOf(ca))
		}
	})
}

// NameConstraints is the rule on names that a CA does not allow.
var NameConstraints = lint.Meta{
	ID: "chain-name-constraints", Code: "C37", Severity: lint.Error,
	Title: "a name is outside what a CA may certify",
	Means: "A CA certificate can have name constraints: it may then issue only for certain names, such as hosts " +
		"under one domain. A name in your certificate is outside of them.",
	Why:    "Verifiers refuse a certificate with a name that its issuer may not certify.",
	Wrong:  "permitted DNS:fixture-bank.example, leaf psd2.fixture-payments.example",
	Right:  "permitted DNS:fixture-payments.example, leaf psd2.fixture-payments.example",
	Fix:    "Ask the QTSP for a certificate from a CA that may certify these names.",
	Source: lint.RFC5280("4.2.1.10"),
	Ask: "A name in our certificate is not permitted by nameConstraints of a CA in its chain (RFC 5280, section " +
		"4.2.1.10). Please issue a certificate from a CA that may certify our names.",
	See: lint.SeeEvery,
}

func checkChainNameConstraints(p *lint.Pass, c *Chain) {
	for _, f := range c.failed(path.RuleNames) {
		p.Reportf(c.place(f.By, "nameConstraints"), "by the name constraints of %s, %s", nameOf(c.certAt(f.By)),
			f.Detail)
	}
}

// PolicyTree is the rule on policies that do not hold along the path.
var PolicyTree = lint.Meta{
	ID: "chain-policy-tree", Code: "C42", Severity: lint.Error,
	Title: "the policies of the chain do not fit together",
	Means: "Policies are numbers that say by which rules a certificate was issued. A CA certificate can require " +
		"that each certificate below has a policy that all of them share. In this chain there is none.",
	Why:    "Verifiers that look at policies refuse the chain, and Go is one of them.",
	Wrong:  "CA grants 1.2.3.4.1 alone, leaf has 0.4.0.19495.3.1",
	Right:  "CA grants 0.4.0.19495.3.1, leaf has 0.4.0.19495.3.1",
	Fix:    "Ask the QTSP which CA certificate belongs to a leaf with these policies.",
	Source: lint.RFC5280("6.1.5 (g)"),
	Ask: "No policy in certificatePolicies of our certificate is granted by all CAs of its chain, though one is " +
		"required (RFC 5280, section 6.1.5 (g)). Please tell us which CA certificate belongs to it, or re-issue it.",
	See: "openssl storeutl -certs -noout -text chain.pem | grep -A 1 -e 'Subject:' -e 'Policy:' -e 'Policy " +
		"Constraints'",
}

func checkChainPolicyTree(p *lint.Pass, c *Chain) {
	for _, f := range c.failed(path.RulePolicy) {
		if f.Cert < len(c.Path) {
			p.Reportf(c.field(f.Cert, f.Field), "%s: %s", nameOf(c.Path[f.Cert]), f.Detail)
		}
	}
}

// failed are the failures of section 6 that one rule reports.
func (c *Chain) failed(rules ...path.Rule) []path.Failure {
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

// EKUNestingClientAuth is the rule on CAs that may not issue for clients.
var EKUNestingClientAuth = lint.Meta{
	ID: "chain-eku-nesting-clientauth", Code: "C39", Severity: lint.Error,
	Title: "a CA may not certify clients of TLS",
	Means: "Extended key usage says for what a certificate may be used: clientAuth is for a client that " +
		"connects to a server, as you do to a bank. Much software takes the list of a CA as a limit for all " +
		"certificates below it. A CA here does not have clientAuth in its list.",
	Why:    "The bank knows you by your certificate as a TLS client. Go and Windows refuse it under such a CA.",
	Wrong:  "CA: TLS Web Server Authentication",
	Right:  "CA: TLS Web Server Authentication, TLS Web Client Authentication",
	Fix:    "Ask the QTSP for a certificate from a CA for clientAuth.",
	Source: lint.Clause{Document: "CA/Browser Forum BR", Section: "7.1.2.10.6"},
	Ask: "extKeyUsage of our issuing CA lacks clientAuth. Please issue a certificate from a CA for clientAuth " +
		"(CA/Browser Forum Baseline Requirements, 7.1.2.10.6).",
	See: lint.SeeEveryPurpose,
}

func checkChainEKUNestingClientAuth(p *lint.Pass, c *Chain) {
	c.eachCA(func(i int, ca *cert.Cert) {
		if cert.LacksClientAuth(ca.Certificate) {
			p.Reportf(c.field(i, "extKeyUsage"), "extKeyUsage of %s has neither clientAuth nor anyExtendedKeyUsage",
				nameOf(ca))
		}
	})
}
