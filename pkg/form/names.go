package form

import (
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

// generalNames are the kinds of GeneralName by their tags (RFC 5280, 4.2.1.6), and which of them hold elements.
var generalNames = [...]struct {
	name        string
	constructed bool
}{
	{"otherName", true}, {"rfc822Name", false}, {"dNSName", false}, {"x400Address", true}, {"directoryName", true},
	{"ediPartyName", true}, {"uniformResourceIdentifier", false}, {"iPAddress", false}, {"registeredID", false},
}

// Kinds of GeneralName whose values are read.
const (
	nameOther     = 0
	nameMail      = 1
	nameDNS       = 2
	NameDirectory = 4
	nameURI       = 6
	nameIP        = 7
	nameID        = 8
)

// generalName reads a GeneralName; kind is its tag number. What is none is remarked on, and what cannot be read ends
// it.
func (f *form) generalName(s *cryptobyte.String, what string) (kind int, value cryptobyte.String, ok bool) {
	found := *s
	var tag asn1.Tag
	if !s.ReadAnyASN1(&value, &tag) {
		f.wrong("%s is %s, want a GeneralName", what, ber.Describe(found))
		*s = nil
		return 0, nil, false
	}
	kind = int(tag & 0x1f)
	if tag&0xc0 != 0x80 || kind >= len(generalNames) {
		f.wrong("%s is %s, want a GeneralName ([0] to [8])", what, ber.Describe(found))
		return 0, nil, false
	}
	if (tag&ber.Constructed != 0) != generalNames[kind].constructed {
		f.wrong("%s is a %s in the wrong form: it has to be %s", what, generalNames[kind].name,
			ber.Choose(generalNames[kind].constructed, "constructed", "primitive"))
		return 0, nil, false
	}
	f.holds(kind, value, what)
	return kind, value, true
}

// holds judges what stands in a GeneralName of elements.
func (f *form) holds(kind int, value cryptobyte.String, what string) {
	inner := value
	switch kind {
	case NameDirectory:
		if _, err := ReadName(&inner, "its name", true); err != nil {
			f.wrong("%s is a directoryName that holds %s, want a Name (%v)", what, ber.Describe(value), err)
			return
		}
		f.nothingBehind(inner, "the name of "+what)
	case nameOther:
		var other cryptobyte.String
		if !ber.SkipOID(&inner) || !inner.ReadASN1(&other, asn1.Tag(0).ContextSpecific().Constructed()) ||
			!inner.Empty() || other.Empty() {
			f.wrong("%s is an otherName that is no pair of type and value [0]", what)
		}
	case nameID:
		id := cryptobyte.String(ber.AppendElement(nil, ber.TagOID, value))
		if !ber.SkipOID(&id) {
			f.wrong("%s is a registeredID that is no OBJECT IDENTIFIER", what)
		}
	}
}

// nameList reads what GeneralNames have in them.
func (f *form) nameList(seq cryptobyte.String, what string, each func(kind int, value string)) {
	if seq.Empty() {
		f.wrong("%s is empty, want at least one name", what)
	}
	for !seq.Empty() {
		if kind, value, ok := f.generalName(&seq, "an entry of "+what); ok && each != nil {
			each(kind, string(value))
		}
	}
}

func formIssuerAltName(f *form, _ pkix.Extension, value cryptobyte.String) {
	if seq, ok := f.sequence(value, "the value"); ok {
		f.nameList(seq, "the list", f.address)
	}
}

// address judges an address for software: an IA5String with something in it (RFC 5280, 4.2.1.6). What else is wrong
// with it others say.
func (f *form) address(kind int, value string) {
	switch {
	case kind != nameURI:
	case value == "":
		f.wrong("a uniformResourceIdentifier is empty, want an address")
	case !ber.ASCII(value):
		f.wrong("the uniformResourceIdentifier %s has characters that an IA5String does not have", ber.Quote(value))
	}
}

func formSubjectAltName(f *form, _ pkix.Extension, value cryptobyte.String) {
	if seq, ok := f.sequence(value, "the value"); ok {
		f.nameList(seq, "the list", f.altName)
	}
}

// altName judges one name of subjectAltName as crypto/x509 does.
func (f *form) altName(kind int, value string) {
	what := generalNames[kind].name
	switch {
	case kind == nameIP && len(value) != 4 && len(value) != 16:
		f.wrong("an iPAddress has %s, want 4 or 16", ber.Count(len(value), "octet"))
	case kind != nameMail && kind != nameDNS && kind != nameURI:
	case !ber.ASCII(value):
		f.beyondGo("the %s %s has characters outside of ASCII, which an IA5String does not have (RFC 5280, 4.2.1.6); "+
			"Go refuses it", what, ber.Quote(value))
	case kind == nameURI:
		if u, err := url.Parse(value); err != nil || !validDomain(u.Host, false) {
			f.beyondGo("the %s %s is one that Go does not read; whether it is lawful RFC 3986 tells", what,
				ber.Quote(value))
		}
	}
}

// validDomain reports whether crypto/x509 takes a text for a domain. In a constraint one dot may be in front of it.
func validDomain(s string, constraint bool) bool {
	if s == "" {
		return true
	}
	if constraint {
		s = strings.TrimPrefix(s, ".")
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || strings.ContainsFunc(label, func(r rune) bool { return r < 33 || r > 126 }) {
			return false
		}
	}
	return true
}

func formNameConstraints(f *form, _ pkix.Extension, value cryptobyte.String) {
	seq, ok := f.sequence(value, "the value")
	if !ok {
		return
	}
	some := false
	for n, what := range []string{"permittedSubtrees", "excludedSubtrees"} {
		tag := asn1.Tag(n).ContextSpecific().Constructed()
		var list cryptobyte.String
		if seq.PeekASN1Tag(tag) && seq.ReadASN1(&list, tag) {
			some = some || !list.Empty()
			f.subtrees(list, what)
		}
	}
	f.nothingBehind(seq, "the SEQUENCE of permittedSubtrees and excludedSubtrees")
	if !some && seq.Empty() {
		f.wrong("there is no subtree, want permittedSubtrees or excludedSubtrees with at least one")
	}
}

func (f *form) subtrees(list cryptobyte.String, what string) {
	for !list.Empty() {
		found := list
		var subtree cryptobyte.String
		if !list.ReadASN1(&subtree, asn1.SEQUENCE) {
			f.wrong("an entry of %s is %s, want a SEQUENCE", what, ber.Describe(found))
			return
		}
		kind, base, ok := f.generalName(&subtree, "the base of an entry of "+what)
		if !ok {
			continue
		}
		f.constraint(kind, string(base))
		f.distances(&subtree, what)
		f.nothingBehind(subtree, "an entry of "+what)
	}
}

// distances judges minimum and maximum of a subtree, which are 0 and absent (RFC 5280, 4.2.1.10).
func (f *form) distances(subtree *cryptobyte.String, what string) {
	var given bool
	var minimum, maximum cryptobyte.String
	if subtree.ReadOptionalASN1(&minimum, &given, asn1.Tag(0).ContextSpecific()) && given &&
		string(minimum) != "\x00" {
		f.wrong("an entry of %s has the minimum %s, want 0, which is not written", what, distance(minimum))
	}
	if subtree.ReadOptionalASN1(&maximum, &given, asn1.Tag(1).ContextSpecific()) && given {
		f.wrong("an entry of %s has the maximum %s, want none", what, distance(maximum))
	}
}

// distance is the value of a BaseDistance in words.
func distance(content []byte) string {
	if len(content) == 0 {
		return "of no octets"
	}
	value := new(big.Int).SetBytes(content)
	if content[0] >= 0x80 {
		value.Sub(value, new(big.Int).Lsh(big.NewInt(1), uint(8*len(content))))
	}
	return ber.Shorten(value.String())
}

// constraint judges the base of a subtree (RFC 5280, 4.2.1.10).
func (f *form) constraint(kind int, base string) {
	what := generalNames[kind].name
	switch kind {
	case nameIP:
		if !validNetwork(base) {
			f.wrong("an iPAddress is %s, want an address and a mask of ones in front (8 or 32 octets)",
				ber.Shorten(fmt.Sprintf("%x", base)))
		}
	case nameDNS, nameURI, nameMail:
		valid := validDomain(base, true)
		if local, host, found := strings.Cut(base, "@"); found && kind == nameMail {
			valid = local != "" && validDomain(host, false)
		}
		if !ber.ASCII(base) || !valid || kind == nameURI && isAddress(base) {
			f.wrong("the %s %s is no domain name, so nobody can tell what is under it", what, ber.Quote(base))
		}
	}
}

// validNetwork reports whether octets are an address and its mask, as RFC 4632 writes networks.
func validNetwork(octets string) bool {
	if len(octets) != 8 && len(octets) != 32 {
		return false
	}
	ended := false
	for _, b := range []byte(octets[len(octets)/2:]) {
		if ended && b != 0 || ^b&(^b+1) != 0 {
			return false
		}
		ended = b != 0xff
	}
	return true
}

func isAddress(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}

// ReadName reads a Name and looks at its form, strictly or as crypto/x509 does; an error begins with the field. Its
// values may be anything, whatever their type allows.
func ReadName(s *cryptobyte.String, field string, strict bool) ([]byte, error) {
	var full, rdns, set cryptobyte.String
	if !s.ReadASN1Element(&full, asn1.SEQUENCE) {
		return nil, errors.New(field + ": no SEQUENCE in DER")
	}
	raw := []byte(full)
	full.ReadASN1(&rdns, asn1.SEQUENCE)
	for !rdns.Empty() {
		if !rdns.ReadASN1(&set, asn1.SET) || strict && set.Empty() {
			return nil, errors.New(field + ": a relative name is no SET of attributes")
		}
		if !attributes(set) {
			return nil, errors.New(field + ": an attribute is no pair of type and value")
		}
	}
	return raw, nil
}

// attributes reports whether a SET holds pairs of type and value alone.
func attributes(set cryptobyte.String) bool {
	var pair, value cryptobyte.String
	var tag asn1.Tag
	for !set.Empty() {
		if !set.ReadASN1(&pair, asn1.SEQUENCE) || !ber.SkipOID(&pair) || !pair.ReadAnyASN1(&value, &tag) ||
			!pair.Empty() {
			return false
		}
	}
	return true
}
