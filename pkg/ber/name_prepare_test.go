package ber

import (
	"testing"
	"unicode/utf8"

	"qwac/internal/testpki"
)

func TestPrepare(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "Fixture CA", "fixture ca"},
		{"nothing", "", ""},
		{"blanks alone", " \t\n", ""},
		{"decomposed", "Zu\u0308rich", "z\u00fcrich"},
		{"composed", "Z\u00fcrich", "z\u00fcrich"},
		{"full width", "\uff26\uff29\uff38\u3000\uff11", "fix 1"},
		{"ligature", "\ufb01x", "fix"},
		{"sharp s", "Stra\u00dfe", "strasse"},
		{"final sigma", "\u039f\u03a3 \u03bf\u03c2", "\u03bf\u03c3 \u03bf\u03c3"},
		{"Kelvin and Angstrom", "\u212a\u212b", "k\u00e5"},
		{"long s", "\u017f", "s"},
		{"dotless i is a letter of its own", "I\u0131", "i\u0131"},
		{"capital I with dot", "\u0130", "i\u0307"},
		{"telephone sign", "\u2121", "tel"},
		{"iota below", "\u0345\u1fb3\u1fbc", "\u03b9\u03b1\u03b9\u03b1\u03b9"},
		{"soft hyphen, zero width, byte order mark", "a\u00ad\u200b\u200d\ufeffb", "ab"},
		{"tag characters and directions", "a\u202e\U000e0041b", "ab"},
		{"controls", "a\x00\x7fb\u0080c", "abc"},
		{"line breaks, no-break blank, ideographic blank", "a\r\nb\u00a0c\u3000d\u2028e\u0085f", "a b c d e f"},
		{"blank with a mark", "a \u0301b", "a \u0301b"},
		{"blanks, the last with a mark", "a  \u0301b", "a  \u0301b"},
		{"Hangul", "\u1112\u1161\u11ab", "\ud55c"},
		{"Cyrillic stays Cyrillic", "\u0430", "\u0430"},
	}
	for _, tt := range tests {
		if got, ok := prepare(tt.in); !ok || got != tt.want {
			t.Errorf("%s: got %+q, %v, want %+q", tt.name, got, ok, tt.want)
		}
	}
}

// TestProhibited wants texts that RFC 4518 cannot prepare to be equal to the same bytes alone.
func TestProhibited(t *testing.T) {
	for _, text := range []string{
		"\u1e9e",           // capital sharp s, of Unicode 5.1
		"\ue000",           // private use
		"\ufffe", "\ufdd0", // no characters
		"\ufffd",     // stands for what could not be read
		"\u0301a",    // begins with a mark
		"\xff",       // not UTF-8
		"\U0001f600", // of Unicode 6.1
		"\U0002f868", // mapped in two ways
	} {
		if got, ok := prepare(text); ok {
			t.Errorf("%+q gives %+q", text, got)
		}
		a, b := nameOfText(testpki.UTF8(text)), nameOfText(testpki.UTF8(" "+text))
		if SameName(a, b) || FoldName(a) == FoldName(b) {
			t.Errorf("%+q equals itself behind a blank", text)
		}
		if !SameName(a, append([]byte(nil), a...)) {
			t.Errorf("%+q does not equal itself", text)
		}
	}
}

func nameOfText(value testpki.Text) []byte {
	return testpki.Name{{{OID: testpki.OIDCommonName, Value: value}}}.DER()
}

// FuzzPrepare wants what is prepared to stay as it is, and plain ASCII to come out by the quick way as by the long one.
func FuzzPrepare(f *testing.F) {
	for _, text := range []string{"Fixture  CA ", "Zu\u0308rich", "\u1fbc\u0345", "a \u0301", "\u0130\u2121",
		"\u03f9"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		prepared, ok := prepare(text)
		if !ok {
			return
		}
		if !utf8.ValidString(prepared) {
			t.Errorf("%+q gives %+q", text, prepared)
		}
		if isPlain([]byte(text)) && string(foldValue(nil, testpki.UTF8("").Tag, []byte(text))) != prepared {
			t.Errorf("%+q: the quick way differs from %+q", text, prepared)
		}
		if again, ok := prepare(prepared); ok && again != prepared {
			t.Errorf("%+q gives %+q, and that %+q", text, prepared, again)
		}
	})
}
