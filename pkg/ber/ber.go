// Package ber reads ASN.1: elements in DER and in BER, object identifiers, strings, and names with their comparison. It
// says what an element is and where its encoding is not DER; it knows no certificate.
package ber

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"strconv"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// Element is one element of BER. The reader is tolerant, it serves to tell what a file is; judging is done elsewhere.
type Element struct {
	Tag        byte   // of the first octet: class, constructed bit and number
	Full       []byte // header and content
	Content    []byte
	Indefinite bool // the length is not written
	padded     bool // the length is written longer than it needs
}

// Tags as they stand in the first octet.
const (
	tagBoolean     = 0x01
	TagInteger     = 0x02
	tagBitString   = 0x03
	TagOctetString = 0x04
	TagNull        = 0x05
	TagOID         = 0x06
	TagEnumerated  = 0x0a
	tagUTCTime     = 0x17
	tagTime        = 0x18
	TagSequence    = 0x30
	TagExplicit0   = 0xa0
	Constructed    = 0x20
)

// MaxDepth bounds how deep elements are nested. A certificate needs 12.
const MaxDepth = 32

// ReadElement reads the element that data begins with.
func ReadElement(data []byte) (e Element, rest []byte, ok bool) {
	if len(data) >= 2 && data[0]&0x1f != 0x1f && int(data[1]) < min(0x80, len(data)-1) { // as most are: short
		end := 2 + int(data[1])
		return Element{Tag: data[0], Full: data[:end], Content: data[2:end]}, data[end:], true
	}
	header, length, ok := ReadHeader(data, &e)
	if !ok {
		return e, nil, false
	}
	if e.Indefinite {
		if length, ok = indefiniteLength(data[header:], MaxDepth); !ok {
			return e, nil, false
		}
		e.Full, e.Content = data[:header+length+2], data[header:header+length]
		return e, data[header+length+2:], true
	}
	if length > len(data)-header {
		return e, nil, false
	}
	e.Full, e.Content = data[:header+length], data[header:header+length]
	return e, data[header+length:], true
}

// ReadHeader reads tag and length; the length of an indefinite element is zero.
func ReadHeader(data []byte, e *Element) (header, length int, ok bool) {
	if len(data) < 2 {
		return 0, 0, false
	}
	e.Tag = data[0]
	i := 1
	if e.Tag&0x1f == 0x1f {
		for i < len(data) && i < 5 && data[i] >= 0x80 {
			i++
		}
		i++
	}
	if i >= len(data) {
		return 0, 0, false
	}
	first := data[i]
	i++
	if first < 0x80 {
		return i, int(first), true
	}
	if first == 0x80 {
		e.Indefinite = true
		return i, 0, e.Tag&Constructed != 0
	}
	n := int(first & 0x7f)
	if n > 8 || i+n > len(data) {
		return 0, 0, false
	}
	for _, c := range data[i : i+n] {
		if length >= 1<<23 { // more than any input has
			return 0, 0, false
		}
		length = length<<8 | int(c)
	}
	e.padded = length < 0x80 || data[i] == 0
	return i + n, length, true
}

// indefiniteLength finds how many bytes come before the end-of-contents octets.
func indefiniteLength(data []byte, depth int) (int, bool) {
	for off := 0; depth > 0; {
		if bytes.HasPrefix(data[off:], []byte{0, 0}) {
			return off, true
		}
		var e Element
		header, length, ok := ReadHeader(data[off:], &e)
		if ok && e.Indefinite {
			length, ok = indefiniteLength(data[off+header:], depth-1)
			length += 2
		}
		if !ok || length > len(data)-off-header {
			return 0, false
		}
		off += header + length
	}
	return 0, false
}

// ReadOID takes an object identifier off s. One with a number of 2^31 or more, such as 2.25 and a UUID, is legal;
// asn1.ObjectIdentifier does not hold it, and it comes in dots as large, with id nil. One that is too long comes as
// words. An id is not to be written to.
func ReadOID(s *cryptobyte.String) (id asn1.ObjectIdentifier, large string, ok bool) {
	var body cryptobyte.String
	if !s.ReadASN1(&body, casn1.OBJECT_IDENTIFIER) {
		return nil, "", false
	}
	if len(body) > MaxOID {
		return nil, fmt.Sprintf("(an object identifier of %d bytes)", len(body)), true
	}
	if id = usualOID(body); id == nil {
		id = decodeOID(body)
	}
	if id != nil {
		return id, "", true
	}
	var great x509.OID
	if great.UnmarshalBinary(body) != nil {
		return nil, "", false
	}
	return nil, great.String(), true
}

