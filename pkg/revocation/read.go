package revocation

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

// Limits of one input.
const (
	// MaxCRL is the most bytes of an input with revocation lists. Lists of QTSPs have several MB; this is room for more
	// than a million entries.
	MaxCRL = 32 << 20
	// MaxOCSP is the most bytes of an input with OCSP responses. A response has some 2 KB for each certificate in it.
	MaxOCSP = 1 << 20
	// maxBlocks is the most lists or responses of one input: chains have at most 20 certificates.
	maxBlocks = 20
)

// ParseCRL reads the revocation lists of one input: DER, PEM (any number of blocks "X509 CRL"; others are passed over),
// or bare base64. The name is the one that the evidence is reported with. An error means that there is no list in the
// input, or one that cannot be read.
func ParseCRL(name string, data []byte) ([]*Evidence, error) {
	blocks, err := split(data, MaxCRL, "CRL")
	if err != nil {
		return nil, err
	}
	var out []*Evidence
	for _, der := range blocks {
		list, err := parseList(der)
		if err != nil {
			return nil, unreadable("revocation list", der, err)
		}
		out = append(out, &Evidence{Source: name, Kind: CRL, list: list})
	}
	return out, nil
}

// ParseOCSP reads the OCSP responses of one input: DER, PEM (any number of blocks with "OCSP" in the label; others are
// passed over), or bare base64. The name is the one that the evidence is reported with. An error means that there is no
// response in the input, or one that cannot be read.
func ParseOCSP(name string, data []byte) ([]*Evidence, error) {
	blocks, err := split(data, MaxOCSP, "OCSP")
	if err != nil {
		return nil, err
	}
	var out []*Evidence
	for _, der := range blocks {
		r, err := parseResponse(der)
		if err != nil {
			return nil, unreadable("OCSP response", der, err)
		}
		out = append(out, &Evidence{Source: name, Kind: OCSP, response: r})
	}
	return out, nil
}

// OtherKindError says that an input has evidence, but of the other kind.
type OtherKindError struct {
	Kind Kind // that it has
	Err  error
}

func (e *OtherKindError) Error() string { return e.Err.Error() }

func (e *OtherKindError) Unwrap() error { return e.Err }

// unreadable says what bytes are that are not what was wanted.
func unreadable(wanted string, der []byte, err error) error {
	if is := recognise(der); is != "" && is != wanted {
		err := fmt.Errorf("it is %s, want %s", article(is), article(wanted))
		switch is {
		case "OCSP response":
			return &OtherKindError{OCSP, err}
		case "revocation list":
			return &OtherKindError{CRL, err}
		}
		return err
	}
	return fmt.Errorf("no readable %s: %w", wanted, err)
}

func article(s string) string {
	if strings.HasPrefix(s, "OCSP") {
		return "an " + s
	}
	return "a " + s
}

// recognise names what DER is; empty: nothing known here.
func recognise(der []byte) string {
	input := cryptobyte.String(der)
	var seq cryptobyte.String
	if input.ReadASN1(&seq, cbasn1.SEQUENCE) && seq.PeekASN1Tag(cbasn1.ENUM) {
		return "OCSP response"
	}
	if isRequest(der) {
		return "OCSP request"
	}
	if _, err := parseList(der); err == nil {
		return "revocation list"
	}
	if _, err := x509.ParseCertificate(der); err == nil {
		return "certificate"
	}
	return ""
}

// isRequest reports whether DER begins as an OCSPRequest does (RFC 6960, 4.1.1), up to the name of the first issuer.
func isRequest(der []byte) bool {
	s := cryptobyte.String(der)
	var request, list, id, hash cryptobyte.String
	return s.ReadASN1(&request, cbasn1.SEQUENCE) && request.ReadASN1(&request, cbasn1.SEQUENCE) &&
		request.SkipOptionalASN1(contextTag(0).Constructed()) &&
		request.SkipOptionalASN1(contextTag(1).Constructed()) &&
		request.ReadASN1(&list, cbasn1.SEQUENCE) && list.ReadASN1(&list, cbasn1.SEQUENCE) &&
		list.ReadASN1(&id, cbasn1.SEQUENCE) && id.SkipASN1(cbasn1.SEQUENCE) && id.ReadASN1(&hash, cbasn1.OCTET_STRING)
}

// split finds the DER in an input. In PEM it is the blocks whose label holds a word.
func split(data []byte, limit int, word string) ([][]byte, error) {
	if len(data) > limit {
		return nil, fmt.Errorf("it has more than %d MiB", limit>>20)
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	switch {
	case len(text) == 0:
		return nil, errors.New("it is empty")
	case bytes.Contains(text, []byte("-----BEGIN ")):
		return pemBlocks(text, word)
	case data[0] == 0x30: // no text begins with this digit: base64 of a SEQUENCE begins with M
		return [][]byte{data}, nil
	case text[0] == '<':
		return nil, errors.New("it is a web page (HTML or XML), want DER, PEM or base64: was it really downloaded " +
			"from that address?")
	}
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil || len(der) == 0 || der[0] != 0x30 {
		return nil, errors.New("it is neither DER nor PEM nor base64")
	}
	return [][]byte{der}, nil
}

func pemBlocks(text []byte, word string) ([][]byte, error) {
	var out [][]byte
	var other string // the label of the first block of another kind
	for {
		block, rest := pem.Decode(text)
		if block == nil {
			break
		}
		text = rest
		switch {
		case !slices.Contains(strings.Fields(block.Type), word):
			other = cmp.Or(other, block.Type)
		case len(out) == maxBlocks:
			return nil, fmt.Errorf("it has more than %d blocks of this kind", maxBlocks)
		default:
			out = append(out, block.Bytes)
		}
	}
	switch {
	case len(out) > 0:
		return out, nil
	case slices.Contains(wellKnown, other):
		return nil, fmt.Errorf("no block with %q in its label; there is %s", word, ber.Quote(other))
	case other != "":
		return nil, fmt.Errorf("no block with %q in its label; there is one with a label that is not known here", word)
	}
	return nil, errors.New("its PEM blocks are broken")
}

// wellKnown are labels that may be shown. In others anything may stand, even a key.
var wellKnown = []string{
	"CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE", "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST",
	"X509 CRL", "CRL", "OCSP RESPONSE",
	"OCSP REQUEST", "PKCS7", "CMS", "PUBLIC KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY",
	"EC PRIVATE KEY", "EC PARAMETERS",
	"DH PARAMETERS", "OPENSSH PRIVATE KEY",
}
