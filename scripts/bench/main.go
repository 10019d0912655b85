// Command bench measures qwac beside the least that a Go program can do with the same chain, in one run, and prints
// ratios. Nothing in it fails on a slow machine.
//
//	go run ./scripts/bench [-n runs]    # a check of a chain
//	go run ./scripts/bench paths        # the search for a path, beside crypto/x509 and OpenSSL
//	go run ./scripts/bench gate         # a repository of certificates, and the stream
//	go run ./scripts/bench register     # the import of the register of payment institutions, and a question to it
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func main() {
	testing.Init()
	runs := flag.Int("n", 200, "cold starts of each program; 0: only what runs in this process")
	flag.Parse()
	if err := flag.Set("test.benchtime", "20ms"); err != nil {
		panic(err)
	}
	var err error
	switch flag.Arg(0) {
	case "paths":
		err = paths()
	case "register":
		err = registers()
	case "gate":
		err = gate(flag.Args()[1:])
	default:
		if err = cold(*runs); err == nil {
			err = warm()
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// cold builds both programs as make build does, starts them in turn and compares the medians.
func cold(runs int) error {
	if runs == 0 {
		return nil
	}
	dir, err := os.MkdirTemp("", "qwac-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	qwac, floor := filepath.Join(dir, "qwac"), filepath.Join(dir, "floor")
	if err := build(map[string]string{qwac: ".", floor: "./scripts/bench/floor"}); err != nil {
		return err
	}
	files := []string{"testdata/chains/clean/leaf.pem", "testdata/chains/clean/intermediate.pem",
		"testdata/chains/clean/root.pem"}
	check := append([]string{"check", "--no-trusted-lists", "--at", "2026-12-01"}, files...)
	var ours, least []time.Duration
	for range runs {
		a, err := timed(qwac, check)
		if err != nil {
			return err
		}
		b, err := timed(floor, files)
		if err != nil {
			return err
		}
		ours, least = append(ours, a), append(least, b)
	}
	m, f := median(ours), median(least)
	fmt.Printf("cold check of 3 certificates, median of %d: qwac %v, floor %v, ratio %.2f (target: at most 1.5)\n\n",
		runs, m.Round(time.Microsecond), f.Round(time.Microsecond), float64(m)/float64(f))
	return trust(qwac, runs)
}
