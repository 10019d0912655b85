package lint_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/pkg/lint"
)

func meta(id, code string) *lint.Meta {
	return &lint.Meta{
		ID: id, Code: code, Title: "title", Why: "Because.", Fix: "Mend it.", Severity: lint.Error,
		Source: lint.Clause{Document: "RFC 5280"},
	}
}

func day(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }

func TestRun(t *testing.T) {
	dated := meta("dated-rule", "A02")
	dated.From, dated.Until = day(10), day(20)
	rules := []lint.Rule[int]{
		{Meta: meta("first-rule", "A01"), Check: func(p *lint.Pass, n int) { p.Reportf(lint.Where{Cert: n}, "%d is odd", n) }},
		{Meta: dated, Check: func(p *lint.Pass, n int) {
			p.Report(lint.Finding{Severity: lint.Notice, Message: "dated", Hint: "Do this."})
		}},
		{Meta: meta("other-rule", "A03"), Applies: func(n int) bool { return n > 5 }, Check: func(p *lint.Pass, n int) {
			p.Reportf(lint.Where{}, "one")
			p.Reportf(lint.Where{}, "two")
		}},
	}
	for _, tt := range []struct {
		n      int
		issued time.Time
		want   string
	}{
		{3, day(9), "first-rule error 3 is odd (Mend it.)"},
		{3, day(10), "first-rule error 3 is odd (Mend it.); dated-rule notice dated (Do this.)"},
		{3, day(20), "first-rule error 3 is odd (Mend it.)"},
		{7, day(20), "first-rule error 7 is odd (Mend it.); other-rule error one (Mend it.); other-rule error two (Mend it.)"},
		{3, time.Time{}, "first-rule error 3 is odd (Mend it.); dated-rule notice dated (Do this.)"},
	} {
		var got []string
		for _, f := range lint.Run(rules, tt.n, tt.issued) {
			got = append(got, f.Rule.ID+" "+f.Severity.String()+" "+f.Message+" ("+f.Hint+")")
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%d issued %s (-want +got):\n%s", tt.n, tt.issued, diff)
		}
	}
}

func TestSort(t *testing.T) {
	f := func(s lint.Severity, cert int, message string) lint.Finding {
		return lint.Finding{Severity: s, Where: lint.Where{Cert: cert}, Message: message}
	}
	findings := []lint.Finding{f(lint.Notice, 0, "e"), f(lint.Error, 2, "b"), f(lint.Warning, 1, "d"), f(lint.Error, 2, "c"), f(lint.Error, 0, "a")}
	lint.Sort(findings)
	got := ""
	for _, f := range findings {
		got += f.Message
	}
	if got != "abcde" {
		t.Errorf("order %s", got)
	}
}

func TestValidate(t *testing.T) {
	if err := lint.Validate([]lint.Meta{*meta("good-rule", "A01"), *meta("fine-rule", "A02b")}); err != nil {
		t.Errorf("good rules: %v", err)
	}
	for want, spoil := range map[string]func(*lint.Meta){
		"the id is not":        func(m *lint.Meta) { m.ID = "Bad_ID" },
		"the code is not":      func(m *lint.Meta) { m.Code = "1" },
		"used twice":           func(m *lint.Meta) { m.ID = "good-rule" },
		"the title":            func(m *lint.Meta) { m.Title = "Ends." },
		"the reason":           func(m *lint.Meta) { m.Why = "no period" },
		"the next step":        func(m *lint.Meta) { m.Fix = "" },
		"no severity":          func(m *lint.Meta) { m.Severity = 0 },
		"no source":            func(m *lint.Meta) { m.Source = lint.Clause{} },
		"ends before it begin": func(m *lint.Meta) { m.From, m.Until = day(2), day(1) },
	} {
		m := meta("other-rule", "A02")
		spoil(m)
		err := lint.Validate([]lint.Meta{*meta("good-rule", "A01"), *m})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestText(t *testing.T) {
	for got, want := range map[string]string{
		lint.Location{File: "a.pem"}.String():                                             "a.pem",
		lint.Location{File: "a.pem", Line: 3}.String():                                    "a.pem:3",
		lint.Location{File: "a.pem", Line: 3, Column: 7}.String():                         "a.pem:3:7",
		lint.Clause{Document: "EN 319 412-5", Version: "V2.5.1", Section: "4.2"}.String(): "EN 319 412-5 V2.5.1, 4.2",
		lint.Clause{Document: "RFC 5280"}.String():                                        "RFC 5280",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if b, err := json.Marshal(lint.Warning); err != nil || string(b) != `"warning"` {
		t.Errorf("severity as JSON: %s, %v", b, err)
	}
}
