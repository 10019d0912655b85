package main

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/crypto/ocsp"

	"qwac/internal/app"
	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/report/lines"
)

// issuerServer answers for the addresses of the fixtures, as a proxy: the responder, the lists and the certificates of
// the CAs.
func issuerServer(t *testing.T) string {
	pki := testpki.Clean()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Hostname() == "ocsp.fixture-trust.example":
			w.Write(responderAnswer(r.URL.EscapedPath(), pki))
		case strings.HasSuffix(r.URL.Path, ".crl"):
			w.Write(testpki.CRL{Issuer: pki.Intermediate}.DER())
		case r.URL.Path == "/web.cer":
			w.Write(pki.Intermediate.DER)
		case r.URL.Path == "/root.cer":
			w.Write(pki.Root.DER)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// responderAnswer reads the question in the path (RFC 6960, A.1) and answers it.
func responderAnswer(escaped string, pki testpki.Chain) []byte {
	der, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(
		path.Base(escaped), "%2B", "+"), "%2F", "/"), "%3D", "="))
	if err != nil {
		return testpki.OCSPResponse{Failure: 1}.DER()
	}
	want, err := ocsp.CreateRequest(pki.Leaf.X509(), pki.Intermediate.X509(), nil)
	if err != nil || !bytes.Equal(want, der) { // about another certificate
		return testpki.OCSPResponse{Failure: 6}.DER()
	}
	return testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: []testpki.OCSPAnswer{{Cert: pki.Leaf}}}.DER()
}

// commandsOf are the lines to paste that check prints.
func commandsOf(out string) []string {
	var all []string
	for line := range strings.Lines(out) {
		if line = strings.TrimSuffix(line, "\n"); lines.IsCommand(line) && line[0] != ' ' {
			all = append(all, line)
		}
	}
	return all
}

// written is the file that a command writes.
var written = regexp.MustCompile(` (?:-o|-out|-destkeystore|>) ([^ ']+)`)

// TestNextSteps pastes every kind of command that check prints, for every case: it runs, and writes the file that it
// names. Of each kind and rule one is pasted.
func TestNextSteps(t *testing.T) {
	proxy := issuerServer(t)
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	t.Setenv("QWAC_PASSWORD", cases.Password)
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh")
	}
	done := map[string]bool{}
	for _, c := range cases.All() {
		if c.Near {
			continue
		}
		d := newDesk(t)
		d.env = append(d.env, "http_proxy="+proxy, "QWAC_PASSWORD="+cases.Password)
		for _, command := range commandsOf(d.check(c)) {
			words := strings.Fields(command)
			kind := words[0] + " " + words[1]
			if words[0] == "curl" {
				kind += written.FindString(command)
			} else {
				kind += " " + c.Rule()
			}
			if _, err := exec.LookPath(words[0]); err != nil && words[0] != "qwac" || done[kind] ||
				words[0] == "keytool" { // the store of the case is the beginning of one
				continue
			}
			done[kind] = true
			t.Run(kind, func(t *testing.T) { d.runs(t, shell{"sh", []string{sh, "-c"}}, command) })
		}
	}
	if len(done) < 20 {
		t.Errorf("%d kinds alone", len(done))
	}
}

// check writes the files of a case to a folder with an awkward name, and judges them.
func (d *desk) check(c cases.Case) string {
	args := []string{"qwac", "check", "-v", "--no-config", "--at", cases.At().Format("2006-01-02T15:04:05Z")}
	for _, in := range c.Inputs() {
		file := filepath.Join(d.dir, "it's the CA", in.Name)
		d.make(file[len(d.dir)+1:])
		if err := os.WriteFile(file, in.Data, 0o600); err != nil {
			d.Fatal(err)
		}
		args = append(args, file)
	}
	var out bytes.Buffer
	app.Main(args, strings.NewReader(""), &out, &out)
	return out.String()
}

// withPassword gives the password that a person types: that of the cases, or none.
func withPassword(command string) string {
	if after, found := strings.CutPrefix(command, "openssl pkcs12"); found {
		const program = "openssl pkcs12 -passin pass:"
		return program + cases.Password + after + " || " + program + after
	}
	return command
}

// runs pastes a command, and wants the file that it names.
func (d *desk) runs(t *testing.T, s shell, command string) {
	out, status := d.paste(s, withPassword(command))
	if status != 0 {
		t.Errorf("status %d\n%s\n%s", status, command, out)
	}
	if m := written.FindStringSubmatch(command); m != nil {
		if info, err := os.Stat(filepath.Join(d.dir, m[1])); err != nil || info.Size() == 0 {
			t.Errorf("%s writes nothing\n%s\n%s", command, out, err)
		}
	}
}

// TestNextStepsInShells pastes what check prints for files with awkward names into every shell: the payload is written,
// and the answer of the responder counts.
func TestNextStepsInShells(t *testing.T) {
	proxy := issuerServer(t)
	for _, s := range installedShells(t) {
		if s.name == "pwsh" {
			continue // the names are quoted for the others
		}
		for _, names := range [][3]string{
			{"-o.pem", "=ls.pem", "plain.pem"},
			{"with blank/my chain.pem", "it's.pem", `end\`},
			{`back\slash\\.pem`, "$HOME `id` \"x\".pem", "./@list.pem"},
			{"~.pem", "[a]*?{b,c}.pem", "#1.pem"},
			{"!1.pem", "a&b;c|d.pem", "(a)<b>.pem"},
			{"über/Kette.pem", "%25^.pem", `'\''.pem`},
		} {
			t.Run(s.name+"/"+names[0], func(t *testing.T) {
				d := newDesk(t)
				d.env = append(d.env, "http_proxy="+proxy)
				d.follows(s, names)
			})
		}
	}
}

// follows does what check says about three files with those names.
func (d *desk) follows(s shell, names [3]string) {
	check := func(want string, args ...string) string {
		args = append(args, "--at", cases.At().Format("2006-01-02T15:04:05Z"), "--no-config", "--")
		c := exec.Command(filepath.Join(d.dir, "qwac"), append(append([]string{"check"}, args...), names[:]...)...)
		c.Dir, c.Env = d.dir, d.env
		out, _ := c.Output()
		if !strings.Contains(string(out), want) {
			d.Fatalf("no %q\n%s", want, out)
		}
		return string(out)
	}
	for i, c := range testpki.Clean().Certs() {
		d.write(names[i], append([]byte("\ufeff"), c.PEM()...))
	}
	commands := commandsOf(check("mends it", "-v"))
	if len(commands) < 2 {
		d.Fatalf("commands %q", commands)
	}
	for _, command := range commands {
		d.runs(d.T, s, command)
	}
	check("mends it", "--ocsp", "ocsp.der", "--require", "revocation") // else the requirement would block
}
