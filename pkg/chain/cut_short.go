package chain

import (
	"bytes"
	"fmt"

	"qwac/pkg/lint"
)

// kindOfCut tells what the beginning of an element is that has not come whole, as kindOf does of a whole one.
func kindOfCut(data []byte) kind {
	body := inSequence(data)
	switch {
	case bytes.HasPrefix(body, []byte{tagInteger, 1, 3, tagSequence}):
		return storeKind
	case bytes.HasPrefix(body, append([]byte{tagOID, byte(len(derSignedData))}, derSignedData...)):
		return messageKind
	case bytes.HasPrefix(body, []byte{tagEnumerated, 1}):
		return ocspKind
	case isVersioned(body, tagInteger), isVersioned(body, tagOctetString), isVersioned(body, tagSequence):
		return privateKind
	}
	signed := inSequence(body)
	switch {
	case bytes.HasPrefix(signed, []byte{tagExplicit0, 3, tagInteger, 1}):
		return certificateKind
	case bytes.HasPrefix(signed, []byte{tagInteger, 1, 0, tagSequence}):
		return requestKind
	case bytes.HasPrefix(signed, []byte{tagInteger, 1, 1, tagSequence}):
		return listKind
	case bytes.HasPrefix(signed, []byte{tagOID, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05}), // PKCS#5
		bytes.HasPrefix(signed, []byte{tagOID, 10, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c}): // PKCS#12
		return privateKind // EncryptedPrivateKeyInfo
	case bytes.HasPrefix(signed, []byte{tagOID, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02}), // id-ecPublicKey
		bytes.HasPrefix(signed, []byte{tagOID, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01}): // PKCS#1
		return publicKind
	}
	return unknownKind
}

// isVersioned tells the version of a private key, 0 or 1, with a tag behind it (RFC 5208, 5915, 8017).
func isVersioned(body []byte, next byte) bool {
	return len(body) > 3 && body[0] == tagInteger && body[1] == 1 && body[2] <= 1 && body[3] == next
}

// inSequence is what there is behind the header of a SEQUENCE; nil: it is none.
func inSequence(data []byte) []byte {
	var e element
	header, _, ok := readHeader(data, &e)
	if !ok || e.tag != tagSequence {
		return nil
	}
	return data[header:]
}

// again is the way out for what has not come whole.
const again = "Copy or download the file again, as binary, and compare its size with that of the original."

// broken notes bytes that are no element, by what they are the beginning of.
func (r *reader) broken(data []byte, at lint.Location) {
	what := brokenElement(data)
	switch k := kindOfCut(data); k {
	case privateKind:
		r.faults.key(at, bareKey+", "+what+",")
	case storeKind:
		r.unopened(at, ", "+what).Hint = again
	case messageKind:
		r.faults.add("pem-input-pkcs7", at, "the input is PKCS#7, "+what).Hint = again
		r.faults.unfixable("pem-input-pkcs7")
	case requestKind, listKind, ocspKind, publicKind:
		r.faults.add("pem-no-certificate", at, "the input is "+kindName(k)+", "+what+"; no certificate was read from it").Hint = again
	default:
		r.faults.addCause("x509-parse-failed", at, "certificate: "+what, "").Hint = again
	}
}

// kindName is what a kind is called in a message.
func kindName(k kind) string {
	switch k {
	case storeKind:
		return "PKCS#12"
	case messageKind:
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
func (r *reader) behind(k kind, rest []byte, at lint.Location) {
	if len(rest) == 0 || k == certificateKind || k == unknownKind {
		return
	}
	f := r.faults.add("x509-trailing-data", at, fmt.Sprintf("%s behind the end of what is %s, wanted none", Count(len(rest), "byte"), kindName(k)))
	f.Hint = "Export the file again: what stands behind its end is not read, and some programs refuse it."
}
