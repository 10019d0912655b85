package cert

import (
	"crypto/x509/pkix"
	stdasn1 "encoding/asn1"
	"math"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

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
		large, ok := ber.PassOID(&seq)
		if !ok {
			f.wrong("a purpose is %s, want an OBJECT IDENTIFIER", describeElement(found))
			return
		}
		if large {
			f.beyondGo("a purpose %s", greatNumber)
		}
	}
}
