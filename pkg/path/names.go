package path

import (
	"bytes"
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

// nameKind is how the names of one kind are read and compared.
type nameKind struct {
	name   string
	read   func(*generalName, []byte)                    // a name
	base   func(*generalName, []byte)                    // the base of a constraint; nil: no way to compare is defined
	within func(name, base generalName) bool             // the name is under the base; indexed: nameIndex says
	bears  func(name generalName, n Name) bool           // the name stands for the one that is wanted
	apart  func(name, base generalName) (unrelated bool) // constraints on it say nothing of the name; nil: never
}

// kindTable has a row for each kind of GeneralName.
var kindTable = [nameKinds]nameKind{
	0: {name: "other name", read: readOther, apart: otherType, bears: bearsNone},
	1: {name: "mail address", read: readMail, base: readMailBase, within: mailWithin, bears: bearsMail},
	2: {name: "DNS name", read: readDNS, base: readDNSBase, within: indexed, bears: bearsDNS},
	3: {name: "X.400 address", read: readRaw, bears: bearsNone},
	4: {name: "directory name", read: readDirectory, base: readDirectory, within: indexed, bears: bearsNone},
	5: {name: "EDI party name", read: readRaw, bears: bearsNone},
	6: {name: "URI", read: readURI, base: readURIBase, within: hostWithin, bears: bearsNone},
	7: {name: "IP address", read: readIP, base: readIPBase, within: ipWithin, bears: bearsIP},
	8: {name: "registered identifier", read: readRegistered, bears: bearsNone},
}

// indexed stands for the comparisons that [nameIndex] makes.
func indexed(_, _ generalName) bool { return false }

func bearsNone(generalName, Name) bool { return false }

// readGeneralName reads a GeneralName as a name or, where base is set, as the base of a constraint. Kinds that RFC
// 5280 does not have are left to the caller.
func readGeneralName(s *cryptobyte.String, base bool) (g generalName, ok bool) {
	var value cryptobyte.String
	var tag casn1.Tag
	if !s.ReadAnyASN1(&value, &tag) {
		return g, false
	}
	g.kind, g.valid = int(tag&0x1f), true
	if tag&0xc0 != 0x80 || g.kind >= nameKinds {
		g.kind = nameKinds
		return g, true
	}
	structured := g.kind == 0 || g.kind == 3 || g.kind == 4 || g.kind == 5
	if (tag&0x20 != 0) != structured {
		return g, false
	}
	k := &kindTable[g.kind]
	if base && k.base != nil {
		k.base(&g, value)
	} else {
		k.read(&g, value)
	}
	return g, true
}

func (f *Facts) readAltNames(s cryptobyte.String) bool {
	names, ok := f.readNames(s, "subjectAltName")
	for _, g := range names {
		if g.kind < nameKinds {
			f.Names = append(f.Names, g)
			f.Names = append(f.Names, g.mailbox()...)
		} else if len(f.odd) == 0 {
			f.odd = append(f.odd, Failure{Rule: RuleMalformed, Clause: "4.2.1.6", By: -1, Field: "subjectAltName",
				Detail: "subjectAltName has a name of a kind that RFC 5280 does not have"})
		}
	}
	return ok
}

// oidUTF8Mailbox is id-on-SmtpUTF8Mailbox (RFC 9598, section 3).
const oidUTF8Mailbox = "1.3.6.1.5.5.7.8.9"

// mailbox is the mail address that an otherName of SmtpUTF8Mailbox is. Constraints on mail addresses hold for it too
// (RFC 9598, section 6). What is no UTF8String is no address, and nobody takes it for one.
func (g *generalName) mailbox() []generalName {
	if g.kind != 0 || g.key != oidUTF8Mailbox {
		return nil
	}
	mail := generalName{kind: 1, field: g.field}
	value := cryptobyte.String(g.local)
	var text cryptobyte.String
	if !value.ReadASN1(&value, ber.ContextTag(0).Constructed()) || !value.ReadASN1(&text, casn1.UTF8String) {
		return nil
	}
	readMail(&mail, text)
	return []generalName{mail}
}

func (f *Facts) readIssuerNames(s cryptobyte.String) bool {
	_, ok := f.readNames(s, "issuerAltName")
	return ok
}

// readNames reads GeneralNames. An address must have the length of one.
func (f *Facts) readNames(s cryptobyte.String, field string) ([]generalName, bool) {
	var seq cryptobyte.String
	var names []generalName
	if !s.ReadASN1(&seq, casn1.SEQUENCE) || !s.Empty() || seq.Empty() {
		return nil, false
	}
	for !seq.Empty() {
		g, ok := readGeneralName(&seq, false)
		if !ok || g.kind == 7 && !g.valid {
			return names, false
		}
		if (g.kind == 1 || g.kind == 2 || g.kind == 6) && !ber.ASCII(g.text) {
			f.ifStrict(RuleMalformed, "4.2.1.6", field, "%s has a letter that names of its kind do not have", field)
		}
		g.field = "subjectAltName"
		names = append(names, g)
	}
	return names, true
}

// subjectNames adds the names that the subject holds: itself, and the mail addresses in it (4.2.1.10).
func (f *Facts) subjectNames() {
	g := generalName{kind: kindDirectory, field: "subject", text: string(f.Cert.RawSubject), key: f.subject}
	if g.valid = ber.IsName(f.subject); g.key != "" {
		f.Names = append(f.Names, g)
	}
	for _, a := range f.Cert.Subject.Names {
		if text, ok := a.Value.(string); ok && a.Type.Equal(oidMailAddress) {
			g := generalName{kind: 1, field: "subject.emailAddress", valid: true}
			readMail(&g, []byte(text))
			f.Names = append(f.Names, g)
		}
	}
}

// oidMailAddress is emailAddress (RFC 5280, 4.1.2.6).
var oidMailAddress = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}

