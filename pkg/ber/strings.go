package ber

import (
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// Tags that cryptobyte has no names for.
const (
	NumericString   = asn1.Tag(18)
	UniversalString = asn1.Tag(28)
	BmpString       = asn1.Tag(30)
)

// windows1252 has the characters of the bytes 0x80 to 0x9f, a space where there is none. All others are those of
// Latin-1, and thereby of Unicode.
const windows1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ"

// DecodeWindows1252 turns every byte into a character; those that stand for none become the replacement character.
func DecodeWindows1252(data []byte) []byte {
	high := []rune(windows1252)
	out := make([]byte, 0, len(data)+len(data)/8)
	for _, b := range data {
		r := rune(b)
		if b >= 0x80 && b <= 0x9f {
			if r = high[b-0x80]; r == ' ' {
				r = utf8.RuneError
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// ASCII reports whether all of a text is, as in an IA5String.
func ASCII[T ~string | ~[]byte](text T) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
