package lint_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/pkg/lint"
)

func meta(id, code string) *lint.Meta {
	return &lint.Meta{
		ID: id, Code: code, Title: "title", Why: "Because.", Fix: "Mend it.", Severity: lint.Error,
		Source: lint.Clause{Document: "RFC 5280"},
	}
}

func TestRun(t *testing.T) {
	rules := []*lint.Rule[int]{
		{Meta: meta("first-rule", "A01"), Check: func(p *lint.Pass, n int) {
			p.Reportf(lint.Where{Cert: n}, "%d is odd", n)
		}},
		{Meta: meta("mild-rule", "A02"), Check: func(p *lint.Pass, n int) {
			p.Report(lint.Finding{Severity: lint.Notice, Message: "mild", Hint: "Do this."})
		}},
		{Meta: meta("other-rule", "A03"), Applies: func(n int) bool { return n > 5 }, Check: func(p *lint.Pass, n int) {
			p.Reportf(lint.Where{}, "one")
			p.Reportf(lint.Where{}, "two")
		}},
	}
	for _, tt := range []struct {
		n    int
		want string
	}{
		{3, "first-rule error 3 is odd (Mend it.); mild-rule notice mild (Do this.)"},
		{7, "first-rule error 7 is odd (Mend it.); mild-rule notice mild (Do this.); other-rule error one (Mend " +
			"it.); other-rule error two (Mend it.)"},
	} {
		var got []string
		for _, f := range lint.Run(tt.n, rules[:2], rules[2:]) {
			got = append(got, f.Rule.ID+" "+f.Severity.String()+" "+f.Message+" ("+f.Hint+")")
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%d (-want +got):\n%s", tt.n, diff)
		}
	}
}

// TestAttackFindings has a rule that reports many findings: a hundred stay, and one that says how many more there are,
// as grave as the gravest of them.
func TestAttackFindings(t *testing.T) {
	const remedy = "Leave it out."
	for _, tt := range []struct {
		reports int
		grave   int // the finding that is an error without a remedy; the others are notices that can be mended
		want    int
		last    string
		fixable bool
	}{
		{100, 0, 100, "notice 99", true},
		{101, 0, 101, "notice and 1 more of this kind", true},
		{101, 100, 101, "error and 1 more of this kind", false},
		{40000, 20000, 101, "error and 39900 more of this kind", false},
		{40000, 0, 101, "notice and 39900 more of this kind", true},
	} {
		formatted := 0
		rules := []*lint.Rule[int]{
			{Meta: meta("many-rule", "A01"), Check: func(p *lint.Pass, n int) {
				for i := range n {
					if f := (lint.Finding{Severity: lint.Notice, Where: lint.Where{Remedy: remedy},
						Message: strconv.Itoa(i)}); i != tt.grave || i == 0 {
						p.Report(f)
						continue
					}
					p.Reportf(lint.Where{Path: "subject"}, "%d", i)
				}
			}},
			{Meta: meta("next-rule", "A02"), Check: func(p *lint.Pass, n int) {
				for range n {
					p.Reportf(lint.Where{}, "%v", counter{&formatted})
				}
			}},
		}
		findings := lint.Run(tt.reports, rules[:1])
		last := findings[len(findings)-1]
		if len(findings) != tt.want || last.Severity.String()+" "+last.Message != tt.last ||
			last.Fixable() != tt.fixable || last.Path != "" {
			t.Errorf("%d reports: got %d findings, the last %+v", tt.reports, len(findings), last)
		}
		if both := lint.Run(tt.reports, rules); len(both) != 2*tt.want || formatted > 101 {
			t.Errorf("%d reports of two rules: got %d findings, %d messages formatted", tt.reports, len(both),
				formatted)
		}
	}
}

// counter counts how often it is formatted.
type counter struct{ n *int }

func (c counter) String() string {
	*c.n++
	return "text"
}

// TestAttackMessage cuts a long message at a character.
func TestAttackMessage(t *testing.T) {
	rules := []*lint.Rule[string]{{Meta: meta("long-rule", "A01"), Check: func(p *lint.Pass, s string) {
		p.Reportf(lint.Where{}, "%s", s)
	}}}
	short := strings.Repeat("a", 960)
	if got := lint.Run(short, rules)[0].Message; got != short {
		t.Errorf("a message of 960 characters was cut to %d", len(got))
	}
	want := strings.Repeat("a", 959) + "\u00e9... (1 characters more)"
	if got := lint.Run(short[1:]+"\u00e9\u00e9", rules)[0].Message; got != want {
		t.Errorf("a long message ends with %q", got[950:])
	}
}

func TestSort(t *testing.T) {
	f := func(s lint.Severity, cert int, message string) lint.Finding {
		return lint.Finding{Severity: s, Where: lint.Where{Cert: cert}, Message: message}
	}
	findings := []lint.Finding{f(lint.Notice, 0, "e"), f(lint.Error, 2, "b"), f(lint.Warning, 1, "d"),
		f(lint.Error, 2, "c"), f(lint.Error, 0, "a")}
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
		"the id is not":   func(m *lint.Meta) { m.ID = "Bad_ID" },
		"the code is not": func(m *lint.Meta) { m.Code = "1" },
		"used twice":      func(m *lint.Meta) { m.ID = "good-rule" },
		"the title":       func(m *lint.Meta) { m.Title = "Ends." },
		"the reason":      func(m *lint.Meta) { m.Why = "no period" },
		"the next step":   func(m *lint.Meta) { m.Fix = "" },
		"no severity":     func(m *lint.Meta) { m.Severity = 0 },
		"no source":       func(m *lint.Meta) { m.Source = lint.Clause{} },
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
