package revocation

import (
	"crypto/x509"
	"time"

	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/lint"
)

// claim is what a piece of evidence says of one certificate.
type claim struct {
	state      State
	since      time.Time
	reason     string
	this, next time.Time
}

// Kind is the kind of a piece of evidence, as a person calls it.
type Kind string

// The kinds.
const (
	CRL  Kind = "CRL"
	OCSP Kind = "OCSP"
)

// Evidence is one revocation list or one OCSP response.
type Evidence struct {
	Source string // name of the input
	Kind   Kind

	list     *list     // of kind CRL
	response *response // of kind OCSP
}

// State is what is known of a certificate.
type State string

// The states. A certificate without usable evidence has no [Status] at all.
const (
	Good    State = "good"    // not revoked
	Revoked State = "revoked" // for good or for a time: see Reason
	Unknown State = "unknown" // the responder does not know the certificate
)

// Hold is the reason of a revocation that may be taken back.
const Hold = "certificateHold"

// Status is what the evidence proves about one certificate.
type Status struct {
	Cert   int       // place on the path; 0 is the leaf
	State  State     // at the time of judging
	Since  time.Time // of the revocation. With Good it lies after the time of judging. Zero: not revoked
	Reason string    // as in RFC 5280, 5.3.1: "keyCompromise"; "unspecified" when none is given; empty: not revoked

	Kind                   Kind
	Source                 string // name of the input
	ThisUpdate, NextUpdate time.Time
}

// Problem says why a piece of evidence proves nothing.
type Problem struct {
	lint.Fault
	// Revoked says that the evidence is signed by who may and tells of a revocation, in an answer that is not
	// understood as a whole. No other evidence makes the certificate good then.
	Revoked bool
}

// Subject is what the rules judge.
type Subject struct {
	Chain    *chain.Chain
	Statuses []Status  // one for each certificate with usable evidence, from the leaf
	Problems []Problem // in the order of the evidence
}

// link is a certificate and its issuer.
type link struct {
	index  int
	cert   *cert.Cert
	issuer *x509.Certificate // nil: it is not there
}

// problem makes a problem of this evidence; l is the certificate that it is about, nil: none of the path.
func (e *Evidence) problem(rule *lint.Meta, l *link, message string) *Problem {
	p := &Problem{Fault: lint.Fault{Rule: rule, Where: lint.Where{At: lint.Location{File: e.Source}}, Detail: message}}
	if l != nil {
		p.Cert = l.index + 1
		p.Hint = e.fetch(*l)
	}
	return p
}

// status makes a status of this evidence.
func (e *Evidence) status(l link, c claim) *Status {
	return &Status{
		Cert: l.index, State: c.state, Since: c.since, Reason: c.reason,
		Kind: e.Kind, Source: e.Source, ThisUpdate: c.this, NextUpdate: c.next,
	}
}
