// Command zlint holds the rules against the lints of zlint over every certificate under $QWAC_CORPUS (default
// ../shared/corpus). Lints.csv says which of our rules stand for a lint, disagreements.csv who is right where the two
// differ, and by which clause. A disagreement that is not in the list fails, and so does an entry that is none. It is
// a module of its own: only here is zlint needed.
//
// With -testdata it does the same over the thousand certificates of zlint's own tests, each with one fault, with
// testdata.csv.
//
//	go run . [-testdata] [-v] [-update]
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
)

func main() {
	verbose := flag.Bool("v", false, "print the certificates of each disagreement")
	own := flag.Bool("testdata", false, "compare over the certificates that zlint is tested with")
	update := flag.Bool("update", false, "write the table again, with the reasons that it has")
	flag.Parse()
	if err := run(*verbose, *update, *own); err != nil {
		fmt.Fprintln(os.Stderr, "zlint:", err)
		os.Exit(1)
	}
}

func run(verbose, update, own bool) error {
	over := func() (*comparison, error) { return compare(corpus()) }
	if own {
		over = compareTestdata
	}
	c, err := over()
	if err != nil {
		return err
	}
	if update {
		return c.update(c.table)
	}
	c.write(os.Stdout, verbose)
	if faults := c.unexplained(); len(faults) > 0 {
		for _, f := range faults {
			fmt.Fprintln(os.Stderr, f)
		}
		return fmt.Errorf("%d disagreements are not as %s has them", len(faults), c.table)
	}
	return nil
}

// corpus is the folder of the certificates, seen from this one.
func corpus() string {
	return cmp.Or(os.Getenv("QWAC_CORPUS"), filepath.Join("..", "..", "..", "shared", "corpus"))
}

// write prints what both find, what we alone find and what zlint alone finds.
func (c *comparison) write(w io.Writer, verbose bool) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "lint\tboth\ttheirs only\tnot compared\trules")
	for _, l := range c.lints {
		if n := c.counts[l.name]; n != (count{}) {
			fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%s\n", l.name, n.both, n.theirs, n.apart, l.text())
		}
	}
	t.Flush()
	fmt.Fprintln(t, "\nrule\tours only")
	for _, d := range c.found {
		if d.kind == ours {
			fmt.Fprintf(t, "%s\t%d\n", d.rule, len(d.certs))
		}
	}
	t.Flush()
	var all count
	for _, n := range c.counts {
		all.both, all.theirs, all.apart = all.both+n.both, all.theirs+n.theirs, all.apart+n.apart
	}
	fmt.Fprintf(w, "\n%d certificates, %d of them not read by zlint; findings: both %d, theirs only %d, ours only %d\n",
		c.certs, c.unread, all.both, all.theirs, c.ours())
	if verbose {
		for _, d := range c.found {
			fmt.Fprintln(w, d.kind, d.lint, d.rule, d.certs)
		}
	}
}
