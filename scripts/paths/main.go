// Command paths runs the suites of path-building and validation cases under $QWAC_CORPUS/paths (default
// ../shared/corpus) against the search and the validator of pkg/chain, and prints how many verdicts are right, a line a
// suite.
//
//	go run ./scripts/paths [-json] [-v] [-pool] [-inside] [-shuffle N] [-explain] [suite...]
//
//go:debug rsa1024min=0
package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	var o options
	flag.BoolVar(&o.json, "json", false, "print one JSON object a line")
	flag.BoolVar(&o.verbose, "v", false, "print each case that is wrong")
	flag.BoolVar(&o.pool, "pool", false, "add all CAs of PKITS to the pool of each of its cases")
	flag.BoolVar(&o.inside, "inside", false, "put the anchors into the pool too")
	flag.BoolVar(&o.explain, "explain", false, "hold the causes against explain-oracle.csv.gz")
	flag.IntVar(&o.shuffle, "shuffle", 0, "run each case `n` times more in another order, with copies and the anchors "+
		"in the pool; no outcome may differ")
	flag.Parse()
	dir := cmp.Or(os.Getenv("QWAC_CORPUS"), filepath.Join("..", "shared", "corpus"))
	if err := run(dir, o, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "paths:", err)
		os.Exit(1)
	}
}

func run(dir string, o options, only []string) error {
	r := runner{options: o, dir: dir}
	r.each = r.print
	return r.run(only)
}

// run judges the suites; none are named: all.
func (r *runner) run(only []string) error {
	files, err := filepath.Glob(filepath.Join(r.dir, "paths", "*.jsonl.gz"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no *.jsonl.gz under %s; set QWAC_CORPUS", filepath.Join(r.dir, "paths"))
	}
	if err := r.prepare(); err != nil {
		return err
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".jsonl.gz")
		if len(only) == 0 || slices.Contains(only, name) {
			r.file(name, file)
		}
	}
	r.finish()
	return r.verdict()
}

// file judges one suite, as far as it can be read.
func (r *runner) file(name, file string) {
	cases, err := readCases(file, func(line int, err error) {
		r.broken++
		fmt.Fprintf(os.Stderr, "paths: %s:%d: %v\n", file, line, err)
	})
	if err != nil {
		r.broken++
		fmt.Fprintf(os.Stderr, "paths: %s: %v\n", file, err)
	}
	start := time.Now()
	t := r.suite(name, cases)
	r.unexplained += t.Unexplained
	r.differ += t.Differ
	t.Seconds = time.Since(start).Seconds()
	r.each(t)
}

// verdict is what keeps a run from being all right.
func (r *runner) verdict() error {
	switch {
	case r.broken > 0:
		return fmt.Errorf("%d lines or files cannot be read; the rest was judged", r.broken)
	case r.unexplained > 0:
		return fmt.Errorf("%d verdicts are not as exceptions.csv says: wrong without a line there, or right with one",
			r.unexplained)
	case r.differ > 0:
		return fmt.Errorf("%d cases have another outcome in another order", r.differ)
	}
	return nil
}

func (r *runner) print(t tally) {
	if r.json {
		_ = json.NewEncoder(os.Stdout).Encode(t)
		return
	}
	if !r.headed {
		r.headed = true
		fmt.Printf("%-32s %6s %6s %6s %6s %6s %6s %8s %8s %7s\n", "suite", "cases", "right", "false+", "false-", "out",
			"alone", "Go", "OpenSSL", "s")
	}
	fmt.Printf("%-32s %6d %6d %6d %6d %6d %6d %8d %8d %7.1f\n",
		t.Suite, t.Cases, t.Right, t.FalseAccept, t.FalseReject, t.OutOfScope, t.Alone, t.Go, t.OpenSSL, t.Seconds)
	if t.Differ > 0 {
		fmt.Printf("%-32s %d cases have another outcome in another order\n", t.Suite, t.Differ)
	}
}
