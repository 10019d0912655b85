package bundle

import (
	"bytes"
	"encoding/base64"
	"unicode"

	"qwac/pkg/ber"
	"qwac/pkg/foreign"
	"qwac/pkg/unwrap"
)

// maxNested bounds how often a PEM file may stand encoded in another: thrice is the most that anybody did.
const maxNested = 5

// isEncoded tells whether data that came out of base64 are a PEM file, or base64 again, rather than DER.
func isEncoded(data []byte, depth int) bool {
	if len(data) == 0 || data[0] == ber.TagSequence {
		return false
	}
	if bytes.IndexByte(data, 0) >= 0 {
		data = bytes.ReplaceAll(data, []byte{0}, nil) // UTF-16
	}
	if bytes.Contains(data, []byte("-----BEGIN")) {
		return true
	}
	inner := decodeAny(data)
	return inner != nil && depth > 0 && (isElement(inner) || isEncoded(inner, depth-1))
}

// isElement tells whether data are one element of a known kind, and nothing else.
func isElement(data []byte) bool {
	e, rest, ok := ber.ReadElement(data)
	return ok && len(rest) == 0 && ber.KindOf(e) != ber.UnknownKind
}

// isElements tells whether data are elements of known kinds one after the other, and nothing else.
func isElements(data []byte) bool {
	for len(data) > 0 {
		e, rest, ok := ber.ReadElement(data)
		if !ok || ber.KindOf(e) == ber.UnknownKind {
			return false
		}
		if data = rest; len(data) == 0 {
			return true
		}
	}
	return false
}

// decodeJoined decodes pieces of base64 that were put together, each with its own padding, whatever line breaks and
// blanks are among them. The pieces must be whole elements of known kinds, so nothing is lost. Nil: that is not so.
func decodeJoined(text []byte) (data []byte) {
	chars := unwrap.RemoveLineEnds(unwrap.RemoveBlanks(text))
	for len(chars) > 0 {
		n := bytes.IndexByte(chars, '=')
		if n < 0 {
			n = len(chars)
		}
		piece := decodeRaw(chars[:n])
		if !isElements(piece) {
			return nil
		}
		data, chars = append(data, piece...), bytes.TrimLeft(chars[n:], "=")
	}
	return data
}

// decodeAny decodes base64 of either alphabet (RFC 4648, sections 4 and 5), with padding or without, whatever line
// breaks and tabs are in it. Blanks stand for + if that makes it whole. Nil: it is no base64, or is empty.
func decodeAny(text []byte) []byte {
	chars := make([]byte, 0, len(text))
	blank := false
	for _, c := range bytes.TrimRight(bytes.TrimSpace(text), "=") {
		switch c {
		case '\n', '\r', '\t':
			continue
		case '-':
			c = '+'
		case '_':
			c = '/'
		case ' ':
			blank = true
		}
		chars = append(chars, c)
	}
	if blank {
		if data := decodeRaw(bytes.ReplaceAll(chars, []byte(" "), []byte("+"))); isElement(data) {
			return data
		}
		chars = bytes.ReplaceAll(chars, []byte(" "), nil)
	}
	return decodeRaw(chars)
}

func decodeRaw(chars []byte) []byte {
	data := make([]byte, base64.RawStdEncoding.DecodedLen(len(chars)))
	n, err := base64.RawStdEncoding.Decode(data, chars)
	if err != nil || n == 0 {
		return nil
	}
	return data[:n]
}

// maxTries bounds the places in one input that are read as a key. Nobody pastes more keys into a file.
const maxTries = 100

// maxKeyBase64 bounds the length of a key or a certificate in base64: a key of RSA with 16384 bits has 12400
// characters.
const maxKeyBase64 = 16 << 10

// decodeStart decodes the first n characters of base64 of a text, without padding, whatever blanks and line breaks are
// among them; false: there are not that many.
func decodeStart(text []byte, n int) ([]byte, bool) { return decodeFirst(text, n, false) }

