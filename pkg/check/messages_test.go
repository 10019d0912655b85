package check_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/golden"
	"qwac/pkg/check"
)

const messagesFile = "testdata/messages.txt"

// TestMessages compares what each case is told, word by word, with testdata/messages.txt: where, what was
// found, the next step unless it is the rule's own, and the facts that did not pass. UPDATE=1 writes the file again;
// read the diff like code.
func TestMessages(t *testing.T) {
	var b strings.Builder
	for _, c := range cases.All() {
		r, err := judge(c, c.Inputs())
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(told(c, r))
	}
	golden.Compare(t, messagesFile, b.String())
}

// readMessages is the file; without one it is empty.
func readMessages() string {
	data, _ := os.ReadFile(messagesFile)
	return string(data)
}

// told is what the findings of a case and its facts say, in a paragraph under its name.
func told(c cases.Case, r *check.Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", c.Name)
	for _, f := range r.Findings {
		if f.Rule.ID != c.Rule() && slices.Contains(cases.Always, f.Rule.ID) {
			continue
		}
		fmt.Fprintf(&b, "\t%s %s %d %s: %s\n", f.Rule.Code, f.At, f.Cert, f.Path, oneLine(f.Message))
		if f.Hint != f.Rule.Fix {
			fmt.Fprintf(&b, "\t\t%s\n", oneLine(f.Hint))
		}
	}
	for _, f := range r.Checks {
		if f.State == check.Failed || f.State == check.NotPossible {
			fmt.Fprintf(&b, "\t%s %s: %s\n", f.State, f.Name, oneLine(f.Detail))
		}
	}
	return b.String() + "\n"
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", `\n`) }
