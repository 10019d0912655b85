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

// IndexOf is the place of an object identifier among keys that are such in dots; -1: it is none of them. It makes no
// string.
func (t Table[V]) IndexOf(id asn1.ObjectIdentifier) int {
	var room [64]byte
	text := room[:0]
	for i, number := range id {
		if i > 0 {
			text = append(text, '.')
		}
		text = strconv.AppendInt(text, int64(number), 10)
	}
	for i := range t {
		if t[i].Key == string(text) {
			return i
		}
	}
	return -1
}

func (t Table[V]) index(key string) int {
	for i := range t {
		if t[i].Key == key {
			return i
		}
	}
	return -1
}
