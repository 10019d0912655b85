package ident

import (
	"errors"
	"strings"
)

// errDoubled reports an authorisation number that contains more of a name or an identifier.
// GEN-5.2.1-3 leaves its characters free, but no register has such a number.
var (
	errDoubled   = errors.New("the authorisation number repeats an identifier")
	errSecond    = errors.New("the authorisation number holds a second identifier")
	errAttribute = errors.New("the authorisation number contains the name of an attribute")
)

// bareReference is the reference without a repeated identifier before it: PSDDK-DFSA-, DK-DFSA-, VATDK-.
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
		case strings.HasPrefix(upper, registerKey(o)):
			rest = ref[len(registerKey(o)):]
		case strings.HasPrefix(upper, "PSD_") && isRegisterType(upper):
			_, rest, _ = strings.Cut(ref, "!")
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

// registerKey is how the EBA register writes an authority before a number.
func registerKey(o OrgID) string { return o.Country + "_" + o.NCA + "!" }

// isRegisterType tells the kind of an institution before a key of the EBA register: PSD_PI!, PSD_EMI!.
func isRegisterType(upper string) bool {
	kind, _, ok := strings.Cut(upper[len("PSD_"):], "!")
	return ok && kind != "" && len(kind) <= len("AISP") && isUpper(kind)
}

// second reports whether another identifier follows in a reference: "12/PSDDK-DFSA-13", "12, VATDK-97351842".
func second(upper string) bool {
	for i := 1; i+5 < len(upper); i++ {
		if strings.IndexByte(" ,;/+|", upper[i-1]) >= 0 && knownScheme(upper[i:i+3]) && isUpper(upper[i+3:i+5]) &&
			upper[i+5] == '-' {
			return true
		}
	}
	return false
}

// plainReference removes what foreignReference finds in an identifier. It is empty if the rest is ambiguous.
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

// attributeNames are those of RFC 4514 and of OpenSSL that precede an equals sign in names of organisations.
var attributeNames = []string{
	"CN", "C", "O", "OU", "L", "ST", "S", "STREET", "DC", "UID", "E", "EMAILADDRESS", "SN", "SERIALNUMBER",
	"ORGANIZATIONIDENTIFIER", "ORGID",
	"COMMONNAME", "COUNTRYNAME", "ORGANIZATIONNAME", "BUSINESSCATEGORY", "POSTALCODE",
}

// foreignReference reports what in a reference does not belong to a number, or nil.
func foreignReference(o OrgID) error {
	upper := UpperASCII(o.Reference)
	if bareReference(o) != o.Reference {
		return errDoubled
	}
	if second(upper) {
		return errSecond
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

// isAttributeName reports whether s is the name of an attribute in capitals, or its object identifier.
func isAttributeName(name string) bool {
	for _, known := range attributeNames {
		if name == known {
			return true
		}
	}
	name = strings.TrimPrefix(name, "OID.")
	return strings.HasPrefix(name, "2.5.4.") || strings.HasPrefix(name, "1.2.840.113549.1.9.")
}

// goodLEI reports whether text is a legal entity identifier: 18 letters or digits, and two check digits such that the
// number, with letters as 10 to 35, is 1 modulo 97 (ISO 17442-1, ISO/IEC 7064).
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
