package revocation

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"

	"qwac/pkg/ber"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// list is a revocation list. crypto/x509 reads everything but the entries, and of those only the ones that are asked
// for: it takes 30 bytes of memory for each byte of a large list.
type list struct {
	*x509.RevocationList // without entries; RawTBSRevocationList is what was signed

	before, after, signed []byte // the list around its entries
	entries               cryptobyte.String
	count                 int
	critical              string // an entry with a critical extension that is not known; empty: there is none
	onlyIssuers           bool   // all such extensions are certificateIssuer
}

const (
	// maxExtensions is the most extensions of a list or of an entry: RFC 5280 knows seven of lists and three of
	// entries. crypto/x509 takes ten bytes of memory for each byte of them.
	maxExtensions = 100
	// maxSame is the most entries about one certificate that are read: on hold, and off, every day for years.
	maxSame = 1000
)

// parseList reads CertificateList (RFC 5280, 5.1).
func parseList(der []byte) (*list, error) {
	l, tbs, err := splitList(der)
	if err != nil {
		return nil, err
	}
	if l.RevocationList, err = x509.ParseRevocationList(l.with(nil)); err != nil {
		return nil, cmp.Or(l.timeFault(), err)
	}
	l.RawTBSRevocationList = tbs
	for rest := l.entries; !rest.Empty(); l.count++ {
		var e entry
		if !e.read(&rest) {
			return nil, fmt.Errorf("entry %d cannot be read", l.count+1)
		}
		if e.behind {
			return nil, fmt.Errorf("entry %d: %w", l.count+1, errBehind)
		}
		if tooMany(e.extensions) {
			return nil, fmt.Errorf("entry %d has more than %d extensions", l.count+1, maxExtensions)
		}
		oid := e.critical()
		if oid != "" && l.critical == "" {
			l.onlyIssuers = true
		}
		l.onlyIssuers = l.onlyIssuers && (oid == "" || oid == certificateIssuer)
		if oid != "" && l.critical == "" {
			l.critical = fmt.Sprintf("the entry of serial number %s has a critical extension that is not known here: "+
				"%s", hex(e.serial), oid)
		}
	}
	return l, nil
}

// splitList cuts a list around its entries. The error of what is no list is that of crypto/x509.
func splitList(der []byte) (l *list, tbs []byte, err error) {
	input := cryptobyte.String(der)
	var seq, element, rest cryptobyte.String
	if !input.ReadASN1(&seq, cbasn1.SEQUENCE) || !seq.ReadASN1Element(&element, cbasn1.SEQUENCE) {
		return nil, nil, errors.New("malformed crl")
	}
	if !input.Empty() {
		return nil, nil, fmt.Errorf("%s behind the list", ber.Count(len(input), "byte"))
	}
	tbs, l = element, &list{signed: seq}
	if !element.ReadASN1(&rest, cbasn1.SEQUENCE) {
		return nil, nil, errors.New("malformed crl")
	}
	whole := rest
	if rest.PeekASN1Tag(cbasn1.SEQUENCE) {
		return nil, nil, errors.New("it is a list of version 1, which cannot say what it covers, want one of version " +
			"2 (RFC 5280, 5.1.2.1)")
	}
	if !rest.SkipASN1(cbasn1.INTEGER) || !rest.SkipASN1(cbasn1.SEQUENCE) || !rest.SkipASN1(cbasn1.SEQUENCE) ||
		!skipTime(&rest) {
		if _, err := x509.ParseRevocationList(der); err != nil {
			return nil, nil, err
		}
		return nil, nil, errors.New("malformed tbs crl")
	}
	skipTime(&rest) // nextUpdate
	l.before = whole[:len(whole)-len(rest)]
	if rest.PeekASN1Tag(cbasn1.SEQUENCE) && !rest.ReadASN1(&l.entries, cbasn1.SEQUENCE) {
		return nil, nil, errors.New("malformed crl")
	}
	l.after = rest
	var extensions cryptobyte.String
	if !rest.ReadOptionalASN1(&extensions, nil, contextTag(0).Constructed()) || !rest.Empty() {
		return nil, nil, errBehind
	}
	if extensions.ReadASN1(&extensions, cbasn1.SEQUENCE) && tooMany(extensions) {
		return nil, nil, fmt.Errorf("it has more than %d extensions", maxExtensions)
	}
	return l, tbs, nil
}

