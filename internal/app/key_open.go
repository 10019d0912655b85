package app

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.step.sm/crypto/keyutil"
	"go.step.sm/crypto/pemutil"

	"qwac/pkg/ber"
	"qwac/pkg/pkcs12"
)

// maxKeyRounds bounds the derivations for all keys of one --key together, as for PKCS#12. OWASP asks for 600,000 rounds
// with SHA-256, openssl makes 2,048; a round with SHA-512 counts as two.
const maxKeyRounds = 2 * pkcs12.MaxRounds

// keyReader reads the keys of one --key.
type keyReader struct {
	*env
	file, passwordFile string
	variables          []string // with the password, where no file is named
	data               []byte   // of the file; nil: not yet read
	rounds             pkcs12.Derivation
	asked              *string // the password, once it was asked for
}

func (e *env) keyReader(file, passwordFile string) *keyReader {
	return &keyReader{env: e, file: file, passwordFile: passwordFile, variables: []string{keyPasswordVariable},
		rounds: pkcs12.Derivation{Limit: maxKeyRounds}}
}

// secret is the password of the keys, of the file, the environment or the terminal; errNoPassword where there is none
// of these.
func (r *keyReader) secret() (string, error) {
	if r.asked != nil {
		return *r.asked, nil
	}
	secret, err := r.find()
	if err == nil {
		r.asked = &secret
	}
	return secret, err
}

func (r *keyReader) find() (string, error) {
	if r.passwordFile != "" {
		secret, err := r.readSecret(r.passwordFile)
		if err != nil {
			return "", flagged("--key-password-file", err)
		}
		return string(secret), nil
	}
	for _, v := range r.variables {
		if secret, ok := secretVariable(v); ok {
			return secret, nil
		}
	}
	if r.terminal() == nil {
		return "", errNoPassword
	}
	secret, err := r.ask("Password of " + r.file)
	return string(secret), err
}

// hasSecret reports whether secret can give one.
func (r *keyReader) hasSecret() bool {
	return r.passwordFile != "" || r.terminal() != nil || slices.ContainsFunc(r.variables, func(v string) bool {
		_, ok := secretVariable(v)
		return ok
	})
}

// at is where a key stands.
func (r *keyReader) at(k *foundKey) string {
	if k.line == 0 {
		return "--key " + r.file
	}
	return fmt.Sprintf("--key %s:%d", r.file, k.line)
}

// read reads a key out of its block. Errors name the line, never the content.
func (r *keyReader) read(k *foundKey) error {
	block := k.block
	if e, _, ok := ber.ReadElement(block.Bytes); ok && len(block.Headers) == 0 {
		block.Type = cmp.Or(keyLabel(e), block.Type) // as OpenSSL and Go read it, whatever the label says
		if writtenOutCurve(e) {
			return fmt.Errorf("%s: the numbers of the curve stand in the key in place of its name, which TLS does not "+
				"take: write its name: %s", r.at(k), commandOn(nameCurve, r.file))
		}
	}
	var err error
	switch {
	case block.Type == "ENCRYPTED PRIVATE KEY":
		if block, err = r.open(k); err != nil {
			return err
		}
		k.key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		clear(block.Bytes)
	case block.Type == "PRIVATE KEY":
		k.key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	default:
		k.key, err = pemutil.ParseKey(pem.EncodeToMemory(block), pemutil.WithPasswordPrompt("",
			func(string) ([]byte, error) {
				secret, err := r.secret()
				return []byte(secret), err
			}))
	}
	if err == nil {
		k.public, err = keyutil.PublicKey(k.key)
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNoPassword):
		return r.noPassword()
	case encryptedLast(k.block) > 0 || strings.HasPrefix(k.block.Type, "OPENSSH"):
		return fmt.Errorf("%s: the key cannot be read: wrong password%s, or not a key of a known kind", r.at(k),
			r.ofPassword())
	}
	return fmt.Errorf("%s: the key under the label %s is damaged, or no key of a known kind (RSA, P-256, P-384, "+
		"P-521, Ed25519): %s",
		r.at(k), k.block.Type, commandOn("see what OpenSSL reads: openssl pkey -in FILE -check -noout", r.file))
}

func (r *keyReader) noPassword() error {
	return usagef("--key %s is encrypted: name a file with its password by --key-password-file, or set %s", r.file,
		keyPasswordVariable)
}

// open decrypts a key in PKCS#8.
func (r *keyReader) open(k *foundKey) (*pem.Block, error) {
	secret, err := r.secret()
	if errors.Is(err, errNoPassword) {
		return nil, r.noPassword()
	} else if err != nil {
		return nil, err
	}
	der, err := pkcs12.OpenKey(k.block.Bytes, secret, &r.rounds)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.at(k), r.why(err))
	}
	return &pem.Block{Type: "PRIVATE KEY", Bytes: der}, nil
}

// why says what keeps a key from being decrypted.
func (r *keyReader) why(err error) error {
	switch next := pkcs12.ExportKey(err); {
	case next != "":
		return fmt.Errorf("the private key cannot be decrypted: %w; %s", err, commandOn(next, r.file))
	case errors.Is(err, pkcs12.ErrPassword):
		return fmt.Errorf("the key cannot be read: wrong password%s", r.ofPassword())
	case errors.Is(err, pkcs12.ErrRounds):
		return fmt.Errorf("its password is used in more than %d rounds, or in none; %s", maxKeyRounds, commandOn(
			"encrypt it anew: openssl pkey -in FILE | openssl pkcs8 -topk8 -v2 aes-256-cbc -out new.key", r.file))
	}
	return errors.New("the encrypted key is damaged: export it again")
}

