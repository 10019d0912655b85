package chain

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// Object identifiers of RFC 5652, RFC 8018 and RFC 9879.
var (
	oidData       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidPBKDF2     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
	oidPBMAC1     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 14}
	oidHMACSHA256 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}
)

// maxParts bounds the parts of a PKCS#12 file. Most have two, one for the certificates and one for the key.
const maxParts = 10

// openParts reads a PKCS#12 file part by part. The library decrypts what there is, but without a key only where there are two
// parts; openssl pkcs12 -export -nokeys writes a single one. So each part is put beside an empty one into a file of
// its own, under a new MAC. Nothing is lost with the old one: the library has checked it if it could, and what counts are the
// signatures of the certificates.
func openParts(data []byte, password string) (*store, error) {
	parts, ok := partsOf(data)
	if !ok || len(parts) == 0 || len(parts) > maxParts {
		return nil, errors.New("the parts of the file cannot be told apart")
	}
	s := new(store)
	for _, part := range parts {
		file, err := fileOf(password, part, emptyPart())
		if err != nil {
			return nil, err
		}
		if err := s.blocks(file, password); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// partsOf gives the parts of a PFX (RFC 7292, section 4), each a ContentInfo in DER.
func partsOf(data []byte) (parts [][]byte, ok bool) {
	content := data
	for _, tag := range []byte{tagSequence, tagSequence, tagExplicit0, tagOctetString, tagSequence} { // PFX, authSafe, content
		e, found := childByTag(content, tag)
		if !found {
			return nil, false
		}
		content = e.content
	}
	for len(content) > 0 && len(parts) <= maxParts {
		e, rest, ok := readElement(content)
		if !ok {
			return nil, false
		}
		parts, content = append(parts, e.full), rest
	}
	return parts, true
}

// emptyPart is a part of a PKCS#12 file with nothing in it.
func emptyPart() []byte {
	var b cryptobyte.Builder
	addData(&b, []byte{tagSequence, 0})
	return b.BytesOrPanic()
}

// fileOf is a PKCS#12 file with these parts and a MAC.
func fileOf(password string, parts ...[]byte) ([]byte, error) {
	var safes cryptobyte.Builder
	safes.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddBytes(slices.Concat(parts...)) })
	contents, err := safes.Bytes()
	if err != nil {
		return nil, err
	}
	var file cryptobyte.Builder
	file.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(3)
		addData(b, contents)
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) { addMAC(b, contents, password) })
	})
	return file.Bytes()
}

// addData adds a ContentInfo of the kind data.
func addData(b *cryptobyte.Builder, contents []byte) {
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidData)
		b.AddASN1(cbasn1.Tag(0).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) { b.AddASN1OctetString(contents) })
	})
}

// addMAC adds MacData with the MAC of RFC 9879 and a single round of key derivation: it protects nothing.
func addMAC(b *cryptobyte.Builder, contents []byte, password string) {
	salt := make([]byte, sha256.Size)
	key, err := pbkdf2.Key(sha256.New, password, salt, 1, sha256.Size)
	if err != nil {
		b.SetError(err)
		return
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(contents)
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		addAlgorithm(b, oidPBMAC1, func(b *cryptobyte.Builder) {
			addAlgorithm(b, oidPBKDF2, func(b *cryptobyte.Builder) {
				b.AddASN1OctetString(salt)
				b.AddASN1Int64(1)
				b.AddASN1Int64(sha256.Size)
				addAlgorithm(b, oidHMACSHA256, nil)
			})
			addAlgorithm(b, oidHMACSHA256, nil)
		})
		b.AddASN1OctetString(mac.Sum(nil))
	})
	b.AddASN1OctetString(salt)
}

// addAlgorithm adds an AlgorithmIdentifier whose parameters are a SEQUENCE; nil: it has none.
func addAlgorithm(b *cryptobyte.Builder, id asn1.ObjectIdentifier, parameters cryptobyte.BuilderContinuation) {
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(id)
		if parameters != nil {
			b.AddASN1(cbasn1.SEQUENCE, parameters)
		}
	})
}
