package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"unicode/utf8"
)

// fieldsOf are the names of the fields of a struct in JSON. Bodies of the API have no objects inside.
func fieldsOf(into any) []string {
	var names []string
	for i, t := 0, reflect.TypeOf(into).Elem(); i < t.NumField(); i++ {
		names = append(names, t.Field(i).Tag.Get("json"))
	}
	return names
}

// exactKeys requires one JSON object in UTF-8, with keys only from names, in the same case, each once. Invalid JSON is
// left to the decoder that follows.
func exactKeys(body []byte, names []string) error {
	if !utf8.Valid(body) {
		return errors.New("it is not UTF-8 (RFC 8259 8.1)")
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, errors.New("want an object"))
	}
	var seen []string
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return err
		}
		key, _ := t.(string) // of an object there is no other kind
		switch {
		case !slices.Contains(names, key):
			return fmt.Errorf("unknown field %.64q, want %q", key, names)
		case slices.Contains(seen, key):
			return fmt.Errorf("the field %q occurs twice", key)
		}
		seen = append(seen, key)
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return err
		}
	}
	return nil
}
