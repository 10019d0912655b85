package submit_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/submit"
)

// payloadOf returns the payload of inputs, or nil when the chain that would be sent is refused.
func payloadOf(t *testing.T, opts check.Options, inputs ...cases.Input) []byte {
	t.Helper()
	b := &chain.Bundle{Password: func(string) (string, error) { return cases.Password, nil }}
	for _, in := range inputs {
		if err := b.Parse(in.Name, in.Data); err != nil {
			t.Fatal(err)
		}
	}
	opts.At, opts.Sent = cases.At, true
	r, err := check.Run(b, opts)
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict == check.Refuse {
		return nil
	}
	p, err := submit.NewPayload(r.Chain)
	if err != nil {
		t.Fatal(err)
	}
	return p.Bytes()
}

// TestPayloadIsTheSame: whatever is wrong with the text of the clean chain, the payload is the same bytes or there is none.
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
		bundle, set := new(chain.Bundle), map[string]bool{}
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
	if _, err := submit.NewPayload(&chain.Chain{}); !errors.Is(err, submit.ErrNoChain) {
		t.Errorf("error %v", err)
	}
}
