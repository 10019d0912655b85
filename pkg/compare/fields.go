package compare

import (
	"fmt"
	"strings"
	"time"

	"qwac/pkg/bank"
	"qwac/pkg/ber"
	"qwac/pkg/leaf"
	"qwac/pkg/life"
	"qwac/pkg/lint"
	"qwac/pkg/upload"
)

// field is a row of the table.
type field struct {
	name    string
	text    func(Facts) string
	changed func(pair) meaning // what it means when it differs
	same    func(pair) meaning // when it does not; nil: nothing
}

// meaning is what a difference means at the bank.
type meaning struct {
	action Action
	basis  bank.Basis
	text   string
}

const (
	fieldCertificate = "certificate"
	clientAuth       = "clientAuth"
)

// fields are those that are compared, in reading order.
func fields() []field {
	return []field{
		{fieldCertificate, func(f Facts) string { return f.ID }, pair.certificate, nothing(
			"it is the same certificate: nothing is renewed")},
		{"type", func(f Facts) string { return f.Type }, pair.kind, nil},
		{"organizationIdentifier", func(f Facts) string { return f.OrgID }, pair.orgID, nil},
		{"legal name", func(f Facts) string { return f.LegalName }, pair.legalName, nil},
		{"roles", func(f Facts) string { return list(f.Roles) }, pair.roles, nil},
		{"authority", func(f Facts) string { return f.Authority }, pair.authority, nil},
		{"issuer", func(f Facts) string { return f.Issuer }, pair.issuer, nil},
		{"list entry", func(f Facts) string { return f.Listed }, pair.listed, nil},
		{"key", func(f Facts) string { return f.Key }, nothing(
			"install the new private key with the new certificate; keep the old one until the old certificate ends"),
			pair.sameKey},
		{"names", func(f Facts) string { return list(f.Names) }, nothing(
			"nothing is known that a bank does with these names; look at what of your own uses them"), nil},
		{"policies", func(f Facts) string { return list(f.Policies) }, nothing(
			"what the certificate was issued for is written differently; judge the new certificate to see if it is " +
				"a QWAC"), nil},
		{"extended key usage", func(f Facts) string { return list(f.Usages) }, pair.usages, nil},
		{"signature", func(f Facts) string { return f.Signature }, nothing(
			"the issuer signs in another way; judge the new certificate to see if the algorithm will do"), nil},
		{"validity", validity, nothing("see the calendar"), nil},
		{"lifetime", lifetime, pair.lifetime, nil},
	}
}

func nothing(text string) func(pair) meaning {
	return func(pair) meaning { return meaning{action: Nothing, text: text} }
}

func validity(f Facts) string {
	if f.NotBefore.IsZero() || f.NotAfter.IsZero() {
		return ""
	}
	return day(f.NotBefore) + " to " + end(f.NotAfter)
}

func lifetime(f Facts) string {
	if f.NotBefore.IsZero() || f.NotAfter.IsZero() {
		return ""
	}
	if life.NoEnd(f.NotAfter) {
		return "no end"
	}
	return ber.Count(lifeDays(f), "day")
}

