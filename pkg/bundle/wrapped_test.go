package bundle

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"qwac/internal/testpki"
)

// TestWrapped puts the clean chain into what people copy it out of: its certificates are read, and the rule that says
// what was wrong is named.
func TestWrapped(t *testing.T) {
	c := testpki.Clean()
	clean := string(c.PEM())
	around := func(before, behind string) string {
		return before + strings.ReplaceAll(strings.TrimSpace(clean), "\n", behind+"\n"+before) + behind + "\n"
	}
	first := 95 // so that the numbers become wider in the first certificate
	numbered := func(form string) string {
		var b strings.Builder
		for i, line := range strings.Split(strings.TrimSpace(clean), "\n") {
			fmt.Fprintf(&b, form, i+first, line)
		}
		return b.String()
	}
	among := func(other string) string {
		lines := strings.SplitAfter(clean, "\n")
		return strings.Join(append(append(lines[:9:9], other+"\n"), lines[9:]...), "")
	}
	var bare []string
	for _, d := range c.Certs() {
		bare = append(bare, base64.StdEncoding.EncodeToString(d.DER))
	}
	const end = "-----END CERTIFICATE-----\n"
	replaced := func(old ...string) string { return strings.NewReplacer(old...).Replace(clean) }
	for _, tt := range []struct{ name, data, rule string }{
		{"JavaScript", around("  '", "\\n' +"), "pem-indented"},
		{"Java", around("    + \"", "\\n\""), "pem-indented"},
		{"C", around("\"", "\\r\\n\""), "pem-indented"},
		{"paragraphs", around("<p>", "</p>"), "pem-indented"},
		{"line breaks of HTML", around("", "<br>"), "pem-indented"},
		{"line breaks of HTML alone", strings.ReplaceAll(clean, "\n", "<br/>"), "pem-indented"},
		{"table cells", around("<tr><td><code>", "</code></td></tr>"), "pem-indented"},
		{"table of Markdown", around("| ", " |"), "pem-indented"},
		{"PowerShell", strings.ReplaceAll(clean, "\n", "`n"), "pem-indented"},
		{"editor", numbered("%6d\t%s\n"), "pem-indented"},
		{"grep -n", numbered("%d:%s\n"), "pem-indented"},
		{"list", numbered("%d. %s\r\n"), "pem-indented"},
		{"grep -nH", numbered("certs/chain.pem:%d:%s\n"), "pem-indented"},
		{"context of grep", numbered("chain.pem-%d-%s\n"), "pem-indented"},
		{"log in JSON", numbered("{\"time\": %d, \"message\": \"%s\"}\n"), "pem-indented"},
		{"log of fields", numbered("time=%d level=info message=\"%s\"\r\n"), "pem-indented"},
		{"rows of CSV", numbered("%d,\"%s\"\n"), "pem-indented"},
		{"rows of a database", numbered("| %d | %-64s |\n"), "pem-indented"},
		{"rows of HTML", numbered("<tr><td>%d</td><td>%s</td></tr>\n"), "pem-indented"},
		{"foot of a page", among("\fPage 1 of 2"), "pem-indented"},
		{"one word among the lines", among("confidential"), "pem-indented"},
		{"comment among the lines", among("# of the QTSP"), "pem-indented"},
		{"pager", among("--More--(45%)"), "pem-indented"},
		{"comment behind BEGIN", replaced("BEGIN CERTIFICATE-----\n", "BEGIN CERTIFICATE-----\nsubject=CN = x\n"),
			"pem-indented"},
		{"slashes of JSON", replaced("/", `\/`), "pem-url-encoded"},
		{"characters of JSON", replaced("+", `\u002B`, "=", `\u003d`), "pem-url-encoded"},
		{"END line twice", replaced(end, end+end), "pem-bad-boundary"},
		{"base64url in lines", urlAlphabetOf(strings.Join(bare, "\n")) + "\n", "pem-url-encoded"},
		{"base64url in a header", urlAlphabetOf("A: " + strings.Join(bare, "\nB: ")), "pem-url-encoded"},
		{"base64 without padding", "a: " + strings.ReplaceAll(strings.Join(bare, "\nb: "), "=", ""),
			"pem-bad-boundary"},
		{"quoted-printable", replaced("=", "=3D"), "pem-url-encoded"},
		{"HTML", replaced("+", "&#43;", "/", "&#x2F;", "=", "&#61;"), "pem-url-encoded"},
		{"canonical XML", around("", "&#13;"), "pem-url-encoded"},
		{"base64 in a URL", replaced("+", "%2B", "/", "%2f", "=", "%3D"), "pem-url-encoded"},
		{"HTML in table cells", strings.NewReplacer("+", "&#43;").Replace(around("<td>", "</td>")), "pem-url-encoded"},
		{"hyphens of HTML", replaced("-", "&#45;"), "pem-url-encoded"},
		{"hyphens of HTML by name", replaced("-", "&hyphen;"), "pem-url-encoded"},
		{"dashes of HTML", replaced("-", "&ndash;"), "pem-url-encoded"},
		{"all of HTML", replaced("-", "&#x2d;", "+", "&#43;", "=", "&#61;", "\n", "&#10;"), "pem-url-encoded"},
		{"hyphens of HTML and line breaks", strings.ReplaceAll(around("", "<br>"), "-", "&#45;"), "pem-url-encoded"},
		{"first hyphen of quoted-printable", replaced("-----", "=2D----", "=", "=3D"), "pem-url-encoded"},
		{"hyphens of quoted-printable", replaced("=", "=3D", "-", "=2D"), "pem-url-encoded"},
		{"hyphens of JSON", `"` + replaced("-", `\u002d`, "\n", `\n`) + `"`, "pem-escaped-newlines"},
		{"full-width", fullWidthOf(clean), "pem-bad-boundary"},
		{"full-width hyphens", replaced("-", "\uff0d"), "pem-bad-boundary"},
		{"base64 in lines", strings.Join(bare, "\n") + "\n", "pem-bad-boundary"},
		{"base64 with commas", strings.Join(bare, ",") + "\n", "pem-bad-boundary"},
		{"base64 in YAML", "a: " + strings.Join(bare, "\nb: "), "pem-bad-boundary"},
		{"PKCS#7 in YAML", "p7b: " + base64.StdEncoding.EncodeToString(testpki.PKCS7(c.Certs()...)) + "\n",
			"pem-input-pkcs7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := parseBytes(t, new(Bundle), []byte(tt.data))
			if got.Certs != "leaf intermediate root" {
				t.Errorf("the certificates are %q, with %v", got.Certs, got.Faults)
			}
			if !strings.Contains(strings.Join(got.Faults, "\n"), tt.rule) {
				t.Errorf("no %s among %v", tt.rule, got.Faults)
			}
			if strings.Contains(strings.Join(got.Faults, "\n"), PEMBadBase64.ID) {
				t.Errorf("all was read, and it says %v", got.Faults)
			}
		})
	}
	// a line that is missing is not made up for, whatever is around the others
	for _, data := range []string{around("<p>", "</p>"), numbered("%d:%s\n"), replaced("=", "=3D"),
		numbered("a.pem:%d:%s\n"), among("# other"), replaced("/", `\/`)} {
		lines := strings.SplitAfter(data, "\n")
		got := parseBytes(t, new(Bundle), []byte(strings.Join(append(lines[:3:3], lines[4:]...), "")))
		if strings.Contains(got.Certs, "leaf") || !strings.Contains(strings.Join(got.Faults, "\n"), PEMBadBase64.ID) {
			t.Errorf("a line is missing: %q, %v", got.Certs, got.Faults)
		}
	}
}

// urlAlphabetOf writes base64 as tokens do (RFC 4648, section 5).
func urlAlphabetOf(text string) string {
	return strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(text)
}

func fullWidthOf(text string) string {
	return strings.Map(func(r rune) rune {
		if '!' <= r && r <= '~' {
			return r + 0xfee0
		}
		return r
	}, text)
}

// TestRequestBeside says what to do with a request in a file that has the certificates already.
func TestRequestBeside(t *testing.T) {
	c := testpki.Clean()
	for _, data := range [][]byte{append(c.PEM(), c.Leaf.RequestPEM()...), append(c.Leaf.RequestPEM(), c.PEM()...)} {
		if text := faultText(t, data); !strings.Contains(text, "Take the request out of the file") {
			t.Error(text)
		}
	}
	if text := faultText(t, c.Leaf.RequestPEM()); strings.Contains(text, "Take the request out") {
		t.Error(text)
	}
}
