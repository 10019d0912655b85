package submit_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/chain"
	"qwac/pkg/submit"
)

func ExampleNewPayload() {
	var b bundle.Bundle
	if err := b.Parse("chain.pem", testpki.Clean().PEM()); err != nil {
		fmt.Println(err)
		return
	}
	c, err := chain.Build(&b, chain.Options{At: testpki.At()})
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := submit.NewPayload(nil, c)
	if err != nil {
		fmt.Println(err)
		return
	}
	var body map[string]string
	if err := json.Unmarshal(p.Bytes(), &body); err != nil {
		fmt.Println(err)
		return
	}
	for name, text := range body {
		fmt.Println(name, "has", strings.Count(text, "BEGIN CERTIFICATE"), "certificates")
	}
	// Output: certificate has 3 certificates
}
