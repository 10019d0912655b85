package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// windowRun is the length from which a run counts in a window of lines, whatever separates it from the next.
const windowRun = 12

// windowRest is the same after a window that is already long enough: the last part of a key may be short.
const windowRest = 6

// bare is text without presentation: tags, terminal escapes, blanks and marks of Unicode.
type bare struct {
	text string
	at   []int // where each byte was; one more than there are bytes
}

// markup is a tag, an escape sequence of a terminal (ECMA-48), or a blank by its name in HTML. Each ends soon, so that
// the search is linear.
var markup = pattern{expr: `^(?:</?[A-Za-z!][^<>]{0,200}>|\x1b\[[0-9;?]{0,20}[ ` +
	`-/]{0,4}[@-~]|(?i:&(?:nbsp|ensp|emsp|thinsp|shy|zwnj|zwj|#160|#173|#820[0-9]|#xa0|#xad|#x200[0-9a-f]);))`}

// bareOf takes markup for a blank, leaves out characters that do not show, and reads full-width letters as what they
// look like.
func bareOf(text string) bare {
	var b strings.Builder
	at := make([]int, 0, len(text)+1)
	put := func(i int, c byte) { b.WriteByte(c); at = append(at, i) }
	for i := 0; i < len(text); {
		if strings.IndexByte("<\x1b&", text[i]) >= 0 {
			if n := len(markup.find(text[i:min(len(text), i+256)])); n > 0 {
				put(i, ' ')
				i += n
				continue
			}
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r >= 0xff01 && r <= 0xff5e:
			put(i, byte(r-0xfee0))
		case unicode.Is(unicode.Cf, r):
		case r > 0x7f && unicode.In(r, unicode.Zs, unicode.Zl, unicode.Zp), r == 0x85:
			put(i, ' ')
		default:
			for k := range n {
				put(i+k, text[i+k])
			}
		}
		i += n
	}
	return bare{b.String(), append(at, len(text))}
}

// back maps spans of the bare text to the whole text. A span ends after its last character, before the markup that
// follows.
func (b bare) back(text string, spans []span) []span {
	out := make([]span, 0, len(spans))
	for _, s := range spans {
		if s.from < s.to {
			last := b.at[s.to-1]
			_, n := utf8.DecodeRuneInString(text[last:])
			out = append(out, span{b.at[s.from], max(last+1, min(last+n, len(text)))})
		}
	}
	return out
}

// windowRuns are runs on one line, or on lines that follow each other, which together are long enough for a key:
// numbers of lines, times, names and comments may stand between them.
func windowRuns(text string) []span {
	var out, parts []span
	total, hex := 0, true
	end := func() {
		if total >= longHex || total >= longRun && !hex {
			out = append(out, parts...)
		}
		parts, total, hex = nil, 0, true
	}
	off := 0
	for line := range strings.Lines(text) {
		found := false
		for i := 0; i < len(line); {
			n := charOfBase64(line[i:])
			if n == 0 {
				i++
				continue
			}
			r := runAt(line, i)
			i = max(r.to, i+n)
			if r.plain || r.chars < windowRun && (r.chars < windowRest || total < longRun) {
				continue
			}
			found = true
			parts = append(parts, span{off + r.from, off + r.to})
			total, hex = total+r.chars, hex && r.hex
		}
		if !found && strings.TrimSpace(line) != "" {
			end()
		}
		off += len(line)
	}
	end()
	return out
}

// dumpRows are the rows of dumps of at least 24 bytes, without the numbers in front: the text beside the bytes too, and
// the short last row.
func dumpRows(text string) []span {
	var out, rows []span
	digits, off := 0, 0
	end := func() {
		if digits >= 48 {
			out = append(out, rows...)
		}
		rows, digits = nil, 0
	}
	for line := range strings.Lines(text) {
		if n, from := dumpRow(line); n > 0 {
			rows = append(rows, span{off + from, off + len(strings.TrimRight(line, "\r\n"))})
			digits += n
		} else if strings.TrimSpace(line) != "" {
			end()
		}
		off += len(line)
	}
	end()
	return out
}

// dumpRow is the number of digits in a row of a dump, or 0, and where they begin.
func dumpRow(line string) (digits, from int) {
	rest := strings.TrimLeft(line, " \t>|#")
	number := len(rest) - len(strings.TrimLeft(rest, "0123456789abcdefABCDEFx"))
	rest = rest[number:]
	if number < 4 || rest == "" || strings.IndexByte(": \t-", rest[0]) < 0 {
		return 0, 0
	}
	rest = strings.TrimLeft(rest, ": \t-")
	from = len(line) - len(rest)
	for word := range strings.FieldsSeq(rest) {
		if n := len(word); n%2 != 0 || n > 16 || strings.Trim(word, "0123456789abcdefABCDEF") != "" {
			break
		}
		digits += len(word)
	}
	return digits, from
}
