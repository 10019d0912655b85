package key

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"slices"
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

// WeakModulus says why a modulus can be factored by anybody; empty: no reason is known.
func WeakModulus(n *big.Int) string {
	if n.BitLen() > MaxModulus || n.BitLen() < minWeak {
		return ""
	}
	first := newRemainder(n)
	switch p := smallDivisor(first); {
	case p != 0:
		return fmt.Sprintf("the modulus is divisible by %d", p)
	case closePrimes(first):
		return weakClose
	case first.isROCA():
		return weakROCA
	}
	return ""
}

// remainder is a number and what is left of it modulo the product of the first primes: by them most numbers show that
// they are none of what is looked for.
type remainder struct {
	n    *big.Int
	rest uint
	to   int // the first of oddPrimes that is not in the product
}

func newRemainder(n *big.Int) remainder {
	to, product := productFrom(0)
	return remainder{n, modWord(n, product), to}
}

// by is the remainder of the number by one of oddPrimes.
func (r remainder) by(i int) uint {
	p := uint(oddPrimes[i])
	if i < r.to {
		return r.rest % p
	}
	return modWord(r.n, p)
}

// productFrom multiplies primes, beginning with one, as long as the product fits into a word; to is the first left out.
func productFrom(from int) (to int, product uint) {
	product = 1
	for to = from; to < len(oddPrimes); to++ {
		high, low := bits.Mul(product, uint(oddPrimes[to]))
		if high != 0 {
			break
		}
		product = low
	}
	return to, product
}

func modWord(n *big.Int, m uint) (rest uint) {
	for _, w := range slices.Backward(n.Bits()) {
		_, rest = bits.Div(rest, uint(w), m)
	}
	return rest
}

// smallDivisor is the smallest prime below 752 that divides the number; 0: none does.
func smallDivisor(r remainder) int {
	if r.n.Bit(0) == 0 {
		return 2
	}
	for _, p := range oddPrimes[:r.to] {
		if r.rest%uint(p) == 0 {
			return int(p)
		}
	}
	for from := r.to; from < len(oddPrimes); {
		var lanes [4]lane
		for i := range lanes {
			lanes[i] = newLane(from)
			from = lanes[i].to
		}
		takeAll(r.n.Bits(), &lanes)
		for i := range lanes {
			if p := lanes[i].divisor(); p != 0 {
				return p
			}
		}
	}
	return 0
}

// lane reduces a number modulo the product of some primes by Montgomery's method, which divides by no number and leaves
// the remainder of what is the number but for a power of two: zero for what divides it.
type lane struct {
	from, to         int // of oddPrimes
	product, inverse uint
	carry            uint
}

func newLane(from int) lane {
	l := lane{from: from}
	l.to, l.product = productFrom(from)
	l.inverse = l.product // right in three bits, and in twice as many after each step
	for range 5 {
		l.inverse *= 2 - l.product*l.inverse
	}
	return l
}

// takeAll takes the words of a number, the lowest first. A processor works on several lanes at once.
func takeAll(words []big.Word, lanes *[4]lane) {
	a, b, c, d := lanes[0], lanes[1], lanes[2], lanes[3]
	for _, w := range words {
		a.take(uint(w))
		b.take(uint(w))
		c.take(uint(w))
		d.take(uint(w))
	}
	*lanes = [4]lane{a, b, c, d}
}

func (l *lane) take(word uint) {
	rest, borrow := bits.Sub(word, l.carry, 0)
	high, _ := bits.Mul(rest*l.inverse, l.product)
	l.carry = high + borrow
}

// divisor is the smallest prime of the lane that divides the number; 0: none does.
func (l *lane) divisor() int {
	for _, p := range oddPrimes[l.from:l.to] {
		if l.carry%uint(p) == 0 {
			return int(p)
		}
	}
	return 0
}

// isROCA tells whether the number is a power of 65537 modulo each prime of the fingerprint.
func (r remainder) isROCA() bool {
	for i, p := range oddPrimes {
		if p > rocaPrime {
			break
		}
		if !isPower(int(r.by(i)), 65537%int(p), int(p)) {
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

// closePrimes looks for a square a*a - n, beginning at the root of n, rounded up. Only those are computed that
// mayBeSquares leaves.
func closePrimes(n remainder) bool {
	a := rootUp(n.n)
	var square, root big.Int
	for _, round := range mayBeSquares(a, n) {
		square.Add(a, big.NewInt(int64(round)))
		square.Sub(square.Mul(&square, &square), n.n)
		if root.Sqrt(&square); root.Mul(&root, &root).Cmp(&square) == 0 {
			return true
		}
	}
	return false
}

// mayBeSquares are the rounds of which a*a - n is a square modulo 64 and modulo each prime of the first product, which
// all are below 64: hardly one of ten thousand. It takes the first a.
func mayBeSquares(a *big.Int, n remainder) []uint {
	rounds, squares := make([]uint, 0, fermatRounds), squaresOf(64)
	for round := range uint(fermatRounds) {
		if x := uint(a.Bits()[0]) + round; isSquare(x*x-uint(n.n.Bits()[0]), squares, 64) {
			rounds = append(rounds, round)
		}
	}
	first := newRemainder(a)
	for i, p := range oddPrimes[:n.to] {
		if len(rounds) == 0 {
			break
		}
		p, squares := uint(p), squaresOf(uint(p))
		x, rest := first.by(i), n.by(i)
		rounds = slices.DeleteFunc(rounds, func(round uint) bool {
			return !isSquare((x+round)*(x+round)+p-rest, squares, p)
		})
	}
	return rounds
}

// squaresOf has a bit for each square modulo m, which is at most 64.
func squaresOf(m uint) (squares uint64) {
	for x := range m/2 + 1 {
		squares |= 1 << (x * x % m)
	}
	return squares
}

func isSquare(x uint, squares uint64, m uint) bool { return squares>>(x%m)&1 == 1 }

// rootUp is the root of n, rounded up. It begins with the first digits and nearly doubles them with each step of
// Newton's method, which never ends below the root: only the last division is of the whole, and each before it of half
// as much, where (*big.Int).Sqrt makes a dozen of the whole.
func rootUp(n *big.Int) *big.Int {
	a, part, next, rest := roomFor(n), roomFor(n), roomFor(n), roomFor(n)
	one := big.NewInt(1)
	var room [16]uint // log2 of MaxModulus is 14
	steps, shift := room[:0], uint(0)
	for size := uint(n.BitLen()); size > 60; size = uint(n.BitLen()) - shift {
		more := size/4 - 2 // digits of the root that the step adds
		steps, shift = append(steps, more), shift+2*more
	}
	a.SetInt64(int64(math.Sqrt(float64(part.Rsh(n, shift).Uint64()))) + 1) // above the root of part
	for _, more := range slices.Backward(steps) {
		shift -= 2 * more
		a.Lsh(a, more)
		next.QuoRem(part.Rsh(n, shift), a, rest)
		a.Rsh(a.Add(a, next), 1)
		a.Add(a, one)
	}
	for next.Sub(a, one); part.Mul(next, next).Cmp(n) >= 0; next.Sub(a, one) {
		a.Set(next)
	}
	return a
}

// roomFor is zero with room for the square of a root of n.
func roomFor(n *big.Int) *big.Int { return new(big.Int).SetBits(make([]big.Word, 0, len(n.Bits())+4)) }
