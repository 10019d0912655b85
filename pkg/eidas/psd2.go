package eidas

import (
	"bytes"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/ident"
)

// psd2 reads PSD2QcType ::= SEQUENCE { rolesOfPSP, nCAName, nCAId } (TS 119 495, Annex A).
func (d *decoder) psd2(info []byte) {
	p := &PSD2{}
	d.info.PSD2 = p
	s, ok := d.list(&RulePSD2Malformed, PathPSD2, info)
	if !ok {
		return
	}
	if s.Empty() {
		d.fault(&RulePSD2Malformed, PathPSD2, "an empty SEQUENCE, want rolesOfPSP, nCAName and nCAId")
		return
	}
	if s.PeekASN1Tag(cbasn1.UTF8String) {
		d.fault(&RulePSD2Malformed, PathRoles, "missing")
	} else if e, ok := d.next(&s, PathRoles); ok {
		first := d.roles(p, e)
		if d.info.Has(&RuleExplicitTag) {
			malform(p.Roles)
		} else {
			p.Lenient = lenientViews(p, first)
		}
	}
	if onlyID(s) {
		d.fault(&RulePSD2Malformed, PathNCAName, "missing")
	} else {
		p.NCAName = d.field(&s, PathNCAName)
	}
	p.NCAID = d.field(&s, PathNCAID)
	if !s.Empty() {
		d.fault(&RulePSD2Malformed, PathPSD2, "%s follows nCAId, want nothing", Describe(s))
	}
}

// otherPSD2 compares another PSD2QcType with the first: where they differ nobody can say which of them a bank reads.
func (d *decoder) otherPSD2(info []byte) {
	all := d.info.Statements
	first := slices.IndexFunc(all, func(s Statement) bool { return s.ID.Equal(OIDPSD2Statement) })
	if !bytes.Equal(info, all[first].Info) {
		d.fault(&RulePSD2Malformed, fmt.Sprintf("%s[%d]", PathStatements, len(all)-1),
			"another PSD2QcType with other contents, want one: a bank may read the one or the other")
	}
}

// onlyID reports whether s holds an NCAId and nothing else, so that it is the name before it that is missing.
func onlyID(s cryptobyte.String) bool {
	var id cryptobyte.String
	if !s.ReadASN1(&id, cbasn1.UTF8String) || !s.Empty() {
		return false
	}
	_, err := ident.ParseNCAID(string(id))
	return err == nil
}

// element is one value inside PSD2QcType.
type element struct {
	tag   cbasn1.Tag
	body  cryptobyte.String
	whole cryptobyte.String // with identifier and length; nil: not known
	under cryptobyte.String // all that stood under the context tag; nil: there was none
}

// next takes an element off s. A context tag around it is named as a fault and taken off.
func (d *decoder) next(s *cryptobyte.String, path string) (element, bool) {
	var e element
	if s.Empty() {
		d.fault(&RulePSD2Malformed, path, "missing")
		return e, false
	}
	whole := *s
	if !s.ReadAnyASN1(&e.body, &e.tag) {
		d.fault(&RulePSD2Malformed, path, "broken encoding")
		*s = nil
		return e, false
	}
	e.whole = whole[:len(whole)-len(*s)]
	if e.tag&ClassMask == ClassContext {
		d.fault(&RuleExplicitTag, path, "%s, want no tag", TagName(e.tag))
		e = untagged(e)
	}
	return e, true
}

// untagged guesses what stands under a context tag: with explicit tagging one whole element, with implicit tagging the
// contents of a list of roles, of a pair, or of a string.
func untagged(e element) element {
	if e.tag&constructed == 0 {
		return element{tag: cbasn1.UTF8String, body: e.body}
	}
	rest := e.body
	in := element{whole: e.body}
	if !rest.ReadAnyASN1(&in.body, &in.tag) || !rest.Empty() {
		return element{tag: cbasn1.SEQUENCE, body: e.body}
	}
	in.under = e.body
	return in
}

// field reads nCAName or nCAId.
func (d *decoder) field(s *cryptobyte.String, path string) string {
	e, ok := d.next(s, path)
	if !ok {
		return ""
	}
	v, _ := d.utf8(e, path)
	return v
}

