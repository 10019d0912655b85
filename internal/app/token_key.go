package app

import (
	"net/url"
	"strings"
)

// A key may stay in a hardware token (HSM, smart card): --key is then a URI of RFC 7512, such as
// pkcs11:module-path=/usr/lib/softhsm/libsofthsm2.so;token=qwac;object=tppkey. token_pkcs11.go opens it in programs
// that are built for it, token_none.go says how to get such a program.

// isToken reports whether the value of --key names a key in a token.
func isToken(name string) bool { return strings.HasPrefix(strings.ToLower(name), "pkcs11:") }

// checkToken refuses a URI with a PIN in it: what stands in a flag is in the history of the shell, and in the list of
// processes for everybody.
func checkToken(uri string) error {
	attributes, query, _ := strings.Cut(uri[len("pkcs11:"):], "?")
	for a := range strings.FieldsFuncSeq(attributes+"&"+query, func(r rune) bool { return r == ';' || r == '&' }) {
		name, _, _ := strings.Cut(a, "=")
		if name, err := url.PathUnescape(strings.TrimSpace(name)); err != nil || strings.EqualFold(name, "pin-value") {
			return usagef("--key: the URI has the PIN in it, where others can read it: leave pin-value out, and name " +
				"a file with the PIN by --key-password-file, or set " + keyPasswordVariable)
		}
	}
	return nil
}
