package golden

import "testing"

func TestDifference(t *testing.T) {
	for _, test := range []struct {
		want, got    string
		line         int
		wanted, made string
	}{
		{"", "", 0, "", ""},
		{"a\nb\n", "a\nb\n", 0, "", ""},
		{"a\nb\n", "a\nc\n", 2, "b\n", "c\n"},
		{"a\nb\n", "a\n", 2, "b\n", ""},
		{"a", "a\n", 2, "", ""},
		{"", "a\nb\nc\nd\n", 1, "", "a\nb\nc"},
	} {
		line, wanted, made := difference(test.want, test.got)
		if line != test.line || wanted != test.wanted || made != test.made {
			t.Errorf("%q, %q: line %d, %q, %q", test.want, test.got, line, wanted, made)
		}
	}
}
