package browsers

import (
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// policyKinds are the kinds of certificate that policies of CABF and of EN 319 411-1, GEN-6.3.3-12, stand for.
var policyKinds = ber.Table[string]{
	{"0.4.0.2042.1.4", "extended validation"},
	{"0.4.0.2042.1.6", "domain validation"},
	{"0.4.0.2042.1.7", "organisation validation"},
	{"0.4.0.2042.1.8", "individual validation"},
	{"2.23.140.1.1", "extended validation"},
	{"2.23.140.1.2.1", "domain validation"},
	{"2.23.140.1.2.2", "organisation validation"},
	{"2.23.140.1.2.3", "individual validation"},
	{"2.23.140.1.3", "code signing"},
	{"2.23.140.1.4.1", "code signing"},
	{"2.23.140.1.4.2", "time stamps"},
}

// policyKind is what a policy stands for; empty: for no kind alone.
func policyKind(id eidas.OID) string {
	if eidas.Under(id, eidas.OID{2, 23, 140, 1, 5}) {
		return "mail"
	}
	return policyKinds.Of(id)
}

var policyRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "policy-kinds-mixed", Code: "L45", Severity: lint.Error, Source: br("7.1.2.7.9"),
			Title: "policies of certificates of different kinds",
			Means: "Certificate policies are numbers that say by which rules a certificate was issued. Some say " +
				"what was verified: the host (DV), a person (IV), an organisation (OV), or more (EV). Others are for " +
				"mail or for signed programs. A certificate for websites is of one kind. Here it is not so.",
			Why: "Each program takes the policy that it looks for first. No bank is known to refuse such a " +
				"certificate; browsers' programs do.",
			Wrong: "CABF OV (2.23.140.1.2.2), CABF EV (2.23.140.1.1)",
			Right: "CABF OV (2.23.140.1.2.2)",
			Fix:   "Ask the issuer (QTSP) for the policies of one kind at the next re-issue.",
			Ask: "certificatePolicies of our certificate has policies of different kinds, as the enclosed report " +
				"says. Please keep those of one kind at the next re-issue (CA/Browser Forum Baseline Requirements, " +
				"7.1.2.7.9; ETSI EN 319 411-1, GEN-6.3.3-12).",
			See: lint.SeePolicies,
		},
		Applies: (*eidas.Subject).Website,
		Check:   checkPolicyKinds,
	},
}

func checkPolicyKinds(p *lint.Pass, s *eidas.Subject) {
	var kinds, said []string
	for _, id := range s.Info.Policies {
		kind := policyKind(id)
		if kind == "" || slices.Contains(kinds, kind) {
			continue
		}
		kinds = append(kinds, kind)
		said = append(said, fmt.Sprintf("%s is for %s", eidas.Label(id), kind))
	}
	switch {
	case len(kinds) > 1:
		p.Reportf(s.Where("certificatePolicies"), "%s, want policies of one kind", strings.Join(said, ", "))
	case len(kinds) == 1 && !strings.HasSuffix(kinds[0], "validation"):
		p.Reportf(s.Where("certificatePolicies"), "%s, want none of these in a website certificate", said[0])
	}
}
