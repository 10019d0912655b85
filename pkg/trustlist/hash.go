package trustlist

import (
	"bytes"
	"crypto/sha256"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/tsl"
)

// hash is half a SHA-256: enough to exclude coincidence. A key or name found by it is then checked by a signature, or
// comes from an authenticated list.
type hash [16]byte

func hashOf(data []byte) hash {
	sum := sha256.Sum256(data)
	return hash(sum[:len(hash{})])
}

// keyHash names a public key whatever its encoding: parameters that are NULL count as absent (RFC 8017 A.1 wants NULL,
// some listed certificates leave it out).
func keyHash(spki []byte) hash {
	in := cryptobyte.String(spki)
	var body, algorithm, oid, parameters, key cryptobyte.String
	ok := in.ReadASN1(&body, cbasn1.SEQUENCE) && body.ReadASN1(&algorithm, cbasn1.SEQUENCE) &&
		algorithm.ReadASN1Element(&oid, cbasn1.OBJECT_IDENTIFIER) && body.ReadASN1Element(&key, cbasn1.BIT_STRING)
	if !ok {
		return hashOf(spki)
	}
	if parameters = algorithm; bytes.Equal(parameters, []byte{5, 0}) {
		parameters = nil
	}
	return hashOf(slices.Concat(oid, parameters, key))
}

// nameHash names a distinguished name as RFC 5280 7.1 compares them: string types, case and repeated blanks do not
// count.
func nameHash(name []byte) hash {
	var b cryptobyte.Builder
	for _, a := range tsl.ReadName(name) {
		b.AddASN1ObjectIdentifier(a.OID)
		text := []byte(tsl.Fold(a.Text))
		if len(text) == 0 {
			text = a.Raw
		}
		b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(text) })
	}
	der, err := b.Bytes()
	if err != nil || len(der) == 0 {
		der = name
	}
	return hashOf(der)
}
