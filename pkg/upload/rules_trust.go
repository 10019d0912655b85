package upload

import (
	"fmt"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// RuleNotListed is the rule on issuers that are on no trusted list.
var RuleNotListed = lint.Meta{
	ID: "chain-issuer-not-on-trusted-list", Code: "C46", Severity: lint.Error,
	Source: lint.Clause{Document: "TS 119 615", Section: "4.4.4"},
	Title:  "the issuing CA is not on an EU trusted list",
	Means: "Each country of the EU publishes a trusted list of the issuers that may issue qualified " +
		"certificates. The CA that issued your certificate is not on the lists that were given, and none " +
		"above it is.",
	Why: "Banks trust the CAs of these lists. The first question of their support is whether your " +
		"intermediate certificate is on them.",
	Wrong: "issued by a CA that is on no list",
	Right: "issued by a CA that is listed for website authentication",
	Fix:   "Get a certificate from a QTSP whose CA is listed for website authentication.",
	Needs: []lint.Need{{What: lint.NeedIssuers}},
	See:   lint.SeeIssuer,
}

// trustRules ask the EU trusted lists whether the issuer is granted for web site authentication (group C). At most one
// of the first four speaks.
var trustRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta:    &RuleNotListed,
		Applies: func(s *eidas.Subject) bool { return s.Stands(eidas.StandingUnlisted) && s.ForWeb() },
		Check:   checkTrustedList,
	},
	{
		Meta: &lint.Meta{
			ID: "chain-tl-service-not-for-wsa", Code: "C47", Severity: lint.Error,
			Source: lint.Clause{Document: "TS 119 612", Section: "5.5.9.4"},
			Title:  "the issuing CA is listed, but not for website authentication",
			Means: "The EU trusted lists say for what each CA may issue qualified certificates: for signatures, " +
				"for seals or for website authentication. A QWAC is one for website authentication. Your CA is on a " +
				"list, but not for that.",
			Why:   "What a CA issues beyond its entry on the list is not qualified, and banks see it on the list.",
			Wrong: "ForeSeals (seals)",
			Right: "ForWebSiteAuthentication (websites)",
			Fix: "Ask the QTSP for a certificate of its CA for websites; the intermediate may also be that of " +
				"the seal.",
			Ask: "Your trusted list does not show ForWebSiteAuthentication for the CA that issued our QWAC " +
				"(ETSI TS 119 612, 5.5.9.4). Please issue a QWAC from a CA that is listed for it.",
			See: lint.SeeIssuer,
		},
		Applies: func(s *eidas.Subject) bool { return s.Stands(eidas.StandingNotWebSite) && s.ForWeb() },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			reportService(s, p, "website authentication")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "chain-tl-service-not-granted", Code: "C48", Severity: lint.Error,
			Source: lint.Clause{Document: "TS 119 615", Section: "4.4.4"},
			Title:  "the issuing CA is listed, but not granted both at issuance and now",
			Means: "On the EU trusted lists a CA is granted (it may issue qualified certificates) or withdrawn. " +
				"It has to be granted on the day it issued your certificate and today. This CA is not granted on " +
				"one of these days.",
			Why:   "Otherwise the certificate is not qualified. Banks follow the lists daily.",
			Wrong: "withdrawn",
			Right: "granted",
			Fix: "Ask the QTSP for a certificate of a CA that is granted now; one issued before the grant must " +
				"be issued again.",
			Ask: "By the trusted list the CA that issued our certificate was not granted both at its issuance " +
				"and today (ETSI TS 119 615, 4.4.4). Please issue a certificate from a CA that is granted.",
			See: lint.SeeIssuer,
		},
		Applies: func(s *eidas.Subject) bool { return s.Stands(eidas.StandingNotGranted) && s.ForWeb() },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			reportService(s, p, "granted for website authentication")
		},
	},
	{
		Meta: &lint.Meta{
			ID: "trusted-list-not-checked", Code: "C57", Severity: lint.Notice,
			Source: lint.Clause{Document: "TS 119 615", Section: "4.4.4"},
			Title:  "the trusted lists were not asked about the issuing CA",
			Means: "Each country of the EU publishes a trusted list of the issuers that may issue qualified " +
				"certificates. No list was given, so qwac does not know whether the CA that issued your certificate " +
				"is on one.",
			Why:   "A certificate is qualified only if its CA is on a list. Banks look there.",
			Right: "the trusted list of the issuer's country",
			Fix:   "Provide the lists: download them, or take those that you have.",
			Needs: []lint.Need{{What: lint.NeedLists}, {What: lint.NeedListsOnDisk}},
			See:   lint.SeeIssuer,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil && s.Stands(eidas.StandingOpen) },
		Check:   checkNotChecked,
	},
	{
		Meta: &lint.Meta{
			ID: "chain-tl-snapshot-stale", Code: "C49", Severity: lint.Warning,
			Source: lint.Clause{Document: "TS 119 612", Section: "5.3.15"},
			Title:  "the trusted lists are out of date",
			Means: "Each country of the EU publishes a trusted list of the issuers that may issue qualified " +
				"certificates, and says until when a new one will come. For a list in the store this day has " +
				"passed.",
			Why:   "The status of a CA may have changed since. Banks follow the lists daily.",
			Wrong: "next update was due on 2026-08-31, today 2026-09-01",
			Right: "next update is due on 2027-02-28, today 2026-09-01",
			Fix:   "Renew the lists: download them again, or take newer ones that you have.",
			Needs: []lint.Need{{What: lint.NeedLists}, {What: lint.NeedListsOnDisk}},
			See:   lint.SeeIssuer, SeeToo: lint.NeedListsKept,
		},
		Applies: func(s *eidas.Subject) bool { return s.Listing != nil },
		Check:   checkSnapshot,
	},
}

func checkNotChecked(p *lint.Pass, s *eidas.Subject) {
	f := lint.Finding{Where: s.Where("issuer"),
		Message: "not checked: no trusted list was given; the issuing CA is " + eidas.ShortName(s.Leaf.Issuer)}
	if l := s.Listing; l != nil {
		f.Message = withNear(fmt.Sprintf("not checked: %s; the issuing CA is %s", l.Open,
			eidas.ShortName(s.Leaf.Issuer)), l)
		f.Hint = "Complete the chain, and see which of the lists are missing."
	}
	p.Report(f)
}

func checkTrustedList(p *lint.Pass, s *eidas.Subject) {
	f := lint.Finding{Where: s.Where("issuer"), Severity: s.InSandbox()}
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
	f := lint.Finding{Where: s.Where("issuer"), Severity: s.InSandbox()}
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
		f.Hint = "The list contradicts itself, or says something that is not understood; ask the provider, and the " +
			"bank if it refuses."
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
