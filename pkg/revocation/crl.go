package revocation

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"time"

	"qwac/pkg/ber"
)

// fitsList reports whether the list is that of the issuer of a certificate: by name, and by key as far as the key can
// be told from others. A list whose signature fails and that names no other key was made by that issuer and changed
// since.
func (e *Evidence) fitsList(l link) bool {
	if !ber.SameName(e.list.RawIssuer, l.cert.RawIssuer) {
		return false
	}
	return l.issuer == nil || !e.otherKey(l.issuer) || e.list.CheckSignatureFrom(l.issuer) == nil
}

// otherKey reports whether the list says that a key signed it that is not the issuer's.
func (e *Evidence) otherKey(issuer *x509.Certificate) bool {
	id := e.list.AuthorityKeyId
	return len(id) > 0 && len(issuer.SubjectKeyId) > 0 && !bytes.Equal(id, issuer.SubjectKeyId)
}

// hex is an identifier or a serial number for a message: whoever makes one chooses how long it is.
func hex(v any) string { return ber.Cut(fmt.Sprintf("%X", v)) }

// missedList says why the list fits no certificate.
func (e *Evidence) missedList(links []link) string {
	name := ber.Cut(ber.DN(e.list.RawIssuer))
	var issuers []string
	for _, l := range links {
		if ber.SameName(e.list.RawIssuer, l.cert.RawIssuer) {
			return fmt.Sprintf("the list is by another key of %s: its key identifier is %s, that of the issuer in the "+
				"chain %s", name, hex(e.list.AuthorityKeyId), hex(l.issuer.SubjectKeyId))
		}
		issuers = append(issuers, ber.Cut(ber.DN(l.cert.RawIssuer)))
	}
	return fmt.Sprintf("the list is by %s; the certificates of the chain were issued by %s", name,
		ber.List(issuers, "; "))
}

// aboutList says what the list proves about a certificate whose issuer's it is.
func (e *Evidence) aboutList(l link, at time.Time) (*Status, *Problem) {
	if l.issuer == nil {
		return nil, e.notThere(l)
	}
	if err := e.list.CheckSignatureFrom(l.issuer); err != nil {
		return nil, e.badSignature(l, err)
	}
	c, err := e.listClaim(l, at)
	if err != nil {
		return nil, e.problem(&evidenceUnusable, &l,
			"the entry of "+l.name()+" cannot be read: "+strings.TrimPrefix(err.Error(), "x509: "))
	}
	if e.tellsRevocation(c.asOf(at)) {
		return e.status(l, c), nil
	}
	if why := e.listUnusable(l, c); why != "" {
		return nil, e.problem(&evidenceUnusable, &l, "the list proves nothing about "+l.name()+": "+why)
	}
	now := c.asOf(at)
	if why := c.stale(at); why != "" && !c.settled() {
		return nil, e.problem(&evidenceStale, &l, "the list is not current for "+l.name()+": "+why)
	}
	return e.status(l, now), nil
}

// notThere is the problem of evidence whose signer is not among the certificates.
func (e *Evidence) notThere(l link) *Problem {
	p := e.problem(&evidenceUnusable, &l, fmt.Sprintf("the signature cannot be checked: the certificate of the "+
		"issuer, %s, is not in the chain", ber.Cut(ber.DN(l.cert.RawIssuer))))
	p.Hint = "Provide the certificate of the issuer too: as an input, or as one that the bank trusts."
	return p
}

// badSignature tells a signature that is wrong from one that the standard library cannot check.
func (e *Evidence) badSignature(l link, err error) *Problem {
	what, issuer := "the signature of the list", ber.Cut(ber.DN(l.issuer.RawSubject))
	if e.Kind == OCSP {
		what = "the signature of the response"
	}
	switch {
	case errors.Is(err, x509.ErrUnsupportedAlgorithm):
		p := e.problem(&evidenceUnusable, &l,
			fmt.Sprintf("%s cannot be checked: its algorithm, or the key of %s, is not known here", what, issuer))
		p.Hint = "Check the file with openssl, which knows more algorithms."
		return p
	case errors.As(err, &x509.ConstraintViolationError{}):
		return e.problem(&evidenceSignature, &l, fmt.Sprintf(
			"the issuer, %s, may not sign lists: its certificate is not a CA's, or its key usage lacks cRLSign",
			issuer))
	}
	return e.problem(&evidenceSignature, &l,
		fmt.Sprintf("%s is not that of %s: %s", what, issuer, strings.TrimPrefix(err.Error(), "x509: ")))
}

// listClaim is the gravest of what the list says of a certificate. An entry with removeFromCRL does not revoke it.
func (e *Evidence) listClaim(l link, at time.Time) (claim, error) {
	entries, err := e.list.of(l.cert.SerialNumber)
	return e.good().gravest(entries, at), err
}
