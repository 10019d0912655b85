package app

import (
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"qwac/internal/files"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/report"
)

// inputLimits bound the inputs of a command: a chain has a handful of certificates of a few KB.
var inputLimits = bundle.Limits{Bytes: 1 << 20, Certs: 20}

// Limits of what --trust reads: the largest known root programme file has about 150 certificates in 250 KB; a national
// pool of issuing CAs is below a thousand.
var trustLimits = bundle.Limits{Bytes: 16 << 20, Certs: 10000}

// bundle reads the inputs of a command together.
func (e *env) bundle(names []string, passwordFile string) (*bundle.Bundle, error) {
	docs, err := e.inputFiles(names)
	if err != nil {
		return nil, err
	}
	return e.bundleOf(docs, passwordFile)
}

// inputFiles reads the inputs of a command as they are.
func (e *env) inputFiles(names []string) ([]document, error) {
	var docs []document
	for _, name := range names {
		data, err := e.read(name, inputLimits.Bytes)
		if err != nil {
			return nil, err
		}
		if name == "-" {
			name = "stdin"
		}
		docs = append(docs, document{name, data})
	}
	return docs, nil
}

// bundleOf reads what the inputs hold, together.
func (e *env) bundleOf(docs []document, passwordFile string) (*bundle.Bundle, error) {
	password, err := e.password(passwordFile)
	if err != nil {
		return nil, err
	}
	b := &bundle.Bundle{Limits: inputLimits, Password: password}
	for _, d := range docs {
		if err := b.Parse(d.name, d.data); err != nil {
			return nil, fmt.Errorf("reading %s: %w", d.name, err)
		}
	}
	return b, nil
}

// anchors reads the certificates of --trust: files, or all certificate files of a directory.
func (e *env) anchors(names []string) ([]*x509.Certificate, error) {
	certs, err := e.certsOf("--trust", "that the bank trusts", names)
	var anchors []*x509.Certificate
	for _, c := range certs {
		anchors = append(anchors, c.Certificate)
	}
	return anchors, err
}

// certsOf reads the certificates that a flag names: files, or all certificate files of a directory. What they are
// is for messages.
func (e *env) certsOf(flag, what string, names []string) ([]*cert.Cert, error) {
	var certs []*cert.Cert
	for _, name := range names {
		found, err := certificateFiles(name)
		if err != nil {
			return nil, err
		}
		password, err := e.password(e.passwordFile)
		if err != nil {
			return nil, err
		}
		b := &bundle.Bundle{Limits: trustLimits, Password: password}
		for _, f := range found {
			data, err := e.read(f, trustLimits.Bytes)
			if err != nil {
				return nil, err
			}
			if err := b.Parse(f, data); err != nil {
				return nil, fmt.Errorf("reading %s: %w", f, err)
			}
		}
		for _, f := range b.Faults {
			fmt.Fprintf(e.stderr, "qwac: %s: %s: %s (%s)\n", flag, report.Clean(f.At.String()), report.Clean(f.Detail),
				f.Rule.ID)
		}
		if len(b.Certs) == 0 {
			return nil, fmt.Errorf("%s %s: no certificate found: give PEM or DER certificates %s", flag, name, what)
		}
		certs = append(certs, b.Certs...)
	}
	return certs, nil
}

// certificateFiles returns name itself, or the files of the directory name that look like certificates, in the order of
// their names.
func certificateFiles(name string) ([]string, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, files.CannotRead(name, err)
	}
	if !info.IsDir() {
		return []string{name}, nil
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		return nil, files.CannotRead(name, err)
	}
	var out []string
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		switch strings.ToLower(filepath.Ext(entry.Name())) {
		case ".pem", ".crt", ".cer", ".der", ".p7b", ".p7c":
			out = append(out, filepath.Join(name, entry.Name()))
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s has no .pem, .crt, .cer, .der or .p7b file", name)
	}
	return out, nil
}

// leafOf reads the end-entity certificate of the file that a flag names; nil when the flag is not given.
func (e *env) leafOf(flag, name, passwordFile string) (*cert.Cert, error) {
	if name == "" {
		return nil, nil
	}
	b, err := e.bundle([]string{name}, passwordFile)
	if err != nil {
		return nil, err
	}
	ch, err := chain.Build(b, chain.Options{Prefer: eidas.Prefer})
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", flag, name, err)
	}
	if len(ch.Path) == 0 {
		return nil, fmt.Errorf("%s %s: %w", flag, name, noLeaf(b))
	}
	return ch.Path[0], nil
}

// noLeaf says what is in place of an end-entity certificate.
func noLeaf(b *bundle.Bundle) error {
	for _, f := range b.Faults {
		if f.Rule == &bundle.PEMNoCertificate || f.Rule == &bundle.PEMInputPKCS12 && len(b.Certs) == 0 {
			return fmt.Errorf("no end-entity certificate found: %s: %s", f.Detail, commandOn(f.Hint, f.At.File))
		}
	}
	return fmt.Errorf("no end-entity certificate found: qwac check says what is in it")
}
