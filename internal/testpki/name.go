package testpki

import (
	"bytes"
	stdasn1 "encoding/asn1"
	"slices"
	"unicode/utf16"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// Text is a string with its ASN.1 type. Value is encoded as the type demands, but never checked against it.
type Text struct {
	Tag   asn1.Tag
	Value string
}

// Tags that cryptobyte has no names for.
const (
	tagUniversal asn1.Tag = 28
	tagBMP       asn1.Tag = 30
)

// UTF8 is a UTF8String.
func UTF8(s string) Text { return Text{asn1.UTF8String, s} }

// Printable is a PrintableString.
func Printable(s string) Text { return Text{asn1.PrintableString, s} }

// IA5 is an IA5String.
func IA5(s string) Text { return Text{asn1.IA5String, s} }

// T61 is a TeletexString with the bytes of s.
func T61(s string) Text { return Text{asn1.T61String, s} }

// BMP is a BMPString.
func BMP(s string) Text { return Text{tagBMP, s} }

// Universal is a UniversalString.
func Universal(s string) Text { return Text{tagUniversal, s} }

// DER is the encoded string.
func (t Text) DER() []byte {
	var out []byte
	switch t.Tag {
	case tagBMP:
		for _, u := range utf16.Encode([]rune(t.Value)) {
			out = append(out, byte(u>>8), byte(u))
		}
	case tagUniversal:
		for _, r := range t.Value {
			out = append(out, byte(r>>24), byte(r>>16), byte(r>>8), byte(r))
		}
	default:
		out = []byte(t.Value)
	}
	return TLV(t.Tag, out)
}

// Attribute is a type and its value.
type Attribute struct {
	OID   stdasn1.ObjectIdentifier
	Value Text
}

// Name is a list of relative distinguished names, each usually of one attribute.
type Name [][]Attribute

// DER is the encoded name. Attributes of one RDN are sorted, as DER wants a SET OF.
func (n Name) DER() []byte {
	var rdns [][]byte
	for _, rdn := range n {
		var attrs [][]byte
		for _, a := range rdn {
			attrs = append(attrs, Seq(ObjectID(a.OID), a.Value.DER()))
		}
		slices.SortFunc(attrs, bytes.Compare)
		rdns = append(rdns, TLV(asn1.SET, attrs...))
	}
	return Seq(rdns...)
}

// Clone is a deep copy.
func (n Name) Clone() Name {
	out := make(Name, len(n))
	for i, rdn := range n {
		out[i] = slices.Clone(rdn)
	}
	return out
}

// Get is the value of the first attribute of this type; or "" if there is none.
func (n Name) Get(oid stdasn1.ObjectIdentifier) string {
	if a := n.find(oid); a != nil {
		return a.Value.Value
	}
	return ""
}

// Set gives the first attribute of this type another value and keeps its string type. If there is none, it is appended.
func (n *Name) Set(oid stdasn1.ObjectIdentifier, value string) {
	if a := n.find(oid); a != nil {
		a.Value.Value = value
		return
	}
	n.Add(oid, value)
}

// SetText is Set with a string type.
func (n *Name) SetText(oid stdasn1.ObjectIdentifier, value Text) {
	n.Set(oid, "")
	n.find(oid).Value = value
}

// Add appends an RDN with one attribute: a UTF8String, or a PrintableString or an
// IA5String where RFC 5280 appendix A.1 allows no other.
func (n *Name) Add(oid stdasn1.ObjectIdentifier, value string) {
	text := UTF8(value)
	if slices.ContainsFunc([]stdasn1.ObjectIdentifier{OIDCountry, OIDSerialNumber, OIDJurisdictionCountry}, oid.Equal) {
		text = Printable(value)
	}
	if oid.Equal(OIDEmailAddress) {
		text = IA5(value)
	}
	*n = append(*n, []Attribute{{oid, text}})
}

// Join appends the attribute to the last RDN, which then has several.
func (n *Name) Join(oid stdasn1.ObjectIdentifier, value string) {
	last := len(*n) - 1
	(*n)[last] = append((*n)[last], Attribute{oid, UTF8(value)})
}

// Drop removes the RDNs that have an attribute of any of these types.
func (n *Name) Drop(oids ...stdasn1.ObjectIdentifier) {
	*n = slices.DeleteFunc(*n, func(rdn []Attribute) bool {
		return slices.ContainsFunc(rdn, func(a Attribute) bool { return slices.ContainsFunc(oids, a.OID.Equal) })
	})
}

func (n Name) find(oid stdasn1.ObjectIdentifier) *Attribute {
	for _, rdn := range n {
		for i := range rdn {
			if rdn[i].OID.Equal(oid) {
				return &rdn[i]
			}
		}
	}
	return nil
}
