package bundle

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"qwac/pkg/unwrap"
)

// boundary is a BEGIN or END line as a person would recognise it.
type boundary struct {
	start, end int // offsets in the text, dashes included
	begin      bool
	label      string
	bad        string // what is wrong with its form; empty: nothing
}

// maxLabel bounds the length of a label. The longest in use, "ENCRYPTED PRIVATE KEY" and its kin, have 30 at most.
const maxLabel = 64

// nextBoundary finds the first boundary at or after from.
func (s *scanner) nextBoundary(from int) (boundary, bool) {
	t := s.src.text
	for floor := from; ; {
		i := s.indexDash(from)
		if i < 0 {
			return boundary{}, false
		}
		run := dashesAt(t[i:])
		if b, ok := boundaryAt(t, i, run); ok {
			if end := proseAround(t, floor, &b); end > 0 {
				from = end
				continue
			}
			return b, true
		}
		if b, ok := dashlessBoundary(t, floor, i, run); ok {
			return b, true
		}
		from = i + run.size
	}
}

// proseAround tells a BEGIN boundary that is spoken of in a sentence, such as "paste what stands between -----BEGIN
// CERTIFICATE----- and -----END CERTIFICATE-----": a word stands before it, and a short one behind it. No reader takes
// it for a boundary. It returns the end of its line; zero: it is none.
func proseAround(t []byte, floor int, b *boundary) (end int) {
	if !b.begin {
		return 0
	}
	const around = " '\"`()"
	before := bytes.TrimRight(t[floor:b.start], around)
	if len(before) == 0 || !unwrap.IsAlnum(before[len(before)-1]) {
		return 0
	}
	line, _, _ := unwrap.CutLine(t[b.end:min(len(t), b.end+maxAhead)])
	word, _, _ := bytes.Cut(bytes.TrimLeft(line, around+".,;:"), []byte(" "))
	if len(word) > maxWord || bytes.HasPrefix(word, []byte("MI")) ||
		!isLetters(bytes.TrimRight(word, around+".,;:")) {
		return 0
	}
	line, _, _ = unwrap.CutLine(t[b.end:])
	return b.end + len(line)
}

func isLetters(word []byte) bool {
	for _, c := range word {
		if !unwrap.IsAlnum(c) || c <= '9' {
			return false
		}
	}
	return len(word) > 0
}

// maxWord is how long a word of a sentence may be; the first line of base64 is longer in every certificate.
const maxWord = 15

// maxAhead is how much is read to find that word: a line may be as long as the input.
const maxAhead = 64

// indexDash finds the first dash at or after from; -1: none.
func (s *scanner) indexDash(from int) int {
	t := s.src.text[from:]
	if !s.fancy {
		if i := bytes.IndexByte(t, '-'); i >= 0 {
			return from + i
		}
		return -1
	}
	for i := range t {
		if dashSize(t[i:]) > 0 {
			return from + i
		}
	}
	return -1
}

// dashes is a run of dashes: how many, and how many bytes.
type dashes struct{ n, size int }

func (d dashes) fancy() bool { return d.n != d.size }

func dashesAt(t []byte) (d dashes) {
	for {
		n := dashSize(t[d.size:])
		if n == 0 {
			return d
		}
		d.n, d.size = d.n+1, d.size+n
	}
}

// dashSize is the number of bytes of the dash that t begins with; zero: it begins with none. Beside the hyphen these
// are the dashes that word processors make of hyphens: U+2010 to U+2015 and the minus sign.
func dashSize(t []byte) int {
	switch {
	case len(t) == 0:
		return 0
	case t[0] == '-':
		return 1
	case len(t) < 3 || t[0] != 0xe2:
		return 0
	case t[1] == 0x80 && t[2] >= 0x90 && t[2] <= 0x95, t[1] == 0x88 && t[2] == 0x92:
		return 3
	}
	return 0
}

// boundaryAt reads the boundary whose dashes are at start.
func boundaryAt(t []byte, start int, before dashes) (boundary, bool) {
	p := start + before.size
	gap := unwrap.BlanksAt(t[p:])
	p += gap
	begin, n := keyword(t[p:])
	if n == 0 {
		return boundary{}, false
	}
	word := t[p : p+n]
	p += n
	label, after, ok := labelAt(t[p:])
	if !ok || after.n == 0 && (before.n < 3 || !slices.Contains(knownLabels, cleanLabel(label))) {
		return boundary{}, false
	}
	after = shareDashes(t[p+len(label):], after)
	b := boundary{start: start, end: p + len(label) + after.size, begin: begin, label: cleanLabel(label)}
	exact := dashes{5, 5}
	if before != exact || after != exact || gap > 0 || string(word) != keywordOf(begin) || !plainLabel(label, b.label) {
		b.bad = boundaryFault(b, before, after)
	}
	return b, true
}

