package tsl

import (
	"fmt"
)

// Kind is the reason why a list was refused, or what is odd about it, in words for the user.
type Kind string

// What makes a document unreadable.
const (
	KindSize        Kind = "document too large"
	KindDepth       Kind = "elements nested too deeply"
	KindElements    Kind = "too many elements or attributes"
	KindEncoding    Kind = "not UTF-8"
	KindXML         Kind = "not well-formed XML"
	KindDoctype     Kind = "document type declaration"
	KindInstruction Kind = "processing instruction inside the list"
	KindAttribute   Kind = "tab or line end in an attribute value"
	KindDuplicate   Kind = "attribute given twice"
	KindNamespace   Kind = "namespace trick"
	KindComment     Kind = "comment inside a value"
	KindDuplicateID Kind = "identifier used twice"
	KindRoot        Kind = "not a trusted list"
	KindVersion     Kind = "version not supported"
	KindContent     Kind = "content missing or malformed"
)

// What makes a signature bad.
const (
	KindUnsigned   Kind = "not signed"
	KindSignatures Kind = "several signatures"
	KindWrapped    Kind = "signature wrapping"
	KindLayout     Kind = "signature not laid out as trusted lists demand"
	KindAlgorithm  Kind = "algorithm not allowed"
	KindDigest     Kind = "content altered after signing"
	KindSignature  Kind = "signature value wrong"
	KindSignerCert Kind = "signing certificate not the one that was signed for"
)

// Oddities of a list that is used nevertheless.
const (
	KindDigestInfo  Kind = "odd RSA encoding"
	KindSignerRules Kind = "signing certificate breaks the rules for it"
	KindCertificate Kind = "odd certificate"
	KindHistory     Kind = "history not in descending order"
)

// Error says why a list was refused.
type Error struct {
	Kind   Kind
	List   string // "NL 74"; empty when that could not be read
	Detail string
	Err    error // cause; may be nil
}

func (e *Error) Error() string {
	s := "trusted list"
	if e.List != "" {
		s += " " + e.List
	}
	s += ": " + string(e.Kind)
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	return s
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

// Warning is an oddity that does not make a list useless.
type Warning struct {
	Kind Kind
	List string // "RO 75"
	Text string
}

func (w Warning) String() string { return w.List + ": " + string(w.Kind) + ": " + w.Text }

// Errorf is an error of this kind; it does not name a list, see [List.Named].
func Errorf(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Detail: fmt.Sprintf(format, args...)}
}
