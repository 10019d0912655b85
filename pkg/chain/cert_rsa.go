package chain

import (
	"fmt"
	"math/big"
)

const (
	// maxModulus bounds the moduli that are tested for weakness: nobody certifies RSA keys beyond 16,384 bits, and
	// the tests take long on absurd ones.
	maxModulus = 16384
	// fermatRounds is what BR 6.1.1.3 demands of a CA.
	fermatRounds = 100
	// smallFactor is the bound of BR 6.1.6: no factor below 752.
	smallFactor = 752
	// rocaPrimes is the largest prime of the fingerprint of CVE-2017-15361 (Nemec et al., ACM CCS 2017): moduli of the
	// faulty library are powers of 65537 modulo each of the first 39 primes, which one honest modulus in 2^27 is.
	rocaPrimes = 167
)

// weakModulus says why a modulus can be factored by anybody; empty: no reason is known.
func weakModulus(n *big.Int) string {
	if n.BitLen() > maxModulus || n.BitLen() < 64 {
		return ""
	}
	rest := new(big.Int)
	for _, p := range primesBelow(smallFactor) {
		if rest.Mod(n, big.NewInt(p)).Sign() == 0 {
			return fmt.Sprintf("the modulus is divisible by %d", p)
		}
	}
	switch {
	case closePrimes(n):
		return "the two primes of the modulus are so close that Fermat's method finds them"
	case isROCA(n):
		return "the modulus has the fingerprint of the faulty key generator of CVE-2017-15361 (ROCA)"
	}
	return ""
}

// closePrimes looks for a square a*a - n, beginning at the root of n, rounded up.
func closePrimes(n *big.Int) bool {
	one := big.NewInt(1)
	a, b, root := new(big.Int).Sqrt(n), new(big.Int), new(big.Int)
	if b.Mul(a, a).Cmp(n) < 0 {
		a.Add(a, one)
	}
	for range fermatRounds {
		b.Sub(b.Mul(a, a), n)
		if maybeSquare(b) && root.Mul(root.Sqrt(b), root).Cmp(b) == 0 {
			return true
		}
		a.Add(a, one)
	}
	return false
}

// maybeSquare is false for most numbers that are no square: squares have 12 of the 64 remainders modulo 64.
func maybeSquare(b *big.Int) bool {
	const squares = 1<<0 | 1<<1 | 1<<4 | 1<<9 | 1<<16 | 1<<17 | 1<<25 | 1<<33 | 1<<36 | 1<<41 | 1<<49 | 1<<57
	var low uint
	for i := range 6 {
		low |= b.Bit(i) << i
	}
	return uint64(squares)>>low&1 == 1
}

func primesBelow(limit int64) (primes []int64) {
	for n := int64(2); n < limit; n++ {
		prime := true
		for _, p := range primes {
			if p*p > n {
				break
			}
			prime = prime && n%p != 0
		}
		if prime {
			primes = append(primes, n)
		}
	}
	return primes
}

// isROCA tells whether n is a power of 65537 modulo each prime of the fingerprint.
func isROCA(n *big.Int) bool {
	rest := new(big.Int)
	for _, p := range primesBelow(rocaPrimes + 1)[1:] {
		if want := rest.Mod(n, big.NewInt(p)).Int64(); !isPower(want, 65537%p, p) {
			return false
		}
	}
	return true
}

// isPower tells whether x is a power of g modulo p.
func isPower(x, g, p int64) bool {
	for y := int64(1); ; {
		if y == x {
			return true
		}
		if y = y * g % p; y == 1 {
			return false
		}
	}
}
