package ber

import (
	"cmp"
	"math/rand/v2"
	"testing"

	"golang.org/x/crypto/cryptobyte"
)

// TestSkipOID compares PassOID and ReadOIDText with ReadOID on identifiers that are good, broken, long and cut off.
func TestSkipOID(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	good := 0
	for range 20000 {
		body := make([]byte, r.IntN(9))
		if r.IntN(50) == 0 {
			body = make([]byte, MaxOID-2+r.IntN(4))
		}
		for i := range body {
			body[i] = []byte{0x00, 0x01, 0x2a, 0x7f, 0x80, 0x81, 0xff}[r.IntN(7)]
		}
		der := AppendElement(nil, []byte{TagOID, TagOID, TagOID, TagNull}[r.IntN(4)], body)
		skipped := cryptobyte.String(der[:len(der)-r.IntN(20)/19])
		read, asText := skipped, skipped
		id, large, want := ReadOID(&read)
		if text, ok := ReadOIDText(&asText); ok != want || text != cmp.Or(large, id.String()) ||
			len(asText) != len(read) {
			t.Fatalf("%x: %q, %v and %x left, want %q, %v and %x", der, text, ok, asText, cmp.Or(large, id.String()),
				want, read)
		}
		if isLarge, got := PassOID(&skipped); got != want || isLarge != (large != "") ||
			got && len(skipped) != len(read) {
			t.Fatalf("%x: got %v and %x left, want %v and %x", der, got, skipped, want, read)
		}
		if want {
			good++
		}
	}
	if good < 1000 {
		t.Errorf("only %d identifiers are good", good)
	}
}
