package encode

import (
	"bytes"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"testing"

	"qwac/pkg/report/lines"
)

func addValues(f *testing.F) {
	for _, s := range []string{
		`{}`, `[]`, `""`, `null`, `-1.5e3`, `[[],{},[[]],{"a":{}}]`, `{"a":[1,true,null,"x"],"b":{"c":"d"}}`,
		`["\"","\\","\\\"","{[,:]}","\u0000\u200b<>&"]`, `{"":"","{":"}","\"":",","é":"ü€😀"}`,
		`["\"list\":[]","[]"]`, strings.Repeat("[", 100) + strings.Repeat("]", 100),
	} {
		f.Add(s)
	}
}

func valueOf(s string) (v any) {
	if json.Unmarshal([]byte(s), &v) != nil {
		return s
	}
	return v
}

// library is what encoding/json makes of a value, but for what nobody can see.
func library(t *testing.T, v any, indent string) []byte {
	t.Helper()
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return lines.CleanLines(out.Bytes())
}

func same(t *testing.T, got, want []byte, err error) {
	t.Helper()
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %s %v, want %s", got, err, want)
	}
}

// FuzzJSON wants what encoding/json makes with an indent.
func FuzzJSON(f *testing.F) {
	addValues(f)
	f.Fuzz(func(t *testing.T, s string) {
		var got bytes.Buffer
		err := JSON(&got, valueOf(s))
		same(t, got.Bytes(), library(t, valueOf(s), "  "), err)
	})
}

// FuzzList wants the same of a list that is written element by element, wherever it stands; and of lines.
func FuzzList(f *testing.F) {
	type around struct {
		Before any   `json:"before"`
		Deep   []any `json:"deep"`
		List   []any `json:"list"`
		After  any   `json:"after"`
	}
	addValues(f)
	f.Fuzz(func(t *testing.T, s string) {
		v := valueOf(s)
		elements, _ := v.([]any)
		if elements == nil {
			elements = []any{}
		}
		seq := iter.Seq[any](slices.Values(elements))
		outer := func(list []any) any {
			return around{s, []any{around{nil, nil, list, s}}, []any{}, s}
		}
		var deep, top, text bytes.Buffer
		err := List(&deep, outer([]any{}), `"list":[]`, seq)
		same(t, deep.Bytes(), library(t, outer(elements), "  "), err)
		err = List(&top, []any{}, `[]`, seq)
		same(t, top.Bytes(), library(t, elements, "  "), err)
		var want []byte
		for _, e := range elements {
			want = append(want, library(t, e, "")...)
		}
		err = Lines(&text, seq)
		same(t, text.Bytes(), want, err)
	})
}

// TestNotEncoded wants the error of what cannot be JSON, and of a destination that is full.
func TestNotEncoded(t *testing.T) {
	bad := iter.Seq[any](slices.Values([]any{1, func() {}}))
	for name, err := range map[string]error{
		"value":   JSON(new(bytes.Buffer), func() {}),
		"element": List(new(bytes.Buffer), []any{}, "[]", bad),
		"line":    Lines(new(bytes.Buffer), bad),
		"full":    JSON(full{}, "text"),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, bytes.ErrTooLarge }
