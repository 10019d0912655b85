package bundle

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/lint"
)

// TestMixed puts the certificates of the clean chain together in different forms, each with what stands between them
// where people have them: none is missed, and the rule that says what was wrong is named.
func TestMixed(t *testing.T) {
	c := testpki.Clean()
	certs := c.Certs()
	var pems, ders, bare, lines, twice []string
	for i, d := range certs {
		b64 := base64.StdEncoding.EncodeToString(d.DER)
		pems, ders, bare = append(pems, string(d.PEM())), append(ders, string(d.DER)), append(bare, b64)
		body := strings.SplitAfter(string(d.PEM()), "\n")
		lines = append(lines, strings.Join(body[1:len(body)-2], ""))
		twice = append(twice, base64.StdEncoding.EncodeToString([]byte(string(d.PEM())+strings.Repeat("\n", i))))
	}
	clean, der := strings.Join(pems, ""), strings.Join(ders, "")
	header, err := json.Marshal(map[string]any{"alg": "PS256", "x5c": bare})
	if err != nil {
		t.Fatal(err)
	}
	token := base64.RawURLEncoding.EncodeToString(header) + ".e30.c2ln"
	one := func(body string) string {
		return "-----BEGIN CERTIFICATE-----\n" + body + "-----END CERTIFICATE-----\n"
	}
	utf16 := func(s string) string { return string(utf16Bytes(s, false, true)) }
	for _, tt := range []struct{ name, data, rule string }{
		{"DER before PEM", ders[0] + pems[1] + pems[2], "x509-trailing-data"},
		{"DER and line breaks", strings.Join(ders, "\r\n"), "pem-input-der"},
		{"PEM before DER", pems[0] + ders[1] + ders[2], "pem-input-der"},
		{"PEM before PKCS#7", pems[0] + string(testpki.PKCS7(certs[1:]...)), "pem-input-pkcs7"},
		{"UTF-16 before plain text", utf16(pems[0]) + pems[1] + pems[2], "pem-input-utf16"},
		{"plain text before UTF-16", pems[0] + utf16(pems[1]+pems[2]), "pem-input-utf16"},
		{"UTF-16, plain, UTF-16", utf16(pems[0]) + pems[1] + utf16(pems[2]), "pem-input-utf16"},
		{"base64 before PEM", lines[0] + pems[1] + pems[2], "pem-bad-boundary"},
		{"base64 behind PEM", pems[0] + lines[1] + "\n" + lines[2], "pem-bad-boundary"},
		{"base64 between PEM", pems[0] + bare[1] + "\n" + pems[2], "pem-bad-boundary"},
		{"base64url between PEM", pems[0] + "ca: " + urlAlphabetOf(bare[1]) + "\n" + pems[2], "pem-url-encoded"},
		{"JSON with PEM and base64", fmt.Sprintf(`{"cert": %q, "chain": [%q, %q]}`, pems[0], bare[1], bare[2]),
			"pem-bad-boundary"},
		{"JSON with base64 and PEM", fmt.Sprintf(`{"cert": %q, "chain": %q}`, bare[0], pems[1]+pems[2]),
			"pem-bad-boundary"},
		{"all in one block", one(strings.Join(lines, "")), "x509-trailing-data"},
		{"all in one block, written at once", one(base64.StdEncoding.EncodeToString([]byte(der)) + "\n"),
			"x509-trailing-data"},
		{"base64 of DER put together", base64.StdEncoding.EncodeToString([]byte(der)), "pem-bad-boundary"},
		{"base64 of DER put together, in a variable", "CHAIN=" + base64.StdEncoding.EncodeToString([]byte(der)) + "\n",
			"x509-trailing-data"},
		{"variables with base64 of PEM", "A=" + twice[0] + "\nB=" + twice[1] + "\nC=" + twice[2] + "\n",
			"pem-encoded-twice"},
		{"lines with base64 of PEM", strings.Join(twice, "\n"), "pem-encoded-twice"},
		{"base64 of PEM put together", strings.Join(twice, ""), "pem-encoded-twice"},
		{"token in a header", "Authorization: Bearer " + token + "\n", "input-json-x5c"},
		{"token in a form", "grant_type=client_credentials&client_assertion=" + token + "&scope=x", "input-json-x5c"},
		{"source of PHP", "<?php return ['" + strings.Join(bare, "', '") + "'];\n", "pem-bad-boundary"},
		{"signed by OpenPGP", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n" +
			strings.ReplaceAll(clean, "-----B", "- -----B") + "-----BEGIN PGP SIGNATURE-----\n\niQ==\n" +
			"-----END PGP SIGNATURE-----\n", "pem-unexpected-label"},
		{"spoken of", "Paste all from \"-----BEGIN CERTIFICATE-----\" to \"-----END CERTIFICATE-----\":\n" + clean,
			"pem-explanatory-text"},
		{"spoken of in a sentence", "It begins with -----BEGIN CERTIFICATE-----, as here:\n" + clean,
			"pem-explanatory-text"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := parseBytes(t, new(Bundle), []byte(tt.data))
			if got.Certs != "leaf intermediate root" {
				t.Errorf("read %q", got.Certs)
			}
			if !slices.ContainsFunc(got.Faults, func(f string) bool { return strings.HasPrefix(f, tt.rule+" ") }) {
				t.Errorf("%q is not among %q", tt.rule, got.Faults)
			}
		})
	}
}

