package verifiers

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/path"
)

// asked is what is put to verifiers.
type asked struct {
	name          string
	leaf          *cert.Cert
	pool, anchors []*cert.Cert
	at            time.Time
}

func (a asked) subject() *eidas.Subject {
	opts := chain.Options{At: a.at}
	for _, c := range a.anchors {
		opts.Anchors = append(opts.Anchors, c.Certificate)
	}
	b := &bundle.Bundle{Certs: append([]*cert.Cert{a.leaf}, a.pool...)}
	c := &chain.Chain{Bundle: b, Options: opts, Path: b.Certs[:1]}
	return &eidas.Subject{Chain: c, Leaf: a.leaf, Info: eidas.Decode(a.leaf.Certificate), At: a.at}
}

// rowOf is the row of a verifier.
func (a asked) rowOf(verifier string) Row {
	rows := Rows(a.subject())
	return rows[slices.IndexFunc(rows, func(r Row) bool { return r.Verifier == verifier })]
}

// real runs openssl on what is asked, with anchors that need not be self-signed or without, and says whether it takes
// the leaf.
func (a asked) real(t *testing.T, flags ...string) bool {
	t.Helper()
	dir := t.TempDir()
	anchors := a.anchors
	if len(anchors) == 0 {
		anchors = newView(a.subject()).anchors
	}
	args := []string{"verify", "-no-CApath", "-no-CAstore", "-purpose", "sslclient", "-attime", fmt.Sprint(a.at.Unix())}
	for _, f := range []struct {
		flag, name string
		certs      []*cert.Cert
	}{{"-CAfile", "anchors.pem", anchors}, {"-untrusted", "others.pem", a.pool}, {"", "leaf.pem",
		[]*cert.Cert{a.leaf}}} {
		if len(f.certs) == 0 {
			continue
		}
		var text []byte
		for _, c := range f.certs {
			text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
		}
		file := filepath.Join(dir, f.name)
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if f.flag == "" {
			args = append(append(args, flags...), file)
		} else {
			args = append(args, f.flag, file)
		}
	}
	err := exec.Command("openssl", args...).Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return err == nil
}

// holds wants what the row of OpenSSL claims to be what openssl does, whatever the order of the certificates.
func (a asked) holds(t *testing.T) Row {
	t.Helper()
	row := a.rowOf(OpenSSL)
	if row.Answer == CannotSay {
		return row
	}
	backwards := a
	backwards.pool, backwards.anchors = reversed(a.pool), reversed(a.anchors)
	ways := []func() bool{func() bool { return a.real(t) }}
	if len(a.pool)+len(a.anchors) > 2 {
		ways = append(ways, func() bool { return backwards.real(t, "-partial_chain") })
	}
	for _, way := range ways {
		if got := way(); got != (row.Answer == Takes) {
			t.Errorf("%s: %s %s, openssl takes it: %v", a.name, row.Answer, row.Cause, got)
		}
	}
	return row
}

func needsOpenSSL(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts many programs")
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("no openssl to compare with")
	}
}

// pathCase is one line of a suite of paths.
type pathCase struct {
	ID                 string
	Leaf               []byte
	Untrusted, Trusted [][]byte
	Time               string
}

// TestOpenSSLCorpus compares with openssl over samples of the suites of paths: the first of each suite, and then every
// so often.
func TestOpenSSLCorpus(t *testing.T) {
	needsOpenSSL(t)
	dir := cmp.Or(os.Getenv("QWAC_CORPUS"), "../../../shared/corpus")
	files, _ := filepath.Glob(filepath.Join(dir, "paths", "*.jsonl.gz"))
	if len(files) == 0 {
		t.Skipf("no corpus at %s; set QWAC_CORPUS", dir)
	}
	said := 0
	for _, file := range files {
		cases := casesOf(t, file)
		every := max(1, len(cases)/samples)
		for i := 0; i < len(cases); i += every {
			if a, ok := askedOf(filepath.Base(file), cases[i]); ok && a.holds(t).Answer != CannotSay {
				said++
			}
		}
	}
	t.Logf("%d claims hold", said)
	if said == 0 {
		t.Error("nothing was claimed")
	}
}

// samples is how many cases of each suite are tried.
const samples = 12

func casesOf(t *testing.T, file string) []pathCase {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []pathCase
	for dec := json.NewDecoder(bufio.NewReader(zip)); dec.More(); {
		var c pathCase
		if err := dec.Decode(&c); err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}

// askedOf reads a case; ok is false where a certificate cannot be read or there is none to trust.
func askedOf(suite string, c pathCase) (asked, bool) {
	a := asked{name: suite + " " + c.ID, at: testpki.At()}
	if at, err := time.Parse(time.RFC3339, c.Time); err == nil {
		a.at = at
	}
	all := make([]*cert.Cert, 0, 1+len(c.Untrusted)+len(c.Trusted))
	for _, der := range slices.Concat([][]byte{c.Leaf}, c.Untrusted, c.Trusted) {
		crt, err := path.ParseCertificate(der)
		if err != nil {
			return a, false
		}
		all = append(all, crt)
	}
	n := 1 + len(c.Untrusted)
	a.leaf, a.pool, a.anchors = all[0], all[1:n], all[n:]
	return a, len(a.anchors) > 0
}
