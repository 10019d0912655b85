package chain

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

func (t table[V]) has(key string) bool { return t.index(key) >= 0 }

func (t table[V]) index(key string) int {
	for i := range t {
		if t[i].key == key {
			return i
		}
	}
	return -1
}
