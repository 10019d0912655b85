package app

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/report/lines"
)

// containers are cases with a chain in a wrong order, in every wrapping in which it reaches people.
func containers() []cases.Case {
	c := testpki.Clean()
	text := testpki.PEM(c.Root, c.Intermediate, c.Leaf)
	quoted, err := json.Marshal(map[string]string{"certificate": string(text)})
	if err != nil {
		panic(err)
	}
	block := "tls:\n  chain: |\n    " + strings.ReplaceAll(strings.TrimSpace(string(text)), "\n", "\n    ") + "\n"
	encoded := base64.StdEncoding.EncodeToString
	var all []cases.Case
	for name, data := range map[string][]byte{
		"chain.pem": text, "payload.json": quoted, "mended.pem": text, "./payload.json": quoted,
		"values.yaml": []byte(block),
		"secret.yaml": []byte("data:\n  tls.crt: " + encoded(text) + "\n"), "chain.b64": []byte(encoded(text)),
		"page.html":         []byte("<html><body><pre>\n" + string(text) + "</pre></body></html>\n"),
		"mail.eml":          []byte("Subject: your certificate\n\nDear customer,\n\n" + string(text) + "\nRegards\n"),
		"crlf.pem":          bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")),
		"bom.pem":           append([]byte("\ufeff"), text...),
		"it's my chain.pem": text, "-o.pem": text, "dir/sub dir/chain.pem": text,
		"chain.p7b": testpki.PKCS7(c.Certs()...), "chain.p12": testpki.PKCS12(c, cases.Password),
		"leaf.env": []byte("CERT=\"" +
			strings.ReplaceAll(string(text), "\n", `\n`) + "\"\n"),
	} {
		all = append(all, cases.Case{Name: "container/" + name, Files: func(testpki.Chain) []cases.Input {
			return []cases.Input{{Name: name, Data: data}}
		}})
	}
	return append(all, cases.Case{Name: "container/three DER", Files: func(c testpki.Chain) []cases.Input {
		return []cases.Input{{Name: "root.cer", Data: c.Root.DER}, {Name: "my leaf.cer", Data: c.Leaf.DER},
			{Name: "mended.pem", Data: c.Intermediate.DER}}
	}})
}

// ours are the lines to paste that call this program.
func ours(out string) []string {
	var all []string
	for line := range strings.Lines(out) {
		if line = strings.TrimSuffix(line, "\n"); lines.IsCommand(line) && strings.HasPrefix(line, "qwac ") {
			all = append(all, line)
		}
	}
	return all
}

// mends runs a line, which is not refused and writes what it names.
func mends(t *testing.T, line string) {
	t.Helper()
	args := shellWords(line)
	var out bytes.Buffer
	status := Main(args, strings.NewReader(""), &out, &out)
	if status != 0 || strings.Contains(out.String(), "nothing to change") {
		t.Errorf("status %d: %s\n%s", status, line, &out)
	}
	for i, a := range args[:len(args)-1] {
		if info, err := os.Stat(args[i+1]); a == "-o" && (err != nil || info.Size() == 0) {
			t.Errorf("%s writes nothing: %v", line, err)
		}
	}
}

// shellWords are the words of a line, as a shell reads those that [lint.ShellFile] writes.
func shellWords(line string) []string {
	words, quoted := []string{""}, false
	for i := 0; i < len(line); i++ {
		last := &words[len(words)-1]
		switch c := line[i]; {
		case c == '\'':
			quoted = !quoted
		case c == ' ' && !quoted:
			words = append(words, "")
		case c == '\\' && !quoted:
			i++
			*last += line[i : i+1]
		default:
			*last += line[i : i+1]
		}
	}
	return words
}
