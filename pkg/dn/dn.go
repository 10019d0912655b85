// Package dn writes a distinguished name (DER) as the programs write it that compare it as text: gateways, proxies and
// forms of banks. Most people want [Renderings].
package dn

import (
	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

// Rendering is a name as one kind of program writes it.
type Rendering struct {
	Style string // "RFC 4514", "OpenSSL 3"
	Text  string
}

// Renderings writes a name in every style. It is nil for what is not a name and for one of more than [ber.MaxName].
func Renderings(der []byte) []Rendering {
	name, ok := read(der)
	if !ok {
		return nil
	}
	var all []Rendering
	for _, s := range styles {
		all = append(all, Rendering{s.name, s.write(name)})
	}
	return all
}

// read gives the relative distinguished names in their own order.
func read(der []byte) (name [][]attribute, ok bool) {
	input := cryptobyte.String(der)
	var names, set, pair cryptobyte.String
	if len(der) > ber.MaxName || !input.ReadASN1(&names, cbasn1.SEQUENCE) || !input.Empty() {
		return nil, false
	}
	for !names.Empty() {
		if !names.ReadASN1(&set, cbasn1.SET) {
			return nil, false
		}
		var rdn []attribute
		for !set.Empty() {
			if !set.ReadASN1(&pair, cbasn1.SEQUENCE) {
				return nil, false
			}
			a, ok := readAttribute(pair)
			if !ok {
				return nil, false
			}
			rdn = append(rdn, a)
		}
		name = append(name, rdn)
	}
	return name, true
}

func readAttribute(pair cryptobyte.String) (a attribute, ok bool) {
	var element, value cryptobyte.String
	var tag cbasn1.Tag
	if a.oid, ok = ber.ReadOIDText(&pair); !ok {
		return a, false
	}
	if !pair.ReadAnyASN1Element(&element, &tag) || !pair.Empty() {
		return a, false
	}
	a.value = element
	if !element.ReadAnyASN1(&value, &tag) {
		return a, false
	}
	a.text, a.ok = ber.DecodeString(tag, value)
	return a, true
}
