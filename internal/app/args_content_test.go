package app

import (
	"encoding/base64"
	"strings"
	"testing"

	"qwac/internal/testpki"
)

func TestHasContent(t *testing.T) {
	pki := testpki.Clean()
	encoded := base64.StdEncoding.EncodeToString
	for _, word := range []string{
		string(pki.PEM()), string(pki.Leaf.KeyPEM()), encoded(pki.Leaf.DER), encoded(pki.PEM()), "-----BEGIN",
		encoded(pki.Leaf.KeyPEM()), "data:application/x-x509-ca-cert;base64," + encoded(pki.Leaf.DER),
		`{"certificate":"` + strings.ReplaceAll(string(pki.PEM()), "\n", `\n`) + `"}`,
	} {
		for _, before := range []string{"", "@", "json="} {
			if !hasContent(before + word) {
				t.Errorf("%s%q is not known", before, word[:min(60, len(word))])
			}
		}
	}
	for _, word := range []string{
		"", "-", "--", "leaf.pem", "@list", "json=report.json", "=", "@", "MII", "MIIE.pem", strings.Repeat("M", 300),
		"data:text/plain,x",
		"/srv/" + strings.Repeat("certificates/", 20) + "leaf.pem",
		"https://psd2.example/cb?x=" + strings.Repeat("M", 90),
	} {
		if hasContent(word) {
			t.Errorf("%q is taken for content", word)
		}
	}
}
