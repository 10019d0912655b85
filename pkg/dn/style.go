package dn

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// styles are the ways of writing, the standard one first: getName of Java's X500Principal writes so, too.
var styles = []style{
	{name: "RFC 4514", reversed: true, comma: ",", plus: "+", equals: "=", types: rfc4514Types, unknownHex: true,
		escape: backslashed},
	{name: "OpenSSL 3", comma: ", ", plus: " + ", equals: " = ", types: openSSLTypes,
		escape: func(s string) string { return escapeMSB(quoted(s, `,+"\<>;`)) }},
	{name: "OpenSSL 3.2", comma: ", ", plus: " + ", equals: "=", types: openSSLTypes,
		escape: func(s string) string { return quoted(s, `,+"\<>;`) }},
	{name: "OpenSSL RFC2253", reversed: true, inside: true, comma: ",", plus: "+", equals: "=", types: openSSLTypes,
		escape: func(s string) string { return escapeMSB(backslashed(s)) }},
	{name: "OpenSSL oneline", leading: "/", plus: "+", equals: "=", types: openSSLTypes, escape: escapeHex},
	{name: "Java toString", reversed: true, comma: ", ", plus: " + ", equals: "=", types: javaTypes, unknown: "OID.",
		escape: javaQuoted},
	{name: ".NET", reversed: true, comma: ", ", plus: " + ", equals: "=", types: dotNetTypes, unknown: "OID.",
		escape: dotNetQuoted},
}

// rfc4514Types are the names that every reader of RFC 4514 knows (section 3).
var rfc4514Types = []typeName{
	{"2.5.4.3", "CN"}, {"2.5.4.7", "L"}, {"2.5.4.8", "ST"}, {"2.5.4.10", "O"}, {"2.5.4.11", "OU"}, {"2.5.4.6", "C"},
	{"2.5.4.9", "STREET"}, {"0.9.2342.19200300.100.1.25", "DC"}, {"0.9.2342.19200300.100.1.1", "UID"},
}

// openSSLTypes are the short names of OpenSSL 3.
var openSSLTypes = []typeName{
	{"2.5.4.3", "CN"}, {"2.5.4.4", "SN"}, {"2.5.4.5", "serialNumber"}, {"2.5.4.6", "C"}, {"2.5.4.7", "L"},
	{"2.5.4.8", "ST"}, {"2.5.4.9", "street"}, {"2.5.4.10", "O"}, {"2.5.4.11", "OU"}, {"2.5.4.12", "title"},
	{"2.5.4.13", "description"}, {"2.5.4.15", "businessCategory"}, {"2.5.4.16", "postalAddress"},
	{"2.5.4.17", "postalCode"}, {"2.5.4.18", "postOfficeBox"}, {"2.5.4.20", "telephoneNumber"}, {"2.5.4.41", "name"},
	{"2.5.4.42", "GN"}, {"2.5.4.43", "initials"}, {"2.5.4.44", "generationQualifier"},
	{"2.5.4.45", "x500UniqueIdentifier"}, {"2.5.4.46", "dnQualifier"}, {"2.5.4.65", "pseudonym"},
	{"2.5.4.97", "organizationIdentifier"}, {"0.9.2342.19200300.100.1.1", "UID"},
	{"0.9.2342.19200300.100.1.25", "DC"}, {"1.2.840.113549.1.9.1", "emailAddress"},
	{"1.2.840.113549.1.9.2", "unstructuredName"}, {"1.3.6.1.4.1.311.60.2.1.1", "jurisdictionL"},
	{"1.3.6.1.4.1.311.60.2.1.2", "jurisdictionST"}, {"1.3.6.1.4.1.311.60.2.1.3", "jurisdictionC"},
}

// javaTypes are the keywords of javax.security.auth.x500.X500Principal.
var javaTypes = []typeName{
	{"2.5.4.3", "CN"}, {"2.5.4.4", "SURNAME"}, {"2.5.4.5", "SERIALNUMBER"}, {"2.5.4.6", "C"}, {"2.5.4.7", "L"},
	{"2.5.4.8", "ST"}, {"2.5.4.9", "STREET"}, {"2.5.4.10", "O"}, {"2.5.4.11", "OU"}, {"2.5.4.12", "T"},
	{"2.5.4.42", "GIVENNAME"}, {"2.5.4.43", "INITIALS"}, {"2.5.4.44", "GENERATION"}, {"2.5.4.46", "DNQ"},
	{"0.9.2342.19200300.100.1.1", "UID"}, {"0.9.2342.19200300.100.1.25", "DC"},
	{"1.2.840.113549.1.9.1", "EMAILADDRESS"},
}

