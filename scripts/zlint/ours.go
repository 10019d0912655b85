package main

import (
	"crypto/sha256"
	"encoding/pem"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// specimen is a certificate of the corpus and what our rules say about it, wherever it stands.
type specimen struct {
	digest string // first digits of the SHA-256
	der    []byte
	// placed: it stood on a path from a leaf, and all rules were asked. Otherwise, as for a CA without a leaf, only
	// those on single certificates were.
	placed bool
	rules  []string // ids of the rules that fired
}

// digits is how many of a digest are shown: enough to tell some thousand certificates apart.
const digits = 10

// readCorpus judges all files with certificates under some folders.
func readCorpus(root string, folders ...string) ([]*specimen, error) {
	var all collection
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err == nil && d.IsDir() && (d.Name() == "smime" || d.Name() == "code_signing"):
				return fs.SkipDir // certificates for mail and code
			case err != nil || filepath.Ext(path) != ".pem":
				return err
			}
			return all.file(path)
		})
		if err != nil {
			return nil, err
		}
	}
	return all.specimens, nil
}

// collection holds each certificate once.
type collection struct{ specimens []*specimen }

func (c *collection) of(crt *cert.Cert) *specimen {
	sum := fmt.Sprintf("%x", sha256.Sum256(crt.Raw))[:digits]
	i := slices.IndexFunc(c.specimens, func(s *specimen) bool { return s.digest == sum })
	if i < 0 {
		i = len(c.specimens)
		c.specimens = append(c.specimens, &specimen{digest: sum, der: crt.Raw})
	}
	return c.specimens[i]
}

// maxChain is how many certificates of one file are judged as a chain; what has more is a pool.
const maxChain = 20

// file judges the certificates of a file together, where they may be a chain, and each alone.
func (c *collection) file(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	b := bundle.Bundle{Limits: bundle.Limits{Bytes: 1 << 26, Certs: 1 << 16}}
	if err := b.Parse(filepath.Base(path), data); err != nil {
		return fmt.Errorf("reading %q: %w", path, err)
	}
	if len(b.Certs) <= maxChain {
		if err := c.judge(&b); err != nil {
			return fmt.Errorf("judging %q: %w", path, err)
		}
	}
	for _, crt := range b.Certs {
		if s := c.of(crt); s.rules != nil && s.placed {
			continue
		}
		if err := c.alone(crt); err != nil {
			return fmt.Errorf("judging a certificate of %q: %w", path, err)
		}
	}
	return nil
}

// alone judges a certificate as if it were all that there is.
func (c *collection) alone(crt *cert.Cert) error {
	var b bundle.Bundle
	block := &pem.Block{Type: "CERTIFICATE", Bytes: crt.Raw}
	if err := b.Parse("certificate.pem", pem.EncodeToMemory(block)); err != nil {
		return err
	}
	return c.judge(&b)
}

// judge asks the rules, each certificate as what it is, at a time when the first is valid.
func (c *collection) judge(b *bundle.Bundle) error {
	if len(b.Certs) == 0 {
		return nil
	}
	o := check.Options{Profile: bank.Named("etsi"), At: b.Certs[0].NotBefore.AddDate(0, 0, 1)}
	r, err := check.Run(b, o)
	if err != nil {
		return err
	}
	for _, crt := range r.Chain.Path {
		c.of(crt).placed = true
	}
	for _, f := range r.Findings {
		if crt := about(b, r, f.Finding); crt != nil {
			if s := c.of(crt); !slices.Contains(s.rules, f.Rule.ID) {
				s.rules = append(s.rules, f.Rule.ID)
			}
		}
	}
	return nil
}

// about is the certificate that a finding is about, or nil.
func about(b *bundle.Bundle, r *check.Result, f lint.Finding) *cert.Cert {
	if f.Cert > 0 && f.Cert <= len(r.Chain.Path) {
		return r.Chain.Path[f.Cert-1]
	}
	i := slices.IndexFunc(b.Certs, func(c *cert.Cert) bool { return c.At == f.At })
	if i < 0 {
		return nil
	}
	return b.Certs[i]
}

// anywhere are the ids of the rules that are asked about a certificate without a path.
func anywhere() (ids []string) {
	for _, m := range append(lint.Metas(bundle.Rules()), lint.Metas(cert.Rules()...)...) {
		ids = append(ids, m.ID)
	}
	return ids
}
