package chain

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/lint"
)

// gapCause is why the path does not end at a root. One gap has one cause, so that one rule reports it.
type gapCause int

const (
	noGap gapCause = iota
	gapSelfIssuedLeaf
	gapRootNotSelfSigned
	gapSignature
	gapIssuerName
	gapSingle
	gapIntermediate
	gapRoot
)

func (c *Chain) gapCause() gapCause {
	if c.Gap == nil {
		return noGap
	}
	child := c.Gap.Child
	switch {
	case selfIssuedLeaf(c):
		return gapSelfIssuedLeaf
	case cert.IsSelfIssued(child) && cert.KeyIDFit(child.Certificate, child.Certificate) != key.Contradicts:
		return gapRootNotSelfSigned
	case slices.ContainsFunc(c.Gap.Near, func(n Near) bool { return n.NameFits }):
		return gapSignature
	case slices.ContainsFunc(c.Gap.Near, func(n Near) bool { return n.Signed }):
		return gapIssuerName
	case len(c.Bundle.Certs)-len(c.Duplicates) == 1:
		return gapSingle
	case len(c.Path) == 1 || c.unusedRoot() != nil:
		return gapIntermediate
	}
	return gapRoot
}

// unusedRoot is a self-issued CA that the path does not reach: there is a root, so what is missing stands below it.
func (c *Chain) unusedRoot() *cert.Cert {
	for _, u := range c.unusedByPlace() {
		if cert.MayIssue(u.Certificate) && cert.IsSelfIssued(u) {
			return u
		}
	}
	return nil
}

// unusedByPlace is Unused in an order that does not depend on the order of the inputs.
func (c *Chain) unusedByPlace() []*cert.Cert {
	return slices.SortedFunc(slices.Values(c.Unused), func(a, b *cert.Cert) int {
		return cmp.Or(cmp.Compare(a.At.File, b.At.File), cmp.Compare(a.At.Line, b.At.Line), bytes.Compare(a.Raw, b.Raw))
	})
}

func (c *Chain) gapIs(cause gapCause) bool { return c.gapCause() == cause }

var chainIntermediateMissing = lint.Meta{
	ID: "chain-intermediate-missing", Code: "C06", Severity: lint.Error,
	Title:  "an intermediate certificate is missing",
	Why:    "Without the issuer the bank cannot connect the leaf to a root that it trusts.",
	Fix:    "Add the certificate of the issuer; your trust service provider publishes it.",
	Source: lint.RFC5280("6.1"),
}

func checkChainIntermediateMissing(p *lint.Pass, c *Chain) {
	text := c.missingIssuer()
	root := c.unusedRoot()
	if root != nil {
		text += fmt.Sprintf("; the root %s did not sign it, so a certificate between them, or the right root, is "+
			"missing", nameOf(root))
	}
	c.reportGap(p, text+c.notIssuers(root))
}

var chainRootMissing = lint.Meta{
	ID: "chain-root-missing", Code: "C07", Severity: lint.Error,
	Title: "the root certificate is missing",
	Why: "The bank asks for the entire unbroken chain from leaf to root, though TLS itself lets a sender leave the " +
		"root out.",
	Fix:    "Add the root certificate; your trust service provider publishes it.",
	Source: lint.Inference(),
}

func checkChainRootMissing(p *lint.Pass, c *Chain) {
	c.reportGap(p, c.missingIssuer()+c.notIssuers(nil))
}

var chainIncompleteSingle = lint.Meta{
	ID: "chain-incomplete-single", Code: "C08", Severity: lint.Error,
	Title: "there is only the leaf, not its chain",
	Why: "The bank asks for the entire chain in one upload: leaf, intermediate and root. This is the commonest " +
		"reason for a refusal.",
	Fix:    "Add the certificates of the issuer and of the root; your trust service provider publishes them.",
	Source: lint.Inference(),
}

func checkChainIncompleteSingle(p *lint.Pass, c *Chain) {
	c.reportGap(p, "only one certificate; "+c.missingIssuer())
}

// missingIssuer describes the issuer that the last certificate of the path lacks.
func (c *Chain) missingIssuer() string {
	child := c.Gap.Child
	text := fmt.Sprintf("the issuer of %s is not in the input: want a certificate with the subject \"%s\"",
		nameOf(child), ber.Cut(ber.DN(child.RawIssuer)))
	if len(child.AuthorityKeyId) > 0 {
		text += " and the key identifier " + keyID(child.AuthorityKeyId)
	}
	return text
}

// maxNotIssuers is how many certificates a message names that are of no use; a person reads no more.
const maxNotIssuers = 3

