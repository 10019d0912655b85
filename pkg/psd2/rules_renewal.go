package psd2

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// renewalRules compare the leaf with the one that it replaces, and with the seal that goes with it (groups R and J).
var renewalRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "renewal-issuer-changed", Code: "R09", Severity: lint.Notice, Source: eidas.Inference(),
			Title: "another issuer than before",
			Why:   "The bank must have the new CA, and life, usages and root may differ from what they were.",
			Fix: "Check the new CA against the trusted lists (`qwac trust update`), and upload well before the old " +
				"certificate ends.",
		},
		Applies: renews,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if !bytes.Equal(s.Leaf.RawIssuer, s.Previous.RawIssuer) {
				p.Reportf(s.Where("issuer"),
					"the issuer is %s, before it was %s", eidas.ShortName(s.Leaf.Issuer),
					eidas.ShortName(s.Previous.Issuer))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "renewal-same-key", Code: "R10", Severity: lint.Warning,
			Source: lint.Clause{Document: "EN 319 411-1", Section: "6.3.6"},
			Title:  "the same key as before",
			Why:    "Who got hold of the old key has the new one too. A renewal is the time to change it.",
			Fix:    "Make a new key for the next certificate.",
		},
		Applies: renews,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if bytes.Equal(s.Leaf.RawSubjectPublicKeyInfo, s.Previous.RawSubjectPublicKeyInfo) {
				p.Reportf(s.Where("subjectPublicKeyInfo"),
					"the key is that of the certificate that ends on %s, want a new one",
					eidas.Day(s.Previous.NotAfter))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "renewal-overlap", Code: "R11", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "a gap between the old certificate and the new one",
			Why:   "In between the client has none, and connections fail.",
			Fix:   "Ask the issuer (QTSP) for a certificate that begins before the old one ends.",
		},
		Applies: renews,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if s.Leaf.NotBefore.After(s.Previous.NotAfter) {
				p.Reportf(s.Where("validity.notBefore"),
					"the certificate begins on %s, the one before ends on %s", eidas.Day(s.Leaf.NotBefore),
					eidas.Day(s.Previous.NotAfter))
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "type-pair-roles-differ", Code: "J09", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "QWAC and QSealC say different things",
			Why: "Both are of one provider: roles, authority and identifier are the same, or messages are signed " +
				"by another than the connection is of.",
			Fix: "Provide the QSealC that was ordered together with the QWAC.",
		},
		Applies: func(s *eidas.Subject) bool { return hasPSD2(s) && s.Seal != nil },
		Check:   checkPair,
	},
}

// renews reports whether the certificate that the leaf replaces is known, and is another one.
func renews(s *eidas.Subject) bool {
	return s.Pure() && s.Previous != nil && !bytes.Equal(s.Previous.Raw, s.Leaf.Raw)
}

// checkPair compares what a seal for PSD2 says; a seal without PSD2 attributes says nothing.
func checkPair(p *lint.Pass, s *eidas.Subject) {
	seal := eidas.Decode(s.Seal.Certificate)
	if eidas.TypeOf(s.Seal.Certificate, seal) != eidas.TypeQSealC || seal.PSD2 == nil {
		return
	}
	var differs []string
	if a, b := s.Info.Roles(), seal.Roles(); !slices.Equal(a, b) {
		differs = append(differs, fmt.Sprintf("roles %s and %s", ident.JoinRoles(a), ident.JoinRoles(b)))
	}
	if a, b := s.Info.PSD2.NCAID, seal.PSD2.NCAID; a != b {
		differs = append(differs, fmt.Sprintf("nCAId %s and %s", ber.Quote(a), ber.Quote(b)))
	}
	if a, b := s.Info.OrgIDs, seal.OrgIDs; !slices.Equal(a, b) {
		differs = append(differs, fmt.Sprintf("organizationIdentifier %s and %s", eidas.Quoted(a), eidas.Quoted(b)))
	}
	if len(differs) > 0 {
		p.Reportf(s.Where(eidas.PathPSD2), "the QWAC and the QSealC differ: %s", strings.Join(differs, "; "))
	}
}
