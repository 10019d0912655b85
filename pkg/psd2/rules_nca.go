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
	Means: "nCAName and nCAId say which authority authorised you. NA means that there is none. It belongs to " +
		"the roles PSP_CB (central bank) and PSP_PA (public authority), which need no authorisation, and to no " +
		"other role.",
	Why:   "The bank looks up who granted your roles. With NA it finds nobody, so it cannot accept the roles.",
	Wrong: "PSP_AI, nCAName NA, nCAId NA",
	Right: "PSP_AI, nCAName Danish Financial Supervisory Authority, nCAId DK-DFSA",
	Fix: "Ask the issuer (QTSP) to re-issue the certificate with name and code (nCAId) of the authority that " +
		"granted the roles.",
	Ask: "In qcStatements of our certificate, nCAName and nCAId in PSD2QcType do not fit the roles: NA goes " +
		"with PSP_CB and PSP_PA alone, and in both fields. Please re-issue the certificate with the right values " +
		"(ETSI TS 119 495 V1.8.1, GEN-5.2.3-1A and GEN-5.2.3-5).",
	See: lint.SeeStatements,
}

var ruleNcaNameEmpty = lint.Meta{
	ID: "psd2-ncaname-empty", Code: "S18a", Severity: lint.Error, Source: eidas.TS495("Annex A"),
	Title: "nCAName is empty",
	Means: "The PSD2 statement has the name of the authority that granted your roles, in the field nCAName. " +
		"This field is empty.",
	Why:   "Strict software refuses an empty name, and with it the roles.",
	Wrong: `nCAName ""`,
	Right: `nCAName "Danish Financial Supervisory Authority"`,
	Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the English name of the authority as nCAName.",
	Ask: "In qcStatements of our certificate, nCAName in PSD2QcType is empty. Please re-issue the certificate " +
		"with the name of our authority (ETSI TS 119 495, Annex A: 1 to 256 characters).",
	See:        lint.SeeStatements,
	SilencedBy: []*lint.Meta{&eidas.RulePSD2Malformed},
}

