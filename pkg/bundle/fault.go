package bundle

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/lint"
)

// faultList keeps the first fault of each kind in one input, and the lines of the others.
type faultList struct {
	faults []lint.Fault
	others []others // others[i] are of the kind of faults[i]
}

// others are the further faults of one kind.
type others struct {
	line  int    // of the first fault
	cause string // of the first fault; empty: causes are not told
	spans []span // at most maxSpans
	more  int    // faults that spans has no room for
	here  int    // faults on lines that are named already
}

// span is a run of lines with a fault of the same cause.
type span struct {
	from, to int
	cause    string // empty: that of the first
}

// maxSpans is how many further places are named: a person mends a few by hand and does the rest alike.
const maxSpans = 5

// add notes a fault. The result is for the rest of its fields; they count for the first of its kind alone.
func (l *faultList) add(rule *lint.Meta, at lint.Location, detail string) *lint.Fault {
	return l.addCause(rule, at, "", detail)
}

// addCause is add with a detail that begins with a cause, which is told of the further faults where it is another.
func (l *faultList) addCause(rule *lint.Meta, at lint.Location, cause, rest string) *lint.Fault {
	if i := l.index(rule); i >= 0 {
		l.repeat(i, at.Line, cause)
		return &lint.Fault{}
	}
	l.faults = append(l.faults, lint.Fault{Rule: rule, Where: lint.Where{At: at}, Detail: cause + rest})
	l.others = append(l.others, others{line: at.Line, cause: cause})
	return &l.faults[len(l.faults)-1]
}

// repeat notes a further fault of the kind of faults[i].
func (l *faultList) repeat(i, line int, cause string) {
	o := &l.others[i]
	if cause == o.cause {
		cause = ""
	} else {
		l.faults[i].Hint, l.faults[i].Needs = "", nil // they were for the first alone
	}
	known := slices.IndexFunc(o.spans, func(s span) bool {
		return s.cause == cause && s.from <= line && line <= s.to+1
	})
	switch {
	case cause == "" && line == o.line, known >= 0 && line <= o.spans[known].to:
		o.here++
	case known >= 0:
		o.spans[known].to = line
	case len(o.spans) == maxSpans:
		o.more++
	default:
		o.spans = append(o.spans, span{line, line, cause})
	}
}

// bareKey is a private key without a label.
const bareKey = "a private key that is not labelled as one"

// key notes a private key.
func (l *faultList) key(at lint.Location, what string) {
	l.addCause(&PEMPrivateKeyPresent, at, what, " stands in the file; it was not read")
}

func (l *faultList) index(rule *lint.Meta) int {
	return slices.IndexFunc(l.faults, func(f lint.Fault) bool { return f.Rule == rule })
}

func (l *faultList) has(rule *lint.Meta) bool { return l.index(rule) >= 0 }

// unfixable says that no fault of a kind in this input can be mended.
func (l *faultList) unfixable(rule *lint.Meta) {
	l.faults[l.index(rule)].Unfixable = true
}

// sorted returns the faults by their place.
func (l *faultList) sorted() []lint.Fault {
	for i := range l.faults {
		l.faults[i].Detail += l.others[i].String()
	}
	slices.SortStableFunc(l.faults, func(a, b lint.Fault) int {
		return cmp.Or(cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Column, b.At.Column))
	})
	return l.faults
}

// String is what a message says of the further faults: "; also at line 60 and 84 to 90, and 3 more".
func (o *others) String() string {
	if len(o.spans) == 0 && o.here > 0 {
		return fmt.Sprintf(" (and %d more at this place)", o.here)
	}
	slices.SortStableFunc(o.spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var places []string
	for _, s := range o.spans {
		places = append(places, s.String())
	}
	if len(places) == 0 {
		return ""
	}
	if o.more > 0 {
		places = append(places, fmt.Sprintf("%d more", o.more))
	}
	last := len(places) - 1
	if last == 0 {
		return "; also at line " + places[0]
	}
	return "; also at line " + strings.Join(places[:last], ", ") + " and " + places[last]
}

func (s span) String() string {
	text := fmt.Sprint(s.from)
	if s.to > s.from {
		text += fmt.Sprintf(" to %d", s.to)
	}
	if s.cause != "" {
		text += " (" + s.cause + ")"
	}
	return text
}
