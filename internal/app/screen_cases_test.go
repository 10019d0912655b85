package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"qwac/internal/cases"
	"qwac/pkg/report"
	"qwac/pkg/report/formats"
	"qwac/pkg/report/lines"
)

// TestScreenOfCases runs check on every case that files and flags say, as on a terminal of 24 rows and 80 columns:
// verdict, cause and the next step are there when the command ends. Where the terminal has nothing but ASCII, that is
// all it gets. Then it runs every command of ours that is printed, so that none is refused.
func TestScreenOfCases(t *testing.T) {
	t.Setenv("COLUMNS", "80")
	t.Setenv("GITHUB_ACTIONS", "")
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	pasted := 0
	for _, c := range append(cases.All(), containers()...) {
		m, ok := cases.CommandOf(c)
		if !ok {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if !writeFiles(t, m.Files) {
				t.Skip("a name that is none here")
			}
			const kept = "the report.json"
			var out bytes.Buffer
			args := append([]string{"qwac", "check", "--format", "text", "--format", "json=" + kept}, m.Args...)
			if status := Main(args, strings.NewReader(""), &out, &out); status > statusFindings {
				t.Skipf("status %d", status) // it is not judged
			}
			data, err := os.ReadFile(kept)
			if err != nil {
				t.Fatal(err)
			}
			var r report.Report
			if err := json.Unmarshal(data, &r); err != nil {
				t.Fatal(err)
			}
			verdict, _, _ := strings.Cut(out.String(), "\n")
			verdict, _, _ = strings.Cut(verdict, ":")
			if err := endsWell(lastScreen(out.String()), verdict, &r); err != nil {
				t.Errorf("%v\n%s", err, &out)
			}
			if err := inASCII(&r); err != nil {
				t.Error(err)
			}
			for _, line := range ours(out.String()) {
				mends(t, line)
				pasted++
			}
		})
	}
	if pasted < 100 {
		t.Errorf("%d commands alone", pasted)
	}
}

// lastScreen is what is left of an output on a terminal of 24 rows of 80 columns, one of them with the prompt, as one
// line. A command that is longer than a row takes several.
func lastScreen(out string) string {
	all := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	first, rows := len(all), 23
	for ; first > 0; first-- {
		rows -= max(1, (lines.Columns(all[first-1])+79)/80)
		if rows < 0 {
			break
		}
	}
	return strings.Join(strings.Fields(strings.Join(all[first:], " ")), " ")
}

// endsWell looks on a screen for what a report says first: the verdict, and of a refusal the cause and the next step.
func endsWell(screen, verdict string, r *report.Report) error {
	res := r.Results[0]
	if len(r.Results) > 1 { // the first that is refused
		refused := func(r report.Result) bool { return r.Verdict != "accept" }
		verdict, res = "targets judged: ", r.Results[max(0, slices.IndexFunc(r.Results, refused))]
	}
	if res.Verdict == "accept" {
		return holds(screen, verdict)
	}
	titles := map[string]string{}
	for _, rule := range r.Rules {
		titles[rule.ID] = rule.Title
	}
	step := "writes the payload:"
	for _, f := range res.Findings {
		if f.Blocks && !f.Fixable { // the first that nothing mends
			words := strings.Fields(strings.ReplaceAll(f.Hint, "`", ""))
			step = strings.Join(words[:3], " ")
			break
		}
	}
	return holds(screen, verdict, titles[res.Findings[0].Rule], "next: ", step)
}

func holds(screen string, want ...string) error {
	for _, w := range want {
		if !strings.Contains(screen, w) {
			return fmt.Errorf("%q is not on the screen", w)
		}
	}
	return nil
}

// inASCII writes a report for a terminal without other characters: lines are no wider for it. Commands to paste keep
// the names of their files.
func inASCII(r *report.Report) error {
	var out bytes.Buffer
	if err := formats.All()[0].Write(&out, r, report.Style{ASCII: true, Width: 80}); err != nil {
		return err
	}
	for line := range strings.Lines(out.String()) {
		switch words := strings.TrimSpace(line); {
		case lines.IsCommand(line):
		case lines.ASCII(line) != line:
			return fmt.Errorf("no ASCII: %q", line)
		case len(line) > 81 && strings.Contains(words, " ") && !strings.Contains(words, "://"):
			return fmt.Errorf("wider than 80 columns: %q", line)
		}
	}
	return nil
}

// writeFiles writes the files of a command here; false: one has a name that is none on this system.
func writeFiles(t *testing.T, files []cases.Input) bool {
	t.Helper()
	for _, in := range files {
		if err := os.MkdirAll(filepath.Dir(in.Name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(in.Name, in.Data, 0o600); err != nil {
			return false
		}
	}
	return true
}
