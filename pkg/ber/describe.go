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
