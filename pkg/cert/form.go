package cert

import (
	"crypto/x509/pkix"
	stdasn1 "encoding/asn1"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

// Remark is something about the form of a certificate that a verifier stumbles over.
type Remark struct {
	Malformed bool // it is not the form of RFC 5280: x509-extension-malformed. Otherwise crypto/x509 alone refuses it
	path      string
	text      string
}

// form judges one field by what RFC 5280 says of its form and what crypto/x509 reads of it.
type form struct {
	path    string
	remarks []Remark
}

// wrong says that the field does not have the form of RFC 5280.
func (f *form) wrong(format string, args ...any) {
	f.remarks = append(f.remarks, Remark{true, f.path, fmt.Sprintf(format, args...)})
}

// beyondGo says that crypto/x509 refuses the field; the text says whether the form is lawful.
func (f *form) beyondGo(format string, args ...any) {
	f.remarks = append(f.remarks, Remark{false, f.path, fmt.Sprintf(format, args...)})
}

// RemarksOn are the remarks on a certificate, in the order of its fields. Those on the key stand elsewhere.
func RemarksOn(c *Cert) []Remark {
	all := slices.Concat(algorithmRemarks(c), nameRemarks("issuer", c.RawIssuer), nameRemarks("subject", c.RawSubject))
	for _, e := range c.Extensions {
		all = append(all, extensionRemarks(e)...)
	}
	return all
}

// greatNumber is why crypto/x509 refuses an object identifier that RFC 5280 allows.
const greatNumber = "has an identifier with a number of 2^31 or more, a lawful form (X.660) that Go does not read"

// algorithmRemarks are those on the object identifiers of algorithms.
func algorithmRemarks(c *Cert) []Remark {
	inner, outer := SignatureFields(c.Raw)
	key, _, _ := ber.ReadElement(c.RawSubjectPublicKeyInfo)
	algorithm, _, _ := ber.ReadElement(key.Content)
	var f form
	for _, a := range []struct {
		path string
		der  []byte
	}{{"tbsCertificate.signature", inner}, {"signatureAlgorithm", outer}, {"subjectPublicKeyInfo.algorithm", algorithm.Full}} {
		f.path = a.path
		seq, _, _ := ber.ReadElement(a.der)
		id := cryptobyte.String(seq.Content)
		if _, large, _ := ber.ReadOID(&id); large != "" {
			f.beyondGo("the algorithm %s", greatNumber)
		}
	}
	return f.remarks
}

// extensionForm is how to judge the value of an extension, and what it is called.
type extensionForm struct {
	field string
	judge func(*form, pkix.Extension, cryptobyte.String)
}

// extensionForms are the extensions of RFC 5280, section 4.2, but those of no form: what may stand in them depends on
// others.
var extensionForms = ber.Table[extensionForm]{
	{"2.5.29.14", extensionForm{"subjectKeyIdentifier", formSubjectKeyID}},
	{"2.5.29.15", extensionForm{"keyUsage", formKeyUsage}},
	{"2.5.29.17", extensionForm{"subjectAltName", formSubjectAltName}},
	{"2.5.29.18", extensionForm{"issuerAltName", formIssuerAltName}},
	{"2.5.29.19", extensionForm{"basicConstraints", formBasicConstraints}},
	{"2.5.29.30", extensionForm{"nameConstraints", formNameConstraints}},
	{"2.5.29.31", extensionForm{"cRLDistributionPoints", formDistributionPoints}},
	{"2.5.29.32", extensionForm{"certificatePolicies", formPolicies}},
	{"2.5.29.33", extensionForm{"policyMappings", formPolicyMappings}},
	{"2.5.29.35", extensionForm{"authorityKeyIdentifier", formAuthorityKeyID}},
	{"2.5.29.36", extensionForm{"policyConstraints", formPolicyConstraints}},
	{"2.5.29.37", extensionForm{"extKeyUsage", formExtKeyUsage}},
	{"2.5.29.46", extensionForm{"freshestCRL", formFreshest}},
	{"2.5.29.54", extensionForm{"inhibitAnyPolicy", formInhibitAnyPolicy}},
	{"1.3.6.1.5.5.7.1.1", extensionForm{"authorityInfoAccess", formAuthorityInfoAccess}},
	{"1.3.6.1.5.5.7.1.11", extensionForm{"subjectInfoAccess", formSubjectInfoAccess}},
}

// extensionRemarks judges an extension by what it is in DER; that it is BER another rule says.
func extensionRemarks(e pkix.Extension) []Remark {
	id := e.Id.String()
	x := extensionForms.Get(id)
	switch {
	case id == "":
		f := form{path: "extensions"}
		f.beyondGo("an extension %s", greatNumber)
		return f.remarks
	case x.judge == nil:
		return nil
	}
	f := form{path: "extensions." + x.field}
	x.judge(&f, e, ber.InDER(e.Value, ber.MaxDepth))
	return f.remarks
}

// MalformedExtension reports whether an extension does not have the form of RFC 5280.
func MalformedExtension(e pkix.Extension) bool {
	return slices.ContainsFunc(extensionRemarks(e), func(r Remark) bool { return r.Malformed })
}

// notCritical remarks on an extension that RFC 5280 wants not critical and crypto/x509 refuses so.
func (f *form) notCritical(e pkix.Extension, section string) {
	if e.Critical {
		f.beyondGo("the extension is critical, which RFC 5280, %s forbids and Go refuses", section)
	}
}

// sequence reads a SEQUENCE that has to be all of the value.
func (f *form) sequence(value cryptobyte.String, what string) (seq cryptobyte.String, ok bool) {
	found := value
	if !value.ReadASN1(&seq, asn1.SEQUENCE) {
		f.wrong("%s is %s, want a SEQUENCE", what, describeElement(found))
		return nil, false
	}
	f.nothingBehind(value, what)
	return seq, true
}

// nothingBehind says what stands where something should have ended.
func (f *form) nothingBehind(rest cryptobyte.String, what string) {
	if !rest.Empty() {
		f.wrong("%s has %s behind what belongs to it, want nothing", what, describeElement(rest))
	}
}

// describeElement says what begins here: "a BOOLEAN", "nothing".
func describeElement(s cryptobyte.String) string {
	if s.Empty() {
		return "nothing"
	}
	var value cryptobyte.String
	var tag asn1.Tag
	if !s.ReadAnyASN1(&value, &tag) {
		return fmt.Sprintf("%s that are no element of DER", ber.Count(len(s), "byte"))
	}
	return describeType(tag)
}

// describeType is the name of a type with its article.
func describeType(tag asn1.Tag) string {
	if name := ber.TypeName(tag); strings.ContainsRune("EIO", rune(name[0])) {
		return "an " + name
	}
	return "a " + ber.TypeName(tag)
}

func formSubjectKeyID(f *form, e pkix.Extension, value cryptobyte.String) {
	f.notCritical(e, "4.2.1.2")
	found := value
	if !value.SkipASN1(asn1.OCTET_STRING) {
		f.wrong("the value is %s, want an OCTET STRING", describeElement(found))
		return
	}
	f.nothingBehind(value, "the value")
}

func formKeyUsage(f *form, _ pkix.Extension, value cryptobyte.String) {
	found := value
	var bits stdasn1.BitString
	switch {
	case value.ReadASN1BitString(&bits):
		f.nothingBehind(value, "the value")
	case !value.PeekASN1Tag(asn1.BIT_STRING):
		f.wrong("the value is %s, want a BIT STRING", describeElement(found))
	default:
		f.wrong("the BIT STRING does not say rightly how many of its bits are used")
	}
}

func formBasicConstraints(f *form, _ pkix.Extension, value cryptobyte.String) {
	seq, ok := f.sequence(value, "the value")
	if !ok {
		return
	}
	var isCA bool
	if seq.PeekASN1Tag(asn1.BOOLEAN) && !WalkBool(&seq, &isCA) {
		f.wrong("cA is a BOOLEAN that is not of one byte")
		return
	}
	if seq.PeekASN1Tag(asn1.INTEGER) {
		f.number(&seq, asn1.INTEGER, "pathLenConstraint", math.MaxInt64)
	}
	f.nothingBehind(seq, "the SEQUENCE of cA and pathLenConstraint")
}

// number reads an INTEGER (0..MAX) under a tag. Crypto/x509 reads it up to a limit.
func (f *form) number(s *cryptobyte.String, tag asn1.Tag, what string, limit int64) {
	found := *s
	var content cryptobyte.String
	n := new(big.Int)
	if s.ReadASN1(&content, tag) {
		whole := cryptobyte.String(ber.AppendElement(nil, ber.TagInteger, content))
		if !whole.ReadASN1Integer(n) {
			n = nil
		}
	} else {
		n = nil
	}
	switch {
	case n == nil:
		f.wrong("%s is %s, want an INTEGER", what, describeElement(found))
	case n.Sign() < 0:
		f.wrong("%s is %s, want 0 or more", what, Shorten(n.String()))
	case n.Cmp(big.NewInt(limit)) > 0:
		f.beyondGo("%s is %s, a lawful number (RFC 5280 has no limit) that is greater than Go reads", what, Shorten(n.String()))
	}
}

// Shorten cuts a text whose length anybody may choose.
func Shorten(s string) string {
	const enough = 50
	if len(s) > enough {
		return s[:enough] + "..."
	}
	return s
}

func formInhibitAnyPolicy(f *form, _ pkix.Extension, value cryptobyte.String) {
	f.number(&value, asn1.INTEGER, "the value", math.MaxInt64)
	f.nothingBehind(value, "the value")
}

func formPolicyConstraints(f *form, _ pkix.Extension, value cryptobyte.String) {
	seq, ok := f.sequence(value, "the value")
	if ok && seq.Empty() {
		f.wrong("the SEQUENCE is empty, want requireExplicitPolicy or inhibitPolicyMapping")
	}
	for n, what := range []string{"requireExplicitPolicy", "inhibitPolicyMapping"} {
		if tag := asn1.Tag(n).ContextSpecific(); seq.PeekASN1Tag(tag) {
			f.number(&seq, tag, what, math.MaxInt64)
		}
	}
	f.nothingBehind(seq, "the SEQUENCE of requireExplicitPolicy and inhibitPolicyMapping")
}

func formExtKeyUsage(f *form, _ pkix.Extension, value cryptobyte.String) {
	seq, _ := f.sequence(value, "the value") // that none stands in it the rules on purposes say
	for !seq.Empty() {
		found := seq
		_, large, ok := ber.ReadOID(&seq)
		if !ok {
			f.wrong("a purpose is %s, want an OBJECT IDENTIFIER", describeElement(found))
			return
		}
		if large != "" {
			f.beyondGo("a purpose %s", greatNumber)
		}
	}
}