// notIssuers names the certificates of the input that are not the issuer looked for, apart from one that is named
// already. Those of another leaf are chain-multiple-leaves' business.
func (c *Chain) notIssuers(named *cert.Cert) string {
	var text strings.Builder
	beside, n := c.besideLeaves(), 0
	for _, u := range c.unusedByPlace() {
		if u == named || beside[u] {
			continue
		}
		if n++; n <= maxNotIssuers {
			fmt.Fprintf(&text, "; %s is %s, not the issuer", u.At, nameOf(u))
			if differences := ber.NameDifferences(c.Gap.Child.RawIssuer, u.RawSubject); differences != "" {
				fmt.Fprintf(&text, " (%s)", differences)
			}
		}
	}
	if n > maxNotIssuers {
		fmt.Fprintf(&text, "; nor are %d more", n-maxNotIssuers)
	}
	return text.String()
}

// reportGap reports what the end of the path lacks, with the place where to get it.
func (c *Chain) reportGap(p *lint.Pass, text string) {
	child := c.Gap.Child
	f := lint.Finding{Where: c.field(len(c.Path)-1, "issuer"), Message: text}
	issuer := c.trustedIssuer()
	what := "it"
	if c.gapIs(gapSingle) || issuer != nil && !cert.IsSelfIssued(issuer) {
		what = "it and the root"
	}
	switch {
	case c.Gap.Elsewhere != nil:
		f.Hint = "Add " + elsewhere(c.Gap.Elsewhere) + "."
	case issuer != nil && cert.IsSelfIssued(issuer):
		f.Hint = fmt.Sprintf("Add the certificate of %s: it is among the trusted certificates that were given.",
			nameOf(issuer))
	case issuer != nil:
		f.Hint = fmt.Sprintf("Add the certificate of %s, which is among the trusted certificates that were given, and "+
			"the root.", nameOf(issuer))
	case c.twin() != nil:
		f.Hint = fmt.Sprintf("Put the self-signed certificate of the same name and key in the place of this "+
			"cross-certificate of %s: it is among the trusted certificates that were given. The leaf is fine.",
			nameOf(child))
	case c.expiredCross():
		f.Hint = crossHint
	case len(child.IssuingCertificateURL) > 0:
		f.Hint = fmt.Sprintf("Get it from %s (caIssuers of %s) and add %s; convert it to PEM if it is DER.",
			child.IssuingCertificateURL[0], nameOf(child), what)
		if len(c.Path) > 2 {
			f.Hint += " If this is a root that another CA cross-certified, its self-signed certificate of the same " +
				"name and key can take its place instead."
		}
	}
	p.Report(f)
}

// elsewhere says in which files certificates are that the input lacks.
func elsewhere(certs []*cert.Cert) string {
	parts := make([]string, len(certs))
	for i, c := range certs {
		parts[i] = fmt.Sprintf("the certificate of %s from %s", nameOf(c), ber.Quote(c.At.String()))
	}
	return strings.Join(parts, " and ")
}

// crossHint is the next step where a path ends with an expired CA that no certificate of the input issued: old
// hierarchies end so, with a root of today that one of the past had certified.
const crossHint = "Put the self-signed certificate of the same name and key in its place: this looks like an expired " +
	"cross-certificate of a root. The leaf is fine. If there is none, ask the trust service provider for the chain " +
	"that is valid now."

// expiredCross reports whether the end of an incomplete path is a CA that expired while the leaf has not.
func (c *Chain) expiredCross() bool {
	if c.Gap == nil || len(c.Path) < 2 || !judgedAtATime(c) {
		return false
	}
	return c.Options.At.After(c.Gap.Child.NotAfter) && !c.Options.At.After(c.Path[0].NotAfter)
}

// twin is the self-signed certificate of the name and key of the end of the path among the trusted ones; nil: none.
func (c *Chain) twin() *x509.Certificate {
	for _, a := range c.Options.Anchors {
		child := c.Gap.Child
		if ber.SameName(a.RawSubject, child.RawSubject) && ber.SameName(a.RawSubject, a.RawIssuer) &&
			bytes.Equal(a.RawSubjectPublicKeyInfo, child.RawSubjectPublicKeyInfo) {
			return a
		}
	}
	return nil
}

// trustedIssuer is the certificate among the trusted ones that issued the end of the path, a root rather than another;
// nil: none.
func (c *Chain) trustedIssuer() (issuer *cert.Cert) {
	child := c.Gap.Child
	for _, a := range c.Options.Anchors {
		if !ber.SameName(child.RawIssuer, a.RawSubject) || key.CheckSignature(child.Certificate, key.Holder(a)) != nil {
			continue
		}
		if issuer = (&cert.Cert{Certificate: a}); cert.IsSelfIssued(issuer) {
			break
		}
	}
	return issuer
}

