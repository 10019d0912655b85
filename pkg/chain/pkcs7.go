package chain

import "qwac/pkg/lint"

// message takes the certificates out of a PKCS#7 message (RFC 5652, section 5.1). It reads BER, and one certificate that
// cannot be parsed does not lose the others.
func (r *reader) message(e element, at lint.Location) {
	certs := messageCertificates(e)
	if len(certs) == 0 {
		r.faults.add("pem-input-pkcs7", at, "the input is PKCS#7 and holds no certificate")
		return
	}
	r.faults.add("pem-input-pkcs7", at, "the input is PKCS#7 with "+Count(len(certs), "certificate")+", wanted PEM; their order in it means nothing")
	for _, der := range certs {
		if r.full {
			return
		}
		r.certificate(der, at)
	}
}

// messageCertificates gives the certificates of a ContentInfo with SignedData in it.
func messageCertificates(e element) (certs [][]byte) {
	signed := e.content
	for _, tag := range []byte{tagExplicit0, tagSequence} { // content [0] EXPLICIT, SignedData
		inner, ok := childByTag(signed, tag)
		if !ok {
			return nil
		}
		signed = inner.content
	}
	set, ok := childByTag(signed, tagExplicit0) // certificates [0] IMPLICIT
	for rest := set.content; ok && len(rest) > 0; {
		var cert element
		if cert, rest, ok = readElement(rest); ok && cert.tag == tagSequence {
			certs = append(certs, cert.full)
		}
	}
	return certs
}

// childByTag finds the first element with a tag among those that content consists of.
func childByTag(content []byte, tag byte) (element, bool) {
	for len(content) > 0 {
		e, rest, ok := readElement(content)
		if !ok {
			break
		}
		if e.tag == tag {
			return e, true
		}
		content = rest
	}
	return element{}, false
}
