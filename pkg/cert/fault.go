package cert

import (
	"fmt"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

// BrokenElement says what is wrong with bytes that are no element of BER.
func BrokenElement(data []byte) string {
	var e ber.Element
	header, length, ok := ber.ReadHeader(data, &e)
	if ok && !e.Indefinite && length > len(data)-header {
		return fmt.Sprintf("cut short: there are %d bytes of %d", len(data), header+length)
	}
	return "no length can be read from its first bytes"
}

func broken(field, what string) error { return fmt.Errorf("%s: %s", field, what) }

// describeElement says what begins here: "a BOOLEAN", "nothing".
func describeElement(s cryptobyte.String) string {
	if s.Empty() {
		return "nothing"
	}
	var value cryptobyte.String
	var tag asn1.Tag
	if !s.ReadAnyASN1(&value, &tag) {
		return fmt.Sprintf("%s that are no element of DER", ber.Count(len(s), "byte"))
	}
	return describeType(tag)
}

// describeType is the name of a type with its article.
func describeType(tag asn1.Tag) string {
	if name := ber.TypeName(tag); strings.ContainsRune("EIO", rune(name[0])) {
		return "an " + name
	}
	return "a " + ber.TypeName(tag)
}

// Shorten cuts a text whose length anybody may choose.
func Shorten(s string) string {
	const enough = 50
	if len(s) > enough {
		return s[:enough] + "..."
	}
	return s
}