// utf8 reads a UTF8String. Other string types are read and named as faults; strict says whether there was none.
func (d *decoder) utf8(e element, path string) (value string, strict bool) {
	v, ok := StringValue(e.tag, e.body)
	switch {
	case !ok:
		d.fault(&RulePSD2Malformed, path, "%s, want a UTF8String", TagName(e.tag))
	case e.tag != cbasn1.UTF8String:
		d.fault(&RuleStringType, path, "%s (%s), want a UTF8String", TagName(e.tag), ber.Quote(v))
	case !validText(e.tag, e.body):
		d.fault(&RuleStringType, path, "the bytes of %s are not UTF-8, want a UTF8String", ber.Quote(v))
	default:
		return v, true
	}
	return v, false
}

// roles reads RolesOfPSP ::= SEQUENCE OF RoleOfPSP. It returns the pairs that a reader of the first two elements of
// each entry sees.
func (d *decoder) roles(p *PSD2, e element) []RolePair {
	const path = PathRoles
	if e.tag != cbasn1.SEQUENCE {
		d.fault(&RulePSD2Malformed, path, "%s, want a SEQUENCE of roles", TagName(e.tag))
		return nil
	}
	if e.under != nil && e.body.PeekASN1Tag(cbasn1.OBJECT_IDENTIFIER) {
		e.body = e.under // an implicit tag on a list of one role
	}
	if e.body.PeekASN1Tag(cbasn1.OBJECT_IDENTIFIER) {
		d.bareRoles(p, path, e.body)
		return nil
	}
	var first []RolePair
	for i := 0; !e.body.Empty(); i++ {
		at := fmt.Sprintf("%s[%d]", path, i)
		if i == MaxEntries {
			d.fault(&RulePSD2Malformed, at, "more than %d roles", MaxEntries)
			break
		}
		entry, ok := d.next(&e.body, at)
		if !ok {
			break
		}
		if pair := d.role(p, at, entry); pair != nil {
			first = append(first, *pair)
		}
	}
	return first
}

// role reads RoleOfPSP ::= SEQUENCE { roleOfPspOid OBJECT IDENTIFIER, roleOfPspName UTF8String } and everything in an
// entry that holds more. It returns what a reader of the first two elements sees; nil: nothing.
func (d *decoder) role(p *PSD2, path string, entry element) *RolePair {
	if entry.tag != cbasn1.SEQUENCE {
		d.fault(&RulePSD2Malformed, path, "%s, want a SEQUENCE of object identifier and name", TagName(entry.tag))
		return nil
	}
	elements := d.elements(path, entry.body)
	pairs := d.pairs(path, elements)
	switch {
	case len(pairs) > 1 && len(elements) == 2*len(pairs):
		d.fault(&RuleFlattened, path, "one entry holds %d roles (%s), want an entry for each", len(pairs),
			pairNames(pairs))
	case len(elements) == 2 && elements[0].tag == cbasn1.OBJECT_IDENTIFIER && isString(elements[1]): // told already
	case len(elements) == 2 && len(pairs) == 0:
		d.fault(&RulePSD2Malformed, path, "%s and %s, want an OBJECT IDENTIFIER and a UTF8String",
			TagName(elements[0].tag), TagName(elements[1].tag))
	case len(elements) != 2:
		d.fault(&RulePSD2Malformed, path, "%s, want two, an OBJECT IDENTIFIER and a UTF8String",
			ber.Count(len(elements), "element"))
	}
	if len(elements) != 2 {
		malform(pairs)
	}
	p.Roles = append(p.Roles, pairs...)
	if len(pairs) == 0 || elements[0].tag != cbasn1.OBJECT_IDENTIFIER {
		return nil
	}
	return &pairs[0]
}

// bareRoles reads a list that holds object identifiers and names without a SEQUENCE around each pair.
func (d *decoder) bareRoles(p *PSD2, path string, body cryptobyte.String) {
	pairs := d.pairs(path, d.elements(path, body))
	if len(pairs) > 1 {
		d.fault(&RuleFlattened, path, "%d roles (%s) stand without a SEQUENCE around each, want an entry for each",
			len(pairs), pairNames(pairs))
	} else {
		d.fault(&RulePSD2Malformed, path,
			"an object identifier, want a SEQUENCE of object identifier and name for each role")
	}
	malform(pairs)
	p.Roles = append(p.Roles, pairs...)
}

