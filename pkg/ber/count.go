package ber

import (
	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// EachSequence calls read with the content of each SEQUENCE in one; there must be one at least.
func EachSequence(s cryptobyte.String, read func(cryptobyte.String) bool) bool {
	var list, one cryptobyte.String
	if !s.ReadASN1(&list, casn1.SEQUENCE) || !s.Empty() || list.Empty() {
		return false
	}
	for !list.Empty() {
		if !list.ReadASN1(&one, casn1.SEQUENCE) || !read(one) {
			return false
		}
	}
	return true
}

// MaxCount is what a count of certificates is cut to: no path is as long.
const MaxCount = 1 << 20

// ReadCount reads an INTEGER of 0 or more under its tag.
func ReadCount(s *cryptobyte.String, tag casn1.Tag) (int, bool) {
	var b cryptobyte.String
	if !s.ReadASN1(&b, tag) || len(b) == 0 || b[0] >= 0x80 || len(b) > 1 && b[0] == 0 && b[1] < 0x80 {
		return 0, false
	}
	n := 0
	for _, c := range b {
		if n = n<<8 | int(c); n > MaxCount {
			return MaxCount, true
		}
	}
	return n, true
}

// ContextTag is a context-specific tag of a primitive element.
func ContextTag(n int) casn1.Tag { return casn1.Tag(n).ContextSpecific() }

// ReadBool takes any byte for TRUE but zero, as BER does; that it is not DER another rule says.
func ReadBool(s *cryptobyte.String, b *bool) bool {
	var value cryptobyte.String
	if !s.ReadASN1(&value, casn1.BOOLEAN) || len(value) != 1 {
		return false
	}
	*b = value[0] != 0
	return true
}
