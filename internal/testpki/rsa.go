package testpki

import (
	"crypto"
	"crypto/rsa"
	"fmt"
	"math/big"
)

// rsaExponent is the usual public exponent, the smallest that TS 119 312 allows.
const rsaExponent = 65537

// deriveRSA searches the primes itself: since Go 1.26 rsa.GenerateKey does not read the given source.
func deriveRSA(k Key, bits int) crypto.Signer {
	s := k.stream()
	one, e := big.NewInt(1), big.NewInt(rsaExponent)
	for {
		p, q := s.prime(bits/2), s.prime(bits/2)
		phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
		d := new(big.Int).ModInverse(e, phi)
		if d == nil || p.Cmp(q) == 0 {
			continue
		}
		key := &rsa.PrivateKey{
			PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: rsaExponent},
			D:         d,
			Primes:    []*big.Int{p, q},
		}
		key.Precompute()
		if err := key.Validate(); err != nil {
			panic(fmt.Sprintf("testpki: key %+v: %v", k, err))
		}
		return key
	}
}

// prime is the first prime at or after a random odd number with the two highest bits set, so that the product of two
// has twice the bits.
func (s *stream) prime(bits int) *big.Int {
	for {
		n := new(big.Int).SetBytes(s.next((bits + 7) / 8))
		n.Rsh(n, uint(-bits&7)).SetBit(n, bits-1, 1).SetBit(n, bits-2, 1).SetBit(n, 0, 1)
		if p := nextPrime(n); p.BitLen() == bits {
			return p
		}
	}
}

// nextPrime is the first prime at or after the odd number n. Remainders by small primes spare most of the costly tests.
func nextPrime(n *big.Int) *big.Int {
	small := smallPrimes(sieveLimit)
	rest := make([]int64, len(small))
	for i, p := range small {
		rest[i] = new(big.Int).Mod(n, big.NewInt(p)).Int64()
	}
	for delta := int64(0); ; delta += 2 {
		candidate := new(big.Int).Add(n, big.NewInt(delta))
		if !divisible(rest, small, delta) && candidate.ProbablyPrime(primeRounds) {
			return candidate
		}
	}
}

const (
	// sieveLimit rules out nine of ten odd candidates; more costs more than it saves at 1024 bits.
	sieveLimit = 3000
	// primeRounds of Miller-Rabin beside Baillie-PSW. The numbers come from no adversary.
	primeRounds = 2
)

func divisible(rest, small []int64, delta int64) bool {
	for i, p := range small {
		if (rest[i]+delta)%p == 0 {
			return true
		}
	}
	return false
}

// smallPrimes are the odd primes below limit.
func smallPrimes(limit int64) []int64 {
	var out []int64
	for n := int64(3); n < limit; n += 2 {
		if big.NewInt(n).ProbablyPrime(0) {
			out = append(out, n)
		}
	}
	return out
}

// FermatModulus is an RSA modulus of 2048 bits whose primes are so close that Fermat's method finds them at once.
func FermatModulus(name string) *big.Int {
	p := newStream("fermat " + name).prime(1024)
	q := nextPrime(new(big.Int).Add(p, big.NewInt(2)))
	return q.Mul(p, q)
}

// SmallFactorModulus is an RSA modulus of 2048 bits with the factor 743, which BR 6.1.1.3 wants found.
func SmallFactorModulus(name string) *big.Int {
	factor := big.NewInt(743)
	p := newStream("small factor " + name).prime(2038)
	return p.Mul(p, factor)
}

// ROCAModulus is an RSA modulus of 2048 bits whose primes have the shape of CVE-2017-15361: k*M + 65537^a mod M, where
// M is the product of the first 126 primes.
func ROCAModulus(name string) *big.Int {
	s := newStream("roca " + name)
	m := big.NewInt(2)
	for _, p := range smallPrimes(702) { // 701 is the 126th prime
		m.Mul(m, big.NewInt(p))
	}
	return new(big.Int).Mul(s.rocaPrime(m), s.rocaPrime(m))
}

func (s *stream) rocaPrime(m *big.Int) *big.Int {
	top := new(big.Int).Lsh(big.NewInt(3), 1022) // the two highest of 1024 bits
	for {
		residue := new(big.Int).SetBytes(s.next(32))
		residue.Exp(big.NewInt(rsaExponent), residue, m)
		k := new(big.Int).SetBytes(s.next(6)) // 48 bits: k*M stays below the highest bits
		k.Add(k, new(big.Int).Div(top, m)).Add(k, big.NewInt(1))
		p := k.Mul(k, m).Add(k, residue)
		if p.BitLen() == 1024 && p.ProbablyPrime(primeRounds) {
			return p
		}
	}
}
