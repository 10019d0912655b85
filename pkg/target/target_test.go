package target_test

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/submit"
	"qwac/pkg/target"
)

func chainsOf() map[string][][]byte {
	pki := testpki.Clean()
	whole := [][]byte{}
	for _, c := range pki.Certs() {
		whole = append(whole, c.DER)
	}
	rsa := testpki.NewChain(func(leaf, _, _ *testpki.Spec) { leaf.Key = testpki.Key{Name: "r", Alg: testpki.RSA2048} })
	return map[string][][]byte{"whole": whole, "no root": whole[:2], "leaf": whole[:1],
		"RSA": {rsa.Leaf.DER, rsa.Intermediate.DER, rsa.Root.DER}}
}

// TestRoundTrip reads what each target writes with readers of others: the certificates are the same to the bit, and in
// order.
func TestRoundTrip(t *testing.T) {
	for name, chain := range chainsOf() {
		for _, to := range target.All() {
			out, err := to.Encode(chain)
			if err != nil {
				t.Fatalf("%s, %s: %v", to.Name, name, err)
			}
			again, _ := to.Encode(chain)
			if !bytes.Equal(out, again) {
				t.Errorf("%s, %s: twice differs", to.Name, name)
			}
			got := decoded(t, to, string(out))
			for i, p := range to.Parts {
				want := chain
				switch p.Take {
				case target.Leaf:
					want = chain[:1]
				case target.Rest:
					want = chain[1:]
				}
				if !slices.EqualFunc(got[i], want, bytes.Equal) {
					t.Errorf("%s, %s: part %q has %d certificates, want %d and the same", to.Name, name, p.Name,
						len(got[i]), len(want))
				}
			}
		}
	}
}

// decoded are the certificates of each part.
func decoded(t *testing.T, to target.Target, out string) (all [][][]byte) {
	t.Helper()
	switch to.Form {
	case target.Text:
		return append(all, blocks(t, out))
	case target.Array:
		return append(all, values(t, to.Parts[0], json.RawMessage(out)))
	case target.Headers, target.Pairs:
		return fields(t, to, out)
	}
	var o map[string]json.RawMessage
	if err := json.Unmarshal([]byte(out), &o); err != nil {
		t.Fatal(err)
	}
	if to.Form == target.KeySet {
		var keys []map[string]json.RawMessage
		if err := json.Unmarshal(o["keys"], &keys); err != nil || len(keys) != 1 {
			t.Fatalf("%s: %v", out, err)
		}
		o = keys[0]
	}
	for _, p := range to.Parts {
		all = append(all, values(t, p, o[p.Name]))
	}
	return all
}

func blocks(t *testing.T, s string) (all [][]byte) {
	t.Helper()
	for rest := []byte(s); len(rest) > 0; {
		var b *pem.Block
		if b, rest = pem.Decode(rest); b == nil || b.Type != "CERTIFICATE" || len(b.Headers) > 0 {
			t.Fatalf("no block of a certificate: %q", rest)
		}
		all = append(all, b.Bytes)
	}
	return all
}

