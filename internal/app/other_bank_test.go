package app

import (
	"bytes"
	"crypto/x509"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/internal/testbank"
	banks "qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/report/formats"
	"qwac/pkg/submit/sandbox"
)

// otherDesk runs the program as it is when it knows the invented bank alone.
type otherDesk struct {
	*testing.T
	dir string
}

// newOtherDesk has chains for roles that the invented bank offers, ic and its successor ic2, and one for a role that it
// does not, ai.
func newOtherDesk(t *testing.T) otherDesk {
	d := otherDesk{t, filepath.ToSlash(t.TempDir())}
	for _, c := range [][2]string{{"ic", "PSP_IC"}, {"ic2", "PSP_IC"}, {"ai", "PSP_AI"}} {
		if status := Main([]string{"qwac", "testpki", "--out", d.dir + "/" + c[0], "--roles", c[1]}, nil, io.Discard,
			io.Discard); status != 0 {
			t.Fatal(status)
		}
	}
	return d
}

// run fails where anything of a known bank is in the output, and returns that.
func (d otherDesk) run(status int, line string) string {
	d.Helper()
	args := strings.Fields(strings.ReplaceAll(line, "DIR", d.dir))
	var out bytes.Buffer
	got := runFor([]*banks.Bank{testbank.Fixture()}, time.Now, args, strings.NewReader(""), &out, &out)
	if got != status {
		d.Errorf("%s: status %d, want %d:\n%s", line, got, status, out.String())
	}
	d.check(line, out.String())
	return out.String()
}

// says checks a file that was written.
func (d otherDesk) says(file string) {
	d.Helper()
	data, err := os.ReadFile(filepath.Join(d.dir, file))
	if err != nil {
		d.Fatal(err)
	}
	d.check(file, string(data))
}

// check finds what is known of another bank in what a command wrote.
func (d otherDesk) check(what, written string) {
	d.Helper()
	text := strings.ToLower(written)
	for _, b := range banks.All() {
		words := []string{`"redirecturis"`, `"clientid"`, `"certificatechains"`, b.API.Clients, b.API.RequestID,
			`"` + b.API.Certificate + `":"`, b.Title, "profile\": \"" + b.Name}
		for _, e := range b.Environments {
			words = append(words, e.TokenURL, e.BaseURL)
		}
		for _, s := range b.Sources {
			words = append(words, s.Clause.Document)
		}
		for _, word := range words {
			if word != "" && strings.Contains(text, strings.ToLower(word)) {
				d.Errorf("%s: %q of %s is in\n%s", what, word, b.Name, written)
			}
		}
	}
}

// wants is run, and each text must be in the output.
func (d otherDesk) wants(status int, line string, texts ...string) {
	d.Helper()
	out := d.run(status, line)
	for _, text := range texts {
		if !strings.Contains(out, text) {
			d.Errorf("%s: no %q in\n%s", line, text, out)
		}
	}
}

