package bundle

import (
	"bytes"

	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

// derBehind finds DER of a known kind behind the lines of a text, as cat makes of a file in PEM and one in DER; it is
// len(data) where there is none.
func derBehind(data []byte) int {
	for off := 0; ; {
		i := bytes.Index(data[off:], []byte("-----"))
		if i < 0 {
			return len(data)
		}
		off += i + len("-----")
		behind := bytes.TrimLeft(data[off:], "\r\n")
		if len(behind) == 0 || behind[0] != ber.TagSequence {
			continue
		}
		if e, _, ok := ber.ReadElement(behind); ok && ber.KindOf(e) != ber.UnknownKind {
			return len(data) - len(behind)
		}
	}
}

// mixed reads a text with DER behind it.
func (r *reader) mixed(data []byte, split int) {
	r.text(data[:split])
	before := len(r.bundle.Certs)
	at := lint.Location{File: r.file, Line: len(lineStarts(data[:split]))}
	r.contents(data[split:], at, certificateClass)
	n := len(r.bundle.Certs) - before
	if n == 0 || r.faults.has(&PEMInputPKCS7) || r.faults.has(&PEMInputPKCS12) {
		return
	}
	f := r.faults.add(&PEMInputDER, at, ber.Count(n, "certificate")+" in DER behind the text, want PEM")
	f.Hint = "Write each certificate as PEM, leaf first; openssl x509 reads the first alone."
}

// textBehind reads the PEM that stands behind a certificate in DER; false: there is none.
func (r *reader) textBehind(rest []byte, at lint.Location) bool {
	if at.Line > 0 || !bytes.Contains(rest, []byte("-----BEGIN")) {
		return false
	}
	f := r.faults.add(&x509TrailingData, at, ber.Count(len(rest), "byte")+" of text follow the certificate in DER")
	f.Hint = "Write the certificate in DER as PEM, and put the text behind it into the same file."
	inside := r.inside
	r.inside = &at
	r.text(rest)
	r.inside = inside
	return true
}
