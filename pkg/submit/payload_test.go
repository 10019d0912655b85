package submit_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/submit"
)

// payloadOf returns the payload of inputs, or nil when the chain that would be sent is refused.
func payloadOf(t *testing.T, opts check.Options, inputs ...cases.Input) []byte {
	t.Helper()
	b := &bundle.Bundle{Password: func(string) (string, error) { return cases.Password, nil }}
	for _, in := range inputs {
		if err := b.Parse(in.Name, in.Data); err != nil {
			t.Fatal(err)
		}
	}
	opts.Sent = true
	if opts.At.IsZero() {
		opts.At = cases.At()
	}
	r, err := check.Run(b, opts)
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict == check.Refuse {
		return nil
	}
	p, err := submit.NewPayload(nil, r.Chain)
	if err != nil {
		t.Fatal(err)
	}
	return p.Bytes()
}

// TestPayloadIsTheSame: whatever is wrong with the text of the clean chain, the payload is the same bytes or there is
// none.
func TestPayloadIsTheSame(t *testing.T) {
	pki := testpki.Clean()
	want := payloadOf(t, check.Options{}, cases.Input{Name: "chain.pem", Data: pki.PEM()})
	mended := 0
	for _, c := range cases.All() {
		if c.Edit != nil || c.Files == nil {
			continue
		}
		switch got := payloadOf(t, c.Options, c.Inputs()...); {
		case bytes.Equal(got, want):
			mended++
		case got != nil && sameCertificates(t, got, want):
			t.Errorf("%s: payload differs: %.200s", c.Name, got)
		case got == nil && c.Fixable():
			t.Errorf("%s: no payload, though every blocking finding is fixable", c.Name)
		}
	}
	t.Logf("%d cases give the payload of the clean chain", mended)
	if mended < 20 {
		t.Errorf("only %d", mended)
	}
}

// sameCertificates reports whether two payloads hold the same certificates, in whatever order or form.
func sameCertificates(t *testing.T, a, b []byte) bool {
	read := func(payload []byte) map[string]bool {
		bundle, set := new(bundle.Bundle), map[string]bool{}
		if err := bundle.Parse("payload", payload); err != nil {
			t.Fatal(err)
		}
		for _, c := range bundle.Certs {
			set[string(c.Raw)] = true
		}
		return set
	}
	return maps.Equal(read(a), read(b))
}

func TestPayloadIsWhatJSONSays(t *testing.T) {
	pki := testpki.Clean()
	got := payloadOf(t, check.Options{}, cases.Input{Name: "chain.pem", Data: pki.PEM()})
	var body map[string]string
	if err := json.Unmarshal(got, &body); err != nil {
		t.Fatal(err)
	}
	if len(body) != 1 || body["certificate"] != string(pki.PEM()) || got[len(got)-1] != '\n' {
		t.Errorf("payload %q", got)
	}
}

func TestNoPayloadWithoutLeaf(t *testing.T) {
	if _, err := submit.NewPayload(nil, &chain.Chain{}); !errors.Is(err, submit.ErrNoChain) {
		t.Errorf("error %v", err)
	}
}

// TestPayloadOfRealChains mangles the text of genuine chains in the same ways.
func TestPayloadOfRealChains(t *testing.T) {
	root := cmp.Or(os.Getenv("QWAC_CORPUS"), filepath.Join("..", "..", "..", "shared", "corpus"))
	for name, at := range map[string]string{
		"api.gosafeconnect.com__MULTICERT-SSL-Certification": "2020-06-01",
		"api.permanenttsb.ie__MULTICERT-QWAC-Certification":  "2022-06-01",
	} {
		dir := filepath.Join(root, "chains", "psd2-qwac", name)
		if _, err := os.Stat(dir); err != nil {
			t.Skipf("no corpus: %v (QWAC_CORPUS names its folder)", err)
		}
		pki := testpki.Chain{Leaf: realCert(t, dir, "leaf"), Intermediate: realCert(t, dir, "intermediate"),
			Root: realCert(t, dir, "root")}
		day, err := time.Parse(time.DateOnly, at)
		if err != nil {
			t.Fatal(err)
		}
		want := payloadOf(t, check.Options{At: day}, cases.Input{Name: "chain.pem", Data: pki.PEM()})
		same := 0
		for _, c := range cases.All() {
			if c.Edit != nil || c.Files == nil || !strings.HasPrefix(c.Name, "pem-") {
				continue
			}
			got := payloadOf(t, check.Options{At: day}, inputsOf(c, pki)...)
			if bytes.Equal(got, want) {
				same++
			} else if got != nil && sameCertificates(t, got, want) {
				t.Errorf("%s of %s: payload %.100q", c.Name, name, got)
			}
		}
		t.Logf("%s: %d cases give the payload of the chain", name, same)
		if same < 50 { // the others bring files of their own or cannot be mended
			t.Errorf("%s: only %d", name, same)
		}
	}
}

// inputsOf makes the files of a case from a chain without keys; nil when the case needs one.
func inputsOf(c cases.Case, pki testpki.Chain) (inputs []cases.Input) {
	defer func() { _ = recover() }()
	return c.Files(pki)
}

func realCert(t *testing.T, dir, name string) testpki.Cert {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name+".pem"))
	if err != nil {
		t.Fatal(err)
	}
	b := new(bundle.Bundle)
	if err := b.Parse(name, data); err != nil || len(b.Certs) != 1 {
		t.Fatalf("%s: %d certificates, %v", name, len(b.Certs), err)
	}
	return testpki.Cert{DER: b.Certs[0].Raw}
}
