package revocation

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"

	"qwac/pkg/chain"
)

// failed is the problem of a response that is only a refusal to answer.
func (e *Evidence) failed() *Problem {
	if e.response.status == ocsp.Success {
		return nil
	}
	p := e.problem(ruleUnusable, nil, fmt.Sprintf("the responder did not answer: %s (status %d)", e.response.status, e.response.status))
	if e.response.status == ocsp.Unauthorized {
		p.Hint = "The responder does not answer for this issuer: check that the request was made with the certificate of the issuing CA."
	}
	return p
}

// fitsResponse reports whether an answer in the response is about a certificate: issuer by name and key, and serial number.
func (e *Evidence) fitsResponse(l link) bool { return e.response.answerFor(l) >= 0 }

// answerFor is the place of the answer about a certificate, or -1.
func (r *response) answerFor(l link) int {
	for i, a := range r.answers {
		if a.serial.Cmp(l.cert.SerialNumber) == 0 && a.names(l) && (l.issuer == nil || a.keyed(l)) {
			return i
		}
	}
	return -1
}

// names reports whether the answer is about certificates of an issuer of that name.
func (a answer) names(l link) bool {
	if a.digest(l.cert.RawIssuer, a.nameHash) {
		return true
	}
	return l.issuer != nil && chain.SameName(l.issuer.RawSubject, l.cert.RawIssuer) && a.digest(l.issuer.RawSubject, a.nameHash)
}

// keyed reports whether the answer is about certificates of the key of the issuer.
func (a answer) keyed(l link) bool {
	return l.issuer != nil && a.digest(keyBits(l.issuer.RawSubjectPublicKeyInfo), a.keyHash)
}

func (a answer) digest(data, want []byte) bool {
	if a.hash == 0 || !a.hash.Available() {
		return false
	}
	h := a.hash.New()
	h.Write(data)
	return bytes.Equal(h.Sum(nil), want)
}

// keyBits is the key inside a SubjectPublicKeyInfo, without the algorithm.
func keyBits(spki []byte) []byte {
	input := cryptobyte.String(spki)
	var seq cryptobyte.String
	var key []byte
	if !input.ReadASN1(&seq, cbasn1.SEQUENCE) || !seq.SkipASN1(cbasn1.SEQUENCE) || !seq.ReadASN1BitStringAsBytes(&key) {
		return nil
	}
	return key
}

// missedResponse says why no answer is about a certificate of the path.
func (e *Evidence) missedResponse(links []link) string {
	if n := len(e.response.answers); n > 1 {
		return fmt.Sprintf("the response has %d answers, none about a certificate of the chain", n)
	}
	a := e.response.answers[0]
	if a.hash == 0 {
		return fmt.Sprintf("the response names the issuer by a hash that is not known here (%s)", a.algorithm)
	}
	for _, l := range links {
		switch {
		case a.names(l) && a.keyed(l):
			return fmt.Sprintf("the response is about serial number %X of %s; %s has %X", a.serial, chain.DN(l.cert.RawIssuer), l.name(), l.cert.SerialNumber)
		case a.names(l):
			return fmt.Sprintf("the response is about a certificate of %s, but of another key than that of the issuer in the chain", chain.DN(l.cert.RawIssuer))
		}
	}
	return fmt.Sprintf("the response is about serial number %X of an issuer that issued no certificate of the chain", a.serial)
}

// aboutResponse says what the response proves about a certificate that one of its answers is about.
func (e *Evidence) aboutResponse(l link, at time.Time) (*Status, *Problem) {
	if l.issuer == nil {
		return nil, e.notThere(l)
	}
	r, err := e.response.read(e.response.answerFor(l))
	if err != nil {
		return nil, e.problem(ruleUnusable, &l, "the response proves nothing about "+l.name()+": "+err.Error())
	}
	signer, why := e.response.signer(r, l.issuer)
	if signer == nil {
		return nil, e.unsigned(l, r, why)
	}
	c := answerClaim(r)
	stale := c.stale(at)
	if stale != "" && !c.settled() {
		return nil, e.problem(ruleStale, &l, "the response is not current for "+l.name()+": "+stale)
	}
	when := at
	if stale != "" {
		when = r.ProducedAt
	}
	if why := ended(signer, when); why != "" && signer != l.issuer {
		return nil, e.problem(ruleSignature, &l, why)
	}
	return e.status(l, c.asOf(at)), nil
}

