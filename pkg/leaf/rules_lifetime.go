package leaf

import (
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"qwac/pkg/cert"
	"qwac/pkg/eidas"
	"qwac/pkg/life"
	"qwac/pkg/lint"
)

const hoursPerDay = 24 * time.Hour

// lifetimeRules judge for how long a certificate and its key are good (groups V, K and C).
var lifetimeRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "validity-exceeds-cabf", Code: "V01", Severity: lint.Warning, Source: br("6.3.2"),
			Title: "a longer life than the browsers' rules allow",
			Means: "Browsers limit how many days a certificate may be valid: 398, then 200 from 2026-03-15, 100 " +
				"from 2027-03-15 and 47 from 2029-03-15, by the day of issuance. This certificate has a policy " +
				"(QEVCP-w or QNCP-w) that follows the browsers' rules, and is valid for longer.",
			Why:   "Some banks have said that they will refuse certificates above the browsers' limit.",
			Wrong: "201 days, issued on 2026-03-15",
			Right: "200 days, issued on 2026-03-15",
			Fix: "Ask the QTSP for a shorter life, or, if your bank accepts it, for the policy QNCP-w-gen, to " +
				"which the limit does not apply.",
			Ask: "Our certificate is valid for longer than CA/Browser Forum Baseline Requirements, 6.3.2, allow " +
				"for its day of issuance. Please issue a certificate with a shorter validity, or under the policy " +
				"QNCP-w-gen.",
			See: lint.SeeDates,
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
			Means: "Browsers limit how many days a certificate may be valid. This one is above the limit, but " +
				"it also has the PSD2 policy QCP-w-psd2. When it was issued, ETSI TS 119 495 let this policy come " +
				"first.",
			Why: "Since V1.8.1 of TS 119 495 (April 2026) only QNCP-w-gen is outside the browsers' rules: the " +
				"next certificate may have a shorter life.",
			Wrong: "QCP-w-psd2 and QNCP-w, issued on 2026-03-20, valid for 365 days",
			Right: "QCP-w-psd2 and QNCP-w-gen, issued on 2026-03-20, valid for 365 days",
			Fix: "Plan the next certificate with the policy QNCP-w-gen, or with the life that the browsers' " +
				"rules allow.",
			See: lint.SeePolicies,
		},
		Applies: func(s *eidas.Subject) bool {
			return capped(s) > 0 && s.Info.Policy(eidas.OIDPolicyPSD2) != nil &&
				s.Leaf.NotBefore.Before(eidas.Edition181())
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("validity"),
				"the certificate has the policy %s and was issued before TS 119 495 V1.8.1: only browsers limit "+
					"its life", eidas.Label(eidas.OIDPolicyPSD2))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "validity-exceeds-two-years", Code: "V03", Severity: lint.Warning, Source: eidas.Inference(),
			Title: "a life of more than 825 days",
			Means: "The life of a certificate is the time from its first to its last day. This one lives for " +
				"more than 825 days, a little over two years.",
			Why:   "Banks that name a limit name two years. Browsers have not taken such certificates for years.",
			Wrong: "1096 days (three years)",
			Right: "365 days",
			Fix:   "Ask the QTSP for a shorter life at the next re-issue, if the bank refuses.",
			Ask: "Our certificate is valid for more than 825 days. Please issue one with a validity of at most " +
				"two years.",
			See: lint.SeeDates,
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
			Means: "This certificate is valid for less than a week. Such short-term certificates are made for " +
				"systems that renew them on their own.",
			Why: "A new chain has to be uploaded to the bank every few days. If one upload fails, your access " +
				"ends.",
			Wrong:      "3 days",
			Right:      "365 days",
			Fix:        "Ask the QTSP for a longer life, unless renewal and upload run by themselves.",
			See:        lint.SeeDates,
			SilencedBy: []*lint.Meta{&cert.X509ValidityInverted},
		},
		Applies: endEntity,
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
			Means: "A certificate and its issuer's certificate each have an end. Here the issuer's ends first. " +
				"The chain is then no longer valid, although the other certificate lives on.",
			Why:   "RFC 5280 allows it, but to a bank a chain ends with the first of its certificates to end.",
			Wrong: "leaf until 2027-06-01, its issuer until 2027-01-01",
			Right: "leaf until 2027-06-01, its issuer until 2030-01-01",
			Fix:   "Renew before the issuer's certificate ends; the QTSP has a newer one by then.",
			See:   lint.SeeEveryDates,
		},
		Check: checkNested,
	},
	{
		Meta: &lint.Meta{
			ID: "key-rsa-1900-sunset", Code: "K02", Severity: lint.Notice,
			Source: lint.Clause{Document: "TS 119 312", Version: "V1.5.1"},
			Title:  "an RSA key of less than 3,000 bits beyond 2028",
			Means: "The size of an RSA key says how hard it is to find the private key from it. ETSI TS 119 " +
				"312, the European list of algorithms, ends the use of keys below 3,000 bits on 2029-01-01. This " +
				"key has fewer, and the certificate lives until then, or the day is near.",
			Why:   "From that day on banks that follow the European list may refuse the key.",
			Wrong: "RSA, 2048 bits, valid until 2029-02-01",
			Right: "RSA, 3072 bits, valid until 2029-02-01",
			Fix:   "Make the next key with 3072 bits, or on the curve P-256.",
			See: "openssl x509 -in chain.pem -noout -enddate; openssl x509 -in chain.pem -noout -text | grep " +
				"Public-Key",
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
			Means: "The issuer signed this certificate with RSA in the old way, PKCS #1 v1.5. ETSI TS 119 312, " +
				"the European list of algorithms, ends this way on 2029-01-01, with keys of any size.",
			Why:   "From that day on banks that follow the European list may refuse the signature.",
			Wrong: "sha256WithRSAEncryption, valid until 2029-02-01",
			Right: "ecdsa-with-SHA256, valid until 2029-02-01",
			Fix:   "Nothing for now; ask the QTSP for its plans when the certificate is renewed.",
			See:   lint.SeeSignature,
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

// lifeInDays counts the days of the life, begun ones too and the last second with them.
func lifeInDays(s *eidas.Subject) int { return life.Days(s.Leaf.NotBefore, s.Leaf.NotAfter) }

// capped is the cap that the life exceeds, in days; 0: it does not, or there is none.
func capped(s *eidas.Subject) int {
	if !s.Website() || s.Info.Policy(eidas.OIDPolicyQEVCPw, eidas.OIDPolicyQNCPw) == nil ||
		s.Info.Policy(eidas.OIDPolicyQNCPwGen) != nil {
		return 0
	}
	days := life.Cap(s.Leaf.NotBefore)
	if lifeInDays(s) <= days { // days is 0 where there is no cap yet
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
