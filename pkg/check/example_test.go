package check_test

import (
	"fmt"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/ident"
)

func ExampleRun() {
	pki := testpki.Clean()
	var b bundle.Bundle
	if err := b.Parse("chain.pem", pki.PEM()); err != nil {
		fmt.Println(err)
		return
	}
	// The client is registered for initiation alone; the certificate has information services too.
	r, err := check.Run(&b, check.Options{At: testpki.At(), Roles: []ident.Role{ident.RolePI}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Verdict, r.Type)
	for _, f := range r.Findings {
		if f.Blocks {
			fmt.Println(f.Rule.ID, "blocks with", f.Status)
		}
	}
	// Output:
	// refuse qwac
	// role-not-registered blocks with 403
}
