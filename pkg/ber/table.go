package ber

import (
	"encoding/asn1"
	"strconv"
)

// Table holds values by their keys, mostly object identifiers in dotted form. It is laid out when the program is built;
// a map would be filled at every start.
type Table[V any] []struct {
	Key   string
	Value V
}

// Get returns the value of the key, or the zero value.
func (t Table[V]) Get(key string) (value V) {
	if i := t.index(key); i >= 0 {
		return t[i].Value
	}
	return value
}

func (t Table[V]) Has(key string) bool { return t.index(key) >= 0 }

// Of is Get for an object identifier, and makes no string.
func (t Table[V]) Of(id asn1.ObjectIdentifier) (value V) {
	if i := t.IndexOf(id); i >= 0 {
		return t[i].Value
	}
	return value
}

// OfDER is Of for the object identifier that data begins with.
func (t Table[V]) OfDER(data []byte) (value V) {
	e, _, _ := ReadElement(data)
	if e.Tag != TagOID || len(e.Content) > MaxOID {
		return value
	}
	var room [64]byte
	if text, ok := appendOID(room[:0], e.Content); ok {
		for i := range t {
			if t[i].Key == string(text) {
				return t[i].Value
			}
		}
	}
	return value
}

// IndexOf is the place of an object identifier among keys that are such in dots; -1: it is none of them. It makes no
// string, and none of the dots before length and last digit are those of a key.
func (t Table[V]) IndexOf(id asn1.ObjectIdentifier) int {
	length := dotsLength(id)
	if length == 0 {
		return -1
	}
	last := byte('0' + id[len(id)-1]%10)
	var room [64]byte
	text := room[:0]
	for i := range t {
		key := t[i].Key
		if len(key) != length || key[length-1] != last {
			continue
		}
		if len(text) == 0 {
			text = appendDots(text, id)
		}
		if key == string(text) {
			return i
		}
	}
	return -1
}

func appendDots(text []byte, id asn1.ObjectIdentifier) []byte {
	for i, number := range id {
		if i > 0 {
			text = append(text, '.')
		}
		text = strconv.AppendInt(text, int64(number), 10)
	}
	return text
}

// dotsLength is how long an object identifier is in dots.
func dotsLength(id asn1.ObjectIdentifier) int {
	length := max(0, len(id)-1)
	for _, number := range id {
		for length++; number >= 10; number /= 10 {
			length++
		}
	}
	return length
}

func (t Table[V]) index(key string) int {
	for i := range t {
		if t[i].Key == key {
			return i
		}
	}
	return -1
}
