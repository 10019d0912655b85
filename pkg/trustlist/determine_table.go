package trustlist

import (
	"fmt"
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/tsl"
)

// understood collects the qualifiers of the services for web sites (PRO-4.4.4-27). An unknown critical extension makes
// the statement of the list unusable (TS 119 612 5.5.9).
func (r *run) understood(result *Result) *outcome {
	for _, s := range result.webSites() {
		if len(s.Unknown) > 0 {
			return &outcome{Indeterminate, "PRO-4.4.4-27",
				fmt.Sprintf("critical extension %s is not understood", s.Unknown[0])}
		}
		for _, q := range s.Qualifications {
			switch holds(q.Criteria, r.facts) {
			case yes:
				result.Qualifiers = append(result.Qualifiers, q.Qualifiers...)
			case unknown:
				if q.Critical {
					return &outcome{Indeterminate, "PRO-4.4.4-27",
						"critical criteria for " + tsl.Short(q.Qualifiers...) + " are not understood"}
				}
				r.warn("criteria for %s are not understood and not critical: left out", tsl.Short(q.Qualifiers...))
			}
		}
	}
	slices.Sort(result.Qualifiers)
	result.Qualifiers = slices.Compact(result.Qualifiers)
	return nil
}

// claim is the input of table 3.
type claim struct {
	statement, forWSA, not      bool // qualifiers
	compliance, web, otherTypes bool // statements of the certificate
}

// qualified follows PRO-4.4.4-28 to -31.
func (r *run) qualified(result *Result) outcome {
	has := func(uri string) bool { return slices.Contains(result.Qualifiers, uri) }
	c := claim{has(tsl.QCStatement), has(tsl.QCForWSA), has(tsl.NotQualified), r.facts.compliance, r.facts.web,
		r.facts.otherTypes}
	switch {
	case has(tsl.QCForESig) || has(tsl.QCForESeal):
		return outcome{Indeterminate, "PRO-4.4.4-28", "the list takes the certificate for one for signatures or seals"}
	case c.not && c.statement:
		return outcome{Indeterminate, "PRO-4.4.4-28", "the list calls the certificate both qualified and not qualified"}
	case r.facts.foreign != "":
		return outcome{NotQWAC, "PRO-4.4.4-31",
			fmt.Sprintf("qualified under the law of %s, not of the Union (QcCClegislation)",
				ber.Quote(r.facts.foreign))}
	}
	if c.web && c.otherTypes {
		r.warn("the certificate has several types (PRO-4.4.4-30)")
	}
	verdict, reason := c.judge()
	return outcome{verdict, "PRO-4.4.4-31", reason}
}

// judge is table 3 in closed form. Compliance without a type means signatures (EN 319 412-5 4.2.3), never web sites.
func (c claim) judge() (Verdict, string) {
	switch {
	case c.not:
		return NotQWAC, "the list says that the certificate is not qualified"
	case c.forWSA && c.statement:
		return QWAC, "the list says that the certificate is qualified and for web sites"
	case c.forWSA && c.compliance:
		return QWAC, "qualified by its own statement, for web sites by the list"
	case c.forWSA:
		return NotQWAC, "for web sites by the list, but nobody says that it is qualified"
	case !c.compliance && !c.statement:
		return NotQWAC, "neither the certificate nor the list says that it is qualified"
	case c.web && c.otherTypes:
		return Indeterminate, "the certificate has the type web and others"
	case c.web && c.compliance:
		return QWAC, "qualified and for web sites by its own statements"
	case c.web:
		return QWAC, "qualified by the list, for web sites by its own statement"
	case !c.otherTypes && !c.compliance:
		return Indeterminate, "qualified by the list, but nobody says for what"
	}
	return NotQWAC, "qualified, but not for web sites"
}
