package app

import (
	"bytes"
	"io"
	"testing"
)

// TestPieces reads what was written, in whatever portions, also beyond the largest piece.
func TestPieces(t *testing.T) {
	var p pieces
	var want []byte
	for n := range 2500 {
		data := bytes.Repeat([]byte{byte(n)}, n)
		if got, err := p.Write(data); got != n || err != nil {
			t.Fatalf("%d written of %d, %v", got, n, err)
		}
		want = append(want, data...)
	}
	if got, err := io.ReadAll(&p); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes read of %d, %v", len(got), len(want), err)
	}
}