// ofPassword says where the password is from, and what may be wrong with it.
func (r *keyReader) ofPassword() string {
	if r.passwordFile == "" {
		return ""
	}
	return " in the first line of " + r.passwordFile + " (--key-password-file)" + r.oddPassword(r.passwordFile) +
		r.notUTF8(r.passwordFile)
}

// binaryKeys are the keys of a file that is not text: PKCS#12, or a key in DER. Nil: it is neither.
func (r *keyReader) binaryKeys(data []byte) ([]foundKey, error) {
	e, rest, ok := ber.ReadElement(data)
	if !ok || e.Tag != ber.TagSequence || len(rest) > 0 {
		return nil, nil
	}
	if ber.KindOf(e) == ber.StoreKind {
		return r.storeKeys(data)
	}
	if kind := keyLabel(e); kind != "" {
		return []foundKey{{block: &pem.Block{Type: kind, Bytes: data}}}, nil
	}
	return nil, nil
}

// storeKeys are those of a PKCS#12 file. A file with an empty password, or none, is opened without being asked for one.
func (r *keyReader) storeKeys(data []byte) ([]foundKey, error) {
	parts, err := pkcs12.PartsOf(data)
	if err != nil {
		return nil, fmt.Errorf("--key %s: PKCS#12 that cannot be read: %w", r.file, err)
	}
	keys, err := pkcs12.Keys(parts, "", r.rounds.Left(2))
	if errors.Is(err, pkcs12.ErrPassword) {
		var secret string
		if secret, err = r.secret(); errors.Is(err, errNoPassword) {
			return nil, r.noPassword()
		} else if err != nil {
			return nil, err
		}
		keys, err = pkcs12.Keys(parts, secret, &r.rounds)
	}
	if err != nil {
		return nil, fmt.Errorf("--key %s: %w", r.file, r.why(err))
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("--key %s: a PKCS#12 file without a private key: export it again with the key", r.file)
	}
	var found []foundKey
	for _, der := range keys {
		found = append(found, foundKey{block: &pem.Block{Type: "PRIVATE KEY", Bytes: der}})
	}
	return found, nil
}

// keyLabel is the label that a key in DER has in PEM; empty: it is none. The kinds are those of RFC 5958 (encrypted or
// not), RFC 5915 and RFC 8017, A.1.2.
func keyLabel(e ber.Element) string {
	es := new(ber.Elements).Of(e.Content)
	if len(es) < 2 {
		return ""
	}
	switch a, b := es[0].Tag, es[1].Tag; {
	case a == ber.TagSequence && b == ber.TagOctetString && len(es) == 2:
		return "ENCRYPTED PRIVATE KEY"
	case a == ber.TagInteger && b == ber.TagSequence && len(es) > 2 && es[2].Tag == ber.TagOctetString:
		return "PRIVATE KEY"
	case a == ber.TagInteger && b == ber.TagOctetString:
		return "EC PRIVATE KEY"
	case a == ber.TagInteger && b == ber.TagInteger && len(es) == 9:
		return "RSA PRIVATE KEY"
	}
	return ""
}

// writtenOutCurve reports whether a key in SEC1 or PKCS#8 has the parameters of its curve as numbers (RFC 5480, 2.1.1,
// forbids them).
func writtenOutCurve(e ber.Element) bool {
	es := new(ber.Elements).Of(e.Content)
	switch keyLabel(e) {
	case "EC PRIVATE KEY":
		return len(es) > 2 && es[2].Tag == ber.TagExplicit0 && isNumbers(es[2].Content)
	case "PRIVATE KEY":
		algorithm := new(ber.Elements).Of(es[1].Content)
		return len(algorithm) == 2 && bytes.Equal(algorithm[0].Content, []byte(oidEC)) && isNumbers(algorithm[1].Full)
	}
	return false
}

const nameCurve = "openssl ec -in FILE -param_enc named_curve -out leaf.key"

// oidEC is id-ecPublicKey, 1.2.840.10045.2.1.
const oidEC = "\x2a\x86\x48\xce\x3d\x02\x01"

func isNumbers(parameters []byte) bool {
	return len(parameters) > 0 && parameters[0] == ber.TagSequence
}

// oddPassword says what in a password file may be no part of the password; empty: nothing. The password itself is never
// said.
func (e *env) oddPassword(passwordFile string) string {
	secret, err := e.readSecret(passwordFile)
	text, what := string(secret), ""
	switch {
	case err != nil:
	case text == "":
		what = "that line is empty"
	case strings.TrimSpace(text) != text:
		what = "that line has blanks around it, which count"
	case len(text) > 1 && text[0] == text[len(text)-1] && (text[0] == '"' || text[0] == '\''):
		what = "that line is in quotation marks, which count"
	case strings.HasPrefix(text, "pass:"), strings.HasPrefix(strings.ToUpper(text), "PASSWORD="):
		what = "that line begins with a word that is for another program, and counts"
	}
	if what == "" {
		return ""
	}
	return " (" + what + ")"
}

// notUTF8 names what a password file may be wrong by; empty: nothing.
func (e *env) notUTF8(passwordFile string) string {
	if passwordFile == "" {
		return ""
	}
	if secret, err := e.readSecret(passwordFile); err != nil || utf8.Valid(secret) {
		return ""
	}
	return " (" + passwordFile + " is not UTF-8: save it so)"
}
