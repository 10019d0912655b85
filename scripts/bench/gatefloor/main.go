// Command gatefloor reads every file below a folder, parses the certificates in it, and verifies one signature for each
// leaf and each CA, with two workers: the least that a Go program can do with a repository. scripts/bench runs it
// beside qwac.
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

const workers = 2

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "gatefloor:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	var names []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return err
	}
	certs := make([]*x509.Certificate, len(names))
	inParallel(len(names), func(i int) { certs[i] = read(names[i]) })
	bySubject := map[string]*x509.Certificate{}
	for _, c := range certs {
		if c != nil && c.IsCA {
			bySubject[string(c.RawSubject)] = c
		}
	}
	good := make([]bool, len(certs))
	inParallel(len(certs), func(i int) {
		if c := certs[i]; c != nil {
			if issuer := bySubject[string(c.RawIssuer)]; issuer != nil {
				good[i] = issuer.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
			}
		}
	})
	n := 0
	for _, ok := range good {
		if ok {
			n++
		}
	}
	fmt.Println(n, "of", len(good), "signatures verified")
	return nil
}

// read parses the certificate in a file; nil: there is none.
func read(name string) *x509.Certificate {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil
	}
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil
	}
	return c
}

func inParallel(n int, do func(int)) {
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	all.Wait()
}
