package app

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	banks "qwac/pkg/bank"
	"qwac/pkg/check"
)

// pasted is the name of a rule or a term in a line that was copied from a report: chain-reversed (C05): 400,
// documented. A code may lack its zero.
func pasted(name string) string {
	if code := regexp.MustCompile(`\(([A-Z]\d\d)\)`).FindStringSubmatch(name); code != nil {
		return code[1]
	}
	name = strings.Trim(name, ` .,:;"'`+"`()")
	if short := regexp.MustCompile(`^([A-Za-z])(\d)$`).FindStringSubmatch(name); short != nil {
		return short[1] + "0" + short[2]
	}
	return name
}

// reportWords are the words of a report and what they mean.
var reportWords = [...]struct {
	names []string
	text  string
}{
	{[]string{"documented", "assumed"}, "What a predicted status rests on. Documented: the bank's documents name " +
		"this answer for this kind of fault. Assumed: they do not, and qwac concludes it."},
	{[]string{"blocks", "block", "error", "warning", "notice"}, "How grave a finding is. An error breaks a " +
		"\"shall\" of a standard, a warning a \"should\", a notice is good to know. What blocks is why the bank " +
		"would refuse, whatever its severity: only that makes the exit status 1, unless --fail-on asks for more."},
	{[]string{"checked", "not checked", "failed", "not possible", "offline"}, "What was looked at. What is not " +
		"checked nobody has looked at, since something was not given: it is neither good nor bad, and the flag that " +
		"asks for it stands beside it. Not possible: another fault is in the way. --require makes a check count."},
}

// writeReportWord writes what a word of a report means; false: it is none.
func writeReportWord(w io.Writer, name string) bool {
	for _, word := range reportWords {
		if slices.Contains(word.names, strings.ToLower(name)) {
			fmt.Fprintf(w, "%s\n\n%s", strings.Join(word.names, ", "), wrapped(word.text, ""))
			return true
		}
	}
	return false
}

// writeStatus writes what banks document for an HTTP status, and which rules predict it; false: the name is no status,
// or nothing is known of it.
func writeStatus(w io.Writer, name string, known []*banks.Bank) bool {
	word, _, _ := strings.Cut(strings.TrimPrefix(strings.ToUpper(name), "HTTP "), " ")
	status, err := strconv.Atoi(word)
	if err != nil {
		return false
	}
	found := false
	for _, b := range known {
		for _, row := range b.API.Errors {
			if row.Status == status {
				fmt.Fprintf(w, "%s documents %d for %q: %s\n", b.Title, status, row.Call, row.Text)
				found = true
			}
		}
		var rules []string
		for _, m := range check.Rules() {
			if block := b.BlockOf(m.ID); block != nil && block.Status == status {
				rules = append(rules, m.ID)
			}
		}
		if len(rules) > 0 {
			fmt.Fprintf(w, "\n%s", wrapped(b.Title+": rules that predict it: "+strings.Join(rules, ", "), ""))
			found = true
		}
	}
	return found
}
