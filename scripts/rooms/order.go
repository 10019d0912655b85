package main

import (
	"cmp"
	"slices"
)

// use is a use of names of one file by another file of the room.
type use struct{ from, to string }

// upward returns the uses that run against the best order of files that is found: each file stands above those it uses.
// Without a cycle there are none. The order comes from taking away, again and again, a file that nothing left uses or
// that uses nothing left, else the one whose uses most outnumber its users (Eades, Lin and Smyth).
func upward(files []string, uses map[use][]string) []use {
	level := map[string]int{}
	left := slices.Clone(files)
	top, bottom := 0, len(files)
	for len(left) > 0 {
		name, above := next(left, uses)
		if above {
			level[name] = top
			top++
		} else {
			bottom--
			level[name] = bottom
		}
		left = slices.DeleteFunc(left, func(f string) bool { return f == name })
	}
	var against []use
	for u := range uses {
		if level[u.from] > level[u.to] {
			against = append(against, u)
		}
	}
	slices.SortFunc(against, func(a, b use) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	return against
}

// next chooses the file that is placed next, and whether above or below all that are left.
func next(left []string, uses map[use][]string) (name string, above bool) {
	best := 0
	for i, f := range left {
		out, in := 0, 0
		for _, g := range left {
			if _, ok := uses[use{f, g}]; ok {
				out++
			}
			if _, ok := uses[use{g, f}]; ok {
				in++
			}
		}
		if in == 0 {
			return f, true
		}
		if out == 0 {
			return f, false
		}
		if i == 0 || out-in > best {
			name, best = f, out-in
		}
	}
	return name, true
}
