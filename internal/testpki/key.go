package testpki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"fmt"
	"math/big"
	"sync"
)

// KeyAlg is the kind of a key.
type KeyAlg int

// The kinds of keys. The zero value is P-256.
const (
	P256 KeyAlg = iota
	P224
	P384
	P521
	Ed25519
	RSA1024
	RSA2048
	RSA3072
	RSA4096
)

// Key names a key pair. The same name and kind are the same key, everywhere and always. It is not secret.
type Key struct {
	Name string
	Alg  KeyAlg
}

// Signer is the key pair. Keys are kept for the life of the process, since large RSA primes take a second to find.
func (k Key) Signer() crypto.Signer {
	once, _ := signers.LoadOrStore(k, sync.OnceValue(k.derive))
	return once.(func() crypto.Signer)()
}

// signers holds a func() crypto.Signer for each Key. It saves time and changes no result.
var signers sync.Map

// SPKI is the DER of the SubjectPublicKeyInfo.
func (k Key) SPKI() []byte {
	der, err := x509.MarshalPKIXPublicKey(k.Signer().Public())
	if err != nil {
		panic(fmt.Sprintf("testpki: key %+v: %v", k, err))
	}
	return der
}

func (k Key) derive() crypto.Signer {
	switch k.Alg {
	case P224:
		return k.deriveEC(elliptic.P224())
	case P256:
		return k.deriveEC(elliptic.P256())
	case P384:
		return k.deriveEC(elliptic.P384())
	case P521:
		return k.deriveEC(elliptic.P521())
	case Ed25519:
		return ed25519.NewKeyFromSeed(k.stream().next(ed25519.SeedSize))
	case RSA1024:
		return deriveRSA(k, 1024)
	case RSA2048:
		return deriveRSA(k, 2048)
	case RSA3072:
		return deriveRSA(k, 3072)
	case RSA4096:
		return deriveRSA(k, 4096)
	}
	panic(fmt.Sprintf("testpki: unknown key algorithm %d", k.Alg))
}

func (k Key) deriveEC(curve elliptic.Curve) crypto.Signer {
	params := curve.Params()
	size := (params.BitSize + 7) / 8
	d := new(big.Int).SetBytes(k.stream().next(size + 8)) // 64 bits more than the order: no visible bias
	d.Mod(d, new(big.Int).Sub(params.N, big.NewInt(1)))
	d.Add(d, big.NewInt(1))
	key, err := ecdsa.ParseRawPrivateKey(curve, d.FillBytes(make([]byte, size)))
	if err != nil {
		panic(fmt.Sprintf("testpki: key %+v: %v", k, err))
	}
	return key
}

func (k Key) stream() *stream { return newStream(fmt.Sprintf("key %d %s", k.Alg, k.Name)) }

// stream is an endless reproducible byte string: HKDF with SHA-256 over a label, with a counter as info.
type stream struct {
	secret  []byte
	counter uint64
	rest    []byte
}

func newStream(label string) *stream {
	secret, err := hkdf.Extract(sha256.New, []byte(label), []byte("qwac testpki 1"))
	if err != nil {
		panic("testpki: " + err.Error())
	}
	return &stream{secret: secret}
}

// Read fills p and never fails.
func (s *stream) Read(p []byte) (int, error) { return copy(p, s.next(len(p))), nil }

func (s *stream) next(n int) []byte {
	for len(s.rest) < n {
		info := binary.BigEndian.AppendUint64(nil, s.counter)
		block, err := hkdf.Expand(sha256.New, s.secret, string(info), 1024)
		if err != nil {
			panic("testpki: " + err.Error())
		}
		s.counter++
		s.rest = append(s.rest, block...)
	}
	out := s.rest[:n:n]
	s.rest = s.rest[n:]
	return out
}
