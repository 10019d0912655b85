package lint

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Validate reports what is missing or duplicated in the documentation of rules. Every rule has an id and a code of its
// own, a title, a reason, a next step, a severity and a source.
func Validate(metas []Meta) error {
	id := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	code := regexp.MustCompile(`^[A-Z][0-9]{2}[a-z]?$`)
	seen := map[string]bool{}
	var errs []error
	for _, m := range metas {
		bad := func(ok bool, what string) {
			if !ok {
				errs = append(errs, fmt.Errorf("rule %q (%s): %s", m.ID, m.Code, what))
			}
		}
		bad(id.MatchString(m.ID), "the id is not lower-case words joined by hyphens")
		bad(code.MatchString(m.Code), "the code is not a letter and two digits")
		bad(!seen[m.ID] && !seen[m.Code], "the id or the code is used twice")
		bad(m.Title != "" && !strings.HasSuffix(m.Title, "."), "the title is empty or ends with a period")
		bad(isSentence(m.Why), "the reason is not a sentence")
		bad(isSentence(m.Fix), "the next step is not a sentence")
		bad(m.Wrong == "" || m.Right != "", "a wrong value without the right one")
		bad(m.Ask == "" || isSentence(m.Ask), "what to ask of the QTSP is not a sentence")
		bad(m.Severity >= Notice && m.Severity <= Error, "no severity")
		bad(m.Source.Document != "", "no source")
		for _, by := range m.SilencedBy {
			known := slices.ContainsFunc(metas, func(o Meta) bool { return o.ID == by.ID })
			bad(known && by.ID != m.ID, fmt.Sprintf("it is silenced by %q, which is no other rule", by.ID))
		}
		seen[m.ID], seen[m.Code] = true, true
	}
	return errors.Join(errs...)
}

func isSentence(s string) bool {
	return s != "" && strings.HasSuffix(s, ".") && s == strings.TrimSpace(s)
}
