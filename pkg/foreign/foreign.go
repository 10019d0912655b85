// Package foreign names files that have no certificates to read, by how they begin, by their words or by their
// structure, and says what to do with them. Most people want [Recognise].
package foreign

import (
	"bytes"
	"encoding/base64"
	"slices"
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
	const decode = "Decode it: `base64 -d FILE > FILE.bin`. Then: "
	out.Next = decode + strings.ReplaceAll(k.Next, " FILE", " FILE.bin")
	if k.Key != "" {
		out.Key = decode + strings.ReplaceAll(k.Key, " FILE", " FILE.bin")
	}
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
	if k := pointer(data); k != nil {
		return k
	}
	text := strings.ToLower(string(data))
	for i := range textKinds {
		if k := &textKinds[i]; k.fits(text, data) {
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
	if isBytes(data) {
		const digits = "grep -o 'x[0-9a-fA-F][0-9a-fA-F]' FILE"
		return &Kind{What: "the bytes of a file as numbers of a program (0x30, \\x30)", Next: "Make bytes of them.",
			Need: lint.Need{What: lint.NeedChain, With: digits + " | cut -c2- | xxd -r -p"}}
	}
	if hasHex(data) {
		return &Kind{What: "a text with a certificate in hexadecimal digits",
			Next: "Copy the digits, which begin with 3082, to a file, and make bytes of them: `xxd -r -p COPY > " +
				"leaf.cer`."}
	}
	return nil
}

// fits tells whether a text is of the kind; lower is the text in lower case.
func (k *textKind) fits(lower string, text []byte) bool {
	if k.base64 != "" && !hasBase64(text, k.base64) {
		return false
	}
	if k.begins {
		return slices.ContainsFunc(k.words, func(w string) bool { return strings.HasPrefix(lower, w) })
	}
	return !slices.ContainsFunc(k.words, func(w string) bool { return !strings.Contains(lower, w) })
}

// hasBase64 tells whether a word of base64 that begins so stands in a text.
func hasBase64(text []byte, begin string) bool {
	for {
		i := bytes.Index(text, []byte(begin))
		if i < 0 {
			return false
		}
		text = text[i:]
		n := 0
		for n < len(text) && isBase64(text[n]) {
			n++
		}
		if n >= EnoughBase64 {
			return true
		}
		text = text[n:]
	}
}

// maxPointer bounds the length of a name or an address that stands for the certificate.
const maxPointer = 300

// pointer names a text that says where the certificate is: an address, the name of a file, or that of a variable which
// was not replaced; nil: it is more than one word, or none of these.
func pointer(data []byte) *Kind {
	text := strings.Trim(string(data), "\"' \t\r\n")
	inside := func(before, behind string) bool {
		return strings.HasPrefix(text, before) && strings.HasSuffix(text, behind)
	}
	placeholder := inside("${", "}") || inside("{{", "}}") || inside("<%", "%>") || inside("{%", "%}") // with blanks
	switch {
	case len(text) > maxPointer || !placeholder && strings.ContainsAny(text, " \t\r\n"):
	case strings.HasPrefix(text, "http://"), strings.HasPrefix(text, "https://"):
		return &Kind{What: "an address in place of the certificate", Next: "Download what is there, and provide that."}
	case placeholder, strings.HasPrefix(text, "vault:"):
		return &Kind{What: "a placeholder in place of the certificate: nothing was put in for it",
			Next: "Provide the file as it is where the certificate stands in it."}
	case slices.ContainsFunc([]string{".pem", ".crt", ".cer", ".der", ".p12", ".pfx", ".p7b", ".zip"},
		func(end string) bool { return strings.HasSuffix(strings.ToLower(text), end) }):
		return &Kind{What: "the name of a file in place of the certificate", Next: "Provide that file."}
	}
	return nil
}

// hasHex tells whether the digits of a certificate stand in other text.
func hasHex(data []byte) bool {
	text := bytes.ToLower(data)
	for {
		i := bytes.Index(text, []byte("3082"))
		if i < 0 {
			return false
		}
		text = text[i:]
		n := 0
		for n < len(text) && ('0' <= text[n] && text[n] <= '9' || 'a' <= text[n] && text[n] <= 'f') {
			n++
		}
		if n > maxPointer && n < len(data) {
			return true
		}
		text = text[n:]
	}
}

// isDump tells the lines that xxd, hexdump and od write of a SEQUENCE: an offset, its bytes, perhaps their letters.
func isDump(data []byte) bool {
	offset, bytesOf, ok := bytes.Cut(data, []byte(" "))
	offset = bytes.TrimRight(offset, ":")
	return ok && len(offset) >= 6 && len(bytes.Trim(offset, "0")) == 0 &&
		bytes.HasPrefix(bytes.TrimLeft(bytesOf, " "), []byte("30"))
}

// isHex tells the digits of a SEQUENCE, as they stand or as a program or a database writes them: 0x30, \x30,
// X'30'.
func isHex(data []byte) bool {
	for _, before := range []string{"0x", "0X", `\x`, "X'", "x'"} {
		data = bytes.TrimPrefix(data, []byte(before))
	}
	data = bytes.TrimRight(data, "';")
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

// isBytes tells the bytes of a SEQUENCE as a program has them, each behind 0x or \x, as xxd -i writes them.
func isBytes(data []byte) bool {
	n := 0
	for {
		i := bytes.IndexAny(data, "xX")
		if i < 0 || i+2 >= len(data) {
			return n > EnoughBase64
		}
		before, digits := data[:i], data[i+1:i+3]
		data = data[i+1:]
		if len(before) == 0 || before[len(before)-1] != '0' && before[len(before)-1] != '\\' || !isDigits(digits) {
			continue
		}
		if n == 0 && string(digits) != "30" {
			return false
		}
		n++
	}
}

func isDigits(digits []byte) bool {
	return !bytes.ContainsFunc(digits, func(r rune) bool {
		return !('0' <= r && r <= '9' || 'a' <= r|0x20 && r|0x20 <= 'f')
	})
}
