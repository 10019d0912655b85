package bundle

import (
	"bytes"
	"errors"
	"fmt"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
)

const (
	// maxBytes bounds one input: a chain with all its explanatory text has some 20 kB.
	maxBytes = 1 << 20
	// maxCerts bounds all inputs together: the longest chains in use have 5 certificates.
	maxCerts = 20
)

// Parse adds what one input holds: PEM in any state, DER, PKCS#7, or PKCS#12 with an empty password or that of the bundle.
// The name is the one that places are reported with. What is wrong with the input goes to b.Faults. The error is not nil only when the
// password of a PKCS#12 file could not be had, or is wrong ([ErrPassword]).
func (b *Bundle) Parse(name string, data []byte) error {
	b.Files = append(b.Files, name)
	r := reader{bundle: b, file: name}
	err := r.input(data)
	b.Faults = append(b.Faults, r.faults.sorted()...)
	return err
}

// reader reads one input into a bundle.
type reader struct {
	bundle *Bundle
	file   string
	faults faultList
	depth  int            // how often it is encoded
	inside *lint.Location // where what is read now stands encoded; nil: in the file itself
	full   bool           // no more certificates are taken
	err    error

	password *string // Of PKCS#12 in this input; nil: not asked for yet
}

func (r *reader) input(data []byte) error {
	limit := r.bundle.Limits.Bytes
	if limit == 0 {
		limit = maxBytes
	}
	whole := lint.Location{File: r.file}
	switch {
	case len(data) > limit:
		r.faults.add("pem-input-too-large", whole, fmt.Sprintf("the input has more than %d bytes; it was not read", limit))
	case len(data) == 0:
		r.faults.add("pem-empty", whole, "the input has no bytes")
	case isEmpty(data):
		r.faults.add("pem-empty", whole, fmt.Sprintf("the input has nothing but %s (%s)", emptyOf(data), ber.Count(len(data), "byte")))
	case r.foreign(recogniseBinary(data), whole):
	case isBinary(data):
		r.binary(data, whole)
	default:
		r.plain(data, whole)
	}
	return r.err
}

// plain reads a text. One with nothing in it is named if it is of a known kind.
func (r *reader) plain(data []byte, at lint.Location) {
	before := len(r.bundle.Certs)
	r.text(data)
	if len(r.bundle.Certs) > before || r.err != nil || explainsAbsence(r.faults.faults) {
		return
	}
	if !r.foreign(recogniseText(data), at) {
		r.bundle.Nothing = append(r.bundle.Nothing, at)
	}
}

// isBinary tells DER from text. Certificates are long, and no text has the first byte of a long length behind a zero; what
// is short must be something known.
func isBinary(data []byte) bool {
	if len(data) < 2 || data[0] != ber.TagSequence {
		return false
	}
	e, rest, ok := ber.ReadElement(data)
	return data[1] >= 0x80 || ok && len(rest) == 0 && ber.KindOf(e) != ber.UnknownKind
}

func isEmpty(data []byte) bool {
	data = bytes.TrimPrefix(bytes.TrimPrefix(data, []byte("\xff\xfe")), []byte("\xfe\xff"))
	return len(bytes.Trim(data, "\x00"+blanks+"\r\n")) == 0
}

// emptyOf names what an empty input is full of. A file that was not written to its end may have NUL bytes.
func emptyOf(data []byte) string {
	switch n := bytes.Count(data, []byte{0}); n {
	case 0:
		return "blanks"
	case len(data):
		return "NUL bytes"
	}
	return "blanks and NUL bytes"
}

// text reads PEM.
func (r *reader) text(data []byte) {
	src := newSource(r.file, data, r.inside, &r.faults)
	if r.json(src) {
		return
	}
	scan(src, &r.faults, func(b block) bool {
		r.block(src, b)
		return !r.full && r.err == nil
	})
}

// block reads one block of PEM by its class.
func (r *reader) block(src *source, b block) {
	at := src.place(b.at)
	switch {
	case b.class == encodedClass, b.class != otherClass && isEncoded(b.data, maxNested):
		r.twice(b.data, at)
		return
	}
	switch b.class {
	case keyClass:
		r.faults.key(at, "a block labelled "+keyName(b.label))
	case requestClass:
		r.request(at)
	case legacyClass:
		r.faults.add("pem-legacy-label", at, fmt.Sprintf("the label is %q, wanted %q", b.label, certificateLabel))
		r.contents(b.data, at, b.class)
	case certificateClass:
		r.contents(b.data, at, b.class)
	case trustedClass:
		f := r.faults.addCause("pem-unexpected-label", at, "a block labelled "+b.label, " stands in the file, wanted the label "+certificateLabel)
		f.Hint = "Write the certificate without OpenSSL's trust settings: openssl x509 -in FILE -out certificate.pem."
		r.contents(b.data, at, b.class)
	case messageClass:
		if e, _, ok := ber.ReadElement(b.data); ok && ber.KindOf(e) == ber.MessageKind {
			r.message(e, at)
			return
		}
		r.unexpected(b, at)
	default:
		r.unexpected(b, at)
	}
}

