// Package rotation says what a renewal means at each of many banks: what is to be done, in which order, by when, and
// what breaks. What is known of a bank is a row of a file; the rows of [Shipped] are facts from public documents. Most
// people want [Parse] and [New].
package rotation

import (
	"slices"
	"strings"
)

// Bank is a row: how a bank takes a new certificate. An empty field says that it is not known.
type Bank struct {
	Name         string   `json:"bank"`
	Country      string   `json:"country,omitempty"`      // ISO 3166-1, two capital letters
	Certificates []string `json:"certificates,omitempty"` // that it asks for: [QWAC], [QSealC]
	BoundTo      []Tie    `json:"bound-to,omitempty"`     // what it knows a client by
	Slots        Slots    `json:"slots,omitempty"`
	How          How      `json:"how,omitempty"`
	LeadDays     *int     `json:"lead-days,omitempty"` // from the request until it is done, at most; nil: not known
	Downtime     string   `json:"downtime,omitempty"`  // none, or a time: 30m, 4h
	Consents     Consents `json:"consents,omitempty"`
	Idempotent   *bool    `json:"idempotent,omitempty"` // the same request twice does no harm; nil: not known
	Onboarding   How      `json:"onboarding,omitempty"` // how a client is registered anew
	Note         string   `json:"note,omitempty"`
	Source       string   `json:"source"`
	Seen         string   `json:"seen"`     // a day, a month or a year
	Verified     bool     `json:"verified"` // the bank's own documents say it, or somebody has done it
}

// Kinds of certificates.
const (
	QWAC   = "qwac"
	QSealC = "qsealc"
)

// Tie is what a bank knows a client by.
type Tie string

// The ties.
const (
	ByOrgID       Tie = "organizationIdentifier"
	ByCA          Tie = "ca"          // the issuer of the certificate
	ByCertificate Tie = "certificate" // each must be made known
	ByClientID    Tie = "client-id"
)

// Slots is how many certificates a client has at one time.
type Slots string

// The slots.
const (
	OneSlot      Slots = "one" // the old one ends when the new one is there
	SeveralSlots Slots = "several"
)

// How is the way in which something is made known to a bank.
type How string

// The ways. Of them Manual and None are of onboarding alone, Nothing of a renewal.
const (
	Nothing How = "nothing"
	API     How = "api"
	Portal  How = "portal"
	EMail   How = "e-mail"
	Ticket  How = "ticket"
	Manual  How = "manual"
	None    How = "none"
)

// Consents is what becomes of the consents of customers.
type Consents string

// The outcomes; MayGo is one of a plan alone: what the consents hang on is not known.
const (
	Stay  Consents = "stay"
	Lost  Consents = "lost"
	MayGo Consents = "may-be-lost"
)

// Title is the bank with its country.
func (b *Bank) Title() string {
	if b.Country == "" {
		return b.Name
	}
	return b.Name + " (" + b.Country + ")"
}

func (b *Bank) is(t Tie) bool { return slices.Contains(b.BoundTo, t) }

// takes reports whether the bank takes a certificate of a kind, as far as is known.
func (b *Bank) takes(kind string) bool {
	return len(b.Certificates) == 0 || kind == "" || slices.Contains(b.Certificates, kind)
}

// same reports whether two rows are about one bank.
func (b *Bank) same(o *Bank) bool { return strings.EqualFold(b.Name, o.Name) && b.Country == o.Country }
