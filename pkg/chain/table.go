package chain

import (
	"encoding/asn1"
	"strconv"
)

// table holds values by their keys, mostly object identifiers in dotted form. It is laid out when the program is built; a map would
// be filled at every start.
type table[V any] []struct {
	key   string
	value V
}

// get returns the value of the key, or the zero value.
func (t table[V]) get(key string) (value V) {
	if i := t.index(key); i >= 0 {
		return t[i].value
	}
	return value
}

// indexOf is index for an object identifier, without making a string of it.
func (t table[V]) indexOf(id asn1.ObjectIdentifier) int {
	var room [64]byte
	text := room[:0]
	for i, number := range id {
		if i > 0 {
			text = append(text, '.')
		}
		text = strconv.AppendInt(text, int64(number), 10)
	}
	for i := range t {
		if t[i].key == string(text) {
			return i
		}
	}
	return -1
}

func (t table[V]) has(key string) bool { return t.index(key) >= 0 }

func (t table[V]) index(key string) int {
	for i := range t {
		if t[i].key == key {
			return i
		}
	}
	return -1
}
