package upload

import (
	"fmt"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/eds"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// epcDirectory is the source of what rests on the directory of the EPC.
func epcDirectory() lint.Clause {
	return lint.Clause{Document: "EPC Directory Service", Section: "local file"}
}

const (
	seeDirectory = "grep -n ABCDDKKKXXX eds.json"
	meansOfEDS   = "Participants of Verification of Payee stand in the directory of the European Payments Council " +
		"(EPC). "
	whyEDS = "A responder takes a request only when BIC and number stand in its copy of the directory together."
	fixEDS = "Have the entry mended in the directory, or by who manages it for you (RVM); the copies are " +
		"renewed daily."
	notRequesting = "the participant has the roles %s there, want that of a requester"
)

// directoryRules hold BIC and number to the directory of the EPC, where its local file is given (group S). At most one
// of the first four speaks, but for the day.
var directoryRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "eds-pair-missing", Code: "S53", Severity: lint.Error, Source: epcDirectory(),
			Title: "BIC and number are not in the directory together",
			Means: meansOfEDS +
				"Each has one BIC there, and the numbers of its certificates (NAN). Your BIC does not stand " +
				"there with the number of this certificate.",
			Why: whyEDS, Fix: fixEDS, See: seeDirectory,
			Wrong: "ABCDDKKKXXX with PSDDK-DFSA-12345, in the file ABCDDKKKXXX with PSDDK-DFSA-67890",
			Right: "ABCDDKKKXXX with PSDDK-DFSA-12345, in both",
		},
		Applies: func(s *eidas.Subject) bool { return s.Listed != nil && pairFault(s.Listed) != "" },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathOrgID), "%s", pairFault(s.Listed))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "eds-spelling", Code: "S54", Severity: lint.Warning, Source: epcDirectory(),
			Title: "the directory has the number in another spelling",
			Means: meansOfEDS + "Your BIC stands there with the number of this certificate, but in another spelling.",
			Why:   "Software of responders compares letter by letter, and then finds no such pair.",
			Wrong: "PSDDK-DFSA-12345, in the file PSDDK_DFSA_12345",
			Right: "PSDDK-DFSA-12345, in both",
			Fix: "Have the number in the directory written as the certificate has it; a certificate cannot be " +
				"edited, an entry can.",
			See: seeDirectory,
		},
		Applies: func(s *eidas.Subject) bool { return s.Listed != nil && spellingFault(s.Listed) != "" },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathOrgID), "%s", spellingFault(s.Listed))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "eds-role", Code: "S55", Severity: lint.Error, Source: epcDirectory(),
			Title: "the participant is no requester in the directory",
			Means: meansOfEDS +
				"It has the roles of each: who requests verifications, and who responds. Yours is there " +
				"without the role of a requester.",
			Why: "A responder answers only requesters. A responder's certificate shows itself as a server, and " +
				"needs no " +
				"such role.",
			Wrong: "role RESPONDER", Right: "roles REQUESTER and RESPONDER",
			Fix: fixEDS, See: seeDirectory,
		},
		Applies: func(s *eidas.Subject) bool { return s.Listed != nil && roleFault(s.Listed) != "" },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathOrgID), "%s", roleFault(s.Listed))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "eds-not-ready", Code: "S56", Severity: lint.Error, Source: epcDirectory(),
			Title: "the participant is not ready yet, says the directory",
			Means: meansOfEDS +
				"It has the day from which each takes part (operational readiness date). Yours is still to " +
				"come, or is no date.",
			Why:   "Before that day responders need not answer you.",
			Wrong: "ready from 2026-12-01, today 2026-09-01", Right: "ready from 2025-10-05",
			Fix: "Wait for the day, or have an earlier one set in the directory.", See: seeDirectory,
		},
		Applies: func(s *eidas.Subject) bool { return s.Listed != nil && readyFault(s.Listed, s.At) != "" },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathOrgID), "%s", readyFault(s.Listed, s.At))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "eds-not-checked", Code: "S57", Severity: lint.Notice, Source: epcDirectory(),
			Title: "the directory of the EPC was not asked",
			Means: meansOfEDS +
				"Its local file was not given, so qwac does not know whether your BIC stands there with the " +
				"number of this certificate.",
			Why: whyEDS, Right: "the file of today, and the BIC ABCDDKKKXXX",
			Fix:   "Provide the local file of the directory and your BIC.",
			Needs: []lint.Need{{What: lint.NeedDirectory}, {What: lint.NeedBIC}}, See: lint.SeeSubject,
		},
		Applies: func(s *eidas.Subject) bool {
			return s.WantsListed && s.Listed == nil && s.ClaimsPSD2()
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathOrgID), "the directory of the EPC was not asked; the number is %s",
				eidas.Quoted(s.Info.OrgIDs))
		},
	},
}

// ListedFault is why a responder would not find a participant in its copy of the directory.
type ListedFault struct {
	Rule *lint.Meta
	Text string
}

// ListedFaults are those of what the directory says of a pair; none: a responder finds it.
func ListedFaults(a *eds.Answer, at time.Time) []ListedFault {
	var out []ListedFault
	// in the order of the rules
	for i, text := range []string{pairFault(a), spellingFault(a), roleFault(a), readyFault(a, at)} {
		if text != "" {
			out = append(out, ListedFault{directoryRules[i].Meta, text})
		}
	}
	return out
}

func pairFault(a *eds.Answer) string {
	p := a.Participant
	switch a.How {
	case eds.Missing:
		return fmt.Sprintf("the directory has neither BIC %s nor number %s", a.BIC, ber.Quote(a.NAN))
	case eds.NoNumber:
		return fmt.Sprintf("the directory has %s with %s, want %s", a.BIC, eidas.Quoted(p.NANs), ber.Quote(a.NAN))
	case eds.OtherBIC:
		return fmt.Sprintf("the directory has %s with BIC %s, want %s", ber.Quote(a.As), ber.Cut(p.BIC), a.BIC)
	case eds.AccountBIC:
		return fmt.Sprintf("%s is a BIC of accounts of participant %s in the directory; want the BIC of the "+
			"participant",
			a.BIC, ber.Cut(p.BIC))
	}
	return ""
}

func spellingFault(a *eds.Answer) string {
	if a.How != eds.Spelled {
		return ""
	}
	return fmt.Sprintf("the number is %s, the file has it as %s with %s", ber.Quote(a.NAN), ber.Quote(a.As), a.BIC)
}

// paired reports whether the pair is there, in some spelling.
func paired(a *eds.Answer) bool { return a.How == eds.Found || a.How == eds.Spelled }

func roleFault(a *eds.Answer) string {
	if !paired(a) || a.NoRoles {
		return ""
	}
	switch is, _ := a.Participant.Requester(); {
	case is:
		return ""
	case len(a.Participant.Roles) == 0:
		return "the file has no role of the participant, want that of a requester"
	}
	return fmt.Sprintf(notRequesting, ber.List(a.Participant.Roles, ", "))
}

func readyFault(a *eds.Answer, at time.Time) string {
	if !paired(a) || at.IsZero() {
		return ""
	}
	p := a.Participant
	switch {
	case p.ReadyOdd != "":
		return fmt.Sprintf("the file has %s as the day from which the participant is ready, want a date",
			ber.Quote(p.ReadyOdd))
	case p.Ready.After(at):
		return fmt.Sprintf("the participant is ready from %s on, want a day that is not after %s", eidas.Day(p.Ready),
			eidas.Day(at))
	}
	return ""
}
