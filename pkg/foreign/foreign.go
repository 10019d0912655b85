// Package foreign names files that have no certificates to read, by how they begin, by their words or by their
// structure, and says what to do with them. Most people want [Recognise].
package foreign

import (
	"bytes"
	"encoding/base64"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

// Recognise names a file that is not PEM by how it begins; nil: it is of no known kind.
func Recognise(data []byte) *Kind {
	if k := Binary(data); k != nil {
		return k
	}
	if e, _, ok := ber.ReadElement(data); ok && IsDER(data) {
		if k := OfDER(ber.KindOf(e)); k != nil {
			return k
		}
	}
	return Text(data)
}

// OfDER is the kind of a structure in DER; nil: it has none.
func OfDER(of ber.Kind) *Kind {
	for i := range derKinds {
		if derKinds[i].of == of {
			return &derKinds[i].kind
		}
	}
	return nil
}

// IsDER tells DER from text. Certificates are long, and no text has the first byte of a long length behind the digit 0,
// which is also a SEQUENCE; what is short must be something known.
func IsDER(data []byte) bool {
	if len(data) < 2 || data[0] != ber.TagSequence {
		return false
	}
	e, _, ok := ber.ReadElement(data)
	return data[1] >= 0x80 || ok && ber.KindOf(e) != ber.UnknownKind || !ok && ber.KindOfCut(data) != ber.UnknownKind
}

// Binary names a file by its first bytes; nil: they are those of no known kind.
func Binary(data []byte) *Kind {
	for i := range binaryKinds {
		k := &binaryKinds[i]
		if len(data) > k.off && bytes.HasPrefix(data[k.off:], []byte(k.magic)) {
			return &k.kind
		}
	}
	// a key of version 4 (RFC 4880, section 5.5)
	if len(data) > 3 && data[3] == 4 && (data[0] == 0x95 || data[0] == 0x99) {
		return &Kind{What: "an OpenPGP key", Next: giveChain, IsKey: data[0] == 0x95}
	}
	return nil
}

const (
	// MaxMagic is how much base64 is decoded to see how it begins: a tar archive shows itself at byte 257.
	MaxMagic = 512
	// EnoughBase64 is from how many characters on a word is base64 and no word: longer ones than this stand in no text.
	EnoughBase64 = 40
)

// InBase64 is [Binary] of what a word of base64 begins with.
func InBase64(word []byte) *Kind { return Binary(Begin(word)) }

// Begin decodes the beginning of a word of base64; nil: it is none.
func Begin(word []byte) []byte {
	data := make([]byte, MaxMagic)
	n, err := base64.RawStdEncoding.Decode(data, word[:min(len(word), MaxMagic)/4*4])
	if err != nil {
		return nil
	}
	return data[:n]
}

// Encoded names a text that is the base64 of a file of a known kind, and nothing else, as data: addresses and e-mail
// have it; nil: it is none. It is never looked into as text: a ZIP archive may hold PEM as it stands.
func Encoded(data []byte) *Kind {
	text := trim(data)
	if bytes.HasPrefix(text, []byte("data:")) {
		_, text, _ = bytes.Cut(text, []byte(","))
	}
	word := make([]byte, 0, MaxMagic)
	for _, c := range text {
		switch {
		case c == '\r' || c == '\n' || c == '=':
			continue
		case !isBase64(c):
			return nil
		}
		if len(word) < MaxMagic {
			word = append(word, c)
		}
	}
	if len(word) < EnoughBase64 {
		return nil
	}
	k := InBase64(word)
	if k == nil || k.IsKey {
		return k
	}
	return k.decoded()
}

// decoded is the kind of the base64 of a file: the next steps are those of the file that is decoded first.
func (k *Kind) decoded() *Kind {
	out := *k
	out.What += ", in base64"
	out.Next = "Decode it: `base64 -d FILE > FILE.bin`. Then: " + strings.ReplaceAll(k.Next, " FILE", " FILE.bin")
	out.Need.With = strings.ReplaceAll(k.Need.With, " FILE", " FILE.bin")
	return &out
}

func isBase64(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/'
}

func trim(data []byte) []byte { return bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff"))) }

// maxLook bounds how much of a text is looked at to name its kind.
const maxLook = 64 << 10

// Text names a text; nil: it is of no known kind.
func Text(data []byte) *Kind {
	data = trim(data[:min(len(data), maxLook)])
	text := strings.ToLower(string(data))
	for i := range textKinds {
		if k := &textKinds[i]; k.fits(text) {
			return &k.kind
		}
	}
	if isDump(data) {
		return &Kind{What: "what xxd or hexdump shows of a file",
			Next: "Take the file that it was made from, or make bytes of it.",
			Need: lint.Need{What: lint.NeedChain, With: "xxd -r FILE"}}
	}
	if isHex(data) {
		return &Kind{What: "hexadecimal digits", Next: "Make bytes of them.",
			Need: lint.Need{What: lint.NeedChain, With: "xxd -r -p FILE"}}
	}
	return nil
}

// isDump tells the lines that xxd, hexdump and od write of a SEQUENCE: an offset, its bytes, perhaps their letters.
func isDump(data []byte) bool {
	offset, bytesOf, ok := bytes.Cut(data, []byte(" "))
	offset = bytes.TrimRight(offset, ":")
	return ok && len(offset) >= 6 && len(bytes.Trim(offset, "0")) == 0 &&
		bytes.HasPrefix(bytes.TrimLeft(bytesOf, " "), []byte("30"))
}

// isHex tells the digits of a SEQUENCE, as they stand or as a program or a database writes them: 0x30, \x30.
func isHex(data []byte) bool {
	for _, before := range []string{"0x", "0X", `\x`} {
		data = bytes.TrimPrefix(data, []byte(before))
	}
	digits := 0
	for _, c := range data {
		switch {
		case '0' <= c && c <= '9', 'a' <= c|0x20 && c|0x20 <= 'f':
			digits++
		case bytes.IndexByte([]byte(" :\r\n\t"), c) < 0:
			return false
		}
	}
	return digits > EnoughBase64 && bytes.HasPrefix(data, []byte("30"))
}
