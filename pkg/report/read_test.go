package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/cases"
	"qwac/internal/howto"
	"qwac/internal/testpki"
	"qwac/pkg/check"
	"qwac/pkg/report"
)

// readsBack wants a report that is written as JSON and read to be written the same in every format.
func readsBack(t *testing.T, r *report.Report) {
	t.Helper()
	data := write(t, "json", r)
	back, err := report.Read(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Formats() {
		if diff := cmp.Diff(write(t, f.Name, r), write(t, f.Name, back)); diff != "" {
			t.Errorf("%s of a report that was read (-direct +read):\n%s", f.Name, diff)
		}
	}
}

func write(t *testing.T, format string, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	for _, f := range report.Formats() {
		if f.Name == format {
			if err := f.Write(&b, r, report.Style{Color: true}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return b.String()
}

// TestCases goes through every case: its report reads back, its fingerprints last, and a refusal, nothing else, has a
// cause.
func TestCases(t *testing.T) {
	for _, c := range cases.All() {
		t.Run(c.Name, func(t *testing.T) {
			if c.Options.At.IsZero() {
				c.Options.At = cases.At()
			}
			var inputs []input
			for _, in := range c.Inputs() {
				inputs = append(inputs, input{in.Name, in.Data})
			}
			r := newReport(t, c.Options, inputs...)
			readsBack(t, r)
			if res := r.Results[0]; (res.Verdict == "refuse") != (res.Cause != "") {
				t.Errorf("verdict %s, cause %q", res.Verdict, res.Cause)
			}
			fingerprintsLast(t, c.Options, r, inputs)
		})
	}
}

// fingerprintsLast wants each finding to have a fingerprint of its own, which stays when files are renamed, come in
// another order, or have a line more before everything.
func fingerprintsLast(t *testing.T, opts check.Options, r *report.Report, inputs []input) {
	t.Helper()
	want := prints(r)
	if n := len(r.Results[0].Findings); n != len(want) {
		t.Errorf("%d findings have %d fingerprints", n, len(want))
	}
	edits := []func([]input) []input{renamed, lower}
	if len(r.Results[0].Chain) > 0 { // without a path the first certificate stands for all
		edits = append(edits, reversed)
	}
	for i, edit := range edits {
		if diff := cmp.Diff(want, prints(newReport(t, opts, edit(slices.Clone(inputs))...))); diff != "" {
			t.Errorf("edit %d (-before +after):\n%s", i, diff)
		}
	}
}

// TestReadOdd has what JSON cannot hold as it is: text that is not UTF-8, no time, a time with a fraction and a zone.
func TestReadOdd(t *testing.T) {
	odd := testpki.NewChain(func(leaf, _, _ *testpki.Spec) {
		leaf.Subject.SetText(testpki.OIDCommonName, testpki.UTF8("a\xff\xfe\u2028\x1b[31m"))
	})
	end := time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC)
	for name, opts := range map[string]check.Options{
		"no time":  {},
		"fraction": {At: end.Add(1)},
		"zone":     {At: cases.At().In(time.FixedZone("", 3600))},
	} {
		t.Run(name, func(t *testing.T) { readsBack(t, newReport(t, opts, input{"in\xff\n.pem", odd.PEM()})) })
	}
	r := check.RunRedirectURIs(nil, check.Options{RedirectURIs: []string{"http://a.example/\xff", "x"}})
	readsBack(t, report.New("v0.0.0", r))
}

// TestReadGolden reads each golden JSON file and wants its text.
func TestReadGolden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "golden", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no golden file", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := report.Read(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, f := range report.Formats() {
			name := strings.TrimSuffix(filepath.Base(file), "json") + f.Name
			if _, err := os.Stat(filepath.Join(filepath.Dir(file), name)); err != nil {
				continue // most have text and JSON alone
			}
			var got bytes.Buffer
			if err := f.Write(&got, r, report.Style{Root: "/repo", Width: 80, Words: howto.Words()}); err != nil {
				t.Fatal(err)
			}
			compareGolden(t, name, got.String())
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for data, want := range map[string]string{
		``:                               "this is not a JSON report",
		`qwac`:                           "this is not a JSON report",
		`[]`:                             "this is not a JSON report",
		`{}`:                             "it has no version",
		`{"version":1}`:                  "the report has version 1, want 2",
		`{"version":3}`:                  "the report has version 3, want 2",
		`{"version":2} {}`:               "this is not a JSON report",
		`{"version":2,"results":"none"}`: "this is not a report of version 2",
		`{"version":2,"results":[{"chain":[` + strings.Repeat("{},", 1000) + `{}]}]}`: "has 1001 certificates",
	} {
		if r, err := report.Read(strings.NewReader(data)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: got %v, error %v, want %q", data, r, err, want)
		}
	}
	if _, err := report.Read(strings.NewReader(`{"version":2,"later":[1],"results":[]}`)); err != nil {
		t.Errorf("a field of a later program: %v", err)
	}
}

// hostile is a report in which every text moves the cursor.
const hostile = `{"version":2,"rules":[{"id":"ESC","why":"ESC"}],"results":[{"bank":"ESC","verdict":"ESC","cause":"ESC",
"checks":[{"name":"ESC","state":"failed","detail":"ESC"}],"certificate":{
"type":"ESC","policy":"ESC","roles":["ESC"],"nca_id":"ESC"},
"trust":{"by":"pem","status":"trusted","service":"ESC","state":"ESC","since":"2026-01-01T00:00:00Z","certificate":0},
"chain":[{"name":"ESC","file":"ESC","line":-1}],"missing":{"subject":"ESC"},
"revocation":[{"reason":"ESC","kind":"ESC","since":"2026-01-01T00:00:00Z"}],"findings":[{"rule":"ESC","code":"ESC",
"severity":"ESC","blocks":true,"status":-1,"status_basis":"ESC","message":"ESC","hint":"ESC","clause":"ESC",
"places":[{"file":"ESC","path":"ESC","line":-3,"certificate":-1}]}],
"verifiers":[{"verifier":"ESC","answer":"ESC","cause":"ESC","name":"ESC","certificate":-1}],
"paths":{"rest":"ESC","listed":[{"shipped":true,
"certificates":[{"name":"ESC","file":"ESC","line":-1}],
"causes":[{"rule":"ESC","detail":"ESC","certificate":-1},{"certificate":9}]}]}}]}`

// FuzzRead: whatever a report claims, it is written without harm to a terminal, and the same after it was written and
// read.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"refused", "revoked", "withdrawn", "listed", "nothing", "verifiers"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "golden", name+".json"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(strings.ReplaceAll(hostile, "ESC", `\u001b[2J`)))
	f.Add([]byte(strings.ReplaceAll(hostile, "ESC", `\n::error::\r%0A##[x]`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := report.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		for _, format := range report.Formats() {
			if out := lines(format.Name, write(t, format.Name, r)); unclean(out) >= 0 || !utf8.ValidString(out) {
				t.Errorf("%s has %q", format.Name, out[max(unclean(out), 0):])
			}
		}
		readsBack(t, r)
	})
}

// TestDocumented wants every field of the report in docs/report.md.
func TestDocumented(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "report.md"))
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	full := report.Report{Rules: []report.Rule{{}}, Results: []report.Result{{
		Checks: []report.Check{{}}, Certificate: &report.Certificate{Readings: []report.Reading{{}}},
		Chain: []report.ChainEntry{{}}, Missing: &report.Missing{}, Revocation: []report.Revocation{{}},
		Findings: []report.Finding{{Places: []report.Place{{Certificate: &at}}}},
	}}}
	data, err := json.Marshal(full)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	for _, name := range members(v) {
		if !strings.Contains(string(doc), "`"+name) && !strings.Contains(string(doc), "."+name) {
			t.Errorf("docs/report.md does not name %s", name)
		}
	}
}

// members are the names of all members in a JSON value.
func members(v any) []string {
	var out []string
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			out = append(append(out, name), members(value)...)
		}
	case []any:
		for _, value := range v {
			out = append(out, members(value)...)
		}
	}
	return out
}

// prints are the fingerprints of a report with the rules of the findings.
func prints(r *report.Report) map[string]string {
	out := map[string]string{}
	for _, f := range r.Results[0].Findings {
		out[f.Fingerprint] = f.Rule
	}
	return out
}

func renamed(in []input) []input {
	for i := range in {
		in[i].name = fmt.Sprintf("other-%d.txt", 9-i)
	}
	return in
}

func reversed(in []input) []input {
	slices.Reverse(in)
	return in
}

// lower puts a line before what is text.
func lower(in []input) []input {
	for i := range in {
		data := in[i].data
		text := bytes.HasPrefix(data, []byte("-----BEGIN")) && !bytes.Contains(data, []byte("\r"))
		if text && len(data) < 1<<20 { // where the limit is
			in[i].data = append([]byte("\n"), in[i].data...)
		}
	}
	return in
}
