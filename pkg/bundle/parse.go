package bundle

import (
	"bytes"
	"encoding/json"
	"fmt"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/foreign"
	"qwac/pkg/lint"
	"qwac/pkg/unwrap"
)

// nested reads what stood encoded in the input at a place: text, or DER.
func (r *reader) nested(data []byte, at lint.Location) {
	if r.depth == maxNested {
		r.faults.add(&PEMBadBase64, at, "the text is encoded over and over; it was not read to its end")
		return
	}
	before := r.inside
	r.depth, r.inside = r.depth+1, &at
	switch {
	case unwrap.IsEmpty(data):
		r.faults.add(&pemEmpty, at, "what is encoded here is empty")
	case r.foreign(foreign.Binary(data), at):
	case foreign.IsDER(data):
		r.contents(data, at, certificateClass)
	default:
		r.text(data)
	}
	r.depth, r.inside = r.depth-1, before
}

// twice reads a PEM file, or base64, that stands as base64 in the input.
func (r *reader) twice(data []byte, at lint.Location) {
	f := r.faults.add(&PEMEncodedTwice, at,
		"the base64 holds a PEM file, or base64 again: it is encoded twice; want the file itself")
	f.Hint = "Decode once what stands there: it is the file itself."
	r.nested(data, at)
}

// Parse adds what one input holds: PEM in any state, DER, PKCS#7, or PKCS#12 with an empty password or that of the
// bundle. The name is the one that places are reported with. What is wrong with the input goes to b.Faults. The error
// is not nil only when the password of a PKCS#12 file could not be had, or is wrong ([ErrPassword]).
func (b *Bundle) Parse(name string, data []byte) error {
	b.Files = append(b.Files, name)
	r := reader{bundle: b, file: name}
	before := len(b.Certs)
	err := r.input(data)
	if i := r.faults.index(&PEMCSRInsteadOfCertificate); i >= 0 && len(b.Certs) > before {
		r.faults.faults[i].Hint = "Take the request out of the file; the certificates stand in it already."
	}
	b.Faults = append(b.Faults, r.faults.sorted()...)
	return err
}

func (r *reader) input(data []byte) error {
	limit := r.bundle.Limits.Bytes
	if limit == 0 {
		limit = maxBytes
	}
	whole := lint.Location{File: r.file}
	switch {
	case len(data) > limit:
		r.faults.add(&pemInputTooLarge, whole, fmt.Sprintf("the input has more than %d bytes; it was not read", limit))
	case len(data) == 0:
		r.faults.add(&pemEmpty, whole, "the input has no bytes")
	case unwrap.IsEmpty(data):
		r.faults.add(&pemEmpty, whole,
			fmt.Sprintf("the input has nothing but %s (%s)", unwrap.EmptyOf(data), ber.Count(len(data), "byte")))
	case r.foreign(foreign.Binary(data), whole):
	case foreign.IsDER(data):
		r.binary(data, whole)
	case r.foreign(foreign.Encoded(data), whole):
	default:
		r.plain(data, whole)
	}
	return r.err
}

// plain reads a text. One with nothing in it is named if it is of a known kind.
func (r *reader) plain(data []byte, at lint.Location) {
	before := len(r.bundle.Certs)
	if split := derBehind(data); split < len(data) {
		r.mixed(data, split)
	} else {
		r.text(data)
	}
	if len(r.bundle.Certs) > before || r.err != nil || explainsAbsence(r.faults.faults) {
		return
	}
	if !r.foreign(foreign.Text(data), at) {
		r.bundle.Nothing = append(r.bundle.Nothing, at)
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
	case b.class != keyClass && b.class != otherClass && r.foreign(foreign.Binary(b.data), at):
		return
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
		r.faults.add(&pemLegacyLabel, at, fmt.Sprintf("the label is %s, want %q", ber.Quote(b.label), certificateLabel))
		r.contents(b.data, at, b.class)
	case certificateClass:
		r.contents(b.data, at, b.class)
	case trustedClass:
		f := r.faults.addCause(&PEMUnexpectedLabel, at, "a block labelled "+b.label,
			" stands in the file, want the label "+certificateLabel)
		f.Hint = "Write the certificate without OpenSSL's trust settings: `openssl x509 -in FILE -out certificate.pem`."
		r.contents(b.data, at, b.class)
	case messageClass:
		if e, _, ok := ber.ReadElement(b.data); ok && ber.KindOf(e) == ber.MessageKind {
			r.contents(b.data, at, b.class)
			return
		}
		r.unexpected(b, at)
	default:
		r.unexpected(b, at)
	}
}

