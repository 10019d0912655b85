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
			Means: "The subject of a certificate says who you are. Its field organizationIdentifier has the " +
				"number under which your authority registered you, with PSD before it. This certificate does not " +
				"have the field, or has nothing useful in it.",
			Why: "Banks know a payment service provider by this number. Without it the bank does not know who " +
				"you are.",
			Right: "organizationIdentifier PSDDK-DFSA-97351842",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with organizationIdentifier PSD, country, " +
				"hyphen, authority, hyphen, authorisation number in the subject.",
			Ask: "The subject of our certificate has no organizationIdentifier (2.5.4.97). Please re-issue the " +
				"certificate with PSD, country, hyphen, authority, hyphen and our authorisation number there (ETSI " +
				"TS 119 495, GEN-5.3-3).",
			See: lint.SeeSubject,
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
				f.Message = fmt.Sprintf("the %s of the subject is empty (%s)", eidas.Label(eidas.OIDOrgID),
					eidas.Quoted(s.Info.OrgIDs))
			}
			field, id := misplacedOrgID(s)
			if id != "" {
				f.Message += fmt.Sprintf("; %s stands in %s", ber.Quote(id), field)
				f.Hint = eidas.Reissue("organizationIdentifier in the subject",
					ber.Cut(id)+" (TS 119 495, GEN-5.2.1-3), which stands in "+field)
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
			Means: "organizationIdentifier is the field for your authorisation number: PSD, country, hyphen, " +
				"authority, hyphen, number. The subject of this certificate has two or more of them.",
			Why: "Some banks take the first and some the last, and so they know the same company by different " +
				"numbers.",
			Wrong: "PSDDK-DFSA-97351842, VATDK-97351842",
			Right: "PSDDK-DFSA-97351842",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with one organizationIdentifier, the one " +
				"that begins with PSD.",
			Ask: "The subject of our certificate has more than one organizationIdentifier. Please re-issue the " +
				"certificate with the one that begins with PSD (ETSI EN 319 412-3, LEG-4.2.1-3).",
			See: lint.SeeSubject,
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
			Means: "organizationIdentifier is the field for your authorisation number: PSD, country, hyphen, " +
				"authority, hyphen, number. The value here begins with PSD, but what follows has another form.",
			Why: "Banks take the authority and the number out of this value and look them up in registers. From " +
				"a value of another form they get nothing, or a wrong number.",
			Wrong: "PSDDK_DFSA_97351842",
			Right: "PSDDK-DFSA-97351842",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with PSD, country, hyphen, authority, hyphen, " +
				"authorisation number.",
			Ask: "organizationIdentifier in the subject of our certificate is malformed. Please re-issue the " +
				"certificate with PSD, country, hyphen, authority, hyphen and our authorisation number (ETSI TS 119 " +
				"495, GEN-5.2.1-3).",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool {
			id, err := orgID(s)
			return eidas.IsPSD(id) && err != nil && !errors.Is(err, ident.ErrReferenceEmpty) &&
				!errors.Is(err, ident.ErrStatePart)
		},
		Check: checkOrgIDMalformed,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-not-psd", Code: "S33", Severity: lint.Warning, Source: eidas.TS495("GEN-5.2.1-4"),
			Title: "organizationIdentifier without the authorisation number",
			Means: "organizationIdentifier is the field for a number that identifies your company. For PSD2 it " +
				"is usually your authorisation number, with PSD before it. Here it is another kind of number, such " +
				"as a VAT number.",
			Why: "Other kinds are legal: VAT, NTR (trade register), LEI, or two letters and a colon. But many " +
				"banks know their clients by the authorisation number and do not find it here.",
			Wrong: "VATDK-97351842",
			Right: "PSDDK-DFSA-97351842",
			Fix:   "Ask the bank whether it accepts an identifier that does not begin with PSD.",
			See:   lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool {
			id, err := orgID(s)
			if id == "" || err != nil || eidas.IsPSD(id) {
				return false
			}
			o := s.Info.OrgID
			return o.KnownCountry() || o.Country == "XG" && s.EV() // else qc-semantics-orgid tells it
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			id, o := s.Info.OrgID.Value, s.Info.OrgID.OrgID
			if o.State != "" || !o.KnownCountry() { // qc-semantics-orgid says what is wrong with it
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
			Means: "organizationIdentifier is the field for a number that identifies your company. Its first " +
				"letters say of which kind the number is: PSD (authorisation number), VAT, NTR (trade register), " +
				"LEI, or two letters and a colon for a national register. Here it begins in another way.",
			Why:   "Without a known beginning nobody can tell in which register to look up the number.",
			Wrong: "OFBBR-97351842",
			Right: "PSDDK-DFSA-97351842",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with an identifier of a known form; banks " +
				"prefer the one that begins with PSD.",
			Ask: "organizationIdentifier of our certificate is of no form that the standard knows. Please " +
				"re-issue the certificate with PSD, country, hyphen, authority, hyphen and our authorisation number " +
				"(ETSI EN 319 412-1, LEG-5.1.4-02).",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool { return s.ForPSD2() || s.ForWeb() && semanticsLegal(s.Info) || s.EV() },
		Check:   checkOrgIDForm,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-whitespace", Code: "S39", Severity: lint.Warning, Source: eidas.TS495("GEN-5.2.1-3"),
			Title: "characters that only look right",
			Means: "A value that banks look up has a character that only looks right: a blank too many, a long " +
				"dash in the place of a hyphen, or a letter that was lost. You may not see it on the screen. The " +
				"values are organizationIdentifier (your authorisation number) and the name and code of your " +
				"authority.",
			Why: "A bank looks up exactly these characters in a register. With one that differs it finds " +
				"nothing.",
			Wrong: `"PSDDK-DFSA-97351842 "`,
			Right: `"PSDDK-DFSA-97351842"`,
			Fix:   "Ask the issuer (QTSP) to re-issue the certificate with the value exactly as in the register.",
			Ask: "A value in our certificate has a blank or a character that only looks right, as the enclosed " +
				"report says. Please re-issue the certificate with the value exactly as in the register of our " +
				"authority (ETSI TS 119 495, GEN-5.2.1-3).",
			See: lint.SeeSubjectBytes,
		},
		Applies: (*eidas.Subject).ForPSD2,
		Check:   checkOddCharacters,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-state-part", Code: "S34", Severity: lint.Error,
			Source: lint.Clause{Document: "CABF EV Guidelines", Section: "Appendix H"},
			Title:  "state or province in a PSD identifier",
			Means: "organizationIdentifier is the field for your authorisation number: PSD, country, hyphen, " +
				"authority, hyphen, number. In numbers of other kinds a plus sign and a state or province may " +
				"follow the country. An authorisation number does not have this part.",
			Why: "Authorities for PSD2 are national. Bank software does not expect a state there and cannot " +
				"read the number.",
			Wrong: "PSDDK+82-DFSA-97351842",
			Right: "PSDDK-DFSA-97351842",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate without the plus sign and the state behind " +
				"it.",
			Ask: "organizationIdentifier in the subject of our certificate has a state or province after the " +
				"country. Please re-issue the certificate without this part (CA/Browser Forum EV Guidelines, " +
				"Appendix H).",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool {
			_, err := orgID(s)
			return errors.Is(err, ident.ErrStatePart)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			id, o := s.Info.OrgID.Value, s.Info.OrgID.OrgID
			o.State, o.Reference = "", strings.TrimSpace(ident.PlainID(o.Reference))
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
			Means: "organizationIdentifier is the field for your authorisation number: PSD, country, hyphen, " +
				"authority, hyphen, number. The number at the end is missing here.",
			Why:   "The bank knows you by this number. Without it all companies of one authority look the same.",
			Wrong: "PSDDK-DFSA-",
			Right: "PSDDK-DFSA-97351842",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with the authorisation number from the " +
				"register.",
			Ask: "organizationIdentifier in the subject of our certificate has no number after the authority. " +
				"Please re-issue the certificate with the authorisation number from the register of our authority " +
				"(ETSI TS 119 495, GEN-5.2.1-3).",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool {
			_, err := orgID(s)
			return errors.Is(err, ident.ErrReferenceEmpty)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			reportOrgID(p, s, s.InSandbox(), "", "the identifier %s has nothing after the authority",
				ber.Quote(s.Info.OrgIDs[0]))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-reference-placeholder", Code: "S38b", Severity: lint.Error, Source: eidas.Inference(),
			Title: "authorisation number is a placeholder",
			Means: "organizationIdentifier is the field for your authorisation number: PSD, country, hyphen, " +
				"authority, hyphen, number. The number here looks like one that somebody typed for a trial, such as " +
				"123456 or TEST.",
			Why: "Certificates of test systems have such numbers. A bank that looks it up in the register finds " +
				"nobody.",
			Wrong: "PSDDK-DFSA-123456",
			Right: "PSDDK-DFSA-97351842",
			Fix: "Provide the production certificate, or ask the issuer (QTSP) for a re-issue with the " +
				"authorisation number from the register.",
			Ask: "The number in organizationIdentifier of our certificate is a placeholder. Please re-issue the " +
				"certificate with the authorisation number from the register of our authority (ETSI TS 119 495, " +
				"GEN-5.2.1-3).",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool {
			o, ok := psdID(s)
			return ok && placeholder(o.Reference) && !testAuthority(o.Country, o.NCA)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			o, _ := psdID(s)
			reportOrgID(p, s, s.InSandbox(), "", "the authorisation number is %s, which looks like a placeholder",
				ber.Quote(o.Reference))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-orgid-ncaid-country-mismatch", Code: "S35", Severity: lint.Error, Source: eidas.Inference(),
			Title: "country of organizationIdentifier and NCAId do not fit together",
			Means: "The certificate names your authority in two places: in your authorisation number " +
				"(organizationIdentifier) and in the PSD2 statement (nCAId). The two must be the same authority. " +
				"Here not even their countries agree.",
			Why:   "At most one of the two is right. A bank that compares the fields refuses the certificate.",
			Wrong: "PSDSE-DFSA-97351842 and nCAId DK-DFSA",
			Right: "PSDDK-DFSA-97351842 and nCAId DK-DFSA",
			Fix: "Ask the issuer (QTSP) to re-issue the certificate with the authority from the register in " +
				"both fields.",
			Ask: "organizationIdentifier and nCAId of our certificate name authorities of two countries. Please " +
				"re-issue the certificate with the authority that authorised us in both fields (ETSI TS 119 495, " +
				"GEN-5.2.1-3 and GEN-5.2.3-2).",
			See: lint.SeeSubject,
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
			Means: "The certificate names your authority in two places: in your authorisation number " +
				"(organizationIdentifier) and in the PSD2 statement (nCAId). The two must be the same authority. " +
				"Here they are different ones of the same country.",
			Why:   "At most one of the two is right. A bank that compares the fields refuses the certificate.",
			Wrong: "PSDDK-FINA-97351842 and nCAId DK-DFSA",
			Right: "PSDDK-DFSA-97351842 and nCAId DK-DFSA",
			Fix: "Look up in your authorisation, or in the public register, which authority authorised you, and " +
				"ask the issuer (QTSP) to re-issue the certificate with it in both fields.",
			Ask: "organizationIdentifier and nCAId of our certificate name two authorities. The one that " +
				"authorised us is (its NCAId, such as DK-DFSA). Please re-issue the certificate with it in both " +
				"fields (ETSI TS 119 495, GEN-5.2.1-3 and GEN-5.2.3-2).",
			See: lint.SeeSubject,
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
			Means: "The subject of a certificate says who you are and in which country (C). The PSD2 statement " +
				"names the authority that authorised you, which is normally in the same country. Here it is in " +
				"another one.",
			Why: "The authority is that of your home country. The country of a branch may differ, but a mistake " +
				"of the issuer looks the same to a bank.",
			Wrong: "C=SE and nCAId DK-DFSA",
			Right: "C=DK and nCAId DK-DFSA",
			Fix: "Check whether the two countries are meant to differ, as for a branch; if not, ask the issuer " +
				"(QTSP) for a re-issue.",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool {
			n, ok := nca(s)
			return ok && ident.IsCountry(n.Country)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			n, _ := nca(s)
			home := func(c string) string { return ident.HomeCountry(strings.ToUpper(c)) }
			countries := slices.DeleteFunc(s.Info.Attributes(eidas.OIDCountryName),
				func(c string) bool { return len(c) != 2 }) // of which another rule tells
			same := func(c string) bool { return home(c) == n.Country }
			if len(countries) == 0 || slices.ContainsFunc(countries, same) {
				return
			}
			p.Reportf(s.Where("subject.countryName"), "the subject is in %s, the authority %s in %s",
				ber.List(countries, ", "), n, n.Country)
		},
	},
}