// TestOtherBank shows that what is known of one bank is never told of another.
func TestOtherBank(t *testing.T) {
	d := newOtherDesk(t)
	const handbook = "Fixture Bank handbook, 7"
	d.wants(0, "qwac check --environment sandbox DIR/ic/chain.pem", "Fixture Bank would accept this upload")
	d.wants(0, "qwac check --environment sandbox --format json DIR/ic/chain.pem", `"profile": "fixture"`)
	d.wants(1, "qwac check --environment sandbox DIR/ai/chain.pem",
		"Fixture Bank would refuse this upload: 422 (assumed)", handbook)
	d.wants(1, "qwac check --environment sandbox --format json DIR/ai/chain.pem", `"predicted_status": 422`, handbook)
	d.wants(1, "qwac check --format json DIR/ai/leaf.pem", `"predicted_basis": "assumed"`)
	d.wants(0, "qwac payload --environment sandbox DIR/ic/chain.pem", `{"pem_chain":"-----BEGIN CERTIFICATE-----`)
	d.wants(0, "qwac rules", "role-none-offered", "blocks 422")
	d.wants(0, "qwac rules --format json", handbook)
	d.wants(0, "qwac explain role-none-offered", "fixture: blocks, 422 (assumed) ["+handbook+"]")
	d.wants(0, "qwac explain --profile fixture chain-intermediate-missing", "Source: RFC 5280, 6.1",
		"fixture: blocks, 422 (assumed)")

	const own = " --client-id c --cert DIR/ic/chain.pem --key DIR/ic/key.pem --state-dir DIR/state "
	d.wants(0, "qwac submit --dry-run --env sandbox"+own+"DIR/ic/chain.pem", "POST /v3/partners/c/chains HTTP/1.1",
		"Host: api.fixture-bank.example",
		"Fixture-Call-ID: ", `{"pem_chain":"-----BEGIN`, "https://login.fixture-bank.example/token")
	d.wants(2, "qwac submit --dry-run --env production"+own+"DIR/ic/chain.pem", "want one of sandbox")
	d.wants(0, "qwac client redirect-uris set --dry-run --env sandbox"+own+"https://a.example/cb",
		"PUT /v3/partners/c/callbacks HTTP/1.1", `{"return_to":["https://a.example/cb"]}`)
	d.wants(1, "qwac client redirect-uris set --dry-run --env sandbox"+own+"http://a.example/cb",
		"would refuse these redirect URIs: 409 (assumed)")
	d.wants(0, "qwac submit --help", "before /v3/partners")
	d.wants(0, "qwac inspect DIR/ic/chain.pem", "PSP_IC")
	d.wants(0, "qwac testpki --out DIR/new --roles PSP_IC", "a sandbox takes it")
	d.run(3, "qwac trust list --store DIR/none")
	d.run(0, "qwac version")
}

// TestOtherBankFormats has the verdicts in every format, as they are written and as they are converted.
func TestOtherBankFormats(t *testing.T) {
	d := newOtherDesk(t)
	for _, verdict := range []struct {
		status int
		chain  string
	}{{0, "ic"}, {1, "ai"}} {
		file := "DIR/" + verdict.chain + ".json"
		d.run(verdict.status, "qwac check --environment sandbox --format json="+file+" DIR/"+verdict.chain+"/chain.pem")
		for _, format := range formats.All() {
			d.run(verdict.status,
				"qwac check --environment sandbox --format "+format.Name+" DIR/"+verdict.chain+"/chain.pem")
			d.run(0, "qwac report convert --format "+format.Name+" "+file)
		}
	}
}

// TestOtherBankHelp has the help of every command, and of those under it.
func TestOtherBankHelp(t *testing.T) {
	d := newOtherDesk(t)
	d.run(0, "qwac --help")
	var help func(string, []*cli.Command)
	help = func(parent string, under []*cli.Command) {
		for _, c := range under {
			d.run(0, parent+" "+c.Name+" --help")
			help(parent+" "+c.Name, c.Subcommands)
		}
	}
	help("qwac", App().Commands)
}

