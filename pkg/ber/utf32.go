package ber

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// FromUTF32 returns the text of data that is UTF-32, with a byte order mark or without; nil: it is none. UTF-16 cannot
// begin so: it would have the character U+0000 in its first two.
func FromUTF32(data []byte) (text []byte, what string) {
	switch {
	case len(data) < 8:
		return nil, ""
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")):
		return decodeUTF32(data[4:],
			binary.LittleEndian), "the text is UTF-32 (little endian, with byte order mark), want ASCII"
	case bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		return decodeUTF32(data[4:],
			binary.BigEndian), "the text is UTF-32 (big endian, with byte order mark), want ASCII"
	case asciiUTF32(data, binary.LittleEndian):
		return decodeUTF32(data, binary.LittleEndian), "the text is UTF-32 (little endian), want ASCII"
	case asciiUTF32(data, binary.BigEndian):
		return decodeUTF32(data, binary.BigEndian), "the text is UTF-32 (big endian), want ASCII"
	}
	return nil, ""
}

// asciiUTF32 reports whether data begin with two characters of ASCII.
func asciiUTF32(data []byte, order binary.ByteOrder) bool {
	ascii := func(c uint32) bool { return c > 0 && c < utf8.RuneSelf }
	return ascii(order.Uint32(data)) && ascii(order.Uint32(data[4:]))
}

// decodeUTF32 never returns nil: what is no character becomes the replacement character.
func decodeUTF32(data []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(data)/4)
	for ; len(data) > 3; data = data[4:] {
		c := order.Uint32(data)
		if c > utf8.MaxRune {
			c = utf8.RuneError
		}
		out = utf8.AppendRune(out, rune(c))
	}
	if len(data) > 0 { // a part of a character
		out = utf8.AppendRune(out, utf8.RuneError)
	}
	return out
}
