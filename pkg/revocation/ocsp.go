package revocation

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"

	"qwac/pkg/ber"
)

// fitsResponse reports whether an answer in the response is about a certificate: issuer by name and key, and serial
// number.
func (e *Evidence) fitsResponse(l link) bool { return len(e.response.about(l)) > 0 }

// about are the answers about a certificate. There may be several, which name the issuer by different hashes or say
// different things.
func (r *response) about(l link) []answer {
	var out []answer
	for _, a := range r.answers {
		if a.serial.Cmp(l.cert.SerialNumber) == 0 && a.names(l) && (l.issuer == nil || a.keyed(l)) {
			out = append(out, a)
		}
	}
	return out
}

// names reports whether the answer is about certificates of an issuer of that name.
func (a answer) names(l link) bool {
	if a.digest(l.cert.RawIssuer, a.nameHash) {
		return true
	}
	return l.issuer != nil && ber.SameName(l.issuer.RawSubject, l.cert.RawIssuer) &&
		a.digest(l.issuer.RawSubject, a.nameHash)
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
			return fmt.Sprintf("the response is about serial number %s of %s; %s has %s", hex(a.serial),
				ber.Cut(ber.DN(l.cert.RawIssuer)), l.name(), hex(l.cert.SerialNumber))
		case a.names(l):
			return fmt.Sprintf("the response is about a certificate of %s, but of another key than that of the issuer "+
				"in the chain", ber.Cut(ber.DN(l.cert.RawIssuer)))
		}
	}
	return fmt.Sprintf("the response is about serial number %s of an issuer that issued no certificate of the chain",
		hex(a.serial))
}

// aboutResponse says what the response proves about a certificate that answers are about: the gravest of what they say.
// An answer that cannot be read is passed over, unless it says more than the others: what was revoked is never good.
func (e *Evidence) aboutResponse(l link, at time.Time) (*Status, *Problem) {
	if l.issuer == nil {
		return nil, e.notThere(l)
	}
	r := e.response
	answers, skipped := r.read(l)
	c, stale, whyStale := r.gravest(answers, at)
	when := at
	if (c == nil || stale) && len(answers) > 0 {
		when = answers[0].ProducedAt
	}
	if signer, why := r.signer(l.issuer, when); signer == nil {
		return nil, e.unsigned(l, why)
	}
	var problem *Problem
	if skipped != nil && (len(answers) == 0 || skipped.revoked) {
		problem = e.problem(&evidenceUnusable, &l, "the response proves nothing about "+l.name()+": "+skipped.Error())
		problem.Revoked = skipped.revoked
	}
	switch {
	case c == nil && problem == nil:
		return nil, e.problem(&evidenceStale, &l, "the response is not current for "+l.name()+": "+whyStale)
	case c == nil:
		return nil, problem
	case c.asOf(at).settled():
		return e.status(l, c.asOf(at)), nil
	}
	return e.status(l, c.asOf(at)), problem
}

// gravest chooses among answers about one certificate those that can be relied upon at a time, and of these the
// gravest. It may be a revocation in an answer that is not current. Nil: none can be relied upon, and why.
func (r *response) gravest(answers []*ocsp.Response, at time.Time) (c *claim, stale bool, why string) {
	for _, a := range answers {
		next := r.claim(a)
		old := next.stale(at)
		switch {
		case old != "" && !next.settled():
			if why == "" {
				why = old
			}
		case c == nil || next.worse(*c, at):
			c, stale = &next, old != ""
		}
	}
	return c, stale, why
}

// skippedError says why answers were passed over.
type skippedError struct {
	error        // of the first
	revoked bool // one of them says that the certificate is revoked
}

// read reads the answers about a certificate with golang.org/x/crypto/ocsp, which of several about the same serial
// number reads the first. Those that it cannot read are skipped.
func (r *response) read(l link) (out []*ocsp.Response, skipped *skippedError) {
	for _, a := range r.about(l) {
		one, err := r.readOne(a, l)
		if err == nil {
			out = append(out, one)
			continue
		}
		if skipped == nil {
			skipped = &skippedError{error: err}
		}
		skipped.revoked = skipped.revoked || a.revoked
	}
	return out, skipped
}

func (r *response) readOne(a answer, l link) (*ocsp.Response, error) {
	if a.ofAnother(l.cert.Raw) {
		return nil, errors.New("it is about another certificate with this serial number, as its certHash (" +
			oidCertHash.String() + ") says, so the issuer does not know this one")
	}
	if oid := cmp.Or(r.critical, a.critical); oid != "" {
		return nil, errors.New("it has a critical extension that is not known here: " + oid)
	}
	one, err := ocsp.ParseResponse(r.only(a), nil)
	if err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	return one, nil
}

// claim is what an answer says. That a certificate was never issued is said as a hold since the beginning of 1970, in a
// response that knows of extended revocation (RFC 6960, 2.2 and 4.4.8).
func (r *response) claim(a *ocsp.Response) claim {
	c := claim{state: Good, this: a.ThisUpdate, next: a.NextUpdate}
	switch {
	case a.Status == ocsp.Unknown, a.Status == ocsp.Revoked && r.extended &&
		a.RevocationReason == ocsp.CertificateHold && a.RevokedAt.Unix() == 0:
		c.state = Unknown
	case a.Status == ocsp.Revoked:
		c.state, c.since, c.reason = Revoked, a.RevokedAt, reasonName(a.RevocationReason)
	}
	return c
}

