// Package trustlist reads the EU trusted lists (ETSI TS 119 612), proves where they come from, and says whether the issuer
// of a certificate is a granted qualified service for web site authentication (ETSI TS 119 615). It opens no files and no
// connections and knows no clock.
//
// [Parse] reads one list, [Authenticate] proves lists from the Official Journal down, [NewIndex] keeps what was proven, and
// [Index.Determine] is the question most people have. A [List] is only a claim: nothing but a [Trusted] gets into an index.
package trustlist

import (
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/beevik/etree"
)

// List is one list as its file states it. Its signature may be bad, and a good one is not yet that of the right signer (see
// [Authenticate]).
type List struct {
	Version    int      // TSL version identifier: 5 or 6
	Sequence   int      // counts up with every issue
	Type       string   // URI, see TypeLOTL
	Territory  string   // "NL"; "EU" is the list of lists; Greece is "EL" and the United Kingdom "UK"
	Operators  []string // scheme operator names in all languages
	InfoURIs   []string // English SchemeInformationURI values in order; those of the list of lists name journal and pivots
	Pointers   []Pointer
	Issued     time.Time
	NextUpdate time.Time // zero: the list is closed and gets no update (5.3.15)
	Providers  []Provider
	Signer     Certificate       // of the signature; unproven
	Digest     [sha256.Size]byte // of the file
	Signed     [sha256.Size]byte // of the digest that was signed: files that differ in line ends only have the same; zero: bad signature
	Warnings   []Warning         // oddities that do not make the list useless

	signature error // nil: it covers the whole list and is good under the key of Signer; anybody can make such a signature
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

// Provider is a trust service provider (5.4).
type Provider struct {
	Name       string   // English where there is one
	Names      []string // in all languages
	TradeNames []string // also identifiers such as VATNL-…
	Services   []Service
}

// Service is one service, that is one key of a provider (5.5).
type Service struct {
	Name   string // English where there is one
	Certs  []Certificate
	States []State // the current one first, then the history in the order of the list (5.5.10)
}

// State is what is said of a service from a time on.
type State struct {
	Type           string // URI of the service type, see TypeCAQC
	Status         string // URI, see StatusGranted
	Since          time.Time
	Infos          []string // additional service information URIs, see ForWebSiteAuthentication
	Qualifications []Qualification
	Unknown        []string // critical extensions that this package does not know
}

// Service types, states and additional information (5.5.1, 5.5.4, 5.5.9.4).
const (
	TypeCAQC  = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
	TypeCAPKC = "http://uri.etsi.org/TrstSvc/Svctype/CA/PKC"

	StatusGranted   = statusPrefix + "granted"
	StatusWithdrawn = statusPrefix + "withdrawn"

	ForWebSiteAuthentication = infoPrefix + "ForWebSiteAuthentication"
	ForESignatures           = infoPrefix + "ForeSignatures"
	ForESeals                = infoPrefix + "ForeSeals"
	RootCAQC                 = infoPrefix + "RootCA-QC"

	typePrefix   = "http://uri.etsi.org/TrstSvc/Svctype/"
	statusPrefix = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
	infoPrefix   = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"
)

// Parse reads a list of version 5 or 6. The error is an [*Error] when the document is not such a list, is built to fool or
// to exhaust readers, or misses what every list has. A bad signature is no error here: a list that can be named is worth
// naming when it is refused.
func Parse(data []byte) (*List, error) {
	l := &List{Digest: sha256.Sum256(data)}
	root, signatures, err := readTree(data)
	if err != nil {
		return nil, err
	}
	if err := l.readRoot(root); err != nil {
		return nil, l.named(err)
	}
	l.signature = l.verify(root, signatures)
	return l, nil
}

// named puts what is known of the list into an error.
func (l *List) named(err error) error {
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

func (l *List) readRoot(root *etree.Element) error {
	if !is(root, nsTSL, "TrustServiceStatusList") {
		return fault(KindRoot, "the document element is {%s}%s, wanted {%s}TrustServiceStatusList", root.NamespaceURI(), root.Tag, nsTSL)
	}
	if err := l.readScheme(root); err != nil {
		return err
	}
	return l.readProviders(root)
}
