package app

import "testing"

func TestLines(t *testing.T) {
	const text = "qwac: --key a.key:1: the private key cannot be decrypted: scrypt is not supported; encrypt it " +
		"anew: " +
		"openssl pkey -in a.key | openssl pkcs8 -topk8 -v2 aes-256-cbc -out new.key"
	for columns, want := range map[int]string{
		0: text,
		60: "qwac: --key a.key:1: the private key cannot be decrypted:\n  scrypt is not supported; encrypt it anew:\n" +
			"    openssl pkey -in a.key | openssl pkcs8 -topk8 -v2 aes-256-cbc -out new.key",
	} {
		if got := lines(text, columns); got != want {
			t.Errorf("%d columns:\n%s\nwant\n%s", columns, got, want)
		}
	}
}
