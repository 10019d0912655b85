package check_test

import (
	"bytes"
	"encoding/pem"
	"slices"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/chain"
	"qwac/pkg/check"
)

// parts are a certificate, its signature without the number of unused bits.
type parts struct{ tbs, algorithm, signature []byte }

func take(der []byte) parts {
	input := cryptobyte.String(der)
	var body, tbs, algorithm, bits cryptobyte.String
	if !input.ReadASN1(&body, asn1.SEQUENCE) || !body.ReadASN1Element(&tbs, asn1.SEQUENCE) ||
		!body.ReadASN1Element(&algorithm, asn1.SEQUENCE) || !body.ReadASN1(&bits, asn1.BIT_STRING) {
		return parts{}
	}
	return parts{slices.Clone(tbs), slices.Clone(algorithm), slices.Clone(bits[1:])}
}

func (p parts) der() []byte {
	return testpki.Seq(p.tbs, p.algorithm, testpki.TLV(asn1.BIT_STRING, append([]byte{0}, p.signature...)))
}

// identifiers are signature algorithms that a forger might name.
func identifiers() [][]byte {
	return [][]byte{
		// ECDSA with SHA-384
		testpki.Seq(testpki.ObjectID([]int{1, 2, 840, 10045, 4, 3, 3})),
		// ECDSA with SHA-224
		testpki.Seq(testpki.ObjectID([]int{1, 2, 840, 10045, 4, 3, 1})),
		// RSA with SHA-256
		testpki.Seq(testpki.ObjectID([]int{1, 2, 840, 113549, 1, 1, 11}), testpki.Null()),
		// RSASSA-PSS without parameters
		testpki.Seq(testpki.ObjectID([]int{1, 2, 840, 113549, 1, 1, 10})),
		testpki.Seq(testpki.ObjectID([]int{1, 3, 101, 112})),                  // Ed25519
		testpki.Seq(testpki.ObjectID([]int{2, 16, 840, 1, 101, 3, 4, 3, 18})), // ML-DSA
		testpki.Seq(testpki.ObjectID([]int{1, 2, 3, 4})),                      // nobody's
		// SHA-256, SHA-384
		testpki.PSSIdentifier(5, 5, 0), testpki.PSSIdentifier(5, 5, 20), testpki.PSSIdentifier(5, 6, 32),
	}
}

// breakages are ways to make a signature wrong.
func breakages() []func(*parts) {
	all := []func(*parts){
		func(p *parts) { p.signature[len(p.signature)-1] ^= 1 },
		func(p *parts) { p.signature[len(p.signature)/2] ^= 0x10 },
		func(p *parts) { p.signature = nil },
		func(p *parts) { p.signature = p.signature[:len(p.signature)-1] },
		func(p *parts) { p.signature = append(p.signature, 0) },
		func(p *parts) { p.signature = make([]byte, len(p.signature)) },
		func(p *parts) { p.tbs[len(p.tbs)-1] ^= 1 },
		func(p *parts) { p.tbs[len(p.tbs)/2] ^= 1 },
		func(p *parts) { p.tbs[16] ^= 1 }, // in the serial number
	}
	for _, id := range identifiers() {
		all = append(all, func(p *parts) {
			if bytes.Equal(p.algorithm, id) {
				p.signature = nil
			}
			p.algorithm = id
		}, func(p *parts) {
			if bytes.Equal(p.algorithm, id) {
				p.signature = nil
			}
			p.tbs = named(p.tbs, p.algorithm, id)
			p.algorithm = id
		})
	}
	return all
}

// named puts another algorithm into what is signed.
func named(tbs, old, id []byte) []byte {
	input := cryptobyte.String(tbs)
	var body cryptobyte.String
	input.ReadASN1(&body, asn1.SEQUENCE)
	return testpki.Seq(bytes.Replace(body, old, id, 1))
}

// TestForgery breaks one signature on the path of every case that is accepted: the result never is. Each case tries
// some of the breakages, in turn; the cases about signatures and keys try all of them.
func TestForgery(t *testing.T) {
	ways, turn, tried := breakages(), 0, 0
	for _, c := range cases.All() {
		if c.Options.At.IsZero() {
			c.Options.At = cases.At()
		}
		r := run(t, bundleOf(t, c), c.Options)
		if r.Verdict != check.Accept {
			continue
		}
		some := 3
		if rule := c.Rule(); rule == "chain-signature-invalid" || rule == "chain-signature-unverifiable" ||
			rule == "key-not-usable-in-tls" {
			some = len(ways)
		}
		for i := range r.Chain.Path {
			if !r.Chain.Links[i].Verified {
				continue // a root with a weak hash, on whose signature nobody relies
			}
			for range some {
				turn++
				tried++
				if forged := broken(t, r.Chain, i, ways[turn%len(ways)]); run(t, forged,
					c.Options).Verdict == check.Accept {
					t.Errorf("%s: accepted with certificate %d broken in way %d", c.Name, i, turn%len(ways))
				}
			}
		}
	}
	if tried < 1000 {
		t.Errorf("%d forgeries tried, too few", tried)
	}
}

// broken is the path of a chain with one certificate changed.
func broken(t *testing.T, c *chain.Chain, at int, way func(*parts)) *bundle.Bundle {
	t.Helper()
	var text []byte
	for i, cert := range c.Path {
		der := cert.Raw
		if i == at {
			if p := take(der); p.tbs != nil {
				way(&p)
				der = p.der()
			} else { // not DER
				der = slices.Clone(der)
				der[len(der)-1] ^= 1
			}
		}
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	b := new(bundle.Bundle)
	if err := b.Parse("chain.pem", text); err != nil {
		t.Fatal(err)
	}
	return b
}
