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
	Applies: func(c *Chain) bool { return c.Verify != nil || len(c.Failures) > 0 },
	Check: func(p *lint.Pass, c *Chain) {
		for _, f := range c.failed(ruleMalformed, ruleQualifier) {
			if f.Cert < len(c.Path) && c.Path[f.Cert].Refused == nil && f.Field != "extKeyUsage" { // those: x509-go-unparseable, chain-eku-nesting-clientauth
				p.Reportf(c.field(f.Cert, f.Field), "the path is not valid by RFC 5280, %s: %s", f.Clause, f.Detail)
			}
		}
		err := c.otherwise()
		if err == nil {
			return
		}
		for _, l := range leniencies {
			if !l.holds(c, err) {
				continue
			}
			if l.rule == "" {
				p.Report(lint.Finding{Where: c.Where(0), Severity: lint.Warning, Message: l.cause + "; crypto/x509 refuses it: " + err.Error()})
			}
			return
		}
		if cause := c.difference(err); cause != "" {
			p.Report(lint.Finding{Where: c.Where(0), Severity: lint.Warning, Message: cause + "; crypto/x509 refuses it: " + err.Error()})
			return
		}
		p.Reportf(c.Where(0), "the path is good by the other rules, but crypto/x509 refuses it: %v", err)
	},
}

// difference names the cause for which crypto/x509 refuses a path that is valid by section 6; empty: there is none, or it is not valid.
func (c *Chain) difference(err error) string {
	whole := c.judged()
	if len(c.Failures) > 0 || len(whole) < 2 {
		return ""
	}
	return DifferenceFromGo(whole[:len(whole)-1], whole[len(whole)-1], err)
}

// otherwise is what crypto/x509 would say of the path if it took the names and the critical extensions that other rules
// report: names that are equal only after folding (chain-name-encoding-differs) or not at all (chain-issuer-name-mismatch),
// and extensions that nobody has to know (x509-unknown-critical-extension, qc-statements-critical, x509-precertificate). So
// one such cause does not hide another. Nil: nothing else is wrong.
func (c *Chain) otherwise() error {
	if c.Verify == nil {
		return nil
	}
	path := slices.Clone(c.judged())
	for i, cert := range path {
		changed := *cert.Certificate
		if i+1 < len(path) {
			changed.RawIssuer = path[i+1].RawSubject
		}
		changed.UnhandledCriticalExtensions = slices.DeleteFunc(slices.Clone(changed.UnhandledCriticalExtensions), func(oid asn1.ObjectIdentifier) bool {
			return !slices.Contains(understoodExtensions, oid.String())
		})
		path[i] = &Cert{Certificate: &changed, Refused: cert.Refused, At: cert.At}
	}
	return secondOpinion(path, c.Options.At)
}

// leniency is a cause for which crypto/x509 refuses a path that Build takes nevertheless.
type leniency struct {
	cause string
	rule  string // the rule that tells the user; empty: none but this one, as a warning, since the path is good by RFC 5280
	holds func(*Chain, error) bool
}

// leniencies are all such causes beside those that [Chain.otherwise] takes away. What is not here is reported as an error.
var leniencies = []leniency{
	{"a certificate that crypto/x509 does not read", "x509-go-unparseable", func(c *Chain, _ error) bool {
		return slices.ContainsFunc(c.Path, func(cert *Cert) bool { return cert.Refused != nil })
	}},
	{"a signature that crypto/x509 cannot check", "chain-signature-unverifiable", func(c *Chain, _ error) bool {
		return slices.ContainsFunc(c.Links, func(l Link) bool { return l.Unsupported })
	}},
	{"a signature with SHA-1", "chain-weak-signature-hash", func(c *Chain, _ error) bool {
		return c.anyCert(func(i int, cert *Cert) bool { return refusedHash(cert.Certificate) && !c.isRoot(c.Where(i), cert) })
	}},
	{"an issuer that is no CA", "chain-ca-basic-constraints-missing", func(c *Chain, _ error) bool {
		return c.anyCert(func(i int, ca *Cert) bool { return i > 0 && (ca.Version < 3 || !mayIssue(ca.Certificate)) })
	}},
	{"a CA that may not sign certificates", "chain-ca-keyusage-missing-keycertsign", func(c *Chain, _ error) bool {
		return c.anyCert(func(i int, ca *Cert) bool { return i > 0 && lacksKeyCertSign(ca.Certificate) })
	}},
	{"validity", "validity-expired", func(_ *Chain, err error) bool { return refusedFor(err, x509.Expired) }},
	{"names outside the constraints", "chain-name-constraints", func(c *Chain, err error) bool {
		_, ok := aboutNames(err)
		return ok || len(c.failed(ruleNames)) > 0
	}},
	{"policies", "chain-policy-tree", func(c *Chain, _ error) bool { return len(c.failed(rulePolicy)) > 0 }},
	{"more CAs than pathLenConstraint allows", "chain-ca-pathlen-exceeded", func(c *Chain, _ error) bool { return len(c.tooDeep()) > 0 }},
	{"self-issued certificates, which pathLenConstraint does not count", "", func(_ *Chain, err error) bool {
		return refusedFor(err, x509.TooManyIntermediates)
	}},
	{"critical name constraints of a kind that Go does not know, such as directory names", "", func(c *Chain, _ error) bool {
		return c.anyCert(func(_ int, cert *Cert) bool {
			return slices.ContainsFunc(cert.UnhandledCriticalExtensions, oidNameConstraints.Equal)
		})
	}},
	{"more certificates than Go's search tries", "", func(c *Chain, _ error) bool { return len(c.Path) > maxGoChecks }},
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
