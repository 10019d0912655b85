package bundle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
)

// parsed is what a test compares: the faults by rule and place, and which certificates of the clean chain were read.
type parsed struct {
	Faults []string
	Certs  string // "leaf intermediate root"
}

var nameOfDER = func() map[string]string {
	c := testpki.Clean()
	return map[string]string{string(c.Leaf.DER): "leaf", string(c.Intermediate.DER): "intermediate",
		string(c.Root.DER): "root"}
}()

func parseBytes(t testing.TB, b *Bundle, data []byte) parsed {
	t.Helper()
	if err := b.Parse("f", data); err != nil {
		t.Fatalf("Parse: %v", err)
	}
	var p parsed
	for _, f := range b.Faults {
		p.Faults = append(p.Faults, f.Rule.ID+" "+f.At.String())
	}
	var names []string
	for _, c := range b.Certs {
		name := nameOfDER[string(c.Raw)]
		if name == "" {
			name = "other"
		}
		names = append(names, name)
	}
	p.Certs = strings.Join(names, " ")
	return p
}

// cleanLines gives the three blocks of the clean chain, each as lines without line ends.
func cleanLines() (blocks [3][]string) {
	for i, c := range testpki.Clean().Certs() {
		blocks[i] = strings.Split(strings.TrimSpace(string(c.PEM())), "\n")
	}
	return blocks
}

func joinLines(eol string) string {
	var all []string
	for _, b := range cleanLines() {
		all = append(all, b...)
	}
	return strings.Join(all, eol) + eol
}

func indent(s, by string) string {
	return regexp.MustCompile(`(?m)^(.)`).ReplaceAllString(s, by+"$1")
}

