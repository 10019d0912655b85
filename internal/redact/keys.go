package redact

import (
	"slices"
	"strings"

	"qwac/pkg/bundle"
)

// partRun is from how many characters on a run may be part of a key that is broken over lines or at blanks.
const partRun = 16

// Keys takes out what may be part of a private key, whatever stands around it: runs of base64, base64url and hexadecimal digits,
// also those that are broken over lines, escaped, quoted, marked up, or written byte by byte. Digests go with them; addresses and UUIDs
// stay. Not every form of a key can be known.
func Keys(text string) string {
	spans := keySpans(text)
	if b := bareOf(text); b.text != text {
		spans = append(spans, b.back(text, keySpans(b.text))...)
	}
	return cutOut(text, spans)
}

func keySpans(text string) []span {
	spans := slices.Concat(keyRuns(text), keyBytes(text), windowRuns(text), dumpRows(text))
	for _, k := range bundle.KeysIn([]byte(text)) { // at any blanks
		spans = append(spans, span{k[0], k[1]})
	}
	return spans
}

// cutOut puts one [redacted] in the place of spans that touch.
func cutOut(text string, spans []span) string {
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	var b strings.Builder
	done := 0
	for _, s := range spans {
		switch {
		case s.to <= done:
			continue
		case s.from > done || done == 0:
			b.WriteString(text[done:max(done, s.from)])
			b.WriteString(redacted)
		}
		done = s.to
	}
	b.WriteString(text[done:])
	return b.String()
}

// keyRuns are the runs that are long by themselves or together with those next to them.
func keyRuns(text string) []span {
	var out []span
	var parts []run // runs that may be parts of one key
	end := func() {
		total, hex := 0, true
		for _, r := range parts {
			if !r.plain {
				total += r.chars
				hex = hex && r.hex
			}
		}
		if total >= longHex || total >= longRun && !hex {
			for _, r := range parts {
				out = append(out, r.span)
			}
		}
		parts = parts[:0]
	}
	line, long := 0, -2 // the line, and that of the last long run at the end of one
	for i, glued := 0, false; i < len(text); {
		n := charOfBase64(text[i:])
		if n == 0 {
			step, glue := glueAt(text[i:])
			glued = glued && glue
			if text[i] == '\n' {
				line++
			}
			i += step
			continue
		}
		r := runAt(text, i)
		i = r.to
		if r.chars == 0 { // marks alone
			continue
		}
		r.glued = glued
		if !r.glued {
			end()
		}
		glued = true
		if !r.plain && endsLine(text, r.to) { // behind the same words, as in a log, the last part of a key may be short
			if long == line-1 && r.chars < longRun {
				out = append(out, r.span)
			}
			if r.chars >= longRun {
				long = line
			}
		}
		switch {
		case !r.plain && r.chars >= partRun, len(parts) > 0 && (!r.plain || aloneOnLine(text, r.span)):
			parts = append(parts, r)
		default:
			end()
			if aloneOnLine(text, r.span) {
				parts = append(parts, r)
			}
		}
	}
	end()
	return out
}

// endsLine reports whether nothing but marks stands behind a run on its line.
func endsLine(text string, to int) bool {
	for to < len(text) && strings.IndexByte(lineMarks, text[to]) >= 0 {
		to++
	}
	return to == len(text) || text[to] == '\n'
}

// lineMarks are what stands beside a part of a key on its line: blanks, quotes, marks of comments and of joined texts.
const lineMarks = " \t\r\"'`,;|>#*=+-\\/"

// aloneOnLine reports whether nothing but marks stands beside a run on its line.
func aloneOnLine(text string, s span) bool {
	before := s.from
	for before > 0 && strings.IndexByte(lineMarks, text[before-1]) >= 0 {
		before--
	}
	return (before == 0 || text[before-1] == '\n') && endsLine(text, s.to)
}

// keyBytes are rows of bytes, as hexadecimal or decimal numbers with something between them: dumps, arrays, openssl's text of a key. A row
// has at least 16 numbers, or digits for more than 16 bytes, as an IPv6 address has not.
func keyBytes(text string) []span {
	var out []span
	row, numbers, digits := span{-1, -1}, 0, 0
	end := func() {
		if digits >= 24 && (numbers >= 16 || numbers >= 8 && digits > 32) && digits >= numbers*3/2 {
			out = append(out, row)
		}
		row, numbers, digits = span{-1, -1}, 0, 0
	}
	for i := 0; i < len(text); {
		n := 0
		for i+n < len(text) && isHex(text[i+n]) {
			n++
		}
		prefix := n == 1 && text[i] == '0' && i+1 < len(text) && (text[i+1] == 'x' || text[i+1] == 'X')
		switch {
		case prefix:
			i += 2
		case n > 0 && n <= 8 && (i+n == len(text) || !isAlnum(text[i+n])):
			if row.from < 0 {
				row.from = i
			}
			numbers, digits, row.to = numbers+1, digits+n, i+n
			i += n
		case n > 0 || isAlnum(text[i]):
			end()
			for i < len(text) && isAlnum(text[i]) {
				i++
			}
		case strings.IndexByte(" \t\r\n:,;-.|_\"'", text[i]) >= 0 && (row.to < 0 || i-row.to < 24):
			i++
		case text[i] == '\\':
			i++
			if i < len(text) && strings.IndexByte("xnr", text[i]) >= 0 {
				i++
			}
		default:
			end()
			i++
		}
	}
	end()
	return out
}
