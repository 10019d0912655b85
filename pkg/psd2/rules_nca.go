package psd2

import (
	"errors"
	"fmt"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

var ruleNCANA = lint.Meta{
	ID: "psd2-nca-na", Code: "S27", Severity: lint.Error,
	Source: lint.Clause{Document: "TS 119 495", Version: "V1.8.1", Section: "GEN-5.2.3-1A"},
	Title:  "NA as the authority does not fit the roles",
	Why:    "NA stands for no authority. It goes with PSP_CB and PSP_PA, in name and id, and with no other role.",
	Fix: "Ask the issuer (QTSP) to re-issue the certificate with name and NCAId of the authority that granted the " +
		"roles.",
}

var ruleNcaNameEmpty = lint.Meta{
	ID: "psd2-ncaname-empty", Code: "S18a", Severity: lint.Error, Source: eidas.TS495("Annex A"),
	Title: "nCAName is empty",
	Why: "The module asks for 1 to 256 characters; strict readers refuse the statement, and others cannot show who " +
		"granted the roles.",
	Fix: "Ask the issuer (QTSP) to re-issue the certificate with the English name of the authority as nCAName.",
}

// ncaRules judge the authority (group S). What is wrong with an NCAId has one name: NA, swapped, a whole
// organizationIdentifier, one of the three repairable forms (these can stand together), or malformed.
var ncaRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta:    &ruleNCANA,
		Applies: hasPSD2,
		Check:   checkNA,
	},
	{
		Meta: &ruleNcaNameEmpty,
		Applies: func(s *eidas.Subject) bool {
			return hasPSD2(s) && !s.Info.Has(&eidas.RulePSD2Malformed) && s.Info.PSD2.NCAName != "NA" &&
				ident.Absent(s.Info.PSD2.NCAName)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			f := lint.Finding{
				Where:   s.Where(eidas.PathNCAName),
				Message: fmt.Sprintf("nCAName is %s, want the name of the authority", ber.Quote(s.Info.PSD2.NCAName)),
			}
			if a, ok := listedNCA(s); ok {
				f.Hint = eidas.Reissue("nCAName in PSD2QcType", a.Name+" (TS 119 495, GEN-5.2.3-1)")
			}
			p.Report(f)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-nca-fields-swapped", Code: "S28", Severity: lint.Error, Source: eidas.Inference(),
			Title: "name and id of the authority are exchanged",
			Why:   "Banks look up the authority by nCAId and find a name there.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with nCAName and nCAId the other way round.",
		},
		Applies: func(s *eidas.Subject) bool { return ncaFault(s) == ncaSwapped },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			name, id := s.Info.PSD2.NCAName, s.Info.PSD2.NCAID
			p.Report(lint.Finding{
				Where: s.Where(eidas.PathPSD2),
				Message: fmt.Sprintf("nCAName is %s and nCAId is %s: the two do not fit together, they look exchanged",
					ber.Quote(name), ber.Quote(id)),
				Hint: eidas.Reissue("nCAName and nCAId in PSD2QcType",
					fmt.Sprintf("%s and %s (TS 119 495, Annex A)", ber.Quote(id), ber.Quote(name))),
			})
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaid-is-orgid", Code: "S29", Severity: lint.Error, Source: eidas.Inference(),
			Title: "NCAId holds a whole organizationIdentifier",
			Why:   "Banks look up the authority by nCAId and find an authorisation number there.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with country, hyphen and authority as NCAId.",
		},
		Applies: func(s *eidas.Subject) bool { return ncaFault(s) == ncaOrgID },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			o, _ := ident.ParseOrgID(s.Info.PSD2.NCAID)
			reportNCAID(p, s, o.NCAID(), "the NCAId is %s, which is an organizationIdentifier",
				ber.Quote(s.Info.PSD2.NCAID))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaid-underscore", Code: "S22a", Severity: lint.Error, Source: eidas.TS495("Annex D"),
			Title: "underscore in the NCAId",
			Why: "Authorities are sometimes written with an underscore, but the certificate must have a hyphen; " +
				"banks look for the exact code.",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with a hyphen in the NCAId.",
		},
		Applies: func(s *eidas.Subject) bool { return repairable(s, "_") },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			id := s.Info.PSD2.NCAID
			reportNCAID(p, s, ident.RepairNCAID(id), "the NCAId %s has an underscore at character %d", ber.Quote(id),
				1+strings.Index(id, "_"))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaid-case", Code: "S22b", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.3-2"),
			Title: "small letters in the NCAId",
			Why:   "The code is in capital letters; banks look for the exact code.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the NCAId in capital letters.",
		},
		Applies: func(s *eidas.Subject) bool { return repairable(s, smallLetters) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			id := s.Info.PSD2.NCAID
			at := strings.IndexAny(id, smallLetters)
			reportNCAID(p, s, ident.RepairNCAID(id), "the NCAId %s has a small letter (%s at character %d)",
				ber.Quote(id), ber.Quote(id[at:at+1]), at+1)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaid-space", Code: "S22c", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.3-2"),
			Title: "blank in the NCAId",
			Why:   "The code has no blanks; banks look for the exact code.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate without blanks in the NCAId.",
		},
		Applies: func(s *eidas.Subject) bool { return repairable(s, ident.Blanks) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			id := s.Info.PSD2.NCAID
			reportNCAID(p, s, ident.RepairNCAID(id), "the NCAId %s has a blank at character %d", ber.Quote(id),
				1+strings.IndexAny(id, ident.Blanks))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaid-malformed", Code: "S21", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.3-2"),
			Title: "NCAId is not country, hyphen, authority",
			Why:   "Banks look up the authority by this code, and cannot find any.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the NCAId of the EBA's list.",
		},
		Applies: func(s *eidas.Subject) bool { return ncaFault(s) == ncaMalformed },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			id := s.Info.PSD2.NCAID
			_, err := ident.ParseNCAID(id)
			if odd := ident.OddCharacter(id); odd != "" {
				err = errors.New("it has " + odd)
			}
			reportNCAID(p, s, guessNCAID(s), "the NCAId is %s: %v", ber.Quote(id), err)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaid-country", Code: "S23", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.3-2"),
			Title: "country of the NCAId does not exist",
			Why:   "The code begins with a country of ISO 3166-1; the bank cannot find an authority of any other.",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the NCAId of the EBA's list.",
		},
		Applies: func(s *eidas.Subject) bool {
			n, ok := nca(s)
			return ok && !ident.IsCountry(n.Country)
		},
		Check: checkNCACountry,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaid-non-eea", Code: "S26", Severity: lint.Error,
			Source: lint.Clause{Document: "Regulation (EU) 2018/389"},
			Title:  "authority outside the European Economic Area",
			Why: "Only an authorisation from the EEA can be used at banks of other member states. Authorisations " +
				"of the United Kingdom stopped counting at the end of 2020.",
			Fix: "Provide the certificate of an entity that is authorised in the EEA.",
		},
		Applies: func(s *eidas.Subject) bool {
			n, ok := nca(s)
			return ok && !s.BankOutsideEEA && ident.IsCountry(n.Country) && !ident.InEEA(n.Country, s.At)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathNCAID), "the NCAId is %s: %s, want an authority of the EEA",
				ber.Quote(s.Info.PSD2.NCAID), authorityName(s.Info.PSD2.NCAID))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaid-historic", Code: "S25", Severity: lint.Warning,
			Source: lint.Clause{Document: "EBA list of NCA codes, version 4 of " + ident.NCATableDate},
			Title:  "NCAId of an authority that changed",
			Why:    "Old certificates may carry the old code, but a bank may know the new one only.",
			Fix:    "Ask the issuer (QTSP) to use the current NCAId at the next re-issue.",
		},
		Applies: func(s *eidas.Subject) bool {
			a, listed := listedNCA(s)
			return listed && a.Status == ident.NCAHistoric && inEEA(s, a.Country) && a.Country != "GB"
		},
		Check: reportOtherNCA,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaid-not-on-eba-list", Code: "S24", Severity: lint.Warning,
			Source: lint.Clause{Document: "EBA list of NCA codes, version 4 of " + ident.NCATableDate},
			Title:  "NCAId is not on the list of the EBA",
			Why: "Banks that compare with the list find no such authority. The list known here may be older than " +
				"the certificate.",
			Fix: "Compare with the present list of the EBA; if the code is wrong, ask the issuer (QTSP) for a " +
				"re-issue.",
		},
		Applies: (*eidas.Subject).ForPSD2,
		Check:   checkListedNCA,
	},
}

