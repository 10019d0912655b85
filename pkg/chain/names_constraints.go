package chain

import (
	"crypto/x509"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

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
	for {
		var subtree, base cryptobyte.String
		var tag asn1.Tag
		if !list.ReadASN1(&subtree, asn1.SEQUENCE) || !subtree.ReadAnyASN1(&base, &tag) {
			return s
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
}

// leafOutside says in words which names of the leaf the constraints of a CA rule out.
func leafOutside(ca, leaf *x509.Certificate) []string {
	permitted, excluded := nameConstraints(ca)
	var out []string
	if len(leaf.DNSNames) > 0 && len(permitted.dns)+len(excluded.dns) > 0 {
		not, only := newDNSTrees(excluded.dns), newDNSTrees(permitted.dns)
		for _, name := range leaf.DNSNames {
			if base, ok := not.excludes(name); ok {
				out = append(out, fmt.Sprintf("DNS name %s is excluded by %s", quoted(name), quoted(base)))
			} else if len(permitted.dns) > 0 && !only.permits(name) {
				out = append(out, fmt.Sprintf("DNS name %s is not under %s", quoted(name), someOf(permitted.dns)))
			}
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

// someOf quotes the first few of a list.
func someOf(names []string) string {
	const few = 3
	shown := make([]string, 0, few)
	for _, n := range names[:min(few, len(names))] {
		shown = append(shown, quoted(n))
	}
	s := strings.Join(shown, ", ")
	if len(names) > few {
		s += fmt.Sprintf(" or %d more", len(names)-few)
	}
	return s
}

// maxQuoted bounds what is quoted of a name, in bytes: a DNS name has at most 253 (RFC 1035, section 2.3.4).
const maxQuoted = 253

func quoted(name string) string {
	if len(name) <= maxQuoted {
		return fmt.Sprintf("%q", name)
	}
	return fmt.Sprintf("%q... (%d bytes)", name[:maxQuoted], len(name))
}
