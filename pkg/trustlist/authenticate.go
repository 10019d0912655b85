package trustlist

import (
	"cmp"
	"slices"
	"time"
)

// Trusted is a list whose signer was followed up to the Official Journal. Only [Authenticate] makes one.
type Trusted struct {
	list *List
	by   string
}

// List is the list. It must not be changed.
func (t *Trusted) List() *List { return t.list }

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
	Warnings []Warning
}

// Refusal is a list that is not authentic.
type Refusal struct {
	List *List
	Err  error // an *Error
}

// Authenticate proves lists from the Official Journal down (TS 119 615 4.1.4, 4.2.4): the list of lists, through the pivots
// that it names and that must be among the lists, then every list that it points to. A list that is not authentic is refused
// and does not harm the others. The error, an [*Error], says that there is no authentic list of lists.
func Authenticate(lists []*List, o Options) (*Set, error) {
	if o.Journals == nil {
		o.Journals = Journals()
	}
	a := authority{Options: o, set: &Set{}, bySequence: map[int][]*List{}}
	for _, l := range lists {
		if l.isLOTL() {
			a.bySequence[l.Sequence] = append(a.bySequence[l.Sequence], l)
		}
	}
	if err := a.choose(lists); err != nil {
		return nil, err
	}
	for _, l := range lists {
		if !l.isLOTL() {
			a.judge(l, a.checkNational(l), a.lotl.String())
		}
	}
	a.finish()
	return a.set, nil
}

func (l *List) isLOTL() bool { return l.Type == TypeLOTL && l.Territory == "EU" }

// authority holds what is known while lists are proven.
type authority struct {
	Options
	set        *Set
	bySequence map[int][]*List // lists of lists
	lotl       Source          // the list of lists that counts
	pointed    []pointed       // by it
}

// choose settles which list of lists counts.
func (a *authority) choose(lists []*List) error {
	if source, ok := a.known(); ok && len(a.bySequence) == 0 {
		l := &List{Territory: source.Territory, Sequence: source.Sequence, NextUpdate: source.NextUpdate}
		a.lotl, a.pointed = source, a.Known.pointed
		return l.named(a.checkFresh(l, a.AllowOverdueLOTL))
	}
	if err := a.chooseLOTL(lists); err != nil {
		return err
	}
	l := a.set.LOTL.list
	a.lotl, a.pointed = Source{Territory: l.Territory, Sequence: l.Sequence}, l.pointed()
	return nil
}

func (a *authority) known() (Source, bool) {
	if a.Known == nil {
		return Source{}, false
	}
	return a.Known.Source("EU")
}

// pointed gathers who may sign the lists that programs read (PRO-4.2.4-03), by territory.
func (l *List) pointed() []pointed {
	all := map[string]*pointed{}
	for _, p := range l.Pointers {
		if p.MIMEType != MIMEXML || p.Type == TypeLOTL {
			continue
		}
		if all[p.Territory] == nil {
			all[p.Territory] = &pointed{territory: p.Territory}
		}
		for _, c := range p.Signers {
			all[p.Territory].signers = append(all[p.Territory].signers, c.fingerprint())
		}
	}
	var out []pointed
	for _, p := range sortedValues(all) {
		out = append(out, *p)
	}
	return out
}

func (a *authority) judge(l *List, err error, by string) {
	if err != nil {
		a.set.Refused = append(a.set.Refused, Refusal{l, l.named(err)})
		return
	}
	a.set.Lists = append(a.set.Lists, &Trusted{l, by})
	a.set.Warnings = append(a.set.Warnings, l.Warnings...)
}

// checkNational follows PRO-4.2.4-03 to -12.
func (a *authority) checkNational(l *List) error {
	i := slices.IndexFunc(a.pointed, func(p pointed) bool { return p.territory == l.Territory })
	if i < 0 {
		return fault(KindNotPointedTo, "%s has no pointer to a list of %s", a.lotl, l.Territory)
	}
	if err := l.signature; err != nil {
		return err
	}
	if !slices.Contains(a.pointed[i].signers, l.Signer.fingerprint()) {
		return fault(KindSigner, "%s, which %s does not name for %s", l.Signer.display(), a.lotl, l.Territory)
	}
	return a.checkFresh(l, true) // PRO-4.2.4-12
}

// checkFresh looks at the next update. A closed list has none.
func (a *authority) checkFresh(l *List, allow bool) error {
	if l.NextUpdate.IsZero() || !a.At.After(l.NextUpdate) {
		return nil
	}
	if !allow {
		return fault(KindStale, "it was due on %s, and it is %s", date(l.NextUpdate), date(a.At))
	}
	a.warn(KindStale, l, "it was due on %s, and it is %s", date(l.NextUpdate), date(a.At))
	return nil
}

func (a *authority) warn(kind Kind, l *List, format string, args ...any) {
	w := Warning{Kind: kind, List: l.String(), Text: fault(kind, format, args...).Detail}
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
