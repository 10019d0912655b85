package form

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

// Name are those on a name (DER): what crypto/x509 refuses in it. It reads seven types of strings, each
// strictly.
func Name(path string, der []byte) []Remark {
	f := form{path: path}
	for _, a := range ber.Attributes(der) {
		if a.Large {
			f.beyondGo("the type of an attribute (%s) %s", a.Kind, greatNumber)
		}
		if text := valueFault(a); text != "" {
			f.beyondGo("%s is %s", attributeLabel(a.Kind), text)
		}
	}
	return f.remarks
}

// attributeLabel is what an attribute is called in a message.
func attributeLabel(kind string) string {
	if name := foreignAttributes.Get(kind).name; name != "" {
		return kind + " (" + name + ")"
	}
	return kind
}

// valueFault says why crypto/x509 refuses the value of an attribute; empty: it does not.
func valueFault(a ber.Attribute) string {
	for i, c := range a.Value {
		var why string
		switch {
		case a.Tag == asn1.PrintableString && !printable(c):
			why = "which the type does not have (X.680, 41.4)"
		case a.Tag == asn1.IA5String && c >= 0x80:
			why = "which is outside of ASCII (X.680, 41.1)"
		case a.Tag == ber.NumericString && c != ' ' && (c < '0' || c > '9'):
			why = "which is no digit (X.680, 41.2)"
		default:
			continue
		}
		return fmt.Sprintf("%s with the byte %02x (%q) at its place %d, %s; Go refuses it", ber.DescribeType(a.Tag), c,
			rune(c), i+1, why)
	}
	switch {
	case a.Tag == asn1.UTF8String && !utf8.Valid(a.Value):
		return fmt.Sprintf("a UTF8String that is not UTF-8 (%s); Go refuses it", ber.Quote(string(a.Value)))
	case a.Tag == ber.BmpString:
		return bmpFault(a.Value)
	case readByGo(a.Tag):
		return ""
	}
	if fault := universalFault(a.Tag, a.Value); fault != "" {
		return fault
	}
	return foreignType(a.Kind, a.Tag)
}

// universalFault says what no UniversalString has (X.680, 41.10: characters of four octets); empty: it is good, or of
// another type.
func universalFault(tag asn1.Tag, value []byte) string {
	if tag != ber.UniversalString {
		return ""
	}
	if len(value)%4 != 0 {
		return "a UniversalString with a part of a character at its end; Go refuses it"
	}
	for ; len(value) > 0; value = value[4:] {
		if c := binary.BigEndian.Uint32(value); c > utf8.MaxRune || !utf8.ValidRune(rune(c)) {
			return fmt.Sprintf("a UniversalString with %08X, which is no character; Go refuses it", c)
		}
	}
	return ""
}

func readByGo(tag asn1.Tag) bool {
	switch tag {
	case asn1.UTF8String, asn1.PrintableString, asn1.IA5String, asn1.T61String, ber.NumericString:
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
			return fmt.Sprintf("a BMPString with %U, half of a character of UTF-16, which the type does not have "+
				"(X.680, 41.15); Go refuses it", rune(c))
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
var foreignAttributes = ber.Table[foreignAttribute]{
	{"2.5.4.16", foreignAttribute{"postalAddress", asn1.SEQUENCE, "X.520"}},
	{"2.5.4.23", foreignAttribute{"facsimileTelephoneNumber", asn1.SEQUENCE, "X.520"}},
	{"2.5.4.45", foreignAttribute{"x500UniqueIdentifier", asn1.BIT_STRING, "X.520"}},
	{"1.3.6.1.5.5.7.9.1", foreignAttribute{"dateOfBirth", asn1.GeneralizedTime, "RFC 3739, 3.2.1"}},
}

// foreignType says of a type that crypto/x509 does not read in names whether it is lawful.
func foreignType(kind string, tag asn1.Tag) string {
	name := ber.DescribeType(tag)
	switch a := foreignAttributes.Get(kind); {
	case a.name == "":
	case a.tag == tag:
		return fmt.Sprintf("%s, a lawful form (%s) that Go does not read", name, a.clause)
	default:
		return fmt.Sprintf("%s, want %s (%s); Go refuses it", name, ber.DescribeType(a.tag), a.clause)
	}
	switch {
	case tag == ber.UniversalString:
		return name + ", a lawful type (RFC 5280, 4.1.2.4) that Go does not read"
	case kind[0] <= '9': // an identifier without a name
		return name + ", which Go does not read; whether it is lawful the definition of the attribute tells"
	}
	return name + ", a type that the attribute does not have (RFC 5280, 4.1.2.4: DirectoryString); Go refuses it"
}
