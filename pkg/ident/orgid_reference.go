package ident

import (
	"errors"
	"strings"
)

// errDoubled says that what should be the authorisation number alone has more of a name or an identifier in it. GEN-5.2.1-3
// leaves its characters free, but no register has such a number.
var (
	errDoubled   = errors.New("an identifier stands again in place of the authorisation number")
	errAttribute = errors.New("the name of an attribute stands in the authorisation number")
)

// bareReference is the reference without the identifiers that stand before it again: PSDDK-DFSA-, DK-DFSA-, VATDK-.
func bareReference(o OrgID) string {
	ref := strings.TrimLeft(o.Reference, separators)
	begins := false
	for {
		upper := UpperASCII(ref)
		rest := ref
		switch {
		case strings.HasPrefix(upper, "PSD"+o.NCAID()+"-"):
			rest = ref[len("PSD"+o.NCAID()+"-"):]
		case strings.HasPrefix(upper, o.NCAID()+"-"):
			rest = ref[len(o.NCAID()+"-"):]
		case len(upper) > 5 && knownScheme(upper[:3]) && isUpper(upper[3:5]) && upper[5] == '-':
			rest = ref[6:]
		}
		if rest == ref {
			break
		}
		ref, begins = rest, true
	}
	if !begins {
		return o.Reference
	}
	return ref
}

// plainReference is an identifier without what foreignReference finds in it; empty: it cannot be told what remains.
func plainReference(o OrgID) string {
	if o.Reference = bareReference(o); foreignReference(o) == nil {
		return o.String()
	}
	end := strings.IndexAny(o.Reference, ",;+/")
	if end > 0 && !strings.Contains(o.Reference[:end], "=") { // 123,C=DK
		o.Reference = strings.TrimRight(o.Reference[:end], " ")
		return o.String()
	}
	return ""
}

// attributeNames are those of RFC 4514 and of OpenSSL that stand before an equals sign in names of organisations.
var attributeNames = []string{
	"CN", "C", "O", "OU", "L", "ST", "S", "STREET", "DC", "UID", "E", "EMAILADDRESS", "SN", "SERIALNUMBER", "ORGANIZATIONIDENTIFIER", "ORGID",
	"COMMONNAME", "COUNTRYNAME", "ORGANIZATIONNAME", "BUSINESSCATEGORY", "POSTALCODE",
}

// foreignReference says what a reference has in it that belongs to no number; nil: nothing.
func foreignReference(o OrgID) error {
	upper := UpperASCII(o.Reference)
	if bareReference(o) != o.Reference {
		return errDoubled
	}
	for rest := upper; ; {
		before, after, ok := strings.Cut(rest, "=")
		if !ok {
			return nil
		}
		name := strings.TrimRight(before, " ")
		name = name[1+strings.LastIndexAny(name, ",;+/ "):]
		if isAttributeName(name) {
			return errAttribute
		}
		rest = after
	}
}

// isAttributeName tells the name of an attribute in capitals, or its object identifier.
func isAttributeName(name string) bool {
	for _, known := range attributeNames {
		if name == known {
			return true
		}
	}
	name = strings.TrimPrefix(name, "OID.")
	return strings.HasPrefix(name, "2.5.4.") || strings.HasPrefix(name, "1.2.840.113549.1.9.")
}

// goodLEI reports whether text is a legal entity identifier: 18 letters or digits, and two check digits that make the
// number with letters as 10 to 35 one modulo 97 (ISO 17442-1, ISO/IEC 7064).
func goodLEI(text string) bool {
	if len(text) != 20 {
		return false
	}
	sum := 0
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9':
			sum = (sum*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			sum = (sum*100 + int(c-'A') + 10) % 97
		default:
			return false
		}
	}
	return sum == 1
}
