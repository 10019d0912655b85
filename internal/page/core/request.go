package core

import (
	"fmt"
	"time"

	"qwac/pkg/bundle"
)

// Request says how to judge. Its zero value does so at the first profile, in production, now.
type Request struct {
	Profile  string   `json:"profile"`  // name; empty: the first
	Env      string   `json:"env"`      // production, sandbox; empty: production
	Roles    []string `json:"roles"`    // registered for the client; empty: not known, or those of the page
	At       string   `json:"at"`       // a day or an RFC 3339 time; empty: now
	Password string   `json:"password"` // of PKCS#12 files; empty: there is none
	// ExpiresWithin is a Go duration; empty: 30 days.
	ExpiresWithin string `json:"expires_within"`
}

// The kinds of files. Those without one are judged.
const (
	KindTrust    = "trust"    // certificates that the bank trusts, beside those of the page
	KindPrevious = "previous" // the certificate that the judged one replaces
	KindSeal     = "qsealc"   // the seal that goes with it
	KindLists    = "lists"    // an index of trusted lists, in place of that of the page
	KindCRL      = "crl"
	KindOCSP     = "ocsp"
)

// File is a file as it was dropped.
type File struct {
	Name string
	Kind string
	Data []byte
}

// expiresWithin is the default of qwac check.
const expiresWithin = 30 * 24 * time.Hour

func parseTime(s string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1950 { // X.509 has no earlier ones in UTCTime
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("date %q: want a day such as 2026-12-01", s)
}

// Limits as of the command line: docs/usage.md has them.
var (
	inputLimits = bundle.Limits{Bytes: 1 << 20, Certs: 20}
	trustLimits = bundle.Limits{Bytes: 16 << 20, Certs: 10000}
)