var chainIssuerNameMismatch = lint.Meta{
	ID: "chain-issuer-name-mismatch", Code: "C12", Severity: lint.Error,
	Title:      "the issuer's name is not the subject of the certificate above",
	Why:        "Verifiers look for the issuer by its name and stop here, although the key is the right one.",
	Fix:        "Ask the trust service provider for the issuer's certificate with the right name, or for a new leaf.",
	Source:     lint.RFC5280("6.1.3 (a)(4)"),
	SilencedBy: []*lint.Meta{&cert.X509DNEmptyIssuer},
}

func checkChainIssuerNameMismatch(p *lint.Pass, c *Chain) {
	for i, l := range c.Links {
		if l.NameDiffers {
			c.reportNames(p, i, c.Path[i+1])
		}
	}
	if !c.gapIs(gapIssuerName) {
		return
	}
	for _, n := range c.Gap.Near {
		if n.Signed {
			c.reportNames(p, len(c.Path)-1, n.Cert)
			return
		}
	}
}

func (c *Chain) reportNames(p *lint.Pass, i int, issuer *cert.Cert) {
	text := fmt.Sprintf("the issuer is given as \"%s\", but the certificate whose key made the signature is that of "+
		"\"%s\"",
		ber.Cut(ber.DN(c.Path[i].RawIssuer)), ber.Cut(ber.DN(issuer.RawSubject)))
	if differences := ber.NameDifferences(c.Path[i].RawIssuer, issuer.RawSubject); differences != "" {
		text += ": " + differences
	}
	p.Reportf(c.field(i, "issuer"), "%s", text)
}

var chainSignatureInvalid = lint.Meta{
	ID: "chain-signature-invalid", Code: "C14", Severity: lint.Error,
	Title: "a signature does not verify with the issuer's key",
	Why: "Either the certificate was changed after it was signed, or the issuer's certificate is of another " +
		"generation with another key.",
	Fix:    "Get the issuer's certificate that belongs to this one from your trust service provider.",
	Source: lint.RFC5280("6.1.3 (a)(1)"),
}

func checkChainSignatureInvalid(p *lint.Pass, c *Chain) {
	var reasons []string
	tampered := false
	for _, n := range c.Gap.Near {
		if n.NameFits {
			reasons = append(reasons, fmt.Sprintf("%s at %s: %s", nameOf(n.Cert), n.Cert.At, n.Reason))
			tampered = tampered || n.Tampered
		}
	}
	f := lint.Finding{
		Where: c.field(len(c.Path)-1, "signatureValue"),
		Message: fmt.Sprintf("no certificate of the issuer fits the signature of %s: %s",
			nameOf(c.Gap.Child), strings.Join(reasons, "; ")),
	}
	if tampered {
		f.Hint = "Get this certificate and its issuer's afresh from your trust service provider: one of them is not " +
			"as it was issued."
	}
	p.Report(f)
}

var chainRootNotSelfSigned = lint.Meta{
	ID: "chain-root-not-self-signed", Code: "C29", Severity: lint.Error,
	Title: "the root's signature on itself does not verify",
	Why: "The bank asks for the chain up to a root. A certificate that names itself as issuer but did not sign " +
		"itself is none.",
	Fix:    "Get the root certificate afresh from your trust service provider.",
	Source: lint.Inference(),
}

func checkChainRootNotSelfSigned(p *lint.Pass, c *Chain) {
	p.Reportf(c.field(len(c.Path)-1, "signatureValue"),
		"%s is issued by itself, but its own key did not make the signature", nameOf(c.Gap.Child))
}

var chainAnchorNotTrusted = lint.Meta{
	ID: "chain-anchor-not-trusted", Code: "C55", Severity: lint.Error,
	Title: "the chain leads to no trusted certificate",
	Why: "The bank accepts a chain from leaf to a root that it trusts. This one is whole, but none of its CAs " +
		"is among the trusted ones.",
	Fix: "Check that the certificate comes from a provider that the bank trusts, and that the trusted " +
		"certificates given are up to date.",
	Source:     lint.RFC5280("6.1"),
	SilencedBy: []*lint.Meta{&leafSelfSigned},
}

func checkChainAnchorNotTrusted(p *lint.Pass, c *Chain) {
	for _, f := range c.Failures {
		if f.Cert == len(c.Path) && c.Anchor != nil { // the other rules look at the inputs only
			p.Reportf(c.Where(len(c.Path)-1), "the trusted certificate %s above it is not fit for that: %s",
				nameOf(c.certAt(f.Cert)), f.Detail)
		}
	}
	if c.Anchor != nil || !c.complete() {
		return
	}
	last := len(c.Path) - 1
	p.Reportf(c.Where(last), "the path ends at %s; none of its CAs is among the trusted certificates given (%d)",
		nameOf(c.Path[last]), len(c.Options.Anchors))
}
