package register

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// Limits of the JSON text. The register of 2026 has 217 MB and nests 5 deep; its longest text is the disclaimer.
const (
	maxText  = 64 << 10 // bytes of one text
	maxDepth = 32
	chunk    = 64 << 10
)

// errEnd is the text ending where more must come, as a file does whose download broke off.
var errEnd = errors.New("it ends too early")

// scanner reads JSON (RFC 8259) from a stream and keeps nothing of it: encoding/json takes three times as long for a
// file of this size. It is as strict as that, and stricter: text must be UTF-8.
type scanner struct {
	from    io.Reader
	buf     []byte
	at, end int
	before  int64 // bytes of the stream before buf
	limit   int64
	text    []byte // of the last string
	failed  error
}

func newScanner(r io.Reader, limit int64) *scanner {
	return &scanner{from: r, buf: make([]byte, chunk), limit: limit}
}

// offset is the place that is read next.
func (s *scanner) offset() int64 { return s.before + int64(s.at) }

// fill reads on; false at the end.
func (s *scanner) fill() bool {
	if s.failed != nil {
		return false
	}
	s.before += int64(s.end)
	s.at, s.end = 0, 0
	if s.before > s.limit {
		s.failed = fmt.Errorf("more than %d MiB of JSON: the register has some 220", s.limit>>20)
		return false
	}
	for s.end == 0 {
		n, err := s.from.Read(s.buf)
		s.end = n
		if err == nil || err == io.EOF && n > 0 {
			continue
		}
		if err != io.EOF {
			s.failed = err
		}
		return false
	}
	return true
}

// next is the next byte; 0 at the end, which no JSON has outside a string.
func (s *scanner) next() byte {
	if s.at == s.end && !s.fill() {
		return 0
	}
	c := s.buf[s.at]
	s.at++
	return c
}

// peek skips blanks and looks at the next byte; 0 at the end.
func (s *scanner) peek() byte {
	for {
		if s.at == s.end && !s.fill() {
			return 0
		}
		switch c := s.buf[s.at]; c {
		case ' ', '\n', '\r', '\t':
			s.at++
		default:
			return c
		}
	}
}

// bad is the error of what stands here in the place of something else.
func (s *scanner) bad(want string) error {
	if s.failed != nil {
		return s.failed
	}
	if s.at == s.end && !s.fill() {
		if s.failed != nil {
			return s.failed
		}
		return errEnd
	}
	return fmt.Errorf("byte %d: %q, want %s", s.offset()+1, s.buf[s.at], want)
}

func (s *scanner) expect(c byte) error {
	if s.peek() != c || s.at == s.end {
		return s.bad(fmt.Sprintf("%q", c))
	}
	s.at++
	return nil
}

// array calls item for each value of an array.
func (s *scanner) array(item func() error) error {
	if err := s.expect('['); err != nil {
		return err
	}
	return s.members(']', item)
}

// object calls member for each member of an object, with its name, valid until the next call.
func (s *scanner) object(member func(name []byte) error) error {
	if err := s.expect('{'); err != nil {
		return err
	}
	return s.members('}', func() error {
		name, err := s.str()
		if err != nil {
			return err
		}
		if err := s.expect(':'); err != nil {
			return err
		}
		return member(name)
	})
}

func (s *scanner) members(closing byte, one func() error) error {
	if s.peek() == closing {
		s.at++
		return nil
	}
	for {
		if err := one(); err != nil {
			return err
		}
		switch s.peek() {
		case ',':
			s.at++
		case closing:
			s.at++
			return nil
		default:
			return s.bad(fmt.Sprintf(`"," or %q`, closing))
		}
	}
}

// str reads a string. The result is valid until the next one.
func (s *scanner) str() ([]byte, error) {
	if err := s.expect('"'); err != nil {
		return nil, err
	}
	s.text = s.text[:0]
	for {
		if s.at == s.end && !s.fill() {
			return nil, s.bad("the end of the text")
		}
		from := s.at
		for s.at < s.end && s.buf[s.at] != '"' && s.buf[s.at] != '\\' && s.buf[s.at] >= ' ' {
			s.at++
		}
		s.text = append(s.text, s.buf[from:s.at]...)
		if len(s.text) > maxText {
			return nil, fmt.Errorf("byte %d: a text of more than %d KiB", s.offset(), maxText>>10)
		}
		if s.at == s.end {
			continue
		}
		switch s.buf[s.at] {
		case '"':
			s.at++
			if !utf8.Valid(s.text) {
				return nil, fmt.Errorf("byte %d: a text that is not UTF-8", s.offset())
			}
			return s.text, nil
		case '\\':
			s.at++
			if err := s.escape(); err != nil {
				return nil, err
			}
		default:
			return nil, s.bad("no control character in a text")
		}
	}
}