func values(t *testing.T, p target.Part, raw json.RawMessage) (all [][]byte) {
	t.Helper()
	var texts []string
	if p.List {
		if err := json.Unmarshal(raw, &texts); err != nil {
			t.Fatal(err)
		}
	} else {
		texts = []string{""}
		if err := json.Unmarshal(raw, &texts[0]); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range texts {
		if p.Coding == target.PEM {
			if s != "" && strings.HasSuffix(s, "\n") == p.Unended {
				t.Errorf("%s: line feed at the end: %v", p.Name, !p.Unended)
			}
			all = append(all, blocks(t, s)...)
			continue
		}
		all = append(all, fromBase64(t, s))
	}
	return all
}

func fromBase64(t *testing.T, s string) []byte {
	t.Helper()
	der, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil || strings.ContainsAny(s, "\r\n") {
		t.Fatalf("%v in %q", err, s)
	}
	return der
}

// fields reads header fields. A value never has a line break, a quotation mark or a blank but between list entries.
func fields(t *testing.T, to target.Target, out string) (all [][][]byte) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if to.Form == target.Pairs {
		_, value, _ := strings.Cut(lines[0], ": ")
		lines = nil
		for pair := range strings.SplitSeq(value, ";") {
			name, quoted, _ := strings.Cut(pair, "=")
			lines = append(lines, name+": "+strings.Trim(quoted, `"`))
		}
	}
	for _, p := range to.Parts {
		var found [][]byte
		for _, l := range lines {
			value, ok := strings.CutPrefix(l, p.Name+": ")
			if !ok {
				continue
			}
			for entry := range strings.SplitSeq(value, ", ") {
				switch p.Coding {
				case target.EscapedPEM:
					text, err := url.PathUnescape(entry)
					if err != nil || strings.ContainsAny(entry, " +\r\n\"") {
						t.Fatalf("%v in %q", err, entry)
					}
					found = append(found, blocks(t, text)...)
				default:
					found = append(found, fromBase64(t, strings.Trim(entry, ":")))
				}
			}
		}
		all = append(all, found)
	}
	return all
}

// TestSent holds that the target that is sent to has the very bytes that are sent.
func TestSent(t *testing.T) {
	pki := testpki.Clean()
	b := new(bundle.Bundle)
	if err := b.Parse("chain.pem", pki.PEM()); err != nil {
		t.Fatal(err)
	}
	r, err := check.Run(b, check.Options{At: testpki.At()})
	if err != nil {
		t.Fatal(err)
	}
	want, err := submit.NewPayload(bank.Default(), r.Chain)
	if err != nil {
		t.Fatal(err)
	}
	got, err := target.Named(target.Sent()).Encode(chainsOf()["whole"])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want.Bytes()), string(got)); diff != "" {
		t.Error(diff)
	}
}

// TestKeySet holds that the key of a set is that of its first certificate.
func TestKeySet(t *testing.T) {
	for _, name := range []string{"whole", "RSA"} {
		chain := chainsOf()[name]
		out, err := target.Named("jwks").Encode(chain)
		if err != nil {
			t.Fatal(err)
		}
		var set struct {
			Keys []struct{ Kty, Crv, N, E, X, Y string }
		}
		if err := json.Unmarshal(out, &set); err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(chain[0])
		if err != nil {
			t.Fatal(err)
		}
		k, raw := set.Keys[0], leaf.RawSubjectPublicKeyInfo
		for _, part := range []string{k.N, k.E, k.X, k.Y} {
			b, err := base64.RawURLEncoding.DecodeString(part)
			if err != nil || !bytes.Contains(raw, b) {
				t.Errorf("%s: %q is not of the key: %v", name, part, err)
			}
		}
		if (k.Kty == "RSA") != (name == "RSA") || k.Kty == "EC" && k.Crv != "P-256" {
			t.Errorf("%s: %+v", name, k)
		}
	}
}

// TestTargets wants each row to say what it rests on, and names to be unique.
func TestTargets(t *testing.T) {
	var names []string
	for _, to := range target.All() {
		if to.Source == "" || to.Seen == "" || to.Title == "" || len(to.Parts) == 0 {
			t.Errorf("%s says too little", to.Name)
		}
		if to.Verified && to.Name != target.Sent() && !strings.HasPrefix(to.Source, "RFC ") {
			t.Errorf("%s is verified by %s", to.Name, to.Source)
		}
		if one := to.Form == target.Text || to.Form == target.Array; one && len(to.Parts) != 1 {
			t.Errorf("%s has %d parts", to.Name, len(to.Parts))
		}
		names = append(names, to.Name)
	}
	if names[0] != target.Sent() || !slices.IsSorted(names[1:]) || len(slices.Compact(names)) != len(target.All()) {
		t.Errorf("names are %v", names)
	}
	if _, err := target.Named("pem").Encode(nil); err == nil {
		t.Error("a chain of nothing is written")
	}
}
