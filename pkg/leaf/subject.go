package leaf

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// onceAttributes lists the attributes that a name has once at most, and the subject of a legal person exactly once.
func onceAttributes() []eidas.OID {
	return []eidas.OID{eidas.OIDCountryName, eidas.OIDOrganization, eidas.OIDOrgID, eidas.OIDCommonName}
}

// onceForBrowsers lists the attributes of a name that may stand there once by the Baseline Requirements, 7.1.4.2, since
// V2.0.0: all but three.
func onceForBrowsers(attrs []eidas.Attribute) []eidas.OID {
	once := onceAttributes()
	for _, a := range attrs {
		if !slices.ContainsFunc(append(manyAttributes(), once...), a.Type.Equal) && eidas.Name(a.Type) != "" {
			once = append(once, a.Type)
		}
	}
	return once
}

// manyAttributes are domainComponent, organizationalUnitName and streetAddress.
func manyAttributes() []eidas.OID {
	return []eidas.OID{{0, 9, 2342, 19200300, 100, 1, 25}, {2, 5, 4, 11}, {2, 5, 4, 9}}
}

// checkDuplicateAttributes leaves a second identifier of a PSD2 certificate to psd2-orgid-multiple.
func checkDuplicateAttributes(p *lint.Pass, s *eidas.Subject) {
	for _, name := range []struct {
		field string
		attrs []eidas.Attribute
	}{{"subject", s.Info.Subject}, {"issuer", s.IssuerName()}} {
		once := onceAttributes()
		if name.field == "subject" && s.Browser() && !s.Leaf.NotBefore.Before(eidas.BR200()) {
			once = onceForBrowsers(name.attrs)
		}
		for _, id := range once {
			found := eidas.Values(name.attrs, id)
			if len(found) < 2 || name.field == "subject" && id.Equal(eidas.OIDOrgID) && s.ForPSD2() {
				continue
			}
			p.Reportf(s.Where(name.field+"."+eidas.Name(id)),
				"the %s has %s %d times (%s), want it once", name.field, eidas.Name(id), len(found),
				eidas.Quoted(found))
		}
	}
}

// lacking lists the attributes that a name does not have; nil: it has all.
func lacking(attrs []eidas.Attribute, wanted []eidas.OID) (lacks []eidas.OID) {
	for _, want := range wanted {
		if len(eidas.Values(attrs, want)) == 0 {
			lacks = append(lacks, want)
		}
	}
	return lacks
}

// common is a value that stands in both lists, whatever its case; empty: none does.
func common(a, b []string) string {
	folded := map[string]bool{}
	for _, v := range b {
		folded[strings.ToLower(v)] = v != ""
	}
	for _, v := range a {
		if folded[strings.ToLower(v)] {
			return v
		}
	}
	return ""
}

func attributeName(a eidas.Attribute) string {
	return cmp.Or(eidas.Name(a.Type), a.Type.String())
}

func whereName(s *eidas.Subject, a eidas.Attribute) lint.Where {
	return s.Where("subject." + attributeName(a))
}

// unescaped is a name with the characters themselves. What a page writes to keep blanks apart is a blank.
func unescaped(name string) string {
	return strings.Trim(strings.ReplaceAll(html.UnescapeString(name), "\u00a0", " "), " ")
}

// htmlEntity finds what looks like an entity of HTML; empty: nothing does. The longest name of one has 31 letters.
func htmlEntity(text string) string {
	digits := func(s, of string) bool { return s != "" && strings.Trim(s, of) == "" }
	for _, after := range strings.Split(text, "&")[1:] {
		name, _, ended := strings.Cut(after, ";")
		number, isNumber := strings.CutPrefix(strings.ToLower(name), "#")
		hex, isHex := strings.CutPrefix(number, "x")
		if ended && (isNumber && (isHex && digits(hex, "0123456789abcdef") || digits(number, "0123456789")) ||
			ident.IsAlphanumeric(name) && len(name) > 1 && len(name) <= 32 && name[0] > '9') {
			return "&" + name + ";"
		}
	}
	return ""
}

// textsOf are the attributes of the subject with their string types, read once for all rules.
func textsOf(s *eidas.Subject) []eidas.Text {
	if s.Texts == nil {
		for _, a := range ber.Attributes(s.Leaf.RawSubject) {
			if !a.Large {
				text, _ := eidas.StringValue(a.Tag, a.Value)
				s.Texts = append(s.Texts, eidas.Text{Attribute: eidas.Attribute{Type: a.ID, Value: text}, Tag: a.Tag})
			}
		}
	}
	return s.Texts
}

// multivalued counts the parts of a name with more than one attribute.
func multivalued(raw []byte) (n int) {
	s := cryptobyte.String(raw)
	var rdns, rdn, atv cryptobyte.String
	s.ReadASN1(&rdns, cbasn1.SEQUENCE)
	for rdns.ReadASN1(&rdn, cbasn1.SET) {
		if rdn.ReadASN1(&atv, cbasn1.SEQUENCE) && !rdn.Empty() {
			n++
		}
	}
	return n
}

// reportOldTypes reports strings of old types in the names of CAs. RFC 5280, 4.1.2.4, lets CAs keep the names that they
// have, and no bank looks them up in a register.
func reportOldTypes(p *lint.Pass, s *eidas.Subject, old []cbasn1.Tag) {
	for i, c := range s.Path()[1:] {
		for _, a := range ber.Attributes(c.RawSubject) {
			if !a.Large && slices.Contains(old, a.Tag) {
				name := attributeName(eidas.Attribute{Type: a.ID})
				p.Report(ofCA(s, i+1, "subject."+name, fmt.Sprintf("%s in the name of the CA is %s, want a UTF8String",
					name, eidas.TagName(a.Tag))))
			}
		}
	}
}

// ofCA is a finding about the name of a CA, which is good to know and not the user's to change.
func ofCA(s *eidas.Subject, place int, path, message string) lint.Finding {
	f := lint.Finding{Where: s.WhereOf(place), Severity: lint.Notice, Message: message,
		Hint: "Nothing to do: the name is that of the CA. If a bank does not match it, show this to the QTSP."}
	f.Path = path
	return f
}
