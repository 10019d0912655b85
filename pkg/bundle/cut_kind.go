package bundle

import (
	"bytes"

	"qwac/pkg/ber"
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
