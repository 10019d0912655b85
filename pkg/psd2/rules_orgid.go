package psd2

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// orgIDRules judge the organizationIdentifier of the subject and compare it with the authority (group S).
var orgIDRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-missing", Code: "S30", Severity: lint.Error, Source: eidas.TS495("GEN-5.3-3"),
			Title: "no organizationIdentifier",
			Why: "Banks know a payment service provider by its authorisation number, and this is where it " +
				"stands.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with organizationIdentifier PSD, country, " +
				"hyphen, authority, hyphen, authorisation number in the subject.",
			SilencedBy: []*lint.Meta{&eidas.RulePlainQWAC, &eidas.RulePlainTLS, &eidas.RuleQSealC, &eidas.RuleQSig,
				&eidas.Rule2QWAC, &eidas.RuleWallet,
				&eidas.RuleOBWAC},
		},
		Applies: func(s *eidas.Subject) bool {
			return s.ForPSD2() && !slices.ContainsFunc(s.Info.OrgIDs, func(id string) bool { return !ident.Absent(id) })
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			f := lint.Finding{Where: s.Where(eidas.PathOrgID),
				Message: "the subject has no " + eidas.Label(eidas.OIDOrgID)}
			if len(s.Info.OrgIDs) > 0 {
				f.Message = fmt.Sprintf("the %s of the subject is %s, which is none", eidas.Label(eidas.OIDOrgID),
					eidas.Quoted(s.Info.OrgIDs))
			}
			field, id := misplacedOrgID(s)
			if id != "" {
				f.Message += fmt.Sprintf("; %s stands in %s", ber.Quote(id), field)
				f.Hint = eidas.Reissue("organizationIdentifier in the subject",
					id+" (TS 119 495, GEN-5.2.1-3), which stands in "+field)
				p.Report(f)
				return
			}
			if n, ok := nca(s); ok {
				f.Hint = eidas.Reissue("organizationIdentifier in the subject",
					"PSD"+n.String()+"- and the authorisation number of the register (TS 119 495, GEN-5.2.1-3)")
			}
			p.Report(f)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-multiple", Code: "S31", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-3", Section: "LEG-4.2.1-3"},
			Title:  "more than one organizationIdentifier",
			Why:    "Some banks take the first, some the last, and so know the same client by different numbers.",
			Fix:    "Ask the issuer (QTSP) to re-issue the certificate with one organizationIdentifier.",
		},
		Applies: func(s *eidas.Subject) bool { return s.ForPSD2() && len(s.Info.OrgIDs) > 1 },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathOrgID), "the subject has %d (%s), want one", len(s.Info.OrgIDs),
				eidas.Quoted(s.Info.OrgIDs))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-malformed", Code: "S32", Severity: lint.Warning, Source: eidas.TS495("GEN-5.2.1-3"),
			Title: "PSD identifier is malformed",
			Why:   "Banks take authority and authorisation number out of it and look them up in registers.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with PSD, country, hyphen, authority, hyphen, " +
				"authorisation number.",
		},
		Applies: func(s *eidas.Subject) bool {
			id, err := orgID(s)
			return id != "" && eidas.IsPSD(id) && err != nil && !errors.Is(err, ident.ErrReferenceEmpty) &&
				!errors.Is(err, ident.ErrStatePart)
		},
		Check: checkOrgIDMalformed,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-not-psd", Code: "S33", Severity: lint.Warning, Source: eidas.TS495("GEN-5.2.1-4"),
			Title: "organizationIdentifier without the authorisation number",
			Why: "Identifiers of the schemes VAT, NTR, LEI and two letters with a colon are legal since TS 119 495 " +
				"V1.5.1, but banks that know their clients by the authorisation number find none.",
			Fix: "Ask the bank whether it accepts an identifier that does not begin with PSD.",
		},
		Applies: func(s *eidas.Subject) bool {
			id, _ := orgID(s)
			o, err := ident.ParseOrgID(id)
			return id != "" && !eidas.IsPSD(id) && err == nil && registerCountry(o) // else qc-semantics-orgid tells it
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			id, _ := orgID(s)
			if o, _ := ident.ParseOrgID(id); o.State != "" { // qc-semantics-orgid says what is wrong with it
				p.Reportf(s.Where(eidas.PathOrgID), "the identifier is %s, want PSD with the authorisation number",
					ber.Quote(id))
				return
			}
			if id[2] == ':' {
				p.Reportf(s.Where(eidas.PathOrgID),
					"the identifier is %s, want PSD with the authorisation number; its form "+
						"is that of a national scheme, which is legal where %s has defined %s (EN 319 412-1, 5.1.4), "+
						"but not every bank takes it", ber.Quote(id), id[3:5], ber.Quote(id[:3]))
				return
			}
			p.Reportf(s.Where(eidas.PathOrgID),
				"the identifier is %s, want PSD with the authorisation number; this one is "+
					"legal, but not every bank takes it", ber.Quote(id))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "qc-semantics-orgid", Code: "Q27", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-1", Section: "LEG-5.1.4-02"},
			Title:  "organizationIdentifier is of no known form",
			Why: "Readers know the register by the first letters: PSD, VAT, NTR, LEI, or two letters and a colon " +
				"for a national one.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with an identifier of one of these forms; banks " +
				"want PSD.",
		},
		Applies: func(s *eidas.Subject) bool { return s.ForPSD2() || s.ForWeb() && semanticsLegal(s.Info) },
		Check:   checkOrgIDForm,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-whitespace", Code: "S39", Severity: lint.Warning, Source: eidas.TS495("GEN-5.2.1-3"),
			Title: "characters that only look right",
			Why: "The number is free in its characters, but a bank looks it up by exactly these: a blank too many, " +
				"a dash for a hyphen or a lost letter finds nothing.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with the value exactly as in the register.",
		},
		Applies: (*eidas.Subject).ForPSD2,
		Check:   checkOddCharacters,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-state-part", Code: "S34", Severity: lint.Error,
			Source: lint.Clause{Document: "CABF EV Guidelines", Section: "Appendix H"},
			Title:  "state or province in a PSD identifier",
			Why:    "Authorities are national; readers do not expect a part after the country.",
			Fix:    "Ask the issuer (QTSP) to re-issue the certificate without the part after the plus sign.",
		},
		Applies: func(s *eidas.Subject) bool {
			_, err := orgID(s)
			return errors.Is(err, ident.ErrStatePart)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			id := s.Info.OrgIDs[0]
			o, _ := ident.ParseOrgID(id)
			o.State = ""
			want := o.String()
			if !ident.GoodOrgID(want) {
				want = ""
			}
			reportOrgID(p, s, 0, want, "the identifier %s has a state or province", ber.Quote(id))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-reference-empty", Code: "S38a", Severity: lint.Error, Source: eidas.Inference(),
			Title: "no authorisation number in the PSD identifier",
			Why:   "The number is what the bank knows the client by.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the authorisation number of the register.",
		},
		Applies: func(s *eidas.Subject) bool {
			_, err := orgID(s)
			return errors.Is(err, ident.ErrReferenceEmpty)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			reportOrgID(p, s, inSandbox(s), "", "the identifier %s has nothing after the authority",
				ber.Quote(s.Info.OrgIDs[0]))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-reference-placeholder", Code: "S38b", Severity: lint.Error, Source: eidas.Inference(),
			Title: "authorisation number is a placeholder",
			Why:   "No register has such a number; certificates of test systems do.",
			Fix: "Provide the production certificate, or ask the issuer (QTSP) for a re-issue with the " +
				"authorisation number of the register.",
		},
		Applies: func(s *eidas.Subject) bool {
			o, ok := psdID(s)
			return ok && placeholder(o.Reference) && !testAuthority(o.Country, o.NCA)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			o, _ := psdID(s)
			reportOrgID(p, s, inSandbox(s), "", "the authorisation number is %s, which looks like a placeholder",
				ber.Quote(o.Reference))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-ncaid-country-mismatch", Code: "S35", Severity: lint.Error, Source: eidas.Inference(),
			Title: "country of organizationIdentifier and NCAId do not fit together",
			Why: "One of the two names an authority that did not authorise the holder; a bank that compares them " +
				"refuses.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with the authority of the register in both " +
				"fields.",
		},
		Applies: func(s *eidas.Subject) bool {
			o, n, ok := bothIDs(s)
			return ok && o.Country != n.Country
		},
		Check: reportMismatch,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-ncaid-nca-mismatch", Code: "S36", Severity: lint.Error, Source: eidas.Inference(),
			Title: "authority of organizationIdentifier and NCAId do not fit together",
			Why: "One of the two names an authority that did not authorise the holder; a bank that compares them " +
				"refuses.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with the authority of the register in both " +
				"fields.",
		},
		Applies: func(s *eidas.Subject) bool {
			o, n, ok := bothIDs(s)
			return ok && o.Country == n.Country && o.NCA != n.NCA
		},
		Check: reportMismatch,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-subject-country-mismatch", Code: "S37", Severity: lint.Warning,
			Source: lint.Clause{Document: "Regulation (EU) 2018/389", Section: "Article 34(2)"},
			Title:  "country of the subject is not that of the authority",
			Why: "The authority is that of the home member state. A branch may differ; a slip of the issuer looks " +
				"the same.",
			Fix: "Check whether the two countries are meant to differ, as for a branch; if not, ask the issuer " +
				"(QTSP) for a re-issue.",
		},
		Applies: func(s *eidas.Subject) bool {
			n, ok := nca(s)
			return ok && ident.IsCountry(n.Country)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			n, _ := nca(s)
			countries := s.Info.Attributes(eidas.OIDCountryName)
			same := func(c string) bool { return ident.OwnCountry(strings.ToUpper(c)) == n.Country }
			if len(countries) == 0 || slices.ContainsFunc(countries, same) {
				return
			}
			p.Reportf(s.Where("subject.countryName"), "the subject is in %s, the authority %s in %s",
				strings.Join(countries, ", "), n, n.Country)
		},
	},
}
