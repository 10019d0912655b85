package pkcs12

import (
	"qwac/pkg/ber"
)

// octets is the value of an OCTET STRING, which BER may write in pieces (X.690, section 8.7).
func octets(e ber.Element) ([]byte, bool) {
	switch e.Tag {
	case ber.TagOctetString:
		return e.Content, true
	case ber.TagOctetString | ber.Constructed:
		return appendOctets(nil, e.Content, maxPieces)
	}
	return nil, false
}

// maxPieces bounds how deep the pieces of an OCTET STRING are made of pieces themselves. Two is the most that programs write.
const maxPieces = 4

func appendOctets(out, content []byte, depth int) ([]byte, bool) {
	for len(content) > 0 {
		e, rest, ok := ber.ReadElement(content)
		switch {
		case ok && e.Tag == ber.TagOctetString:
			out = append(out, e.Content...)
		case ok && e.Tag == ber.TagOctetString|ber.Constructed && depth > 0:
			if out, ok = appendOctets(out, e.Content, depth-1); !ok {
				return nil, false
			}
		default:
			return nil, false
		}
		content = rest
	}
	return out, true
}
