package app

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"qwac/pkg/ber"
	"qwac/pkg/report"
	"qwac/pkg/trustlist"
	"qwac/pkg/tsl"
)

// fewLists is how many lists are told of one by one: with more, as the EU has, they would fill a screen.
const fewLists = 10

// kept is what became of lists that check asks from now on.
const kept = "proven and kept"

// reportAdmitted writes what became of each list, where they are few, and in one line how many are well and what is
// missing. What is odd about lists that are proven is for their publishers: it is told when asked for.
func (e *env) reportAdmitted(a *admitted, o *proofOptions, became string) error {
	if o.verbose || len(a.set.Lists) <= fewLists {
		w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
		for _, t := range a.set.Lists {
			l := t.List()
			fmt.Fprintf(w, "%s\tissued %s\t%s\t%s\n", l, dayOrNever(l.Issued), a.became(t), report.Clean(a.names[l]))
		}
		w.Flush()
	}
	late := a.writeOverdue(e.stdout, o.verbose)
	odd := oddities(a.set.Warnings)
	if o.verbose {
		for _, text := range odd {
			fmt.Fprintf(e.stdout, "odd: %s\n", text)
		}
		odd = nil
	}
	writeRefusals(e.stdout, "refused", a.refusals, o.verbose)
	writeRefusals(e.stdout, "not fetched", a.missed, o.verbose)
	fmt.Fprintln(e.stdout, admittedLine(a, became, len(odd)))
	switch {
	case len(a.refusals)+len(a.missed) > 0:
		return errFindings
	case became != kept:
	case late > 0:
		fmt.Fprintln(e.stdout, "next: `qwac trust update` gets newer ones; `qwac check` asks these until then")
	default:
		fmt.Fprintln(e.stdout, "next: nothing; `qwac check` asks them from now on")
	}
	return nil
}

// writeOverdue names the lists that should have been followed by others, since their issuers may have changed, and
// returns how many they are.
func (a *admitted) writeOverdue(w io.Writer, verbose bool) int {
	var late []tsl.Warning
	for _, warning := range a.set.Warnings {
		if warning.Kind == trustlist.KindStale {
			late = append(late, warning)
		}
	}
	if !verbose && len(late) > fewLists {
		fmt.Fprintf(w, "warning: %d lists are overdue, so that their issuers may have changed since; -v names them\n",
			len(late))
		return len(late)
	}
	for _, warning := range late {
		fmt.Fprintf(w, "warning: %s\n", warning)
	}
	return len(late)
}

func writeRefusals(w io.Writer, what string, all []refusal, verbose bool) {
	for i, r := range all {
		if i == fewLists && !verbose {
			fmt.Fprintf(w, "%s: and %d more: -v names them\n", what, len(all)-i)
			return
		}
		fmt.Fprintf(w, "%s: %s: %s\n", what, report.Clean(r.name), message(r.err))
	}
}

// admittedLine is the outcome in one line.
func admittedLine(a *admitted, became string, odd int) string {
	s := ber.Count(len(a.index.Sources()), "list") + " " + became
	if n := len(a.refusals); n > 0 {
		s += fmt.Sprintf(", %d refused", n)
	}
	if n := len(a.missed); n > 0 {
		s += fmt.Sprintf(", %d not fetched", n)
	}
	switch missing := a.set.Missing; len(missing) {
	case 0:
	case 1:
		s += fmt.Sprintf(", %s missing: its issuers stay not checked", missing[0])
	default:
		s += fmt.Sprintf(", %s missing: their issuers stay not checked", strings.Join(missing, " "))
	}
	if odd > 0 {
		s += fmt.Sprintf("; -v tells %s of their publishers", countOdd(odd))
	}
	return s
}

func countOdd(n int) string {
	if n == 1 {
		return "1 oddity"
	}
	return fmt.Sprintf("%d oddities", n)
}

// oddities are in the order given; those that most lists have are counted by list. That a list is overdue is none.
func oddities(all []tsl.Warning) []string {
	var out []string
	counted := map[string]int{} // place in out
	count := map[string]int{}
	for _, w := range all {
		if w.Kind == trustlist.KindStale {
			continue
		}
		if w.Kind != tsl.KindCertificate && w.Kind != tsl.KindHistory {
			out = append(out, w.String())
			continue
		}
		key := w.List + ": " + string(w.Kind)
		if count[key]++; count[key] == 1 {
			counted[key] = len(out)
			out = append(out, w.String())
			continue
		}
		out[counted[key]] = fmt.Sprintf("%s, %d times", key, count[key])
	}
	return out
}
