package chain

import (
	"bytes"
	"crypto/x509"
	"strings"

	"qwac/pkg/lint"
)

// checkRefused reports what crypto/x509 refuses, by our own reading of the certificate. What another rule names is left to it.
func checkRefused(p *lint.Pass, w lint.Where, c *Cert) {
	if c.Refused == nil {
		return
	}
	named := false
	for _, r := range remarksOn(c) {
		if named = true; !r.malformed {
			w.Path = r.path
			p.Reportf(w, "%s", r.text)
		}
	}
	if named || refusalNamed(c) {
		return
	}
	reason := strings.TrimPrefix(c.Refused.Error(), "x509: ")
	for _, r := range refusals {
		if strings.Contains(reason, r.text) {
			w.Path = r.path
			p.Reportf(w, "%s; Go's parser says %q", r.cause, reason)
			return
		}
	}
	p.Reportf(w, "Go refuses the certificate for a cause that qwac has no name for; its parser says %q", reason)
}

// refusalNamed tells whether a rule of ours names what crypto/x509 stumbles over.
func refusalNamed(c *Cert) bool {
	inner, outer := signatureFields(c.Raw)
	k := keyOf(c.Certificate)
	switch {
	case c.Version > 3, c.Version < 1, c.SerialNumber.Sign() < 0, !bytes.Equal(inner, outer):
		return true
	case len(timeFaults(c)) > 0, len(duplicateExtensions(c)) > 0, len(duplicatePolicies(c)) > 0:
		return true
	case k.algorithm == oidRSA && !k.hasNull(), k.algorithm == oidEC && k.curveFault() != "":
		return true
	}
	if notCanonical(c.Raw) == "" {
		return false
	}
	_, err := x509.ParseCertificate(inDER(c.Raw, maxDepth))
	return err == nil
}

// refusals say in plain words what the errors of crypto/x509 about keys mean. The texts are those of Go 1.26.
var refusals = []struct{ text, path, cause string }{
	{"point encoding", "subjectPublicKeyInfo", "the public key is no point of its curve"},
	{"RSA", "subjectPublicKeyInfo", "the RSA public key is malformed"},
	{"DSA", "subjectPublicKeyInfo", "the DSA public key is malformed"},
	{"Ed25519", "subjectPublicKeyInfo", "the Ed25519 public key is malformed"},
	{"X25519", "subjectPublicKeyInfo", "the X25519 public key is malformed"},
}
