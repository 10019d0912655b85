package trustlist

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"qwac/pkg/tsl"
)

// Trusted is a list whose signer was followed up to the Official Journal. Only [Authenticate] makes one.
type Trusted struct {
	list *tsl.List
	by   string
}

// List is the list. It must not be changed.
func (t *Trusted) List() *tsl.List { return t.list }

// Options says what is accepted.
type Options struct {
	At       time.Time // the time of judgement; zero: nothing is overdue
	Journals []Journal // publications trusted; nil: all of [Journals]

	// Known stands in for the list of lists when none is given: who may sign is taken from the index. Nil: one must be given.
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

// Authenticate proves lists from the Official Journal down (TS 119 615 4.1.4, 4.2.4): the list of lists, through the pivots
// that it names and that must be among the lists, then every list that it points to. A list that is not authentic is refused
// and does not harm the others. The error, a [*tsl.Error], says that there is no authentic list of lists.
func Authenticate(lists []*tsl.List, o Options) (*Set, error) {
	if o.Journals == nil {
		o.Journals = Journals()
	}
	a := authority{Options: o, set: &Set{}, bySequence: map[int][]*tsl.List{}}
	for _, l := range lists {
		if l.IsLOTL() {
			a.bySequence[l.Sequence] = append(a.bySequence[l.Sequence], l)
		}
	}
	if err := a.choose(lists); err != nil {
		return nil, err
	}
	for _, l := range lists {
		if !l.IsLOTL() {
			a.judge(l, a.checkNational(l), a.lotl.String())
		}
	}
	a.finish()
	return a.set, nil
}

// authority holds what is known while lists are proven.
type authority struct {
	Options
	set        *Set
	bySequence map[int][]*tsl.List // lists of lists
	lotl       Source              // the list of lists that counts
	pointed    []pointed           // by it
}

// choose settles which list of lists counts.
func (a *authority) choose(lists []*tsl.List) error {
	if source, ok := a.known(); ok && len(a.bySequence) == 0 {
		l := &tsl.List{Territory: source.Territory, Sequence: source.Sequence, NextUpdate: source.NextUpdate}
		a.lotl, a.pointed = source, a.Known.pointed
		return l.Named(a.checkFresh(l, a.AllowOverdueLOTL))
	}
	if err := a.chooseLOTL(lists); err != nil {
		return err
	}
	l := a.set.LOTL.list
	a.lotl, a.pointed = Source{Territory: l.Territory, Sequence: l.Sequence}, pointers(l)
	return nil
}

func (a *authority) known() (Source, bool) {
	if a.Known == nil {
		return Source{}, false
	}
	return a.Known.Source("EU")
}

// pointers gathers who may sign the lists that programs read (PRO-4.2.4-03), by territory.
func pointers(l *tsl.List) []pointed {
	all := map[string]*pointed{}
	for _, p := range l.Pointers {
		if p.MIMEType != tsl.MIMEXML || p.Type == tsl.TypeLOTL {
			continue
		}
		if all[p.Territory] == nil {
			all[p.Territory] = &pointed{territory: p.Territory}
		}
		for _, c := range p.Signers {
			all[p.Territory].signers = append(all[p.Territory].signers, fingerprint(c))
		}
	}
	var out []pointed
	for _, p := range sortedValues(all) {
		out = append(out, *p)
	}
	return out
}

func (a *authority) judge(l *tsl.List, err error, by string) {
	if err != nil {
		a.set.Refused = append(a.set.Refused, Refusal{l, l.Named(err)})
		return
	}
	a.set.Lists = append(a.set.Lists, &Trusted{l, by})
	a.set.Warnings = append(a.set.Warnings, l.Warnings...)
}

// checkNational follows PRO-4.2.4-03 to -12.
func (a *authority) checkNational(l *tsl.List) error {
	i := slices.IndexFunc(a.pointed, func(p pointed) bool { return p.territory == l.Territory })
	if i < 0 {
		return tsl.Errorf(KindNotPointedTo, "%s has no pointer to a list of %s", a.lotl, l.Territory)
	}
	if err := l.SignatureError(); err != nil {
		return err
	}
	if !slices.Contains(a.pointed[i].signers, fingerprint(l.Signer)) {
		return tsl.Errorf(KindSigner, "%s, which %s does not name for %s", l.Signer.Display(), a.lotl, l.Territory)
	}
	return a.checkFresh(l, true) // PRO-4.2.4-12
}

// checkFresh looks at the next update. A closed list has none.
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

// finish sorts what was accepted and finds the gaps.
func (a *authority) finish() {
	slices.SortStableFunc(a.set.Lists, func(x, y *Trusted) int {
		return cmp.Or(cmp.Compare(x.list.Territory, y.list.Territory), cmp.Compare(y.list.Sequence, x.list.Sequence))
	})
	for _, p := range a.pointed {
		have := slices.ContainsFunc(a.set.Lists, func(t *Trusted) bool { return t.list.Territory == p.territory })
		if a.Known != nil && !have {
			_, have = a.Known.Source(p.territory)
		}
		if !have {
			a.set.Missing = append(a.set.Missing, p.territory)
		}
	}
}
