package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// FuzzWriteJSON wants what encoding/json makes with an indent, but for what nobody can see.
func FuzzWriteJSON(f *testing.F) {
	for _, s := range []string{
		`{}`, `[]`, `""`, `null`, `-1.5e3`, `[[],{},[[]],{"a":{}}]`, `{"a":[1,true,null,"x"],"b":{"c":"d"}}`,
		`["\"","\\","\\\"","{[,:]}","\u0000\u200b<>&"]`, `{"":"","{":"}","\"":",","é":"ü€😀"}`,
		strings.Repeat("[", 100) + strings.Repeat("]", 100),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var v any
		if json.Unmarshal([]byte(s), &v) != nil {
			v = s
		}
		var got, want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		if err := WriteJSON(&got, v); err != nil {
			t.Fatal(err)
		}
		if clean := CleanLines(want.Bytes()); !bytes.Equal(got.Bytes(), clean) {
			t.Errorf("%q: got %s, want %s", s, got.Bytes(), clean)
		}
	})
}
