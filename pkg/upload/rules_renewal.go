package upload

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

var ruleIssuerChanged = lint.Meta{
	ID: "renewal-issuer-changed", Code: "R09", Severity: lint.Notice, Source: eidas.Inference(),
	Title: "a different issuer than before",
	Means: "Each certificate names its issuer, the CA. The renewal comes from another CA than the " +
		"certificate before it. This happens when you change your QTSP, or when your QTSP has a new CA.",
	Why:   "The bank must know the new CA. Root, life and usages of the new certificate may differ too.",
	Wrong: "before Fixture Trust Qualified Web CA 1, now Fixture Trust Qualified Web CA 2",
	Right: "before and now Fixture Trust Qualified Web CA 1",
	Fix:   "Upload well before the old certificate ends, and check the new CA against the trusted lists first.",
	Needs: []lint.Need{{What: lint.NeedLists}},
	See:   lint.SeeIssuer,
}

var ruleSameCertificate = lint.Meta{
	ID: "renewal-same-certificate", Code: "R16", Severity: lint.Warning, Source: eidas.Inference(),
	Title: "the same certificate as before",
	Means: "A renewal is a new certificate that replaces the one before it. Here both are one and the same, " +
		"byte for byte: most often the old file was named twice.",
	Why: "Nothing is renewed: the certificate ends on the same day as before, and connections to the bank fail " +
		"from then on.",
	Wrong: "old.pem as the certificate and as the previous one",
	Right: "new.pem as the certificate, old.pem as the previous one",
	Fix:   "Provide the new certificate that the issuer (QTSP) made; if there is none yet, order it.",
	See:   "openssl x509 -in old.pem -noout -serial -enddate && openssl x509 -in chain.pem -noout -serial -enddate",
}

var ruleSameKey = lint.Meta{
	ID: "renewal-same-key", Code: "R10", Severity: lint.Warning,
	Source: lint.Clause{Document: "EN 319 411-1", Section: "6.3.6"},
	Title:  "the same key as before",
	Means: "A certificate belongs to a private key, a secret that only you have. The renewal here has " +
		"the same key as the certificate before it.",
	Why: "Whoever got hold of the old key can use the new certificate too. A renewal is the right time " +
		"to change the key.",
	Wrong: "old and new certificate with the same key",
	Right: "new certificate with a new key",
	Fix:   "Make a new key and a new request (CSR) for the next certificate.",
	See:   "openssl x509 -in old.pem -noout -pubkey && openssl x509 -in chain.pem -noout -pubkey",
}

var ruleOverlap = lint.Meta{
	ID: "renewal-overlap", Code: "R11", Severity: lint.Warning, Source: eidas.Inference(),
	Title: "a gap between the old certificate and the new one",
	Means: "A certificate is valid from one day to another. The new certificate begins only after the " +
		"old one has ended, so there is a time between them without any.",
	Why:   "In the time between, every connection to the bank fails.",
	Wrong: "old until 2026-05-31, new from 2026-06-01",
	Right: "old until 2026-05-31, new from 2026-05-01",
	Fix:   "Ask the issuer (QTSP) for a certificate that begins before the old one ends.",
	Ask: "The validity of our new certificate begins after that of our present one ends. Please issue " +
		"it with a notBefore some days before that end.",
	See: "openssl x509 -in old.pem -noout -enddate && openssl x509 -in chain.pem -noout -startdate",
}

var rulePairRolesDiffer = lint.Meta{
	ID: "type-pair-roles-differ", Code: "J09", Severity: lint.Warning, Source: eidas.Inference(),
	Title: "QWAC and QSealC say different things",
	Means: "For PSD2 you may have two certificates: the QWAC for connections and the QSealC, a seal for " +
		"signing messages. Both belong to the same company and say the same: number, authority and roles. " +
		"Here they differ.",
	Why: "To a bank the connection comes from one company and the signature on the message from " +
		"another, or one with other rights.",
	Wrong: "QWAC with PSP_AI and PSP_PI, QSealC with PSP_AI",
	Right: "QWAC and QSealC with PSP_AI and PSP_PI",
	Fix:   "Provide the QSealC that was ordered together with the QWAC.",
	See:   lint.SeeStatements,
}

// renewalRules compare the leaf with the one that it replaces, and with the seal that goes with it (groups R and J).
var renewalRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta:    &ruleIssuerChanged,
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
		Meta:    &ruleSameCertificate,
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Previous != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if bytes.Equal(s.Previous.Raw, s.Leaf.Raw) {
				p.Reportf(s.Where(""), "it is the certificate that it replaces, which ends on %s, want a new one",
					eidas.Day(s.Leaf.NotAfter))
			}
		},
	},
	{
		Meta:    &ruleSameKey,
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
		Meta:    &ruleOverlap,
		Applies: renews,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if s.Leaf.NotBefore.After(s.Previous.NotAfter) {
				p.Reportf(s.Where("validity.notBefore"),
					"the certificate begins on %s, the previous one ends on %s", eidas.Day(s.Leaf.NotBefore),
					eidas.Day(s.Previous.NotAfter))
			}
		},
	},
	{
		Meta:    &rulePairRolesDiffer,
		Applies: func(s *eidas.Subject) bool { return s.HasPSD2() && s.Seal != nil },
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
