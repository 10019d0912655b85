package repo

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"syscall"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
)

// Source is a file that may hold certificates.
type Source struct {
	Name, Dir  string // as those of [File]
	Judged     bool
	Everywhere bool
	Named      bool         // it was named itself, not found in a folder
	CertName   bool         // it is called as files with certificates are
	Size       func() int64 // in bytes; zero where that cannot be told
	// Read gives up to one byte beyond limit.
	Read func(limit int) ([]byte, error)
}

// ReadOptions say how sources are read.
type ReadOptions struct {
	Limits   bundle.Limits
	Password func(file string) (string, error) // as that of a bundle
	Known    *cert.Known                       // certificates that were read before; nil: none
}

// Read reads a file. What holds no certificate and does not look as if it should has no bundle, unless it was named.
// With unread it could not be read at all, and is wrong if anybody asked for it: it is judged, or lends to all.
func Read(s *Source, o ReadOptions) (f File, unread bool) {
	f = File{Name: s.Name, Dir: s.Dir, Judged: s.Judged, Everywhere: s.Everywhere}
	look := o.Limits.Bytes
	certName := s.CertName || s.Named
	if !certName && s.Size() > int64(o.Limits.Bytes) {
		look = bigLook
	}
	data, err := s.Read(look)
	if err != nil {
		if f.Judged || f.Everywhere {
			return Unreadable(s.Name, reason(err), "Check who may read the file."), true
		}
		return f, false
	}
	if !certName && !mayHold(data) {
		return f, false
	}
	b := &bundle.Bundle{Limits: o.Limits, Password: o.Password, Known: o.Known}
	if look == bigLook && len(data) > look { // else it has shrunk since
		b.Limits.Bytes = 1 // it is too large, and something in it looks like a certificate
	}
	if err := b.Parse(s.Name, data); err != nil {
		if f.Judged || f.Everywhere {
			return Unreadable(s.Name, err.Error(), "Check the password, or leave the file out."), true
		}
		return f, false
	}
	if len(b.Certs) == o.Limits.Certs {
		b = onlyCAs(s, data, b)
	}
	f.Wrong = wrong(b, data, s.Named, certName)
	if len(b.Certs) > 0 || f.Wrong {
		f.Bundle = b
	}
	if s.Named && len(b.Certs) > 0 && !f.Wrong {
		f.Everywhere = true
	}
	return f, unread
}

// maxCAs is how many certificates a file may have that has none but those of CAs: systems and browsers come with 150.
const maxCAs = 1000

// onlyCAs is the bundle of a file with more certificates than a chain may have, read to its end, if all are of CAs: it
// lends. Else it is b.
func onlyCAs(s *Source, data []byte, b *bundle.Bundle) *bundle.Bundle {
	all := &bundle.Bundle{Limits: b.Limits, Password: b.Password, Known: b.Known}
	all.Limits.Certs = max(maxCAs, b.Limits.Certs)
	if all.Parse(s.Name, data) != nil || slices.ContainsFunc(all.Certs, func(c *cert.Cert) bool {
		return !cert.IsSelfIssued(c) && !(c.BasicConstraintsValid && c.IsCA)
	}) {
		return b
	}
	return all
}

// Unreadable is a file or folder that could not be read, as one that is wrong.
func Unreadable(name, why, next string) File {
	b := new(bundle.Bundle)
	b.CannotRead(name, why, next)
	return File{Name: name, Bundle: b, Judged: true, Wrong: true}
}

// wrong reports whether a file without a leaf is one to tell of: it holds a private key; or it should have
// certificates, by its name or by how it begins, and they cannot be read; or it is PKCS#12 that was not opened.
func wrong(b *bundle.Bundle, data []byte, named, certName bool) bool {
	begins := bytes.HasPrefix(bytes.TrimSpace(data), []byte("-----BEGIN"))
	switch {
	case b.HoldsKey():
		return certName || begins || HoldsKey(data) || hidesKey(b, data)
	case named:
		return len(b.Certs) == 0 || b.Damaged()
	case len(b.Certs) > 0 || begins || b.Closed():
		return b.Damaged()
	}
	return certName && (b.Damaged() || len(bytes.TrimSpace(data)) == 0)
}

// bigLook is how much is read of a file that is too large and is not called like one with certificates.
const bigLook = 64 << 10

// marks are what files with certificates or private keys have somewhere: the labels of PEM, three dashes in base64
// (wherever five stand in it, three are encoded by themselves), labels in UTF-16, the field of a JWK.
var marks = [...]string{"CERTIFICATE", "PRIVATE KEY", "PKCS", "MII", "LS0t", "C\x00E\x00R\x00T\x00I\x00F",
	"P\x00R\x00I\x00V\x00A\x00T\x00E", "\"x5c\""}

// mayHold reports whether a file is worth being read as one with certificates: it has one of the marks, or is DER.
func mayHold(data []byte) bool {
	if len(data) > 4 && data[0] == 0x30 && (data[1] >= 0x80 && data[1] <= 0x84) {
		return true
	}
	for _, m := range marks {
		if bytes.Contains(data, []byte(m)) {
			return true
		}
	}
	return false
}

// HoldsKey tells a private key from the words PRIVATE KEY in a text about keys: behind them there is base64.
func HoldsKey(data []byte) bool {
	const label, near, enough = "PRIVATE KEY", 400, 40
	for {
		_, rest, ok := bytes.Cut(data, []byte(label))
		if !ok {
			return false
		}
		run := 0
		for _, c := range rest[:min(near, len(rest))] {
			if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' {
				run++
			} else {
				run = 0
			}
			if run == enough {
				return true
			}
		}
		data = rest
	}
}

// hidesKey reports whether a key stands in the data in another way than behind the words PRIVATE KEY: as base64 of a
// PEM file, without its boundaries, in UTF-16.
func hidesKey(b *bundle.Bundle, data []byte) bool {
	other := &bundle.Bundle{Limits: b.Limits, Password: b.Password, Known: b.Known}
	err := other.Parse("", bytes.ReplaceAll(data, []byte("PRIVATE KEY"), []byte("private key")))
	return err == nil && other.HoldsKey()
}

// reason is why a file cannot be read, without its name.
func reason(err error) string {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return p.Err.Error()
	}
	if errors.Is(err, fs.ErrPermission) {
		return "permission denied"
	}
	if n := syscall.Errno(0); errors.As(err, &n) {
		return n.Error()
	}
	return fmt.Sprint(err)
}
