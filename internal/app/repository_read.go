package app

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"sync/atomic"

	"qwac/internal/scan"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/repo"
)

// reading reads files of a repository.
type reading struct {
	password func(string) (string, error)
	files    []repo.File // without a bundle: nothing in it is of interest
	unread   atomic.Int64
	known    cert.Known
}

// read fills in a file. What holds no certificate and does not look as if it should is left out, unless it was named.
func (r *reading) read(i int, f *scan.File, everywhere bool) error {
	out := &r.files[i]
	*out = repo.File{Name: f.Name, Dir: f.Dir, Judged: f.Target && !everywhere, Everywhere: everywhere}
	limits := inputLimits
	if everywhere {
		limits = trustLimits
	}
	look := limits.Bytes
	certName := scan.IsCertificateName(f.Name) || f.Named
	if !certName && f.Size() > int64(limits.Bytes) {
		look = bigLook
	}
	data, err := f.Read(look)
	if err != nil {
		if out.Judged {
			r.unread.Add(1)
			*out = unreadable(scan.Trouble{Name: f.Name, Why: reason(err), Next: "Check who may read the file."})
		}
		return nil
	}
	if !certName && !mayHold(data) {
		return nil
	}
	b := &bundle.Bundle{Limits: limits, Password: r.password, Known: &r.known}
	if look == bigLook {
		b.Limits.Bytes = 1 // it is too large, and something in it looks like a certificate
	}
	if err := b.Parse(f.Name, data); err != nil {
		b = new(bundle.Bundle)
		b.CannotRead(f.Name, err.Error(), "Check the password, or leave the file out by --exclude.")
		r.unread.Add(1)
	}
	out.Wrong = wrong(b, data, f.Named, certName)
	if len(b.Certs) > 0 || out.Wrong {
		out.Bundle = b
	}
	if f.Named && len(b.Certs) > 0 && !out.Wrong {
		out.Everywhere = true
	}
	return nil
}

// wrong reports whether a file without a leaf is one to tell of: it holds a private key; or it should have
// certificates, by its name or by how it begins, and they cannot be read.
func wrong(b *bundle.Bundle, data []byte, named, certName bool) bool {
	begins := bytes.HasPrefix(bytes.TrimSpace(data), []byte("-----BEGIN"))
	switch {
	case b.HoldsKey():
		return certName || begins || holdsKey(data)
	case named:
		return len(b.Certs) == 0 || b.Damaged()
	case len(b.Certs) > 0 || begins:
		return b.Damaged()
	}
	return certName && (b.Damaged() || len(bytes.TrimSpace(data)) == 0)
}

// bigLook is how much is read of a file that is too large and is not called like one with certificates.
const bigLook = 64 << 10

// marks are what files with certificates or private keys have somewhere: the labels of PEM, how they begin in base64
// and in UTF-16, the fields of a JWK.
var marks = [...]string{"CERTIFICATE", "PRIVATE KEY", "PKCS", "MII", "LS0tLS1CRUdJTi", "C\x00E\x00R\x00T\x00I\x00F",
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

// holdsKey tells a private key from the words PRIVATE KEY in a text about keys: behind them there is base64.
func holdsKey(data []byte) bool {
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

// reason is why a file cannot be read, without its name.
func reason(err error) string {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return p.Err.Error()
	}
	if errors.Is(err, fs.ErrPermission) {
		return "permission denied"
	}
	return fmt.Sprint(err)
}
