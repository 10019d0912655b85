package testpki

import (
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Mangled is a value in DER with one element spoiled.
type Mangled struct {
	Path string // places from the outside in: "0.2" is the third element of the first
	How  string // what was done
	DER  []byte
}

// Mangle gives copies of a value of DER, with each of its elements in turn left out, doubled, emptied, of another type,
// cut off and followed by bytes that are no element. The lengths around it are right.
func Mangle(der []byte) []Mangled { return mangle(der, "", func(der []byte) []byte { return der }) }

// mangle spoils the elements that stand in content; around puts changed content back into what is around it.
func mangle(content []byte, path string, around func([]byte) []byte) (all []Mangled) {
	for n, rest := 0, cryptobyte.String(content); !rest.Empty(); n++ {
		before := content[:len(content)-len(rest)]
		var full, value cryptobyte.String
		var tag asn1.Tag
		if after := rest; !rest.ReadAnyASN1Element(&full, &tag) || !after.ReadAnyASN1(&value, &tag) {
			return all
		}
		behind := rest
		replace := func(element []byte) []byte { return around(slices.Concat(before, element, behind)) }
		place := fmt.Sprint(path, n)
		for _, c := range mangledElement(tag, full, value) {
			all = append(all, Mangled{place, c.How, replace(c.DER)})
		}
		if tag&constructed != 0 {
			all = append(all, mangle(value, place+".", func(c []byte) []byte { return replace(TLV(tag, c)) })...)
		}
	}
	return all
}

const constructed = asn1.Tag(0x20)

// mangledElement gives what may stand in the place of an element.
func mangledElement(tag asn1.Tag, full, value []byte) []Mangled {
	other := Int(5)
	if tag == asn1.INTEGER {
		other = UTF8("5").DER()
	}
	all := []Mangled{
		{How: "left out"},
		{How: "doubled", DER: slices.Concat(full, full)},
		{How: "of another type", DER: other},
		{How: "followed by NULL", DER: slices.Concat(full, Null())},
		{How: "followed by a byte", DER: slices.Concat(full, []byte{0x30})},
	}
	if len(value) > 0 {
		all = append(all, Mangled{How: "emptied", DER: TLV(tag)}, Mangled{How: "cut off", DER: full[:len(full)-1]})
	}
	if tag&constructed == 0 {
		all = append(all, Mangled{How: "one octet longer", DER: TLV(tag, value, []byte{0xfe})})
	}
	return all
}
