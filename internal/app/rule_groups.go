package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// ruleGroups are the groups of rules by the letter of their codes, in the order in which people read them.
var ruleGroups = []struct {
	letter byte
	title  string
}{
	{'P', "files and PEM"},
	{'X', "structure of each certificate"},
	{'C', "chain and trusted lists"},
	{'L', "the leaf: usage, policies, names"},
	{'Q', "statements of qualified certificates"},
	{'S', "PSD2 statement and holder"},
	{'R', "roles at the bank, renewal"},
	{'K', "keys and algorithms"},
	{'V', "lengths of validity"},
	{'A', "status and access information"},
	{'J', "types of certificates"},
	{'U', "redirect URIs"},
	{'G', "configuration of the gate"},
}

// groupTitle is what a group is about; empty: there is none of that letter.
func groupTitle(letter string) string {
	for _, g := range ruleGroups {
		if strings.EqualFold(letter, string(g.letter)) {
			return g.title
		}
	}
	return ""
}

func groupList() string {
	var list []string
	for _, g := range ruleGroups {
		list = append(list, fmt.Sprintf("%c (%s)", g.letter, g.title))
	}
	return strings.Join(list, ", ")
}

// ruleGroup is a group with its entries, by code.
type ruleGroup struct {
	letter  byte
	title   string
	entries []ruleEntry
}

// grouped are the groups that entries are in.
func grouped(entries []ruleEntry) []ruleGroup {
	var out []ruleGroup
	for _, g := range ruleGroups {
		of := slices.DeleteFunc(slices.Clone(entries), func(r ruleEntry) bool { return r.Code[0] != g.letter })
		slices.SortFunc(of, func(a, b ruleEntry) int { return cmp.Compare(a.Code, b.Code) })
		if len(of) > 0 {
			out = append(out, ruleGroup{g.letter, g.title, of})
		}
	}
	return out
}
