package page

import (
	"encoding/binary"
	"strings"
	stdutf16 "unicode/utf16"
)

// The alphabet of encode: 15 bits a character. All of them are letters of Unicode 1.1 or 3.0 that nothing normalises,
// and none is a surrogate.
const (
	firstHan    = 0x3400             // to U+9FFF
	firstHangul = 0xAC00             // for the rest
	lastOfHan   = 0xA000 - firstHan  // how many the first has
	bits        = 15                 // of a character
	mask        = 1<<bits - 1        // of them
	byteOrder   = "\ufeff"           // no header of a server comes before it
	_           = mask-lastOfHan < 0 // the rest is not empty
)

// encode is data as letters, 15 bits in each; base64 takes a quarter more room in the same file. The last letter is
// filled up with zeros; gzip knows where it ends.
func encode(data []byte) string {
	var b strings.Builder
	b.Grow(len(data)*3*8/bits + 16)
	var held uint32
	n := 0
	for _, c := range data {
		held, n = held<<8|uint32(c), n+8
		if n >= bits {
			n -= bits
			b.WriteRune(letter(held >> n & mask))
		}
	}
	if n > 0 {
		b.WriteRune(letter(held << (bits - n) & mask))
	}
	return b.String()
}

func letter(v uint32) rune {
	if v < lastOfHan {
		return rune(firstHan + v)
	}
	return rune(firstHangul + v - lastOfHan)
}

// utf16 is a text as a file in UTF-16, little end first, with a byte order mark.
func utf16(text string) []byte {
	out := make([]byte, 0, 2*len(text))
	for _, r := range byteOrder + text {
		for _, unit := range stdutf16.AppendRune(nil, r) {
			out = binary.LittleEndian.AppendUint16(out, unit)
		}
	}
	return out
}
