package ber

import "bytes"

// KindOfCut tells what the beginning of an element is that has not come whole, as [KindOf] does of a whole one.
func KindOfCut(data []byte) Kind {
	body := inSequence(data)
	switch {
	case bytes.HasPrefix(body, []byte{TagInteger, 1, 3, TagSequence}):
		return StoreKind
	case bytes.HasPrefix(body, append([]byte{TagOID, byte(len(DerSignedData))}, DerSignedData...)):
		return MessageKind
	case bytes.HasPrefix(body, []byte{TagEnumerated, 1}):
		return OCSPKind
	case isVersioned(body, TagInteger), isVersioned(body, TagOctetString), isVersioned(body, TagSequence):
		return PrivateKind
	}
	signed := inSequence(body)
	switch {
	case bytes.HasPrefix(signed, []byte{TagExplicit0, 3, TagInteger, 1}):
		return CertificateKind
	case bytes.HasPrefix(signed, []byte{TagInteger, 1, 0, TagSequence}):
		return RequestKind
	case bytes.HasPrefix(signed, []byte{TagInteger, 1, 1, TagSequence}):
		return ListKind
	case bytes.HasPrefix(signed, []byte{TagOID, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05}), // PKCS#5
		bytes.HasPrefix(signed, []byte{TagOID, 10, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c}): // PKCS#12
		return PrivateKind // EncryptedPrivateKeyInfo
	case bytes.HasPrefix(signed, []byte{TagOID, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02}), // id-ecPublicKey
		bytes.HasPrefix(signed, []byte{TagOID, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01}): // PKCS#1
		return PublicKind
	}
	return UnknownKind
}

// isVersioned tells the version of a private key, 0 or 1, with a tag behind it (RFC 5208, 5915, 8017).
func isVersioned(body []byte, next byte) bool {
	return len(body) > 3 && body[0] == TagInteger && body[1] == 1 && body[2] <= 1 && body[3] == next
}

// inSequence is what there is behind the header of a SEQUENCE; nil: it is none.
func inSequence(data []byte) []byte {
	var e Element
	header, _, ok := ReadHeader(data, &e)
	if !ok || e.Tag != TagSequence {
		return nil
	}
	return data[header:]
}
