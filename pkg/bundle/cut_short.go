package bundle

import (
	"bytes"
	"fmt"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
)

// kindOfCut tells what the beginning of an element is that has not come whole, as kindOf does of a whole one.
func kindOfCut(data []byte) ber.Kind {
	body := inSequence(data)
	switch {
	case bytes.HasPrefix(body, []byte{ber.TagInteger, 1, 3, ber.TagSequence}):
		return ber.StoreKind
	case bytes.HasPrefix(body, append([]byte{ber.TagOID, byte(len(ber.DerSignedData))}, ber.DerSignedData...)):
		return ber.MessageKind
	case bytes.HasPrefix(body, []byte{ber.TagEnumerated, 1}):
		return ber.OCSPKind
	case isVersioned(body, ber.TagInteger), isVersioned(body, ber.TagOctetString), isVersioned(body, ber.TagSequence):
		return ber.PrivateKind
	}
	signed := inSequence(body)
	switch {
	case bytes.HasPrefix(signed, []byte{ber.TagExplicit0, 3, ber.TagInteger, 1}):
		return ber.CertificateKind
	case bytes.HasPrefix(signed, []byte{ber.TagInteger, 1, 0, ber.TagSequence}):
		return ber.RequestKind
	case bytes.HasPrefix(signed, []byte{ber.TagInteger, 1, 1, ber.TagSequence}):
		return ber.ListKind
	case bytes.HasPrefix(signed, []byte{ber.TagOID, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05}), // PKCS#5
		bytes.HasPrefix(signed, []byte{ber.TagOID, 10, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c}): // PKCS#12
		return ber.PrivateKind // EncryptedPrivateKeyInfo
	case bytes.HasPrefix(signed, []byte{ber.TagOID, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02}), // id-ecPublicKey
		bytes.HasPrefix(signed, []byte{ber.TagOID, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01}): // PKCS#1
		return ber.PublicKind
	}
	return ber.UnknownKind
}

// isVersioned tells the version of a private key, 0 or 1, with a tag behind it (RFC 5208, 5915, 8017).
func isVersioned(body []byte, next byte) bool {
	return len(body) > 3 && body[0] == ber.TagInteger && body[1] == 1 && body[2] <= 1 && body[3] == next
}

// inSequence is what there is behind the header of a SEQUENCE; nil: it is none.
func inSequence(data []byte) []byte {
	var e ber.Element
	header, _, ok := ber.ReadHeader(data, &e)
	if !ok || e.Tag != ber.TagSequence {
		return nil
	}
	return data[header:]
}

// again is the way out for what has not come whole.
const again = "Copy or download the file again, as binary, and compare its size with that of the original."

// broken notes bytes that are no element, by what they are the beginning of.
func (r *reader) broken(data []byte, at lint.Location) {
	what := cert.BrokenElement(data)
	switch k := kindOfCut(data); k {
	case ber.PrivateKind:
		r.faults.key(at, bareKey+", "+what+",")
	case ber.StoreKind:
		r.unopened(at, ", "+what).Hint = again
	case ber.MessageKind:
		r.faults.add("pem-input-pkcs7", at, "the input is PKCS#7, "+what).Hint = again
		r.faults.unfixable("pem-input-pkcs7")
	case ber.RequestKind, ber.ListKind, ber.OCSPKind, ber.PublicKind:
		r.faults.add("pem-no-certificate", at,
			"the input is "+kindName(k)+", "+what+"; no certificate was read from it").Hint = again
	default:
		r.faults.addCause("x509-parse-failed", at, "certificate: "+what, "").Hint = again
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
	for i := range derKinds {
		if derKinds[i].kind == k {
			return derKinds[i].what.What
		}
	}
	return "certificate"
}

// behind names the bytes that follow what is no certificate. Those behind a certificate may be a further one.
func (r *reader) behind(k ber.Kind, rest []byte, at lint.Location) {
	if len(rest) == 0 || k == ber.CertificateKind || k == ber.UnknownKind {
		return
	}
	f := r.faults.add("x509-trailing-data", at,
		fmt.Sprintf("%s behind the end of what is %s, want none", ber.Count(len(rest), "byte"), kindName(k)))
	f.Hint = "Export the file again: what stands behind its end is not read, and some programs refuse it."
}
