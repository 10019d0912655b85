package lines

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParts(t *testing.T) {
	for s, want := range map[string][]Part{
		"Save it as ASCII.": {{"Save it as ASCII.", false}},
		"Fetch it: `curl -o a 'http://x'`, and add it.": {
			{"Fetch it:", false}, {"curl -o a 'http://x'", true}, {"and add it.", false}},
		"Decode it: `base64 -d FILE`.":        {{"Decode it:", false}, {"base64 -d FILE", true}},
		"it is `qwac payload` that mends it":  {{"it is `qwac payload` that mends it", false}},
		"of \"x: `curl evil`\": nothing":      {{"of \"x: `curl evil`\": nothing", false}},
		"get: `curl 'http://x/`: `rm -rf ~'`": {{"get:", false}, {"curl 'http://x/`: `rm -rf ~'", true}},
		"a: `one a` then `two b`, and the rest.": {{"a:", false}, {"one a", true}, {"then", false}, {"two b", true},
			{"and the rest.", false}},
		"open: `never closed": {{"open: `never closed", false}},
	} {
		if diff := cmp.Diff(want, Parts(s)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", s, diff)
		}
	}
}

func TestUnique(t *testing.T) {
	short := Unique([]string{"/a/b/leaf.pem", "/a/c/leaf.pem", "/a/c/root.pem", "/a/b/leaf.pem", "x",
		"/z/sent.ZIP/in/int.pem"})
	for name, want := range map[string]string{
		"/a/b/leaf.pem": "b/leaf.pem", "/a/c/leaf.pem": "c/leaf.pem", "/a/c/root.pem": "root.pem", "x": "x", "y": "y",
		"/z/sent.ZIP/in/int.pem": "sent.ZIP/in/int.pem",
	} {
		if got := short(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestFit(t *testing.T) {
	const text = "qwac: --key a.key:1: it cannot be decrypted: scrypt is not supported; encrypt it anew: " +
		"openssl pkey -in a.key | openssl pkcs8 -topk8 -v2 aes-256-cbc -out new.key"
	want := "qwac: --key a.key:1: it cannot be decrypted: scrypt is not\n      supported; encrypt it anew:\n" +
		"    openssl pkey -in a.key | openssl pkcs8 -topk8 -v2 aes-256-cbc -out new.key"
	for limit, want := range map[int]string{0: text, 60: want, 400: text} {
		if diff := cmp.Diff(want, Fit(text, limit)); diff != "" {
			t.Errorf("%d columns (-want +got):\n%s", limit, diff)
		}
	}
}

// FuzzFit: what is broken fits, loses no word, and stays as it is the second time.
func FuzzFit(f *testing.F) {
	f.Add("qwac: --cert x: it ended: nothing was sent; give another one that is valid now", 40)
	f.Add("  label: "+strings.Repeat("word ", 40)+"\n\n"+strings.Repeat("\u754c", 90), 30)
	f.Add(strings.Repeat(" ", 50)+"x  y", 20)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		if limit < 20 || limit > 200 || strings.ContainsAny(s, "`\x1b\t") {
			t.Skip()
		}
		s = string(CleanLines([]byte(s)))
		out := Fit(s, limit)
		for row := range strings.SplitSeq(out, "\n") {
			row = strings.TrimSuffix(row, " ") // of a prompt
			if Columns(row) > limit && !IsCommand(row) && !strings.Contains(row, "://") {
				t.Errorf("%d columns of %d: %q", Columns(row), limit, row)
			}
		}
		if got, want := strings.Join(strings.Fields(out), ""), strings.Join(strings.Fields(s), ""); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}
