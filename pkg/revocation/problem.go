package revocation

import (
	"crypto/x509"
	"errors"
	"fmt"
	"strings"

	"qwac/pkg/chain"
	"qwac/pkg/lint"
)

// notThere is the problem of evidence whose signer is not among the certificates.
func (e *Evidence) notThere(l link) *Problem {
	p := e.problem(ruleUnusable, &l, fmt.Sprintf("the signature cannot be checked: the certificate of the issuer, %s, is not in the chain", chain.DN(l.cert.RawIssuer)))
	p.Hint = "Give the certificate of the issuer too: as an input, or with --trust."
	return p
}

// badSignature tells a signature that is wrong from one that the standard library cannot check.
func (e *Evidence) badSignature(l link, err error) *Problem {
	what, issuer := "the signature of the list", chain.DN(l.issuer.RawSubject)
	if e.Kind == OCSP {
		what = "the signature of the response"
	}
	switch {
	case errors.Is(err, x509.ErrUnsupportedAlgorithm):
		p := e.problem(ruleUnusable, &l, fmt.Sprintf("%s cannot be checked: its algorithm, or the key of %s, is not known here", what, issuer))
		p.Hint = "Check the file with openssl, which knows more algorithms."
		return p
	case errors.As(err, &x509.ConstraintViolationError{}):
		return e.problem(ruleSignature, &l, fmt.Sprintf("the issuer, %s, may not sign lists: its certificate is no CA's, or its key usage lacks cRLSign", issuer))
	}
	return e.problem(ruleSignature, &l, fmt.Sprintf("%s is not that of %s: %s", what, issuer, strings.TrimPrefix(err.Error(), "x509: ")))
}

// problem makes a problem of this evidence; l is the certificate that it is about, nil: none of the path.
func (e *Evidence) problem(rule string, l *link, message string) *Problem {
	p := &Problem{Rule: rule, Where: lint.Where{At: lint.Location{File: e.Source}}, Message: message}
	if l != nil {
		p.Cert = l.index + 1
		p.Hint = e.fetch(*l)
	}
	return p
}

// Ids of the rules that report problems.
const (
	ruleStale       = "revocation-evidence-stale"
	ruleWrongIssuer = "revocation-evidence-wrong-issuer"
	ruleSignature   = "revocation-evidence-signature"
	ruleUnusable    = "revocation-evidence-unusable"
)
