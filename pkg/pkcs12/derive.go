package pkcs12

import (
	"bytes"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"hash"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"qwac/pkg/ber"
)

// MaxRounds bounds the key derivations for all inputs together. OpenSSL takes 2,048 rounds for a key, Java 10,000, the
// newest advice is 600,000; a million take less than a second.
const MaxRounds = 1_000_000

// ErrRounds says that a derivation was not begun, since it would take more rounds than are left.
var ErrRounds = errors.New("too many rounds of key derivation")

// Derivation makes keys out of passwords. It takes the rounds from what is left before it goes through them, so that
// whatever a file says, and however many files there are, it never makes more.
type Derivation struct{ Limit, Spent int }

// Left is the derivation that may spend one part of so many of what is left.
func (d *Derivation) Left(parts int) *Derivation {
	return &Derivation{Limit: (d.Limit - d.Spent) / parts}
}

// take spends so many rounds, or none if there are not as many.
func (d *Derivation) take(rounds int64) error {
	if rounds <= 0 || rounds > int64(d.Limit-d.Spent) {
		return ErrRounds
	}
	d.Spent += int(rounds)
	return nil
}

// prf is a pseudorandom function of PBKDF2 (RFC 8018, appendix B.1).
type prf struct {
	new    func() hash.Hash
	weight int64 // of a round: SHA-512 takes twice the time of the others
}

var prfs = ber.Table[prf]{
	{"1.2.840.113549.2.7", prf{sha1.New, 1}},
	{"1.2.840.113549.2.8", prf{sha256.New224, 1}},
	{"1.2.840.113549.2.9", prf{sha256.New, 1}},
	{"1.2.840.113549.2.10", prf{sha512.New384, 2}},
	{"1.2.840.113549.2.11", prf{sha512.New, 2}},
	{"1.2.840.113549.2.12", prf{sha512.New512_224, 2}},
	{"1.2.840.113549.2.13", prf{sha512.New512_256, 2}},
}

// pbkdf2 is the derivation of RFC 8018, section 5.2. A round is one of each block of the key.
func (d *Derivation) pbkdf2(f prf, password, salt []byte, rounds, size int) ([]byte, error) {
	n := f.new().Size()
	if err := d.take(int64(rounds) * int64((size+n-1)/n) * f.weight); err != nil {
		return nil, err
	}
	return pbkdf2.Key(f.new, string(password), salt, rounds, size)
}

// Purposes of a derivation by RFC 7292, appendix B.3.
const (
	forKey byte = 1
	forIV  byte = 2
)

// pkcs12 is the derivation of RFC 7292, appendix B.2, with SHA-1, the only hash that PKCS#12 encrypts with.
func (d *Derivation) pkcs12(password, salt []byte, purpose byte, rounds, size int) (key []byte, err error) {
	if err := d.take(int64(rounds) * int64((size+sha1.Size-1)/sha1.Size)); err != nil {
		return nil, err
	}
	diversifier := bytes.Repeat([]byte{purpose}, sha1.BlockSize)
	input := append(filled(salt), filled(password)...)
	for {
		sum := sha1.Sum(slices.Concat(diversifier, input))
		for range rounds - 1 {
			sum = sha1.Sum(sum[:])
		}
		if key = append(key, sum[:]...); len(key) >= size {
			return key[:size], nil
		}
		for block := range slices.Chunk(input, sha1.BlockSize) {
			addTo(block, sum)
		}
	}
}

// filled repeats what it is given up to whole blocks.
func filled(pattern []byte) []byte {
	if len(pattern) == 0 {
		return nil
	}
	size := (len(pattern) + sha1.BlockSize - 1) / sha1.BlockSize * sha1.BlockSize
	return bytes.Repeat(pattern, size/len(pattern)+1)[:size]
}

// addTo adds the sum, repeated, and one to the number that a block is.
func addTo(block []byte, sum [sha1.Size]byte) {
	carry := uint(1)
	for i := len(block) - 1; i >= 0; i-- {
		carry += uint(block[i]) + uint(sum[i%len(sum)])
		block[i], carry = byte(carry), carry>>8
	}
}

// secretsOf gives the bytes that a password stands for in PBES2, which has it in UTF-8, or in the older schemes of
// PKCS#12, which have it in UTF-16 with a zero behind it (RFC 7292, appendix B.1). Where programs differ there are
// several: some write an empty password without the zero, and OpenSSL up to 1.0 widened each byte. A password that is
// not UTF-8 is in the code of Windows.
func secretsOf(password string, pbes2 bool) [][]byte {
	text := password
	if !utf8.ValidString(text) {
		text = string(ber.DecodeWindows1252([]byte(text)))
	}
	forms := [][]byte{wide([]rune(text)), wide(runesOf(password))}
	switch {
	case pbes2:
		forms = [][]byte{[]byte(text), []byte(password)}
	case text == "":
		forms[1] = nil
	}
	if bytes.Equal(forms[0], forms[1]) {
		return forms[:1]
	}
	return forms
}

// runesOf takes each byte for a character.
func runesOf(s string) (runes []rune) {
	for i := range len(s) {
		runes = append(runes, rune(s[i]))
	}
	return runes
}

// wide is UTF-16, big endian, with a zero at the end.
func wide(text []rune) (out []byte) {
	for _, unit := range append(utf16.Encode(text), 0) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return out
}
