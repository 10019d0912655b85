package leaf

import (
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

const hoursPerDay = 24 * time.Hour

// lifetimeCap is the longest life of a certificate that was issued from a day on.
type lifetimeCap struct {
	from string
	days int
}

// lifetimeCaps are those of CABF Baseline Requirements, 6.3.2, by notBefore: ballots 193 and SC-22 with SC-31 for the
// first three (39 months, then 825 and 398 days), SC-081 for the others.
var lifetimeCaps = []lifetimeCap{
	{"2015-04-01", 1188}, {"2018-03-01", 825}, {"2020-09-01", 398}, {"2026-03-15", 200}, {"2027-03-15", 100},
	{"2029-03-15", 47},
}

// lifetimeRules judge for how long a certificate and its key are good (groups V, K and C).
var lifetimeRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "validity-exceeds-cabf", Code: "V01", Severity: lint.Warning, Source: br("6.3.2"),
			Title: "a longer life than the browsers' rules allow",
			Why: "QEVCP-w and QNCP-w follow the browsers' rules, and some banks have said that they will refuse " +
				"certificates beyond the cap of their day of issuance.",
			Fix: "Ask the issuer (QTSP) for a shorter life, or for the profile QNCP-w-gen, to which the cap does " +
				"not apply.",
		},
		Applies: func(s *eidas.Subject) bool { return capped(s) > 0 },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("validity"), "the certificate is valid for %d days, want at most %d for one issued on %s",
				lifeInDays(s), capped(s), s.Leaf.NotBefore.UTC().Format(time.DateOnly))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "validity-non-browser-exemption", Code: "V02", Severity: lint.Notice, Source: eidas.TS495("OVR-6.1-3"),
			Title: "a longer life that TS 119 495 excuses",
			Why: "Before V1.8.1 the PSD2 policy came before the browsers' rules for certificates outside of " +
				"browsers. Since then only QNCP-w-gen is outside.",
			Fix: "Plan the next certificate with QNCP-w-gen, or with the life that the browsers' rules allow.",
		},
		Applies: func(s *eidas.Subject) bool {
			return capped(s) > 0 && s.Info.Policy(eidas.OIDPolicyPSD2) != nil &&
				s.Leaf.NotBefore.Before(eidas.Edition181())
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("validity"),
				"the certificate has the policy %s and was issued before TS 119 495 V1.8.1: outside of browsers its "+
					"life is no fault", eidas.Label(eidas.OIDPolicyPSD2))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "validity-exceeds-two-years", Code: "V03", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "a life of more than 825 days",
			Why:   "No browser takes such a certificate, and banks that name a limit name two years.",
			Fix:   "Ask the issuer (QTSP) for a shorter life at the next re-issue, if the bank refuses.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Website() },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if days := lifeInDays(s); days > 825 {
				p.Reportf(s.Where("validity"), "the certificate is valid for %d days, want at most 825", days)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "validity-too-short", Code: "V04", Severity: lint.Notice, Source: eidas.Inference(),
			Title: "a life of less than a week",
			Why: "This is a short-term certificate: it has to be uploaded anew every few days, and revocation " +
				"plays no part.",
			Fix: "Ask the issuer (QTSP) for a longer life, unless renewal and upload run by themselves.",
		},
		Applies: func(s *eidas.Subject) bool { return endEntity(s) && !s.Leaf.NotAfter.Before(s.Leaf.NotBefore) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if life := s.Leaf.NotAfter.Sub(s.Leaf.NotBefore); life < 7*hoursPerDay {
				p.Reportf(s.Where("validity"), "the certificate is valid for %s, want a week or more", life)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "chain-validity-not-nested", Code: "C34", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "a certificate that outlives its issuer",
			Why: "RFC 5280 allows it, but a chain is good only while all its certificates are: it ends with the " +
				"shortest.",
			Fix: "Renew before the issuer's certificate ends; the issuer (QTSP) has a newer one by then.",
		},
		Check: checkNested,
	},
	{
		Meta: &lint.Meta{
			ID: "key-rsa-1900-sunset", Code: "K02", Severity: lint.Notice,
			Source: lint.Clause{Document: "TS 119 312", Version: "V1.5.1"},
			Title:  "an RSA key of less than 3,000 bits beyond 2028",
			Why:    "European recommendations end the use of such keys on 2029-01-01.",
			Fix:    "Make the next key with 3,072 bits, or on the curve P-256.",
		},
		Applies: endEntity,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			key, ok := s.Leaf.PublicKey.(*rsa.PublicKey)
			if !ok || key.N.BitLen() >= 3000 || key.N.BitLen() < 1900 {
				return
			}
			f := lint.Finding{Where: s.Where("subjectPublicKeyInfo")}
			near := time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
			if !s.At.Before(near) {
				f.Severity = lint.Warning
			} else if !s.Leaf.NotAfter.After(sunset()) {
				return
			}
			f.Message = fmt.Sprintf("the key has %d bits and the certificate ends on %s, want 3,000 or more from "+
				"2029-01-01",
				key.N.BitLen(), s.Leaf.NotAfter.UTC().Format(time.DateOnly))
			p.Report(f)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "sig-rsa-v15-sunset", Code: "K13", Severity: lint.Notice,
			Source: lint.Clause{Document: "TS 119 312", Version: "V1.5.1"},
			Title:  "a signature with RSA PKCS #1 v1.5 beyond 2028",
			Why:    "European recommendations end the use of this padding on 2029-01-01, with keys of any size.",
			Fix:    "Nothing for now; ask the issuer (QTSP) for its plans when the certificate is renewed.",
		},
		Applies: endEntity,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			v15 := slices.Contains([]x509.SignatureAlgorithm{x509.SHA256WithRSA, x509.SHA384WithRSA,
				x509.SHA512WithRSA}, s.Leaf.SignatureAlgorithm)
			if v15 && s.Leaf.NotAfter.After(sunset()) {
				p.Reportf(s.Where("signatureAlgorithm"),
					"the signature is %s and the certificate ends on %s", s.Leaf.SignatureAlgorithm,
					s.Leaf.NotAfter.UTC().Format(time.DateOnly))
			}
		},
	},
}

