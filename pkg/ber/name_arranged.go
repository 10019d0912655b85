package ber

import (
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// arrangement says how two names (DER) of the same attributes arrange them: in another order, or in other parts (RDN).
// Both count (RFC 5280, 7.1); only within a part the order does not. Empty: the attributes are not the same, or stand
// alike.
func arrangement(issuer, subject []byte) string {
	as, bs := folded(issuer), folded(subject)
	sorted := func(all []string) []string { return slices.Sorted(slices.Values(all)) }
	if len(as) != len(bs) || !slices.Equal(sorted(as), sorted(bs)) {
		return ""
	}
	partsA, partsB := partSizes(issuer), partSizes(subject)
	reversed := slices.Clone(as)
	slices.Reverse(reversed)
	switch {
	case SameName(issuer, subject):
		if slices.Equal(as, bs) {
			return ""
		}
		return "the attributes of a part (RDN) that has several stand in another order, which does not count"
	case slices.Equal(reversed, bs):
		return "the attributes are the same, but in the reverse order, and the order counts (RFC 5280, 7.1)"
	case !slices.Equal(partsA, partsB):
		return fmt.Sprintf("the attributes are the same, but stand in %s (RDN) in the issuer and in %s in the subject",
			Count(len(partsA), "part"), Count(len(partsB), "part"))
	}
	return "the attributes are the same, but in another order, and the order counts (RFC 5280, 7.1)"
}

// folded are the attributes of a name as [FoldName] compares them.
func folded(der []byte) (all []string) {
	for _, a := range Attributes(der) {
		all = append(all, a.Kind+"="+string(foldValue(nil, a.Tag, a.Value)))
	}
	return all
}

// partSizes are the numbers of attributes in the parts of a name.
func partSizes(der []byte) (sizes []int) {
	input := cryptobyte.String(der)
	var name, set cryptobyte.String
	if !input.ReadASN1(&name, asn1.SEQUENCE) {
		return nil
	}
	for name.ReadASN1(&set, asn1.SET) {
		n := 0
		for set.SkipASN1(asn1.SEQUENCE) {
			n++
		}
		sizes = append(sizes, n)
	}
	return sizes
}
