package app

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
)

// attack is a chain that would cost much, with the rule that has to name the cause, and what inspect says of it.
type attack struct {
	name    string
	rule    string // empty: none
	inspect string // empty: certinfo shows it
	pem     []byte
}

func attacks() []attack {
	leaf := func(edit func(*testpki.Spec)) []byte { return testpki.NewLeaf(edit).PEM() }
	arc := func(n int) []byte { // an object identifier of n bytes with one great number
		return testpki.TLV(asn1.OBJECT_IDENTIFIER, []byte{42}, bytes.Repeat([]byte{0xff}, n-2), []byte{1})
	}
	arcs := func(n, size int) []byte { return bytes.Repeat(arc(size), n) }
	policies := func(n, size int) []byte { return testpki.Seq(bytes.Repeat(testpki.Seq(arc(size)), n)) }
	many := func(n int, format string) (names []testpki.GeneralName) {
		for i := range n {
			names = append(names, testpki.DNS(fmt.Sprintf(format, i)))
		}
		return names
	}
	constrained := func(n int, format string) []byte {
		return testpki.NewChain(func(leaf, ca, _ *testpki.Spec) {
			leaf.Set(testpki.SubjectAltName(many(n, format)...))
			ca.Add(testpki.NameConstraints(nil, many(n, "n%d.example")))
		}).PEM()
	}
	modulus := func(bits int, e int64) []byte {
		n := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
		key := testpki.RSASPKI(n.Add(n, big.NewInt(1)), e)
		return testpki.NewChain(func(_, ca, _ *testpki.Spec) { ca.SPKI = key }).PEM()
	}
	rdns := func(s *testpki.Spec) {
		for range 40000 {
			s.Subject.Add(testpki.OIDOrganization, "a")
		}
	}
	const parse, oid, bits = "x509-parse-failed", "Not shown in full: extensions", "the RSA modulus has"
	return []attack{
		{"modulus of 16,384 bits", "", "", modulus(16384, 65537)},
		{"modulus of 16,385 bits", parse, bits, modulus(16385, 65537)},
		{"modulus of 65,536 bits, great exponent", parse, bits, modulus(65536, 1<<31-1)},
		{"modulus of a million bits", parse, bits, modulus(1000000, 65537)},
		{"modulus and exponent of many bits", parse, bits, modulus(20000, 1<<62+1)},
		{"object identifier of 128 bytes in a purpose", "", "Refused by crypto/x509", leaf(func(s *testpki.Spec) {
			s.Ext(testpki.OIDExtKeyUsage).Value = testpki.Seq(arcs(1, 128))
		})},
		{"object identifier of 129 bytes in a purpose", parse, oid, leaf(func(s *testpki.Spec) {
			s.Ext(testpki.OIDExtKeyUsage).Value = testpki.Seq(arcs(1, 129))
		})},
		{"twelve in purposes", parse, oid, leaf(func(s *testpki.Spec) {
			s.Ext(testpki.OIDExtKeyUsage).Value = testpki.Seq(arcs(12, 40000))
		})},
		{"twelve in policies", parse, oid, leaf(func(s *testpki.Spec) {
			s.Ext(testpki.OIDCertificatePolicies).Value = policies(12, 40000)
		})},
		{"object identifier of 128 bytes in a policy", "", "", leaf(func(s *testpki.Spec) {
			s.Ext(testpki.OIDCertificatePolicies).Value = testpki.Seq(testpki.Seq(arc(128)),
				testpki.Seq(testpki.ObjectID(testpki.OIDQEVCPw)))
		})},
		{"twelve in the subject", parse, "Not shown in full: subject", leaf(func(s *testpki.Spec) {
			rdn := testpki.TLV(asn1.SET, testpki.Seq(arc(40000), testpki.Null()))
			s.TBS = func(tbs []byte) []byte {
				return replaced(tbs, s.Subject.DER(), testpki.Seq(bytes.Repeat(rdn, 12)))
			}
		})},
		{"an extension", parse, oid, leaf(func(s *testpki.Spec) {
			s.Add(testpki.Extension{OID: testpki.OIDNoRevAvail, Value: testpki.Null()})
			s.TBS = func(tbs []byte) []byte {
				return replaced(tbs, testpki.ObjectID(testpki.OIDNoRevAvail), arc(200000))
			}
		})},
		{"subject of 40,000 names", "", "Not shown in full: a name has", leaf(rdns)},
		{"common name of 200,000 characters", "", "Not shown in full: a name has", leaf(func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDCommonName, strings.Repeat("a", 200000))
		})},
		{"serial number of 100,000 bytes", parse, "", leaf(func(s *testpki.Spec) {
			s.Serial = new(big.Int).Lsh(big.NewInt(1), 800000)
		})},
		{"15,000 names, none of as many excluded", "", "", constrained(15000, "m%d.example")},
		{"15,000 names, all excluded", "chain-name-constraints", "", constrained(15000, "a.n%d.example")},
	}
}