// sunset is the day on which TS 119 312 V1.5.1 ends RSA below 3,000 bits and the padding of PKCS #1 v1.5.
func sunset() time.Time { return time.Date(2029, 1, 1, 0, 0, 0, 0, time.UTC) }

// lifeInDays counts the days of the life, begun ones too and the last second with them.
func lifeInDays(s *eidas.Subject) int {
	seconds := s.Leaf.NotAfter.Unix() - s.Leaf.NotBefore.Unix() + 1
	const day = 24 * 60 * 60
	return int((seconds + day - 1) / day)
}

// capped is the cap that the life exceeds, in days; 0: it does not, or there is none.
func capped(s *eidas.Subject) int {
	if !s.Website() || s.Info.Policy(eidas.OIDPolicyQEVCPw, eidas.OIDPolicyQNCPw) == nil ||
		s.Info.Policy(eidas.OIDPolicyQNCPwGen) != nil {
		return 0
	}
	days := 0
	for _, c := range lifetimeCaps {
		if s.Leaf.NotBefore.UTC().Format(time.DateOnly) >= c.from {
			days = c.days
		}
	}
	if days == 0 || lifeInDays(s) <= days {
		return 0
	}
	return days
}

// checkNested names each certificate that ends after that of its issuer. One that begins before is what the renewal of
// a CA makes, and harms nothing.
func checkNested(p *lint.Pass, s *eidas.Subject) {
	path := s.Path()
	for i := 0; i+1 < len(path); i++ {
		child, issuer := path[i], path[i+1]
		if child.NotAfter.After(issuer.NotAfter) {
			p.Reportf(s.WhereOf(i),
				"%s ends on %s, its issuer on %s", eidas.ShortName(child.Subject), eidas.Day(child.NotAfter),
				eidas.Day(issuer.NotAfter))
		}
	}
}
