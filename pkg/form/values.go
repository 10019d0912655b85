package form

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
	var id cryptobyte.String
	switch {
	case !value.ReadASN1(&id, asn1.OCTET_STRING):
		f.wrong("the value is %s, want an OCTET STRING", ber.Describe(found))
		return
	case id.Empty():
		f.wrong("the OCTET STRING is empty, want an identifier of the key")
	}
	f.nothingBehind(value, "the value")
}

// keyUsages is how many bits have a name (RFC 5280, 4.2.1.3).
const keyUsages = 9

func formKeyUsage(f *form, _ pkix.Extension, value cryptobyte.String) {
	found := value
	var bits stdasn1.BitString
	switch {
	case value.ReadASN1BitString(&bits):
		f.nothingBehind(value, "the value")
		for i := keyUsages; i < bits.BitLength; i++ {
			if bits.At(i) == 1 {
				f.wrong("bit %d is set, which stands for no usage: the last is %d, decipherOnly", i, keyUsages-1)
				break
			}
		}
	case !found.PeekASN1Tag(asn1.BIT_STRING):
		f.wrong("the value is %s, want a BIT STRING", ber.Describe(found))
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
	if seq.PeekASN1Tag(asn1.BOOLEAN) && !ber.ReadBool(&seq, &isCA) {
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
	seq, ok := f.sequence(value, "the value")
	if ok && seq.Empty() {
		f.wrong("the SEQUENCE is empty, want at least one purpose")
	}
	for !seq.Empty() {
		found := seq
		large, ok := ber.PassOID(&seq)
		if !ok {
			f.wrong("a purpose is %s, want an OBJECT IDENTIFIER", ber.Describe(found))
			return
		}
		if large {
			f.beyondGo("a purpose %s", greatNumber)
		}
	}
}
