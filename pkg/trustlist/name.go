package trustlist

import (
	"encoding/asn1"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// attribute is one attribute of a name; text is empty when the value is no string.
type attribute struct {
	oid  asn1.ObjectIdentifier
	raw  []byte
	text string
}

// attributes reads a name leniently: what cannot be read is left out.
func attributes(name []byte) []attribute {
	var out []attribute
	in := cryptobyte.String(name)
	var rdns, rdn, pair, v cryptobyte.String
	in.ReadASN1(&rdns, cbasn1.SEQUENCE)
	for rdns.ReadASN1(&rdn, cbasn1.SET) {
		for rdn.ReadASN1(&pair, cbasn1.SEQUENCE) {
			var a attribute
			var tag cbasn1.Tag
			if !pair.ReadASN1ObjectIdentifier(&a.oid) || !pair.ReadAnyASN1Element(&v, &tag) {
				continue
			}
			a.raw = v
			a.text = stringValue(v)
			out = append(out, a)
		}
	}
	return out
}

func stringValue(element []byte) string {
	var s string
	var raw asn1.RawValue
	if rest, err := asn1.Unmarshal(element, &raw); err != nil || len(rest) > 0 {
		return ""
	}
	if raw.Tag == asn1.TagT61String {
		return string(raw.Bytes)
	}
	if _, err := asn1.Unmarshal(element, &s); err != nil {
		return ""
	}
	return s
}

// first is the value of the first attribute of this type.
func first(list []attribute, oid asn1.ObjectIdentifier) string {
	for _, a := range list {
		if a.oid.Equal(oid) {
			return a.text
		}
	}
	return ""
}

// nameHash names a distinguished name as RFC 5280 7.1 compares them: string types, case and repeated blanks do not count.
func nameHash(name []byte) hash {
	var b cryptobyte.Builder
	for _, a := range attributes(name) {
		b.AddASN1ObjectIdentifier(a.oid)
		text := []byte(fold(a.text))
		if len(text) == 0 {
			text = a.raw
		}
		b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(text) })
	}
	der, err := b.Bytes()
	if err != nil || len(der) == 0 {
		der = name
	}
	return hashOf(der)
}

// Attribute types of names (X.520).
var (
	oidCommonName   = asn1.ObjectIdentifier{2, 5, 4, 3}
	oidCountry      = asn1.ObjectIdentifier{2, 5, 4, 6}
	oidOrganization = asn1.ObjectIdentifier{2, 5, 4, 10}
)

// fold is a text without differences of case and blanks.
func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
