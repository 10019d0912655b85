package pkcs12

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"math"
	"testing"
)

// counted is a hash that counts how often it is computed.
type counted struct {
	hash.Hash
	sums *int
}

func (c counted) Sum(b []byte) []byte { *c.sums++; return c.Hash.Sum(b) }

// TestAttackDerivationTakesWhatItMakes compares the rounds that are taken with the hashes that are computed: PBKDF2
// computes two in each round, one inside the other.
func TestAttackDerivationTakesWhatItMakes(t *testing.T) {
	salt := []byte("a salt 8")
	for _, size := range []int{5, 16, 32, 33, 64, 65} {
		sums := 0
		d := Derivation{Limit: MaxRounds}
		if _, err := d.pbkdf2(prf{func() hash.Hash {
			return counted{sha256.New(), &sums}
		}, 1}, nil, salt, 1000, size); err != nil {
			t.Fatal(err)
		}
		if sums > 2*d.Spent+10 || d.Spent > sums {
			t.Errorf("a key of %d bytes: %d hashes for %d rounds", size, sums, d.Spent)
		}
	}
	d := Derivation{Limit: 1000}
	for _, rounds := range []int{0, -1, 1001, math.MinInt, math.MaxInt32} {
		if _, err := d.pkcs12(nil, salt, forKey, rounds, 16); err != ErrRounds || d.Spent != 0 {
			t.Errorf("%d rounds: error %v, %d spent", rounds, err, d.Spent)
		}
		if _, err := d.pbkdf2(prf{sha1.New, 1}, nil, salt, rounds, 16); err != ErrRounds || d.Spent != 0 {
			t.Errorf("%d rounds: error %v, %d spent", rounds, err, d.Spent)
		}
	}
}

// TestRC2 has the vectors of RFC 2268, section 5, whose keys are as strong as they are long.
func TestRC2(t *testing.T) {
	for _, tt := range []struct{ key, plain, encrypted string }{
		{"ffffffffffffffff", "ffffffffffffffff", "278b27e42e2f0d49"},
		{"3000000000000000", "1000000000000001", "30649edf9be7d2c2"},
		{"88bca90e90875a7f0f79c384627bafb2", "0000000000000000", "2269552ab0f85ca6"},
	} {
		key, _ := hex.DecodeString(tt.key)
		data, _ := hex.DecodeString(tt.encrypted)
		block, err := newRC2(key)
		if err != nil {
			t.Fatal(err)
		}
		block.Decrypt(data, data)
		if got := hex.EncodeToString(data); got != tt.plain {
			t.Errorf("key %s: %s, want %s", tt.key, got, tt.plain)
		}
	}
}
