package cert

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"fmt"

	"qwac/pkg/ber"
	"qwac/pkg/form"
	"qwac/pkg/key"
)

const (
	// maxSerial bounds serial numbers in bytes: RFC 5280, section 4.1.2.2 allows 20, and a rule of ours names those
	// that have more.
	maxSerial = 256
)

// LimitError says that a certificate has something greater than any software takes. It is not used then: not for
// signatures, and no library gets to print it.
type LimitError struct {
	Field string // "subjectPublicKeyInfo"
	What  string // "the RSA modulus has 65536 bits, want at most 16384"
}

func (e *LimitError) Error() string { return e.Field + ": " + e.What }

// beyondLimits says what in a certificate is beyond the limits; nil: nothing.
func beyondLimits(c *x509.Certificate) *LimitError {
	if n := key.ModulusBits(c); n > key.MaxModulus {
		return &LimitError{"subjectPublicKeyInfo",
			fmt.Sprintf("the RSA modulus has %d bits, want at most %d", n, key.MaxModulus)}
	}
	if n := longestOID(c.Raw); n > ber.MaxOID {
		return &LimitError{fieldOfOID(c),
			fmt.Sprintf("an object identifier has %d bytes, want at most %d", n, ber.MaxOID)}
	}
	return nil
}

// serialTooLong is for a serial number that cannot even be shown.
func serialTooLong(c *x509.Certificate) error {
	if n := c.SerialNumber.BitLen()/8 + 1; n > maxSerial {
		return broken("serialNumber", fmt.Sprintf("it has %d bytes, want at most 20", n))
	}
	return nil
}

// longestOID is the length of the longest object identifier in an element; those of at most 127 bytes may count as
// none.
func longestOID(der []byte) int {
	for rest := der; ; {
		i := bytes.IndexByte(rest, ber.TagOID)
		if i < 0 || i+1 == len(rest) {
			return 0
		}
		rest = rest[i+1:]
		if 0x81 <= rest[0] && rest[0] <= 0x84 { // a length of more than one byte
			return longestIn(der, ber.MaxDepth)
		}
	}
}

// longestIn looks also into strings that hold elements, as the values of extensions do.
func longestIn(content []byte, depth int) (longest int) {
	for depth > 0 && len(content) > 0 {
		e, rest, ok := ber.ReadElement(content)
		if !ok {
			break
		}
		switch {
		case e.Tag == ber.TagOID:
			longest = max(longest, len(e.Content))
		case e.Tag&ber.Constructed != 0, e.Tag == ber.TagOctetString:
			longest = max(longest, longestIn(e.Content, depth-1))
		}
		content = rest
	}
	return longest
}

// fieldOfOID is where the object identifier that is too long stands.
func fieldOfOID(c *x509.Certificate) string {
	for _, part := range []struct {
		field string
		der   []byte
	}{{"issuer", c.RawIssuer}, {"subject", c.RawSubject}, {"subjectPublicKeyInfo", c.RawSubjectPublicKeyInfo}} {
		if longestOID(part.der) > ber.MaxOID {
			return part.field
		}
	}
	for _, e := range c.Extensions {
		switch {
		case e.Id == nil: // what ReadOID says of one that is too long
			return "extensions"
		case longestOID(e.Value) <= ber.MaxOID:
			continue
		}
		id := e.Id.String()
		return "extensions." + cmp.Or(form.Field(id), id)
	}
	return "certificate"
}
