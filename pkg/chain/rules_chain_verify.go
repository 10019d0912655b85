package chain

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

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
		for _, text := range c.unjudgedPolicies() {
			p.Reportf(c.Where(0), "%s", text)
		}
		err := c.otherwise
		for _, l := range leniencies {
			if !l.holds(c, err) {
				continue
			}
			if l.rule == "" {
				p.Report(lint.Finding{Where: c.Where(0), Severity: lint.Warning, Message: l.cause + "; crypto/x509 refuses it: " + c.Verify.Error()})
			}
			return
		}
		if err != nil {
			p.Reportf(c.Where(0), "the path is good by the other rules, but crypto/x509 refuses it: %v", err)
		}
	},
}

// opinionOtherwise is what crypto/x509 would say of the path if it took what other rules report or judge: names that are equal only
// after folding (chain-name-encoding-differs) or not at all (chain-issuer-name-mismatch), extensions that nobody has to know
// (x509-unknown-critical-extension, qc-statements-critical, x509-precertificate), name constraints of a kind that it does not
// know, validity, and pathLenConstraint, for which it counts self-issued certificates too. So one such cause does not hide
// another. Nil: nothing else is wrong. It is asked once, by Build.
func (c *Chain) opinionOtherwise() error {
	if c.Verify == nil {
		return nil
	}
	path := slices.Clone(c.Path)
	for i, cert := range path {
		changed := *cert.Certificate
		if i+1 < len(path) {
			changed.RawIssuer = path[i+1].RawSubject
		}
		changed.UnhandledCriticalExtensions = slices.DeleteFunc(slices.Clone(changed.UnhandledCriticalExtensions), func(oid asn1.ObjectIdentifier) bool {
			return !slices.Contains(understoodExtensions, oid.String()) || oid.Equal(oidNameConstraints)
		})
		changed.MaxPathLen = -1
		path[i] = &Cert{Certificate: &changed, Refused: cert.Refused, At: cert.At}
	}
	return secondOpinion(path, time.Time{})
}

// unheard says why crypto/x509 did not come to judge names and policies, which it does last; empty: it did, or a rule reports what
// it found.
func (c *Chain) unheard() string {
	err := c.otherwise
	if _, names := aboutNames(err); err == nil || names || refusedFor(err, x509.NoValidChains) {
		return ""
	}
	for i, cert := range c.Path {
		if cert.Refused != nil {
			return fmt.Sprintf("crypto/x509 judges that, but does not read certificate %d of the chain (%s)", i+1, nameOf(cert))
		}
	}
	return "crypto/x509 judges that, but stops before: " + strings.TrimPrefix(err.Error(), "x509: ")
}

// unjudgedPolicies says that nobody judged the policies. Only a CA that demands an explicit policy can make them fail
// (RFC 5280, 6.1.5 (g)); the root's demands do not count.
func (c *Chain) unjudgedPolicies() []string {
	why := c.unheard()
	if why == "" {
		return nil
	}
	for i, cert := range c.Path {
		if has(cert.Certificate, oidPolicyConstraints) && !c.isRoot(c.Where(i), cert) {
			return []string{fmt.Sprintf("whether the policies are those that %s demands (policyConstraints) was not judged: %s", nameOf(cert), why)}
		}
	}
	return nil
}

// leniency is a cause for which crypto/x509 refuses a path that Build takes nevertheless.
type leniency struct {
	cause string
	rule  string // the rule that tells the user; empty: none but this one, as a warning, since the path is good by RFC 5280
	holds func(*Chain, error) bool
}

// leniencies are all such causes, also those that [Chain.opinionOtherwise] takes away. What is not here is reported as an error.
var leniencies = []leniency{
	{"a certificate that crypto/x509 does not read", "x509-go-unparseable", func(c *Chain, _ error) bool {
		return slices.ContainsFunc(c.Path, func(cert *Cert) bool { return cert.Refused != nil })
	}},
	{"a signature that was not verified", "chain-signature-unverifiable", func(c *Chain, _ error) bool {
		return slices.ContainsFunc(c.Links, func(l Link) bool { return l.Unsupported })
	}},
	{"a key for RSASSA-PSS alone", "key-pss-spki", func(c *Chain, err error) bool {
		return err != nil && c.anyCert(func(i int, ca *Cert) bool { return i > 0 && isPSS(ca.Certificate) })
	}},
	{"a signature was verified here whose algorithm or parameters Go's verifier does not take", "", func(c *Chain, err error) bool {
		return err != nil && c.anyCert(func(_ int, cert *Cert) bool {
			return cert.SignatureAlgorithm == x509.UnknownSignatureAlgorithm && weakSignature(cert) == ""
		})
	}},
	{"a signature with SHA-1", "chain-weak-signature-hash", func(c *Chain, _ error) bool {
		return c.anyCert(func(i int, cert *Cert) bool { return weakSignature(cert) != "" && !c.isRoot(c.Where(i), cert) })
	}},
	{"an issuer that is no CA", "chain-ca-basic-constraints-missing", func(c *Chain, _ error) bool {
		return c.anyCert(func(i int, ca *Cert) bool { return i > 0 && (ca.Version < 3 || !mayIssue(ca.Certificate)) })
	}},
	{"a CA that may not sign certificates", "chain-ca-keyusage-missing-keycertsign", func(c *Chain, _ error) bool {
		return c.anyCert(func(i int, ca *Cert) bool { return i > 0 && lacksKeyCertSign(ca.Certificate) })
	}},
	{"validity", "validity-expired", func(c *Chain, err error) bool {
		return refusedFor(c.Verify, x509.Expired) || refusedFor(err, x509.Expired)
	}},
	{"names outside the constraints", "chain-name-constraints", func(c *Chain, err error) bool {
		_, ok := aboutNames(err)
		return ok || len(c.namesOutside()) > 0
	}},
	{"more CAs than pathLenConstraint allows", "chain-ca-pathlen-exceeded", func(c *Chain, _ error) bool { return len(c.tooDeep()) > 0 }},
	{"self-issued certificates, which pathLenConstraint does not count", "", func(c *Chain, _ error) bool {
		return refusedFor(c.Verify, x509.TooManyIntermediates)
	}},
	{"critical name constraints of a kind that Go does not know, such as directory names", "", func(c *Chain, _ error) bool {
		return c.anyCert(func(_ int, cert *Cert) bool {
			return slices.ContainsFunc(cert.UnhandledCriticalExtensions, oidNameConstraints.Equal)
		})
	}},
	{"more certificates than Go's search tries", "", func(c *Chain, err error) bool { return err != nil && len(c.Path) > maxGoChecks }},
}

// maxGoChecks is after how many signature checks Verify of crypto/x509 gives up (maxChainSignatureChecks).
const maxGoChecks = 100

// anyCert reports whether a certificate of the path is such.
func (c *Chain) anyCert(is func(i int, cert *Cert) bool) bool {
	for i, cert := range c.Path {
		if is(i, cert) {
			return true
		}
	}
	return false
}

func refusedFor(err error, r x509.InvalidReason) bool {
	var invalid x509.CertificateInvalidError
	return errors.As(err, &invalid) && invalid.Reason == r
}
