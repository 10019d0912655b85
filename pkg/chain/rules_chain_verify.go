package chain

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"slices"

	"qwac/pkg/lint"
)

var chainVerifyRefused = lint.Rule[*Chain]{
	Meta: &lint.Meta{
		ID: "chain-verify-refused", Code: "C56", Severity: lint.Error,
		Title:  "Go's own verifier refuses the chain",
		Why:    "A bank gateway built on Go verifies with crypto/x509. It refuses exactly this path for a cause that no other rule names.",
		Fix:    "Show the message to your trust service provider, and ask the bank whether it concerns them.",
		Source: goX509,
	},
	Applies: func(c *Chain) bool { return c.Verify != nil },
	Check: func(p *lint.Pass, c *Chain) {
		for _, l := range leniencies {
			if !l.holds(c) {
				continue
			}
			if l.rule == "" {
				p.Report(lint.Finding{Where: c.Where(0), Severity: lint.Warning, Message: l.cause + "; crypto/x509 refuses it: " + c.Verify.Error()})
			}
			return
		}
		p.Reportf(c.Where(0), "the path is good by the other rules, but crypto/x509 refuses it: %v", c.Verify)
	},
}

// leniency is a cause for which crypto/x509 refuses a path that Build takes nevertheless.
type leniency struct {
	cause string
	rule  string // the rule that tells the user; empty: none but this one, as a warning, since the path is good by RFC 5280
	holds func(*Chain) bool
}

// leniencies are all such causes. What is not here is reported as an error.
var leniencies = []leniency{
	{"a certificate that crypto/x509 does not read", "x509-go-unparseable", func(c *Chain) bool {
		return slices.ContainsFunc(c.Path, func(cert *Cert) bool { return cert.Refused != nil })
	}},
	{"a signature that crypto/x509 cannot check", "chain-signature-unverifiable", anyLink(func(l Link) bool { return l.Unsupported })},
	{"a signature with SHA-1", "chain-weak-signature-hash", func(c *Chain) bool {
		return slices.ContainsFunc(c.Path, func(cert *Cert) bool { return refusedHash(cert.Certificate) })
	}},
	{"names that are equal only after folding", "chain-name-encoding-differs", anyLink(func(l Link) bool { return l.NameFolded })},
	{"an issuer of another name", "chain-issuer-name-mismatch", anyLink(func(l Link) bool { return l.NameDiffers })},
	{"a critical extension that crypto/x509 does not handle", "x509-unknown-critical-extension", func(c *Chain) bool {
		return c.anyUnhandled(func(oid string) bool { return !understoodExtensions[oid] })
	}},
	{"critical qcStatements", "qc-statements-critical", func(c *Chain) bool {
		return c.anyUnhandled(func(oid string) bool { return oid == oidQcStatements.String() })
	}},
	{"the poison of a precertificate", "x509-precertificate", func(c *Chain) bool { return has(c.Path[0].Certificate, oidPoison) }},
	{"an issuer that is no CA", "chain-ca-basic-constraints-missing", anyCA(func(ca *x509.Certificate) bool {
		return ca.Version < 3 || !mayIssue(ca)
	})},
	{"a CA that may not sign certificates", "chain-ca-keyusage-missing-keycertsign", anyCA(lacksKeyCertSign)},
	{"validity", "validity-expired", refusedFor(x509.Expired)},
	{"names outside the constraints", "chain-name-constraints", func(c *Chain) bool {
		var invalid x509.CertificateInvalidError
		return errors.As(c.Verify, &invalid) && aboutNames(invalid.Reason) || len(c.namesOutside()) > 0
	}},
	{"more CAs than pathLenConstraint allows", "chain-ca-pathlen-exceeded", func(c *Chain) bool { return len(c.tooDeep()) > 0 }},
	{"self-issued certificates, which pathLenConstraint does not count", "", refusedFor(x509.TooManyIntermediates)},
	{"critical name constraints of a kind that Go does not know, such as directory names", "", func(c *Chain) bool {
		return c.anyUnhandled(func(oid string) bool { return oid == oidNameConstraints.String() })
	}},
	{"more certificates than Go's search tries", "", func(c *Chain) bool { return len(c.Path) > maxGoChecks }},
}

// maxGoChecks is after how many signature checks Verify of crypto/x509 gives up (maxChainSignatureChecks).
const maxGoChecks = 100

// anyUnhandled reports whether crypto/x509 leaves a critical extension of that kind unhandled.
func (c *Chain) anyUnhandled(is func(oid string) bool) bool {
	return slices.ContainsFunc(c.Path, func(cert *Cert) bool {
		return slices.ContainsFunc(cert.UnhandledCriticalExtensions, func(oid asn1.ObjectIdentifier) bool { return is(oid.String()) })
	})
}

func anyLink(is func(Link) bool) func(*Chain) bool {
	return func(c *Chain) bool { return slices.ContainsFunc(c.Links, is) }
}

func anyCA(is func(*x509.Certificate) bool) func(*Chain) bool {
	return func(c *Chain) bool {
		return hasPath(c) && slices.ContainsFunc(c.Path[1:], func(ca *Cert) bool { return is(ca.Certificate) })
	}
}

func refusedFor(r x509.InvalidReason) func(*Chain) bool {
	return func(c *Chain) bool {
		var invalid x509.CertificateInvalidError
		return errors.As(c.Verify, &invalid) && invalid.Reason == r
	}
}
