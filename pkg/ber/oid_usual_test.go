package ber

import (
	"encoding/asn1"
	"slices"
	"strings"
	"testing"
)

// TestUsualOIDs: the table says what the bytes say, and each row is found.
func TestUsualOIDs(t *testing.T) {
	for i, row := range usual {
		if got := decodeOID([]byte(row.der)); !got.Equal(row.id) {
			t.Errorf("%x is %v, not %v", row.der, got, row.id)
		}
		if got := usualOID([]byte(row.der)); !got.Equal(row.id) {
			t.Errorf("%v is not found", row.id)
		}
		if cap(row.id) != len(row.id) {
			t.Errorf("%v has room: who appends to it writes into the table", row.id)
		}
		if i > 0 && strings.Compare(usual[i-1].der, row.der) >= 0 {
			t.Errorf("%v is not sorted", row.id)
		}
		for _, other := range []string{row.der[:len(row.der)-1], row.der + "\x00", "\x00" + row.der} {
			at := slices.IndexFunc(usual[:], func(r struct {
				der string
				id  asn1.ObjectIdentifier
			}) bool {
				return r.der == other
			})
			if got := usualOID([]byte(other)); (got != nil) != (at >= 0) {
				t.Errorf("%x gives %v", other, got)
			}
		}
	}
}
