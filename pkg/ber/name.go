package ber

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// FoldName gives distinguished names (DER) that are equal by RFC 5280, 7.1 the same string: case, blanks, the ASN.1
// string type, the Unicode form and the order within a multi-valued RDN do not count. What is not a name is equal to
// the same bytes only.
func FoldName(der []byte) string {
	folded, ok := FoldRDNs(der)
	if !ok {
		return noName + string(der)
	}
	return folded
}

// noName is what FoldName puts before what is not a name: no name is long enough to begin so.
const noName = "\xff"

// IsName reports whether what [FoldName] gave is that of a name.
func IsName(folded string) bool { return !strings.HasPrefix(folded, noName) }

// SameName reports whether two distinguished names (DER) are equal by RFC 5280, 7.1, as FoldName has it. What is no
// name is equal to the same bytes only. It folds only the parts that are not equal as they are.
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
	foldA, okA := foldRDN(nil, a)
	foldB, okB := foldRDN(nil, b)
	return okA && okB && bytes.Equal(foldA, foldB)
}

// FoldRDNs folds the relative distinguished names of a name, one after the other: a name that is under another one
// begins with it.
func FoldRDNs(der []byte) (folded string, ok bool) {
	input := cryptobyte.String(der)
	var name, set cryptobyte.String
	if !input.ReadASN1(&name, asn1.SEQUENCE) || !input.Empty() {
		return "", false
	}
	b := make([]byte, 0, 2*len(der))
	for !name.Empty() {
		if !name.ReadASN1(&set, asn1.SET) {
			return "", false
		}
		if b, ok = foldRDN(b, set); !ok {
			return "", false
		}
	}
	return string(b), true
}

// foldRDN appends the folded attributes of a relative distinguished name in the order of their bytes. Each part has its
// length before it, so that different ones never give the same bytes.
func foldRDN(b []byte, set cryptobyte.String) ([]byte, bool) {
	start := len(b)
	b = append(b, 0, 0, 0, 0)
	attributes := make([]int, 0, 4) // where they begin
	for !set.Empty() {
		var attribute, kind, value cryptobyte.String
		var tag asn1.Tag
		if !set.ReadASN1(&attribute, asn1.SEQUENCE) ||
			!attribute.ReadASN1(&kind, asn1.OBJECT_IDENTIFIER) ||
			!attribute.ReadAnyASN1(&value, &tag) || !attribute.Empty() {
			return nil, false
		}
		attributes = append(attributes, len(b))
		b = append(binary.BigEndian.AppendUint32(b, uint32(len(kind))), kind...)
		at := len(b)
		b = foldValue(append(b, 0, 0, 0, 0), tag, value)
		putLength(b, at)
	}
	if len(attributes) > 1 {
		sortParts(b, attributes)
	}
	putLength(b, start)
	return b, true
}

// putLength fills in the four bytes at a place with the length of what follows them.
func putLength(b []byte, at int) { binary.BigEndian.PutUint32(b[at:], uint32(len(b)-at-4)) }

// sortParts sorts the parts that b ends with, by where they begin.
func sortParts(b []byte, starts []int) {
	tail := b[starts[0]:]
	var parts [][]byte
	for i, from := range starts {
		to := len(b)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		parts = append(parts, b[from:to])
	}
	slices.SortFunc(parts, bytes.Compare)
	copy(tail, bytes.Join(parts, nil))
}

// foldValue appends a folded string; a value that RFC 4518 cannot prepare stays as it is, marked with its tag.
func foldValue(b []byte, tag asn1.Tag, value []byte) []byte {
	if isUTF8(tag) && isPlain(value) {
		for _, c := range value {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			b = append(b, c)
		}
		return b
	}
	text, ok := comparable(tag, value)
	if ok {
		text, ok = prepare(text)
	}
	if !ok {
		return append(append(b, 0xff, byte(tag)), value...) // no text has such a byte
	}
	return append(b, text...)
}

// comparable reads a string for comparison. What people are shown of a string but its type does not have is equal to
// the same bytes only: halves of characters in a BMPString, controls of the upper half in a T61String, which no
// standard maps to Unicode.
func comparable(tag asn1.Tag, value []byte) (string, bool) {
	text, ok := DecodeString(tag, value)
	foreign := func(r rune) bool {
		return tag == BmpString && r > 0xffff || tag == asn1.T61String && r >= 0x80 && r < 0xa0
	}
	return text, ok && !strings.ContainsFunc(text, foreign)
}

// isPlain reports whether text is of ASCII, with single blanks inside and no others, as nearly all names are.
func isPlain(text []byte) bool {
	before := byte(' ')
	for _, c := range text {
		if c < ' ' || c >= 0x7f || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return before != ' '
}

// DecodeString reads the string types that DirectoryString, countryName and emailAddress allow. T61String is read as
// Latin-1, which is what CAs put there.
func DecodeString(tag asn1.Tag, value []byte) (string, bool) {
	if isUTF8(tag) {
		return string(value), utf8.Valid(value)
	}
	switch tag {
	case asn1.T61String:
		runes := make([]rune, len(value))
		for i, b := range value {
			runes[i] = rune(b)
		}
		return string(runes), true
	case BmpString:
		return decodeBMP(value)
	case UniversalString:
		return decodeUniversal(value)
	}
	return "", false
}

// isUTF8 reports whether strings of a type are UTF-8, or ASCII.
func isUTF8(tag asn1.Tag) bool {
	const visibleString = asn1.Tag(26)
	switch tag {
	case asn1.UTF8String, asn1.PrintableString, asn1.IA5String, NumericString, visibleString:
		return true
	}
	return false
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
