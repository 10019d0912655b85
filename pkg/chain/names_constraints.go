package chain

import (
	"crypto/x509"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// maxSubtrees bounds the name constraints of one certificate. The longest list known is that of a CA that leaves out all
// top-level domains but one, some 1500.
const maxSubtrees = 4096

// subtrees are the permitted or the excluded names of one kind each.
type subtrees struct {
	dns []string
	dn  []string // as foldRDNs folds names
}

// nameConstraints reads DNS names and directory names of the extension (RFC 5280, 4.2.1.10). Both are empty when there is
// none or it is not DER. Other kinds of name are left to crypto/x509.
func nameConstraints(c *x509.Certificate) (permitted, excluded subtrees) {
	der, ok := extValue(c, oidNameConstraints)
	if !ok {
		return
	}
	input := cryptobyte.String(der)
	var body, list cryptobyte.String
	var present bool
	if !input.ReadASN1(&body, asn1.SEQUENCE) {
		return
	}
	if body.ReadOptionalASN1(&list, &present, asn1.Tag(0).ContextSpecific().Constructed()) && present {
		permitted = readSubtrees(list)
	}
	if body.ReadOptionalASN1(&list, &present, asn1.Tag(1).ContextSpecific().Constructed()) && present {
		excluded = readSubtrees(list)
	}
	return permitted, excluded
}

func readSubtrees(list cryptobyte.String) subtrees {
	var s subtrees
	for range maxSubtrees {
		var subtree, base cryptobyte.String
		var tag asn1.Tag
		if !list.ReadASN1(&subtree, asn1.SEQUENCE) || !subtree.ReadAnyASN1(&base, &tag) {
			break
		}
		switch tag {
		case asn1.Tag(2).ContextSpecific():
			s.dns = append(s.dns, string(base))
		case asn1.Tag(4).ContextSpecific().Constructed():
			if folded, ok := foldRDNs(base); ok {
				s.dn = append(s.dn, folded)
			}
		}
	}
	return s
}

// leafOutside says in words which names of the leaf the constraints of a CA rule out.
func leafOutside(ca, leaf *x509.Certificate) []string {
	permitted, excluded := nameConstraints(ca)
	var out []string
	for _, name := range leaf.DNSNames {
		if i := slices.IndexFunc(excluded.dns, func(base string) bool { return excludes(base, name) }); i >= 0 {
			out = append(out, fmt.Sprintf("DNS name %q is excluded by %q", name, excluded.dns[i]))
		} else if len(permitted.dns) > 0 && !slices.ContainsFunc(permitted.dns, func(base string) bool { return permits(base, name) }) {
			out = append(out, fmt.Sprintf("DNS name %q is not under %s", name, someOf(permitted.dns)))
		}
	}
	return append(out, subjectOutside(ca, leaf)...)
}

// subjectOutside is leafOutside for the subject of a certificate alone. An empty subject is under every constraint
// (RFC 5280, 4.2.1.10).
func subjectOutside(ca, c *x509.Certificate) []string {
	permitted, excluded := nameConstraints(ca)
	if len(permitted.dn) == 0 && len(excluded.dn) == 0 {
		return nil
	}
	subject, ok := foldRDNs(c.RawSubject)
	if !ok || subject == "" {
		return nil
	}
	under := func(base string) bool { return strings.HasPrefix(subject, base) }
	if slices.ContainsFunc(excluded.dn, under) {
		return []string{fmt.Sprintf("subject \"%s\" is under an excluded directory name", DN(c.RawSubject))}
	}
	if len(permitted.dn) > 0 && !slices.ContainsFunc(permitted.dn, under) {
		return []string{fmt.Sprintf("subject \"%s\" is under none of the permitted directory names", DN(c.RawSubject))}
	}
	return nil
}

// permits reports whether name is base or has more labels in front of it, the asterisk of a wildcard among them. A base with
// a leading dot, which RFC 5280 does not define for DNS names, asks for at least one more label.
func permits(base, name string) bool {
	base, name = strings.ToLower(base), strings.ToLower(name)
	if base == "" || base == name {
		return true
	}
	return strings.HasSuffix(name, "."+strings.TrimPrefix(base, "."))
}

// excludes is permits, and in addition a wildcard is excluded when any name it stands for is.
func excludes(base, name string) bool {
	if permits(base, name) {
		return true
	}
	wild, ok := strings.CutPrefix(strings.ToLower(name), "*.")
	if !ok {
		return false
	}
	_, parent, _ := strings.Cut(strings.TrimPrefix(strings.ToLower(base), "."), ".")
	return parent == wild
}

// someOf quotes the first few of a list.
func someOf(names []string) string {
	const few = 3
	quoted := make([]string, 0, few)
	for _, n := range names[:min(few, len(names))] {
		quoted = append(quoted, fmt.Sprintf("%q", n))
	}
	s := strings.Join(quoted, ", ")
	if len(names) > few {
		s += fmt.Sprintf(" or %d more", len(names)-few)
	}
	return s
}
