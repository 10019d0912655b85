package cert

import (
	"bytes"
	"crypto/x509"
	"errors"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/key"
	"qwac/pkg/lint"
)

// checkRefused reports what crypto/x509 refuses, by our own reading of the certificate. What another rule names is left
// to it, cause by cause: a certificate may have several, so that a finding of another rule silences one of them and not
// the rule (SilencedBy).
func checkRefused(p *lint.Pass, w lint.Where, c *Cert) {
	if c.Refused == nil {
		return
	}
	named := refusalNamed(c)
	for _, r := range RemarksOn(c) {
		if named = true; !r.Malformed {
			w.Path = r.Path
			p.Reportf(w, "%s", r.Text)
		}
	}
	reason := strings.TrimPrefix(c.Refused.Error(), "x509: ")
	switch refused := keyRefused(c); {
	case refused != nil && !keyNamed(c):
		reportKeyForm(p, w, c, strings.TrimPrefix(refused.Error(), "x509: "))
	case !named:
		w.Path = ""
		p.Reportf(w, "Go refuses the certificate for a cause that qwac has no name for; its parser says %s",
			ber.Quote(reason))
	}
}

// keyRefused is what crypto/x509 says of a key that it stumbles over, be it behind something else; nil: it does not. A
// key of an algorithm that it does not know it leaves alone.
func keyRefused(c *Cert) error {
	if c.PublicKeyAlgorithm == x509.UnknownPublicKeyAlgorithm {
		return nil
	}
	_, err := x509.ParsePKIXPublicKey(c.RawSubjectPublicKeyInfo)
	return err
}

// reportKeyForm says what it is in the key that Go does not read. A key of the leaf that is of no use is told by
// key-not-usable-in-tls.
func reportKeyForm(p *lint.Pass, w lint.Where, c *Cert, reason string) {
	k := key.Of(c.Certificate)
	if w.Cert == 1 && k.TLSFault() != "" {
		return
	}
	w.Path = "subjectPublicKeyInfo"
	cause := "the public key is one that Go cannot read"
	switch fault, form := k.Fault(), key.PointForm(k.Key); {
	case fault != "":
		cause = fault
	case k.Algorithm != key.OIDEC:
	case form == key.PointCompressed:
		cause = "the public key is a compressed point (02 or 03): a lawful form (RFC 5480 2.2), but Go reads " +
			"uncompressed points (04) only"
	case form == key.PointHybrid:
		cause = "the public key is a point in hybrid form (06 or 07), which RFC 5480 2.2 forbids; Go reads " +
			"uncompressed points (04) only"
	}
	p.Reportf(w, "%s; Go's parser says %s", cause, ber.Quote(reason))
}

// keyNamed tells whether a rule on keys names what crypto/x509 does not read in the key. Of the other causes it says
// nothing.
func keyNamed(c *Cert) bool {
	k := key.Of(c.Certificate)
	return k.Algorithm == key.OIDRSA && (!k.HasNull() || exponentFault(k.Exponent()).Message != "") ||
		k.Algorithm == key.OIDEC && k.CurveFault() != key.CurveGood
}

// refusalNamed tells whether a rule of ours names what crypto/x509 stumbles over. Then there is no cause without a
// name, which is a condition of what this rule says last, not of the rest.
func refusalNamed(c *Cert) bool {
	if limit := (*LimitError)(nil); errors.As(c.Refused, &limit) {
		return true
	}
	inner, outer := key.SignatureFields(c.Raw)
	switch {
	case c.Version > 3, c.Version < 1, c.SerialNumber.Sign() < 0, !bytes.Equal(inner, outer):
		return true
	case len(timeFaults(c)) > 0, len(duplicateExtensions(c)) > 0, len(duplicatePolicies(c)) > 0:
		return true
	case keyNamed(c):
		return true
	}
	if ber.NotCanonical(c.Raw) == "" {
		return false
	}
	_, err := x509.ParseCertificate(ber.InDER(c.Raw, ber.MaxDepth))
	return err == nil
}
