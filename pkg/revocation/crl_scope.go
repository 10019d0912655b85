package revocation

import (
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/cert"
)

// takesOff reports whether an entry takes its certificate off another list, as one of a delta list may.
func takesOff(entries []x509.RevocationListEntry) bool {
	return slices.ContainsFunc(entries, func(entry x509.RevocationListEntry) bool {
		return entry.ReasonCode == removed
	})
}

// Extensions of lists and of their entries (RFC 5280, 5.2 and 5.3).
var (
	oidDeltaIndicator    = asn1.ObjectIdentifier{2, 5, 29, 27}
	oidDistributionPoint = asn1.ObjectIdentifier{2, 5, 29, 28}
	oidAuthorityKeyID    = asn1.ObjectIdentifier{2, 5, 29, 35}
	oidExpiredCerts      = asn1.ObjectIdentifier{2, 5, 29, 60} // X.509, 9.5.2.8: expired certificates stay on the list

	oidCRLDistributionPoints = asn1.ObjectIdentifier{2, 5, 29, 31} // of certificates
)

// knownInLists are the extensions of lists that may be critical here. A CRL number must not be (5.2.3).
var knownInLists = []asn1.ObjectIdentifier{oidAuthorityKeyID, oidDistributionPoint, oidExpiredCerts, oidDeltaIndicator}

// listUnusable says why the list, whose signature is good, proves nothing about a certificate, of which it says c;
// empty: it does.
func (e *Evidence) listUnusable(l link, c claim) string {
	if extension(e.list.Extensions, oidDeltaIndicator) != nil {
		return "it is a delta list, which says only what changed; give the complete list"
	}
	if oid := criticalBut(e.list.Extensions, knownInLists); oid != "" {
		return "it has a critical extension that is not known here: " + oid
	}
	if idp := extension(e.list.Extensions, oidDistributionPoint); idp != nil {
		if why := outOfScope(idp.Value, l); why != "" {
			return why
		}
	}
	if e.list.critical != "" {
		return e.list.critical
	}
	if entries, _ := e.list.of(l.cert.SerialNumber); c.state == Good && takesOff(entries) {
		return "its entry has the reason removeFromCRL, which only a delta list may have (RFC 5280, 5.3.1): " +
			"whether the certificate is revoked cannot be told from it"
	}
	if c.state == Good && e.mayLeaveOut(l.cert) {
		return fmt.Sprintf("it is from %s, after the certificate ended, and lists may leave out what has ended",
			moment(e.list.ThisUpdate))
	}
	return ""
}

// tellsRevocation reports whether an entry of the list revokes for good, whatever the list leaves out: one of changes,
// for some reasons, or for another distribution point. That a certificate is not named proves nothing there; that it is
// named does. What is not understood as a whole, or may be about another issuer, tells nothing.
func (e *Evidence) tellsRevocation(c claim) bool {
	s, ok := e.scope()
	return ok && c.settled() && !s.indirect && !s.attributeCerts && e.list.critical == "" &&
		criticalBut(e.list.Extensions, knownInLists) == ""
}

// mayLeaveOut reports whether a certificate had ended when the list was made: such need not be named any more.
func (e *Evidence) mayLeaveOut(cert *cert.Cert) bool {
	return e.list.ThisUpdate.After(cert.NotAfter) && extension(e.list.Extensions, oidExpiredCerts) == nil
}

// scope is what an issuingDistributionPoint says.
type scope struct {
	// GeneralNames of the distribution point, DER; with named set and no name: a relative name
	names                              [][]byte
	relative                           []byte // the DistributionPointName, where it is relative to the issuer; DER
	named                              bool
	reasons                            int // that it is for
	userCerts, caCerts, attributeCerts bool
	someReasons, indirect              bool
}

