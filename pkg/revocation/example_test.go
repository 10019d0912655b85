package revocation_test

import (
	"fmt"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/chain"
	"qwac/pkg/revocation"
)

func ExampleJudge() {
	pki := testpki.Clean()
	var b bundle.Bundle
	if err := b.Parse("chain.pem", pki.PEM()); err != nil {
		fmt.Println(err)
		return
	}
	at := testpki.At()
	c, err := chain.Build(&b, chain.Options{At: at})
	if err != nil {
		fmt.Println(err)
		return
	}
	list := testpki.CRL{Issuer: pki.Intermediate,
		Revoked: []testpki.Revoked{{Cert: pki.Leaf, Since: at.AddDate(0, 0, -7), Reason: 4}}}
	evidence, err := revocation.ParseCRL("ca.crl", list.PEM())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range revocation.Judge(c, at, evidence).Statuses {
		fmt.Printf("%d %s since %s (%s), %s %s\n", s.Cert, s.State, s.Since.Format(time.DateOnly), s.Reason, s.Kind,
			s.Source)
	}
	// Output: 0 revoked since 2026-08-25 (superseded), CRL ca.crl
}

func BenchmarkJudge(b *testing.B) {
	pki := testpki.Clean()
	responder := testpki.OCSPResponder(pki.Intermediate, nil)
	list := testpki.CRL{Issuer: pki.Root}.DER()
	response := testpki.OCSPResponse{Issuer: pki.Intermediate, Responder: &responder,
		Answers: []testpki.OCSPAnswer{{Cert: pki.Leaf}}}.DER()
	c := build(b, chain.Options{At: testpki.At()}, pki.Certs()...)
	b.ReportAllocs()
	for b.Loop() {
		evidence, err := revocation.ParseCRL("ca.crl", list)
		if err != nil {
			b.Fatal(err)
		}
		more, err := revocation.ParseOCSP("ocsp.der", response)
		if err != nil {
			b.Fatal(err)
		}
		if s := revocation.Judge(c, testpki.At(), append(evidence, more...)); len(s.Statuses) != 2 {
			b.Fatal(s.Problems)
		}
	}
}