// unexpected names a block that has no business here, and takes a certificate out of it if that is what it holds.
func (r *reader) unexpected(b block, at lint.Location) {
	f := r.faults.addCause("pem-unexpected-label", at, describeLabel(b.label), " stands in the file, wanted certificates only")
	f.Hint = labelHints.Get(b.label)
	if e, _, ok := ber.ReadElement(b.data); ok {
		switch ber.KindOf(e) {
		case ber.CertificateKind, ber.PrivateKind, ber.MessageKind, ber.StoreKind:
			r.contents(b.data, at, b.class)
		}
	}
}

// binary reads a file that is not text.
func (r *reader) binary(data []byte, at lint.Location) {
	before := len(r.bundle.Certs)
	r.contents(data, at, certificateClass)
	if n := len(r.bundle.Certs) - before; n > 0 && !r.faults.has("pem-input-pkcs7") && !r.faults.has("pem-input-pkcs12") {
		f := r.faults.add("pem-input-der", at, fmt.Sprintf("the input is DER (%s), wanted PEM", ber.Count(n, "certificate")))
		if n > 1 {
			f.Hint = "Write each certificate as PEM, leaf first; `qwac payload` does it, openssl x509 reads the first alone."
		}
	}
}

// contents reads what the bytes of a block or of a binary file are, whatever the label says.
func (r *reader) contents(data []byte, at lint.Location, c class) {
	if len(data) == 0 {
		return // the scanner has said why
	}
	e, rest, ok := ber.ReadElement(data)
	if !ok {
		r.faults.addCause("x509-parse-failed", at, "certificate: "+cert.BrokenElement(data), "")
		return
	}
	switch ber.KindOf(e) {
	case ber.PrivateKind:
		r.faults.key(at, bareKey)
	case ber.RequestKind:
		r.request(at)
	case ber.ListKind, ber.OCSPKind, ber.PublicKind:
		if at.Line == 0 {
			r.foreign(Recognise(data), at)
			return
		}
		r.unexpected(block{label: labelOf(ber.KindOf(e))}, at)
	case ber.MessageKind:
		r.message(e, at)
	case ber.StoreKind:
		r.store(data, at)
	default:
		r.certificates(e, rest, at, c)
	}
}

// certificates takes a certificate and those that follow it without anything between.
func (r *reader) certificates(e ber.Element, rest []byte, at lint.Location, c class) {
	r.certificate(e.Full, at)
	for len(rest) > 0 && c != trustedClass && !r.full {
		next, after, ok := ber.ReadElement(rest)
		if !ok || ber.KindOf(next) != ber.CertificateKind {
			r.faults.add("x509-trailing-data", at, ber.Count(len(rest), "byte")+" behind the certificate, wanted none")
			return
		}
		if c != certificateClass || at.Line > 0 {
			f := r.faults.add("x509-trailing-data", at, "a further certificate follows in the same block, wanted one block for each")
			f.Hint = "Put each certificate into a block of its own; `qwac payload` does it."
		}
		r.certificate(next.Full, at)
		rest = after
	}
}

// tooMany is the fault of the limit of certificates; it is noted once for all inputs.
const tooMany = "there are more than %d certificates in all; nothing was read from here on"

// certificate takes one certificate.
func (r *reader) certificate(der []byte, at lint.Location) {
	limit := r.bundle.Limits.Certs
	if limit == 0 {
		limit = maxCerts
	}
	if len(r.bundle.Certs) >= limit {
		r.full = true
		detail := fmt.Sprintf(tooMany, limit)
		for _, f := range r.bundle.Faults {
			if f.Detail == detail {
				return
			}
		}
		r.faults.add("pem-input-too-large", at, detail)
		return
	}
	what := ber.NotCanonical(der)
	c, err := cert.ParseCertificate(der)
	switch {
	case err != nil && what != "":
		r.faults.addCause("x509-parse-failed", at, err.Error()+"; besides there is "+what, "")
		return
	case err != nil:
		r.faults.addCause("x509-parse-failed", at, err.Error(), "")
		return
	case what != "":
		r.faults.addCause("x509-der-not-canonical", at, what, "")
	}
	if limit := (*cert.LimitError)(nil); errors.As(c.Refused, &limit) {
		f := r.faults.addCause("x509-parse-failed", at, limit.Error(), "; nothing else was done with it")
		f.Hint = "Ask the QTSP for another certificate: no TLS library and no bank takes this one."
	}
	c.At = at
	r.bundle.Certs = append(r.bundle.Certs, c)
}

func (r *reader) request(at lint.Location) {
	r.faults.add("pem-csr-instead-of-certificate", at, "a certificate signing request stands in the file, wanted the certificate that was issued on it")
}