// decodeOID reads the content of an object identifier; nil: it is none, or has a number of 2^31 or more.
func decodeOID(body []byte) asn1.ObjectIdentifier {
	numbers := 1 // the first two are written as one
	for _, c := range body {
		if c < 0x80 {
			numbers++
		}
	}
	if len(body) == 0 || body[len(body)-1] >= 0x80 {
		return nil
	}
	id := make(asn1.ObjectIdentifier, 0, numbers)
	number := 0
	for _, c := range body {
		if c == 0x80 && number == 0 || number >= 1<<24 { // X.690, 8.19.2; 2^31 is beyond
			return nil
		}
		number = number<<7 | int(c&0x7f)
		if c >= 0x80 {
			continue
		}
		if len(id) == 0 { // 40 times the first, which is 0, 1 or 2, and the second
			first := min(number/40, 2)
			id, number = append(id, first), number-40*first
		}
		id, number = append(id, number), 0
	}
	return id
}

// ReadOIDText is [ReadOID] for who wants the dots.
func ReadOIDText(s *cryptobyte.String) (text string, ok bool) {
	var body cryptobyte.String
	var room [64]byte
	if rest := *s; rest.ReadASN1(&body, casn1.OBJECT_IDENTIFIER) && len(body) <= MaxOID {
		if dots, ok := appendOID(room[:0], body); ok {
			*s = rest
			return string(dots), true
		}
	}
	id, large, ok := ReadOID(s)
	if large != "" {
		return large, ok
	}
	return id.String(), ok
}

// appendOID appends an object identifier in dots. Ok is false for none and for one with a great number, which [ReadOID]
// tells apart.
func appendOID(dots, body []byte) (_ []byte, ok bool) {
	number := uint64(0)
	for _, c := range body {
		if c == 0x80 && number == 0 || number >= 1<<24 { // X.690, 8.19.2; 2^31 is beyond
			return nil, false
		}
		number = number<<7 | uint64(c&0x7f)
		ok = c < 0x80
		switch {
		case !ok:
			continue
		case len(dots) > 0:
			dots = append(dots, '.')
		default: // the first two in one: 40 times the first, which is 0, 1 or 2, and the second
			first := min(number/40, 2)
			dots = append(dots, byte('0'+first), '.')
			number -= 40 * first
		}
		dots, number = strconv.AppendUint(dots, number, 10), 0
	}
	return dots, ok
}

// SkipOID is [ReadOID] for who does not ask which it is.
func SkipOID(s *cryptobyte.String) bool {
	_, ok := PassOID(s)
	return ok
}

// PassOID is SkipOID for who asks whether it is one that asn1.ObjectIdentifier does not hold.
func PassOID(s *cryptobyte.String) (large, ok bool) {
	var body cryptobyte.String
	if !s.ReadASN1(&body, casn1.OBJECT_IDENTIFIER) {
		return false, false
	}
	if len(body) > MaxOID {
		return true, true
	}
	number := uint32(0)
	for i, c := range body {
		if c == 0x80 && (ok || i == 0) { // a number has no needless zeros in front (X.690, 8.19.2)
			return false, false
		}
		large = large || number >= 1<<24 // and 7 bits more
		number = number<<7 | uint32(c&0x7f)
		if ok = c < 0x80; ok {
			number = 0
		}
	}
	return large && ok, ok
}

// Announced is how long the first element of data says it is; zero: it does not say.
func Announced(data []byte) int {
	var e Element
	header, length, ok := ReadHeader(data, &e)
	if !ok || e.Tag != TagSequence || e.Indefinite {
		return 0
	}
	return header + length
}

// Elements is room for the first elements of a SEQUENCE.
type Elements [4]Element

// Of reads the elements that content consists of, as far as there is room.
func (es *Elements) Of(content []byte) []Element {
	n := 0
	for len(content) > 0 && n < len(es) {
		e, rest, ok := ReadElement(content)
		if !ok {
			break
		}
		es[n], content = e, rest
		n++
	}
	return es[:n]
}

// ChildByTag finds the first element with a tag among those that content consists of.
func ChildByTag(content []byte, tag byte) (Element, bool) {
	for len(content) > 0 {
		e, rest, ok := ReadElement(content)
		if !ok {
			break
		}
		if e.Tag == tag {
			return e, true
		}
		content = rest
	}
	return Element{}, false
}
