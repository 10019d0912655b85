package bundle

import (
	"bytes"
	"slices"

	"qwac/pkg/foreign"
	"qwac/pkg/unwrap"
)

// lost looks for what is neither a block nor text around one: PEM files as base64, as secrets of Kubernetes have them
// beside a ConfigMap with PEM, and bodies without boundaries.
func (s *scanner) lost(start, end int) {
	if s.first < 0 && end == len(s.src.text) { // encodedFiles has seen it all
		s.lostBodies(start, end)
		return
	}
	for off := start; off < end; {
		word := unwrap.NextWord(s.src.text[:end], off)
		for off = word; off < end && unwrap.IsBase64Char(s.src.text[off]); {
			off++
		}
		if off-word < foreign.EnoughBase64 {
			continue
		}
		if file, _ := s.encodedFile(word); file > word {
			s.lostBodies(start, word)
			start, off = file, file
		}
	}
	s.lostBodies(min(start, end), end)
}

// lostBodies looks for the body of a block whose boundaries are lost or damaged beyond recognition: without a word a
// key would stay in the file, or a certificate would be missing. The base64 of every SEQUENCE begins with M, that of
// one of 256 bytes and more with MII. In a text without any boundary only keys count.
func (s *scanner) lostBodies(start, end int) {
	s.otherAlphabet(start, end)
	keysOnly, named := s.first < 0 && end == len(s.src.text), false
	for off := start; off < end; {
		i := bytes.IndexByte(s.src.text[off:end], 'M')
		if i < 0 {
			return
		}
		off += i
		n := 0
		for off+n < end && unwrap.IsBase64Char(s.src.text[off+n]) {
			n++
		}
		whole := off == start || !unwrap.IsBase64Char(s.src.text[off-1])
		next := off + n
		switch {
		case whole && s.lostKey(off, end), keysOnly:
		case whole && s.lostElement(off, &next):
		case !named && n >= foreign.EnoughBase64 && bytes.HasPrefix(s.src.text[off:], []byte("MII")):
			s.cause(&PEMBadBase64, off,
				"base64 stands outside of any block: its BEGIN and END lines are damaged beyond recognition")
			named = true
		}
		off = next
	}
}

// otherAlphabet writes + and / for the - and _ of base64url (RFC 4648, section 5) in text without boundaries, from one
// offset to another. Nothing moves.
func (s *scanner) otherAlphabet(start, end int) {
	if end-start < foreign.EnoughBase64 || s.tries == maxTries {
		return
	}
	at := urlWord(s.src.text[start:end])
	if at < 0 {
		return
	}
	s.tries++ // each takes a copy
	s.src.text = slices.Clone(s.src.text)
	for i, c := range s.src.text[start:end] {
		s.src.text[start+i] = unwrap.Standard(c)
	}
	s.faults.add(&pemURLEncoded, s.at(&pemURLEncoded, start+at), urlAlphabet).Hint = urlHint
}

// lostElement reads the base64 that begins here if it is that of something whole, and moves next to its end.
func (s *scanner) lostElement(off int, next *int) bool {
	after, _ := s.encodedElement(off)
	if after == off {
		return false
	}
	*next = max(*next, after)
	return true
}

// lostKey names a private key that begins here. What follows the key is not looked at.
func (s *scanner) lostKey(off, end int) bool {
	_, ok := keyAt(s.src.text[off:end], &s.tries)
	if ok {
		s.faults.key(s.at(&PEMPrivateKeyPresent, off), bareKey)
	}
	return ok
}
