package eidas

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

// String types that cryptobyte has no name for (X.680).
const (
	tagNumericString   = cbasn1.Tag(asn1.TagNumericString)
	tagVisibleString   = cbasn1.Tag(26)
	TagUniversalString = cbasn1.Tag(28)
	TagBMPString       = cbasn1.Tag(asn1.TagBMPString)
)

// ClassContext is the bit of an identifier octet that, with the one above it clear, says context-specific (X.690,
// 8.1.2.2).
const (
	ClassMask    = 0xc0
	ClassContext = 0x80
	constructed  = 0x20
)

// StringValue returns the text of a value of any string type.
func StringValue(tag cbasn1.Tag, body []byte) (string, bool) {
	switch tag {
	case cbasn1.UTF8String, cbasn1.PrintableString, cbasn1.IA5String, tagNumericString, tagVisibleString:
		return string(body), true
	case cbasn1.T61String:
		return latin1(body), true
	case TagBMPString:
		return wide(body, 2)
	case TagUniversalString:
		return wide(body, 4)
	}
	return "", false
}

// latin1 is how T61String is read in practice: certificates with it hold ISO 8859-1.
func latin1(body []byte) string {
	runes := make([]rune, len(body))
	for i, b := range body {
		runes[i] = rune(b)
	}
	return string(runes)
}

// wide reads big-endian characters of size bytes.
func wide(body []byte, size int) (string, bool) {
	if len(body)%size != 0 {
		return "", false
	}
	var units []uint16
	var runes []rune
	for ; len(body) > 0; body = body[size:] {
		if size == 2 {
			units = append(units, uint16(body[0])<<8|uint16(body[1]))
			continue
		}
		runes = append(runes, rune(uint32(body[0])<<24|uint32(body[1])<<16|uint32(body[2])<<8|uint32(body[3])))
	}
	return string(append(runes, utf16.Decode(units)...)), true
}

// Describe says what the first element of s is, for messages.
func Describe(s []byte) string {
	if len(s) == 0 {
		return "nothing"
	}
	rest := cryptobyte.String(s)
	var body cryptobyte.String
	var tag cbasn1.Tag
	if !rest.ReadAnyASN1(&body, &tag) {
		return "a broken encoding"
	}
	if tag == cbasn1.OBJECT_IDENTIFIER {
		return ber.Describe(s) // it may be a broken one
	}
	return TagName(tag)
}

// following begins a message about bytes that are too many.
func following(n int) string {
	if n == 1 {
		return "1 byte follows"
	}
	return ber.Count(n, "byte") + " follow"
}

// TagName names an ASN.1 type, with its article.
func TagName(tag cbasn1.Tag) string {
	switch tag {
	case cbasn1.BOOLEAN:
		return "a BOOLEAN"
	case cbasn1.INTEGER:
		return "an INTEGER"
	case cbasn1.BIT_STRING:
		return "a BIT STRING"
	case cbasn1.OCTET_STRING:
		return "an OCTET STRING"
	case cbasn1.NULL:
		return "a NULL"
	case cbasn1.OBJECT_IDENTIFIER:
		return "an OBJECT IDENTIFIER"
	case cbasn1.SEQUENCE:
		return "a SEQUENCE"
	case cbasn1.SET:
		return "a SET"
	}
	return stringTypeName(tag)
}

func stringTypeName(tag cbasn1.Tag) string {
	switch tag {
	case cbasn1.UTF8String:
		return "a UTF8String"
	case cbasn1.PrintableString:
		return "a PrintableString"
	case cbasn1.IA5String:
		return "an IA5String"
	case cbasn1.T61String:
		return "a T61String"
	case tagNumericString:
		return "a NumericString"
	case tagVisibleString:
		return "a VisibleString"
	case TagBMPString:
		return "a BMPString"
	case TagUniversalString:
		return "a UniversalString"
	}
	if tag&ClassMask == ClassContext {
		return fmt.Sprintf("an element tagged [%d]", tag&0x1f)
	}
	return fmt.Sprintf("an element with identifier octet %#02x", uint8(tag))
}

