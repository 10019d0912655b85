package form

import (
	"bytes"
	"crypto/x509/pkix"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

// formNull is for extensions that say everything by being there: noRevAvail (RFC 9608, 2), validityAssuredShortTerm
// (EN 319 412-1, 5.2.2), ocsp-nocheck (RFC 6960, 4.2.2.2.1) and the poison of precertificates (RFC 6962, 3.1).
func formNull(f *form, _ pkix.Extension, value cryptobyte.String) {
	found := value
	var null cryptobyte.String
	if !value.ReadASN1(&null, asn1.NULL) || !null.Empty() {
		f.wrong("the value is %s, want NULL", ber.Describe(found))
		return
	}
	f.nothingBehind(value, "the value")
}

// formTLSFeature reads Features ::= SEQUENCE OF INTEGER (RFC 7633, 4.1). A feature is a number of TLS, of 16 bits.
func formTLSFeature(f *form, _ pkix.Extension, value cryptobyte.String) {
	seq, ok := f.sequence(value, "the value")
	if ok && seq.Empty() {
		f.wrong("the SEQUENCE is empty, want a feature of TLS")
	}
	for !seq.Empty() {
		found := seq
		var feature uint16
		if !seq.ReadASN1Integer(&feature) {
			f.wrong("a feature is %s, want an INTEGER of 0 to 65535 (RFC 7633, 4.1)", ber.Describe(found))
			return
		}
	}
}

// formDirectoryAttributes reads SubjectDirectoryAttributes ::= SEQUENCE SIZE (1..MAX) OF Attribute, which is SEQUENCE {
// type, SET SIZE (1..MAX) OF value } (RFC 5280, 4.2.1.8).
func formDirectoryAttributes(f *form, _ pkix.Extension, value cryptobyte.String) {
	f.entries(value, "the value", "attribute", func(attribute cryptobyte.String) {
		found := attribute
		if !ber.SkipOID(&attribute) {
			f.wrong("the type of an attribute is %s, want an OBJECT IDENTIFIER", ber.Describe(found))
			return
		}
		found = attribute
		var set, one cryptobyte.String
		var tag asn1.Tag
		if !attribute.ReadASN1(&set, asn1.SET) {
			f.wrong("the values of an attribute are %s, want a SET", ber.Describe(found))
			return
		}
		f.nothingBehind(attribute, "an attribute")
		if set.Empty() {
			f.wrong("an attribute has no value, want at least one")
		}
		for !set.Empty() {
			if found = set; !set.ReadAnyASN1(&one, &tag) {
				f.wrong("a value of an attribute is %s", ber.Describe(found))
				return
			}
		}
	})
}

// formKeyPeriod reads PrivateKeyUsagePeriod ::= SEQUENCE { notBefore [0] and notAfter [1] GeneralizedTime OPTIONAL }
// (RFC 3280, 4.2.1.4).
func formKeyPeriod(f *form, _ pkix.Extension, value cryptobyte.String) {
	seq, ok := f.sequence(value, "the value")
	if ok && seq.Empty() {
		f.wrong("the SEQUENCE is empty, want notBefore or notAfter")
	}
	for n, what := range []string{"notBefore", "notAfter"} {
		tag := asn1.Tag(n).ContextSpecific()
		var text cryptobyte.String
		if !seq.PeekASN1Tag(tag) || !seq.ReadASN1(&text, tag) {
			continue
		}
		if _, err := time.Parse("20060102150405Z", string(text)); err != nil {
			f.wrong("%s is %s, want a GeneralizedTime", what, ber.Quote(string(text)))
		}
	}
	f.nothingBehind(seq, "the SEQUENCE of notBefore and notAfter")
}

// formRepetition reads CABFOrganizationIdentifier ::= SEQUENCE { registrationSchemeIdentifier PrintableString (SIZE
// (3)), registrationCountry PrintableString (SIZE (2)), registrationStateOrProvince [0] IMPLICIT PrintableString (SIZE
// (0..128)) OPTIONAL, registrationReference UTF8String } (CABF EV Guidelines, 9.8.2).
func formRepetition(f *form, _ pkix.Extension, value cryptobyte.String) {
	seq, ok := f.sequence(value, "the value")
	state := asn1.Tag(0).ContextSpecific()
	if !ok || !f.text(&seq, asn1.PrintableString, "registrationSchemeIdentifier", 3, 3) ||
		!f.text(&seq, asn1.PrintableString, "registrationCountry", 2, 2) {
		return
	}
	switch {
	case seq.PeekASN1Tag(state):
		f.text(&seq, state, "registrationStateOrProvince", 0, 128)
	case seq.PeekASN1Tag(state.Constructed()):
		seq.SkipASN1(state.Constructed())
		f.wrong("registrationStateOrProvince has an explicit tag [0], want an implicit one")
	}
	if f.text(&seq, asn1.UTF8String, "registrationReference", 1, len(seq)) {
		f.nothingBehind(seq, "the SEQUENCE of scheme, country, state [0] and reference")
	}
}

// text reads a string of one type and length. What has another type is not read.
func (f *form) text(s *cryptobyte.String, tag asn1.Tag, what string, least, most int) (ok bool) {
	var value cryptobyte.String
	if found := *s; !s.ReadASN1(&value, tag) {
		f.wrong("%s is %s, want %s", what, ber.Describe(found), ber.DescribeType(tag))
		return false
	}
	if !inString(tag, string(value)) {
		f.wrong("%s is %s, which has characters that %s does not have", what, ber.Quote(string(value)),
			ber.DescribeType(tag))
	}
	n := utf8.RuneCount(value)
	switch {
	case n >= least && n <= most:
	case least == most:
		f.wrong("%s has %s, want %d", what, ber.Count(n, "character"), least)
	case n < least:
		f.wrong("%s is empty", what)
	default:
		f.wrong("%s has %s, want at most %d", what, ber.Count(n, "character"), most)
	}
	return true
}

// inString reports whether a string type has all characters of a text; a tag of a context stands for a PrintableString.
// At sign, ampersand and asterisk are taken in one: so many issuers write them that all readers take them.
func inString(tag asn1.Tag, text string) bool {
	switch tag {
	case asn1.UTF8String:
		return utf8.ValidString(text)
	case asn1.IA5String:
		return ber.ASCII(text)
	case asn1.PrintableString, asn1.Tag(0).ContextSpecific():
		return !strings.ContainsFunc(text, func(r rune) bool {
			return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') &&
				!strings.ContainsRune(" '()+,-./:=?@&*", r)
		})
	}
	_, ok := ber.DecodeString(tag, []byte(text))
	return ok
}

// The qualifiers of policies of RFC 5280, 4.2.1.4, in DER: the address of the practice statement and the user notice.
const (
	derCPS    = "\x06\x08\x2b\x06\x01\x05\x05\x07\x02\x01"
	derNotice = "\x06\x08\x2b\x06\x01\x05\x05\x07\x02\x02"
)

// KnownQualifier reports whether the content of a PolicyQualifierInfo begins with an identifier of RFC 5280, 4.2.1.4.
func KnownQualifier(content []byte) bool {
	return bytes.HasPrefix(content, []byte(derCPS)) || bytes.HasPrefix(content, []byte(derNotice))
}

// qualifier judges the value of a qualifier of a policy, as far as RFC 5280, 4.2.1.4, knows it: CPSuri ::= IA5String,
// UserNotice ::= SEQUENCE { noticeRef SEQUENCE { DisplayText, SEQUENCE OF INTEGER } OPTIONAL, explicitText DisplayText
// OPTIONAL }.
func (f *form) qualifier(id, value cryptobyte.String) {
	switch string(id) {
	case derCPS:
		f.text(&value, asn1.IA5String, "the address of the practice statement (CPS)", 1, len(value))
	case derNotice:
		notice, ok := f.sequence(value, "a userNotice")
		if !ok {
			return
		}
		var ref cryptobyte.String
		if notice.PeekASN1Tag(asn1.SEQUENCE) && notice.ReadASN1(&ref, asn1.SEQUENCE) {
			f.noticeRef(ref)
		}
		if !notice.Empty() {
			f.displayText(&notice, "explicitText")
		}
		f.nothingBehind(notice, "a userNotice")
	}
}

func (f *form) noticeRef(ref cryptobyte.String) {
	f.displayText(&ref, "the organization of a noticeRef")
	found := ref
	var numbers cryptobyte.String
	if !ref.ReadASN1(&numbers, asn1.SEQUENCE) {
		f.wrong("the numbers of a noticeRef are %s, want a SEQUENCE", ber.Describe(found))
		return
	}
	f.nothingBehind(ref, "a noticeRef")
	for !numbers.Empty() {
		if found = numbers; !numbers.SkipASN1(asn1.INTEGER) {
			f.wrong("a number of a noticeRef is %s, want an INTEGER", ber.Describe(found))
			return
		}
	}
}

// displayText reads DisplayText, a CHOICE of four strings. That it has at most 200 characters few issuers know and no
// reader minds, nor other letters than its type has: it is a text for people.
func (f *form) displayText(s *cryptobyte.String, what string) {
	const tagVisible, tagBMP = asn1.Tag(26), asn1.Tag(30)
	found := *s
	var text cryptobyte.String
	var tag asn1.Tag
	s.ReadAnyASN1(&text, &tag)
	switch tag {
	case asn1.UTF8String, asn1.IA5String, tagVisible, tagBMP:
		if text.Empty() {
			f.wrong("%s is empty", what)
		} else if tag == asn1.UTF8String && !utf8.Valid(text) {
			f.wrong("%s is %s, which is no UTF-8", what, ber.Quote(string(text)))
		}
	default:
		f.wrong("%s is %s, want a UTF8String (or IA5String, VisibleString, BMPString)", what, ber.Describe(found))
	}
}
