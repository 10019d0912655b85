package bundle

import (
	"bytes"
)

// maxMagic is how much base64 is decoded to see how it begins: a tar archive shows itself at byte 257.
const maxMagic = 512

// recogniseEncoded names a text that is the base64 of a file of a known kind, and nothing else, as data: addresses and
// e-mail have it; nil: it is none. It is never looked into as text: a ZIP archive may hold PEM as it stands.
func recogniseEncoded(data []byte) *Foreign {
	text := bytes.TrimSpace(bytes.TrimPrefix(data, utf8BOM))
	if bytes.HasPrefix(text, []byte("data:")) {
		_, text, _ = bytes.Cut(text, []byte(","))
	}
	chars := make([]byte, 0, maxMagic)
	for _, c := range text {
		switch {
		case c == '\r' || c == '\n' || c == '=':
			continue
		case !isBase64Char(c):
			return nil
		}
		if len(chars) < maxMagic {
			chars = append(chars, c)
		}
	}
	chars = chars[:len(chars)/4*4]
	if len(chars) < enoughBase64 {
		return nil
	}
	f := recogniseBinary(decodeRaw(chars))
	if f == nil || f.key {
		return f
	}
	return &Foreign{f.What + ", in base64", "Decode it: base64 -d FILE > FILE.bin. Then: " + f.Next, f.Key, false}
}
