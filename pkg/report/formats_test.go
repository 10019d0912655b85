package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"qwac/internal/howto"
	"qwac/internal/testpki"
	"qwac/pkg/check"
	"qwac/pkg/ident"
	"qwac/pkg/report"
)

// evil is text that would be something else in one format or another.
const evil = "a\r\nb\t\x00\x1b[31m</error>]]>&lt;\"'`|**x**[y](javascript:z){0}" +
	"::error::no,x:y%0A##[error]w\\,;\u202e\ufffe\U000e0041\xff\n" +
	"::warning::n\nEND:VCALENDAR\n# HELP x\n} 1\nhttps://x.example @everyone <script>"

// withText is a report in which every text is the given one, in two results of several findings.
func withText(s string) *report.Report {
	day, zero := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), 0
	finding := func(severity string, blocks bool) report.Finding {
		return report.Finding{
			Rule: s, Code: s, Severity: severity, Blocks: blocks, Fingerprint: s, Message: s, Hint: s, Clause: s,
			Places: []report.Place{{File: s, Line: 3, Column: 2, Path: s}, {Line: 9, Certificate: &zero}},
		}
	}
	result := report.Result{
		Target: s, Request: s, Inputs: []string{s}, At: &day, Profile: s, Bank: s, Verdict: "refuse", Cause: s,
		Checks: []report.Check{{Name: s, State: "passed", Detail: s}, {Name: s, State: "failed", Detail: s},
			{Name: s, State: "not-asked", Detail: s}},
		Chain: []report.ChainEntry{{Position: "leaf", Name: s, Subject: s, IssuerName: s, SerialNumber: s, SHA256: s,
			File: s, Line: 1, NotBefore: day,
			NotAfter: day.AddDate(1, 0, 0)}},
		Findings: []report.Finding{finding("error", true), finding("warning", false), finding("notice", false),
			finding(s, false)},
	}
	unexplained := report.Result{Target: s, Verdict: s}
	return &report.Report{
		Version: report.Version, Tool: report.Tool{Name: s, Version: s},
		Rules:   []report.Rule{{ID: s, Code: s, Title: s, Why: s, Fix: s, Severity: "error", Clause: s}},
		Results: []report.Result{result, unexplained},
		Summary: report.Summary{Results: 2, Refused: 2, Held: 2, Block: 1, Warning: 1, Notice: 2},
	}
}

// several are reports with several targets, some of which are at fault, and with none.
func several(t testing.TB) map[string]*report.Report {
	pki, at := testpki.Clean(), testpki.At()
	other := testpki.NewLeaf(func(leaf *testpki.Spec) { leaf.SetRoles("PSP_AS") })
	late := check.Options{At: at.AddDate(1, 0, 0), Roles: []ident.Role{ident.RoleAI}}
	return map[string]*report.Report{
		"several": report.New("v0.0.0",
			judged(t, check.Options{At: at}, input{"a/chain.pem", pki.PEM()}),
			judged(t, late, input{"./b/reversed.pem", testpki.PEM(pki.Root, pki.Intermediate, pki.Leaf)}),
			judged(t, check.Options{At: at}, input{"c/my leaf.pem", bytes.TrimRight(other.Leaf.PEM(), "\n")}),
			judged(t, check.Options{At: at}, input{"d/empty.pem", nil}),
			judged(t, check.Options{At: at}, input{"/repo/e/empty.pem", nil})),
		"none":    report.New("v0.0.0"),
		"hostile": withText(evil),
	}
}

// TestGoldenFormats compares every format with its golden file, and looks whether it is what it says.
func TestGoldenFormats(t *testing.T) {
	for name, r := range several(t) {
		for _, f := range report.Formats() {
			t.Run(name+"."+f.Name, func(t *testing.T) {
				var got bytes.Buffer
				if err := f.Write(&got, r, report.Style{Root: "/repo", Width: 80, Words: howto.Words()}); err != nil {
					t.Fatal(err)
				}
				compareGolden(t, name+"."+f.Name, got.String())
			})
		}
		valid(t, r)
		readsBack(t, r)
	}
}

// valid writes a report in every format and reads each as its readers do.
func valid(t *testing.T, r *report.Report) {
	t.Helper()
	for _, f := range report.Formats() {
		var out bytes.Buffer
		if err := f.Write(&out, r, report.Style{}); err != nil {
			t.Fatal(err)
		}
		text := lines(f.Name, out.String())
		if i := unclean(text); i >= 0 {
			t.Errorf("%s: %q", f.Name, text[max(0, i-30):min(len(text), i+30)])
		}
		if !utf8.ValidString(text) {
			t.Errorf("%s is not UTF-8", f.Name)
		}
		if err := reads(f.Name, out.Bytes(), r); err != nil {
			t.Errorf("%s: %v\n%s", f.Name, err, &out)
		}
	}
}

// lines is an output with line feeds alone: a calendar has CRLF (RFC 5545, 3.1).
func lines(format, out string) string {
	if format == "ics" {
		return strings.ReplaceAll(out, "\r\n", "\n")
	}
	return out
}

// reads reads an output and compares it with the report.
func reads(format string, out []byte, r *report.Report) error {
	switch format {
	case "text", "json":
		return nil // have tests of their own
	case "ndjson":
		return readNDJSON(out, r)
	case "sarif":
		return readSARIF(out, r)
	case "junit":
		return readJUnit(out, r)
	case "checkstyle":
		return readCheckstyle(out, r)
	case "gitlab":
		return readGitLab(out, r)
	case "rdjsonl":
		return readRDJSONL(out, r)
	case "github":
		return readGitHub(string(out), r)
	case "markdown":
		return readMarkdown(string(out))
	case "prometheus":
		return readPrometheus(string(out), r)
	case "ics":
		return readICS(string(out), r)
	}
	return fmt.Errorf("nothing reads %s", format)
}

// FuzzFormats: a report of any text is in every format what it says, with every finding.
func FuzzFormats(f *testing.F) {
	for _, s := range []string{"", "a", evil, "\\", "\\\\n", "]]>", "\u2028", "|\\|", "%", "::x", "##[", ".", "..", "/",
		"C:/x", "\"", strings.Repeat("ü", 80)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { valid(t, withText(s)) })
}

// TestFormatsTogether: formats only read the report, so that all may be made at once; the race detector watches.
func TestFormatsTogether(t *testing.T) {
	r := newReport(t, check.Options{At: testpki.At()}, input{"chain.pem", testpki.Clean().PEM()})
	var all sync.WaitGroup
	for _, f := range report.Formats() {
		var alone bytes.Buffer
		if err := f.Write(&alone, r, report.Style{}); err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			var out bytes.Buffer
			if err := f.Write(&out, r, report.Style{}); err != nil || !bytes.Equal(out.Bytes(), alone.Bytes()) {
				t.Errorf("%s: not the same beside others: %v", f.Name, err)
			}
		})
	}
	all.Wait()
}

// BenchmarkFormats judges a chain and writes it in one format or in all.
func BenchmarkFormats(b *testing.B) {
	pki := testpki.Clean()
	for name, formats := range map[string][]report.Format{"one": report.Formats()[1:2], "all": report.Formats()} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r := newReport(b, check.Options{At: testpki.At()}, input{"chain.pem", pki.PEM()})
				for _, f := range formats {
					var out bytes.Buffer
					if err := f.Write(&out, r, report.Style{}); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