// unexpected names a block that has no business here, and takes a certificate out of it if that is what it holds.
func (r *reader) unexpected(b block, at lint.Location) {
	f := r.faults.addCause(&PEMUnexpectedLabel, at, describeLabel(b.label),
		" stands in the file, want certificates only")
	f.Hint, f.Needs = hintFor(b.label)
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
	if n := len(r.bundle.Certs) - before; n > 0 && !r.faults.has(&PEMInputPKCS7) && !r.faults.has(&PEMInputPKCS12) {
		f := r.faults.add(&PEMInputDER, at, fmt.Sprintf("the input is DER (%s), want PEM", ber.Count(n, "certificate")))
		if n > 1 {
			f.Hint = "Write each certificate as PEM, leaf first; openssl x509 reads the first alone."
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
		r.broken(data, at)
		return
	}
	r.behind(ber.KindOf(e), rest, at)
	switch ber.KindOf(e) {
	case ber.PrivateKind:
		r.faults.key(at, bareKey)
	case ber.RequestKind:
		r.request(at)
	case ber.ListKind, ber.OCSPKind, ber.PublicKind, ber.QueryKind, ber.KeyStoreKind, ber.TimestampKind:
		if label := labelOf(ber.KindOf(e)); at.Line > 0 && label != "" {
			r.unexpected(block{label: label}, at)
			return
		}
		r.foreign(foreign.OfDER(ber.KindOf(e)), at)
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
	before := len(r.bundle.Certs)
	r.certificate(e.Full, at)
	if len(rest) > 0 && len(r.bundle.Certs) == before && !r.full {
		r.faults.add(&x509TrailingData, at, ber.Count(len(rest), "byte")+" after its end, want none").Hint = again
		return
	}
	for len(rest) > 0 && c != trustedClass && !r.full {
		next, after, ok := ber.ReadElement(bytes.TrimLeft(rest, "\r\n"))
		if !ok || ber.KindOf(next) != ber.CertificateKind {
			if r.textBehind(rest, at) {
				return
			}
			r.faults.add(&x509TrailingData, at, ber.Count(len(rest), "byte")+" after the certificate, want none")
			return
		}
		if c != certificateClass || at.Line > 0 {
			f := r.faults.add(&x509TrailingData, at,
				"a further certificate follows in the same block, want one block for each")
			f.Hint = "Put each certificate into a block of its own."
		}
		r.certificate(next.Full, at)
		rest = after
	}
}

// json takes the certificates out of a JSON document: x5c of a JWK (RFC 7517, section 4.7) or of the header of a JWS
// (RFC 7515, section 4.1.6), or base64 in any other string. False: there is none, and what is in it is for the scanner
// of PEM.
func (r *reader) json(src *source) bool {
	text := bytes.TrimSpace(bytes.TrimPrefix(src.text, utf8BOM))
	if header := jwsHeader(token(text)); header != nil {
		text = header
		at := src.place(0)
		src = &source{file: src.file, raw: text, text: text, inside: &at}
	}
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return false
	}
	w := jsonWalk{dec: json.NewDecoder(bytes.NewReader(text)), text: text, src: src, shift: bytes.Index(src.text, text)}
	if !w.run() {
		return false
	}
	for _, at := range w.keys {
		r.faults.key(at, "a JWK with its private part")
	}
	if w.pem || len(w.found) == 0 {
		return false
	}
	r.faults.add(&InputJSONX5C, w.found[0].at, "the input is JSON with "+ber.Count(len(w.found), "value")+
		" in base64 (x5c of a JWK or a JWS header), want PEM")
	for _, f := range w.found {
		switch {
		case r.full || r.err != nil:
		case f.broken:
			r.faults.add(&cert.X509ParseFailed, f.at,
				"a value of x5c is not a certificate in base64: it is damaged or cut off")
		case isElement(f.data):
			r.contents(f.data, f.at, certificateClass)
		default:
			r.twice(f.data, f.at)
		}
	}
	return true
}
