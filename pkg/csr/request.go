package csr

import "qwac/pkg/ident"

// Kind is the kind of certificate that is asked for.
type Kind string

const (
	QWAC   Kind = "qwac"   // for website authentication: what banks want in mTLS
	QSealC Kind = "qsealc" // for seals: what signs requests
)

// Request is what stands in a signing request.
type Request struct {
	Kind                   Kind
	Organization           string   // O, the legal name as the authority registered it
	OrganizationIdentifier string   // "PSDDK-DFSA-12345" (TS 119 495, 5.2.1)
	Country                string   // C, two letters
	Locality, Province     string   // L and ST; empty: left out
	CommonName             string   // CN; empty: the first DNS name that fits, or of a seal the organization
	DNSNames               []string // of a QWAC
	Roles                  []ident.Role
	NCAID, NCAName         string // an empty name is that of the table of the EBA
}