// lifeDays counts days begun: 200 days are said to be 200, whether the last second is in or out (RFC 5280, 4.1.2.5).
func lifeDays(f Facts) int {
	return life.Left(f.NotAfter, f.NotBefore.Add(-24*time.Hour+time.Second))
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func end(t time.Time) string {
	if life.NoEnd(t) {
		return "no end"
	}
	return day(t)
}

func (p pair) certificate() meaning {
	if p.opts.Bank.API.Certificates == "" {
		return meaning{Ask, bank.Assumed, "ask how a new certificate is made known: no call for it is known"}
	}
	return meaning{Upload, bank.Documented,
		p.bank() + " has a call that adds a certificate to a client"}
}

func (p pair) kind() meaning {
	return meaning{Ask, bank.Assumed, "this is another kind of certificate: make sure that the right file was taken"}
}

func (p pair) orgID() meaning {
	return meaning{Register, p.basis(&upload.RuleOrgIDChanged),
		"a client is known by this identifier: with another one it is another client, and consents may be lost"}
}

func (p pair) legalName() meaning {
	if p.before.OrgID != p.after.OrgID {
		return meaning{Nothing, "", "another organisation, or another identifier: see organizationIdentifier"}
	}
	return meaning{Ask, bank.Assumed,
		"the identifier stays; the name that customers see at " + p.bank() + " may be the registered one"}
}

func (p pair) roles() meaning {
	had, whose := p.opts.Registered, "the client is not registered for "
	if had == nil {
		had, whose = p.before.Roles, "if the client is not registered for "
	}
	gained, lost := without(p.after.Roles, had), without(had, p.after.Roles)
	var m meaning
	switch {
	case len(gained) > 0:
		m = meaning{Ask, p.basis(&upload.RuleNotRegistered), whose + list(gained) + ", " +
			p.refuses(&upload.RuleNotRegistered) + "; how a client gets one more role is not known"}
	case len(lost) > 0:
		m = meaning{Upload, p.basis(&upload.RuleNotRegistered), "fewer roles than the client has may be uploaded"}
	default:
		return meaning{Nothing, "", "the client is registered for all of them"}
	}
	if len(lost) > 0 {
		m.text += fmt.Sprintf("; calls that need %s work until the old certificate ends", list(lost))
	}
	return m
}

// refuses says what the bank answers to an upload that breaks a rule.
func (p pair) refuses(rule *lint.Meta) string {
	row := p.opts.Bank.BlockIn(bank.Upload, rule.ID)
	switch {
	case row == nil:
		return "the upload may be refused"
	case row.Status == 0:
		return "the upload is refused"
	}
	return fmt.Sprintf("the upload is refused with %d", row.Status)
}

func (p pair) authority() meaning {
	return meaning{Ask, bank.Assumed, "another authority is another authorisation: ask whether the client stays"}
}

func (p pair) issuer() meaning {
	switch p.after.Trust {
	case "trusted":
		return meaning{Nothing, "", "the new issuer is trusted, as far as the lists or files given say"}
	case "untrusted":
		return meaning{Ask, p.basis(&upload.RuleNotListed),
			"the new issuer is not among those that are trusted: ask the issuer (QTSP), then the bank"}
	}
	return meaning{Ask, p.basis(&upload.RuleNotListed),
		"the bank must know the new issuer: with the trusted lists this says whether it does"}
}

func (p pair) listed() meaning {
	switch {
	case p.after.Trust == "trusted":
		return meaning{Nothing, "", "the new entry is granted"}
	case p.after.Trust == "untrusted":
		return meaning{Ask, p.basis(&upload.RuleNotListed),
			"the new issuer has no entry that is granted for web sites: " +
				p.refuses(&upload.RuleNotListed)}
	}
	return meaning{Nothing, "", "one of the two could not be looked up"}
}

func (p pair) sameKey() meaning {
	if p.before.ID == p.after.ID && !p.reissued() {
		return meaning{action: Nothing}
	}
	return meaning{Nothing, "", "the same key again: who has the old key has the new one too; make a new one next time"}
}

func (p pair) usages() meaning {
	rule := &leaf.RuleClientAuthMissing
	if hasUsage(p.before) && !hasUsage(p.after) {
		return meaning{Ask, p.basis(rule), "clientAuth is gone: " + p.refuses(rule) +
			", and connections by it fail; ask the issuer (QTSP) for a certificate with it"}
	}
	return meaning{Nothing, "", "what the bank looks at, clientAuth, does not change"}
}

func hasUsage(f Facts) bool { return strings.Contains(list(f.Usages), clientAuth) }

func (p pair) lifetime() meaning {
	if lifeDays(p.after) < lifeDays(p.before) {
		return meaning{Nothing, "", "the next renewal comes sooner: put it into the calendar"}
	}
	return meaning{Nothing, "", "the next renewal comes later"}
}
