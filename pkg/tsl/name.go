package tsl

import (
	"encoding/asn1"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// Name is a distinguished name.
type Name []Attribute

// Attribute is one attribute of a name.
type Attribute struct {
	OID  asn1.ObjectIdentifier
	Raw  []byte // DER of the value
	Text string // empty if the value is not a string
}

// ReadName reads the DER of a name leniently: what cannot be read is left out.
func ReadName(name []byte) Name {
	var out Name
	in := cryptobyte.String(name)
	var rdns, rdn, pair, v cryptobyte.String
	in.ReadASN1(&rdns, cbasn1.SEQUENCE)
	for rdns.ReadASN1(&rdn, cbasn1.SET) {
		for rdn.ReadASN1(&pair, cbasn1.SEQUENCE) {
			var a Attribute
			var tag cbasn1.Tag
			if !pair.ReadASN1ObjectIdentifier(&a.OID) || !pair.ReadAnyASN1Element(&v, &tag) {
				continue
			}
			a.Raw = v
			a.Text = stringValue(v)
			out = append(out, a)
		}
	}
	return out
}

func stringValue(element []byte) string {
	var s string
	var raw asn1.RawValue
	if rest, err := asn1.Unmarshal(element, &raw); err != nil || len(rest) > 0 {
		return ""
	}
	if raw.Tag == asn1.TagT61String {
		return string(raw.Bytes)
	}
	if _, err := asn1.Unmarshal(element, &s); err != nil {
		return ""
	}
	return s
}

// CommonName is the text of the first common name, or "".
func (n Name) CommonName() string { return n.first(oidCommonName) }

// Country is the text of the first country, or "".
func (n Name) Country() string { return n.first(oidCountry) }

// Organization is the text of the first organization, or "".
func (n Name) Organization() string { return n.first(oidOrganization) }

// first is the value of the first attribute of this type.
func (n Name) first(oid asn1.ObjectIdentifier) string {
	for _, a := range n {
		if a.OID.Equal(oid) {
			return a.Text
		}
	}
	return ""
}

// Attribute types of names (X.520).
var (
	oidCommonName   = asn1.ObjectIdentifier{2, 5, 4, 3}
	oidCountry      = asn1.ObjectIdentifier{2, 5, 4, 6}
	oidOrganization = asn1.ObjectIdentifier{2, 5, 4, 10}
)

// Fold maps texts that differ only in case and blanks to the same text.
func Fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