// dashlessBoundary reads the boundary that has lost all dashes before it and whose dashes after it are at i. To be
// sure, its label must be a known one, and it stands at the beginning of a line.
func dashlessBoundary(t []byte, floor, i int, after dashes) (boundary, bool) {
	line := t[max(floor, i-maxLabel):i]
	line = line[bytes.LastIndexAny(line, "\r\n")+1:]
	start := i - len(line) + unwrap.BlanksAt(line)
	begin, n := keyword(t[start:i])
	if after.n < 3 || n == 0 {
		return boundary{}, false
	}
	label := cleanLabel(t[start+n : i])
	if !slices.Contains(knownLabels, label) {
		return boundary{}, false
	}
	after = shareDashes(t[i:], after)
	return boundary{start, i + after.size, begin, label,
		"the " + keywordOf(begin) + " line has lost the dashes before " + keywordOf(begin)}, true
}

func boundaryFault(b boundary, before, after dashes) string {
	word := keywordOf(b.begin)
	switch {
	case before.fancy() || after.fancy():
		return "the " + word + " line has typographic dashes, want five hyphens"
	case before.n != 5:
		return fmt.Sprintf("the %s line has %d dashes before %s, want 5", word, before.n, word)
	case after.n != 5:
		return fmt.Sprintf("the %s line has %d dashes at its end, want 5", word, after.n)
	}
	return "the " + word + " line is not in upper case with one blank between words"
}

func keywordOf(begin bool) string {
	if begin {
		return "BEGIN"
	}
	return "END"
}

// plainLabel tells whether a label stands as RFC 7468 wants it: behind one blank.
func plainLabel(raw []byte, clean string) bool {
	return len(raw) > 0 && raw[0] == ' ' && string(raw[1:]) == clean
}

// keyword tells BEGIN and END, in either case; n is zero when t begins with neither.
func keyword(t []byte) (begin bool, n int) {
	switch {
	case len(t) >= 5 && bytes.EqualFold(t[:5], []byte("BEGIN")):
		return true, 5
	case len(t) >= 3 && bytes.EqualFold(t[:3], []byte("END")):
		return false, 3
	}
	return false, 0
}

// labelAt reads what stands between the keyword and the dashes behind it. Without dashes (after is zero) it must end
// the line.
func labelAt(t []byte) (label []byte, after dashes, ok bool) {
	for i := 0; i < maxLabel; i++ {
		for i < len(t) && t[i] >= utf8.RuneSelf && unwrap.BlankSize(t[i:]) > 0 {
			i += unwrap.BlankSize(t[i:])
		}
		if i == len(t) || t[i] == '\n' || t[i] == '\r' {
			return t[:i], dashes{}, i > 0
		}
		if d := dashesAt(t[i : i+min(len(t)-i, 3)]); d.n > 1 || d.n == 1 && !wordHyphen(t, i) {
			return t[:i], dashesAt(t[i:]), i == 0 || unwrap.BlankSize(t) > 0
		}
		if !labelChar(t[i]) || i == 0 && unwrap.BlankSize(t) == 0 {
			return nil, dashes{}, false
		}
	}
	return nil, dashes{}, false
}

func wordHyphen(t []byte, i int) bool {
	return t[i] == '-' && i+1 < len(t) && unwrap.IsAlnum(t[i+1]) && i > 0 && unwrap.IsAlnum(t[i-1])
}

// labelChar is any printable character (RFC 7468, section 3), and the tab; labelAt looks at the hyphens.
func labelChar(c byte) bool { return ' ' <= c && c <= '~' || c == '\t' }

// cleanLabel gives the label in upper case, one blank between words.
func cleanLabel(label []byte) string {
	if len(label) > 0 && string(label[1:]) == certificateLabel && label[0] == ' ' {
		return certificateLabel // as nearly always: nothing is allocated
	}
	plain := strings.Map(func(r rune) rune {
		if strings.ContainsRune(unwrap.OddBlanks, r) {
			return ' '
		}
		return r
	}, string(label))
	return strings.ToUpper(strings.Join(strings.Fields(plain), " "))
}

// shareDashes leaves to a boundary that follows without a line break its part of the dashes between the two.
func shareDashes(t []byte, run dashes) dashes {
	rest := t[run.size:]
	if _, n := keyword(rest); n == 0 || run.n < 2 {
		return run
	}
	if _, after, ok := labelAt(rest[keywordSize(rest):]); !ok || after.n == 0 {
		return run
	}
	d := dashes{}
	for ; d.n < run.n/2; d.n++ {
		d.size += dashSize(t[d.size:])
	}
	return d
}

func keywordSize(t []byte) int {
	_, n := keyword(t)
	return n
}