// reportNCAID reports a wrong NCAId and the one that was meant; empty: not known.
func reportNCAID(p *lint.Pass, s *eidas.Subject, want, format string, args ...any) {
	f := lint.Finding{Where: s.Where(eidas.PathNCAID), Message: fmt.Sprintf(format, args...)}
	if want != "" {
		f.Message += meant(f.Message, want)
		f.Hint = eidas.Reissue("the NCAId in PSD2QcType",
			fmt.Sprintf("%s instead of %s (TS 119 495, GEN-5.2.3-2)", want, ber.Quote(s.Info.PSD2.NCAID)))
	}
	p.Report(f)
}

func checkNA(p *lint.Pass, s *eidas.Subject) {
	psd2, roles := s.Info.PSD2, ident.JoinRoles(s.Info.Roles())
	switch {
	case international(s) && (psd2.NCAID != "NA" || psd2.NCAName != "NA"):
		p.Report(lint.Finding{
			Where: s.Where(eidas.PathNCAID),
			Message: fmt.Sprintf("the roles are %s but nCAName is %s and nCAId is %s, want NA for both", roles,
				ber.Quote(psd2.NCAName), ber.Quote(psd2.NCAID)),
			Hint: eidas.Reissue("nCAName and nCAId in PSD2QcType",
				"NA (TS 119 495 V1.8.1, GEN-5.2.3-1A and GEN-5.2.3-5)"),
		})
	case !international(s) && (psd2.NCAID == "NA" || psd2.NCAName == "NA") && rolesClear(s):
		path := eidas.PathNCAID
		if psd2.NCAID != "NA" {
			path = eidas.PathNCAName
		}
		p.Reportf(s.Where(path), "nCAName is %s and nCAId is %s but the roles are %s, want the authority that granted "+
			"them", ber.Quote(psd2.NCAName), ber.Quote(psd2.NCAID), roles)
	}
}

