package ber

import (
	"cmp"
	encoding "encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Attribute is one attribute of a name, as it stands there.
type Attribute struct {
	Kind  string                    // "CN", or the identifier in dots
	ID    encoding.ObjectIdentifier // nil: Large
	Large bool                      // the identifier has a number of 2^31 or more
	Tag   asn1.Tag
	Value []byte
}

// Attributes lists the attributes of a name (DER), whatever the relative names that they stand in.
func Attributes(der []byte) (all []Attribute) {
	input := cryptobyte.String(der)
	var name, set, pair, value cryptobyte.String
	var tag asn1.Tag
	if !input.ReadASN1(&name, asn1.SEQUENCE) {
		return nil
	}
	for name.ReadASN1(&set, asn1.SET) {
		for set.ReadASN1(&pair, asn1.SEQUENCE) {
			oid, kind, ok := NamedAttribute(&pair)
			large := ""
			if !ok {
				oid, large, ok = ReadOID(&pair)
				kind = cmp.Or(large, oid.String())
			}
			if !ok || !pair.ReadAnyASN1(&value, &tag) {
				return all
			}
			all = append(all, Attribute{kind, oid, large != "", tag, value})
		}
	}
	return all
}