// replaced puts another element into the place of one, and writes the lengths around it anew.
func replaced(der, old, new []byte) []byte {
	if bytes.Equal(der, old) {
		return new
	}
	input := cryptobyte.String(der)
	var content, child cryptobyte.String
	var tag, childTag asn1.Tag
	if !input.ReadAnyASN1(&content, &tag) || tag&0x20 == 0 {
		return der
	}
	var parts [][]byte
	for content.ReadAnyASN1Element(&child, &childTag) {
		parts = append(parts, replaced(child, old, new))
	}
	return testpki.TLV(tag, parts...)
}

// TestAttackCertificates counts what comes out of chains that are made to cost much.
func TestAttackCertificates(t *testing.T) {
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) {
			b := new(bundle.Bundle)
			if err := b.Parse("chain.pem", a.pem); err != nil {
				t.Fatal(err)
			}
			r, err := check.Run(b, check.Options{At: testpki.At()})
			if err != nil {
				t.Fatal(err)
			}
			rules := map[string]int{}
			size := 0
			for _, f := range r.Findings {
				rules[f.Rule.ID]++
				size += len(f.Message)
			}
			for id, n := range rules {
				if n > 101 {
					t.Errorf("%d findings of %s, want at most 101", n, id)
				}
			}
			if a.rule != "" && (rules[a.rule] == 0 || r.Verdict != check.Refuse) {
				t.Errorf("%s, %v: want a refusal by %s", r.Verdict, rules, a.rule)
			}
			if rules["x509-parse-failed"] > 0 && a.rule != "x509-parse-failed" {
				t.Error("it was not read")
			}
			var text bytes.Buffer
			for _, cert := range b.Certs {
				(&inspectOptions{text: true}).write(&text, cert)
			}
			if size > 1<<17 || text.Len() > 4*len(a.pem)+1<<16 {
				t.Errorf("messages of %d bytes, text of %d for an input of %d", size, text.Len(), len(a.pem))
			}
			if a.inspect == "" && strings.Contains(text.String(), "Not shown in full") ||
				!strings.Contains(text.String(), a.inspect) {
				t.Errorf("inspect says %.500s", text.String())
			}
		})
	}
}

// FuzzInspect shows whatever can be read as a certificate: the text is at most some multiple of what was given, and
// ends each line where it means to.
func FuzzInspect(f *testing.F) {
	for _, c := range testpki.Clean().Certs() {
		f.Add(c.DER)
	}
	for _, a := range attacks() {
		if block, _ := pem.Decode(a.pem); len(block.Bytes) <= maxInspected {
			f.Add(block.Bytes)
		}
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		b := new(bundle.Bundle)
		if len(der) > maxInspected || b.Parse("fuzz.der", der) != nil {
			return
		}
		for _, cert := range b.Certs {
			var text bytes.Buffer
			(&inspectOptions{text: true}).write(&text, cert)
			if text.Len() > 1<<14+64*len(der) {
				t.Errorf("%d bytes of text for %d bytes", text.Len(), len(der))
			}
			if i := bytes.IndexFunc(text.Bytes(), func(r rune) bool {
				return r != '\n' && unicode.IsControl(r)
			}); i >= 0 {
				t.Errorf("a control character in %q", text.Bytes()[max(0, i-20):i+1])
			}
		}
	})
}

// maxInspected is the size of what the fuzz test shows, in bytes: ten genuine certificates.
const maxInspected = 20 << 10