func utf16Bytes(s string, bigEndian, bom bool) []byte {
	units := utf16.Encode([]rune(s))
	if bom {
		units = append([]uint16{0xfeff}, units...)
	}
	var out []byte
	for _, u := range units {
		if bigEndian {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func jsonOf(s string) string {
	doc, err := json.Marshal(map[string]string{"certificate": s})
	if err != nil {
		panic(err)
	}
	return string(doc)
}

// TestParseMangled spoils the same chain in each way and wants the same certificates and the exact faults.
func TestParseMangled(t *testing.T) {
	clean := string(testpki.Clean().PEM())
	blocks := cleanLines()
	end, begin := "-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----"
	second := len(blocks[0]) + 1 // line of the second BEGIN
	line := func(format string, args ...any) string { return fmt.Sprintf(format, args...) }
	oneLine := func(sep string) string {
		var s []string
		for _, b := range blocks {
			s = append(s, strings.Join(b, sep))
		}
		return strings.Join(s, "\n") + "\n"
	}
	for _, test := range []struct {
		name   string
		data   string
		faults []string
	}{
		{"clean", clean, nil},
		{"CRLF", joinLines("\r\n"), nil},
		{"blanks behind lines", joinLines("  \n"), nil},
		{"blank lines", joinLines("\n\n"), nil},
		{"BOM", "\ufeff" + clean, []string{"pem-bom f:1"}},
		{"BOM inside", strings.ReplaceAll(clean, begin, "\ufeff"+begin), []string{"pem-bom f:1"}},
		{"UTF-16LE with BOM", string(utf16Bytes(clean, false, true)), []string{"pem-input-utf16 f:1"}},
		{"UTF-16BE with BOM", string(utf16Bytes(clean, true, true)), []string{"pem-input-utf16 f:1"}},
		{"UTF-16LE", string(utf16Bytes(clean, false, false)), []string{"pem-input-utf16 f:1"}},
		{"UTF-16BE", string(utf16Bytes(clean, true, false)), []string{"pem-input-utf16 f:1"}},
		{"UTF-16 appended", strings.Join(blocks[0], "\n") + "\n" +
			string(utf16Bytes(strings.Join(blocks[1], "\n")+"\n"+strings.Join(blocks[2], "\n")+"\n", false, true)),
			[]string{line("pem-input-utf16 f:%d", second)}},
		{"UTF-16 CRLF", string(utf16Bytes(joinLines("\r\n"), false, true)), []string{"pem-input-utf16 f:1"}},
		{"escaped", strings.ReplaceAll(clean, "\n", `\n`), []string{"pem-escaped-newlines f:1:28"}},
		{"escaped CRLF", strings.ReplaceAll(clean, "\n", `\r\n`), []string{"pem-escaped-newlines f:1:28"}},
		{"escaped twice", strings.ReplaceAll(clean, "\n", `\\n`), []string{"pem-escaped-newlines f:1:28"}},
		{"escaped with its line break", strings.ReplaceAll(clean, "\n", "\\n\n"),
			[]string{"pem-escaped-newlines f:1:28"}},
		{"JSON", jsonOf(clean), []string{"pem-escaped-newlines f:1:44"}},
		{"JSON in JSON", jsonOf(jsonOf(clean)), []string{"pem-escaped-newlines f:1:63"}},
		{"JSON of PHP and Gson", strings.NewReplacer("/", `\/`, "=", `\u003d`, "+", `\u002B`).Replace(jsonOf(clean)),
			[]string{"pem-escaped-newlines f:1:44"}},
		{"YAML", "tls:\n  certificate: |\n" + indent(clean, "    "),
			[]string{"pem-explanatory-text f:1", "pem-indented f:3"}},
		{"indented", indent(clean, "\t"), []string{"pem-indented f:1"}},
		{"indented body", strings.ReplaceAll(strings.ReplaceAll(indent(clean, "  "), "  "+begin, begin), "  "+end, end),
			[]string{"pem-indented f:2"}},
		{"indented END", strings.ReplaceAll(clean, end, "  "+end), []string{line("pem-indented f:%d", second-1)}},
		{"no-break spaces", indent(clean, "\u00a0"), []string{"pem-indented f:1"}},
		{"no-break spaces at the end", strings.ReplaceAll(clean, "\n", "\u00a0\n"), []string{"pem-indented f:1:28"}},
		{"blanks for newlines in the body", bodyInOneLine(blocks), []string{"pem-line-length f:2"}},
		{"quoted mail", indent(clean, "> "), []string{"pem-bad-boundary f:1"}},
		{"glued", strings.ReplaceAll(clean, end+"\n"+begin, end+begin),
			[]string{line("pem-glued-boundaries f:%d:26", second-1)}},
		{"glued with a blank", strings.ReplaceAll(clean, end+"\n"+begin, end+" "+begin),
			[]string{line("pem-glued-boundaries f:%d:26", second-1)}},
		{"glued on shared dashes", strings.ReplaceAll(clean, end+"\n"+begin, end+"BEGIN CERTIFICATE-----"),
			[]string{line("pem-bad-boundary f:%d", second-1), line("pem-glued-boundaries f:%d:23", second-1)}},
		{"CR only", joinLines("\r"), []string{"pem-cr-only f:1"}},
		{"CR CR LF", joinLines("\r\r\n"), []string{"pem-cr-only f:1"}},
		{"blanks for newlines", strings.TrimSpace(joinLines(" ")), []string{"pem-no-line-breaks f:1:28",
			line("pem-glued-boundaries f:1:%d", len(strings.Join(blocks[0], " "))+1)}},
		{"one line for each", oneLine(" "), []string{"pem-no-line-breaks f:1:28"}},
		{"nothing for newlines", oneLine(""), []string{"pem-no-line-breaks f:1:28"}},
		{"only END on the last line", strings.ReplaceAll(clean, "\n"+end, end),
			[]string{line("pem-no-line-breaks f:%d", second-2)}},
		{"blanks in lines", strings.ReplaceAll(clean, "MII", "MII "), []string{"pem-line-length f:2"}},
		{"four dashes", strings.ReplaceAll(clean, "-----", "----"), []string{"pem-bad-boundary f:1"}},
		{"seven dashes", strings.ReplaceAll(clean, "-----", "-------"), []string{"pem-bad-boundary f:1"}},
		{"em dashes", strings.ReplaceAll(clean, "-----", "——-"), []string{"pem-bad-boundary f:1"}},
		{"en dashes", strings.ReplaceAll(clean, "-----", "–––––"), []string{"pem-bad-boundary f:1"}},
		{"minus signs", strings.ReplaceAll(clean, "-----", "−−−−−"), []string{"pem-bad-boundary f:1"}},
		{"Windows-1252 dashes", strings.ReplaceAll(clean, "-----", "\x96\x97"), []string{"pem-bad-boundary f:1"}},
		{"lower case", strings.ReplaceAll(clean, "BEGIN CERTIFICATE", "Begin Certificate"),
			[]string{"pem-bad-boundary f:1"}},
		{"blanks in the boundary", strings.ReplaceAll(clean, begin, "----- BEGIN  CERTIFICATE -----"),
			[]string{"pem-bad-boundary f:1"}},
		{"dashes in front lost", strings.Replace(clean, "-----", "", 1), []string{"pem-bad-boundary f:1"}},
		{"dashes behind lost", strings.Replace(clean, "CERTIFICATE-----", "CERTIFICATE", 1),
			[]string{"pem-bad-boundary f:1"}},
		{"label differs", strings.Replace(clean, "END CERTIFICATE", "END X509 CERTIFICATE", 1),
			[]string{line("pem-bad-boundary f:%d", second-1)}},
		{"no END", strings.Replace(clean, end+"\n", "", 1), []string{"pem-bad-boundary f:1"}},
		{"no END at the end", strings.TrimSuffix(clean, end+"\n"),
			[]string{line("pem-bad-boundary f:%d", second+len(blocks[1]))}},
		{"no END and text", strings.Replace(clean, end+"\n", "\nsubject = someone\n", 1),
			[]string{"pem-bad-boundary f:1"}},
		{"no BEGIN", strings.Replace(clean, begin+"\n", "", 1), []string{line("pem-bad-boundary f:%d", second-2)}},
		{"BEGIN twice", strings.Replace(clean, begin, begin+"\n"+begin, 1), []string{"pem-bad-boundary f:1"}},
		{"text behind END", strings.Replace(clean, end, end+" # leaf", 1),
			[]string{line("pem-bad-boundary f:%d:26", second-1)}},
		{"text behind BEGIN", strings.Replace(clean, begin, begin+" # leaf", 1), []string{"pem-bad-boundary f:1:28"}},
		{"environment file", `CHAIN="` + clean + `"` + "\n",
			[]string{"pem-bad-boundary f:1", line("pem-explanatory-text f:%d", second+len(blocks[1])+len(blocks[2]))}},
		{"headers", strings.ReplaceAll(clean, begin, begin+"\nProc-Type: 4,CLEAR\nX-Long: a\n b\n"),
			[]string{"pem-rfc1421-headers f:2"}},
		{"Bag Attributes", "Bag Attributes\n    localKeyID: 01\nsubject=CN = a\n" + clean,
			[]string{"pem-explanatory-text f:1"}},
		{"text between", strings.ReplaceAll(clean, begin, "\nissuer\n"+begin), []string{"pem-explanatory-text f:2"}},
		{"text behind", clean + "\nthe end\n",
			[]string{line("pem-explanatory-text f:%d", second+len(blocks[1])+len(blocks[2])+1)}},
		{"legacy label", strings.ReplaceAll(clean, "CERTIFICATE", "X509 CERTIFICATE"),
			[]string{"pem-legacy-label f:1"}},
		{"one long line", longLines(blocks), []string{"pem-line-length f:2"}},
		{"no final newline", strings.TrimSuffix(clean, "\n"),
			[]string{line("pem-no-final-newline f:%d", second+len(blocks[1])+len(blocks[2])-1)}},
		{"mixed line ends", strings.Replace(clean, "\n", "\r\n", 1), []string{"pem-mixed-line-ends f:2"}},
		{"bare base64", strings.Join(blocks[0][1:len(blocks[0])-1], "\n") + "\n", []string{"pem-bad-boundary f:1"}},

		{"BOM and escapes", "\ufeff" + strings.ReplaceAll(clean, "\n", `\n`),
			[]string{"pem-bom f:1", "pem-escaped-newlines f:1:31"}},
		{"UTF-16, CRLF and indented", string(utf16Bytes(indent(joinLines("\r\n"), "  "), true, true)),
			[]string{"pem-input-utf16 f:1", "pem-indented f:1"}},
		{"UTF-16 and JSON", string(utf16Bytes(jsonOf(clean), false, true)),
			[]string{"pem-input-utf16 f:1", "pem-escaped-newlines f:1:44"}},
		{"indented and glued", strings.ReplaceAll(indent(clean, "  "), "\n  "+begin, begin),
			[]string{"pem-indented f:1", line("pem-glued-boundaries f:%d:28", second-1)}},
		{"CR only and BOM", "\ufeff" + joinLines("\r"), []string{"pem-bom f:1", "pem-cr-only f:1"}},
		{"em dashes and glued",
			strings.ReplaceAll(strings.ReplaceAll(clean, end+"\n"+begin, end+begin), "-----", "—–—"),
			[]string{"pem-bad-boundary f:1", line("pem-glued-boundaries f:%d:34", second-1)}},
		{"one line and escaped",
			jsonOf(strings.Join(blocks[0], " ") + strings.Join(blocks[1], "") + "\n" + strings.Join(blocks[2], "\n")),
			[]string{"pem-no-line-breaks f:1:44", line("pem-glued-boundaries f:1:%d",
				17+len(strings.Join(blocks[0], " "))), line("pem-escaped-newlines f:1:%d",
				17+len(strings.Join(blocks[0], " ")+strings.Join(blocks[1], "")))}},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := parsed{test.faults, "leaf intermediate root"}
			if test.name == "bare base64" {
				want.Certs = "leaf"
			}
			if diff := cmp.Diff(want, parseBytes(t, new(Bundle), []byte(test.data))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func bodyInOneLine(blocks [3][]string) string {
	var out bytes.Buffer
	for _, b := range blocks {
		fmt.Fprintf(&out, "%s\n%s\n%s\n", b[0], strings.Join(b[1:len(b)-1], " "), b[len(b)-1])
	}
	return out.String()
}

func longLines(blocks [3][]string) string {
	var out bytes.Buffer
	for _, b := range blocks {
		fmt.Fprintf(&out, "%s\n%s\n%s\n", b[0], strings.Join(b[1:len(b)-1], ""), b[len(b)-1])
	}
	return out.String()
}
