package html_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"qwac/internal/cases"
	"qwac/internal/golden"
	"qwac/internal/howto"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/ident"
	"qwac/pkg/report"
	"qwac/pkg/report/html"
)

func judged(t testing.TB, o check.Options, inputs ...cases.Input) *check.Result {
	t.Helper()
	b := new(bundle.Bundle)
	for _, in := range inputs {
		if err := b.Parse(in.Name, in.Data); err != nil {
			t.Fatal(err)
		}
	}
	if o.At.IsZero() {
		o.At = cases.At()
	}
	r, err := check.Run(b, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func fragment(t testing.TB, r *report.Report) string {
	t.Helper()
	var out bytes.Buffer
	if err := html.Fragment(&out, r, howto.Words()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func page(t testing.TB, r *report.Report) string {
	t.Helper()
	var out bytes.Buffer
	if err := html.Render(&out, r, howto.Words()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// states are reports that look different.
func states(t testing.TB) map[string]*report.Report {
	pki, at := testpki.Clean(), testpki.At()
	in := func(name string, data []byte) cases.Input { return cases.Input{Name: name, Data: data} }
	reversed := in("b/reversed.pem", testpki.PEM(pki.Root, pki.Intermediate, pki.Leaf))
	late := check.Options{At: at.AddDate(1, 0, 0), Roles: []ident.Role{ident.RoleAI}}
	forged := testpki.IssuingCA()
	forged.Key.Name = "forged"
	broken := testpki.PEM(pki.Leaf, testpki.Issue(forged, &pki.Root), pki.Root)
	accepted := judged(t, check.Options{At: at}, in("a/chain.pem", pki.PEM()))
	var many []*check.Result
	for range 21 {
		many = append(many, accepted)
	}
	many = append(many, judged(t, late, reversed))
	return map[string]*report.Report{
		"accepted": report.New("v0.0.0", accepted),
		"refused":  report.New("v0.0.0", judged(t, late, reversed)),
		"broken": report.New("v0.0.0", judged(t, check.Options{At: at, Verifiers: true, AllPaths: true},
			in("broken.pem", broken))),
		"several": report.New("v0.0.0", accepted, judged(t, late, reversed),
			judged(t, check.Options{At: at}, in("d/empty.pem", nil))),
		"many": report.New("v0.0.0", many...),
		"none": report.New("v0.0.0"),
	}
}

// TestGolden compares fragments with their golden files; of no chains the page, with style and script.
func TestGolden(t *testing.T) {
	for name, r := range states(t) {
		got := fragment(t, r)
		if name == "none" {
			got = page(t, r)
		}
		golden.Compare(t, filepath.Join("..", "..", "..", "testdata", "golden", name+".html"), got)
		sound(t, page(t, r), r)
	}
}

// TestCases writes the report of every case: it is sound, says what the report says, and is the same from its JSON.
func TestCases(t *testing.T) {
	for _, c := range cases.All() {
		r := report.New("v0.0.0", judged(t, c.Options, c.Inputs()...))
		got := page(t, r)
		sound(t, got, r)
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		back, err := report.Read(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if page(t, back) != got {
			t.Errorf("%s: the page of the JSON report is another", c.Name)
		}
		if t.Failed() {
			t.Fatalf("in %s", c.Name)
		}
	}
}

// TestShowsWhatFails wants the words beside the shapes.
func TestShowsWhatFails(t *testing.T) {
	for name, words := range map[string][]string{
		"accepted": {"would accept", "signed by the next, verified", "ends first, limits the chain", "day of the check",
			"2027-03-15: no clientAuth", "All kinds of readers see the same"},
		"refused": {"would refuse", "Cause: the chain is in reverse order", "no, not registered", "expired", "Next:"},
		"broken":  {"The link fails here:", "Which verifiers take it", "All paths from the leaf"},
		"several": {"1 accepted", "2 refused", "No certificate was found."},
		"many":    {"21 accepted", "Rules", "Why:"},
	} {
		text := textOf(t, fragment(t, states(t)[name]))
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s does not say %q:\n%s", name, w, text)
			}
		}
	}
}

// TestDates: whatever days a certificate has, the drawing stays within its bounds and ends.
func TestDates(t *testing.T) {
	year := func(y int) time.Time { return time.Date(y, 12, 31, 23, 59, 59, 0, time.UTC) }
	for _, y := range [][4]int{{1950, 9999, 1, 1}, {9999, 1950, 2026, 2026}, {1, 9998, 2026, 2026},
		{2026, 2026, 2026, 2026},
		{2026, 2026, 9999, 1}, {1, 1, 9998, 9999}} {
		at := year(y[2])
		r := &report.Report{Version: report.Version, Results: []report.Result{{
			Target: "a", Verdict: "accept", At: &at,
			Chain: []report.ChainEntry{{Position: "leaf", Name: "l", NotBefore: year(y[0]), NotAfter: year(y[1])},
				{Position: "root", Name: "r", NotBefore: year(y[3]), NotAfter: year(y[1])}},
		}}}
		r.Summary = r.Count()
		sound(t, page(t, r), r)
		if s := regexp.MustCompile(`NaN|Inf|="-[0-9.]+%|="[0-9]{4,}\.[0-9]+%`).FindString(fragment(t, r)); s != "" {
			t.Errorf("%v: %s in %s", y, s, fragment(t, r))
		}
	}
}

// TestFolder names chains from the folder that they share.
func TestFolder(t *testing.T) {
	r := &report.Report{Results: []report.Result{{Target: "/a/b/c/x.pem"}, {Target: "/a/b/d/y.pem"}}}
	got := fragment(t, r)
	for _, want := range []string{"all in <bdi>/a/b/</bdi>", "<bdi>c/x.pem</bdi>", "<bdi>d/y.pem</bdi>"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}