func checkNCACountry(p *lint.Pass, s *eidas.Subject) {
	n, _ := nca(s)
	switch n.Country {
	case "UK":
		reportNCAID(p, s, "", "the NCAId %s begins with UK, the code of the United Kingdom is GB, and its authorities "+
			"are outside the EEA", ber.Quote(n.String()))
	case "EL":
		reportNCAID(p, s, "GR-"+n.NCA, "the NCAId %s begins with EL, which is for VAT numbers only",
			ber.Quote(n.String()))
	case "EU":
		reportNCAID(p, s, "", "the NCAId %s begins with EU, which is no country; authorities are national",
			ber.Quote(n.String()))
	default:
		reportNCAID(p, s, "", "the NCAId %s begins with %s, which is no assigned code of ISO 3166-1",
			ber.Quote(n.String()), n.Country)
	}
}

// checkListedNCA looks at the NCAId, or where that is none at the authority of the organizationIdentifier.
func checkListedNCA(p *lint.Pass, s *eidas.Subject) {
	unlisted := func(n ident.NCAID) bool {
		a, listed := ident.LookupNCA(n.String())
		return inEEA(s, n.Country) && n.Country != "GB" && (!listed || a.Status == ident.NCADoubtful)
	}
	n, ok := nca(s)
	o, isPSD := psdID(s)
	switch fault := ncaFault(s); {
	case ok && unlisted(n):
		reportOtherNCA(p, s)
	case !ok && (fault != ncaGood || s.Info.PSD2 == nil) && isPSD &&
		unlisted(ident.NCAID{Country: o.Country, NCA: o.NCA}) && !testAuthority(o.Country, o.NCA):
		want, _ := ident.CurrentNCA(o.Country)
		reportOrgID(p, s, 0, ident.RepairOrgID(o.String(), ident.NCAID{}),
			"the identifier %s names the authority %s, the list of %s has %s for %s", ber.Quote(o.String()), o.NCAID(),
			ident.NCATableDate, ber.Quote(want.ID), o.Country)
	}
}

// reportOtherNCA names the current authority of the country. The hint stays that of the rule: the list may have
// changed.
func reportOtherNCA(p *lint.Pass, s *eidas.Subject) {
	n, _ := nca(s)
	want, _ := ident.CurrentNCA(n.Country)
	p.Reportf(s.Where(eidas.PathNCAID), "the NCAId is %s, the list of %s has %s for %s, %s", ber.Quote(n.String()),
		ident.NCATableDate, ber.Quote(want.ID), n.Country, want.Name)
}

func authorityName(id string) string {
	if a, ok := ident.LookupNCA(id); ok {
		return a.Name
	}
	return "country " + id[:2]
}
