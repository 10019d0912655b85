package trustlist

import (
	"errors"
	"testing"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/tsl"
)

// Names of the small world of the tests: a journal that names the signer of the list of lists, and a list of Denmark,
// where the issuers of testpki are.
const testJournalURI = "https://eur-lex.europa.eu/fixture/C/2026/1/oj"

func lotlSigner() testpki.Cert { return testpki.TLSigner("lotl", "BE") }
func dkSigner() testpki.Cert   { return testpki.TLSigner("dk", "DK") }

func testJournal() Journal {
	return Journal{Name: "fixture", URI: testJournalURI,
		Signers: []string{fingerprint(tsl.Certificate{DER: lotlSigner().DER})}}
}

func testOptions() Options { return Options{At: testpki.At(), Journals: []Journal{testJournal()}} }

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

// testLOTL points to itself and to Denmark.
func testLOTL() testpki.TL {
	return testpki.TL{
		Sequence: 10, Territory: "EU", LOTL: true, InfoURIs: []string{testJournalURI},
		Pointers: []testpki.TLPointer{
			{Territory: "EU", LOTL: true, Signers: []testpki.Cert{lotlSigner()}},
			{Territory: "DK", Signers: []testpki.Cert{dkSigner()}},
			{Territory: "DK", MIME: "application/pdf"},
			{Territory: "SE", Signers: []testpki.Cert{testpki.TLSigner("se", "SE")}},
		},
	}
}

// granted is the service of the issuing CA of the clean chain.
func granted() testpki.TLService { return testpki.TLGranted(testpki.Clean().Intermediate) }

func testDK(services ...testpki.TLService) testpki.TL {
	return testpki.TL{Sequence: 7, Territory: "DK", Providers: []testpki.TLProvider{{Services: services}}}
}

func parse(t testing.TB, data []byte) *tsl.List {
	t.Helper()
	l, err := tsl.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// authenticate proves lists that must all be right.
func authenticate(t testing.TB, data ...[]byte) *Set {
	t.Helper()
	lists := []*tsl.List{parse(t, testLOTL().Sign(lotlSigner(), testpki.TLSignature{}))}
	for _, d := range data {
		lists = append(lists, parse(t, d))
	}
	set, err := Authenticate(lists, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.Refused {
		t.Fatal(r.Err)
	}
	return set
}

// index is that of the services in the Danish list.
func index(t testing.TB, services ...testpki.TLService) *Index {
	t.Helper()
	return newIndex(t, authenticate(t, testDK(services...).Sign(dkSigner(), testpki.TLSignature{})).Lists...)
}

func newIndex(t testing.TB, lists ...*Trusted) *Index {
	t.Helper()
	x, err := NewIndex(lists...)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// kindOf is the kind of an error, empty for none.
func kindOf(err error) tsl.Kind {
	var e *tsl.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Kind
	}
	return tsl.Kind("untyped: " + err.Error())
}

func signedDK() []byte { return testDK(granted()).Sign(dkSigner(), testpki.TLSignature{}) }
