package psd2

import (
	"fmt"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// trustRules ask the EU trusted lists whether the issuer is granted for web site authentication (group C). At most one
// of the first four speaks.
var trustRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "chain-issuer-not-on-trusted-list", Code: "C46", Severity: lint.Error,
			Source: lint.Clause{Document: "TS 119 615", Section: "4.4.4"},
			Title:  "the issuing CA is not on an EU trusted list",
			Why: "Banks trust the issuing CAs of the EU trusted lists, and the first question of their support is " +
				"whether the intermediate certificate is on them.",
			Fix: "Get a certificate from a provider whose CA is listed for website authentication; `qwac trust " +
				"show --wsa` names them.",
		},
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf != nil && stands(s,
				eidas.StandingUnlisted) && s.ForWeb()
		},
		Check: checkTrustedList,
	},
	{
		Meta: &lint.Meta{
			ID: "chain-tl-service-not-for-wsa", Code: "C47", Severity: lint.Error,
			Source: lint.Clause{Document: "TS 119 612", Section: "5.5.9.4"},
			Title:  "the issuing CA is listed, but not for website authentication",
			Why: "A CA is qualified for what its trusted list says: one that is listed for seals or signatures " +
				"cannot issue a QWAC.",
			Fix: "Ask the provider for a certificate of its CA for websites; the intermediate may also be that of " +
				"the seal.",
		},
		Applies: func(s *eidas.Subject) bool { return stands(s, eidas.StandingNotWebSite) && s.ForWeb() },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			reportService(s, p, "website authentication")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "chain-tl-service-not-granted", Code: "C48", Severity: lint.Error,
			Source: lint.Clause{Document: "TS 119 615", Section: "4.4.4"},
			Title:  "the issuing CA is listed, but not granted both at issuance and now",
			Why: "A certificate is qualified only if its issuer was granted when it was issued and still is. Banks " +
				"follow the lists daily.",
			Fix: "Ask the provider for a certificate of a CA that is granted now; one issued before the grant must " +
				"be issued again.",
		},
		Applies: func(s *eidas.Subject) bool { return stands(s, eidas.StandingNotGranted) && s.ForWeb() },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			reportService(s, p, "granted for website authentication")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "trusted-list-not-checked", Code: "C57", Severity: lint.Notice,
			Source: lint.Clause{Document: "TS 119 615", Section: "4.4.4"},
			Title:  "the trusted lists were not asked about the issuing CA",
			Why:    "Whether a certificate is qualified is told by the lists, not by the certificate. Banks ask them.",
			Fix:    "Provide the lists: `qwac trust update` gets them, `qwac trust add` takes those that you have.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && stands(s, eidas.StandingOpen) },
		Check:   checkNotChecked,
	},
	{
		Meta: &lint.Meta{
			ID: "chain-tl-snapshot-stale", Code: "C49", Severity: lint.Warning,
			Source: lint.Clause{Document: "TS 119 612", Section: "5.3.15"},
			Title:  "the trusted lists are out of date",
			Why:    "Banks follow the lists daily; what these ones say of the issuer may have changed.",
			Fix:    "Renew them: `qwac trust update`, or download them and `qwac trust add` them.",
		},
		Applies: func(s *eidas.Subject) bool { return s.Listing != nil && !s.At.IsZero() },
		Check:   checkSnapshot,
	},
}

// stands reports whether the lists say this of the issuer. Without lists it is open.
func stands(s *eidas.Subject, standing eidas.Standing) bool {
	if s.Listing == nil {
		return standing == eidas.StandingOpen
	}
	return s.Listing.Standing == standing
}

func checkNotChecked(p *lint.Pass, s *eidas.Subject) {
	f := lint.Finding{Where: s.Where("issuer"),
		Message: "not checked: no trusted list was given; the issuing CA is " + eidas.ShortName(s.Leaf.Issuer)}
	if l := s.Listing; l != nil {
		f.Message = withNear(fmt.Sprintf("not checked: %s; the issuing CA is %s", l.Open,
			eidas.ShortName(s.Leaf.Issuer)), l)
		f.Hint = "Complete the chain, and see with `qwac trust list` which lists are missing."
	}
	p.Report(f)
}

func checkTrustedList(p *lint.Pass, s *eidas.Subject) {
	f := lint.Finding{Where: s.Where("issuer"), Severity: inSandbox(s)}
	issuer := eidas.ShortName(s.Leaf.Issuer)
	switch l := s.Listing; {
	case l.Territory == "":
		f.Message = withNear(fmt.Sprintf("the issuing CA %s states no country, so it is on no trusted list", issuer), l)
	case l.List.Territory == "":
		f.Message = withNear(fmt.Sprintf("the issuing CA %s says %s, which has no EU trusted list", issuer,
			l.Territory), l)
	default:
		f.Message = withNear(fmt.Sprintf(
			"neither the issuing CA %s nor one above it is a service for qualified certificates on list %s of %s",
			issuer, l.List, eidas.Day(l.List.Issued)), l)
	}
	p.Report(f)
}

// withNear adds what is nearly right.
func withNear(text string, l *eidas.Listing) string {
	return strings.Join(append([]string{text}, l.NearMisses...), "; ")
}

// reportService reports a service that is on the list and does not do, in the words of the near misses, or else with
// the reasons.
func reportService(s *eidas.Subject, p *lint.Pass, wanted string) {
	l := s.Listing
	near := l.NearMisses
	if len(near) == 0 {
		near = reasons(l)
	}
	f := lint.Finding{Where: s.Where("issuer"), Severity: inSandbox(s)}
	text := fmt.Sprintf("the issuing CA %s", eidas.ShortName(s.Leaf.Issuer))
	if m := l.Match(); m != nil {
		text = fmt.Sprintf("service %s of %s on list %s", ber.Quote(m.Entry.Service.Name),
			ber.Quote(m.Entry.Provider.Name), m.Entry.List)
		if s.Chain != nil && m.Place < len(s.Chain.Path) {
			f.Where = s.Chain.Where(m.Place)
		}
	}
	f.Message = fmt.Sprintf("%s: %s; want %s at issuance (%s) and at the time of judging (%s)", text,
		strings.Join(near, "; "), wanted,
		eidas.Day(l.Issuance.Time), eidas.Day(l.Evaluation.Time))
	if l.Doubtful { // what a bank makes of it is not known, and what is not established is not accepted
		f.Hint = "The list is at odds with itself or says what is not understood; ask the provider, and the bank if " +
			"it refuses."
	}
	p.Report(f)
}

// reasons are those of the two runs.
func reasons(l *eidas.Listing) []string {
	out := []string{l.Issuance.Reason}
	if l.Evaluation.Reason != l.Issuance.Reason {
		out = append(out, l.Evaluation.Reason)
	}
	return out
}

// checkSnapshot looks at the lists that the answer rests on: that of the issuer's country and the list of lists.
func checkSnapshot(p *lint.Pass, s *eidas.Subject) {
	if faults := s.Lists.Stale(s.At, "EU", s.Listing.Territory); len(faults) > 0 {
		p.Reportf(lint.Where{}, "as of %s %s", eidas.Day(s.At), strings.Join(faults, "; "))
	}
}
