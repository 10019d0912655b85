package report_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/cases"
	"qwac/internal/golden"
	"qwac/internal/howto"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/ident"
	"qwac/pkg/report"
	"qwac/pkg/revocation"
)

type input struct {
	name string
	data []byte
}

func newReport(t testing.TB, opts check.Options, inputs ...input) *report.Report {
	t.Helper()
	return report.New("v0.0.0", judged(t, opts, inputs...))
}

func judged(t testing.TB, opts check.Options, inputs ...input) *check.Result {
	t.Helper()
	b := new(bundle.Bundle)
	for _, in := range inputs {
		if err := b.Parse(in.name, in.data); err != nil {
			t.Fatal(err)
		}
	}
	r, err := check.Run(b, opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestGolden compares text and JSON with their golden files. UPDATE=1 rewrites them. [TestGoldenFormats] has all
// formats.
func TestGolden(t *testing.T) {
	pki := testpki.Clean()
	odd := testpki.NewLeaf(func(leaf *testpki.Spec) {
		leaf.Subject.Set(testpki.OIDCommonName, "a\x1b[31mred\nline \u202e<b>&")
		leaf.SetRoles("PSP_AI")
		leaf.SetNCA("DK_DFSA", "Danish Financial Supervisory Authority")
	})
	at := testpki.At()
	service := testpki.TLGranted(pki.Intermediate)
	service.States[0].Status = "withdrawn"
	evidence := slices.Concat(
		parsed(revocation.ParseCRL("ca.crl", testpki.CRL{Issuer: pki.Intermediate,
			Revoked: []testpki.Revoked{{Cert: pki.Leaf, Since: at.AddDate(0, 0, -3), Reason: 1}}}.DER())),
		parsed(revocation.ParseOCSP("root.ocsp", testpki.OCSPResponse{Issuer: pki.Root,
			Answers: []testpki.OCSPAnswer{{Cert: pki.Intermediate, Endless: true}}}.DER())),
	)
	withdrawn := cases.Lists(testpki.TLLists(service))
	for name, r := range map[string]*report.Report{
		"accepted": newReport(t, check.Options{At: at}, input{"chain.pem", pki.PEM()}),
		"refused": newReport(t, check.Options{At: at.AddDate(1, 0, 0), Roles: []ident.Role{ident.RoleAI}},
			input{"reversed.pem", testpki.PEM(pki.Root, pki.Intermediate, pki.Leaf)}),
		"odd-names": newReport(t, check.Options{At: at}, input{"leaf.pem", odd.Leaf.PEM()},
			input{"intermediate.pem", odd.Intermediate.PEM()}),
		"listed": newReport(t,
			check.Options{At: at, Lists: cases.Lists(testpki.TLLists(testpki.TLGranted(pki.Intermediate)))},
			input{"chain.pem", pki.PEM()}),
		"revoked":   newReport(t, check.Options{At: at, Revocation: evidence}, input{"chain.pem", pki.PEM()}),
		"withdrawn": newReport(t, check.Options{At: at, Lists: withdrawn}, input{"leaf.pem", pki.Leaf.PEM()}),
		"nothing":   newReport(t, check.Options{At: at}, input{"empty.pem", nil}),
		"verifiers": newReport(t, check.Options{At: at, Verifiers: true, AllPaths: true},
			input{"pool.pem", crossSigned()}),
	} {
		for _, f := range report.Formats()[:2] {
			t.Run(name+"."+f.Name, func(t *testing.T) {
				var got bytes.Buffer
				if err := f.Write(&got, r, report.Style{Width: 80, Words: howto.Words()}); err != nil {
					t.Fatal(err)
				}
				compareGolden(t, name+"."+f.Name, got.String())
			})
		}
	}
}

// crossSigned is a clean chain with a second certificate of its CA by another root, which has expired, and a CA of the
// same name with another key.
func crossSigned() []byte {
	pki := testpki.Clean()
	old := testpki.Root()
	old.Subject.Set(testpki.OIDCommonName, "Fixture Old Root")
	old.Key.Name = "old root"
	old.NotAfter = testpki.At().AddDate(0, 0, -1)
	root := testpki.Issue(old, nil)
	decoy := testpki.IssuingCA()
	decoy.Key.Name = "decoy"
	return testpki.PEM(pki.Leaf, pki.Intermediate, pki.Root, testpki.Issue(testpki.IssuingCA(), &root), root,
		testpki.Issue(decoy, &pki.Root))
}

func parsed(e []*revocation.Evidence, err error) []*revocation.Evidence {
	if err != nil {
		panic(err)
	}
	return e
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	golden.Compare(t, filepath.Join("..", "..", "testdata", "golden", name), got)
}

// FuzzJSON: whatever the input, the JSON report is one valid object that says the same after a round trip.
func FuzzJSON(f *testing.F) {
	pki := testpki.Clean()
	f.Add(pki.PEM())
	f.Add(testpki.PEM(pki.Root, pki.Intermediate, pki.Leaf))
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
	f.Add(pki.Leaf.DER)
	f.Fuzz(func(t *testing.T, data []byte) {
		r := newReport(t, check.Options{At: testpki.At()}, input{"in\xff\u2028.pem", data})
		var out bytes.Buffer
		if err := report.Formats()[1].Write(&out, r, report.Style{}); err != nil {
			t.Fatal(err)
		}
		var back report.Report
		dec := json.NewDecoder(&out)
		dec.DisallowUnknownFields()
		if err := dec.Decode(&back); err != nil {
			t.Fatal(err)
		}
		if len(back.Results) != 1 || back.Results[0].Verdict != r.Results[0].Verdict || back.Summary != r.Summary {
			t.Errorf("round trip changed the report")
		}
	})
}

// TestNoEnd: the last day of the calendar stands for no end of validity (RFC 5280, 4.1.2.5), whatever a duration can
// hold.
func TestNoEnd(t *testing.T) {
	end := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	pki := testpki.NewChain(func(leaf, ca, root *testpki.Spec) {
		leaf.NotAfter, ca.NotAfter, root.NotAfter = end, end, end
	})
	far := testpki.NewChain(func(leaf, ca, root *testpki.Spec) {
		leaf.NotAfter, ca.NotAfter, root.NotAfter = end.AddDate(-1, 0, 0), end, end
	})
	for name, tt := range map[string]struct{ pem, want string }{
		"no end": {string(pki.PEM()), ", no end (9999-12-31)\n"},
		"far":    {string(far.PEM()), ", 2911834 days left\n"},
	} {
		var text bytes.Buffer
		r := newReport(t, check.Options{At: testpki.At()}, input{"chain.pem", []byte(tt.pem)})
		if err := report.Formats()[0].Write(&text, r, report.Style{}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(text.String(), tt.want) || strings.Contains(text.String(), "106751") {
			t.Errorf("%s: want %q in\n%s", name, tt.want, &text)
		}
	}
}

// TestPlaces joins what is said alike at several places, and nothing else.
func TestPlaces(t *testing.T) {
	pki := testpki.Clean()
	cut := func(c testpki.Cert) []byte { return bytes.TrimRight(c.PEM(), "\n") }
	r := newReport(t, check.Options{At: testpki.At()}, input{"a.pem", cut(pki.Leaf)},
		input{"b.pem", cut(pki.Intermediate)},
		input{"c.pem", cut(pki.Root)})
	var places []string
	for _, f := range r.Results[0].Findings {
		if f.Rule == "pem-no-final-newline" {
			for _, p := range f.Places {
				places = append(places, p.String())
			}
			places = append(places, "")
		}
	}
	if diff := cmp.Diff([]string{"a.pem:26", "b.pem:20", "c.pem:14", ""}, places); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	if n := len(r.Results[0].Findings); n != r.Summary.Error+r.Summary.Warning+r.Summary.Notice+r.Summary.Block {
		t.Errorf("%d findings, summary %+v", n, r.Summary)
	}
}
