package upload

import (
	"fmt"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// accessRules say what cannot be known without the network (group A). They never pass in silence.
var accessRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "revocation-not-checked", Code: "A12", Severity: lint.Notice, Source: eidas.Inference(),
			Title: "revocation was not checked",
			Means: "A certificate can be declared invalid before its end: it is then revoked. Only the " +
				"issuer can tell. Qwac checks without a network and was not given an answer, so it does not " +
				"know.",
			Why:   "A revoked certificate looks like any other. A bank that asks the issuer will see it.",
			Right: "ocsp.der, the answer of the responder",
			Fix: "Ask the issuer's responder before the upload, and provide its answer, or a revocation list, " +
				"beside the chain.",
			Needs: []lint.Need{{What: lint.NeedOCSP}, {What: lint.NeedCRL}},
			See:   lint.SeeAddresses,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && !s.RevocationChecked },
		Check:   checkRevocation,
	},
	{
		Meta: &lint.Meta{
			ID: "psd2-register-not-checked", Code: "A14", Severity: lint.Notice, Source: eidas.Inference(),
			Title: "the register of the authority was not asked",
			Means: "The authority of each country has a public register of the companies that it authorised. " +
				"The certificate shows what was in the register on the day it was issued. Qwac works without a " +
				"network: it looks only into a copy that you give it.",
			Why:   "An authority can withdraw an authorisation, and only the register shows it. Banks look there.",
			Right: "your company with its number in the register",
			Fix:   "Look the number up in the register of the authority, or provide the register of the EBA.",
			Needs: []lint.Need{{What: lint.NeedRegisterFile}},
			See:   lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && s.Info.ClaimsPSD2() && s.Authorisation == nil
		},
		Check: checkRegister,
	},
}

func checkRegister(p *lint.Pass, s *eidas.Subject) {
	if o := s.Info.OrgID; o.Err == nil && o.Scheme == "PSD" {
		p.Report(lint.Finding{
			Where: s.Where(eidas.PathOrgID),
			Message: fmt.Sprintf("the register was not asked; to look up: authority %s, number %s", o.NCAID(),
				ber.Quote(o.Reference)),
			Hint: "Look it up in the register of the authority or of the EBA " +
				"(https://euclid.eba.europa.eu/register/); the spelling may differ there, and banks are not in it.",
		})
		return
	}
	authority := "not known"
	if s.Info.PSD2 != nil && s.Info.PSD2.NCAID != "" {
		authority = ber.Quote(s.Info.PSD2.NCAID)
	}
	p.Report(lint.Finding{
		Where: s.Where(eidas.PathOrgID),
		Message: fmt.Sprintf("the register was not asked; the authority is %s, and the certificate has no "+
			"authorisation number to look up", authority),
		Hint: fmt.Sprintf("Look for the organisation %s in the register of the authority or of the EBA "+
			"(https://euclid.eba.europa.eu/register/).", eidas.Quoted(s.Info.Attributes(eidas.OIDOrganization))),
	})
}