func malform(pairs []RolePair) {
	for i := range pairs {
		pairs[i].Malformed, pairs[i].OtherType = true, false
	}
}

func (d *decoder) elements(path string, body cryptobyte.String) []element {
	var out []element
	for !body.Empty() {
		if len(out) == 2*MaxEntries {
			d.fault(&RulePSD2Malformed, path, "more than %d elements", len(out))
			break
		}
		e, ok := d.next(&body, path)
		if !ok {
			break
		}
		out = append(out, e)
	}
	return out
}

// pairs returns every object identifier that a string follows.
func (d *decoder) pairs(path string, elements []element) []RolePair {
	var out []RolePair
	for i := 0; i+1 < len(elements); i++ {
		if !isString(elements[i+1]) {
			continue
		}
		pair, ok := d.identifier(elements[i], path+".roleOfPspOid")
		if !ok {
			continue
		}
		name, strict := d.utf8(elements[i+1], path+".roleOfPspName")
		pair.Name, pair.OtherType = name, !strict && !pair.Malformed
		pair.Malformed = pair.Malformed || !strict
		out = append(out, pair)
	}
	return out
}

func isString(e element) bool {
	_, ok := StringValue(e.tag, e.body)
	return ok
}

// identifier reads the object identifier of a role. One with needless zeros before its numbers is named as a fault and
// read without them, as lenient readers do.
func (d *decoder) identifier(e element, path string) (RolePair, bool) {
	rest := e.whole
	oid, large, ok := ber.ReadOID(&rest)
	if ok || e.tag != cbasn1.OBJECT_IDENTIFIER {
		return RolePair{OID: oid, Large: large}, ok
	}
	rest = encodedOID(unpadded(e.body))
	if oid, large, ok = ber.ReadOID(&rest); !ok {
		d.fault(&RulePSD2Malformed, path, "the bytes %x are no OBJECT IDENTIFIER", shortBytes(e.body))
		return RolePair{}, false
	}
	p := RolePair{OID: oid, Large: large, Malformed: true}
	d.fault(&RulePSD2Malformed, path, "%s is padded: a number in it begins with a needless 0x80, want the minimal "+
		"form of DER (X.690, 8.19.2)", p.Identifier())
	return p, true
}

// unpadded leaves out the octets 0x80 with which numbers of an object identifier begin: zeros before them.
func unpadded(body []byte) (minimal []byte) {
	begins := true
	for _, b := range body {
		if begins && b == 0x80 {
			continue
		}
		minimal = append(minimal, b)
		begins = b < 0x80
	}
	return minimal
}

func encodedOID(body []byte) cryptobyte.String {
	b := cryptobyte.NewBuilder(nil)
	b.AddASN1(cbasn1.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes(body) })
	return b.BytesOrPanic()
}

// shortBytes bounds what a message shows of bytes: object identifiers of roles have seven.
func shortBytes(b []byte) []byte { return b[:min(len(b), 16)] }

func pairNames(pairs []RolePair) string {
	names := make([]string, len(pairs))
	for i, p := range pairs {
		names[i] = p.Name
	}
	return ber.List(names, ", ")
}

// lenientViews gives the role sets of lenient readers where they differ from the strict one.
func lenientViews(p *PSD2, first []RolePair) []Lenient {
	strict := (&Info{PSD2: p}).Roles()
	both, byName, byOID := []ident.Role(nil), []ident.Role(nil), []ident.Role(nil)
	for _, pair := range first {
		r, known := ident.RoleByOID(pair.OID)
		n, token := ident.RoleByName(pair.Name)
		if known && r == n {
			both = append(both, r)
		}
		if token {
			byName = append(byName, n)
		}
		if known {
			byOID = append(byOID, r)
		}
	}
	var views []Lenient
	for _, v := range []Lenient{{ReaderFirstTwo, both}, {ReaderName, byName}, {ReaderOID, byOID}} {
		if v.Roles = ident.SortedRoles(v.Roles); !slices.Equal(v.Roles, strict) {
			views = append(views, v)
		}
	}
	return views
}
