package ber

import (
	"fmt"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Describe says what begins here: "a BOOLEAN", "nothing".
func Describe(s cryptobyte.String) string {
	if s.Empty() {
		return "nothing"
	}
	var value cryptobyte.String
	var tag asn1.Tag
	whole := s
	switch {
	case !s.ReadAnyASN1(&value, &tag):
		return fmt.Sprintf("%s that are no element of DER", Count(len(s), "byte"))
	case tag == asn1.OBJECT_IDENTIFIER && value.Empty():
		return "an empty OBJECT IDENTIFIER"
	case tag == asn1.OBJECT_IDENTIFIER && !SkipOID(&whole):
		return "a broken OBJECT IDENTIFIER"
	}
	return DescribeType(tag)
}

// DescribeType is the name of a type with its article.
func DescribeType(tag asn1.Tag) string {
	if name := TypeName(tag); strings.ContainsRune("EIO", rune(name[0])) {
		return "an " + name
	}
	return "a " + TypeName(tag)
}

// typeNames are the names of universal types of ASN.1 by their tags (X.680, 8.4).
var typeNames = [...]string{
	1: "BOOLEAN", 2: "INTEGER", 3: "BIT STRING", 4: "OCTET STRING", 5: "NULL", 6: "OBJECT IDENTIFIER", 9: "REAL",
	10: "ENUMERATED",
	12: "UTF8String", 16: "SEQUENCE", 17: "SET", 18: "NumericString", 19: "PrintableString", 20: "T61String",
	21: "VideotexString",
	22: "IA5String", 23: "UTCTime", 24: "GeneralizedTime", 25: "GraphicString", 26: "VisibleString",
	27: "GeneralString",
	28: "UniversalString", 30: "BMPString",
}

// TypeName is what a type is called: "BMPString", "[2]".
func TypeName(tag asn1.Tag) string {
	number := int(tag & 0x1f)
	switch {
	case tag&0xc0 == 0x80:
		return fmt.Sprintf("[%d]", number)
	case tag&0xc0 == 0 && number < len(typeNames) && typeNames[number] != "":
		return typeNames[number]
	}
	return fmt.Sprintf("tag %#02x", uint8(tag))
}

// Shorten cuts a text whose length anybody may choose.
func Shorten(s string) string {
	const enough = 50
	if len(s) > enough {
		return s[:enough] + "..."
	}
	return s
}

// Choose is a, or else b.
func Choose(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}
