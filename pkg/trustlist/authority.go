package trustlist

import (
	"fmt"
	"time"

	"qwac/pkg/tsl"
)

// Options says what is accepted.
type Options struct {
	At       time.Time // the time of judgement; zero: nothing is overdue
	Journals []Journal // publications trusted; nil: all of [Journals]

	// Known replaces the list of lists if none is given: the index says who may sign. Nil: a list of lists is required.
	Known *Index

	// AllowOverdueLOTL accepts a list of lists whose next update is overdue at that time, with a warning. PRO-4.1.4-13
	// refuses it.
	AllowOverdueLOTL bool
}

// Set is what was proven about some lists.
type Set struct {
	LOTL     *Trusted   // the newest list of lists that is authentic; nil when [Options.Known] stood in for it
	Lists    []*Trusted // all that are authentic, also the list of lists and its pivots; by territory, the newest first
	Refused  []Refusal  // in the order given
	Missing  []string   // territories that the list of lists points to and that are neither among the lists nor known
	Warnings []tsl.Warning
}

// Refusal is a list that is not authentic.
type Refusal struct {
	List *tsl.List
	Err  error // a *tsl.Error
}

// authority holds what is known while lists are proven.
type authority struct {
	Options
	set        *Set
	bySequence map[int][]*tsl.List // lists of lists
	lotl       Source              // the list of lists that counts
	pointed    []pointed           // by it
}

func (a *authority) judge(l *tsl.List, err error, by string) {
	if err != nil {
		a.set.Refused = append(a.set.Refused, Refusal{l, l.Named(err)})
		return
	}
	a.set.Lists = append(a.set.Lists, &Trusted{l, by})
	a.set.Warnings = append(a.set.Warnings, l.Warnings...)
}

// checkFresh checks the next update. A closed list has none.
func (a *authority) checkFresh(l *tsl.List, allow bool) error {
	if l.NextUpdate.IsZero() || !a.At.After(l.NextUpdate) {
		return nil
	}
	if !allow {
		return tsl.Errorf(KindStale, "it was due on %s, and it is %s", tsl.Date(l.NextUpdate), tsl.Date(a.At))
	}
	a.warn(KindStale, l, "it was due on %s, and it is %s", tsl.Date(l.NextUpdate), tsl.Date(a.At))
	return nil
}

func (a *authority) warn(kind tsl.Kind, l *tsl.List, format string, args ...any) {
	w := tsl.Warning{Kind: kind, List: l.String(), Text: fmt.Sprintf(format, args...)}
	a.set.Warnings = append(a.set.Warnings, w)
}

// Reasons why a list is not authentic or not current.
const (
	KindNoLOTL       tsl.Kind = "no list of lists"
	KindJournal      tsl.Kind = "Official Journal publication"
	KindPivot        tsl.Kind = "pivot missing"
	KindPivots       tsl.Kind = "too many pivots"
	KindSigner       tsl.Kind = "signed by somebody else"
	KindNotPointedTo tsl.Kind = "not pointed to by the list of lists"
	KindStale        tsl.Kind = "next update overdue"
	KindRollback     tsl.Kind = "older than what was known"
	KindReplaced     tsl.Kind = "same sequence number, other content"
)
