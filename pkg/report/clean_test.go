package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"qwac/internal/testpki"
	"qwac/pkg/check"
	"qwac/pkg/report"
)

// shows reports whether a character may stand in output.
func shows(r rune) bool {
	fillers := []rune{0x115f, 0x1160, 0x3164, 0xffa0, 0x2800, 0x034f}
	hidden := unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector) ||
		strings.ContainsRune(string(fillers), r)
	return !hidden && r != utf8.RuneError
}

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// unclean is the first character of output that may not stand there, or -1.
func unclean(out string) int {
	return strings.IndexFunc(colours.ReplaceAllString(out, ""), func(r rune) bool { return r != '\n' && !shows(r) })
}

// TestAttackClean goes through all of Unicode: what does not show is escaped as JSON escapes it, all else stays.
func TestAttackClean(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		got := report.Clean("a" + string(r) + "b")
		if unclean(got) >= 0 || strings.ContainsAny(got, "\n\t") {
			t.Fatalf("%U stays in %q", r, got)
		}
		if got == "a"+string(r)+"b" {
			continue
		}
		var back string
		if err := json.Unmarshal([]byte(`"`+got+`"`), &back); err != nil || back != "a"+string(r)+"b" {
			t.Fatalf("%U becomes %q, read as %q, %v", r, got, back, err)
		}
	}
	for _, s := range []string{"\xff", "a\xc2", "\xed\xa0\x80"} {
		if unclean(report.Clean(s)) >= 0 || unclean(string(report.CleanLines([]byte(s)))) >= 0 {
			t.Errorf("%q becomes %q", s, report.Clean(s))
		}
	}
}

// outputs judges a chain with a name in subjects and file names, and looks at every format.
func outputs(t *testing.T, name string) {
	t.Helper()
	named := func(s *testpki.Spec) { s.Subject.SetText(testpki.OIDOrganization, testpki.UTF8(name)) }
	pki := testpki.NewChain(func(leaf, intermediate, _ *testpki.Spec) {
		named(leaf)
		named(intermediate)
	})
	r := newReport(t, check.Options{At: testpki.At()}, input{name + ".pem", pki.PEM()})
	for _, f := range report.Formats() {
		for _, color := range []bool{false, true} {
			var out bytes.Buffer
			if err := f.Write(&out, r, report.Style{Color: color}); err != nil {
				t.Fatal(err)
			}
			if i := unclean(lines(f.Name, out.String())); i >= 0 {
				t.Errorf("%s: %q near %q", f.Name, name, out.String()[max(0, i-30):min(out.Len(), i+30)])
			}
		}
	}
	if !utf8.ValidString(name) {
		return
	}
	var out bytes.Buffer
	if err := report.WriteJSON(&out, r); err != nil {
		t.Fatal(err)
	}
	var back report.Report
	if err := json.Unmarshal(out.Bytes(), &back); err != nil ||
		fmt.Sprint(back.Results[0].Inputs) != fmt.Sprint(r.Results[0].Inputs) {
		t.Errorf("%q is read as %q, %v", r.Results[0].Inputs, back.Results[0].Inputs, err)
	}
}

// TestAttackOutput: names of all kinds of characters, in every format.
func TestAttackOutput(t *testing.T) {
	var all strings.Builder
	for r := rune(1); r <= 0xe01ff; r++ {
		if utf8.ValidRune(r) && !shows(r) && r < 0xe0080 {
			all.WriteRune(r)
		}
	}
	for _, name := range []string{all.String(), "\x1b[2J\x1b]0;x\a", "a\u202eb\u2066", "a\u2028b\u2029",
		"\u3164\u2800\ufe0f", "\U000e0041\U000e007f", "a\u009b31m", "\xff\xfe"} {
		outputs(t, name)
	}
}

// FuzzOutput: whatever the names, no format holds a control or format character.
func FuzzOutput(f *testing.F) {
	f.Add("\x1b[31m")
	f.Add("a\u202e\u009b\x7f")
	f.Fuzz(func(t *testing.T, name string) { outputs(t, name) })
}
