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

// gapCause is why the path does not end at a root. One gap has one cause, so that one rule reports it: the rules
// exclude each other by what they say, and none is a consequence of another (SilencedBy).
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

// IntermediateMissing is the rule on gaps between leaf and root.
var IntermediateMissing = lint.Meta{
	ID: "chain-intermediate-missing", Code: "C06", Severity: lint.Error,
	Title: "an intermediate certificate is missing",
	Means: "Your certificate (the leaf) was issued by an intermediate CA, and that one by a root CA. The " +
		"certificate of such an issuer between leaf and root is not in the input.",
	Why:    "Without the issuer the bank cannot connect the leaf to a root that it trusts.",
	Wrong:  "leaf, root",
	Right:  "leaf, intermediate, root",
	Fix:    "Add the certificate of the issuer; your QTSP publishes it.",
	Source: lint.RFC5280("6.1"),
	See:    lint.SeeBlocks,
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

// RootMissing is the rule on chains that end before a root.
var RootMissing = lint.Meta{
	ID: "chain-root-missing", Code: "C07", Severity: lint.Error,
	Title: "the root certificate is missing",
	Means: "The last certificate of a chain is the root: a CA that issued its own certificate. Here the chain " +
		"ends before it.",
	Why: "The bank asks for the whole chain from leaf to root. In TLS itself the root may be left out, so many " +
		"files lack it.",
	Wrong: "leaf, intermediate",
	Right: "leaf, intermediate, root",
	Fix: "Add the root certificate at the end: the last issuer of the chain is its name, and your QTSP publishes " +
		"it under that name.",
	Source: lint.Inference(),
	See:    lint.SeeBlocks,
}

func checkChainRootMissing(p *lint.Pass, c *Chain) {
	c.reportGap(p, c.missingIssuer()+c.notIssuers(nil))
}

// IncompleteSingle is the rule on a leaf that came alone.
var IncompleteSingle = lint.Meta{
	ID: "chain-incomplete-single", Code: "C08", Severity: lint.Error,
	Title: "there is only the leaf, not its chain",
	Means: "A chain is your own certificate (the leaf) with the certificates of its issuers, up to the root. " +
		"The input has the leaf alone.",
	Why:    "The bank asks for the whole chain in one upload. This is the commonest reason for a refusal.",
	Wrong:  "leaf",
	Right:  "leaf, intermediate, root",
	Fix:    "Add the certificates of the issuer and of the root; your QTSP publishes them.",
	Source: lint.Inference(),
	See:    lint.SeeBlocks,
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
	what := ber.Choose(c.gapIs(gapSingle), "it and the root", "it")
	switch issuer := c.trustedIssuer(); {
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
		f.Hint = fmt.Sprintf("Download it (caIssuers of %s): `curl -fL -o issuer.cer %s`, and add %s to the files of "+
			"the chain.", nameOf(child), lint.ShellWord(cert.WebFirst(child.IssuingCertificateURL)), what)
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
	return c.Gap != nil && c.Options.At.After(c.Gap.Child.NotAfter) && !c.Options.At.After(c.Path[0].NotAfter)
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

// IssuerNameMismatch is the rule on issuers of another name.
var IssuerNameMismatch = lint.Meta{
	ID: "chain-issuer-name-mismatch", Code: "C12", Severity: lint.Error,
	Title: "the issuer's name is not the subject of the certificate above",
	Means: "Each certificate names its issuer, and this name has to be the subject of the next certificate in " +
		"the chain. Here the key of the next certificate made the signature, but the name is another one.",
	Why:        "Software looks for the issuer by its name. It does not find it, although the key is the right one.",
	Wrong:      "issuer CN=Fixture Trust Qualified Web CA l",
	Right:      "issuer CN=Fixture Trust Qualified Web CA 1",
	Fix:        "Ask the QTSP for the issuer's certificate with the right name, or for a new leaf.",
	Source:     lint.RFC5280("6.1.3 (a)(4)"),
	SilencedBy: []*lint.Meta{&cert.X509DNEmptyIssuer},
	Ask: "The issuer field of our certificate is not the subject of your CA certificate. Please send the CA " +
		"certificate with this name, or re-issue our certificate (RFC 5280, section 6.1.3 (a)(4)).",
	See: lint.SeeBlocks,
}

func checkChainIssuerNameMismatch(p *lint.Pass, c *Chain) {
	for i, l := range c.Links {
		if l.NameDiffers {
			c.reportNames(p, i, c.Path[i+1])
		}
	}
	if c.gapIs(gapIssuerName) {
		c.reportNames(p, len(c.Path)-1, c.Gap.Near[0].Cert) // what signed is the likest, where no name fits
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

// SignatureInvalid is the rule on signatures that do not verify.
var SignatureInvalid = lint.Meta{
	ID: "chain-signature-invalid", Code: "C14", Severity: lint.Error,
	Title: "a signature does not verify with the issuer's key",
	Means: "The issuer signs each certificate with its private key, and everybody can check this signature with " +
		"the issuer's certificate. Here the check fails.",
	Why: "A wrong signature means that a certificate was changed, or that the issuer's certificate has another " +
		"key. A bank trusts neither.",
	Wrong:  "leaf of today, CA certificate of an earlier generation",
	Right:  "leaf and CA certificate of the same generation",
	Fix:    "Get the issuer's certificate that belongs to this one from your QTSP.",
	Source: lint.RFC5280("6.1.3 (a)(1)"),
	See:    lint.SeeChain,
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
		f.Hint = "Get this certificate and its issuer's again from your trust service provider: one of them was " +
			"changed after it was issued."
	}
	p.Report(f)
}

var chainRootNotSelfSigned = lint.Meta{
	ID: "chain-root-not-self-signed", Code: "C29", Severity: lint.Error,
	Title: "the root's signature on itself does not verify",
	Means: "The root is the last certificate of a chain. Its issuer is itself, and its own key made its " +
		"signature. Here issuer and subject are the same, but another key made the signature.",
	Why:    "The bank asks for the chain up to a root. A certificate with a wrong signature of its own is no root.",
	Wrong:  "a root that was changed, or a copy with another key",
	Right:  "the root as the QTSP publishes it",
	Fix:    "Get the root certificate again from your QTSP.",
	Source: lint.Inference(),
	See:    "openssl verify -CAfile root.pem -check_ss_sig root.pem",
}

func checkChainRootNotSelfSigned(p *lint.Pass, c *Chain) {
	p.Reportf(c.field(len(c.Path)-1, "signatureValue"),
		"%s is issued by itself, but its own key did not make the signature", nameOf(c.Gap.Child))
}

// AnchorNotTrusted is the rule on paths that end at no anchor.
var AnchorNotTrusted = lint.Meta{
	ID: "chain-anchor-not-trusted", Code: "C55", Severity: lint.Error,
	Title: "the chain leads to no trusted certificate",
	Means: "A root or another CA is trusted when it is in the bank's list. You provided such a list. " +
		"The chain is complete, but none of its CAs is in the list.",
	Why:   "A bank accepts a chain only if it leads to a certificate that it trusts.",
	Wrong: "a chain up to Fixture Trust Root CA 1, trusted is Fixture Trust Root CA 2",
	Right: "a chain up to Fixture Trust Root CA 2, trusted is Fixture Trust Root CA 2",
	Fix: "Check that the bank trusts the QTSP of this certificate, and that your list of trusted certificates " +
		"is up to date.",
	Source:     lint.RFC5280("6.1"),
	SilencedBy: []*lint.Meta{&leafSelfSigned},
	See:        lint.SeeBlocks,
}

func checkChainAnchorNotTrusted(p *lint.Pass, c *Chain) {
	for _, f := range c.Failures {
		if f.Cert == len(c.Path) { // the other rules look at the inputs only
			p.Reportf(c.Where(len(c.Path)-1), "the trusted certificate %s above it is not fit for that: %s",
				nameOf(c.certAt(f.Cert)), f.Detail)
		}
	}
	last := len(c.Path) - 1
	f := lint.Finding{Where: c.Where(last), Message: fmt.Sprintf("the path ends at %s; none of its CAs is among the "+
		"trusted certificates given (%d)", nameOf(c.Path[last]), len(c.Options.Anchors))}
	switch cause := c.gapCause(); {
	case c.Anchor != nil || cause != noGap && (cause < gapSingle || c.Unread()): // what is wrong is told
		return
	case cause != noGap: // some banks complete a chain themselves
		f.Message += ", nor is the issuer that is missing"
		f.Hint = "Complete the chain, and see whether it leads to one of them then."
	}
	p.Report(f)
}
