package bundle

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/lint"
)

// TestFurtherFaults wants the places of all faults of a kind in the text of the first.
func TestFurtherFaults(t *testing.T) {
	type at struct {
		line  int
		cause string
	}
	for _, tt := range []struct {
		name string
		at   []at
		want string
	}{
		{"one", []at{{3, "a"}}, "f:3 a is wrong"},
		{"two", []at{{3, "a"}, {60, "a"}}, "f:3 a is wrong; also at line 60"},
		{"three, out of order", []at{{3, "a"}, {84, "a"}, {60, "a"}}, "f:3 a is wrong; also at line 60 and 84"},
		{"lines in a row", []at{{3, "a"}, {4, "a"}, {5, "a"}, {6, "a"}, {9, "a"}},
			"f:3 a is wrong; also at line 4 to 6 and 9"},
		{"other causes", []at{{3, "a"}, {60, "b"}, {61, "a"}, {62, "b"}},
			"f:3 a is wrong; also at line 60 (b), 61 and 62 (b)"},
		{"the same line", []at{{3, "a"}, {3, "a"}, {3, "a"}}, "f:3 a is wrong (and 2 more at this place)"},
		{"no lines", []at{{0, "a"}, {0, "a"}}, "f a is wrong (and 1 more at this place)"},
		{"the same line and another", []at{{3, "a"}, {3, "a"}, {7, "a"}, {7, "a"}}, "f:3 a is wrong; also at line 7"},
		{"six more", []at{{1, "a"}, {11, "a"}, {21, "a"}, {31, "a"}, {41, "a"}, {51, "a"}, {61, "a"}},
			"f:1 a is wrong; also at line 11, 21, 31, 41, 51 and 1 more"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var l faultList
			var rule lint.Meta
			for _, f := range tt.at {
				l.addCause(&rule, lint.Location{File: "f", Line: f.line}, f.cause, " is wrong")
			}
			if diff := cmp.Diff([]string{tt.want}, texts(l.sorted())); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func texts(faults []lint.Fault) (all []string) {
	for _, f := range faults {
		all = append(all, f.At.String()+" "+f.Detail)
	}
	return all
}

// TestFurtherFaultsOfFiles gives files with several faults of a kind.
func TestFurtherFaultsOfFiles(t *testing.T) {
	c := testpki.Clean()
	clean := string(c.PEM())
	n := strings.Count(clean, "\n")
	key, sec1 := string(c.Leaf.KeyPEM()), pemBlock("EC PRIVATE KEY", []byte("x"))
	blocks := cleanLines()
	spoiled := func(block, line int, with string) string {
		b := slices.Clone(blocks[block])
		b[line] = with + b[line][1:]
		return strings.Join(b, "\n") + "\n"
	}
	second := len(blocks[0]) + 1
	third := second + len(blocks[1])
	escaped := strings.ReplaceAll(key+clean+sec1, "\n", `\n`)
	for _, tt := range []struct {
		name, data string
		want       []string
		hint       string // of the first
	}{
		{"keys", key + clean + sec1 + key, []string{
			fmt.Sprintf("f:1 a block labelled PRIVATE KEY stands in the file; it was not read; also at line %d (a "+
				"block labelled EC PRIVATE KEY) and %d", 6+n, 9+n)}, ""},
		{"keys in one line", escaped, []string{
			"f:1 a block labelled PRIVATE KEY stands in the file; it was not read; also at line 1 (a block labelled " +
				"EC PRIVATE KEY)",
			"f:1:28 line breaks are written as a backslash and a letter, as inside a JSON string"}, ""},
		{"keys, CR only", strings.ReplaceAll(key+clean+sec1, "\n", "\r"), []string{
			fmt.Sprintf("f:1 a block labelled PRIVATE KEY stands in the file; it was not read; also at line %d (a "+
				"block labelled EC PRIVATE KEY)", 6+n),
			"f:1 lines end with a bare CR"}, ""},
		{"base64", spoiled(0, 2, "#") + spoiled(1, 4, "#") + spoiled(2, 3, "?"), []string{
			fmt.Sprintf(`f:3:1 '#' is not a character of base64; also at line %d and %d ('?' is not a character of `+
				`base64)`,
				second+4, third+3)}, ""},
		{"labels", pemBlock("X509 CRL", []byte{0x30, 0}) + pemBlock("PUBLIC KEY", []byte{0x30, 0}) + clean, []string{
			"f:1 a block labelled X509 CRL stands in the file, want certificates only; also at line 4 (a block " +
				"labelled PUBLIC KEY)"}, ""},
		{"one label", pemBlock("X509 CRL", []byte{0x30, 0}) + pemBlock("X509 CRL", []byte{0x30, 0}) + clean, []string{
			"f:1 a block labelled X509 CRL stands in the file, want certificates only; also at line 4"},
			"Leave the revocation list out of the file, and provide it beside the chain."},
		{"indented", indent(clean, "  "), []string{
			fmt.Sprintf("f:1 blanks stand before the BEGIN line; also at line 2 to %d", n)}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b Bundle
			if err := b.Parse("f", []byte(tt.data)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, texts(b.Faults)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if b.Faults[0].Hint != tt.hint {
				t.Errorf("hint %q", b.Faults[0].Hint)
			}
		})
	}
}

// TestEmptyInput names what a file without content is full of.
func TestEmptyInput(t *testing.T) {
	for data, want := range map[string]string{
		"":                         "f the input has no bytes",
		" \r\n":                    "f the input has nothing but blanks (3 bytes)",
		strings.Repeat("\x00", 99): "f the input has nothing but NUL bytes (99 bytes)",
		"\n\x00\x00":               "f the input has nothing but blanks and NUL bytes (3 bytes)",
	} {
		var b Bundle
		if err := b.Parse("f", []byte(data)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{want}, texts(b.Faults)); diff != "" {
			t.Errorf("%q -want +got:\n%s", data, diff)
		}
	}
}