// commonNames are the common names that look like those of hosts, of a certificate without DNS names.
func (f *Facts) commonNames() []generalName {
	if slices.ContainsFunc(f.Names, func(g generalName) bool { return g.kind == 2 }) {
		return nil
	}
	var names []generalName
	for _, a := range f.Cert.Subject.Names {
		text, ok := a.Value.(string)
		g := generalName{kind: 2, field: "subject.commonName"}
		if readDNS(&g, []byte(text)); ok && g.valid && looksLikeHost(g.key) && a.Type.String() == "2.5.4.3" {
			names = append(names, g)
		}
	}
	return names
}

// looksLikeHost is what OpenSSL takes for a host in a common name: two labels or more, without hyphens at their ends.
func looksLikeHost(name string) bool {
	return strings.Contains(name, ".") && !strings.ContainsAny(name, "_*") && !strings.Contains("."+name+".", "-.") &&
		!strings.Contains("."+name, ".-")
}

// readConstraints reads NameConstraints (4.2.1.10). There must be a subtree; minimum must be 0 and maximum absent.
func (f *Facts) readConstraints(s cryptobyte.String) bool {
	f.limits = s
	var seq, list cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) || !s.Empty() || seq.Empty() {
		return false
	}
	for i, into := range []*[nameKinds][]generalName{&f.permitted, &f.excluded} {
		var present bool
		tag := ber.ContextTag(i).Constructed()
		if !seq.ReadOptionalASN1(&list, &present, tag) || present && !f.readTrees(list, into) {
			return false
		}
	}
	return seq.Empty()
}

func (f *Facts) readTrees(list cryptobyte.String, into *[nameKinds][]generalName) bool {
	if list.Empty() && len(f.empty) == 0 {
		f.empty = append(f.empty, Failure{Rule: RuleMalformed, Clause: "4.2.1.10", By: -1, Field: "nameConstraints",
			Detail: "nameConstraints has an empty list of subtrees"})
	}
	for !list.Empty() {
		var tree, minimum cryptobyte.String
		var given bool
		if !list.ReadASN1(&tree, casn1.SEQUENCE) {
			return false
		}
		g, ok := readGeneralName(&tree, true)
		if !ok || !g.valid || !tree.ReadOptionalASN1(&minimum, &given, ber.ContextTag(0)) || !tree.Empty() ||
			given && !bytes.Equal(minimum, []byte{0}) {
			return false
		}
		if g.kind >= nameKinds {
			f.ifCritical(RuleCritical, "4.2.1.10", "nameConstraints",
				"a constraint on names of a kind that RFC 5280 does not have")
			continue
		}
		if g.kind == kindDNS && strings.HasPrefix(g.key, ".") {
			f.ifProfile("4.2.1.10", "nameConstraints", "nameConstraints has a DNS name that begins with a dot")
		}
		into[g.kind] = append(into[g.kind], g)
	}
	return true
}

