package bundle

import (
	"bytes"
	"cmp"
	"fmt"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/foreign"
	"qwac/pkg/lint"
)

// again is the way out for what has not come whole.
const again = "Copy or download the file again, as binary, and compare its size with that of the original."

// broken notes bytes that are no element, by what they are the beginning of.
func (r *reader) broken(data []byte, at lint.Location) {
	what := cmp.Or(mangled(data), cert.BrokenElement(data))
	switch k := ber.KindOfCut(data); k {
	case ber.PrivateKind:
		r.faults.key(at, bareKey+", "+what+",")
	case ber.StoreKind:
		r.unopened(at, ", "+what).Hint = again
	case ber.MessageKind:
		r.faults.add(&PEMInputPKCS7, at, "the input is PKCS#7, "+what).Hint = again
		r.faults.unfixable(&PEMInputPKCS7)
	case ber.RequestKind, ber.ListKind, ber.OCSPKind, ber.PublicKind:
		r.faults.add(&PEMNoCertificate, at,
			"the input is "+kindName(k)+", "+what+"; no certificate was read from it").Hint = again
	default:
		r.faults.addCause(&cert.X509ParseFailed, at, "certificate: "+what, "").Hint = again
	}
}

// kindName is what a kind is called in a message.
func kindName(k ber.Kind) string {
	switch k {
	case ber.StoreKind:
		return "PKCS#12"
	case ber.MessageKind:
		return "PKCS#7"
	}
	if f := foreign.OfDER(k); f != nil {
		return f.What
	}
	return "certificate"
}

// behind names the bytes that follow what is no certificate. Those behind a certificate may be a further one.
func (r *reader) behind(k ber.Kind, rest []byte, at lint.Location) {
	if len(rest) == 0 || k == ber.CertificateKind || k == ber.UnknownKind {
		return
	}
	f := r.faults.add(&x509TrailingData, at,
		fmt.Sprintf("%s after the end of what is %s, want none", ber.Count(len(rest), "byte"), kindName(k)))
	f.Hint = "Export the file again: what follows its end is not read, and some programs refuse it."
}

// mangled says that bytes went through a program that took them for text; empty: they did not, as far as can be told.
func mangled(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{ber.TagSequence, 0xc2}):
		return fmt.Sprintf("the bytes were taken for text and written as UTF-8 (%x in place of %x)", data[1:3],
			data[2:3])
	case bytes.HasPrefix(data, []byte{ber.TagSequence, 0xef, 0xbf, 0xbd}):
		return "the bytes were taken for text, and those that are no UTF-8 were replaced by U+FFFD: they are lost"
	}
	return ""
}
