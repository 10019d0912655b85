// Package form judges the form of names and extensions by RFC 5280, and by what crypto/x509 reads of it.
package form

import (
	"crypto/x509/pkix"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
)

// Remark is something about the form of a certificate that a verifier stumbles over.
type Remark struct {
	Malformed bool // it is not the form of RFC 5280: x509-extension-malformed. Otherwise crypto/x509 alone refuses it
	Path      string
	Text      string
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

// greatNumber is why crypto/x509 refuses an object identifier that RFC 5280 allows.
const greatNumber = "has an identifier with a number of 2^31 or more, a lawful form (X.660) that Go does not read"

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
		f.wrong("%s is %s, want a SEQUENCE", what, ber.Describe(found))
		return nil, false
	}
	f.nothingBehind(value, what)
	return seq, true
}

// nothingBehind says what stands where something should have ended.
func (f *form) nothingBehind(rest cryptobyte.String, what string) {
	if !rest.Empty() {
		f.wrong("%s has %s after its last element, want nothing", what, ber.Describe(rest))
	}
}

// entries reads a SEQUENCE of SEQUENCEs with at least one in it, and hands over each.
func (f *form) entries(value cryptobyte.String, what, entry string, each func(cryptobyte.String)) {
	seq, ok := f.sequence(value, what)
	if ok && seq.Empty() {
		f.wrong("%s is empty, want at least one %s", what, entry)
	}
	for !seq.Empty() {
		found := seq
		var inner cryptobyte.String
		if !seq.ReadASN1(&inner, asn1.SEQUENCE) {
			f.wrong("a %s is %s, want a SEQUENCE", entry, ber.Describe(found))
			return
		}
		each(inner)
	}
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
		f.wrong("%s is %s, want an INTEGER", what, ber.Describe(found))
	case n.Sign() < 0:
		f.wrong("%s is %s, want 0 or more", what, ber.Shorten(n.String()))
	case n.Cmp(big.NewInt(limit)) > 0:
		f.beyondGo("%s is %s, a lawful number (RFC 5280 has no limit) that is greater than Go reads", what,
			ber.Shorten(n.String()))
	}
}

// isNumber reports whether content is that of an INTEGER in DER.
func isNumber(content []byte) bool {
	s := cryptobyte.String(ber.AppendElement(nil, ber.TagInteger, content))
	return s.ReadASN1Integer(new(big.Int))
}
