package ber

import (
	"bytes"
	"slices"
	"testing"

	"qwac/internal/testpki"
)

// TestInDER wants DER back as it is, and out of BER the DER that it stands for.
func TestInDER(t *testing.T) {
	for _, cert := range testpki.Clean().Certs() {
		body := cert.DER[4:] // behind the tag and a length in two bytes
		for name, ber := range map[string][]byte{
			"DER":               cert.DER,
			"indefinite length": slices.Concat([]byte{0x30, 0x80}, body, []byte{0, 0}),
			"long length":       slices.Concat([]byte{0x30, 0x83, 0}, cert.DER[2:]),
			"TRUE is 01":        bytes.ReplaceAll(cert.DER, []byte{1, 1, 0xff}, []byte{1, 1, 1}),
		} {
			if got := InDER(ber, MaxDepth); !bytes.Equal(got, cert.DER) {
				t.Errorf("%s: got %x, want %x", name, got, cert.DER)
			}
		}
	}
}

// FuzzInDER wants what is DER already to stay, and what was rewritten to stay from then on.
func FuzzInDER(f *testing.F) {
	for _, cert := range testpki.Clean().Certs() {
		f.Add(cert.DER)
	}
	// a tag in two bytes where critical should be
	f.Add([]byte{TagSequence, 13, TagOID, 3, 0x55, 0x1d, 15, 0xff, 1, 1, 0, TagOctetString, 2, 5, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		once := InDER(data, MaxDepth)
		if twice := InDER(once, MaxDepth); !bytes.Equal(once, twice) {
			t.Errorf("%x is rewritten as %x, and that as %x", data, once, twice)
		}
	})
}
