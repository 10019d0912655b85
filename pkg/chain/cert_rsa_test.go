package chain

import (
	"math/big"
	"testing"
)

// TestClosePrimes has products of two numbers that Fermat's method finds in the last of its rounds, and in the one after.
func TestClosePrimes(t *testing.T) {
	for rounds, want := range map[int64]bool{1: true, fermatRounds - 1: true, fermatRounds: true, fermatRounds + 1: false} {
		n := foundInRound(rounds)
		if got := closePrimes(n); got != want {
			t.Errorf("a product found in round %d: got %v, want %v", rounds, got, want)
		}
	}
	if square := new(big.Int).Lsh(big.NewInt(9), 2046); !closePrimes(square) {
		t.Error("a square was not found")
	}
}

// foundInRound is a*a - b*b, where a is the number of that round when the first is the root rounded up. Near n = a*a - b*b the
// root is a - b*b/2a, so that b is the root of 2a(rounds - 1/2).
func foundInRound(rounds int64) *big.Int {
	a := new(big.Int).Lsh(big.NewInt(1), 1024)
	b := new(big.Int).Mul(a, big.NewInt(2*rounds-1))
	b.Sqrt(b)
	return new(big.Int).Sub(new(big.Int).Mul(a, a), b.Mul(b, b))
}
