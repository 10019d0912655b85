package app_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/pem"
	"slices"
	"sync/atomic"
	"testing"

	"qwac/internal/app"
	"qwac/internal/cases"
	"qwac/pkg/check"
)

// TestFixParts mends what can be mended of every case that is refused all the same: every certificate of the inputs is
// in the text once, nothing else is but what was added to the path, the leaf is the first, and mending again changes
// nothing.
func TestFixParts(t *testing.T) {
	var parts atomic.Int64
	t.Run("cases", func(t *testing.T) {
		for i, c := range cases.All() {
			t.Run(c.Name, func(t *testing.T) {
				t.Parallel()
				ways := manglings()
				m := ways[i%len(ways)]
				if keepsAll(t, c.Name+", "+m.name, m.all(c.Inputs()), c.Options) {
					parts.Add(1)
				}
			})
		}
	})
	t.Logf("%d mended in part", parts.Load())
	if parts.Load() < 150 {
		t.Error("want more of them")
	}
}

// keepsAll reports whether inputs are mended in part, and wants it to lose nothing.
func keepsAll(t *testing.T, name string, inputs []cases.Input, opts check.Options) bool {
	t.Helper()
	f, err := app.Fix(inputs, nil, opts)
	if err != nil || f.Result.Verdict == check.Accept || !f.Part {
		return false
	}
	var want [][sha256.Size]byte
	for _, c := range slices.Concat(f.Bundle.Certs, f.Result.Chain.Added) {
		if sum := sha256.Sum256(c.Raw); !slices.Contains(want, sum) {
			want = append(want, sum)
		}
	}
	got := blocksOf(f.Text)
	for _, sum := range want {
		if !slices.Contains(got, sum) {
			t.Errorf("%s: a certificate is lost", name)
		}
	}
	if len(got) != len(want) || got[0] != sha256.Sum256(f.Result.Chain.Path[0].Raw) {
		t.Errorf("%s: %d certificates, want %d, the leaf first", name, len(got), len(want))
	}
	again, err := app.Fix([]cases.Input{{Name: "fixed.pem", Data: f.Text}}, nil, opts)
	if err != nil || again.Part || !bytes.Equal(again.Text, f.Text) || again.Result.Verdict == check.Accept {
		t.Errorf("%s: mended again it is not the same: %v", name, err)
	}
	return true
}

// blocksOf are the digests of the blocks of a text.
func blocksOf(text []byte) (sums [][sha256.Size]byte) {
	for {
		var b *pem.Block
		if b, text = pem.Decode(text); b == nil {
			return sums
		}
		sums = append(sums, sha256.Sum256(b.Bytes))
	}
}
