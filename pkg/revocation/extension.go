package revocation

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"

	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// allReasons are the reasons of RFC 5280, 4.2.1.13: the bits 1 to 8.
const allReasons = 0x1fe

// reasonBits reads ReasonFlags; bit n is reason n.
func reasonBits(der []byte) (bits int) {
	if len(der) < 2 {
		return 0
	}
	for i, b := range der[1:] {
		for n := range 8 {
			if b&(0x80>>n) != 0 {
				bits |= 1 << (8*i + n)
			}
		}
	}
	return bits & allReasons
}

var oidReason = asn1.ObjectIdentifier{2, 5, 29, 21}

func extension(list []pkix.Extension, oid asn1.ObjectIdentifier) *pkix.Extension {
	i := slices.IndexFunc(list, func(e pkix.Extension) bool { return e.Id.Equal(oid) })
	if i < 0 {
		return nil
	}
	return &list[i]
}

// criticalBut names the first critical extension that is not known; empty: there is none.
func criticalBut(list []pkix.Extension, known []asn1.ObjectIdentifier) string {
	for _, e := range list {
		if e.Critical && !slices.ContainsFunc(known, e.Id.Equal) {
			return e.Id.String()
		}
	}
	return ""
}

func contextTag(n uint8) cbasn1.Tag { return cbasn1.Tag(n).ContextSpecific() }
