package key

import (
	"fmt"
	"math/big"
	"math/bits"
	"math/rand/v2"
	"testing"

	"qwac/internal/testpki"
)

// TestWeakModulus compares with each test done plainly, on moduli that are honest and such that each test finds or just
// misses.
func TestWeakModulus(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	found := map[string]int{}
	for range 400 {
		for kind, n := range someModuli(r) {
			got, want := WeakModulus(n), plainWeakness(n)
			if got != want {
				t.Fatalf("%s %v: got %q, want %q", kind, n, got, want)
			}
			found[want]++
		}
	}
	for _, want := range []string{"", weakClose, weakROCA} {
		if found[want] < 10 {
			t.Errorf("%q was answered %d times only", want, found[want])
		}
	}
	if len(found) < 50 {
		t.Errorf("only %d different answers", len(found))
	}
}

// someModuli are numbers of 64 to 700 bits: any, products of neighbours, a square less a square near the last round,
// and such with the fingerprint.
func someModuli(r *rand.Rand) map[string]*big.Int {
	size := uint(64 + r.IntN(600))
	p, roca := anyOdd(r, size/2), big.NewInt(1)
	for q := int64(3); q <= rocaPrime; q++ {
		if big.NewInt(q).ProbablyPrime(0) {
			roca.Mul(roca, big.NewInt(q))
		}
	}
	near := new(big.Int).Add(p, big.NewInt(2*r.Int64N(1<<(1+r.IntN(30)))))
	b := new(big.Int).Mul(p, big.NewInt(2*r.Int64N(fermatRounds+10)+r.Int64N(3)))
	b.Sqrt(b).Add(b, big.NewInt(r.Int64N(3)))
	power := new(big.Int).Exp(big.NewInt(65537), big.NewInt(r.Int64N(1<<30)), roca)
	return map[string]*big.Int{
		"any":         anyOdd(r, size),
		"neighbours":  near.Mul(near, p),
		"last rounds": new(big.Int).Abs(new(big.Int).Sub(new(big.Int).Mul(p, p), b.Mul(b, b))),
		"fingerprint": power.Add(power, roca.Mul(roca, anyOdd(r, size))),
	}
}

func anyOdd(r *rand.Rand, bits uint) *big.Int {
	n := new(big.Int)
	for i := range int(bits) {
		n.SetBit(n, i, uint(r.IntN(2)))
	}
	return n.SetBit(n, 0, 1)
}

// plainWeakness is WeakModulus without any shortcut.
func plainWeakness(n *big.Int) string {
	if n.BitLen() < minWeak {
		return ""
	}
	rest := new(big.Int)
	for p := int64(2); p < 752; p++ {
		if big.NewInt(p).ProbablyPrime(0) && rest.Mod(n, big.NewInt(p)).Sign() == 0 {
			return fmt.Sprintf("the modulus is divisible by %d", p)
		}
	}
	a := new(big.Int).Sqrt(n)
	if rest.Mul(a, a).Cmp(n) < 0 {
		a.Add(a, big.NewInt(1))
	}
	for range fermatRounds {
		square := new(big.Int).Sub(rest.Mul(a, a), n)
		if root := new(big.Int).Sqrt(square); root.Mul(root, root).Cmp(square) == 0 {
			return weakClose
		}
		a.Add(a, big.NewInt(1))
	}
	for p := 3; p <= rocaPrime; p++ {
		if big.NewInt(int64(p)).ProbablyPrime(0) &&
			!isPower(int(rest.Mod(n, big.NewInt(int64(p))).Int64()), 65537%p, p) {
			return ""
		}
	}
	return weakROCA
}

// TestAttackModulus counts what a modulus of the greatest size costs: reductions of the whole to a word, and squares
// that are computed.
func TestAttackModulus(t *testing.T) {
	products := 0
	for from := 0; from < len(oddPrimes); products++ {
		from, _ = productFrom(from)
	}
	if bits.UintSize == 64 && products > 18 {
		t.Errorf("%d reductions for the small factors, want 18", products)
	}
	r := rand.New(rand.NewPCG(3, 4))
	squares := 0
	for range 100 {
		n := anyOdd(r, 2048)
		squares += len(mayBeSquares(rootUp(n), newRemainder(n)))
	}
	if squares > 10 {
		t.Errorf("%d squares computed for 100 moduli, want hardly any", squares)
	}
}

// TestClosePrimes has products of two numbers that Fermat's method finds in the last of its rounds, and in the one
// after.
func TestClosePrimes(t *testing.T) {
	for rounds, want := range map[int64]bool{1: true, fermatRounds - 1: true, fermatRounds: true,
		fermatRounds + 1: false} {
		n := foundInRound(rounds)
		if got := closePrimes(newRemainder(n)); got != want {
			t.Errorf("a product found in round %d: got %v, want %v", rounds, got, want)
		}
	}
	if square := new(big.Int).Lsh(big.NewInt(9), 2046); !closePrimes(newRemainder(square)) {
		t.Error("a square was not found")
	}
}

// foundInRound is a*a - b*b, where a is the number of that round when the first is the root rounded up. Near n = a*a -
// b*b the root is a - b*b/2a, so that b is the root of 2a(rounds - 1/2).
func foundInRound(rounds int64) *big.Int {
	a := new(big.Int).Lsh(big.NewInt(1), 1024)
	b := new(big.Int).Mul(a, big.NewInt(2*rounds-1))
	b.Sqrt(b)
	return new(big.Int).Sub(new(big.Int).Mul(a, a), b.Mul(b, b))
}

// TestRootUp compares with the standard library, near squares too.
func TestRootUp(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 2000 {
		n := anyOdd(r, uint(1+r.IntN(3000)))
		square := new(big.Int).Mul(n, n)
		for _, n := range []*big.Int{n, square, new(big.Int).Sub(square, big.NewInt(1)), new(big.Int).Add(square, n)} {
			if n.Sign() == 0 {
				continue
			}
			want := new(big.Int).Sqrt(n)
			if new(big.Int).Mul(want, want).Cmp(n) < 0 {
				want.Add(want, big.NewInt(1))
			}
			if got := rootUp(n); got.Cmp(want) != 0 {
				t.Fatalf("root of %v: got %v, want %v", n, got, want)
			}
		}
	}
}

// BenchmarkWeakModulus has honest moduli, which take all the tests.
func BenchmarkWeakModulus(b *testing.B) {
	for _, size := range []int{2048, 4096} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			n := testpki.Modulus("bench", size)
			for b.Loop() {
				if weakness := WeakModulus(n); weakness != "" {
					b.Fatal(weakness)
				}
			}
		})
	}
}
