// Command conformance holds the rules against the certificates of other linters' test suites under $QWAC_CORPUS/etsi
// (default ../shared/corpus): which findings that are expected there are present, which are missing, and which of ours
// are false. A line a source, then expected-rules.csv. Where we deviate, deviations.csv says by which clause; a
// deviation that is not in it fails.
//
//	go run ./scripts/conformance [-v]
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
)

func main() {
	verbose := flag.Bool("v", false, "print each finding that is missing or false, and what is said of it")
	flag.Parse()
	s, err := measure(corpus(filepath.Join("..", "shared", "corpus")))
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
	s.write(os.Stdout, *verbose)
	if faults := s.unexplained(); len(faults) > 0 {
		for _, f := range faults {
			fmt.Fprintln(os.Stderr, f)
		}
		os.Exit(1)
	}
}

// corpus is the folder of the suites.
func corpus(root string) string { return filepath.Join(cmp.Or(os.Getenv("QWAC_CORPUS"), root), "etsi") }

func (s *summary) write(w io.Writer, verbose bool) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "source\tcases\texpected\tpresent\tmissing\tfalse")
	var all source
	for _, f := range append(slices.Clone(s.sources), source{}) {
		if f.name == "" {
			all.name = "all"
			f = all
		}
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\n", f.name, f.cases, f.present+f.missing, f.present, f.missing,
			f.falsehood)
		all.cases, all.present, all.missing, all.falsehood = all.cases+f.cases, all.present+f.present, all.missing+
			f.missing, all.falsehood+f.falsehood
	}
	t.Flush()
	fmt.Fprintf(w, "expected-rules.csv: %d of %d, %d deviations explained\n", s.held, s.rows,
		len(s.deviations)-len(s.unexplained()))
	for _, d := range s.deviations {
		if verbose {
			fmt.Fprintf(w, "%s (%s)\n", d, cmp.Or(s.explain(d), "unexplained"))
		}
	}
}

// explain gives what deviations.csv says of a deviation; empty: nothing.
func (s *summary) explain(d deviation) string {
	for _, r := range s.reasons {
		if r.covers(d) {
			return r.clause + ": " + r.reason
		}
	}
	return ""
}

// unexplained lists the deviations that deviations.csv does not have, and what it has that is none any more.
func (s *summary) unexplained() []string {
	var out []string
	for _, d := range s.deviations {
		if s.explain(d) == "" {
			out = append(out, d.String()+": not in deviations.csv")
		}
	}
	for _, r := range s.reasons {
		if !slices.ContainsFunc(s.deviations, r.covers) {
			out = append(out, fmt.Sprintf("deviations.csv: no case is %s", r.deviation))
		}
	}
	return out
}
