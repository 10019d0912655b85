package app

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/bundle"
	"qwac/pkg/foreign"
	"qwac/pkg/lint"
	"qwac/pkg/submit"
)

// commandOn puts the name of a file into a command that says FILE, quoted where a shell would take it apart.
func commandOn(command, file string) string {
	if strings.ContainsFunc(file, func(r rune) bool {
		return !strings.ContainsRune("/._+@%:,-", r) && (r < '0' || r > '9') && (r < 'A' || r > 'Z') &&
			(r < 'a' || r > 'z')
	}) || strings.HasPrefix(file, "-") {
		file = submit.ShellQuote(file)
	}
	return strings.ReplaceAll(command, "FILE", file)
}

// The ways to a key in PEM, from what is in its place.
const (
	fromBase64 = "write it anew: sed 's/-----[A-Z ]*-----//g' FILE | tr -d ' \\r\\n' | openssl base64 -d -A | " +
		"openssl pkey -inform DER -out leaf.key"
	fromEscape = `write the line breaks: printf '%b\n' "$(tr -d '"' < FILE)" > leaf.key`
	fromString = "take the text out of the JSON: jq -r . FILE > leaf.key"
	fromObject = "take the text out of the JSON: jq -r '.. | strings | select(contains(\"PRIVATE KEY\"))' FILE > " +
		"leaf.key"
	fromIndent = "take the blanks away: sed 's/^[[:blank:]]*//' FILE > leaf.key"
	fromCR     = `write the line breaks: tr '\r' '\n' < FILE > leaf.key`
	fromTwice  = "decode it: tr -d '\\r\\n' < FILE | openssl base64 -d -A > leaf.key"
	fromGlued  = "put each block on lines of its own: sed 's/----------BEGIN/-----\\n-----BEGIN/g' FILE > leaf.key " +
		"(GNU sed)"
	fromJWK = "write it as PEM: node -e 'console.log(crypto.createPrivateKey({key:" +
		`JSON.parse(fs.readFileSync(process.argv[1])),format:"jwk"}).export({type:"pkcs8",format:"pem"}))' FILE > ` +
		`leaf.key`
	fromLeaf = "give the key that was made with the request for it; its public half is that of the certificate: " +
		"compare openssl pkey -in leaf.key -pubout with openssl x509 -in FILE -noout -pubkey"
)

// keyForms are the ways in which a private key in PEM is spoiled, by the fault that the scanner finds. The first that
// is there counts.
var keyForms = []struct {
	fault      *lint.Meta
	what, next string
}{
	{&bundle.PEMEncodedTwice, "the private key was encoded in base64 twice", fromTwice},
	{&bundle.PEMEscapedNewlines, "its line breaks are written as a backslash and a letter", fromEscape},
	{&bundle.PEMGluedBoundaries, "the end of one block and the beginning of the next stand on one line", fromGlued},
	{&bundle.PEMCROnly, "its lines end with a bare CR", fromCR},
	{&bundle.PEMIndented, "blanks stand before its lines", fromIndent},
}

// noKey says what the file of --key is instead of a key in PEM.
func noKey(file string, data []byte) error {
	what, next := keyInstead(data)
	return fmt.Errorf("--key %s: no private key in PEM form found%s: %s", file, what, commandOn(next, file))
}

// keyInstead says what there is in place of a private key, and what to do. Nothing of the content is said.
func keyInstead(data []byte) (what, next string) {
	text := bytes.TrimSpace(bundle.UTF8(data))
	if what, next = keyInJSON(text); what != "" {
		return what, next
	}
	if len(text) == 0 {
		return ", the file is empty", "give the key that belongs to the leaf"
	}
	if f := foreign.Recognise(data); f != nil {
		next = "give the key that belongs to the leaf"
		if f.Key != "" {
			next = strings.ToLower(f.Key[:1]) + strings.TrimSuffix(f.Key[1:], ".")
		}
		if strings.Contains(f.What, "certificate in DER") {
			next = fromLeafDER
		}
		return ", it is " + f.What, next
	}
	return keyInText(data)
}

const fromLeafDER = "give the key that was made with the request for it; its public half is that of the certificate: " +
	"compare openssl pkey -in leaf.key -pubout with openssl x509 -inform DER -in FILE -noout -pubkey"

// keyInText looks for a key that plain readers do not see, and else for what the blocks of a text are.
func keyInText(data []byte) (what, next string) {
	b := &bundle.Bundle{}
	if err := b.Parse("", data); err == nil && hasFault(b, &bundle.PEMPrivateKeyPresent) {
		for _, k := range keyForms {
			if hasFault(b, k.fault) {
				return ", " + k.what, k.next
			}
		}
		if cutOff(bundle.UTF8(data)) {
			return ", the one that begins there is cut off", "copy the file again, to the END line; or take it from " +
				"a backup"
		}
		return ", there is one in a form that no plain reader takes", fromBase64
	}
	block, _ := pem.Decode(bundle.UTF8(data))
	switch {
	case len(b.Certs) > 0:
		return ", it has certificates", fromLeaf
	case hasFault(b, &bundle.PEMInputPKCS12):
		return ", it is PKCS#12", "write the key as PEM: openssl base64 -d -A -in FILE | openssl pkcs12 -nocerts " +
			"-out leaf.key"
	case hasFault(b, &bundle.PEMCSRInsteadOfCertificate):
		return ", it is a certificate signing request", "give the key that was made with it"
	case block != nil:
		return ", it has a block labelled " + block.Type, "give the key that belongs to the leaf"
	}
	return "", "give the key that belongs to the leaf; it begins with a line -----BEGIN PRIVATE KEY-----"
}

// cutOff reports whether the text ends before the key that begins in it does.
func cutOff(data []byte) bool {
	_, body, ok := bytes.Cut(data, []byte("PRIVATE KEY-----"))
	if !ok || bytes.Contains(body, []byte("-----END")) {
		return false
	}
	chars := bytes.Join(bytes.Fields(body), nil)
	der, _ := base64.StdEncoding.DecodeString(string(chars[:len(chars)/4*4]))
	return ber.Announced(der) > len(der)
}

func hasFault(b *bundle.Bundle, rule *lint.Meta) bool {
	for _, f := range b.Faults {
		if f.Rule == rule {
			return true
		}
	}
	return false
}

// keyInJSON tells a key of RFC 7517 and a text with a key in it; empty: it is no JSON.
func keyInJSON(text []byte) (what, next string) {
	var value any
	if json.Unmarshal(text, &value) != nil {
		return "", ""
	}
	switch v := value.(type) {
	case string:
		if strings.Contains(v, "PRIVATE KEY-----") {
			return ", it is a JSON string with one in it", fromString
		}
	case map[string]any:
		switch _, private := v["d"]; {
		case v["kty"] != nil && private:
			return ", it is a JSON web key (JWK)", fromJWK
		case v["kty"] != nil:
			return ", it is a JSON web key (JWK) without its private part",
				"give the private key that belongs to the leaf"
		case v["keys"] != nil:
			return ", it is a set of JSON web keys (JWKS)",
				"take the one of the leaf out of it, and give that: jq '.keys[0]' FILE > leaf.jwk"
		case bytes.Contains(text, []byte("PRIVATE KEY-----")):
			return ", it is JSON with one in it", fromObject
		}
	}
	return ", it is JSON", "give the key that belongs to the leaf, in PEM"
}
