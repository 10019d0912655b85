package tsl

import (
	"strings"
	"testing"

	"qwac/internal/testpki"
)

// A list whose signature is good has the values that were signed, whatever was done to the file.
func FuzzParse(f *testing.F) {
	good := signedDK()
	f.Add(good)
	f.Add(signedLOTL(testpki.TLSignature{Inclusive: true}))
	f.Add([]byte(strings.Replace(string(good), "granted", "gra<!---->nted", 1)))
	f.Add([]byte("<!DOCTYPE x><x/>"))
	want := parse(f, good)
	signer := string(want.Signer.DER)
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Parse(data)
		if err != nil {
			if kindOf(err) == "" || l != nil {
				t.Fatalf("%v, %v", l, err)
			}
			return
		}
		if l.SignatureError() != nil || string(l.Signer.DER) != signer {
			return
		}
		got := l.Providers[0].Services[0].States[0]
		if l.String() != want.String() || got.Status != StatusGranted || !got.Since.Equal(day(2022, 2, 1)) ||
			len(l.Providers) != 1 {
			t.Fatalf("signed by the right signer, but it says %s %+v", l, got)
		}
	})
}
