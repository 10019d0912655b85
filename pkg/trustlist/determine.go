// Package trustlist proves where EU trusted lists come from, and says whether the issuer of a certificate is a granted
// qualified service for web site authentication (ETSI TS 119 615). It opens no files and no connections and knows no
// clock.
//
// [Authenticate] proves lists, read by package tsl, from the Official Journal down; [NewIndex] keeps what was proven,
// and [Index.Determine] answers the question most people have. Only a [Trusted] list gets into an index.
package trustlist

import (
	"crypto/x509"
	"errors"
	"time"

	"qwac/pkg/tsl"
)

// maxPath is the number of certificates that are looked at. No path of a qualified certificate has more than four.
const maxPath = 10

// ErrPath says that no certificate was given.
var ErrPath = errors.New("trusted lists: no certificate to look for")

// Determine tells whether path[0] is a qualified certificate for web site authentication at the given time (TS 119 615
// 4.4.4, check 3, run twice). The path continues with the issuing CA and the CAs above it. The lists may name any of
// them, and supply missing ones. Signatures between the certificates are checked; dates are left to path validation.
// The error is [ErrPath] or [ErrIndex].
//
// The combination with the checks for signatures and seals (-32) is part of the table here: a certificate that would
// pass two of them has several types or contradictory qualifiers, and comes out as indeterminate.
func (x *Index) Determine(path []*x509.Certificate, at time.Time) (*Determination, error) {
	if len(path) == 0 {
		return nil, ErrPath
	}
	leaf := path[0]
	d := &Determination{Territory: tsl.Territory(tsl.ReadName(leaf.RawIssuer).Country())}
	d.List, _ = x.Source(d.Territory)
	s, err := x.search(path[:min(len(path), maxPath)])
	if err != nil {
		return nil, err
	}
	r := run{d: d, leaf: leaf, facts: factsOf(leaf), matches: s.in(d.Territory)}
	r.checkNames()
	r.checkHistories()
	d.Issuance = r.at(leaf.NotBefore)
	d.Evaluation = r.at(at)
	d.Verdict = d.Evaluation.Verdict
	if d.Issuance.Verdict != d.Evaluation.Verdict {
		d.Verdict = Indeterminate
	}
	if d.List.Overdue(at) {
		r.warn("the list %s should have been replaced on %s", d.List, tsl.Date(d.List.NextUpdate))
	}
	d.NearMisses = r.nearMisses(s)
	return d, nil
}

// Issuer lists the services of a CA certificate, by key and name, with their state at a time; it leaves out those
// without a state at that time and those that are not for qualified certificates. The error is [ErrIndex].
func (x *Index) Issuer(ca *x509.Certificate, at time.Time) ([]Match, error) {
	var out []Match
	key, name := keyHash(ca.RawSubjectPublicKeyInfo), nameHash(ca.RawSubject)
	for _, i := range x.keys.find(key) {
		e, err := x.entry(i)
		if err != nil {
			return nil, err
		}
		if state := e.Service.At(at); state != nil && state.Type == tsl.TypeCAQC && e.has(key, name) {
			out = append(out, Match{Entry: e, State: *state})
		}
	}
	return out, nil
}
