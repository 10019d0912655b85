package repo

import (
	"bytes"
	"io/fs"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
)

// TestChangingFiles reads files that are not what they were when the folder was listed: what is there counts.
func TestChangingFiles(t *testing.T) {
	chain := testpki.Clean().PEM()
	big := append(bytes.Clone(chain), bytes.Repeat([]byte("x\n"), bigLook)...)
	limits := bundle.Limits{Bytes: 1 << 20, Certs: 20}
	for _, tt := range []struct {
		name        string
		called      bool // as files with certificates are
		size        int64
		data        []byte
		err         error
		certs       int
		wrong, dark bool
	}{
		{name: "as it was", called: true, size: int64(len(chain)), data: chain, certs: 3},
		{name: "grown", size: 10, data: chain, certs: 3},
		{name: "grown too large", called: true, size: 10, data: bytes.Repeat(chain, 300), wrong: true},
		{name: "shrunk", size: 5 << 20, data: chain, certs: 3},
		{name: "still large", size: 5 << 20, data: big, wrong: true},
		{name: "cut while it was written", called: true, size: int64(len(chain)), data: chain[:len(chain)-50], certs: 2,
			wrong: true},
		{name: "emptied", called: true, size: 3000, wrong: true},
		{name: "gone", called: true, size: 3000, err: fs.ErrNotExist, wrong: true, dark: true},
		{name: "gone, called otherwise", size: 3000, err: fs.ErrNotExist, wrong: true, dark: true},
	} {
		size := func() int64 { return tt.size }
		f, dark := Read(&Source{Name: "f", Dir: ".", Judged: true, CertName: tt.called, Size: size,
			Read: func(limit int) ([]byte, error) { return tt.data[:min(len(tt.data), limit+1)], tt.err }},
			ReadOptions{Limits: limits})
		certs := 0
		if f.Bundle != nil {
			certs = len(f.Bundle.Certs)
		}
		if certs != tt.certs || f.Wrong != tt.wrong || dark != tt.dark {
			t.Errorf("%s: %d certificates, wrong %v, unread %v; want %d, %v, %v", tt.name, certs, f.Wrong, dark,
				tt.certs, tt.wrong, tt.dark)
		}
	}
}
