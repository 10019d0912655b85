package revocation

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
)

// point is a distribution point of a certificate (RFC 5280, 4.2.1.13).
type point struct {
	names    [][]byte // GeneralNames, DER; a name relative to the issuer is made whole
	issuers  [][]byte // names of those whose list it is
	indirect bool     // that is not the issuer of the certificate
	reasons  int
}

// pointsOf lists the distribution points of a certificate, and last the one that 6.3.3 assumes: the list of its issuer.
func pointsOf(cert *cert.Cert) []point {
	var points []point
	if ext := extension(cert.Extensions, oidCRLDistributionPoints); ext != nil {
		input := cryptobyte.String(ext.Value)
		var list, entry cryptobyte.String
		for input.ReadASN1(&list, cbasn1.SEQUENCE); list.ReadASN1(&entry, cbasn1.SEQUENCE); {
			if p, ok := readPoint(entry, cert.RawIssuer); ok {
				points = append(points, p)
			}
		}
	}
	return append(points,
		point{names: [][]byte{directoryName(cert.RawIssuer)}, issuers: [][]byte{cert.RawIssuer}, reasons: allReasons})
}

func readPoint(entry cryptobyte.String, issuer []byte) (p point, ok bool) {
	var name, reasons, issuers cryptobyte.String
	var named, some, others bool
	if !entry.ReadOptionalASN1(&name, &named, contextTag(0).Constructed()) ||
		!entry.ReadOptionalASN1(&reasons, &some, contextTag(1)) ||
		!entry.ReadOptionalASN1(&issuers, &others, contextTag(2).Constructed()) || !entry.Empty() {
		return p, false
	}
	p.issuers, p.reasons = [][]byte{issuer}, allReasons
	if some {
		p.reasons = reasonBits(reasons)
	}
	if others {
		p.issuers, p.indirect = directoryNames(issuers), true
	}
	switch {
	case named && len(p.issuers) > 0:
		p.names, ok = wholeNames(name, p.issuers[0])
		return p, ok
	case named:
		return p, false
	}
	for _, i := range p.issuers {
		p.names = append(p.names, directoryName(i))
	}
	return p, others
}

// directoryName is a Name as a GeneralName.
func directoryName(name []byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(contextTag(4).Constructed(), func(b *cryptobyte.Builder) { b.AddBytes(name) })
	return b.BytesOrPanic()
}

// directoryNames are the Names among GeneralNames.
func directoryNames(list cryptobyte.String) (names [][]byte) {
	for !list.Empty() {
		var name cryptobyte.String
		var tag cbasn1.Tag
		if !list.ReadAnyASN1(&name, &tag) {
			return nil
		}
		if tag == contextTag(4).Constructed() {
			names = append(names, name)
		}
	}
	return names
}

// wholeNames reads a DistributionPointName; one relative to an issuer is put behind the name of that.
func wholeNames(name cryptobyte.String, issuer []byte) ([][]byte, bool) {
	var rdn, rdns cryptobyte.String
	if !name.PeekASN1Tag(contextTag(1).Constructed()) {
		return pointNames(name)
	}
	whole := cryptobyte.String(issuer)
	if !name.ReadASN1(&rdn, contextTag(1).Constructed()) || !whole.ReadASN1(&rdns, cbasn1.SEQUENCE) {
		return nil, false
	}
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(rdns)
		b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) { b.AddBytes(rdn) })
	})
	return [][]byte{directoryName(b.BytesOrPanic())}, true
}

// scope reads the issuingDistributionPoint; a list without one is for everything.
func (e *Evidence) scope() (scope, bool) {
	ext := extension(e.list.Extensions, oidDistributionPoint)
	if ext == nil {
		return scope{reasons: allReasons}, true
	}
	return readScope(ext.Value)
}

// meets reports whether a distribution point is one of those that the list is for (6.3.3 (b)(2)(i)).
func (s scope) meets(p point, issuer []byte) bool {
	names := s.names
	if s.relative != nil {
		names, _ = wholeNames(s.relative, issuer)
	}
	return slices.ContainsFunc(names, func(a []byte) bool {
		return slices.ContainsFunc(p.names, func(b []byte) bool { return sameGeneralName(a, b) })
	})
}

func sameGeneralName(a, b []byte) bool {
	if string(a) == string(b) {
		return true
	}
	x, y := cryptobyte.String(a), cryptobyte.String(b)
	var nameX, nameY cryptobyte.String
	tag := contextTag(4).Constructed()
	return x.ReadASN1(&nameX, tag) && y.ReadASN1(&nameY, tag) && ber.SameName(nameX, nameY)
}

// entriesOf finds what a list says of a certificate. Nil: it does not name it. In an indirect list an entry without
// certificateIssuer is for the same issuer as the one before it (5.3.3). With ok false it cannot be read.
func (e *Evidence) entriesOf(cert *cert.Cert) (entries []x509.RevocationListEntry, ok bool) {
	issuer := [][]byte{e.list.RawIssuer}
	serial := integer(cert.SerialNumber)
	var found []byte
	n := 0
	for rest := e.list.entries; !rest.Empty(); {
		var one entry
		if !one.read(&rest) {
			return nil, false
		}
		if names := one.issuer(); names != nil {
			issuer = names
		}
		ours := slices.ContainsFunc(issuer, func(n []byte) bool { return ber.SameName(n, cert.RawIssuer) })
		if ours && bytes.Equal(one.serial, serial) {
			if n++; n > maxSame {
				return nil, false
			}
			found = append(found, one.raw...)
		}
	}
	if found == nil {
		return nil, true
	}
	read, err := x509.ParseRevocationList(e.list.with(found))
	if err != nil {
		return nil, false
	}
	return read.RevokedCertificateEntries, true
}

// issuer reads certificateIssuer of an entry; nil: there is none.
func (e *entry) issuer() [][]byte {
	for rest := e.extensions; !rest.Empty(); {
		var ext, value, names cryptobyte.String
		var oid asn1.ObjectIdentifier
		if !rest.ReadASN1(&ext, cbasn1.SEQUENCE) || !ext.ReadASN1ObjectIdentifier(&oid) ||
			!ext.SkipOptionalASN1(cbasn1.BOOLEAN) ||
			!ext.ReadASN1(&value, cbasn1.OCTET_STRING) {
			return nil
		}
		if oid.Equal(oidCertificateIssuer) && value.ReadASN1(&names, cbasn1.SEQUENCE) {
			return directoryNames(names)
		}
	}
	return nil
}
