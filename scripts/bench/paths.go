package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
	"qwac/pkg/path"
)

// pool is what a path is looked for in, in DER.
type pool struct {
	name       string
	leaf, root []byte
	others     [][]byte
	most       time.Duration // target; zero: none
	checks     int           // target
}

// took is what one verifier made of a pool. The time is that of the processor: the clock on the wall measures what else
// a machine does.
type took struct {
	time time.Duration
	said string
}

// paths measures the search for a path on pools that are made to be dear, beside crypto/x509 and, where it is
// installed, OpenSSL; and the suites of the corpus.
func paths() error {
	dir, err := os.MkdirTemp("", "qwac-bench-paths")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Printf("%-24s %10s %7s %10s %6s %10s %6s  %s\n", "pool", "qwac", "checks", "Go", "ratio", "OpenSSL", "ratio",
		"verdicts of Go and OpenSSL; target")
	for _, p := range []pool{decoys(99), decoys(900), row(99), row(1000), unrelated(10_000, 500*time.Millisecond),
		unrelated(50_000, 3*time.Second)} {
		ours, checks := p.ours()
		theirs, openssl := p.crypto(), p.openssl(dir)
		fmt.Printf("%-24s %10v %7d %10v %6.2f %10v %6s  %s, %s; %s\n", p.name, ours.time.Round(10*time.Microsecond),
			checks,
			theirs.time.Round(10*time.Microsecond), float64(ours.time)/float64(theirs.time),
			openssl.time.Round(10*time.Microsecond),
			ratioTo(ours, openssl), theirs.said, openssl.said, p.target(ours, checks))
	}
	return suites(dir)
}

func ratioTo(ours, theirs took) string {
	if theirs.time == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", float64(ours.time)/float64(theirs.time))
}

// target says what is wanted of a pool and whether it is so.
func (p pool) target(ours took, checks int) string {
	text, met := fmt.Sprintf("at most %d checks", p.checks), checks <= p.checks && ours.said == "path"
	if p.most > 0 {
		text, met = fmt.Sprintf("%s, %v", text, p.most), met && ours.time <= p.most
	}
	if !met {
		return text + ": MISSED (" + ours.said + ")"
	}
	return text
}

// ours reads all certificates, and finds a path.
func (p pool) ours() (took, int) {
	start := processor()
	s := path.Search{Leaf: must(path.ParseCertificate(p.leaf)),
		Anchors: []*cert.Cert{must(path.ParseCertificate(p.root))}, Terms: path.Terms{At: testpki.At()}}
	for _, der := range p.others {
		s.Pool = append(s.Pool, must(path.ParseCertificate(der)))
	}
	found, err := s.Find()
	spent := processor() - start
	switch {
	case err != nil:
		return took{spent, err.Error()}, 0
	case !found.Valid():
		return took{spent, "no path"}, found.Checks
	}
	return took{spent, "path"}, found.Checks
}

// crypto does the same with crypto/x509.
func (p pool) crypto() took {
	start := processor()
	leaf := must(x509.ParseCertificate(p.leaf))
	roots, others := x509.NewCertPool(), x509.NewCertPool()
	roots.AddCert(must(x509.ParseCertificate(p.root)))
	for _, der := range p.others {
		others.AddCert(must(x509.ParseCertificate(der)))
	}
	_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: others, CurrentTime: testpki.At(),
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	said := "path"
	if err != nil {
		said = "no path"
	}
	return took{processor() - start, said}
}

// openssl does the same with its program, whose start is part of it.
func (p pool) openssl(dir string) took {
	program, err := exec.LookPath("openssl")
	if err != nil {
		return took{said: "not installed"}
	}
	file := func(name string, certs ...[]byte) string {
		var b bytes.Buffer
		for _, der := range certs {
			must(0, pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: der}))
		}
		name = filepath.Join(dir, name)
		must(0, os.WriteFile(name, b.Bytes(), 0o600))
		return name
	}
	leaf, root, others := file("leaf.pem", p.leaf), file("root.pem", p.root), file("others.pem", p.others...)
	const patience = time.Minute // then it is slow enough
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	args := []string{"verify", "-no-CApath", "-no-CAstore", "-no_check_time", "-CAfile", root, "-untrusted", others,
		leaf}
	cmd := exec.CommandContext(ctx, program, args...)
	said := "path"
	if err := cmd.Run(); err != nil {
		said = "no path"
	}
	return took{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), said}
}

// suites times all cases of the corpus.
func suites(dir string) error {
	if _, err := os.Stat(filepath.Join(corpus(), "paths")); err != nil {
		fmt.Printf("suites: not measured, no corpus at %s: QWAC_CORPUS names its folder\n", corpus())
		return nil
	}
	program := filepath.Join(dir, "paths")
	if out, err := exec.Command("go", "build", "-trimpath", "-o", program,
		"./scripts/paths").CombinedOutput(); err != nil {
		return fmt.Errorf("building scripts/paths: %w\n%s", err, out)
	}
	cmd := exec.Command(program, "-json")
	start := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("scripts/paths: %w\n%s", err, out)
	}
	fmt.Printf("all suites of the corpus: %v, %v of the processor (target: at most 30s on two cores)\n",
		time.Since(start).Round(time.Millisecond),
		(cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Round(time.Millisecond))
	return nil
}

// named is a CA of its own name and key.
func named(name, key string) testpki.Spec {
	s := testpki.IssuingCA()
	s.Subject.Set(testpki.OIDCommonName, name)
	s.Key.Name = key
	s.Set(testpki.BasicConstraints(true, -1))
	return s
}

// decoys are n CAs with the name of the issuer and other keys, without key identifiers.
func decoys(n int) pool {
	root := testpki.Issue(testpki.Root(), nil)
	bare := func(key string) testpki.Spec {
		s := named("A", key)
		s.Drop(testpki.OIDSubjectKeyID, testpki.OIDAuthorityKeyID)
		return s
	}
	right := testpki.Issue(bare("right"), &root)
	p := pool{name: fmt.Sprintf("%d decoy issuers", n), root: root.DER, others: [][]byte{right.DER}, checks: n + 2}
	for i := range n {
		p.others = append(p.others, testpki.Issue(bare(fmt.Sprint("decoy ", i)), &root).DER)
	}
	leaf := testpki.PSD2QWAC()
	leaf.Drop(testpki.OIDAuthorityKeyID)
	p.leaf = testpki.Issue(leaf, &right).DER
	return p
}

// row has n CAs between leaf and root.
func row(n int) pool {
	issuer := testpki.Issue(testpki.Root(), nil)
	p := pool{name: fmt.Sprintf("chain of %d", n), root: issuer.DER, checks: n + 1}
	for i := range n {
		issuer = testpki.Issue(named(fmt.Sprint("link ", i), fmt.Sprint("link ", i)), &issuer)
		p.others = append(p.others, issuer.DER)
	}
	p.leaf = testpki.Issue(testpki.PSD2QWAC(), &issuer).DER
	return p
}

// unrelated are n CAs that have nothing to do with the chain.
func unrelated(n int, most time.Duration) pool {
	p := row(1)
	p.name, p.most, p.checks = fmt.Sprintf("%d unrelated", n), most, 2
	root := testpki.Issue(testpki.Root(), nil)
	for i := range n {
		p.others = append(p.others, testpki.Issue(named(fmt.Sprint("unrelated ", i), fmt.Sprint("unrelated ", i%50)),
			&root).DER)
	}
	return p
}