// ReadPolicies reads the object identifiers of certificatePolicies (RFC 5280, 4.2.1.4) as far as they can be read.
func ReadPolicies(value []byte) []asn1.ObjectIdentifier {
	s := cryptobyte.String(value)
	var list, info cryptobyte.String
	var oids []asn1.ObjectIdentifier
	if !s.ReadASN1(&list, cbasn1.SEQUENCE) {
		return nil
	}
	for list.ReadASN1(&info, cbasn1.SEQUENCE) && len(oids) < MaxEntries {
		var oid asn1.ObjectIdentifier
		if info.ReadASN1ObjectIdentifier(&oid) {
			oids = append(oids, oid)
		}
	}
	return oids
}

// ReadUsages reads extKeyUsage (RFC 5280, 4.2.1.12); present is false when there is no such extension.
func ReadUsages(c *x509.Certificate) (oids []asn1.ObjectIdentifier, present bool) {
	ext := Extension(c, OIDExtKeyUsage)
	if ext == nil {
		return nil, false
	}
	s := cryptobyte.String(ext.Value)
	var list cryptobyte.String
	s.ReadASN1(&list, cbasn1.SEQUENCE)
	for !list.Empty() && len(oids) < MaxEntries {
		oid, _, ok := ber.ReadOID(&list)
		if !ok {
			break
		}
		if oid != nil { // no purpose with a number of 2^31 or more is known here
			oids = append(oids, oid)
		}
	}
	return oids, true
}

// usualAttributes is how many attributes names have, or nearly.
const usualAttributes = 8

// ReadName reads the attributes of a distinguished name (RFC 5280, 4.1.2.4) as far as they can be read.
func ReadName(raw []byte) []Attribute {
	s := cryptobyte.String(raw)
	var rdns, rdn, atv cryptobyte.String
	s.ReadASN1(&rdns, cbasn1.SEQUENCE)
	if rdns.Empty() {
		return nil
	}
	attrs := make([]Attribute, 0, usualAttributes)
	for rdns.ReadASN1(&rdn, cbasn1.SET) {
		for rdn.ReadASN1(&atv, cbasn1.SEQUENCE) {
			var a Attribute
			var body cryptobyte.String
			var tag cbasn1.Tag
			var known, ok bool
			if a.Type, _, known = ber.NamedAttribute(&atv); !known && !atv.ReadASN1ObjectIdentifier(&a.Type) ||
				!atv.ReadAnyASN1(&body, &tag) {
				continue
			}
			if a.Value, ok = StringValue(tag, body); !ok {
				a.Value = string(body)
			}
			attrs = append(attrs, a)
		}
	}
	return attrs
}

// Attributes returns the values of one attribute of the subject, in order.
func (i *Info) Attributes(oid asn1.ObjectIdentifier) []string {
	return Values(i.Subject, oid)
}

func Values(attrs []Attribute, oid asn1.ObjectIdentifier) []string {
	var out []string
	for _, a := range attrs {
		if a.Type.Equal(oid) {
			out = append(out, a.Value)
		}
	}
	return out
}

// validText reports whether the body of a UTF8String is UTF-8.
func validText(tag cbasn1.Tag, body []byte) bool {
	return tag != cbasn1.UTF8String || utf8.Valid(body)
}

// Extension returns the first extension with this object identifier, or nil.
func Extension(c *x509.Certificate, oid asn1.ObjectIdentifier) *pkix.Extension {
	i := slices.IndexFunc(c.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oid) })
	if i < 0 {
		return nil
	}
	return &c.Extensions[i]
}

// MaxEntries bounds the statements of one certificate and the elements of one list in them. The fullest certificates
// known have ten statements; TS 119 495 knows nine roles.
const MaxEntries = 64
