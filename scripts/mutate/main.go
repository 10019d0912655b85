// Command mutate blunts each condition of some files and runs tests: a condition that no test misses is printed. A
// condition is held to be never true, then always true. All mutants are in one test binary, made with an overlay, and
// the environment says which one it is: nothing in the repository is touched.
//
// Files of one package are held against the tests of their package:
//
//	go run ./scripts/mutate [-run regexp] pkg/path/validate.go pkg/path/usage.go
//
// With -rules they are held against the table of cases, each against the cases that can tell, and what is left against
// the tests of their package, of pkg/check and of pkg/report. Without files these are all that rules are made of.
// Equivalent.csv has the mutants that are no faults.
//
//	go run ./scripts/mutate -rules [-cases | -tests] [-in package] [-left report] [-floor percent] [file...]
//
// With -cases the tests are left out, which take most of the time, with -tests the cases. With -in, as -in chain, only
// the rules of one package are blunted. With -left only those mutants are made that an earlier report has: what it
// takes after a case was added is seconds. With -faults also the files are blunted that read an input and make the
// faults that rules only report, with -whole all of the packages of rules and their helpers.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	tests := flag.String("run", ".", "tests to run, as in go test")
	rules := flag.Bool("rules", false, "hold the files against the table of cases first")
	var how options
	flag.BoolVar(&how.cases, "cases", false, "with -rules: hold the files against the cases alone")
	flag.BoolVar(&how.tests, "tests", false, "with -rules: hold the files against the tests alone")
	flag.StringVar(&how.left, "left", "", "with -rules: report whose mutants are made again; empty: all are")
	flag.Float64Var(&how.floor, "floor", 0, "percent of mutants that are to be caught")
	in := flag.String("in", "", "with -rules and no files: package whose rules are blunted; empty: all")
	whole := flag.Bool("whole", false, "with -rules and no files: all files of the packages of rules and their helpers")
	faults := flag.Bool("faults", false, "with -rules and no files: also those that make faults for rules to report")
	flag.Parse()
	files := flag.Args()
	var err error
	switch {
	case *rules && len(files) == 0:
		if files, err = ruleFiles(*in, *whole, *faults); err == nil {
			err = studyRules(os.Stdout, files, how)
		}
	case *rules:
		err = studyRules(os.Stdout, files, how)
	case len(files) == 0:
		flag.Usage()
		os.Exit(2)
	default:
		err = run(*tests, files)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

// ruleFiles are the files of the rules of a package, or where it is empty of all, a package after the other: those that
// rules are made of, those that make faults for them too, or all.
func ruleFiles(in string, whole, faults bool) (files []string, err error) {
	packages, err := rulePackages()
	for _, p := range packages {
		switch {
		case in != "" && in != filepath.Base(p.dir):
		case whole:
			files = append(files, p.files...)
		default:
			files = append(files, p.ruleFiles(faults)...)
		}
	}
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("pkg/%s has no rules", in)
	}
	return files, err
}

// run holds files of one package against its own tests.
func run(tests string, files []string) error {
	dir, err := os.MkdirTemp("", "qwac-mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	o, err := newOverlay(dir, files)
	if err != nil {
		return err
	}
	b, err := o.build(filepath.Dir(files[0]))
	if err != nil {
		return err
	}
	if err := b.record(tests, slow); err != nil {
		return err
	}
	caught, all := 0, 0
	for i, branch := range o.branches {
		for _, w := range branch.ways {
			all++
			if b.catches(i, w) {
				caught++
			} else {
				fmt.Printf("%v: %s: %s: %s\n", branch.at, branch.function, w, oneLine(branch.text))
			}
		}
	}
	fmt.Printf("%d of %d mutants of %d conditions are caught (%.1f %%)\n", caught, all, len(o.branches),
		100*float64(caught)/float64(max(all, 1)))
	return nil
}
