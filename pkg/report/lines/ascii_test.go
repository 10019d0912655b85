package lines

import "testing"

func TestASCII(t *testing.T) {
	for text, want := range map[string]string{
		"plain\n":                  "plain\n",
		"└─ Banque de l'Été…\n":    `\- Banque de l'\u00c9t\u00e9...` + "\n",
		"   └─ \x1b[1mÅ\x1b[0m":    "   \\- \x1b[1m\\u00c5\x1b[0m",
		"a 𝄞":                      `a \ud834\udd1e`,
		"ü\nqwac check für.pem\nü": "\\u00fc\nqwac check für.pem\n\\u00fc",
	} {
		if got := ASCII(text); got != want {
			t.Errorf("ASCII(%q) = %q, want %q", text, got, want)
		}
	}
}