// TestWholeInAnotherForm has bodies that are whole, in what another reader does not take, and such as have lost
// something: those are not mended.
func TestWholeInAnotherForm(t *testing.T) {
	c := testpki.Clean()
	pem := string(c.Leaf.PEM())
	first, rest, _ := strings.Cut(pem, "\n")
	body, end, _ := strings.Cut(rest, "-----END")
	body, end = strings.TrimRight(body, "=\n"), "\n-----END"+end
	block := func(body string) string { return first + "\n" + body + end }
	padding := strings.Repeat("=", (4-len(strings.ReplaceAll(body, "\n", ""))%4)%4)
	column := func(form string) string {
		var b strings.Builder
		for i, line := range strings.Split(strings.TrimSpace(pem), "\n") {
			fmt.Fprintf(&b, form+"\n", strings.Repeat("9", 1+i%3), line)
		}
		return b.String()
	}
	for _, tt := range []struct{ name, data, rule string }{
		{"one = too many", block(body + padding + "="), "pem-url-encoded"},
		{"base64url", block(strings.NewReplacer("+", "-", "/", "_").Replace(body)), "pem-url-encoded"},
		{"column of a table", column("%.0s| %-64s |"), "pem-indented"},
		{"column of psql", column("%.0s %-64s+"), "pem-indented"},
		{"times of one width", column("%.0s2026-11-20T10:00:00.000Z %s"), "pem-bad-boundary"},
		{"times of other widths", column("2026-11-20T10:00:00.%sZ %s"), "pem-indented"},
		{"soft hyphens", block(body[:40] + "\u00ad" + body[40:] + padding), "pem-indented"},
		{"marks of direction", "\u202a" + strings.ReplaceAll(pem, "\n", "\u202c\n\u202a"), "pem-indented"},
		{"word joiners", strings.ReplaceAll(pem, "\n", "\u2060\n"), "pem-indented"},
		{"no-break space in the label", strings.ReplaceAll(pem, " ", "\u00a0"), "pem-bad-boundary"},
		{"thin space in the label", strings.ReplaceAll(pem, " ", "\u2009"), "pem-bad-boundary"},
		{"properties of Java", "chain=" + strings.NewReplacer("\n", `\r\n`, "=", `\=`).Replace(pem),
			"pem-escaped-newlines"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := parseBytes(t, new(Bundle), []byte(tt.data))
			if got.Certs != "leaf" ||
				!slices.ContainsFunc(got.Faults, func(f string) bool { return strings.HasPrefix(f, tt.rule+" ") }) {
				t.Errorf("read %q with %q, want the leaf with %q", got.Certs, got.Faults, tt.rule)
			}
		})
	}
	for _, tt := range []struct{ name, data, detail string }{
		{"small letters", block(strings.ToLower(body) + padding), "all letters of the base64 are small"},
		{"capital letters", block(strings.ToUpper(body) + padding), "all letters of the base64 are capital"},
		{"dots", block(body[:200] + "...\n" + body[400:]), "dots stand for a part"},
		{"merge conflict", block(body[:65] + "<<<<<<< HEAD\n=======\n>>>>>>> b\n" + body[65:] + padding),
			"the marks of a merge conflict"},
		{"another alphabet in one place", block(body[:9] + "_" + body[10:]), "'_' is not a character of base64"},
		{"junk behind DER", "CERT=" + base64.StdEncoding.EncodeToString([]byte(string(c.Leaf.DER)+"junk behind")),
			"base64 goes on behind the end of a certificate"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := new(Bundle)
			if err := b.Parse("f", []byte(tt.data)); err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(b.Faults, func(f lint.Fault) bool { return strings.HasPrefix(f.Detail, tt.detail) })
			if i < 0 || b.Faults[i].Rule.Fixable {
				t.Errorf("%q is not told as what cannot be mended: %+v", tt.detail, b.Faults)
			}
		})
	}
}
