package ber

import (
	"cmp"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// attributeNames are the short names of RFC 4514 and of the attributes that qualified certificates have beside them.
var attributeNames = []struct {
	oid  asn1.ObjectIdentifier
	name string
}{
	{asn1.ObjectIdentifier{2, 5, 4, 3}, "CN"},
	{asn1.ObjectIdentifier{2, 5, 4, 5}, "serialNumber"},
	{asn1.ObjectIdentifier{2, 5, 4, 6}, "C"},
	{asn1.ObjectIdentifier{2, 5, 4, 7}, "L"},
	{asn1.ObjectIdentifier{2, 5, 4, 8}, "ST"},
	{asn1.ObjectIdentifier{2, 5, 4, 10}, "O"},
	{asn1.ObjectIdentifier{2, 5, 4, 11}, "OU"},
	{asn1.ObjectIdentifier{2, 5, 4, 15}, "businessCategory"},
	{asn1.ObjectIdentifier{2, 5, 4, 4}, "SN"},
	{asn1.ObjectIdentifier{2, 5, 4, 41}, "name"},
	{asn1.ObjectIdentifier{2, 5, 4, 42}, "givenName"},
	{asn1.ObjectIdentifier{2, 5, 4, 97}, "organizationIdentifier"},
	{asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 25}, "DC"},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}, "emailAddress"},
	{asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 3}, "jurisdictionC"},
}

// DN writes a distinguished name (DER) for people, in its own order: "C=DK, O=Example, CN=Example CA". Control
// characters and quotes are escaped. What is not a name is shown in hexadecimal; of one of more than [MaxName] only the
// size is.
func DN(der []byte) string {
	if len(der) > MaxName {
		return fmt.Sprintf("a name of %d bytes", len(der))
	}
	input := cryptobyte.String(der)
	var name, set, attribute, value cryptobyte.String
	if !input.ReadASN1(&name, cbasn1.SEQUENCE) {
		return "#" + hex.EncodeToString(der)
	}
	var parts []string
	for name.ReadASN1(&set, cbasn1.SET) {
		for set.ReadASN1(&attribute, cbasn1.SEQUENCE) {
			var tag cbasn1.Tag
			oid, large, ok := ReadOID(&attribute)
			if !ok || !attribute.ReadAnyASN1(&value, &tag) {
				return "#" + hex.EncodeToString(der)
			}
			parts = append(parts, cmp.Or(large, attributeName(oid))+"="+valueText(tag, value))
		}
	}
	if len(parts) == 0 {
		return "an empty name"
	}
	return strings.Join(parts, ", ")
}

func attributeName(oid asn1.ObjectIdentifier) string {
	for _, a := range attributeNames {
		if a.oid.Equal(oid) {
			return a.name
		}
	}
	return oid.String()
}

func valueText(tag cbasn1.Tag, value []byte) string {
	text, ok := DecodeString(tag, value)
	if !ok {
		return "#" + hex.EncodeToString(value)
	}
	quoted := fmt.Sprintf("%q", text)
	return quoted[1 : len(quoted)-1]
}

// Count writes a number of things for a message: "1 byte", "3 bytes".
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