// signer finds who signed the response: the issuer itself, or a responder whom the issuer certified for it (RFC 6960,
// 4.2.2.2) and whose certificate is valid at a time. The certificates in the response may stand in any order, and
// several may be of the same key. If nobody may have signed it, why says what is wrong with the last one who did, and
// is nil when nobody did.
func (r *response) signer(issuer *x509.Certificate, at time.Time) (signer *x509.Certificate, why error) {
	signed := ocsp.Response{TBSResponseData: r.signed.whole, Signature: r.signature(), SignatureAlgorithm: r.algorithm}
	if err := signed.CheckSignatureFrom(issuer); err == nil {
		return issuer, nil
	} else if errors.Is(err, x509.ErrUnsupportedAlgorithm) {
		why = err
	}
	for _, c := range r.certs {
		if signed.CheckSignatureFrom(c) != nil {
			continue
		}
		if why = cmp.Or(delegated(c, issuer), ended(c, at)); why == nil {
			return c, nil
		}
	}
	return nil, why
}

// signature is that of the response.
func (r *response) signature() []byte {
	input := cryptobyte.String(r.outer[1])
	var bits asn1.BitString
	if !input.ReadASN1BitString(&bits) {
		return nil
	}
	return bits.RightAlign()
}

// delegated says why a certificate does not let its holder answer for the issuer.
func delegated(c, issuer *x509.Certificate) error {
	name := ber.Cut(ber.DN(c.RawSubject))
	if !ber.SameName(c.RawIssuer, issuer.RawSubject) {
		return fmt.Errorf("the responder, %s, was certified by %s, not by the issuer itself", name,
			ber.Cut(ber.DN(c.RawIssuer)))
	}
	if err := c.CheckSignatureFrom(issuer); err != nil {
		return fmt.Errorf("the certificate of the responder, %s, has not the signature of the issuer: %w", name, err)
	}
	if c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return fmt.Errorf("the key of the responder, %s, is not for signatures: its key usage lacks digitalSignature",
			name)
	}
	for _, usage := range c.ExtKeyUsage {
		if usage == x509.ExtKeyUsageOCSPSigning {
			if len(c.UnhandledCriticalExtensions) > 0 {
				return fmt.Errorf("the certificate of the responder, %s, has a critical extension that is not known "+
					"here: %s", name, c.UnhandledCriticalExtensions[0])
			}
			return nil
		}
	}
	return fmt.Errorf("the certificate of the responder, %s, is not for answers about other certificates: its "+
		"extended key usage lacks id-kp-OCSPSigning", name)
}

// endedError says that a responder may sign, but not now.
type endedError string

func (e endedError) Error() string { return string(e) }

// ended says why a responder's certificate is not valid at a time; nil: it is.
func ended(c *x509.Certificate, at time.Time) error {
	if at.IsZero() || !at.Add(skew).Before(c.NotBefore) && !at.Add(-skew).After(c.NotAfter) {
		return nil
	}
	return endedError(fmt.Sprintf("the certificate of the responder, %s, is valid from %s to %s, not at %s",
		ber.Cut(ber.DN(c.RawSubject)), moment(c.NotBefore), moment(c.NotAfter), moment(at)))
}

// unsigned is the problem of a response that nobody signed who may.
func (e *Evidence) unsigned(l link, why error) *Problem {
	var late endedError
	switch {
	case errors.Is(why, x509.ErrUnsupportedAlgorithm):
		return e.badSignature(l, why)
	case errors.As(why, &late):
		return e.problem(&evidenceSignature, &l, late.Error())
	case why != nil:
		return e.problem(&evidenceSignature, &l, "the signer of the response is not authorized: "+why.Error())
	}
	return e.problem(&evidenceSignature, &l, fmt.Sprintf("the signature of the response is neither that of the "+
		"issuer, %s, nor of a certificate in the response; it names %s as its responder",
		ber.Cut(ber.DN(l.issuer.RawSubject)), e.response.responder(l.issuer)))
}

// responder is whom the response names as the one who signed it.
func (r *response) responder(issuer *x509.Certificate) string {
	id := r.id
	var name, key cryptobyte.String
	byName, byKey := contextTag(1).Constructed(), contextTag(2).Constructed()
	switch {
	case id.PeekASN1Tag(byName) && id.ReadASN1(&name, byName):
		if ber.SameName(name, issuer.RawSubject) {
			return "the issuer itself"
		}
		return ber.Cut(ber.DN(name))
	case id.PeekASN1Tag(byKey) && id.ReadASN1(&name, byKey) && name.ReadASN1(&key, cbasn1.OCTET_STRING):
		if sum := sha1.Sum(keyBits(issuer.RawSubjectPublicKeyInfo)); bytes.Equal(sum[:], key) {
			return "the issuer itself"
		}
		return "the key with the identifier " + hex([]byte(key))
	}
	return "nobody"
}
