package chain

import (
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// nameKinds is a set of kinds of GeneralName; the bit is the number of its tag (RFC 5280, section 4.2.1.6).
type nameKinds uint16

const (
	kindEmail     nameKinds = 1 << 1
	kindDNS       nameKinds = 1 << 2
	kindDirectory nameKinds = 1 << 4
	kindURI       nameKinds = 1 << 6
	kindIP        nameKinds = 1 << 7
	everyKind     nameKinds = 1<<9 - 1
	// goKinds are those of an alternative name that crypto/x509 holds against name constraints.
	goKinds = kindEmail | kindDNS | kindURI | kindIP
)

// String names the kinds of a set.
func (k nameKinds) String() string {
	names := [...]string{
		"other names", "e-mail addresses", "DNS names", "X.400 addresses", "directory names", "EDI party names", "URIs", "IP addresses",
		"registered identifiers",
	}
	var out []string
	for i, name := range names {
		if k>>i&1 == 1 {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// namesUnjudged says of CAs which kinds of name below them nobody held against their name constraints. RFC 5280, 4.2.1.10, has
// a verifier process a constraint or refuse the certificate. Judged are the subject by [outside], DNS names of the leaf by it too,
// and goKinds by crypto/x509 where it came that far.
func (c *Chain) namesUnjudged() []nameOutside {
	var all []nameOutside
	c.eachCA(func(i int, ca *Cert) {
		der, ok := extValue(ca.Certificate, oidNameConstraints)
		if !ok {
			return
		}
		constrained, fault := constrainedKinds(der)
		if fault != "" {
			all = append(all, nameOutside{i, fmt.Sprintf("whether the names are under the name constraints of %s was not judged: %s", nameOf(ca), fault)})
			return
		}
		for at, below := range c.Path[:i] {
			if at > 0 && isSelfIssued(below) {
				continue
			}
			if text := c.unjudgedBelow(constrained, at, below); text != "" {
				all = append(all, nameOutside{i, fmt.Sprintf("by the name constraints of %s, %s", nameOf(ca), text)})
			}
		}
	})
	return all
}

// unjudgedBelow says which names of a certificate at a place of the path were not judged; empty: all were.
func (c *Chain) unjudgedBelow(constrained nameKinds, at int, below *Cert) string {
	byGo, byNobody := kindsOf(below.Certificate)
	if left := constrained & byNobody; left != 0 {
		return fmt.Sprintf("%s of %s were not judged: this is not supported, and neither does crypto/x509", left, nameOf(below))
	}
	if at == 0 {
		byGo &^= kindDNS // leafOutside
	}
	if left := constrained & byGo; left != 0 {
		if why := c.unheard(); why != "" {
			return fmt.Sprintf("%s of %s were not judged: %s", left, nameOf(below), why)
		}
	}
	return ""
}

// constrainedKinds are the kinds of name that an extension constrains, and why they cannot all be judged.
func constrainedKinds(der []byte) (kinds nameKinds, fault string) {
	const malformed = "the extension cannot be read"
	input := cryptobyte.String(der)
	var body cryptobyte.String
	if !input.ReadASN1(&body, casn1.SEQUENCE) || !input.Empty() {
		return 0, malformed
	}
	for _, n := range []uint8{0, 1} {
		var list cryptobyte.String
		if !body.ReadOptionalASN1(&list, nil, casn1.Tag(n).ContextSpecific().Constructed()) {
			return 0, malformed
		}
		more, fault := subtreeKinds(list)
		if fault != "" {
			return 0, fault
		}
		kinds |= more
	}
	if !body.Empty() {
		return 0, malformed
	}
	return kinds, ""
}

func subtreeKinds(list cryptobyte.String) (kinds nameKinds, fault string) {
	for !list.Empty() {
		var subtree, base cryptobyte.String
		var tag casn1.Tag
		if !list.ReadASN1(&subtree, casn1.SEQUENCE) || !subtree.ReadAnyASN1(&base, &tag) || tag&0xc0 != 0x80 || tag&0x1f > 8 {
			return 0, "the extension cannot be read"
		}
		if !subtree.Empty() {
			return 0, "it has a minimum or maximum, which RFC 5280 does not use"
		}
		kind := nameKinds(1) << (tag & 0x1f)
		if kind == kindDirectory {
			if _, ok := foldRDNs(base); !ok {
				return 0, "a directory name in it cannot be read"
			}
		}
		kinds |= kind
	}
	return kinds, ""
}

// kindsOf are the kinds of name that a certificate has, apart those that crypto/x509 judges and those that nobody does. Nobody
// judges an e-mail address in the subject, which counts where the alternative names have none, and directory names beside the
// subject.
func kindsOf(c *x509.Certificate) (byGo, byNobody nameKinds) {
	var all nameKinds
	if der, ok := extValue(c, oidAltNames); ok {
		all = altKinds(der)
	}
	byNobody = all &^ goKinds
	if _, ok := foldRDNs(c.RawSubject); !ok {
		byNobody |= kindDirectory
	}
	for _, a := range c.Subject.Names {
		if a.Type.Equal(oidEmailAddress) && all&kindEmail == 0 {
			byNobody |= kindEmail
		}
	}
	return all & goKinds, byNobody
}

// oidEmailAddress is the attribute of PKCS #9 (RFC 2985, 5.2.1).
var oidEmailAddress = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}

// altKinds are the kinds of a SubjectAltName; all of them when it cannot be read.
func altKinds(der []byte) (kinds nameKinds) {
	input := cryptobyte.String(der)
	var list, name cryptobyte.String
	var tag casn1.Tag
	if !input.ReadASN1(&list, casn1.SEQUENCE) {
		return everyKind
	}
	for !list.Empty() {
		if !list.ReadAnyASN1(&name, &tag) || tag&0xc0 != 0x80 || tag&0x1f > 8 {
			return everyKind
		}
		kinds |= 1 << (tag & 0x1f)
	}
	return kinds
}
