package chain

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// foldName gives distinguished names (DER) that are equal by RFC 5280, 7.1 the same string: case, blanks, the ASN.1 string
// type and the order within a multi-valued RDN do not count. Composed and decomposed characters are different, as they are
// for most verifiers. What is not a name is equal to the same bytes only.
func foldName(der []byte) string {
	rdns, ok := foldRDNs(der)
	if !ok {
		return "\x00" + string(der)
	}
	return joined(rdns)
}

// SameName reports whether two distinguished names (DER) are equal by RFC 5280, 7.1, as foldName has it. What is no name is equal to the
// same bytes only. It folds only the parts that are not equal as they are.
func SameName(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	inA, inB := cryptobyte.String(a), cryptobyte.String(b)
	var nameA, nameB, setA, setB cryptobyte.String
	if !inA.ReadASN1(&nameA, asn1.SEQUENCE) || !inB.ReadASN1(&nameB, asn1.SEQUENCE) || !inA.Empty() || !inB.Empty() {
		return false
	}
	for !nameA.Empty() && !nameB.Empty() {
		if !nameA.ReadASN1(&setA, asn1.SET) || !nameB.ReadASN1(&setB, asn1.SET) || !sameRDN(setA, setB) {
			return false
		}
	}
	return nameA.Empty() && nameB.Empty()
}

func sameRDN(a, b cryptobyte.String) bool {
	if bytes.Equal(a, b) {
		return true
	}
	foldA, okA := foldRDN(a)
	foldB, okB := foldRDN(b)
	return okA && okB && foldA == foldB
}

// foldRDNs folds each relative distinguished name of a name by itself.
func foldRDNs(der []byte) (rdns []string, ok bool) {
	input := cryptobyte.String(der)
	var name cryptobyte.String
	if !input.ReadASN1(&name, asn1.SEQUENCE) || !input.Empty() {
		return nil, false
	}
	for !name.Empty() {
		var set cryptobyte.String
		if !name.ReadASN1(&set, asn1.SET) {
			return nil, false
		}
		rdn, ok := foldRDN(set)
		if !ok {
			return nil, false
		}
		rdns = append(rdns, rdn)
	}
	return rdns, true
}

func foldRDN(set cryptobyte.String) (string, bool) {
	var attributes []string
	for !set.Empty() {
		var attribute, kind, value cryptobyte.String
		var tag asn1.Tag
		if !set.ReadASN1(&attribute, asn1.SEQUENCE) ||
			!attribute.ReadASN1(&kind, asn1.OBJECT_IDENTIFIER) ||
			!attribute.ReadAnyASN1(&value, &tag) || !attribute.Empty() {
			return "", false
		}
		attributes = append(attributes, joined([]string{string(kind), foldValue(tag, value)}))
	}
	slices.Sort(attributes)
	return joined(attributes), true
}

// joined joins parts so that different lists never give the same string.
func joined(parts []string) string {
	size := 0
	for _, p := range parts {
		size += binary.MaxVarintLen32 + len(p)
	}
	var b strings.Builder
	b.Grow(size)
	var length [binary.MaxVarintLen64]byte
	for _, p := range parts {
		b.Write(length[:binary.PutUvarint(length[:], uint64(len(p)))])
		b.WriteString(p)
	}
	return b.String()
}

// foldValue folds a string; a value of another type stays as it is, marked with its tag.
func foldValue(tag asn1.Tag, value []byte) string {
	text, ok := decodeString(tag, value)
	if !ok {
		return "\x00" + string(rune(tag)) + string(value)
	}
	text = strings.ToLower(text)
	odd := func(r rune) bool { return r != ' ' && unicode.IsSpace(r) }
	if strings.TrimSpace(text) == text && !strings.Contains(text, "  ") && !strings.ContainsFunc(text, odd) {
		return text // as nearly all are
	}
	return strings.Join(strings.Fields(text), " ")
}

// decodeString reads the string types that DirectoryString, countryName and emailAddress allow. T61String is read as
// Latin-1, which is what CAs put there.
func decodeString(tag asn1.Tag, value []byte) (string, bool) {
	const universalString, bmpString, numericString, visibleString = asn1.Tag(28), asn1.Tag(30), asn1.Tag(18), asn1.Tag(26)
	switch tag {
	case asn1.UTF8String, asn1.PrintableString, asn1.IA5String, numericString, visibleString:
		return string(value), utf8.Valid(value)
	case asn1.T61String:
		runes := make([]rune, len(value))
		for i, b := range value {
			runes[i] = rune(b)
		}
		return string(runes), true
	case bmpString:
		return decodeBMP(value)
	case universalString:
		return decodeUniversal(value)
	}
	return "", false
}

func decodeBMP(value []byte) (string, bool) {
	if len(value)%2 != 0 {
		return "", false
	}
	units := make([]uint16, 0, len(value)/2)
	for ; len(value) > 0; value = value[2:] {
		units = append(units, binary.BigEndian.Uint16(value))
	}
	return string(utf16.Decode(units)), true
}

func decodeUniversal(value []byte) (string, bool) {
	if len(value)%4 != 0 {
		return "", false
	}
	var runes []rune
	for ; len(value) > 0; value = value[4:] {
		r := binary.BigEndian.Uint32(value)
		if r > utf8.MaxRune {
			return "", false
		}
		runes = append(runes, rune(r))
	}
	return string(runes), true
}
