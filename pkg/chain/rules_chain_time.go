package chain

import (
	"fmt"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/life"
	"qwac/pkg/lint"
	"qwac/pkg/path"
)

const (
	// clockSkew is how far clocks of issuers and banks may be apart.
	clockSkew = 5 * time.Minute
	// urgent is when the end of validity turns from a notice into a warning: issuing and uploading a QWAC takes that
	// long.
	urgent = 14 * 24 * time.Hour
	// defaultExpiresWithin is Options.ExpiresWithin when that is zero.
	defaultExpiresWithin = 30 * 24 * time.Hour
)

// ValidityExpired is the rule on certificates that have expired.
var ValidityExpired = lint.Meta{
	ID: "validity-expired", Code: "C31", Severity: lint.Error,
	Title: "a certificate has expired",
	Means: "Each certificate is valid until a certain time (notAfter). For this one the time has passed. It may " +
		"be yours or the one of an issuer.",
	Why:        "The bank checks every certificate of the chain. One that has ended breaks the whole chain.",
	Wrong:      "notAfter=Aug 31 23:59:59 2026 GMT, today 2026-09-01",
	Right:      "notAfter=Aug 31 23:59:59 2027 GMT, today 2026-09-01",
	Fix:        "Use the renewed certificate; for that of an issuer, get the new one from your QTSP.",
	Source:     lint.RFC5280("6.1.3 (a)(2)"),
	SilencedBy: []*lint.Meta{&cert.X509ValidityInverted},
	See:        lint.SeeEveryDates,
}

// olderRootHint is the next step where a path ends with an expired root above a cross-certificate, whose names it has.
const olderRootHint = "Put the self-signed certificate of %s, of the same name and key, in the place of the last " +
	"two: %s is probably an older root, which had certified it when it was new. The leaf is fine. If there is none, " +
	"ask the trust service provider for the chain that is valid now."

func checkValidityExpired(p *lint.Pass, c *Chain) {
	at := c.Options.At
	for i, crt := range c.Path {
		if at.After(crt.NotAfter) {
			f := lint.Finding{Where: c.field(i, "validity.notAfter")}
			f.Message = "certificate of " + nameOf(crt) + " ended on " + path.Stamp(crt.NotAfter) + ", judged at " +
				path.Stamp(at)
			switch why := cert.LastCentury(crt); {
			case why != "":
				f.Message += "; " + why
				f.Hint = "Ask the QTSP for a re-issue with the right dates."
			case i == len(c.Path)-1 && c.expiredCross():
				f.Hint = crossHint
			case i > 0:
				f.Hint = "Ask the trust service provider for the certificate of this CA that is valid now. With one " +
					"of the same name and key the leaf is fine; only where there is none a new leaf is needed."
				if i == len(c.Path)-1 && i > 2 {
					f.Hint = fmt.Sprintf(olderRootHint, nameOf(c.Path[i-1]), nameOf(crt))
				}
			}
			p.Report(f)
		}
	}
}

// ValidityNotYetValid is the rule on certificates that are not valid yet.
var ValidityNotYetValid = lint.Meta{
	ID: "validity-not-yet-valid", Code: "C32", Severity: lint.Error,
	Title: "a certificate is not valid yet",
	Means: "Each certificate is valid from a certain time (notBefore) on. For this one the time has not come " +
		"yet, or the clock of the computer is wrong.",
	Why:        "The bank checks every certificate of the chain, and refuses one that has not begun.",
	Wrong:      "notBefore=Sep  2 00:00:00 2026 GMT, today 2026-09-01",
	Right:      "notBefore=Aug 31 00:00:00 2026 GMT, today 2026-09-01",
	Fix:        "Upload it after that time, and check the clock of this machine.",
	Source:     lint.RFC5280("6.1.3 (a)(2)"),
	SilencedBy: []*lint.Meta{&cert.X509ValidityInverted},
	See:        lint.SeeEveryDates,
}

func checkValidityNotYetValid(p *lint.Pass, c *Chain) {
	at := c.Options.At
	for i, cert := range c.Path {
		if !at.Before(cert.NotBefore) {
			continue
		}
		f := lint.Finding{Where: c.field(i, "validity.notBefore")}
		f.Message = "certificate of " + nameOf(cert) + " begins on " + path.Stamp(cert.NotBefore) + ", judged at " +
			path.Stamp(at)
		if cert.NotBefore.Sub(at) <= clockSkew {
			f.Severity = lint.Warning
		}
		p.Report(f)
	}
}

var validityExpiringSoon = lint.Meta{
	ID: "validity-expiring-soon", Code: "C33", Severity: lint.Warning,
	Title: "the chain ends soon",
	Means: "Each certificate is valid until a certain day. The first one in the chain to end will do so soon. " +
		"The chain is then no longer valid, even if the others live on.",
	Why:    "After that day the bank refuses your connections. To order and upload a renewal takes time.",
	Wrong:  "notAfter=Sep 15 00:00:00 2026 GMT, today 2026-09-01",
	Right:  "notAfter=Sep 15 00:00:00 2027 GMT, today 2026-09-01",
	Fix:    "Order the renewal now and upload it before that day.",
	Source: lint.Inference(),
	See:    lint.SeeEveryDates,
}

func checkValidityExpiringSoon(p *lint.Pass, c *Chain) {
	first := 0
	for i, cert := range c.Path {
		if cert.NotAfter.Before(c.Path[first].NotAfter) {
			first = i
		}
	}
	within := c.Options.ExpiresWithin
	if within == 0 {
		within = defaultExpiresWithin
	}
	cert := c.Path[first]
	left := cert.NotAfter.Sub(c.Options.At)
	if left < 0 || left > within {
		return
	}
	f := lint.Finding{Where: c.field(first, "validity.notAfter"), Severity: lint.Notice}
	f.Message = "certificate of " + nameOf(cert) + " is the first of the chain to end, on " +
		path.Stamp(cert.NotAfter) +
		": " + ber.Count(life.Left(cert.NotAfter, c.Options.At), "day") + " left"
	if left <= urgent {
		f.Severity = lint.Warning
	}
	if first > 0 {
		f.Hint = "Ask the trust service provider which chain follows, and upload it before that day."
	}
	p.Report(f)
}

func judgedAtATime(c *Chain) bool { return !c.Options.At.IsZero() && hasPath(c) }
