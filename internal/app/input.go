package app

import (
	"cmp"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"qwac/internal/files"
	"qwac/internal/howto"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/pkcs12"
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

// inputFiles reads the inputs of a command, and of an archive those in it.
func (e *env) inputFiles(names []string) ([]document, error) {
	var docs []document
	for _, name := range names {
		read := e.inputFile
		if isArchive(name) {
			read = e.packed
		}
		found, err := read(name)
		if err != nil {
			return nil, err
		}
		docs = append(docs, found...)
	}
	return docs, nil
}

// inputFile reads an input as it is.
func (e *env) inputFile(name string) ([]document, error) {
	data, err := e.read(name, inputLimits.Bytes)
	if name == "-" {
		name = "stdin"
	}
	return []document{{name: name, data: data}}, err
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
			return nil, e.notOpened(fmt.Errorf("reading %s: %w", d.name, err), passwordFile)
		}
	}
	return b, e.locked(b)
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
		docs, err := e.certificateDocuments(name)
		if err != nil {
			return nil, flagged(flag, err)
		}
		password, err := e.password(e.passwordFile)
		if err != nil {
			return nil, err
		}
		b := &bundle.Bundle{Limits: trustLimits, Password: password}
		for _, d := range docs {
			if err := b.Parse(d.name, d.data); err != nil {
				return nil, e.notOpened(fmt.Errorf("%s: reading %s: %w", flag, d.name, err), e.passwordFile)
			}
		}
		if len(b.Certs) == 0 {
			if err := e.locked(b); err != nil {
				return nil, flagged(flag, err)
			}
			return nil, fmt.Errorf("%s %s: no certificate found%s: give PEM or DER certificates %s", flag, name,
				noCertificate(b), what)
		}
		for _, f := range b.Faults {
			fmt.Fprintf(e.stderr, "qwac: %s: %s: %s (%s)\n", flag, report.Clean(f.At.String()), report.Clean(f.Detail),
				f.Rule.ID)
		}
		certs = append(certs, b.Certs...)
	}
	return certs, nil
}

// certificateDocuments reads a file with certificates, or all such files of a directory or an archive.
func (e *env) certificateDocuments(name string) ([]document, error) {
	if isArchive(name) {
		return e.packed(name)
	}
	names, err := certificateFiles(name)
	if err != nil {
		return nil, err
	}
	var docs []document
	for _, f := range names {
		data, err := e.read(f, trustLimits.Bytes)
		if err != nil {
			return nil, err
		}
		docs = append(docs, document{name: f, data: data})
	}
	return docs, nil
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
		return nil, fmt.Errorf("%s has no .pem, .crt, .cer, .der or .p7b file: name one with such files, or a file",
			name)
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
		return nil, flagged(flag, err)
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
	const none = "no end-entity certificate found"
	if len(b.Certs) > 0 {
		return errors.New(none + ", CAs alone: give the certificate itself, with its chain")
	}
	for _, f := range b.Faults {
		next := commandOn(small(howto.Words().Advice(f.Hint, f.Needs)), f.At.File)
		return fmt.Errorf("%s: %s: %s", none, f.Detail, cmp.Or(next, "give the certificate with its chain"))
	}
	return errors.New(none + ": give the certificate with its chain, in PEM, DER, PKCS#7 or PKCS#12")
}

// noCertificate says what is in place of certificates; empty: nothing is known of it.
func noCertificate(b *bundle.Bundle) string {
	for _, f := range b.Faults {
		return ": " + f.Detail
	}
	return ""
}

// small is a sentence as the end of another one.
func small(sentence string) string {
	if sentence == "" {
		return ""
	}
	return strings.ToLower(sentence[:1]) + strings.TrimSuffix(sentence[1:], ".")
}

// locked is the error of PKCS#12 files that take a password, where there is none; nil: all could be opened. What is in
// them cannot be judged.
func (e *env) locked(b *bundle.Bundle) error {
	if len(b.Locked) == 0 {
		return nil
	}
	how := "set " + passwordVariable
	if e.passwordFlag != "" {
		how = "name a file with it by " + e.passwordFlag + ", or " + how
	}
	return fmt.Errorf("%s: it is PKCS#12, and was not opened without its password: %s",
		strings.Join(b.Locked, ", "), how)
}

// notOpened adds to the error of a wrong password where it came from.
func (e *env) notOpened(err error, passwordFile string) error {
	if !errors.Is(err, pkcs12.ErrPassword) {
		return err
	}
	_, ok := secretVariable(passwordVariable)
	switch {
	case passwordFile != "":
		return fmt.Errorf("%w; it is the first line of %s, by %s%s%s", err, passwordFile,
			cmp.Or(e.passwordFlag, "--password-file"), e.oddPassword(passwordFile), e.notUTF8(passwordFile))
	case ok:
		return fmt.Errorf("%w; it is that of %s", err, passwordVariable)
	}
	return err
}