// Constraints are what the CAs above say of names. A name must be under one base of every list of permitted ones.
type Constraints struct {
	lists []limit
	seen  map[string]bool // nameConstraints as they stand
}

// limit is what one CA says.
type limit struct {
	by int
	ca *Facts
}

func (cs *Constraints) Add(c *Facts, at int) {
	if c.limits == nil || cs.seen[string(c.limits)] {
		return
	}
	if cs.seen == nil {
		cs.seen = map[string]bool{}
	}
	cs.seen[string(c.limits)] = true
	cs.lists = append(cs.lists, limit{at, c})
}

// nameFault is a name outside the constraints of a CA.
type nameFault struct {
	by                  int
	clause, field, text string
}

// Outside finds the names that the constraints rule out.
func (cs *Constraints) Outside(names []generalName, w *Work) []nameFault {
	var all []nameFault
	for _, l := range cs.lists {
		if w.comparisons += l.ca.comparisons(names); w.comparisons > maxComparisons {
			return append(all, nameFault{l.by, "(b)", "nameConstraints", "too many names and constraints to compare"})
		}
		for _, g := range names {
			if malformed := !g.valid && (g.kind == 1 || g.kind == 2); malformed {
				text := fmt.Sprintf("%s %s is malformed, and there are constraints on names", kindTable[g.kind].name,
					ber.Quote(g.shown()))
				all = append(all, nameFault{l.by, "(b)", g.field, text})
			} else if clause, text := ruledOut(l.ca, g); text != "" {
				all = append(all, nameFault{l.by, clause, g.field, text})
			}
		}
	}
	return all
}

// ruledOut says how the constraints of a CA rule a name out; empty: they do not.
func ruledOut(ca *Facts, g generalName) (clause, text string) {
	k := &kindTable[g.kind]
	word := k.name
	if g.field == "subject" {
		word = "subject"
	}
	permitted, excluded := ca.permitted[g.kind], ca.excluded[g.kind]
	if k.apart != nil {
		related := func(base generalName) bool { return !k.apart(g, base) }
		permitted, excluded = filter(permitted, related), filter(excluded, related)
	}
	switch {
	case len(permitted) == 0 && len(excluded) == 0:
		return "", ""
	case k.within == nil:
		return "(b)", fmt.Sprintf("%s %s has constraints on its kind that cannot be compared", word,
			ber.Quote(g.shown()))
	case !g.valid:
		return "(b)", fmt.Sprintf("%s %s is malformed, and there are constraints on names of its kind", word,
			ber.Quote(g.shown()))
	}
	if base, ok := ca.excludes(g); ok {
		return "(c)", fmt.Sprintf("%s %s is excluded by %s", word, ber.Quote(g.shown()), ber.Quote(base))
	}
	if len(permitted) > 0 && !ca.permits(g) {
		return "(b)", fmt.Sprintf("%s %s is not under %s", word, ber.Quote(g.shown()), someOf(permitted))
	}
	return "", ""
}

func filter(list []generalName, keep func(generalName) bool) []generalName {
	var out []generalName
	for _, g := range list {
		if keep(g) {
			out = append(out, g)
		}
	}
	return out
}

// someOf quotes the first few of a list.
func someOf(names []generalName) string {
	const few = 3
	shown := make([]string, 0, few)
	for _, n := range names[:min(few, len(names))] {
		shown = append(shown, ber.Quote(n.shown()))
	}
	s := strings.Join(shown, ", ")
	if len(names) > few {
		s += fmt.Sprintf(" or %d more", len(names)-few)
	}
	return s
}
