package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// rounds is how often each stage is measured.
const rounds = 15

// input is a chain, leaf first, and a time at which it is valid.
type input struct {
	name string
	pem  []byte
	at   time.Time
}

// warm measures the stages in this process: on the genuine chains if they are there, else on one made here with similar
// keys, and on the small clean one.
func warm() error {
	inputs, err := genuine()
	if err != nil {
		return err
	}
	if len(inputs) == 0 {
		fmt.Printf("genuine chains: not measured, no corpus at %s: QWAC_CORPUS names its folder\n", corpus())
		inputs = append(inputs, made("made here, RSA 4096, leaf RSA 2048", testpki.RSA4096, testpki.RSA2048))
	}
	inputs = append(inputs, made("made here, P-256", testpki.P256, testpki.P256))
	var all []cost
	for _, in := range inputs {
		all = append(all, measure(in))
	}
	summary(all)
	return nil
}

// cost is the time of the whole check of a chain and of the floor, in nanoseconds.
type cost struct {
	name         string
	floor, check int64
}

func (c cost) ratio() float64 { return float64(c.check) / float64(c.floor) }

// summary prints the chains in one table, and two numbers for all of them: the median says how a chain usually fares,
// the sum weighs each by what it costs.
func summary(all []cost) {
	var ratios []float64
	sum := cost{name: "sum"}
	for _, c := range all {
		ratios = append(ratios, c.ratio())
		sum.floor, sum.check = sum.floor+c.floor, sum.check+c.check
	}
	fmt.Printf("  %-52s %9s %9s %9s  ratio\n", "whole check, in ns", "floor", "check", "more")
	for _, c := range append(all, sum) {
		fmt.Printf("  %-52s %9d %9d %9d  %.2f\n", c.name, c.floor, c.check, c.check-c.floor, c.ratio())
	}
	fmt.Printf("whole check of %d chains: ratio of the sums %.2f, median %.2f, the worst %.2f (target: at most 1.3)\n",
		len(all), sum.ratio(), median(ratios), slices.Max(ratios))
}

// genuine are the PSD2 QWACs of the corpus with their chains; none without the corpus.
func genuine() ([]input, error) {
	dirs, err := filepath.Glob(filepath.Join(corpus(), "chains", "psd2-qwac", "*"))
	if err != nil {
		return nil, err
	}
	var inputs []input
	for _, dir := range dirs {
		in := input{name: filepath.Base(dir)}
		for _, name := range []string{"leaf.pem", "intermediate.pem", "root.pem"} {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				return nil, err
			}
			in.pem = append(in.pem, data...)
		}
		in.at = read(in.pem)[0].NotBefore.Add(time.Hour)
		inputs = append(inputs, in)
	}
	return inputs, nil
}

// made is a clean chain with keys of other kinds.
func made(name string, ca, leaf testpki.KeyAlg) input {
	pki := testpki.NewChain(func(l, i, r *testpki.Spec) { l.Key.Alg, i.Key.Alg, r.Key.Alg = leaf, ca, ca })
	return input{name, pki.PEM(), pki.Leaf.Spec.NotBefore.Add(time.Hour)}
}

// measure prints the cost of each stage relative to the floor, and returns that of the whole.
func measure(in input) cost {
	b := must(parse(in.pem))
	c := must(chain.Build(b, chain.Options{At: in.at}))
	leaf := c.Path[0]
	info := eidas.Decode(leaf.Certificate)
	s := &eidas.Subject{Chain: c, Leaf: leaf, Info: info, Type: eidas.TypeOf(leaf.Certificate, info), At: in.at}
	stages := []struct {
		name string
		run  func()
	}{
		{"floor: parse, one verification per certificate", func() { floor(in.pem) }},
		{"scan (read and parse)", func() { must(parse(in.pem)) }},
		{"build (path and signatures)", func() { must(chain.Build(b, chain.Options{At: in.at})) }},
		{"decode", func() { eidas.Decode(leaf.Certificate) }},
		{"rules", func() {
			lint.Run(b, bundle.Rules())
			lint.Run(c.Subject(), cert.Rules()...)
			lint.Run(c, chain.Rules())
			lint.Run(s, check.LeafRules()...)
		}},
		{"whole check", func() { must(check.Run(must(parse(in.pem)), check.Options{At: in.at})) }},
	}
	last := make([]testing.BenchmarkResult, len(stages))
	least := make([]int64, len(stages)) // what else the machine does can only add to it
	for range rounds {                  // in turn, so that a busy moment hits all of them
		for i, st := range stages {
			last[i] = testing.Benchmark(func(b *testing.B) {
				for b.Loop() {
					st.run()
				}
			})
			if ns := last[i].NsPerOp(); least[i] == 0 || ns < least[i] {
				least[i] = ns
			}
		}
	}
	ratio := func(i int) float64 { return float64(least[i]) / float64(least[0]) }
	fmt.Printf("%s (the least of %d rounds)\n", in.name, rounds)
	for i, st := range stages {
		fmt.Printf("  %-48s %9d ns %8d B %5d allocs, ratio %.2f\n", st.name, least[i], last[i].AllocedBytesPerOp(),
			last[i].AllocsPerOp(), ratio(i))
	}
	fmt.Println()
	return cost{in.name, least[0], least[len(stages)-1]}
}

func parse(data []byte) (*bundle.Bundle, error) {
	b := new(bundle.Bundle)
	return b, b.Parse("chain.pem", data)
}

// floor parses the chain and checks each signature once.
func floor(data []byte) {
	certs := read(data)
	for i, c := range certs {
		issuer := certs[min(i+1, len(certs)-1)]
		if err := issuer.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature); err != nil {
			panic(err)
		}
	}
}

// read parses the chain with the standard library alone.
func read(data []byte) (certs []*x509.Certificate) {
	for {
		block, rest := pem.Decode(data)
		if block == nil {
			return certs
		}
		certs = append(certs, must(x509.ParseCertificate(block.Bytes)))
		data = rest
	}
}
