package files

import (
	"os"
	"strings"
	"testing"
)

func TestMissing(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"leaf.pem", "my chain.pem", "root.pem"} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll("delivery/new", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("delivery/new/chain.pem", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"delivry/new/chain.pem":  "did you mean delivery/new/chain.pem?",
		"./Delivery/nwe/chain":   "check the path",
		"delivery/new/chian.pem": "did you mean delivery/new/chain.pem?",
		"deilvery/new/chian.pem": "did you mean delivery/new/chain.pem?",
		"delivry/old/x.pem":      "check the path",
		"/nosuch/at/all.pem":     "check the path",
		"../../nosuch/a/b.pem":   "check the path",
		"leaf.pen":               "did you mean leaf.pem?",
		"LEAF.PEM":               "did you mean leaf.pem?",
		"leaf.crt":               "did you mean leaf.pem?",
		"laef.pem":               "did you mean leaf.pem?",
		" leaf.pem\r":            "did you mean leaf.pem?",
		`"leaf.pem"`:             "did you mean leaf.pem?",
		`my\ chain.pem`:          "did you mean my chain.pem?",
		"leaf.pem,root.pem":      "several names",
		"leaf.pem root.pem":      "several names",
		"https://x.example/a":    "curl -fL -o chain.pem https://x.example/a",
		"psd2.example.com:443":   "openssl s_client -connect psd2.example.com:443",
		"file:///a/b":            "give the path alone, /a/b",
		"C:443":                  "check the path",
		"leaf.pem:27":            "did you mean leaf.pem?",
		"leaf.pem:443x":          "did you mean leaf.pem?",
		"a.pem":                  "check the path",
		"":                       "check the path",
		"nosuch/leaf.pem":        "check the path",
		strings.Repeat("x", 300): "check the path",
	} {
		if got := missing(name); !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