// decodeFirst is decodeStart, which with either reads base64url too.
func decodeFirst(text []byte, n int, either bool) ([]byte, bool) {
	if n > len(text) {
		return nil, false
	}
	chars := make([]byte, 0, n)
	for i := 0; i < len(text) && len(chars) < n; {
		switch c := text[i]; {
		case unwrap.IsBase64Char(c), either && unwrap.IsURLChar(rune(c)):
			chars = append(chars, unwrap.Standard(c))
			i++
		case c == '\n', c == '\r':
			i++
		case unwrap.BlankSize(text[i:]) > 0:
			i += unwrap.BlankSize(text[i:])
		default:
			return nil, false
		}
	}
	if len(chars) < n {
		return nil, false
	}
	data := decodeRaw(chars)
	return data, data != nil
}

// charsOf is how many characters of base64 that many bytes take, without the padding, which may be missing.
func charsOf(size int) int { return (size*8 + 5) / 6 }

const (
	urlAlphabet = "the base64 is base64url: it has - and _ where + and / belong"
	urlHint     = "Write + for -, and / for _."
)

// urlWord finds a word of base64url that begins as a certificate or a key does, or such a text of nothing else; -1:
// none.
func urlWord(text []byte) int {
	trimmed := bytes.TrimSpace(text)
	only := beginsElement(trimmed) && !bytes.ContainsFunc(trimmed, func(r rune) bool {
		return !unwrap.IsURLChar(r) && !unicode.IsSpace(r) && r != '='
	})
	tries := 0
	for off := 0; off < len(text); off++ {
		start := off
		for off < len(text) && unwrap.IsURLChar(rune(text[off])) {
			off++
		}
		word := text[start:off]
		if i := bytes.IndexAny(word, "-_"); i >= 0 && (only ||
			len(word) >= foreign.EnoughBase64 && beginsElement(word)) {
			return start + i
		}
		if len(word) < minURLLine {
			continue
		}
		if i := urlLines(text[start:], &tries); i >= 0 {
			return start + i
		}
	}
	return -1
}

// minURLLine is how long the lines are, at least, in which base64url is looked for among other text.
const minURLLine = 16

// urlLines is where the first - or _ is in an element that begins here, in lines of base64url; -1: there is none.
func urlLines(text []byte, tries *int) int {
	header, _ := decodeFirst(text, 8, true)
	n := ber.Announced(header)
	if n == 0 || n > maxKeyBase64 || *tries == maxTries {
		return -1
	}
	*tries++
	data, ok := decodeFirst(text, charsOf(n), true)
	if e, _, whole := ber.ReadElement(data); !ok || !whole || ber.KindOf(e) == ber.UnknownKind {
		return -1
	}
	return bytes.IndexAny(text[:unwrap.EncodedSize(text, charsOf(n))], "-_")
}

// beginsElement reports whether base64 of either alphabet begins as a SEQUENCE that it may hold.
func beginsElement(text []byte) bool {
	if !bytes.HasPrefix(text, []byte("M")) {
		return false
	}
	size := ber.Announced(decodeAny(text[:min(8, len(text))]))
	return size > 0 && charsOf(size) <= len(text)
}

// derBehind finds DER of a known kind behind the lines of a text, as cat makes of a file in PEM and one in DER; it is
// len(data) where there is none.
func derBehind(data []byte) int {
	for off := 0; ; {
		i := bytes.Index(data[off:], []byte("-----"))
		if i < 0 {
			return len(data)
		}
		off += i + len("-----")
		behind := bytes.TrimLeft(data[off:], "\r\n")
		if len(behind) == 0 || behind[0] != ber.TagSequence {
			continue
		}
		if e, _, ok := ber.ReadElement(behind); ok && ber.KindOf(e) != ber.UnknownKind {
			return len(data) - len(behind)
		}
	}
}
