package form

import (
	"bytes"
	"crypto/x509"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"

	"qwac/internal/testpki"
	"qwac/pkg/ber"
)

// TestNameAsGo holds what is said of a string in a name beside crypto/x509: a remark where that refuses the
// certificate, and only there. Each byte stands in each type of strings, and each border of BMPString.
func TestNameAsGo(t *testing.T) {
	var values [][]byte
	for c := range 256 {
		values = append(values, []byte{'a', byte(c)}, []byte{'1', byte(c)})
	}
	for _, unit := range []int{0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xfdcf, 0xfdd0, 0xfdef, 0xfdf0, 0xfffd,
		0xfffe, 0xffff, 0x0000, 0x00ff, 0x0100} {
		c := []byte{byte(unit >> 8), byte(unit)}
		values = append(values, c, append(c, 0, 'b'), append(c, 0, 0), append([]byte{0, 0}, c...))
	}
	values = append(values, nil, []byte{0}, []byte{0, 0}, []byte{0, 'a', 0}, []byte("\xc3\xb8"), []byte("\xe2\x82"))
	for _, tag := range []asn1.Tag{asn1.UTF8String, 18, asn1.PrintableString, asn1.T61String, asn1.IA5String, 26, 28,
		30,
		asn1.BIT_STRING, asn1.SEQUENCE, asn1.GeneralizedTime} {
		for _, value := range values {
			spec := testpki.Root()
			blank := strings.Repeat("Q", len(value))
			spec.Subject.Set(testpki.OIDCommonName, blank)
			common := testpki.ObjectID(testpki.OIDCommonName)
			put := func(der []byte) []byte {
				return bytes.ReplaceAll(der, append(common, testpki.UTF8(blank).DER()...),
					append(common, testpki.TLV(tag, value)...))
			}
			_, err := x509.ParseCertificate(put(testpki.Issue(spec, nil).DER))
			if said := Name("subject", put(spec.Subject.DER())); (err != nil) != (len(said) > 0) {
				t.Errorf("%x with the tag %d: Go says %v, we say %v", value, tag, err, said)
			}
		}
	}
}

// TestForeignType says of a type that is no string whether the attribute has it by its definition.
func TestForeignType(t *testing.T) {
	for _, tt := range []struct {
		kind string
		tag  asn1.Tag
		want string
	}{
		{"2.5.4.45", asn1.BIT_STRING, "a BIT STRING, a lawful form (X.520) that Go does not read"},
		{"2.5.4.45", 28, "a UniversalString, want a BIT STRING (X.520); Go refuses it"},
		{"2.5.4.3", 28, "a UniversalString, a lawful type (RFC 5280, 4.1.2.4) that Go does not read"},
		{"1.3.6.1.4.1.32473.1", asn1.BIT_STRING, "a BIT STRING, which Go does not read; whether it is lawful the " +
			"definition of the attribute tells"},
		{"commonName", asn1.BIT_STRING, "a BIT STRING, a type that the attribute does not have (RFC 5280, 4.1.2.4: " +
			"DirectoryString); Go refuses it"},
	} {
		if got := foreignType(tt.kind, tt.tag); got != tt.want {
			t.Errorf("%s with the tag %d: %s\nwant %s", tt.kind, tt.tag, got, tt.want)
		}
	}
}

// TestUniversalFault: of a UniversalString only one of whole characters is lawful.
func TestUniversalFault(t *testing.T) {
	for value, want := range map[string]string{
		"":                              "a lawful type",
		"\x00\x00\x00A\x00\x01\xf6\x00": "a lawful type",
		"\x00\x00\x00":                  "a part of a character at its end",
		"\x00\x00\xd8\x00":              "with 0000D800, which is no character",
		"\x00\x11\x00\x00":              "with 00110000, which is no character",
		"\xff\xff\xff\xff":              "with FFFFFFFF, which is no character",
	} {
		got := valueFault(ber.Attribute{Kind: "CN", Tag: ber.UniversalString, Value: []byte(value)})
		if !strings.Contains(got, want) {
			t.Errorf("%x: %s, want %q", value, got, want)
		}
	}
}

// TestInString knows each character of the types of strings.
func TestInString(t *testing.T) {
	const printable = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?@&*"
	for c := range 256 {
		text := string([]byte{byte(c)})
		for tag, want := range map[asn1.Tag]bool{
			asn1.PrintableString:          strings.Contains(printable, text),
			asn1.Tag(0).ContextSpecific(): strings.Contains(printable, text),
			asn1.IA5String:                c < 0x80, asn1.UTF8String: c < 0x80,
		} {
			if got := inString(tag, text); got != want {
				t.Errorf("byte %02x in the tag %d: %v, want %v", c, tag, got, want)
			}
		}
	}
}
