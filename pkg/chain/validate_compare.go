package chain

import (
	"bytes"
	"crypto/x509"
	"errors"
	"slices"
	"time"
)

// GoRefuses is what crypto/x509 says of exactly this path below this anchor, for any purpose and name: nil, or why it
// refuses. It is a second opinion that words findings; what [Validate] found it never takes back.
func GoRefuses(path []*Cert, anchor *Cert, at time.Time) error {
	whole := append(slices.Clone(path), anchor)
	for _, c := range whole {
		if c.Refused != nil {
			return c.Refused
		}
	}
	if len(path) == 1 && bytes.Equal(path[0].Raw, anchor.Raw) {
		return nil
	}
	return secondOpinion(whole, at)
}

// difference is a cause for which crypto/x509 refuses a path that is valid by RFC 5280.
type difference struct {
	cause string
	rule  string // the rule that tells; empty: none but chain-verify-refused
	// always says that the cause is one on a path that is not valid too: of the refusal there are several then.
	always bool
	holds  func(d *differ) bool
}

// differ is a valid path that crypto/x509 refuses.
type differ struct {
	path []*facts // with the anchor
	err  error
}

// DifferenceFromGo names the cause for which crypto/x509 refuses a path that [Validate] takes; empty: none is known.
func DifferenceFromGo(path []*Cert, anchor *Cert, err error) string {
	var all []*facts
	for _, c := range append(slices.Clone(path), anchor) {
		all = append(all, factsOf(c))
	}
	if d := differenceFromGo(all, err); d != nil {
		return d.cause
	}
	return ""
}

func differenceFromGo(path []*facts, err error) *difference {
	d := &differ{path, err}
	for i := range differences {
		if differences[i].holds(d) {
			return &differences[i]
		}
	}
	return nil
}

// differences are all such causes.
var differences = []difference{
	{"a certificate that crypto/x509 does not read", "x509-go-unparseable", false, func(d *differ) bool {
		var invalid x509.CertificateInvalidError
		return !errors.As(d.err, &invalid) && !d.unhandled() && !d.unknownAuthority() && d.anyRefused()
	}},
	{"names that are equal only without regard to case, blanks and string types", "chain-name-encoding-differs", false, func(d *differ) bool {
		return d.unknownAuthority() && d.link(func(c, ca *facts) bool { return !bytes.Equal(c.cert.RawIssuer, ca.cert.RawSubject) })
	}},
	{"a key for RSASSA-PSS alone", "key-pss-spki", false, func(d *differ) bool {
		return d.link(func(_, ca *facts) bool { return ca.key.algorithm == oidPSS })
	}},
	{"a signature was verified here whose algorithm or parameters Go's verifier does not take", "", true, func(d *differ) bool {
		return d.link(func(c, _ *facts) bool {
			return c.weak == "" && c.cert.SignatureAlgorithm == x509.UnknownSignatureAlgorithm
		})
	}},
	{"a signature with a weak hash", "chain-weak-signature-hash", false, func(d *differ) bool {
		return d.link(func(c, _ *facts) bool { return c.weak != "" })
	}},
	{"self-issued certificates, which pathLenConstraint does not count", "", false, func(d *differ) bool {
		return d.reason(x509.TooManyIntermediates) && d.any((*facts).isSelfIssued)
	}},
	{"name constraints on a self-issued certificate, which do not apply to it", "", false, func(d *differ) bool {
		return d.reason(x509.CANotAuthorizedForThisName) && d.any((*facts).isSelfIssued)
	}},
	{"name constraints on hosts in addresses and URIs, which have only a leading dot for what is below", "", false, func(d *differ) bool {
		return d.reason(x509.CANotAuthorizedForThisName) && d.any(func(f *facts) bool {
			return len(f.excluded[1]) > 0 || len(f.excluded[6]) > 0
		})
	}},
	{"critical name constraints of a kind that Go does not know, such as directory names", "", false, func(d *differ) bool {
		return d.unhandled() && d.any(func(f *facts) bool {
			return slices.ContainsFunc(f.cert.UnhandledCriticalExtensions, oidNameConstraints.Equal)
		})
	}},
	{"critical extensions that are known here", "", false, func(d *differ) bool {
		return d.unhandled()
	}},
	{"an anchor of version 1 or without basicConstraints", "", false, func(d *differ) bool {
		return d.reason(x509.NotAuthorizedToSign) && !d.path[len(d.path)-1].basic
	}},
	{"the last second of the validity", "", false, func(d *differ) bool { return d.reason(x509.Expired) }},
	{"more certificates than its search tries", "", false, func(d *differ) bool { return len(d.path) > maxGoChecks }},
}

func (d *differ) any(is func(*facts) bool) bool { return slices.ContainsFunc(d.path, is) }

// link reports whether two certificates of the path, the upper one the issuer, are such.
func (d *differ) link(is func(c, ca *facts) bool) bool {
	for i := 0; i+1 < len(d.path); i++ {
		if is(d.path[i], d.path[i+1]) {
			return true
		}
	}
	return false
}

func (d *differ) reason(r x509.InvalidReason) bool { return refusedFor(d.err, r) }

func (d *differ) unhandled() bool {
	var unhandled x509.UnhandledCriticalExtension
	return errors.As(d.err, &unhandled)
}

func (d *differ) unknownAuthority() bool {
	var unknown x509.UnknownAuthorityError
	return errors.As(d.err, &unknown)
}

func (d *differ) anyRefused() bool {
	return d.any(func(f *facts) bool {
		_, err := x509.ParseCertificate(f.cert.Raw)
		return err != nil
	})
}

func (f *facts) isSelfIssued() bool { return f.selfIssued }

// maxGoChecks is after how many signature checks Verify of crypto/x509 gives up (maxChainSignatureChecks).
const maxGoChecks = 100
