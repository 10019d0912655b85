package lint

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Validate reports what is missing or duplicated in the documentation of rules. Every rule has an id and a code of its
// own, a title, a reason, a next step, a severity and a source.
func Validate(metas []Meta) error {
	seen := map[string]bool{}
	var errs []error
	for _, m := range metas {
		bad := func(ok bool, what string) {
			if !ok {
				errs = append(errs, fmt.Errorf("rule %q (%s): %s", m.ID, m.Code, what))
			}
		}
		bad(isID(m.ID), "the id is not lower-case words joined by hyphens")
		bad(isCode(m.Code), "the code is not a letter and two digits")
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

// isID reports whether an id is words of lower-case letters and digits, joined by hyphens.
func isID(id string) bool {
	words := strings.Split(id, "-")
	return len(words) > 1 && !slices.ContainsFunc(words, func(word string) bool {
		return word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789") != ""
	})
}

// isCode reports whether a code is a capital, two digits, and at most a lower-case letter behind them.
func isCode(code string) bool {
	kinds := strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return 'A'
		case r >= '0' && r <= '9':
			return '0'
		case r >= 'a' && r <= 'z':
			return 'a'
		}
		return ' '
	}, code)
	return kinds == "A00" || kinds == "A00a"
}

func isSentence(s string) bool {
	return s != "" && strings.HasSuffix(s, ".") && s == strings.TrimSpace(s)
}
