package trustlist

import (
	"fmt"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/tsl"
)

// Step is one line of an explanation.
type Step struct {
	Requirement string // of TS 119 615; empty for warnings and near misses
	Text        string
}

func (s Step) String() string {
	if s.Requirement == "" {
		return s.Text
	}
	return s.Requirement + ": " + s.Text
}

// maxSteps keeps an explanation on a screen.
const maxSteps = 10

// Explain gives the reasons, requirement by requirement: which list, provider and service, its state at both times with
// the qualifiers, the verdict, then near misses and warnings. It has ten lines at most.
func (d *Determination) Explain() []Step {
	steps := []Step{{"PRO-4.4.4-01", d.listText()}}
	if m := d.Match(); m != nil {
		steps = append(steps, Step{"PRO-4.3.4-03",
			fmt.Sprintf("service %s of %s, %s", ber.Quote(m.Entry.Service.Name),
				ber.Quote(m.Entry.Provider.Name), m.placeText())})
	}
	for _, r := range []struct {
		Result
		what string
	}{{d.Issuance, "issuance"}, {d.Evaluation, "evaluation"}} {
		steps = append(steps, Step{r.Requirement,
			fmt.Sprintf("at %s (%s) %s%s: %s", tsl.Date(r.Time), r.what, r.stateText(), r.Reason, r.Verdict)})
	}
	steps = append(steps, Step{"PRO-4.4.4-36", d.verdictText()})
	for _, s := range d.NearMisses {
		steps = append(steps, Step{Text: "near miss: " + s})
	}
	for _, s := range d.Warnings {
		steps = append(steps, Step{Text: "warning: " + s})
	}
	if n := len(steps) - maxSteps + 1; n > 1 {
		steps = append(steps[:maxSteps-1], Step{Text: fmt.Sprintf("and %d more", n)})
	}
	return steps
}

func (d *Determination) listText() string {
	switch {
	case d.Territory == "":
		return "the issuer states no country"
	case d.List.Territory == "":
		return fmt.Sprintf("the issuer is in %s, which has no list", d.Territory)
	}
	next := "closed"
	if !d.List.NextUpdate.IsZero() {
		next = "next update " + tsl.Date(d.List.NextUpdate)
	}
	return fmt.Sprintf("the issuer says %s: list %s of %s, %s, signer named by %s", d.Territory, d.List,
		tsl.Date(d.List.Issued), next, d.List.By)
}

// Match is the service to show: of the evaluation, else of the issuance; one for web sites before others. It is nil if
// none was found.
func (d *Determination) Match() *Match {
	for _, r := range []*Result{&d.Evaluation, &d.Issuance} {
		for i := range r.Matches {
			if r.Matches[i].State.WebSite() {
				return &r.Matches[i]
			}
		}
	}
	for _, r := range []*Result{&d.Evaluation, &d.Issuance} {
		if len(r.Matches) > 0 {
			return &r.Matches[0]
		}
	}
	return nil
}

func (m *Match) placeText() string {
	if m.Place == 1 {
		return "the issuing CA"
	}
	return fmt.Sprintf("the CA at place %d of the path", m.Place+1)
}

func (r *Result) stateText() string {
	var parts []string
	for _, m := range r.Matches {
		if m.State.WebSite() || len(r.webSites()) == 0 {
			parts = append(parts, m.State.String())
		}
	}
	if len(parts) == 0 {
		return ""
	}
	if len(r.Qualifiers) > 0 {
		parts = append(parts, "qualifiers "+tsl.Short(r.Qualifiers...))
	}
	return strings.Join(parts, ", ") + "; "
}

func (d *Determination) verdictText() string {
	if d.Issuance.Verdict == d.Evaluation.Verdict {
		return string(d.Verdict) + " at both times"
	}
	return fmt.Sprintf("%s, because the two results differ", d.Verdict)
}
