package testpki

import (
	stdasn1 "encoding/asn1"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// TLV is the DER element with this tag and the parts, joined, as its contents.
func TLV(tag asn1.Tag, parts ...[]byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(tag, func(b *cryptobyte.Builder) {
		for _, p := range parts {
			b.AddBytes(p)
		}
	})
	return b.BytesOrPanic()
}

// Seq is the SEQUENCE of the parts, which are DER themselves.
func Seq(parts ...[]byte) []byte { return TLV(asn1.SEQUENCE, parts...) }

// OctetString is an OCTET STRING.
func OctetString(contents []byte) []byte { return TLV(asn1.OCTET_STRING, contents) }

// Null is a NULL.
func Null() []byte { return TLV(asn1.NULL) }

// Int is an INTEGER.
func Int(n int64) []byte { return bigInt(big.NewInt(n)) }

// ObjectID is an OBJECT IDENTIFIER.
func ObjectID(oid stdasn1.ObjectIdentifier) []byte {
	var b cryptobyte.Builder
	b.AddASN1ObjectIdentifier(oid)
	return b.BytesOrPanic()
}

// Explicit is an explicit context tag [n] around the parts.
func Explicit(n uint8, parts ...[]byte) []byte {
	return TLV(asn1.Tag(n).ContextSpecific().Constructed(), parts...)
}

// UTCTime is t as a UTCTime, which has two digits of the year.
func UTCTime(t time.Time) []byte {
	return TLV(asn1.UTCTime, []byte(t.UTC().Format("060102150405Z")))
}

// GeneralizedTime is t as a GeneralizedTime.
func GeneralizedTime(t time.Time) []byte {
	return TLV(asn1.GeneralizedTime, []byte(t.UTC().Format("20060102150405Z")))
}

func bigInt(n *big.Int) []byte {
	var b cryptobyte.Builder
	b.AddASN1BigInt(n)
	return b.BytesOrPanic()
}

func boolean(v bool) []byte {
	var b cryptobyte.Builder
	b.AddASN1Boolean(v)
	return b.BytesOrPanic()
}

// bitString has whole bytes; unused bits occur only in key usage.
func bitString(contents []byte) []byte { return TLV(asn1.BIT_STRING, []byte{0}, contents) }

// implicit is an implicit primitive context tag.
func implicit(n uint8, contents []byte) []byte { return TLV(asn1.Tag(n).ContextSpecific(), contents) }

// validityTime chooses the form by RFC 5280 4.1.2.5: UTCTime through 2049.
func validityTime(t time.Time, override []byte) []byte {
	switch {
	case override != nil:
		return override
	case t.UTC().Year() >= 2050 || t.UTC().Year() < 1950:
		return GeneralizedTime(t)
	}
	return UTCTime(t)
}

func objectIDs(oids []stdasn1.ObjectIdentifier) [][]byte {
	var out [][]byte
	for _, oid := range oids {
		out = append(out, ObjectID(oid))
	}
	return out
}
