package chain

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// element is one element of BER. The reader is tolerant, it serves to tell what a file is; judging is done elsewhere.
type element struct {
	tag        byte   // of the first octet: class, constructed bit and number
	full       []byte // header and content
	content    []byte
	indefinite bool // the length is not written
	padded     bool // the length is written longer than it needs
}

// Tags as they stand in the first octet.
const (
	tagBoolean     = 0x01
	tagInteger     = 0x02
	tagBitString   = 0x03
	tagOctetString = 0x04
	tagNull        = 0x05
	tagOID         = 0x06
	tagEnumerated  = 0x0a
	tagUTCTime     = 0x17
	tagTime        = 0x18
	tagSequence    = 0x30
	tagExplicit0   = 0xa0
	constructed    = 0x20
)

// maxDepth bounds how deep elements are nested. A certificate needs 12.
const maxDepth = 32

// readElement reads the element that data begins with.
func readElement(data []byte) (e element, rest []byte, ok bool) {
	header, length, ok := readHeader(data, &e)
	if !ok {
		return e, nil, false
	}
	if e.indefinite {
		if length, ok = indefiniteLength(data[header:], maxDepth); !ok {
			return e, nil, false
		}
		e.full, e.content = data[:header+length+2], data[header:header+length]
		return e, data[header+length+2:], true
	}
	if length > len(data)-header {
		return e, nil, false
	}
	e.full, e.content = data[:header+length], data[header:header+length]
	return e, data[header+length:], true
}

// readHeader reads tag and length; the length of an indefinite element is zero.
func readHeader(data []byte, e *element) (header, length int, ok bool) {
	if len(data) < 2 {
		return 0, 0, false
	}
	e.tag = data[0]
	i := 1
	if e.tag&0x1f == 0x1f {
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
		e.indefinite = true
		return i, 0, e.tag&constructed != 0
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
		var e element
		header, length, ok := readHeader(data[off:], &e)
		if ok && e.indefinite {
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
// asn1.ObjectIdentifier does not hold it, and it comes in dots as large, with id nil. One that is too long comes as words.
func ReadOID(s *cryptobyte.String) (id asn1.ObjectIdentifier, large string, ok bool) {
	var body cryptobyte.String
	whole := *s
	if skip := whole; skip.ReadASN1(&body, casn1.OBJECT_IDENTIFIER) && len(body) > maxOID {
		*s = skip
		return nil, fmt.Sprintf("(an object identifier of %d bytes)", len(body)), true
	}
	if whole.ReadASN1ObjectIdentifier(&id) {
		*s = whole
		return id, "", true
	}
	var great x509.OID
	if !s.ReadASN1(&body, casn1.OBJECT_IDENTIFIER) || great.UnmarshalBinary(body) != nil {
		return nil, "", false
	}
	return nil, great.String(), true
}

// skipOID is ReadOID for who does not ask which it is.
func skipOID(s *cryptobyte.String) bool {
	var body cryptobyte.String
	if !s.ReadASN1(&body, casn1.OBJECT_IDENTIFIER) {
		return false
	}
	if len(body) > maxOID {
		return true
	}
	ended := false // a number; it has no needless zeros in front (X.690, 8.19.2)
	for i, c := range body {
		if c == 0x80 && (ended || i == 0) {
			return false
		}
		ended = c < 0x80
	}
	return ended
}

// announced is how long the first element of data says it is; zero: it does not say.
func announced(data []byte) int {
	var e element
	header, length, ok := readHeader(data, &e)
	if !ok || e.tag != tagSequence || e.indefinite {
		return 0
	}
	return header + length
}

// elements is room for the first elements of a SEQUENCE.
type elements [4]element

// of reads the elements that content consists of, as far as there is room.
func (es *elements) of(content []byte) []element {
	n := 0
	for len(content) > 0 && n < len(es) {
		e, rest, ok := readElement(content)
		if !ok {
			break
		}
		es[n], content = e, rest
		n++
	}
	return es[:n]
}

// shape gives the tags of the first elements of content, up to four.
func shape(content []byte) string {
	var tags [4]byte
	es := new(elements).of(content)
	for i := range es {
		tags[i] = es[i].tag
	}
	return string(tags[:len(es)])
}

// kind is what an element is, told by its shape alone.
type kind uint8

const (
	unknownKind kind = iota
	certificateKind
	requestKind
	listKind // certificate revocation list
	messageKind
	storeKind // PKCS#12
	privateKind
	publicKind
	ocspKind // response (RFC 6960)
)

// derSignedData is the content of the object identifier of signedData, 1.2.840.113549.1.7.2 (RFC 5652, section 5.1).
var derSignedData = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02}

// kindOf tells what the element is. It decides nothing about whether it is well made.
func kindOf(e element) kind {
	if e.tag != tagSequence {
		return unknownKind
	}
	es := new(elements).of(e.content)
	if len(es) == 0 {
		return unknownKind
	}
	switch es[0].tag {
	case tagOID:
		if bytes.Equal(es[0].content, derSignedData) {
			return messageKind
		}
	case tagInteger:
		return kindByVersion(es)
	case tagEnumerated:
		if len(es) == 1 || len(es) == 2 && es[1].tag == tagExplicit0 {
			return ocspKind
		}
	case tagSequence:
		return kindByBody(es)
	}
	return unknownKind
}

// kindByVersion tells what begins with a version number: keys (RFC 5208, 5915, 8017) and PFX (RFC 7292).
func kindByVersion(es []element) kind {
	if len(es) < 2 || len(es[0].content) != 1 {
		return unknownKind
	}
	version, next := es[0].content[0], es[1].tag
	switch {
	case version == 3 && next == tagSequence:
		return storeKind
	case version <= 1 && (next == tagInteger || next == tagOctetString):
		return privateKind
	case version <= 1 && next == tagSequence && len(es) > 2 && es[2].tag == tagOctetString:
		return privateKind
	}
	return unknownKind
}

// kindByBody tells what begins with a SEQUENCE: what is signed, or the algorithm of a key.
func kindByBody(es []element) kind {
	body := new(elements).of(es[0].content)
	if len(body) == 0 {
		return unknownKind
	}
	tags := shape(es[0].content)
	switch {
	case body[0].tag == tagOID && len(es) == 2 && es[1].tag == tagOctetString:
		return privateKind // EncryptedPrivateKeyInfo
	case body[0].tag == tagOID && len(es) == 2 && es[1].tag == tagBitString:
		return publicKind
	case body[0].tag == tagExplicit0:
		return certificateKind
	case tags == "\x02\x30\x30\xa0", tags == "\x02\x30\x30":
		return requestKind
	case len(tags) == 4 && tags[3] == tagSequence && tags[0] == tagInteger:
		return certificateKind // version 1
	case len(tags) >= 3 && (tags[2] == tagUTCTime || tags[2] == tagTime || len(tags) == 4 && (tags[3] == tagUTCTime || tags[3] == tagTime)):
		return listKind
	}
	return unknownKind
}
