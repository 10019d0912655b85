// Package tsl reads one EU trusted list as a document (ETSI TS 119 612): its XML, within bounds, its signature, and
// what it says of providers and services. It opens no files and no connections and knows no clock.
//
// [Parse] is the function most people want. A [List] is only a claim: package trustlist proves who made it.
package tsl

import (
	"crypto/sha256"
	"fmt"
	"time"
)

// List is one list as its file states it. Its signature may be bad, and even a good one may be from the wrong signer
// (see package trustlist).
type List struct {
	Version   int      // TSL version identifier: 5 or 6
	Sequence  int      // counts up with every issue
	Type      string   // URI, see TypeLOTL
	Territory string   // "NL"; "EU" is the list of lists; Greece is "EL" and the United Kingdom "UK"
	Operators []string // scheme operator names in all languages
	// English SchemeInformationURI values in order; those of the list of lists name journal and pivots
	InfoURIs   []string
	Pointers   []Pointer
	Issued     time.Time
	NextUpdate time.Time // zero: the list is closed and gets no update (5.3.15)
	Providers  []Provider
	Signer     Certificate       // of the signature; unproven
	Digest     [sha256.Size]byte // of the file
	// of the signed digest: the same for files that differ only in line ends; zero: bad signature
	Signed   [sha256.Size]byte
	Warnings []Warning // oddities; the list is usable

	// Set by [Parse] alone: a list made by hand counts as unsigned. An error is that of [List.SignatureError].
	verified  bool
	signature error
}

// TypeLOTL is the type of the list of lists.
const TypeLOTL = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUlistofthelists"

// Pointer says where another list is and who may sign it (5.3.13).
type Pointer struct {
	Territory string
	Type      string
	MIMEType  string // lists that programs read have MIMEXML
	Location  string
	Signers   []Certificate
}

// MIMEXML is the MIME type of the lists that programs read; others are for people (PDF).
const MIMEXML = "application/vnd.etsi.tsl+xml"

// SignatureError says why the signature is bad, as an [*Error]. Nil: it covers the whole list and verifies with the key
// of Signer. Anybody can make such a signature.
func (l *List) SignatureError() error {
	if l.signature == nil && !l.verified {
		return l.Named(Errorf(KindUnsigned, ""))
	}
	return l.signature
}

// Named adds the name of the list to err, if err is an [*Error].
func (l *List) Named(err error) error {
	if e, ok := err.(*Error); ok {
		if e.List = l.Territory; l.Sequence > 0 {
			e.List = l.String()
		}
	}
	return err
}

// String is territory and sequence number: "NL 74".
func (l *List) String() string { return fmt.Sprintf("%s %d", l.Territory, l.Sequence) }

func (l *List) warn(kind Kind, format string, args ...any) {
	l.Warnings = append(l.Warnings, Warning{Kind: kind, List: l.String(), Text: fmt.Sprintf(format, args...)})
}

// IsLOTL reports whether it claims to be the list of lists.
func (l *List) IsLOTL() bool { return l.Type == TypeLOTL && l.Territory == "EU" }
