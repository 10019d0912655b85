package chain

import (
	"errors"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
)

// TestChainVerifyUnknownCause wants what crypto/x509 says where no cause is known for which it refuses a good path.
func TestChainVerifyUnknownCause(t *testing.T) {
	b := new(bundle.Bundle)
	if err := b.Parse("1.pem", testpki.Clean().PEM()); err != nil {
		t.Fatal(err)
	}
	c, err := Build(b, Options{At: testpki.At()})
	if err != nil {
		t.Fatal(err)
	}
	c.Verify = errors.New("x509: of late")
	want := "C56 error 1 1.pem:1 : the path is good by the other rules, but crypto/x509 refuses it: x509: of late"
	if got := found(c); len(got) != 1 || got[0] != want {
		t.Errorf("found %q, want %q", got, want)
	}
}
