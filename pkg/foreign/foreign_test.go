package foreign_test

import (
	"bytes"
	"encoding/base64"
	"testing"

	"qwac/pkg/foreign"
)

// TestDecoded gives files as base64: what is done with them is done with the file that is decoded first.
func TestDecoded(t *testing.T) {
	for _, tt := range []struct{ name, data, next, with string }{
		{"gzip", "\x1f\x8b\x08\x00", "Decode it: `base64 -d FILE > FILE.bin`. Then: Unpack it (an archive with `tar " +
			"-xzf FILE.bin`).", "gunzip -c FILE.bin"},
		{"ZIP", "PK\x03\x04", "Decode it: `base64 -d FILE > FILE.bin`. Then: Unpack it, and provide the certificate " +
			"files that are in it.", ""},
	} {
		data := append([]byte(tt.data), bytes.Repeat([]byte{0}, 64)...)
		k := foreign.Encoded([]byte(base64.StdEncoding.EncodeToString(data)))
		if k == nil || k.Next != tt.next || k.Need.With != tt.with {
			t.Errorf("%s: %+v", tt.name, k)
		}
		if k := foreign.Recognise(data); k == nil || bytes.Contains([]byte(k.Next), []byte(".bin")) {
			t.Errorf("%s as it is: %+v", tt.name, k)
		}
	}
}