// TestOtherBankCalls has every command that calls the bank, against a sandbox that stands for it: what is registered,
// changed, refused and reported.
func TestOtherBankCalls(t *testing.T) {
	d := newOtherDesk(t)
	address := d.sandbox()
	call := " --base-url " + address + " --token-url " + address + sandbox.TokenPath +
		" --server-ca DIR/ca.pem --cert DIR/ic/chain.pem --key DIR/ic/key.pem "
	state := " --state-dir DIR/state "
	asks := "--name partner --redirect-uri https://a.example/cb" + state
	d.wants(1, "qwac client register --roles PSP_AI --secret-out DIR/refused "+asks+call,
		"would refuse this registration: 409 (documented)")
	d.wants(4, "qwac client register --force --roles PSP_AI --secret-out DIR/refused "+asks+call,
		"role-not-offered-by-bank", "answered 409")
	d.wants(0, "qwac client register --roles PSP_IC --secret-out DIR/secret "+asks+call,
		"registered \"partner\" for PSP_IC")

	secret, err := os.ReadFile(filepath.Join(d.dir, "secret"))
	if err != nil {
		t.Fatal(err)
	}
	client := call + "--client-id " + strings.Fields(string(secret))[1] + " --client-secret-file DIR/secret "
	d.run(0, "qwac token"+client)
	d.wants(0, "qwac client show"+client, "PSP_IC")
	d.wants(0, "qwac client show --format json"+client, "PSP_IC")
	d.wants(0, "qwac client redirect-uris add"+state+client+"https://b.example/cb", "https://b.example/cb")
	d.wants(0, "qwac client redirect-uris list"+client, "https://a.example/cb")
	d.wants(0, "qwac submit --receipt DIR/receipt.json"+state+client+"DIR/ic2/chain.pem", "202")
	d.wants(0, "qwac submit"+state+client+"DIR/ic2/chain.pem", "already")
	d.wants(1, "qwac submit"+state+client+"DIR/ai/chain.pem", "would refuse this upload: 422 (assumed)")
	d.wants(4, "qwac submit --force"+state+client+"DIR/ai/chain.pem",
		"meaning: the chain is not one that we take, as the bank documents it")
	d.wants(0, "qwac support-report"+client, "# Support report", "## The chain in PEM form")
	d.wants(4, "qwac token"+strings.Replace(client, sandbox.TokenPath, "/v3/partners", 1), "next: ")
	d.says("receipt.json")
}

// sandbox starts a sandbox that stands for the invented bank, and returns its address. The CA of the server is in
// ca.pem.
func (d otherDesk) sandbox() string {
	d.Helper()
	state, err := openState(filepath.Join(d.dir, "bank.db"))
	if err != nil {
		d.Fatal(err)
	}
	d.Cleanup(state.close)
	var out bytes.Buffer
	fixture := testbank.Fixture()
	bank, err := sandbox.New(sandbox.Options{Bank: fixture, DB: state.db, Now: time.Now,
		Roots: []*x509.Certificate{rehearsalRoot()}})
	if err != nil {
		d.Fatal(err)
	}
	identity, err := bank.Identity(hostsOf("127.0.0.1"), time.Now())
	if err != nil {
		d.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(d.dir, "ca.pem"), identity.CA, 0o600); err != nil {
		d.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		d.Fatal(err)
	}
	server := bank.HTTP(identity.Certificate)
	server.ErrorLog = log.New(io.Discard, "", 0)
	go server.ServeTLS(listener, "", "")
	d.Cleanup(func() { server.Close() })
	e := &env{stdout: &out, stderr: &out, banks: []*banks.Bank{fixture}}
	o := &sandboxOptions{addr: "127.0.0.1:0"}
	o.banks = e.banks
	if err := e.announce(o, listener, state); err != nil {
		d.Fatal(err)
	}
	d.check("qwac sandbox", out.String())
	return "https://" + listener.Addr().String()
}

// TestOtherBankRules holds every rule to that.
func TestOtherBankRules(t *testing.T) {
	d := otherDesk{t, t.TempDir()}
	for _, id := range check.Rules() {
		d.run(0, "qwac explain "+id.ID)
	}
	for _, format := range tableFormats() {
		d.run(0, "qwac rules --format "+format)
		d.run(0, "qwac profiles --format "+format)
		d.run(0, "qwac profiles --format "+format+" fixture")
	}
}

// TestNoEnvironment has a profile that is no bank's.
func TestNoEnvironment(t *testing.T) {
	var out bytes.Buffer
	args := []string{"qwac", "client", "show", "--profile", "etsi", "--env", "sandbox", "--client-id", "c", "--cert",
		os.DevNull, "--key", os.DevNull}
	if status := Main(args, strings.NewReader(""), &out, &out); status != statusUsage ||
		!strings.Contains(out.String(), "has no environments") {
		t.Errorf("status %d: %s", status, out.String())
	}
}
