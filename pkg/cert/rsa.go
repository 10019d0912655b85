package cert

import (
	"encoding/binary"
	"fmt"
	"math/big"
	"math/bits"
)

const (
	// fermatRounds is what BR 6.1.1.3 demands of a CA.
	fermatRounds = 100
	// rocaPrime is the largest prime of the fingerprint of CVE-2017-15361 (Nemec et al., ACM CCS 2017): moduli of the
	// faulty library are powers of 65537 modulo each of the first 39 primes, which one honest modulus in 2^27 is.
	rocaPrime = 167
	// minWeak is where the tests begin: a smaller modulus is weak without them, and another rule says so.
	minWeak = 64
)

// What is said of a modulus, beside its small factor.
const (
	weakClose = "the two primes of the modulus are so close that Fermat's method finds them"
	weakROCA  = "the modulus has the fingerprint of the faulty key generator of CVE-2017-15361 (ROCA)"
)

// oddPrimes are the odd primes below 752, the bound of BR 6.1.6 on the factors of a modulus.
var oddPrimes = [...]uint16{
	3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
	113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211, 223, 227, 229, 233,
	239, 241, 251, 257, 263, 269, 271, 277, 281, 283, 293, 307, 311, 313, 317, 331, 337, 347, 349, 353, 359, 367,
	373, 379, 383, 389, 397, 401, 409, 419, 421, 431, 433, 439, 443, 449, 457, 461, 463, 467, 479, 487, 491, 499,
	503, 509, 521, 523, 541, 547, 557, 563, 569, 571, 577, 587, 593, 599, 601, 607, 613, 617, 619, 631, 641, 643,
	647, 653, 659, 661, 673, 677, 683, 691, 701, 709, 719, 727, 733, 739, 743, 751,
}

// weakModulus says why a modulus can be factored by anybody; empty: no reason is known.
func weakModulus(n *big.Int) string {
	if n.BitLen() > MaxModulus || n.BitLen() < minWeak {
		return ""
	}
	rests := newRests(n)
	switch p := rests.divisor(n); {
	case p != 0:
		return fmt.Sprintf("the modulus is divisible by %d", p)
	case closePrimes(n, rests):
		return weakClose
	case rests.isROCA():
		return weakROCA
	}
	return ""
}

// rests are the remainders of a number modulo oddPrimes.
type rests [len(oddPrimes)]uint16

// newRests divides n by the product of as many primes as one word holds, and only the remainder by each of them: 18 divisions
// Of n in place of 132.
func newRests(n *big.Int) *rests {
	words := wordsOf(n)
	r := new(rests)
	for from := 0; from < len(oddPrimes); {
		to, product := productFrom(from)
		rest := modWord(words, product)
		for ; from < to; from++ {
			r[from] = uint16(rest % uint64(oddPrimes[from]))
		}
	}
	return r
}

// productFrom multiplies primes, beginning with one, as long as the product fits into 64 bits; to is the first left out.
func productFrom(from int) (to int, product uint64) {
	product = 1
	for to = from; to < len(oddPrimes); to++ {
		high, low := bits.Mul64(product, uint64(oddPrimes[to]))
		if high != 0 {
			break
		}
		product = low
	}
	return to, product
}

// wordsOf gives the 64-bit words of n, the highest first.
func wordsOf(n *big.Int) []uint64 {
	words := make([]uint64, (n.BitLen()+63)/64)
	raw := n.FillBytes(make([]byte, 8*len(words)))
	for i := range words {
		words[i] = binary.BigEndian.Uint64(raw[8*i:])
	}
	return words
}

func modWord(words []uint64, m uint64) (rest uint64) {
	for _, w := range words {
		_, rest = bits.Div64(rest, w, m)
	}
	return rest
}

// divisor is the smallest prime below 752 that divides n; 0: none does.
func (r *rests) divisor(n *big.Int) int {
	if n.Bit(0) == 0 {
		return 2
	}
	for i, p := range oddPrimes {
		if r[i] == 0 {
			return int(p)
		}
	}
	return 0
}

// isROCA tells whether the number is a power of 65537 modulo each prime of the fingerprint.
func (r *rests) isROCA() bool {
	for i, p := range oddPrimes {
		if p > rocaPrime {
			break
		}
		if !isPower(int(r[i]), 65537%int(p), int(p)) {
			return false
		}
	}
	return true
}

// isPower tells whether x is a power of g modulo p.
func isPower(x, g, p int) bool {
	for y := 1; ; {
		if y == x {
			return true
		}
		if y = y * g % p; y == 1 {
			return false
		}
	}
}

// closePrimes looks for a square a*a - n, beginning at the root of n, rounded up. Only those are computed that are squares modulo
// the primes below 64, hardly one of ten thousand.
func closePrimes(n *big.Int, rests *rests) bool {
	a := rootUp(n)
	_, product := productFrom(0)
	rest := modWord(wordsOf(a), product)
	var square, root big.Int
	for round, lost := range noSquares(rest, rests) {
		if lost {
			continue
		}
		square.Add(a, big.NewInt(int64(round)))
		square.Sub(square.Mul(&square, &square), n)
		if root.Sqrt(&square); root.Mul(&root, &root).Cmp(&square) == 0 {
			return true
		}
	}
	return false
}

// noSquares tells of which rounds a*a - n is no square modulo one of the primes of the first product, which all are below 64. It
// takes the remainder of the first a by that product, and those of n.
func noSquares(a uint64, n *rests) (lost [fermatRounds]bool) {
	to, _ := productFrom(0)
	for i, p := range oddPrimes[:to] {
		squares := squaresOf(uint64(p))
		x, rest := a%uint64(p), uint64(n[i])
		for round := range lost {
			if !lost[round] {
				lost[round] = squares>>((x*x+uint64(p)-rest)%uint64(p))&1 == 0
			}
			if x++; x == uint64(p) {
				x = 0
			}
		}
	}
	return lost
}

// squaresOf has a bit for each square modulo p, which is below 64.
func squaresOf(p uint64) (squares uint64) {
	for x := range p/2 + 1 {
		squares |= 1 << (x * x % p)
	}
	return squares
}

// rootUp is the root of n, rounded up.
func rootUp(n *big.Int) *big.Int {
	a := root(n)
	if new(big.Int).Mul(a, a).Cmp(n) < 0 {
		a.Add(a, big.NewInt(1))
	}
	return a
}

// root is the root of n, rounded down. One step of Newton's method that begins at the root of the upper half of n, rounded up, ends
// less than 1 above the root: one division of the whole, where (*big.Int).Sqrt makes a dozen.
func root(n *big.Int) *big.Int {
	if n.BitLen() <= 128 {
		return new(big.Int).Sqrt(n)
	}
	half, one := uint(n.BitLen()/4), big.NewInt(1)
	x := root(new(big.Int).Rsh(n, 2*half))
	x.Lsh(x.Add(x, one), half)
	y := new(big.Int).Quo(n, x)
	y.Rsh(y.Add(y, x), 1)
	for x.Mul(y, y).Cmp(n) > 0 {
		y.Sub(y, one)
	}
	return y
}
