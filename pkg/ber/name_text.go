package ber

import (
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// attributeNames are the short names of RFC 4514 and of the attributes that qualified certificates have beside them.
var attributeNames = []struct {
	der  string // with tag and length
	oid  asn1.ObjectIdentifier
	name string
}{
	{"\x06\x03\x55\x04\x03", asn1.ObjectIdentifier{2, 5, 4, 3}, "CN"},
	{"\x06\x03\x55\x04\x05", asn1.ObjectIdentifier{2, 5, 4, 5}, "serialNumber"},
	{"\x06\x03\x55\x04\x06", asn1.ObjectIdentifier{2, 5, 4, 6}, "C"},
	{"\x06\x03\x55\x04\x07", asn1.ObjectIdentifier{2, 5, 4, 7}, "L"},
	{"\x06\x03\x55\x04\x08", asn1.ObjectIdentifier{2, 5, 4, 8}, "ST"},
	{"\x06\x03\x55\x04\x0a", asn1.ObjectIdentifier{2, 5, 4, 10}, "O"},
	{"\x06\x03\x55\x04\x0b", asn1.ObjectIdentifier{2, 5, 4, 11}, "OU"},
	{"\x06\x03\x55\x04\x0f", asn1.ObjectIdentifier{2, 5, 4, 15}, "businessCategory"},
	{"\x06\x03\x55\x04\x04", asn1.ObjectIdentifier{2, 5, 4, 4}, "SN"},
	{"\x06\x03\x55\x04\x29", asn1.ObjectIdentifier{2, 5, 4, 41}, "name"},
	{"\x06\x03\x55\x04\x2a", asn1.ObjectIdentifier{2, 5, 4, 42}, "givenName"},
	{"\x06\x03\x55\x04\x61", asn1.ObjectIdentifier{2, 5, 4, 97}, "organizationIdentifier"},
	{"\x06\x0a\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19", asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 25}, "DC"},
	{"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01", asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}, "emailAddress"},
	{"\x06\x0b\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x03",
		asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 3}, "jurisdictionC"},
}

// NamedAttribute takes the type of an attribute off s that has a short name, and gives both. Ok is false for any other,
// and nothing is taken then. The identifier is that of a table, so that none is made: it is not to be written to.
func NamedAttribute(s *cryptobyte.String) (id asn1.ObjectIdentifier, name string, ok bool) {
	for i := range attributeNames {
		a := &attributeNames[i]
		if len(*s) > len(a.der) && string((*s)[:len(a.der)]) == a.der {
			*s = (*s)[len(a.der):]
			return a.oid, a.name, true
		}
	}
	return nil, "", false
}

// DN writes a distinguished name (DER) for people, in its own order: "C=DK, O=Example, CN=Example CA". Control
// characters and quotes are escaped. What is not a name is shown in hexadecimal; of one of more than [MaxName] only the
// size is.
func DN(der []byte) string {
	if len(der) > MaxName {
		return fmt.Sprintf("a name of %d bytes", len(der))
	}
	input := cryptobyte.String(der)
	var name, set cryptobyte.String
	if !input.ReadASN1(&name, cbasn1.SEQUENCE) {
		return "#" + hex.EncodeToString(der)
	}
	var parts []string
	for name.ReadASN1(&set, cbasn1.SET) {
		part, ok := partText(set)
		if !ok {
			return "#" + hex.EncodeToString(der)
		}
		parts = append(parts, part...)
	}
	if len(parts) == 0 {
		return "an empty name"
	}
	return strings.Join(parts, ", ")
}

// partText writes the attributes of a part (RDN), several with a plus sign between them as RFC 4514, 2.2 has it.
func partText(set cryptobyte.String) (part []string, ok bool) {
	var attribute, value cryptobyte.String
	for set.ReadASN1(&attribute, cbasn1.SEQUENCE) {
		var tag cbasn1.Tag
		_, kind, ok := NamedAttribute(&attribute)
		if !ok {
			kind, ok = ReadOIDText(&attribute)
		}
		if !ok || !attribute.ReadAnyASN1(&value, &tag) {
			return nil, false
		}
		part = append(part, kind+"="+valueText(tag, value))
	}
	if len(part) > 1 {
		part = []string{strings.Join(part, " + ")}
	}
	return part, true
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