// dotNetTypes are the keywords of X500DistinguishedName.
var dotNetTypes = []typeName{
	{"2.5.4.3", "CN"}, {"2.5.4.4", "SN"}, {"2.5.4.5", "SERIALNUMBER"}, {"2.5.4.6", "C"}, {"2.5.4.7", "L"},
	{"2.5.4.8", "S"}, {"2.5.4.9", "STREET"}, {"2.5.4.10", "O"}, {"2.5.4.11", "OU"}, {"2.5.4.12", "T"},
	{"2.5.4.13", "Description"}, {"2.5.4.17", "PostalCode"}, {"2.5.4.18", "POBox"}, {"2.5.4.20", "Phone"},
	{"2.5.4.42", "G"}, {"2.5.4.43", "I"}, {"2.5.4.46", "dnQualifier"}, {"0.9.2342.19200300.100.1.25", "DC"},
	{"1.2.840.113549.1.9.1", "E"},
}

// backslashed escapes by RFC 4514, 2.4.
func backslashed(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == 0:
			b.WriteString(`\00`)
			continue
		case strings.ContainsRune(`,+"\<>;`, r), i == 0 && (r == ' ' || r == '#'), i == len(s)-1 && r == ' ':
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// quoted puts quotes around a value that has special characters, as OpenSSL does.
func quoted(s, special string) string {
	escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s)
	if strings.ContainsAny(s, special) || s != strings.Trim(s, " ") || strings.HasPrefix(s, "#") {
		return `"` + escaped + `"`
	}
	return escaped
}

// javaQuoted quotes for what has two blanks together, too.
func javaQuoted(s string) string {
	if strings.Contains(s, "  ") {
		return quoted(s, " ")
	}
	return quoted(s, ",+=\n<>#;\\\"")
}

// dotNetQuoted doubles quotes.
func dotNetQuoted(s string) string {
	if s == "" || strings.ContainsAny(s, ",+=\n<>#;\"") || s != strings.Trim(s, " ") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// escapeMSB writes bytes beyond ASCII and controls as \XX.
func escapeMSB(s string) string { return escapeBytes(s, `\%02X`) }

// escapeHex writes them as \xXX.
func escapeHex(s string) string { return escapeBytes(s, `\x%02X`) }

func escapeBytes(s, form string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' {
			fmt.Fprintf(&b, form, c)
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// attribute is a type and its value.
type attribute struct {
	oid   string // in dots
	value []byte // the whole element
	text  string
	ok    bool // the value is a string
}

// style is how a kind of program writes names.
type style struct {
	name     string
	reversed bool // the last relative name first
	inside   bool // so are the attributes of a relative name
	comma    string
	plus     string
	equals   string
	leading  string // before each relative name
	types    []typeName
	unknown  string // before the dots of a type without a name
	// unknownHex writes the value of such a type as # and its DER (RFC 4514, 2.4).
	unknownHex bool
	escape     func(string) string
}

func (s *style) write(name [][]attribute) string {
	name = slices.Clone(name)
	if s.reversed {
		slices.Reverse(name)
	}
	var rdns []string
	for _, rdn := range name {
		var parts []string
		for _, a := range rdn {
			parts = append(parts, s.attribute(a))
		}
		if s.inside {
			slices.Reverse(parts)
		}
		rdns = append(rdns, s.leading+strings.Join(parts, s.plus))
	}
	return strings.Join(rdns, s.comma)
}

func (s *style) attribute(a attribute) string {
	short, known := s.typeName(a.oid)
	if !a.ok || !known && s.unknownHex {
		return short + s.equals + "#" + hex.EncodeToString(a.value)
	}
	return short + s.equals + s.escape(a.text)
}

func (s *style) typeName(oid string) (string, bool) {
	for _, t := range s.types {
		if t.oid == oid {
			return t.name, true
		}
	}
	return s.unknown + oid, false
}

// typeName is the short name of a type of attribute.
type typeName struct{ oid, name string }
