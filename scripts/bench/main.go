// Command bench measures qwac beside the least that a Go program can do with the same chain, in one run, and prints ratios. Nothing
// in it fails on a slow machine.
package main

import (
	"cmp"
	"crypto/x509"
	"encoding/pem"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// rounds is how often each stage is measured.
const rounds = 25

func main() {
	testing.Init()
	runs := flag.Int("n", 200, "cold starts of each program")
	flag.Parse()
	if err := flag.Set("test.benchtime", "20ms"); err != nil {
		panic(err)
	}
	if err := cold(*runs); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	warm()
}

// tags are those of the Makefile.
const tags = "urfave_cli_no_docs,nethttpomithttp2"

// cold builds both programs as make build does, starts them in turn and compares the medians.
func cold(runs int) error {
	dir, err := os.MkdirTemp("", "qwac-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	qwac, floor := filepath.Join(dir, "qwac"), filepath.Join(dir, "floor")
	for out, pkg := range map[string]string{qwac: ".", floor: "./scripts/bench/floor"} {
		if b, err := exec.Command("go", "build", "-trimpath", "-tags", tags, "-o", out, pkg).CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %w\n%s", pkg, err, b)
		}
	}
	files := []string{"testdata/chains/clean/leaf.pem", "testdata/chains/clean/intermediate.pem", "testdata/chains/clean/root.pem"}
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

func timed(program string, args []string) (time.Duration, error) {
	start := time.Now()
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", program, err, out)
	}
	return time.Since(start), nil
}

func median[T cmp.Ordered](d []T) T {
	slices.Sort(d)
	return d[len(d)/2]
}

// warm measures the stages in this process, per chain.
func warm() {
	pki := testpki.Clean()
	data := slices.Concat(pki.Leaf.PEM(), pki.Intermediate.PEM(), pki.Root.PEM())
	at := pki.Leaf.Spec.NotBefore.Add(time.Hour)
	b := must(parse(data))
	c := must(chain.Build(b, chain.Options{At: at}))
	info := eidas.Decode(c.Path[0].Certificate)
	s := &eidas.Subject{Chain: c, Leaf: c.Path[0], Info: info, Type: eidas.TypeOf(c.Path[0].Certificate, info), At: at}

	stages := []struct {
		name string
		run  func()
	}{
		{"floor: parse, one verification per certificate", func() { floor(data) }},
		{"scan (read and parse)", func() { must(parse(data)) }},
		{"build (path and signatures)", func() { must(chain.Build(b, chain.Options{At: at})) }},
		{"decode", func() { eidas.Decode(c.Path[0].Certificate) }},
		{"rules", func() { lint.Run(c, chain.Rules()...); lint.Run(s, eidas.Rules()...) }},
		{"whole check", func() { must(check.Run(must(parse(data)), check.Options{At: at})) }},
	}
	ns := make([][]int64, len(stages))
	last := make([]testing.BenchmarkResult, len(stages))
	for range rounds { // in turn, so that a busy moment hits all of them
		for i, st := range stages {
			last[i] = testing.Benchmark(func(b *testing.B) {
				for b.Loop() {
					st.run()
				}
			})
			ns[i] = append(ns[i], last[i].NsPerOp())
		}
	}
	for i, st := range stages {
		ratios := make([]float64, rounds)
		for r := range rounds {
			ratios[r] = float64(ns[i][r]) / float64(ns[0][r])
		}
		fmt.Printf("%-48s %9d ns %8d B %5d allocs, ratio %.2f\n", st.name, median(ns[i]), last[i].AllocedBytesPerOp(),
			last[i].AllocsPerOp(), median(ratios))
	}
	fmt.Printf("(medians of %d rounds, ratios within a round; target: whole check at most 1.3)\n", rounds)
}

func parse(data []byte) (*chain.Bundle, error) {
	b := new(chain.Bundle)
	return b, b.Parse("chain.pem", data)
}

// floor parses the chain and checks each signature once.
func floor(data []byte) {
	var certs []*x509.Certificate
	for {
		block, rest := pem.Decode(data)
		if block == nil {
			break
		}
		certs = append(certs, must(x509.ParseCertificate(block.Bytes)))
		data = rest
	}
	for i, c := range certs {
		issuer := certs[min(i+1, len(certs)-1)]
		if err := issuer.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature); err != nil {
			panic(err)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