// timeFault says which time of the list crypto/x509 does not read; nil: it reads both.
func (l *list) timeFault() error {
	rest := cryptobyte.String(l.before)
	rest.SkipASN1(cbasn1.INTEGER)
	rest.SkipASN1(cbasn1.SEQUENCE)
	rest.SkipASN1(cbasn1.SEQUENCE)
	for _, field := range []string{"thisUpdate", "nextUpdate"} {
		var t time.Time
		var value cryptobyte.String
		var tag cbasn1.Tag
		whole := rest
		if !whole.ReadAnyASN1(&value, &tag) {
			return nil
		}
		read := rest.ReadASN1GeneralizedTime
		if tag == cbasn1.UTCTime {
			read = rest.ReadASN1UTCTime
		}
		if !read(&t) {
			return fmt.Errorf("its %s is the %s %s, want the form YYMMDDHHMMSSZ or, from 2050 on, YYYYMMDDHHMMSSZ "+
				"(RFC 5280, 5.1.2.4)", field, ber.TypeName(tag), ber.Quote(ber.Shorten(string(value))))
		}
	}
	return nil
}

// tooMany reports whether there are more extensions than any list has. It looks at no more than that.
func tooMany(extensions cryptobyte.String) bool {
	n := 0
	for n <= maxExtensions && extensions.SkipASN1(cbasn1.SEQUENCE) {
		n++
	}
	return n > maxExtensions
}

// errBehind is stricter than crypto/x509, which passes over it.
var errBehind = errors.New("something that is not known stands behind the entries")

// skipTime skips a Time, if there is one.
func skipTime(s *cryptobyte.String) bool {
	return s.PeekASN1Tag(cbasn1.UTCTime) && s.SkipASN1(cbasn1.UTCTime) ||
		s.PeekASN1Tag(cbasn1.GeneralizedTime) && s.SkipASN1(cbasn1.GeneralizedTime)
}

// with is the list with these entries in place of its own. No signature fits it.
func (l *list) with(entries []byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddBytes(l.before)
			if len(entries) > 0 {
				b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddBytes(entries) })
			}
			b.AddBytes(l.after)
		})
		b.AddBytes(l.signed)
	})
	return b.BytesOrPanic()
}

// integer is the content of an INTEGER.
func integer(n *big.Int) []byte {
	var b cryptobyte.Builder
	b.AddASN1BigInt(n)
	element := cryptobyte.String(b.BytesOrPanic())
	var content cryptobyte.String
	element.ReadASN1(&content, cbasn1.INTEGER)
	return content
}

// of returns the entries of a serial number.
func (l *list) of(serial *big.Int) ([]x509.RevocationListEntry, error) {
	want := integer(serial)
	var found []byte
	n := 0
	for rest := l.entries; !rest.Empty(); {
		var e entry
		if !e.read(&rest) || !bytes.Equal(e.serial, want) {
			continue
		}
		if n++; n > maxSame {
			return nil, fmt.Errorf("the list has more than %d entries about it", maxSame)
		}
		found = append(found, e.raw...)
	}
	if found == nil {
		return nil, nil
	}
	read, err := x509.ParseRevocationList(l.with(found))
	if err != nil {
		return nil, err
	}
	return read.RevokedCertificateEntries, nil
}

// entry is one entry of a list, cut into its parts.
type entry struct {
	raw, serial, extensions cryptobyte.String
	behind                  bool // something that is not known stands behind its parts; crypto/x509 passes over it
}

func (e *entry) read(list *cryptobyte.String) bool {
	var seq cryptobyte.String
	if !list.ReadASN1Element(&e.raw, cbasn1.SEQUENCE) {
		return false
	}
	raw := e.raw
	if !raw.ReadASN1(&seq, cbasn1.SEQUENCE) || !seq.ReadASN1(&e.serial, cbasn1.INTEGER) || !minimal(e.serial) ||
		!skipTime(&seq) ||
		!seq.ReadOptionalASN1(&e.extensions, nil, cbasn1.SEQUENCE) {
		return false
	}
	e.behind = !seq.Empty()
	return true
}

// minimal reports whether the contents of an INTEGER are as DER wants them, so that equal numbers are equal bytes.
func minimal(n []byte) bool {
	switch {
	case len(n) == 0:
		return false
	case len(n) == 1:
		return true
	}
	return !(n[0] == 0 && n[1] < 0x80 || n[0] == 0xff && n[1] >= 0x80)
}

// critical names the first critical extension of the entry that is not known; what cannot be read is one.
func (e *entry) critical() string {
	other := ""
	for rest := e.extensions; !rest.Empty(); {
		var extension cryptobyte.String
		var oid asn1.ObjectIdentifier
		var critical bool
		if !rest.ReadASN1(&extension, cbasn1.SEQUENCE) || !extension.ReadASN1ObjectIdentifier(&oid) ||
			extension.PeekASN1Tag(cbasn1.BOOLEAN) && !extension.ReadASN1Boolean(&critical) {
			return "one that cannot be read"
		}
		switch {
		case !critical || oid.Equal(oidReason) || oid.Equal(oidInvalidityDate):
		case oid.Equal(oidCertificateIssuer):
			other = certificateIssuer
		default:
			return oid.String()
		}
	}
	return other
}

// certificateIssuer is what [entry.critical] calls the extension of indirect lists.
const certificateIssuer = "certificateIssuer (an indirect list)"
