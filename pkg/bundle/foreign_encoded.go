package bundle

import "bytes"

// maxMagic is how much base64 is decoded to see how it begins: a tar archive shows itself at byte 257.
const maxMagic = 512

// recogniseEncoded names a text that is the base64 of a file of a known kind, and nothing else, as data: addresses and
// e-mail have it; nil: it is none. It is never looked into as text: a ZIP archive may hold PEM as it stands.
func recogniseEncoded(data []byte) *Foreign {
	text := bytes.TrimSpace(bytes.TrimPrefix(data, utf8BOM))
	decode := "Decode it: `base64 -d FILE > decoded.bin`, and give that."
	if bytes.HasPrefix(text, []byte("data:")) {
		_, text, _ = bytes.Cut(text, []byte(","))
		decode = "Decode what stands behind the comma, and give that."
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
	if f.Key != "" {
		return &Foreign{f.What + ", in base64", decode, decode, false}
	}
	return &Foreign{f.What + ", in base64", decode, "", false}
}
