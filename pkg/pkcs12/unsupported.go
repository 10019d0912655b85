package pkcs12

import (
	"errors"
	"fmt"
	"strings"

	"qwac/pkg/ber"
)

// unreadCipher is an algorithm of a PKCS#12 file that is not read here.
type unreadCipher struct{ what, id string }

func (e unreadCipher) Error() string {
	name := foreignCiphers.Get(e.id).name
	if name == "" {
		return fmt.Sprintf("%s %s is not supported", e.what, e.id)
	}
	return fmt.Sprintf("%s %s (%s) is not supported", e.what, name, e.id)
}

// byKey is a PKCS#12 file that is signed with a key or encrypted to one (RFC 7292, 3.1), which OpenSSL does not read
// either.
type byKey string

func (e byKey) Error() string { return string(e) + ", which is not supported" }

// foreignCipher is an algorithm by its name, and what OpenSSL 3 needs to read it; empty: nothing more.
type foreignCipher struct{ name, needs string }

// Where OpenSSL has an algorithm.
const (
	legacyProvider = "-legacy"
	gostEngine     = "-engine gost"
	nowhere        = "-" // OpenSSL does not read it
)

// foreignCiphers are algorithms that programs encrypt PKCS#12 with and that are not read here.
var foreignCiphers = ber.Table[foreignCipher]{
	{"1.2.392.200011.61.1.1.1.2", foreignCipher{"Camellia-128-CBC", ""}}, // RFC 3657
	{"1.2.392.200011.61.1.1.1.3", foreignCipher{"Camellia-192-CBC", ""}},
	{"1.2.392.200011.61.1.1.1.4", foreignCipher{"Camellia-256-CBC", ""}},
	{"1.2.410.200046.1.1.2", foreignCipher{"ARIA-128-CBC", ""}}, // RFC 5794
	{"1.2.410.200046.1.1.7", foreignCipher{"ARIA-192-CBC", ""}},
	{"1.2.410.200046.1.1.12", foreignCipher{"ARIA-256-CBC", ""}},
	{"1.2.410.200004.1.4", foreignCipher{"SEED-CBC", legacyProvider}}, // RFC 4010
	{"1.2.410.200004.1.15", foreignCipher{"SEED-CBC with SHA-1", nowhere}},
	{"1.3.14.3.2.7", foreignCipher{"DES-CBC", legacyProvider}},
	{"1.2.840.113549.3.2", foreignCipher{"RC2-CBC", legacyProvider}}, // RFC 8018, B.2
	{"1.2.840.113549.3.4", foreignCipher{"RC4", legacyProvider}},
	{"1.2.840.113549.3.9", foreignCipher{"RC5-CBC", nowhere}},
	{"1.3.6.1.4.1.188.7.1.1.2", foreignCipher{"IDEA-CBC", legacyProvider}},
	{"1.3.6.1.4.1.3029.1.2", foreignCipher{"Blowfish-CBC", legacyProvider}},
	{"1.2.840.113533.7.66.10", foreignCipher{"CAST5-CBC", legacyProvider}},
	{"1.2.156.10197.1.104.2", foreignCipher{"SM4-CBC", ""}},
	{"1.2.643.2.2.21", foreignCipher{"GOST 28147-89", gostEngine}}, // RFC 4357
	{"1.2.643.7.1.1.5.1.1", foreignCipher{"Magma, GOST R 34.12-2015", gostEngine}},
	{"1.2.643.7.1.1.5.2.1", foreignCipher{"Kuznyechik, GOST R 34.12-2015", gostEngine}},
	{"1.2.643.7.1.1.5.2.2", foreignCipher{"Kuznyechik, GOST R 34.12-2015", gostEngine}},
	{"2.16.840.1.101.3.4.1.6", foreignCipher{"AES-128-GCM", nowhere}},
	{"2.16.840.1.101.3.4.1.26", foreignCipher{"AES-192-GCM", nowhere}},
	{"2.16.840.1.101.3.4.1.46", foreignCipher{"AES-256-GCM", nowhere}},
	{"1.2.840.113549.1.5.1", foreignCipher{"DES-CBC with MD2", nowhere}}, // RFC 8018, A.3
	{"1.2.840.113549.1.5.3", foreignCipher{"DES-CBC with MD5", legacyProvider}},
	{"1.2.840.113549.1.5.4", foreignCipher{"RC2-CBC with MD2", nowhere}},
	{"1.2.840.113549.1.5.6", foreignCipher{"RC2-CBC with MD5", legacyProvider}},
	{"1.2.840.113549.1.5.10", foreignCipher{"DES-CBC with SHA-1", legacyProvider}},
	{"1.2.840.113549.1.5.11", foreignCipher{"RC2-CBC with SHA-1", legacyProvider}},
	{"1.3.6.1.4.1.11591.4.11", foreignCipher{"scrypt", ""}}, // RFC 7914
	{"1.2.643.7.1.1.4.1", foreignCipher{"HMAC with GOST R 34.11-2012", gostEngine}},
	{"1.2.643.7.1.1.4.2", foreignCipher{"HMAC with GOST R 34.11-2012", gostEngine}},
	{"1.2.643.2.2.10", foreignCipher{"HMAC with GOST R 34.11-94", gostEngine}},
}

// Export is the way out for a PKCS#12 file that an error says is encrypted in a way that is not read here: a file that
// OpenSSL writes, where it can. It is empty for other errors.
func Export(err error) string {
	var u unreadCipher
	if k := byKey(""); errors.As(err, &k) {
		return "Export it again with a password from the program that made it: OpenSSL does not read it either."
	}
	if !errors.As(err, &u) || !foreignCiphers.Has(u.id) {
		return ""
	}
	needs := foreignCiphers.Get(u.id).needs
	if needs == nowhere {
		return "Export it again with AES-256-CBC from the program that made it: OpenSSL does not read it either."
	}
	hint := strings.ReplaceAll("Write the certificates as PEM: `openssl pkcs12 -nokeys -in FILE -out chain.pem`",
		"pkcs12 -", strings.TrimSuffix("pkcs12 "+needs, " ")+" -")
	if needs == gostEngine {
		hint += " (OpenSSL wants its GOST engine for that)"
	}
	return hint + "."
}

// ExportKey is the way out for a private key that an error says is encrypted in a way that is not read here: the same
// key, encrypted anew. FILE stands for its name. It is empty for other errors.
func ExportKey(err error) string {
	var u unreadCipher
	if !errors.As(err, &u) {
		return ""
	}
	read := "openssl pkey -in FILE"
	switch foreignCiphers.Get(u.id).needs {
	case nowhere:
		return "export it again with AES-256-CBC from the program that made it: OpenSSL does not read it either"
	case legacyProvider:
		read += " -provider legacy -provider default"
	case gostEngine:
		read += " -engine gost"
	}
	return "encrypt it anew: " + read + " | openssl pkcs8 -topk8 -v2 aes-256-cbc -out new.key"
}
