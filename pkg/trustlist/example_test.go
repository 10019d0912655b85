package trustlist_test

import (
	"crypto/x509"
	"fmt"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/trustlist"
	"qwac/pkg/tsl"
)

// Two files, the list of lists and that of Denmark, and a chain: is it a QWAC?
func Example() {
	files, journal := exampleFiles()
	var lists []*tsl.List
	for _, p := range tsl.ParseAll(files) {
		if p.Err != nil {
			fmt.Println(p.Err)
			continue
		}
		lists = append(lists, p.List)
	}
	at := testpki.At()
	set, err := trustlist.Authenticate(lists, trustlist.Options{At: at, Journals: []trustlist.Journal{journal}})
	if err != nil {
		fmt.Println(err)
		return
	}
	index, err := trustlist.NewIndex(set.Lists...)
	if err != nil {
		fmt.Println(err)
		return
	}
	chain := testpki.Clean()
	path := []*x509.Certificate{chain.Leaf.X509(), chain.Intermediate.X509()}
	d, err := index.Determine(path, at)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Verdict)
	for _, step := range d.Explain()[:2] {
		fmt.Println(step)
	}
	// Output:
	// QWAC
	// PRO-4.4.4-01: the issuer says DK: list DK 1 of 2026-08-01, next update 2027-01-01, signer named by EU 1
	// PRO-4.3.4-03: service "Fixture service" of "Fixture Trust Services ApS", the issuing CA
}

func exampleFiles() ([][]byte, trustlist.Journal) {
	signer := testpki.TLSigner("example", "DK")
	const uri = "https://eur-lex.europa.eu/example"
	lotl := testpki.TL{Territory: "EU", LOTL: true, InfoURIs: []string{uri}, Pointers: []testpki.TLPointer{
		{Territory: "EU", LOTL: true, Signers: []testpki.Cert{signer}},
		{Territory: "DK", Signers: []testpki.Cert{signer}},
	}}
	dk := testpki.TL{Territory: "DK", Providers: []testpki.TLProvider{{Services: []testpki.TLService{{
		Certs: []testpki.Cert{testpki.Clean().Intermediate},
		States: []testpki.TLState{{Since: time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC),
			Infos: []string{"ForWebSiteAuthentication"}}},
	}}}}}
	fingerprint := tsl.Certificate{DER: signer.DER}.Fingerprint()
	return [][]byte{lotl.Sign(signer, testpki.TLSignature{}), dk.Sign(signer, testpki.TLSignature{})},
		trustlist.Journal{Name: "example", URI: uri, Signers: []string{fmt.Sprintf("%x", fingerprint)}}
}
