package chain_test

import (
	"fmt"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/chain"
)

func ExampleBuild() {
	pki := testpki.Clean()
	var b bundle.Bundle
	for _, file := range []struct {
		name string
		cert testpki.Cert
	}{{"root.pem", pki.Root}, {"leaf.pem", pki.Leaf}} { // in any order, and the intermediate is not there
		if err := b.Parse(file.name, file.cert.PEM()); err != nil {
			fmt.Println(err)
			return
		}
	}
	c, err := chain.Build(&b, chain.Options{At: testpki.At()})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range c.Path {
		fmt.Println(p.Subject.CommonName)
	}
	fmt.Println("complete:", c.Gap == nil, "aside:", c.Unused[0].Subject.CommonName)
	// Output:
	// psd2.fixture-payments.example
	// complete: false aside: Fixture Trust Root CA 1
}
