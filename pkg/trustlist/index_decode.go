package trustlist

import (
	"errors"
	"fmt"
	"time"
)

// decoder reads sources and records. After the first error it returns zero values.
type decoder struct {
	rest  string
	depth int
	bad   bool
}

// take is the next n bytes.
func (d *decoder) take(n int) string {
	if d.bad || n < 0 || n > len(d.rest) {
		d.bad, d.rest = true, ""
		return ""
	}
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

func (d *decoder) uint32() uint32 {
	s := d.take(4)
	if s == "" {
		return 0
	}
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// length is a number of things, of which there can be no more than bytes.
func (d *decoder) length() int {
	n := d.uint32()
	if n > MaxIndex {
		d.bad = true
		return 0
	}
	return int(n)
}

// number reads a varint in the form of encoding/binary.
func (d *decoder) number() int64 {
	var u uint64
	for shift := uint(0); shift < 64; shift += 7 {
		s := d.take(1)
		if s == "" {
			return 0
		}
		u |= uint64(s[0]&0x7f) << shift
		if s[0] < 0x80 {
			return int64(u>>1) ^ -int64(u&1)
		}
	}
	d.bad = true
	return 0
}

// int is a number that fits into an int on every platform.
func (d *decoder) int() int {
	n := d.number()
	if n < -1<<31 || n >= 1<<31 {
		d.bad = true
		return 0
	}
	return int(n)
}

func (d *decoder) text() string    { return d.take(d.int()) }
func (d *decoder) texts() []string { return list(d, (*decoder).text) }
func (d *decoder) words() []string { return list(d, (*decoder).word) }

func (d *decoder) time() time.Time {
	if n := d.number(); n != unix(time.Time{}) {
		return time.Unix(n, 0).UTC()
	}
	return time.Time{}
}

func (d *decoder) word() string {
	i := d.int()
	switch {
	case i == 0:
		return d.text()
	case i < 0 || i > len(words):
		d.bad = true
		return ""
	}
	return words[i-1]
}

// list reads a count and that many values. Each takes at least one byte, so the remaining bytes bound the count.
func list[T any](d *decoder, read func(*decoder) T) []T {
	n := d.int()
	if n < 0 || n > len(d.rest) {
		d.bad = true
		return nil
	}
	var out []T
	for i := 0; i < n && !d.bad; i++ {
		out = append(out, read(d))
	}
	return out
}

// MaxIndex is the most that is read as an index: some seventy times the index of all lists of 2025, which has 0.9 MB.
const MaxIndex = 64 << 20

// ErrIndex reports bytes that are not an index, or a damaged index, or one of another version: add the lists again.
var ErrIndex = errors.New("not a usable trusted list index")

func badIndex(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrIndex, fmt.Sprintf(format, args...))
}
