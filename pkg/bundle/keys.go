package bundle

import (
	"bytes"

	"qwac/pkg/ber"
	"qwac/pkg/unwrap"
)

// KeysIn returns where private keys stand in a text as base64, without their BEGIN and END lines or with them, whatever
// blanks and line breaks are among their characters: pairs of the first byte and the one behind the last. It is for
// text that goes to others.
func KeysIn(text []byte) [][2]int {
	var out [][2]int
	tries := 0
	for off := 0; off < len(text) && tries < maxTries; {
		i := bytes.IndexByte(text[off:], 'M')
		if i < 0 {
			break
		}
		off += i
		if size, ok := keyAt(text[off:], &tries); ok && (off == 0 || !unwrap.IsBase64Char(text[off-1])) {
			out = append(out, [2]int{off, off + size})
			off += size
			continue
		}
		off++
	}
	return out
}

// keyAt is how many bytes the private key has that a text begins with, in base64 of either alphabet, in lines of any
// length.
func keyAt(text []byte, tries *int) (size int, ok bool) {
	header, _ := decodeFirst(text, 8, true)
	n := ber.Announced(header)
	if n == 0 || n > maxKeyBase64/4*3 || *tries == maxTries {
		return 0, false
	}
	*tries++
	data, ok := decodeFirst(text, charsOf(n), true)
	if !ok {
		return 0, false
	}
	if e, _, ok := ber.ReadElement(data); !ok || ber.KindOf(e) != ber.PrivateKind {
		return 0, false
	}
	return unwrap.EncodedSize(text, charsOf(n)), true
}
