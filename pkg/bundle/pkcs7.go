package bundle

import (
	"qwac/pkg/ber"
	"qwac/pkg/lint"
)

// message takes the certificates out of a PKCS#7 message (RFC 5652, section 5.1). It reads BER, and one certificate
// that cannot be parsed does not lose the others.
func (r *reader) message(e ber.Element, at lint.Location) {
	certs := messageCertificates(e)
	if len(certs) == 0 {
		r.faults.add(&PEMInputPKCS7, at, "the input is PKCS#7 and holds no certificate")
		return
	}
	f := r.faults.add(&PEMInputPKCS7, at,
		"the input is PKCS#7 with "+ber.Count(len(certs), "certificate")+", want PEM; their order in it means nothing")
	if at.Line > 0 { // a text, of which openssl reads only what has its label
		f.Hint = "Take the certificates out, leaf first, as openssl pkcs7 -print_certs does."
	}
	for _, der := range certs {
		if r.full {
			return
		}
		r.certificate(der, at)
	}
}

// messageCertificates gives the certificates of a ContentInfo with SignedData in it.
func messageCertificates(e ber.Element) (certs [][]byte) {
	signed := e.Content
	for _, tag := range []byte{ber.TagExplicit0, ber.TagSequence} { // content [0] EXPLICIT, SignedData
		inner, ok := ber.ChildByTag(signed, tag)
		if !ok {
			return nil
		}
		signed = inner.Content
	}
	set, ok := ber.ChildByTag(signed, ber.TagExplicit0) // certificates [0] IMPLICIT
	for rest := set.Content; ok && len(rest) > 0; {
		var cert ber.Element
		if cert, rest, ok = ber.ReadElement(rest); ok && cert.Tag == ber.TagSequence {
			certs = append(certs, cert.Full)
		}
	}
	return certs
}
