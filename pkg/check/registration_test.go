package check_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
)

// TestRegistration has what blocks a registration: the chain of the connection, which is no text, and what is asked
// for.
func TestRegistration(t *testing.T) {
	clean := testpki.Clean()
	noPSD2 := testpki.NewChain(func(leaf, _, _ *testpki.Spec) { leaf.DropStatement(testpki.OIDPSD2) })
	const key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
	reversed := append(append(append([]byte{}, clean.Root.PEM()...), clean.Intermediate.PEM()...), clean.Leaf.PEM()...)
	type blocked struct {
		Rule   string
		Status int
		Basis  bank.Basis
	}
	for name, test := range map[string]struct {
		file  []byte
		roles []string
		uris  []string
		want  []blocked
	}{
		"clean":           {file: clean.PEM()},
		"key in the file": {file: append(clean.PEM(), key...)},
		"byte order mark": {file: append([]byte("\xef\xbb\xbf"), clean.PEM()...)},
		"root first":      {file: reversed},
		"root left out": {file: append(append([]byte{}, clean.Leaf.PEM()...), clean.Intermediate.PEM()...),
			want: []blocked{{"chain-root-missing", 401, bank.Assumed}}},
		"nothing": {file: []byte(" "), want: []blocked{{"pem-empty", 401, bank.Assumed}}},
		"cut off": {file: clean.PEM()[:len(clean.Leaf.PEM())+100],
			want: []blocked{{"pem-bad-base64", 401, bank.Assumed}}},
		"sealed": {file: testpki.PKCS12(clean, "secret"),
			want: []blocked{{"pem-input-pkcs12", 401, bank.Assumed}}},
		"no statement": {file: noPSD2.PEM(), want: []blocked{{"psd2-statement-missing", 401, bank.Assumed}}},
		"unknown role": {file: clean.PEM(), roles: []string{"AISP"},
			want: []blocked{{"role-request-syntax", 403, bank.Assumed}}},
		"http and no PSD2": {file: noPSD2.PEM(), uris: []string{"http://a.example/"},
			want: []blocked{{"psd2-statement-missing", 401, bank.Assumed},
				{"redirect-uri-not-https", 400, bank.Assumed}}},
	} {
		b := new(bundle.Bundle)
		if err := b.Parse("chain.pem", test.file); err != nil {
			t.Fatal(err)
		}
		o := check.Options{At: testpki.At(), Requested: []string{"PSP_AI", "PSP_PI"},
			RedirectURIs: []string{"https://psd2.fixture-payments.example/"}}
		if test.roles != nil {
			o.Requested = test.roles
		}
		if test.uris != nil {
			o.RedirectURIs = test.uris
		}
		r, err := check.Run(b, o)
		if err != nil {
			t.Fatal(err)
		}
		var got []blocked
		for _, f := range r.Findings {
			if f.Blocks {
				got = append(got, blocked{f.Rule.ID, f.Status, f.Basis})
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if accepted := r.Verdict == check.Accept; r.Request != bank.Registration || accepted != (test.want == nil) {
			t.Errorf("%s: %s is %s", name, r.Request, r.Verdict)
		}
		if len(test.want) > 0 && r.Status != test.want[0].Status {
			t.Errorf("%s: status %d", name, r.Status)
		}
	}
}