// escape reads what follows a backslash.
func (s *scanner) escape() error {
	c := s.next()
	switch c {
	case '"', '\\', '/':
		s.text = append(s.text, c)
	case 'b':
		s.text = append(s.text, '\b')
	case 'f':
		s.text = append(s.text, '\f')
	case 'n':
		s.text = append(s.text, '\n')
	case 'r':
		s.text = append(s.text, '\r')
	case 't':
		s.text = append(s.text, '\t')
	case 'u':
		return s.unicode()
	default:
		return fmt.Errorf("byte %d: no escape of JSON", s.offset())
	}
	return nil
}

// unicode reads the digits of \u, and the second half of a pair. A half alone becomes the replacement character, as in
// encoding/json.
func (s *scanner) unicode() error {
	r, err := s.hex()
	if err != nil {
		return err
	}
	for utf16.IsSurrogate(r) {
		if s.at == s.end && !s.fill() || s.buf[s.at] != '\\' {
			r = utf8.RuneError
			break
		}
		s.at++
		if s.at == s.end && !s.fill() {
			return s.bad("an escape")
		}
		if s.buf[s.at] != 'u' {
			s.text = utf8.AppendRune(s.text, utf8.RuneError)
			return s.escape()
		}
		s.at++
		second, err := s.hex()
		if err != nil {
			return err
		}
		if both := utf16.DecodeRune(r, second); both != utf8.RuneError {
			r = both
			break
		}
		s.text = utf8.AppendRune(s.text, utf8.RuneError)
		r = second
	}
	s.text = utf8.AppendRune(s.text, r)
	return nil
}

func (s *scanner) hex() (rune, error) {
	var r rune
	for range 4 {
		c := s.next()
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, fmt.Errorf("byte %d: no four hexadecimal digits behind \\u", s.offset())
		}
		r = r<<4 | rune(c)
	}
	return r, nil
}

// skip reads any value and drops it.
func (s *scanner) skip(depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("byte %d: more than %d levels deep", s.offset(), maxDepth)
	}
	switch c := s.peek(); c {
	case '{':
		return s.object(func([]byte) error { return s.skip(depth + 1) })
	case '[':
		return s.array(func() error { return s.skip(depth + 1) })
	case '"':
		_, err := s.str()
		return err
	case 't':
		return s.literal("true")
	case 'f':
		return s.literal("false")
	case 'n':
		return s.literal("null")
	default:
		if c == '-' || c >= '0' && c <= '9' {
			return s.number()
		}
		return s.bad("a value of JSON")
	}
}

func (s *scanner) literal(word string) error {
	for i := range len(word) {
		if s.at == s.end && !s.fill() || s.buf[s.at] != word[i] {
			return s.bad(word)
		}
		s.at++
	}
	return nil
}

// number reads a number and drops it.
func (s *scanner) number() error {
	if s.here() == '-' {
		s.at++
	}
	if s.here() == '0' {
		s.at++
	} else if !s.digits() {
		return s.bad("a digit")
	}
	if s.here() == '.' {
		if s.at++; !s.digits() {
			return s.bad("a digit")
		}
	}
	if c := s.here(); c == 'e' || c == 'E' {
		s.at++
		if c := s.here(); c == '+' || c == '-' {
			s.at++
		}
		if !s.digits() {
			return s.bad("a digit")
		}
	}
	return nil
}

// here is the byte that is read next; 0 at the end.
func (s *scanner) here() byte {
	if s.at == s.end && !s.fill() {
		return 0
	}
	return s.buf[s.at]
}

func (s *scanner) digits() bool {
	n := 0
	for c := s.here(); c >= '0' && c <= '9'; c = s.here() {
		s.at++
		n++
	}
	return n > 0
}

// close fails if anything but blanks follows.
func (s *scanner) close() error {
	if s.peek() != 0 || s.at != s.end {
		return s.bad("the end of the file")
	}
	return s.failed
}
