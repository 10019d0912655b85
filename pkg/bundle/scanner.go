package bundle

import (
	"qwac/pkg/lint"
)

// scanner finds the blocks of a text that a person would recognise, whatever was done to it (RFC 7468 is the strict
// form), and names what was done. On text without faults it finds what encoding/pem finds.
type scanner struct {
	src    *source
	faults *faultList
	emit   func(block) bool // takes a block; false: stop
	fancy  bool             // the text may have typographic dashes

	first, last int // where the first boundary begins and the last one ends
	tries       int // bodies without boundaries that were looked into
	vain        int // where the last base64 ends that was looked into for a PEM file and has none
	prefix      []byte
}

// block is what stands between two boundaries.
type block struct {
	class class
	label string
	at    int    // offset in the text
	data  []byte // decoded; nil for a key, a request, and what cannot be decoded
}

// fault notes a fault of the text.
func (s *scanner) fault(rule *lint.Meta, off int, detail string) {
	s.faults.add(rule, s.at(rule, off), detail)
}

// cause is fault for faults that are told one by one.
func (s *scanner) cause(rule *lint.Meta, off int, cause string) {
	s.faults.addCause(rule, s.at(rule, off), cause, "")
}

// at is the place of a fault; only the first of a kind has its column worked out.
func (s *scanner) at(rule *lint.Meta, off int) lint.Location {
	if !s.faults.has(rule) {
		return s.src.place(off)
	}
	return lint.Location{File: s.src.file, Line: s.src.line(off)}
}

func firstOf(seen, i int) int {
	if seen >= 0 {
		return seen
	}
	return i
}
