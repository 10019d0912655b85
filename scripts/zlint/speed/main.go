// Command speed lints every certificate below a folder with zlint, two at once, for scripts/bench to run beside qwac.
//
//	speed [-etsi] DIR
package main

import (
	"encoding/pem"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/zmap/zcrypto/x509"
	"github.com/zmap/zlint/v3"
	"github.com/zmap/zlint/v3/lint"
)

const workers = 2

func main() {
	etsi := flag.Bool("etsi", false, "only the lints for qualified certificates")
	flag.Parse()
	if err := run(flag.Arg(0), *etsi); err != nil {
		fmt.Fprintln(os.Stderr, "speed:", err)
		os.Exit(1)
	}
}

func run(dir string, etsi bool) error {
	lints := lint.GlobalRegistry()
	if etsi {
		var err error
		only := lint.FilterOptions{IncludeSources: lint.SourceList{lint.EtsiEsi}}
		if lints, err = lints.Filter(only); err != nil {
			return err
		}
	}
	names := make(chan string)
	found := make([]int, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for name := range names {
				found[w] += findings(name, lints)
			}
		})
	}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			names <- name
		}
		return err
	})
	close(names)
	all.Wait()
	fmt.Println(found[0]+found[1], "findings")
	return err
}

// findings counts the lints that fire for the certificate in a file.
func findings(name string, lints lint.Registry) (n int) {
	data, err := os.ReadFile(name)
	if err != nil {
		return 0
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return 0
	}
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return 0
	}
	for _, r := range zlint.LintCertificateEx(c, lints).Results {
		if r.Status > lint.Pass {
			n++
		}
	}
	return n
}
