package bundle

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"qwac/pkg/ber"
)

// unwrapped decodes a body whose lines stand in other text, the same for each: the quotes of a program, <br>, a bar,
// the number of the line; or in which + / = are written as in a page or a mail. What comes out must be one element of
// the length that it says, so nothing can be wrong with it but what a signature shows. Nil: that is not so.
func (r *bodyReader) unwrapped() []byte {
	if !r.opened || !r.closed {
		return nil
	}
	body := r.s.src.text[r.start:r.end]
	unquoted := body
	if len(r.s.prefix) > 0 {
		unquoted = bytes.ReplaceAll(body, append([]byte("\n"), r.s.prefix...), []byte("\n"))
	}
	if isElement(decodeWhole(removeBlanks(unquoted))) {
		return nil // blanks are for the reader of lines
	}
	text := []byte(unescapeEntities(string(body)))
	entities := len(text) != len(body)
	if bytes.Contains(text, []byte("=3D")) { // quoted-printable (RFC 2045, 6.7); = at the end of a line goes on with it
		text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("=\r\n"), nil), []byte("=\n"), nil)
		text, entities = bytes.ReplaceAll(text, []byte("=3D"), []byte("=")), true
	}
	if entities && isElement(decodeWhole(removeBlanks(text))) {
		return r.told(decodeWhole(removeBlanks(text)), "", entities)
	}
	if lines, around := unwrapLines(text); isElement(decodeWhole(lines)) {
		return r.told(decodeWhole(lines), "the same text stands around each line of the base64: "+ber.Quote(around),
			entities)
	}
	if lines := unnumberLines(text); isElement(decodeWhole(lines)) {
		return r.told(decodeWhole(lines), "each line of the base64 has its number before it", entities)
	}
	return nil
}

// told names what was taken away.
func (r *bodyReader) told(data []byte, wrap string, entities bool) []byte {
	if !r.report {
		return data
	}
	at := r.start + max(bytes.IndexByte(r.s.src.text[r.start:r.end], 'M'), 0)
	if entities {
		r.s.faults.add(&pemURLEncoded, r.s.at(&pemURLEncoded, at),
			"characters are written as in a page, a URL or a mail (&#43;, %2B, =3D); want the text itself")
	}
	if wrap != "" {
		r.s.faults.add(&pemIndented, r.s.at(&pemIndented, at), wrap).Hint =
			"Take away what was added to each line, or take the file that was there before; `qwac payload` does it."
	}
	return data
}

// decodeWhole decodes base64 without anything but line breaks in it; nil: it is none.
func decodeWhole(chars []byte) []byte {
	data := make([]byte, base64.StdEncoding.DecodedLen(len(chars)))
	n, err := base64.StdEncoding.Decode(data, chars)
	if err != nil {
		return nil
	}
	return data[:n]
}

// unescapeEntities writes the characters of base64 and line ends as themselves where they are references of HTML and
// XML, or those of a URL.
func unescapeEntities(text string) string {
	if !strings.ContainsAny(text, "&%") {
		return text
	}
	return strings.NewReplacer("&#43;", "+", "&#x2B;", "+", "&#x2b;", "+", "&plus;", "+", "&#47;", "/", "&#x2F;", "/",
		"&#x2f;", "/", "&sol;", "/", "&#61;", "=", "&#x3D;", "=", "&#x3d;", "=", "&equals;", "=", "&#10;", "\n",
		"&#xA;", "\n", "&#xa;", "\n", "&#13;", "\r", "&#xD;", "\r", "&#xd;", "\r", "&nbsp;", " ", "&lt;", "<",
		"&gt;", ">", "&quot;", `"`, "&amp;", "&", "%2B", "+", "%2b", "+", "%2F", "/", "%2f", "/", "%3D", "=",
		"%3d", "=").Replace(text)
}

// maxAround bounds what stands between two lines: </code></td></tr> with the next line's <tr><td><code> before it.
const maxAround = 120

// unwrapLines takes away what stands between the lines, which is what stands before the first: the base64 of any
// certificate begins with MI.
func unwrapLines(text []byte) (chars []byte, around string) {
	i := bytes.Index(text, []byte("MI"))
	if i < 1 || i > maxAround || len(bytes.Trim(text[:i], "\r\n")) == 0 {
		return nil, ""
	}
	lines := bytes.Split(text[i:], text[:i])
	last := lines[len(lines)-1]
	n := 0
	for n < len(last) && (isBase64Char(last[n]) || last[n] == '=') {
		n++
	}
	lines[len(lines)-1] = last[:n]
	return bytes.Join(lines, nil), string(text[:i])
}

// unnumberLines takes away the numbers of lines, as an editor, grep or cat shows them; nil: they do not count up.
func unnumberLines(text []byte) (chars []byte) {
	number := -1
	first := true
	for line := range bytes.Lines(text) {
		whole := bytes.HasSuffix(line, []byte("\n"))
		line = bytes.Trim(line, blanks+"\r\n")
		if first && len(line) == 0 || !whole {
			first = false // the rest of the BEGIN line; what stands before the END boundary
			continue
		}
		digits := 0
		for digits < len(line) && '0' <= line[digits] && line[digits] <= '9' {
			digits++
		}
		rest := bytes.TrimLeft(line[digits:], ":|.) \t")
		n, err := strconv.Atoi(string(line[:digits]))
		if err != nil || len(rest) == len(line)-digits || number >= 0 && n != number+1 {
			return nil
		}
		number, first = n, false
		chars = append(chars, rest...)
	}
	return chars
}

// mangled says that bytes went through a program that took them for text; empty: they did not, as far as can be told.
func mangled(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{ber.TagSequence, 0xc2}):
		return fmt.Sprintf("the bytes were taken for text and written as UTF-8 (%x in place of %x)", data[1:3],
			data[2:3])
	case bytes.HasPrefix(data, []byte{ber.TagSequence, 0xef, 0xbf, 0xbd}):
		return "the bytes were taken for text, and those that are no UTF-8 were replaced by U+FFFD: they are lost"
	}
	return ""
}
