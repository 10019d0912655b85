package chain

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// nameRemarks are those on a name (DER): what crypto/x509 refuses in it. It reads seven types of strings, each
// strictly.
func nameRemarks(path string, der []byte) []remark {
	f := form{path: path}
	for _, a := range attributes(der) {
		if a.large {
			f.beyondGo("the type of an attribute (%s) %s", a.kind, greatNumber)
		}
		if text := valueFault(a); text != "" {
			f.beyondGo("%s is %s", attributeLabel(a.kind), text)
		}
	}
	return f.remarks
}

// attributeLabel is what an attribute is called in a message.
func attributeLabel(kind string) string {
	if name := foreignAttributes.get(kind).name; name != "" {
		return kind + " (" + name + ")"
	}
	return kind
}

// valueFault says why crypto/x509 refuses the value of an attribute; empty: it does not.
func valueFault(a attribute) string {
	for i, c := range a.value {
		var why string
		switch {
		case a.tag == asn1.PrintableString && !printable(c):
			why = "which the type does not have (X.680, 41.4)"
		case a.tag == asn1.IA5String && c >= 0x80:
			why = "which is outside of ASCII (X.680, 41.1)"
		case a.tag == numericString && c != ' ' && (c < '0' || c > '9'):
			why = "which is no digit (X.680, 41.2)"
		default:
			continue
		}
		return fmt.Sprintf("%s with the byte %02x (%q) at its place %d, %s; Go refuses it", describeType(a.tag), c, rune(c), i+1, why)
	}
	switch {
	case a.tag == asn1.UTF8String && !utf8.Valid(a.value):
		return fmt.Sprintf("a UTF8String that is not UTF-8 (%q); Go refuses it", shorten(string(a.value)))
	case a.tag == bmpString:
		return bmpFault(a.value)
	case readByGo(a.tag):
		return ""
	}
	return foreignType(a.kind, a.tag)
}

// Tags that cryptobyte has no names for.
const (
	numericString   = asn1.Tag(18)
	universalString = asn1.Tag(28)
	bmpString       = asn1.Tag(30)
)

func readByGo(tag asn1.Tag) bool {
	switch tag {
	case asn1.UTF8String, asn1.PrintableString, asn1.IA5String, asn1.T61String, numericString:
		return true
	}
	return false
}

// printable reports whether a byte is a character of PrintableString, or one of the two that crypto/x509 forgives.
func printable(c byte) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		return true
	case c >= '\'' && c <= ')', c >= '+' && c <= '/', c == ' ', c == ':', c == '=', c == '?', c == '*', c == '&':
		return true
	}
	return false
}

func bmpFault(value []byte) string {
	if len(value)%2 != 0 {
		return "a BMPString with half a character at its end; Go refuses it"
	}
	if n := len(value); n >= 2 && value[n-1] == 0 && value[n-2] == 0 {
		value = value[:n-2] // crypto/x509 forgives a zero at the end
	}
	for ; len(value) > 0; value = value[2:] {
		switch c := binary.BigEndian.Uint16(value); {
		case c >= 0xd800 && c <= 0xdfff:
			return fmt.Sprintf("a BMPString with %U, half of a character of UTF-16, which the type does not have (X.680, 41.15); Go refuses it", rune(c))
		case c >= 0xfffe, c >= 0xfdd0 && c <= 0xfdef:
			return fmt.Sprintf("a BMPString with %U, which is no character; Go refuses it", rune(c))
		}
	}
	return ""
}

// foreignAttribute is an attribute whose value is lawfully no string.
type foreignAttribute struct {
	name   string
	tag    asn1.Tag
	clause string // where its type is defined
}

// foreignAttributes are those that certificates are known to have.
var foreignAttributes = table[foreignAttribute]{
	{"2.5.4.16", foreignAttribute{"postalAddress", asn1.SEQUENCE, "X.520"}},
	{"2.5.4.23", foreignAttribute{"facsimileTelephoneNumber", asn1.SEQUENCE, "X.520"}},
	{"2.5.4.45", foreignAttribute{"x500UniqueIdentifier", asn1.BIT_STRING, "X.520"}},
	{"1.3.6.1.5.5.7.9.1", foreignAttribute{"dateOfBirth", asn1.GeneralizedTime, "RFC 3739, 3.2.1"}},
}

// foreignType says of a type that crypto/x509 does not read in names whether it is lawful.
func foreignType(kind string, tag asn1.Tag) string {
	name := describeType(tag)
	a := foreignAttributes.get(kind)
	switch {
	case a.name != "" && a.tag == tag:
		return fmt.Sprintf("%s, a lawful form (%s) that Go does not read", name, a.clause)
	case tag == universalString:
		return name + ", a lawful type (RFC 5280, 4.1.2.4) that Go does not read"
	case a.name == "" && kind[0] >= '0' && kind[0] <= '9':
		return name + ", which Go does not read; whether it is lawful the definition of the attribute tells"
	}
	return name + ", a type that the attribute does not have (RFC 5280, 4.1.2.4: DirectoryString); Go refuses it"
}