// outOfScope says why the issuingDistributionPoint of a list leaves a certificate out (RFC 5280, 6.3.3 (b) (2)); empty:
// it does not.
func outOfScope(der []byte, l link) string {
	s, ok := readScope(der)
	isCA := l.cert.BasicConstraintsValid && l.cert.IsCA
	switch {
	case !ok:
		return "its issuingDistributionPoint cannot be read"
	case s.indirect:
		return "it is an indirect list, which holds entries of several issuers; give the list that the issuer made " +
			"itself"
	case s.attributeCerts:
		return "it holds attribute certificates only"
	case s.userCerts && isCA:
		return "it holds certificates of end entities only"
	case s.caCerts && !isCA:
		return "it holds CA certificates only"
	case s.someReasons:
		return "it holds revocations for some reasons only"
	case s.named && !s.shares(l):
		return "it is the part of the list for certificates with another distribution point"
	}
	return ""
}

// shares reports whether the certificate names a distribution point of the list.
func (s scope) shares(l link) bool {
	ext := extension(l.cert.Extensions, oidCRLDistributionPoints)
	if ext == nil {
		return false
	}
	for _, name := range distributionNames(ext.Value) {
		if slices.ContainsFunc(s.names, func(n []byte) bool { return string(n) == string(name) }) {
			return true
		}
	}
	return false
}

func readScope(der []byte) (s scope, ok bool) {
	input := cryptobyte.String(der)
	var seq, point, reasons cryptobyte.String
	if !input.ReadASN1(&seq, cbasn1.SEQUENCE) || !input.Empty() ||
		!seq.ReadOptionalASN1(&point, &s.named, contextTag(0).Constructed()) {
		return s, false
	}
	if s.named {
		if point.PeekASN1Tag(contextTag(1).Constructed()) {
			s.relative = point
		}
		if s.names, ok = pointNames(point); !ok {
			return s, false
		}
	}
	ok = readFlag(&seq, 1, &s.userCerts) && readFlag(&seq, 2, &s.caCerts) &&
		seq.ReadOptionalASN1(&reasons, &s.someReasons, contextTag(3)) &&
		readFlag(&seq, 4, &s.indirect) && readFlag(&seq, 5, &s.attributeCerts) && seq.Empty()
	s.reasons = allReasons
	if s.someReasons {
		s.reasons = reasonBits(reasons)
	}
	return s, ok
}

// readFlag reads an implicitly tagged BOOLEAN that is false by default.
func readFlag(seq *cryptobyte.String, tag uint8, out *bool) bool {
	var value cryptobyte.String
	var present bool
	if !seq.ReadOptionalASN1(&value, &present, contextTag(tag)) {
		return false
	}
	*out = present && len(value) == 1 && value[0] != 0
	return !present || len(value) == 1
}

// pointNames reads the GeneralNames of a DistributionPointName. A name relative to the issuer gives none.
func pointNames(point cryptobyte.String) ([][]byte, bool) {
	var full cryptobyte.String
	var present bool
	if !point.ReadOptionalASN1(&full, &present, contextTag(0).Constructed()) {
		return nil, false
	}
	var names [][]byte
	for !full.Empty() {
		var name cryptobyte.String
		var tag cbasn1.Tag
		if !full.ReadAnyASN1Element(&name, &tag) {
			return nil, false
		}
		names = append(names, name)
	}
	return names, true
}

// distributionNames reads the names in the CRLDistributionPoints of a certificate, as far as they can be read.
func distributionNames(der []byte) [][]byte {
	input := cryptobyte.String(der)
	var list, entry, point cryptobyte.String
	if !input.ReadASN1(&list, cbasn1.SEQUENCE) {
		return nil
	}
	var names [][]byte
	for list.ReadASN1(&entry, cbasn1.SEQUENCE) {
		var present bool
		if entry.ReadOptionalASN1(&point, &present, contextTag(0).Constructed()) && present {
			more, _ := pointNames(point)
			names = append(names, more...)
		}
	}
	return names
}
