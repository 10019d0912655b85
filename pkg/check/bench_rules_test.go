package check

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/lint"
	"qwac/pkg/revocation"
)

// BenchmarkRules measures all rules over a chain beside what it costs to parse it: that of crypto/x509 for its
// certificates (parse), and that of this project for its file (read). Building the path is part of neither. It runs
// over the genuine chains of the corpus, else over one with keys of RSA-4096.
//
//	go test -run '^$' -bench Rules ./pkg/check
func BenchmarkRules(b *testing.B) {
	for _, name := range benchChains() {
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(filepath.Base(filepath.Dir(name)), func(b *testing.B) { benchRules(b, data) })
	}
	rsa := testpki.NewChain(func(leaf, intermediate, root *testpki.Spec) {
		leaf.Key.Alg, intermediate.Key.Alg, root.Key.Alg = testpki.RSA4096, testpki.RSA4096, testpki.RSA4096
	})
	b.Run("generated, RSA-4096", func(b *testing.B) { benchRules(b, rsa.PEM()) })
}

// benchChains are the files of the genuine chains.
func benchChains() (files []string) {
	root := os.Getenv("QWAC_CORPUS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	for _, folder := range []string{"psd2-qwac", "qwac"} {
		found, _ := filepath.Glob(filepath.Join(root, "chains", folder, "*", "chain.pem")) // the pattern is good
		files = append(files, found...)
	}
	return files
}

// benchRules times reading, parsing and the rules in turn, so that what else the machine does falls on all of them.
func benchRules(b *testing.B, data []byte) {
	read := func() *bundle.Bundle {
		in := new(bundle.Bundle)
		if err := in.Parse("chain.pem", data); err != nil {
			b.Fatal(err)
		}
		return in
	}
	first := read()
	opts := Options{Profile: bank.Named("etsi"), At: first.Certs[0].NotBefore.AddDate(0, 0, 1)}
	var reading, parsing, rules time.Duration
	for b.Loop() {
		start := time.Now()
		in := read()
		reading += time.Since(start)
		start = time.Now()
		parseAll(b, data)
		parsing += time.Since(start)
		c, err := build(in, opts)
		if err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		allRules(b, c, opts)
		rules += time.Since(start)
	}
	n := float64(b.N)
	b.ReportMetric(float64(reading.Nanoseconds())/n, "ns-read")
	b.ReportMetric(float64(parsing.Nanoseconds())/n, "ns-parse")
	b.ReportMetric(float64(rules.Nanoseconds())/n, "ns-rules")
	b.ReportMetric(float64(rules)/float64(parsing), "rules/parse")
	b.ReportMetric(float64(rules)/float64(reading), "rules/read")
}

// parseAll is the least that any program does with a chain.
func parseAll(b *testing.B, data []byte) {
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if _, err := x509.ParseCertificate(block.Bytes); err != nil {
			b.Fatal(err)
		}
	}
}

// allRules is what Run does once the path is built.
func allRules(b *testing.B, c *chain.Chain, opts Options) {
	s, err := subject(c, opts.Profile, opts)
	if err != nil {
		b.Fatal(err)
	}
	revoked := revocation.Judge(c, opts.At, nil)
	findings := lint.Run(c.Bundle, bundle.Rules())
	findings = append(findings, lint.Run(c.Subject(), cert.Rules()...)...)
	findings = append(findings, lint.Run(c, chain.Rules())...)
	findings = append(findings, lint.Run(s, LeafRules()...)...)
	findings = append(findings, lint.Run(revoked, revocation.Rules())...)
	lint.Sort(lint.Silence(findings))
}
