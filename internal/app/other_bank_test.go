package app

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qwac/internal/testbank"
	banks "qwac/pkg/bank"
)

// otherDesk runs the program as it is when it knows the invented bank alone.
type otherDesk struct {
	*testing.T
	dir string
}

// run fails where anything of a known bank is in the output, and returns that.
func (d otherDesk) run(status int, line string) string {
	d.Helper()
	args := strings.Fields(strings.ReplaceAll(line, "DIR", d.dir))
	var out bytes.Buffer
	if got := runFor([]*banks.Bank{testbank.Fixture()}, args, strings.NewReader(""), &out, &out); got != status {
		d.Errorf("%s: status %d, want %d:\n%s", line, got, status, out.String())
	}
	text := strings.ToLower(out.String())
	for _, b := range banks.All() {
		words := []string{b.API.Clients, b.API.RequestID, `"` + b.API.Certificate + `":"`, b.Title, "profile\": \"" + b.Name}
		for _, e := range b.Environments {
			words = append(words, e.TokenURL, e.BaseURL)
		}
		for _, s := range b.Sources {
			words = append(words, s.Clause.Document)
		}
		for _, word := range words {
			if word != "" && strings.Contains(text, strings.ToLower(word)) {
				d.Errorf("%s: %q of %s is in\n%s", line, word, b.Name, out.String())
			}
		}
	}
	return out.String()
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
	d := otherDesk{t, filepath.ToSlash(t.TempDir())}
	for _, args := range [][]string{{"--out", d.dir + "/ic", "--roles", "PSP_IC"}, {"--out", d.dir + "/ai", "--roles", "PSP_AI"}} {
		if status := Main(append([]string{"qwac", "testpki"}, args...), nil, io.Discard, io.Discard); status != 0 {
			t.Fatal(status)
		}
	}
	const handbook = "Fixture Bank handbook, 7"
	d.wants(0, "qwac check --environment sandbox DIR/ic/chain.pem", "Fixture Bank would accept this upload")
	d.wants(0, "qwac check --environment sandbox --format json DIR/ic/chain.pem", `"profile": "fixture"`)
	d.wants(1, "qwac check --environment sandbox DIR/ai/chain.pem", "Fixture Bank would refuse this upload: 422 (assumed)", handbook)
	d.wants(1, "qwac check --environment sandbox --format json DIR/ai/chain.pem", `"predicted_status": 422`, handbook)
	d.wants(1, "qwac check --format json DIR/ai/leaf.pem", `"predicted_basis": "assumed"`)
	d.wants(0, "qwac payload --environment sandbox DIR/ic/chain.pem", `{"pem_chain":"-----BEGIN CERTIFICATE-----`)
	d.wants(0, "qwac rules", "role-none-offered", "blocks 422")
	d.wants(0, "qwac rules --format json", handbook)
	d.wants(0, "qwac explain role-none-offered", "fixture: blocks, 422 (assumed) ["+handbook+"]")
	d.wants(0, "qwac explain --profile fixture chain-intermediate-missing", "Source: RFC 5280, 6.1", "fixture: blocks, 422 (assumed)")

	const own = " --client-id c --cert DIR/ic/chain.pem --key DIR/ic/key.pem --state-dir DIR/state "
	d.wants(0, "qwac submit --dry-run --env sandbox"+own+"DIR/ic/chain.pem", "POST /v3/partners/c/chains HTTP/1.1", "Host: api.fixture-bank.example",
		"Fixture-Call-ID: ", `{"pem_chain":"-----BEGIN`, "https://login.fixture-bank.example/token")
	d.wants(2, "qwac submit --dry-run --env production"+own+"DIR/ic/chain.pem", "want one of sandbox")
	d.wants(0, "qwac client redirect-uris set --dry-run --env sandbox"+own+"https://a.example/cb", "PUT /v3/partners/c/callbacks HTTP/1.1")
	d.wants(1, "qwac client redirect-uris set --dry-run --env sandbox"+own+"http://a.example/cb", "would refuse these redirect URIs: 409 (assumed)")
	for _, c := range commands {
		d.run(0, "qwac "+c.name+" --help")
	}
	d.wants(0, "qwac submit --help", "before /v3/partners")
}

// TestOtherBankRules holds every rule to that.
func TestOtherBankRules(t *testing.T) {
	d := otherDesk{t, t.TempDir()}
	for _, id := range ruleEntries(testbank.Fixture()) {
		d.run(0, "qwac explain "+id.ID)
	}
}

// TestNoEnvironment has a profile that is no bank's.
func TestNoEnvironment(t *testing.T) {
	var out bytes.Buffer
	args := []string{"qwac", "client", "show", "--profile", "etsi", "--env", "sandbox", "--client-id", "c", "--cert", os.DevNull, "--key", os.DevNull}
	if status := Main(args, strings.NewReader(""), &out, &out); status != statusUsage || !strings.Contains(out.String(), "has no environments") {
		t.Errorf("status %d: %s", status, out.String())
	}
}
