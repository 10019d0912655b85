package path_test

import (
	"fmt"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
	"qwac/pkg/path"
)

func ExampleValidate() {
	pki := testpki.Clean()
	var certs []*cert.Cert
	for _, c := range pki.Certs() {
		read, err := path.ParseCertificate(c.DER)
		if err != nil {
			fmt.Println(err)
			return
		}
		certs = append(certs, read)
	}
	leaf, anchor := certs[:2], certs[2]
	for _, at := range []time.Time{testpki.At(), testpki.At().AddDate(5, 0, 0)} {
		failures := path.Validate(leaf, anchor, &path.Terms{At: at})
		fmt.Println(at.Format(time.DateOnly), "valid:", len(failures) == 0)
		for _, f := range failures {
			fmt.Printf("certificate %d: %s: %s\n", f.Cert, f.Rule, f.Detail)
			fmt.Println("by RFC 5280,", f.Clause)
		}
	}
	// Output:
	// 2026-09-01 valid: true
	// 2031-09-01 valid: false
	// certificate 0: expired: it ended at 2027-06-01T00:00:00Z, judged at 2031-09-01T00:00:00Z
	// by RFC 5280, 6.1.3 (a)(2)
}
