package browsers

import (
	"encoding/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

var (
	oidEmail = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}
	oidOV    = asn1.ObjectIdentifier{2, 23, 140, 1, 2, 2}
	oidIV    = asn1.ObjectIdentifier{2, 23, 140, 1, 2, 3}
)

var subjectRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "subject-ov-attributes", Code: "L46", Severity: lint.Error, Source: br("7.1.2.7.4"),
			Title: "the subject is not as the browsers' rules want it",
			Means: "The policies OV and IV of the browsers say that an organisation or a person was verified. The " +
				"subject of such a certificate has a place (localityName, L, or stateOrProvinceName, ST), and since " +
				"September 2022 no unit (organizationalUnitName, OU). Here it is not so.",
			Why: "Programs that check certificates by the browsers' rules refuse it. No bank is known to look at " +
				"these fields.",
			Wrong: "C=DK, O=Fixture Payments ApS, OU=Payments",
			Right: "C=DK, L=Aarhus, O=Fixture Payments ApS",
			Fix:   "Ask the issuer (QTSP) to correct the subject at the next re-issue.",
			Ask: "The subject of our certificate does not follow the Baseline Requirements, as the enclosed report " +
				"says. Please correct it at the next re-issue (CA/Browser Forum Baseline Requirements, 7.1.2.7.3 and " +
				"7.1.2.7.4).",
			See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Website() && !s.EV() && s.Info.Policy(oidOV, oidIV) != nil && len(s.Info.Subject) > 0
		},
		Check: checkVerifiedSubject,
	},
	{
		Meta: &lint.Meta{
			ID: "subject-email", Code: "L48", Severity: lint.Warning,
			Source: lint.Clause{Document: "RFC 5280", Section: "4.1.2.6"},
			Title:  "a mail address in the subject of a website certificate",
			Means: "The subject of a certificate says who you are. Here it has a mail address too. RFC 5280 " +
				"wants mail addresses among the alternative names, where a website certificate has none.",
			Why: "Everybody can read the address. Software that verifies chains compares it with what the CA may " +
				"certify, and may refuse the chain.",
			Wrong: "C=DK, O=Fixture Payments ApS, emailAddress=psd2@fixture-payments.example",
			Right: "C=DK, O=Fixture Payments ApS",
			Fix:   "Ask the QTSP to leave the mail address out at the next re-issue.",
			Ask: "The subject of our website certificate has emailAddress. Please leave it out at the next re-issue " +
				"(RFC 5280, section 4.1.2.6).",
			See: lint.SeeSubject,
		},
		// In an EV certificate it is subject-ev-attributes.
		Applies: func(s *eidas.Subject) bool {
			return s.Website() && !s.EV() && len(s.Leaf.EmailAddresses) == 0
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for _, address := range s.Info.Attributes(oidEmail) {
				p.Reportf(s.Where("subject.emailAddress"), "emailAddress is %s, want none in the subject",
					ber.Quote(address))
			}
		},
	},
}

func checkVerifiedSubject(p *lint.Pass, s *eidas.Subject) {
	if len(s.Info.Attributes(eidas.OIDLocality))+len(s.Info.Attributes(eidas.OIDState)) == 0 {
		p.Reportf(s.Where("subject"), "the subject has neither localityName nor stateOrProvinceName, want one of them")
	}
	if units := s.Info.Attributes(eidas.OIDUnit); len(units) > 0 && !s.Leaf.NotBefore.Before(eidas.NoUnits()) {
		p.Reportf(s.Where("subject.organizationalUnitName"),
			"the subject has organizationalUnitName %s, want none since 2022-09-01", eidas.Quoted(units))
	}
}
