package bundle_test

import (
	"bytes"
	"fmt"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
)

func ExampleBundle_Parse() {
	text := testpki.Clean().PEM()
	text = bytes.ReplaceAll(text, []byte("-----\n-----"), []byte("----------")) // as cat does it to files without a last line feed
	var b bundle.Bundle
	if err := b.Parse("chain.pem", text); err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range b.Certs {
		fmt.Println(c.At, c.Subject.CommonName)
	}
	for _, f := range b.Faults {
		fmt.Println(f.At, f.Rule)
	}
	// Output:
	// chain.pem:1 psd2.fixture-payments.example
	// chain.pem:26:26 Fixture Trust Qualified Web CA 1
	// chain.pem:45:26 Fixture Trust Root CA 1
	// chain.pem:26:26 pem-glued-boundaries
}
