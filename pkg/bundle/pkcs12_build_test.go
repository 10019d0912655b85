package bundle

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/asn1"
	"slices"
	"testing"

	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/internal/testpki"
	"qwac/pkg/ber"
)

// Files of PKCS#12 as no program writes them, or as those do that are not on this machine.

func oidOf(arcs ...int) []byte { return testpki.ObjectID(asn1.ObjectIdentifier(arcs)) }

func pkcs(arcs ...int) []byte { return oidOf(append([]int{1, 2, 840, 113549, 1}, arcs...)...) }

var hmacSHA256 = testpki.Seq(oidOf(1, 2, 840, 113549, 2, 9), testpki.Null())

// pfxOf is a PKCS#12 file without a MAC.
func pfxOf(parts ...[]byte) []byte {
	return testpki.Seq(testpki.Int(3), dataPart(testpki.Seq(parts...)))
}

func dataPart(content []byte) []byte {
	return testpki.Seq(pkcs(7, 1), testpki.Explicit(0, testpki.OctetString(content)))
}

func encryptedDataPart(algorithm, content []byte) []byte {
	info := testpki.Seq(pkcs(7, 1), algorithm, testpki.TLV(casn1.Tag(0).ContextSpecific(), content))
	return testpki.Seq(pkcs(7, 6), testpki.Explicit(0, testpki.Seq(testpki.Int(0), info)))
}

func bagOf(kind int, value []byte) []byte {
	return testpki.Seq(pkcs(12, 10, 1, kind), testpki.Explicit(0, value))
}

func certBags(certs ...testpki.Cert) (bags []byte) {
	for _, c := range certs {
		bags = append(bags, bagOf(3, testpki.Seq(pkcs(9, 22, 1), testpki.Explicit(0, testpki.OctetString(c.DER))))...)
	}
	return bags
}

var testSalt, testIV = []byte("a salt 8"), make([]byte, aes.BlockSize)

// pbes2With is an AlgorithmIdentifier with AES-256.
func pbes2With(salt, rounds, prf []byte) []byte {
	kdf := testpki.Seq(pkcs(5, 12), testpki.Seq(salt, rounds, prf))
	return testpki.Seq(pkcs(5, 13),
		testpki.Seq(kdf, testpki.Seq(oidOf(2, 16, 840, 1, 101, 3, 4, 1, 42), testpki.OctetString(testIV))))
}

func pbes2Rounds(rounds int64) []byte {
	return pbes2With(testpki.OctetString(testSalt), testpki.Int(rounds), hmacSHA256)
}

// locked encrypts as pbes2Rounds says.
func locked(t testing.TB, password string, rounds int, content []byte) []byte {
	t.Helper()
	key, err := pbkdf2.Key(sha256.New, password, testSalt, rounds, 32)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	n := block.BlockSize() - len(content)%block.BlockSize()
	out := slices.Concat(content, bytes.Repeat([]byte{byte(n)}, n))
	cipher.NewCBCEncrypter(block, testIV).CryptBlocks(out, out)
	return out
}

// lockedCerts is a part with certificates.
func lockedCerts(t testing.TB, password string, rounds int, certs ...testpki.Cert) []byte {
	t.Helper()
	return encryptedDataPart(pbes2Rounds(int64(rounds)), locked(t, password, rounds, testpki.Seq(certBags(certs...))))
}

// lockedKey is a bag with the key of the leaf.
func lockedKey(t testing.TB, password string, rounds int) []byte {
	t.Helper()
	return bagOf(2,
		testpki.Seq(pbes2Rounds(int64(rounds)), testpki.OctetString(locked(t, password, rounds, keyDER(t)))))
}

// inPieces writes each OCTET STRING, and the content of each [0] that is not constructed, in pieces, and each length
// that can be as indefinite, as NSS and Keychain do.
func inPieces(der []byte) (out []byte) {
	for len(der) > 0 {
		e, rest, ok := ber.ReadElement(der)
		if !ok {
			panic("not DER")
		}
		switch {
		case e.Tag == ber.TagOctetString && len(e.Content) > 3, e.Tag == 0x80:
			half := len(e.Content) / 2
			out = append(out, e.Tag|ber.Constructed, 0x80)
			out = slices.Concat(out, testpki.OctetString(e.Content[:half]), testpki.OctetString(e.Content[half:]),
				[]byte{0, 0})
		case e.Tag&ber.Constructed != 0:
			out = slices.Concat(out, []byte{e.Tag, 0x80}, inPieces(e.Content), []byte{0, 0})
		default:
			out = append(out, e.Full...)
		}
		der = rest
	}
	return out
}
