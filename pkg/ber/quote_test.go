package ber

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestQuote(t *testing.T) {
	const long = "… (4096 characters)"
	for _, tt := range []struct{ value, want string }{
		{"", `""`},
		{"Årstad \"Bank\"", `"Årstad \"Bank\""`},
		{strings.Repeat("a", 200), `"` + strings.Repeat("a", 200) + `"`},
		{strings.Repeat("a", 4096), `"` + strings.Repeat("a", 200) + `"` + long},
		{strings.Repeat("ø", 4096), `"` + strings.Repeat("ø", 200) + `"` + long},
		{strings.Repeat("\n", 4096), `"` + strings.Repeat(`\n`, 100) + `"` + long},
		{strings.Repeat("\xff", 4096), `"` + strings.Repeat(`\xff`, 50) + `"` + long},
		{strings.Repeat("\U0010ffff", 4096), `"` + strings.Repeat(`\U0010ffff`, 20) + `"` + long},
	} {
		if got := Quote(tt.value); got != tt.want {
			t.Errorf("%d bytes: got %s, want %s", len(tt.value), got, tt.want)
		}
	}
	if got := Cut("a\"b"); got != "a\"b" {
		t.Errorf("Cut changes a short text to %s", got)
	}
}

func TestList(t *testing.T) {
	long := strings.Repeat("a", 4096)
	for _, tt := range []struct {
		values []string
		want   string
	}{
		{nil, ""},
		{[]string{"a"}, "a"},
		{[]string{"a", "b,c"}, "a; b,c"},
		{[]string{long, "b"}, Cut(long) + "; b"},
		{[]string{"b", long, long}, "b; " + Cut(long) + " and 1 more"},
		{strings.Split(strings.Repeat("ø", 4096), ""), strings.Repeat("ø; ", 132) + "ø and 3963 more"},
	} {
		if got := List(tt.values, "; "); got != tt.want {
			t.Errorf("%d values: got %s, want %s", len(tt.values), got, tt.want)
		}
	}
	if got := Quotes([]string{"a", "\n"}, " and "); got != `"a" and "\n"` {
		t.Errorf("quoted: %s", got)
	}
}

// FuzzQuote wants the same as strconv of what is short, and never more than a line.
func FuzzQuote(f *testing.F) {
	f.Add("abc")
	f.Add(strings.Repeat("é\x80", 150))
	f.Fuzz(func(t *testing.T, value string) {
		got := Quote(value)
		if n := utf8.RuneCountInString(got); n > maxQuoted+40 {
			t.Errorf("%d characters", n)
		}
		if whole := strconv.Quote(value); utf8.RuneCountInString(whole) <= maxQuoted+2 && got != whole {
			t.Errorf("got %s, want %s", got, whole)
		}
	})
}
