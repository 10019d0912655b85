package register_test

import (
	"bytes"
	"sync"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/register"
)

// large is a document of the size of the published one.
var large = sync.OnceValue(func() []byte {
	var out bytes.Buffer
	if err := testpki.WriteRegister(&out, 330_000, testpki.Institution("97351842")); err != nil {
		panic(err)
	}
	return out.Bytes()
})

func BenchmarkImport(b *testing.B) {
	document := large()
	b.SetBytes(int64(len(document)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := register.Import(bytes.NewReader(document), int64(len(document)), testpki.At()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAsk(b *testing.B) {
	document := large()
	x, _, err := register.Import(bytes.NewReader(document), int64(len(document)), testpki.At())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if a := x.Ask("DK-DFSA", "97351842"); len(a.Matches) != 1 {
			b.Fatal(a)
		}
	}
}
