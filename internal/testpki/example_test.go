package testpki_test

import (
	"fmt"

	"qwac/internal/testpki"
)

// One line puts one fault into a clean chain.
func ExampleNewLeaf() {
	c := testpki.NewLeaf(func(leaf *testpki.Spec) { leaf.SetPSD2(func(p *testpki.PSD2) { p.Flattened = true }) })
	fmt.Println(c.Leaf.X509().Subject.CommonName)
	// Output: psd2.fixture-payments.example
}

func ExampleNewChain() {
	c := testpki.NewChain(func(_, intermediate, _ *testpki.Spec) {
		intermediate.Set(testpki.BasicConstraints(false, -1))
	})
	fmt.Println(c.Leaf.X509().CheckSignatureFrom(c.Intermediate.X509()))
	// Output: x509: invalid signature: parent certificate cannot sign this kind of certificate
}
