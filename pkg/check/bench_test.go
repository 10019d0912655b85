package check_test

import (
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
)

func BenchmarkRun(b *testing.B) {
	data := testpki.Clean().PEM()
	for b.Loop() {
		bundle := new(bundle.Bundle)
		if err := bundle.Parse("chain.pem", data); err != nil {
			b.Fatal(err)
		}
		if _, err := check.Run(bundle, check.Options{At: testpki.At()}); err != nil {
			b.Fatal(err)
		}
	}
}
