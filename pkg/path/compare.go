package path

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"slices"
	"time"

	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/second"
)

// GoRefuses is what crypto/x509 says of exactly this path below this anchor, for any purpose and name: nil, or why it
// refuses. It is a second opinion that words findings; what [Validate] found it never takes back.
func GoRefuses(path []*cert.Cert, anchor *cert.Cert, at time.Time) error {
	whole := append(slices.Clone(path), anchor)
	for _, c := range whole {
		if c.Refused != nil {
			return c.Refused
		}
	}
	if len(path) == 1 && bytes.Equal(path[0].Raw, anchor.Raw) {
		return nil
	}
	return second.Opinion(whole, at)
}

// Difference is a cause for which crypto/x509 refuses a path that is valid by RFC 5280.
type Difference struct {
	Cause string
	Told  bool // a rule on certificates or links tells it; else none does but that on what crypto/x509 refuses
	// Always says that the cause is one on a path that is not valid too: of the refusal there are several then.
	Always bool
	holds  func(d *differ) bool
}

// differ is a valid path that crypto/x509 refuses.
type differ struct {
	path []*Facts // with the anchor
	err  error
}

// DifferenceFromGo names the cause for which crypto/x509 refuses a path that [Validate] takes; empty: none is known.
func DifferenceFromGo(path []*cert.Cert, anchor *cert.Cert, err error) string {
	var all []*Facts
	for _, c := range append(slices.Clone(path), anchor) {
		all = append(all, FactsOf(c))
	}
	if d := DifferenceOf(all, err); d != nil {
		return d.Cause
	}
	return ""
}

// DifferenceOf is [DifferenceFromGo] over what is known of the certificates; nil: none is known.
func DifferenceOf(path []*Facts, err error) *Difference {
	d := &differ{path, err}
	for i := range differences {
		if differences[i].holds(d) {
			return &differences[i]
		}
	}
	return nil
}

// differences are all such causes.
var differences = []Difference{
	{"a certificate that crypto/x509 does not read", true, false, func(d *differ) bool {
		var invalid x509.CertificateInvalidError
		return !errors.As(d.err, &invalid) && !d.unhandled() && !d.unknownAuthority() && d.anyRefused()
	}},
	{"names that are equal only without regard to case, blanks and string types", true, false,
		func(d *differ) bool {
			return d.unknownAuthority() && d.link(func(c, ca *Facts) bool {
				return !bytes.Equal(c.Cert.RawIssuer, ca.Cert.RawSubject)
			})
		}},
	{"a key for RSASSA-PSS alone", true, false, func(d *differ) bool {
		return d.link(func(_, ca *Facts) bool { return ca.key.Algorithm == key.OIDPSS })
	}},
	{"a signature was verified here whose algorithm or parameters Go's verifier does not take", false, true,
		func(d *differ) bool {
			return d.link(func(c, _ *Facts) bool {
				return c.weak == "" && c.Cert.SignatureAlgorithm == x509.UnknownSignatureAlgorithm
			})
		}},
	{"a signature with a weak hash", true, false, func(d *differ) bool {
		return d.link(func(c, _ *Facts) bool { return c.weak != "" })
	}},
	{"self-issued certificates, which pathLenConstraint does not count", false, false, func(d *differ) bool {
		return d.reason(x509.TooManyIntermediates) && d.selfIssuedBelow(func(*Facts) bool { return true })
	}},
	{"name constraints on a self-issued certificate, which do not apply to it", false, false, func(d *differ) bool {
		return d.reason(x509.CANotAuthorizedForThisName) && d.selfIssuedBelow((*Facts).limitsNames)
	}},
	{"name constraints on a host in mail addresses or URIs, which without a leading dot are for that host alone (RFC " +
		"5280, 4.2.1.10), and Go takes them for the hosts below it too", false, false,
		func(d *differ) bool {
			return d.reason(x509.CANotAuthorizedForThisName) && d.any(func(f *Facts) bool {
				return len(f.excluded[1]) > 0 || len(f.excluded[6]) > 0
			})
		}},
	{"critical name constraints of a kind that Go does not know, such as directory names", false, false,
		func(d *differ) bool {
			return d.unhandled() && d.any(func(f *Facts) bool {
				return slices.ContainsFunc(f.Cert.UnhandledCriticalExtensions, cert.OIDNameConstraints.Equal)
			})
		}},
	{"critical extensions that verifiers need not know", true, false, func(d *differ) bool {
		return d.unhandled() && d.any(func(f *Facts) bool {
			return slices.ContainsFunc(f.Cert.UnhandledCriticalExtensions, func(id asn1.ObjectIdentifier) bool {
				return !cert.Understood(id.String(), true)
			})
		})
	}},
	{"critical extensions that are known here", false, false, func(d *differ) bool {
		return d.unhandled()
	}},
	{"an anchor of version 1 or without basicConstraints", false, false, func(d *differ) bool {
		return d.reason(x509.NotAuthorizedToSign) && !d.path[len(d.path)-1].basic
	}},
	{"the last second of the validity", false, false, func(d *differ) bool { return d.reason(x509.Expired) }},
	{"more certificates than its search tries", false, false, func(d *differ) bool {
		return len(d.path) > maxGoChecks
	}},
}

func (d *differ) any(is func(*Facts) bool) bool { return slices.ContainsFunc(d.path, is) }

// link reports whether two certificates of the path, the upper one the issuer, are such.
func (d *differ) link(is func(c, ca *Facts) bool) bool {
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
	limit := (*cert.LimitError)(nil)
	return errors.As(d.err, &limit) || d.any(func(f *Facts) bool {
		_, err := x509.ParseCertificate(f.Cert.Raw)
		return err != nil
	})
}

// selfIssuedBelow reports whether a CA that is none of the ends of the path is self-issued, with such a one above it: a
// root always is, and nothing follows from that.
func (d *differ) selfIssuedBelow(above func(*Facts) bool) bool {
	for i := 1; i+1 < len(d.path); i++ {
		if d.path[i].selfIssued && slices.ContainsFunc(d.path[i+1:], above) {
			return true
		}
	}
	return false
}

func (f *Facts) limitsNames() bool { return f.limits != nil }

// maxGoChecks is after how many signature checks Verify of crypto/x509 gives up (maxChainSignatureChecks).
const maxGoChecks = 100

func refusedFor(err error, r x509.InvalidReason) bool {
	var invalid x509.CertificateInvalidError
	return errors.As(err, &invalid) && invalid.Reason == r
}
