package chain

import (
	"cmp"
	"fmt"
	"slices"

	"qwac/pkg/lint"
)

// faultList keeps the first fault of each kind in one input and counts the others.
type faultList struct {
	faults []Fault
	more   []int // more[i] counts what was left out after faults[i]
}

func (l *faultList) add(rule string, at lint.Location, detail string) *Fault {
	if i := l.index(rule); i >= 0 {
		l.more[i]++
		return &Fault{}
	}
	l.faults = append(l.faults, Fault{Rule: rule, At: at, Detail: detail})
	l.more = append(l.more, 0)
	return &l.faults[len(l.faults)-1]
}

func (l *faultList) index(rule string) int {
	return slices.IndexFunc(l.faults, func(f Fault) bool { return f.Rule == rule })
}

func (l *faultList) has(rule string) bool { return l.index(rule) >= 0 }

// sorted returns the faults by their place.
func (l *faultList) sorted() []Fault {
	for i, n := range l.more {
		if n > 0 {
			l.faults[i].Detail += fmt.Sprintf(" (and %d more in this file)", n)
		}
	}
	slices.SortStableFunc(l.faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Column, b.At.Column))
	})
	return l.faults
}
