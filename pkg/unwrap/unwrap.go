package unwrap

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

// Decode decodes base64 without anything but line breaks in it; nil: it is none.
func Decode(chars []byte) []byte {
	data := make([]byte, base64.StdEncoding.DecodedLen(len(chars)))
	n, err := base64.StdEncoding.Decode(data, chars)
	if err != nil {
		return nil
	}
	return data[:n]
}

// Entities writes the characters of base64 and line ends as themselves where they are references of HTML and
// XML, those of a URL, or escapes of JSON.
func Entities(text string) string {
	if !strings.ContainsAny(text, `&%\`) {
		return text
	}
	return strings.NewReplacer("&#43;", "+", "&#x2B;", "+", "&#x2b;", "+", "&plus;", "+", "&#47;", "/", "&#x2F;", "/",
		"&#x2f;", "/", "&sol;", "/", "&#61;", "=", "&#x3D;", "=", "&#x3d;", "=", "&equals;", "=", "&#10;", "\n",
		"&#xA;", "\n", "&#xa;", "\n", "&#13;", "\r", "&#xD;", "\r", "&#xd;", "\r", "&nbsp;", " ", "&lt;", "<",
		"&gt;", ">", "&quot;", `"`, "&amp;", "&", "%2B", "+", "%2b", "+", "%2F", "/", "%2f", "/", "%3D", "=",
		"%3d", "=", `\/`, "/", `\u002B`, "+", `\u002b`, "+", `\u002F`, "/", `\u002f`, "/", `\u003D`, "=",
		`\u003d`, "=").Replace(text)
}

// MaxAround bounds what stands between two lines: </code></td></tr> with the next line's <tr><td><code> before it.
const MaxAround = 120

// Lines takes away what stands between the lines, which is what stands before the first: the base64 of any
// certificate begins with MI.
func Lines(text []byte) (chars []byte, around string) {
	i := bytes.Index(text, []byte("MI"))
	if i < 1 || i > MaxAround || len(bytes.Trim(text[:i], "\r\n")) == 0 {
		return nil, ""
	}
	lines := bytes.Split(text[i:], text[:i])
	last := lines[len(lines)-1]
	n := 0
	for n < len(last) && (IsBase64Char(last[n]) || last[n] == '=') {
		n++
	}
	lines[len(lines)-1] = last[:n]
	return bytes.Join(lines, nil), string(text[:i])
}

// Numbered takes away the numbers of lines, as an editor, grep or cat shows them; nil: they do not count up.
func Numbered(text []byte) (chars []byte) {
	number := -1
	first := true
	for line := range bytes.Lines(text) {
		whole := bytes.HasSuffix(line, []byte("\n"))
		line = bytes.Trim(line, Blanks+"\r\n")
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

// Columns takes the column of a table or a log that holds the block: what stands before it is as wide on each line,
// and what stands behind it is the same as behind the BEGIN boundary; nil: it is no column.
func Columns(text []byte, width int) (chars []byte) {
	first, rest, _ := CutLine(text)
	behind := bytes.TrimLeft(first, Blanks)
	if width == 0 && len(behind) == 0 {
		return nil
	}
	for len(rest) > 0 {
		line, next, more := CutLine(rest)
		if rest = next; !more {
			return chars // what stands before the END boundary
		}
		if len(line) < width {
			return nil
		}
		line = TrimRight(bytes.TrimSuffix(TrimRight(line[width:]), behind))
		chars = append(chars, line...)
	}
	return nil
}

// Words takes one word of base64 from each line: that with the number of the one in the first line that begins as a
// certificate does, counted from the beginning of the line, or from its end, so that what stands around it may be of
// different width on each line. Lines without a word are passed over; nil: a line has too few of them.
func Words(text []byte, fromEnd bool) (chars []byte) {
	_, rest, _ := CutLine(text)
	number := -1
	for len(rest) > 0 {
		line, next, more := CutLine(rest)
		if rest = next; !more {
			return chars // what stands before the END boundary
		}
		words := words(line)
		if fromEnd {
			slices.Reverse(words)
		}
		if number < 0 {
			number = certificateWord(words)
		}
		switch {
		case len(words) == 0:
		case number < 0 || number >= len(words):
			return nil
		default:
			chars = append(chars, words[number]...)
		}
	}
	return nil
}

// words are the runs of characters of base64 in a line, each with the padding behind it.
func words(line []byte) (all [][]byte) {
	for i := 0; i < len(line); i++ {
		start := i
		for i < len(line) && IsBase64Char(line[i]) {
			i++
		}
		if start == i {
			continue
		}
		for i < len(line) && line[i] == '=' {
			i++
		}
		all = append(all, line[start:i])
		i--
	}
	return all
}

// certificateWord is the number of the longest word that begins as the base64 of any certificate does; -1: none does.
func certificateWord(words [][]byte) int {
	number := -1
	for i, word := range words {
		if bytes.HasPrefix(word, []byte("MI")) && (number < 0 || len(word) > len(words[number])) {
			number = i
		}
	}
	return number
}

// FullLines takes the lines that are as long as the one that begins as a certificate does, and the last of those that
// are base64, and says which it passed over first: the foot of a page, a comment. Nil: there is no such line.
func FullLines(text []byte) (chars, passed []byte) {
	var lines [][]byte
	last := -1
	for rest := text; len(rest) > 0; {
		var line []byte
		line, rest, _ = CutLine(rest)
		line = TrimRight(line[BlanksAt(line):])
		if IsBase64(line) && len(line) > 0 {
			last = len(lines)
		}
		lines = append(lines, line)
	}
	width := 0
	for i, line := range lines {
		switch {
		case len(line) == 0:
		case width == 0 && bytes.HasPrefix(line, []byte("MI")), i == last && len(line) <= width, len(line) == width:
			width = max(width, len(line))
			chars = append(chars, line...)
		case passed == nil:
			passed = line
		}
	}
	return chars, passed
}

// Plus puts + for the blanks in lines, and fills the lines up to the same length, where an editor has cut off
// the blanks: at their ends, or at their beginnings.
func Plus(body []byte, front bool) (chars []byte) {
	var lines [][]byte
	width := 0
	for line := range bytes.Lines(body) {
		line = bytes.TrimRight(line, "\r\n")
		if !IsBlank(line) {
			lines, width = append(lines, line), max(width, len(line))
		}
	}
	for i, line := range lines {
		var fill []byte
		if i < len(lines)-1 && width-len(line) < maxCut {
			fill = bytes.Repeat([]byte("+"), width-len(line))
		}
		if front {
			line, fill = fill, line
		}
		chars = append(append(chars, line...), fill...)
	}
	return bytes.ReplaceAll(chars, []byte(" "), []byte("+"))
}

// maxCut bounds how many blanks are taken for cut off from one line; more than a few + in a row are no chance.
const maxCut = 8

// PlusInLine puts + for the blanks of a text whose line breaks became blanks, too: those behind each line of this
// width.
func PlusInLine(body []byte, width int) (chars []byte) {
	body = bytes.TrimSpace(body)
	for len(body) > width {
		chars = append(chars, body[:width]...)
		body = bytes.TrimPrefix(body[width:], []byte(" "))
	}
	return bytes.ReplaceAll(append(chars, body...), []byte(" "), []byte("+"))
}