// ncaRules judge the authority (group S). What is wrong with an NCAId has one name: NA, swapped, a whole
// organizationIdentifier, one of the three repairable forms (these can stand together), or malformed.
var ncaRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta:    &ruleNCANA,
		Applies: (*eidas.Subject).HasPSD2,
		Check:   checkNA,
	},
	{
		Meta: &ruleNcaNameEmpty,
		Applies: func(s *eidas.Subject) bool {
			return s.HasPSD2() && s.Info.PSD2.NCAName != "NA" && ident.Absent(s.Info.PSD2.NCAName)
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
			Means: "The PSD2 statement names the authority that granted your roles twice: nCAName has its name, " +
				"nCAId its short code. Here the code stands in nCAName and the name in nCAId.",
			Why:   "Banks look up the authority by nCAId. They find a name there that is in no list of codes.",
			Wrong: `nCAName "DK-DFSA", nCAId "Danish Financial Supervisory Authority"`,
			Right: `nCAName "Danish Financial Supervisory Authority", nCAId "DK-DFSA"`,
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with nCAName and nCAId the other way round.",
			Ask: "In qcStatements of our certificate, nCAName and nCAId in PSD2QcType are exchanged. Please " +
				"re-issue the certificate with the name in nCAName and the code in nCAId (ETSI TS 119 495, " +
				"GEN-5.2.3-1 and GEN-5.2.3-2).",
			See: lint.SeeStatements,
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
			Means: "nCAId is the short code of the authority that authorised you: country, hyphen, authority. " +
				"Here it holds your whole authorisation number, which belongs in another field, " +
				"organizationIdentifier.",
			Why: "Banks look up the authority by this code. They find none, because the number of a company is " +
				"in its place.",
			Wrong: "nCAId PSDDK-DFSA-97351842",
			Right: "nCAId DK-DFSA",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with country, hyphen and authority as " +
				"nCAId.",
			Ask: "In qcStatements of our certificate, nCAId in PSD2QcType holds an organizationIdentifier. " +
				"Please re-issue the certificate with country, hyphen and authority there (ETSI TS 119 495, " +
				"GEN-5.2.3-2).",
			See: lint.SeeStatements,
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
			Means: "nCAId is the short code of the authority that authorised you: country, hyphen, authority. " +
				"This one has an underscore in the place of the hyphen. The registers of the EBA (European Banking " +
				"Authority) write it so, certificates do not.",
			Why:   "Banks look for the exact code. With an underscore they do not find the authority.",
			Wrong: "nCAId DK_DFSA",
			Right: "nCAId DK-DFSA",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with a hyphen in nCAId.",
			Ask: "In qcStatements of our certificate, nCAId in PSD2QcType has an underscore. Please re-issue " +
				"the certificate with a hyphen there (ETSI TS 119 495, GEN-5.2.3-2).",
			See: lint.SeeStatements,
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
			Means: "nCAId is the short code of the authority that authorised you: country, hyphen, authority. " +
				"It is in capital letters. This one has a small letter.",
			Why:   "Banks look for the exact code. Many of them do not find the authority if a letter is small.",
			Wrong: "nCAId DK-Dfsa",
			Right: "nCAId DK-DFSA",
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with nCAId in capital letters.",
			Ask: "In qcStatements of our certificate, nCAId in PSD2QcType has small letters. Please re-issue " +
				"the certificate with capital letters there (ETSI TS 119 495, GEN-5.2.3-2).",
			See: lint.SeeStatements,
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
			Means: "nCAId is the short code of the authority that authorised you: country, hyphen, authority. " +
				"It has no blanks. This one does, perhaps at its end, where you do not see it.",
			Why:   "Banks look for the exact code. With a blank in it they do not find the authority.",
			Wrong: `nCAId "DK-DFSA "`,
			Right: `nCAId "DK-DFSA"`,
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate without blanks in nCAId.",
			Ask: "In qcStatements of our certificate, nCAId in PSD2QcType has a blank. Please re-issue the " +
				"certificate without it (ETSI TS 119 495, GEN-5.2.3-2).",
			See: lint.SeeStatements,
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
			Means: "nCAId is the short code of the authority that authorised you: country, hyphen, authority. " +
				"The country has two letters, the authority two to eight. This code has another form.",
			Why:   "Banks look up the authority by this code, and find none.",
			Wrong: "nCAId DFSA",
			Right: "nCAId DK-DFSA",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with the nCAId from the EBA's list of " +
				"authorities.",
			Ask: "In qcStatements of our certificate, nCAId in PSD2QcType is not country, hyphen, authority. " +
				"Please re-issue the certificate with the code of our authority (ETSI TS 119 495, GEN-5.2.3-2).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return ncaFault(s) == ncaMalformed },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			id := s.Info.PSD2.NCAID
			_, err := ident.ParseNCAID(id)
			if odd := ident.OddInID(id); odd != "" {
				err = errors.New("it has " + odd)
			}
			reportNCAID(p, s, guessNCAID(s), "the NCAId is %s: %v", ber.Quote(id), err)
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaid-country", Code: "S23", Severity: lint.Error, Source: eidas.TS495("GEN-5.2.3-2"),
			Title: "country of the NCAId does not exist",
			Means: "nCAId is the short code of the authority that authorised you: country, hyphen, authority. " +
				"The country is a code of ISO 3166-1, such as DK. The letters here are not the code of a country. " +
				"The United Kingdom is GB there, and Greece is GR.",
			Why: "Banks look for the authority under its country. They find none under letters that are no " +
				"country.",
			Wrong: "nCAId EL-BOG",
			Right: "nCAId GR-BOG",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with the nCAId from the EBA's list of " +
				"authorities.",
			Ask: "In qcStatements of our certificate, nCAId in PSD2QcType does not begin with a country code of " +
				"ISO 3166-1. Please re-issue the certificate with the code of our authority (ETSI TS 119 495, " +
				"GEN-5.2.3-2).",
			See: lint.SeeStatements,
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
			Means: "nCAId is the short code of the authority that authorised you: country, hyphen, authority. " +
				"The authority here is in a country outside the European Economic Area (the EU with Iceland, " +
				"Liechtenstein and Norway).",
			Why: "Only an authorisation from the European Economic Area (EEA) counts at banks in other " +
				"countries of it. Those of the United Kingdom stopped counting at the end of 2020.",
			Wrong: "nCAId GB-FCA",
			Right: "nCAId DK-DFSA",
			Fix:   "Provide the certificate of a company that is authorised in the EEA.",
			See:   lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool {
			n, ok := nca(s)
			return ok && ident.IsCountry(n.Country) && !ident.InEEA(n.Country, s.At)
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
			Means: "nCAId is the short code of the authority that authorised you: country, hyphen, authority. " +
				"This code belongs to an authority that no longer exists or has a new code.",
			Why:   "An old certificate may have the old code, but a bank may know only the new one.",
			Wrong: "nCAId LV-FCMC",
			Right: "nCAId LV-BL",
			Fix:   "Ask the issuer (QTSP) to use the present code of the authority at the next re-issue.",
			Ask: "In qcStatements of our certificate, nCAId in PSD2QcType is an old code of our authority. " +
				"Please use the present code of the EBA's list at the next re-issue (ETSI TS 119 495, Annex D).",
			See: lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool {
			a, _ := listedNCA(s)
			return a.Status == ident.NCAHistoric && a.Country != "GB"
		},
		Check: checkHistoricNCA,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-ncaid-not-on-eba-list", Code: "S24", Severity: lint.Warning,
			Source: lint.Clause{Document: "EBA list of NCA codes, version 4 of " + ident.NCATableDate},
			Title:  "NCAId is not on the list of the EBA",
			Means: "Each authority that authorises payment companies has a short code, such as DK-DFSA. The EBA " +
				"(European Banking Authority) publishes a list of these codes. The code in this certificate is not " +
				"the one that the list has for its country.",
			Why: "Banks that compare the code with the list find no such authority. The list in qwac may be " +
				"older than the certificate.",
			Wrong: "nCAId FI-FIN",
			Right: "nCAId FI-FINFSA",
			Fix: "Compare the code with the present list of the EBA; if it is wrong, ask the issuer (QTSP) for " +
				"a re-issue.",
			Ask: "The code of our authority in the certificate (nCAId in PSD2QcType, or organizationIdentifier) " +
				"is not on the EBA's list. Please re-issue the certificate with the code of the list (ETSI TS 119 " +
				"495, Annex D).",
			See: lint.SeeStatements,
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
	case !international(s) && (psd2.NCAID == "NA" || psd2.NCAName == "NA") && s.RolesClear():
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
		reportNCAID(p, s, "", "the NCAId %s begins with %s, which is not an assigned code of ISO 3166-1",
			ber.Quote(n.String()), n.Country)
	}
}

func authorityName(id string) string {
	if a, ok := ident.LookupNCA(id); ok {
		return a.Name
	}
	return "country " + id[:2]
}
