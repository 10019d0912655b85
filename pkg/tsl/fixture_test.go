package tsl

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"qwac/internal/testpki"
)

func dkSigner() testpki.Cert { return testpki.TLSigner("dk", "DK") }

func lotlSigner() testpki.Cert { return testpki.TLSigner("lotl", "BE") }

// granted is the service of the issuing CA of the clean chain.
func granted() testpki.TLService { return testpki.TLGranted(testpki.Clean().Intermediate) }

func testDK(services ...testpki.TLService) testpki.TL {
	return testpki.TL{Sequence: 7, Territory: "DK", Providers: []testpki.TLProvider{{Services: services}}}
}

func signedDK() []byte { return testDK(granted()).Sign(dkSigner(), testpki.TLSignature{}) }

func signedLOTL(how testpki.TLSignature) []byte {
	return testpki.TLLists().LOTL.Sign(lotlSigner(), how)
}

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

func parse(t testing.TB, data []byte) *List {
	t.Helper()
	l, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// kindOf is the kind of an error, empty for none.
func kindOf(err error) Kind {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Kind
	}
	return Kind("untyped: " + err.Error())
}

// check parses and checks the signature.
func check(data []byte) error {
	l, err := Parse(data)
	if err != nil {
		return err
	}
	return l.SignatureError()
}

// corpus is the folder of real lists, which is not part of the repository.
func corpus(t testing.TB) string {
	t.Helper()
	dir := cmp.Or(os.Getenv("QWAC_CORPUS"), filepath.Join("..", "..", "..", "shared", "corpus"))
	if _, err := os.Stat(filepath.Join(dir, "trusted-lists")); err != nil {
		t.Skipf("no corpus at %s: set QWAC_CORPUS", dir)
	}
	return dir
}

func read(t testing.TB, path ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