// read reads the answer at a place. Of several about the same serial number golang.org/x/crypto/ocsp reads the first.
func (r *response) read(i int) (*ocsp.Response, error) {
	a := r.answers[i]
	if oid := r.critical + a.critical; oid != "" {
		return nil, errors.New("it has a critical extension that is not known here: " + oid)
	}
	for _, other := range r.answers[:i] {
		if other.serial.Cmp(a.serial) == 0 {
			return nil, fmt.Errorf("it has two answers about serial number %X, of different issuers", a.serial)
		}
	}
	out, err := ocsp.ParseResponseForCert(r.bare, &x509.Certificate{SerialNumber: a.serial}, nil)
	if err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	out.SignatureAlgorithm = r.algorithm
	return out, nil
}

// answerClaim is what the answer says.
func answerClaim(r *ocsp.Response) claim {
	c := claim{state: Good, this: r.ThisUpdate, next: r.NextUpdate}
	switch r.Status {
	case ocsp.Revoked:
		c.state, c.since, c.reason = Revoked, r.RevokedAt, reasonName(r.RevocationReason)
	case ocsp.Unknown:
		c.state = Unknown
	}
	return c
}

// signer finds who signed the response: the issuer itself, or a responder whom the issuer certified for it (RFC 6960, 4.2.2.2). The
// certificates in the response may stand in any order. If nobody may have signed it, why says what is wrong with the one who did, and
// is nil when nobody did.
func (r *response) signer(resp *ocsp.Response, issuer *x509.Certificate) (signer *x509.Certificate, why error) {
	if err := resp.CheckSignatureFrom(issuer); err == nil {
		return issuer, nil
	} else if errors.Is(err, x509.ErrUnsupportedAlgorithm) {
		why = err
	}
	for _, c := range r.certs {
		if resp.CheckSignatureFrom(c) != nil {
			continue
		}
		if why = delegated(c, issuer); why == nil {
			return c, nil
		}
	}
	return nil, why
}

// delegated says why a certificate does not let its holder answer for the issuer.
func delegated(c, issuer *x509.Certificate) error {
	name := chain.DN(c.RawSubject)
	if !chain.SameName(c.RawIssuer, issuer.RawSubject) {
		return fmt.Errorf("the responder, %s, was certified by %s, not by the issuer itself", name, chain.DN(c.RawIssuer))
	}
	if err := c.CheckSignatureFrom(issuer); err != nil {
		return fmt.Errorf("the certificate of the responder, %s, has not the signature of the issuer: %w", name, err)
	}
	for _, usage := range c.ExtKeyUsage {
		if usage == x509.ExtKeyUsageOCSPSigning {
			if len(c.UnhandledCriticalExtensions) > 0 {
				return fmt.Errorf("the certificate of the responder, %s, has a critical extension that is not known here: %s", name, c.UnhandledCriticalExtensions[0])
			}
			return nil
		}
	}
	return fmt.Errorf("the certificate of the responder, %s, is not for answers about other certificates: its extended key usage lacks id-kp-OCSPSigning", name)
}

// ended says why a responder's certificate is not valid at a time; empty: it is.
func ended(c *x509.Certificate, at time.Time) string {
	if at.IsZero() || !at.Add(skew).Before(c.NotBefore) && !at.Add(-skew).After(c.NotAfter) {
		return ""
	}
	return fmt.Sprintf("the certificate of the responder, %s, is valid from %s to %s, not at %s", chain.DN(c.RawSubject), moment(c.NotBefore), moment(c.NotAfter), moment(at))
}

// unsigned is the problem of a response that nobody signed who may.
func (e *Evidence) unsigned(l link, r *ocsp.Response, why error) *Problem {
	switch {
	case errors.Is(why, x509.ErrUnsupportedAlgorithm):
		return e.badSignature(l, why)
	case why != nil:
		return e.problem(ruleSignature, &l, "the response is signed by somebody who may not: "+why.Error())
	}
	responder := fmt.Sprintf("key %X", r.ResponderKeyHash)
	if len(r.RawResponderName) > 0 {
		responder = chain.DN(r.RawResponderName)
	}
	return e.problem(ruleSignature, &l, fmt.Sprintf("the signature of the response is neither that of the issuer, %s, nor of a certificate in the response; it names %s as its responder",
		chain.DN(l.issuer.RawSubject), responder))
}

// hashes are the hash functions of certIDs (RFC 6960, 4.1.1) by their identifiers.
var hashes = []struct {
	oid  asn1.ObjectIdentifier
	hash crypto.Hash
}{
	{asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}, crypto.SHA1},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}, crypto.SHA256},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}, crypto.SHA384},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}, crypto.SHA512},
}
