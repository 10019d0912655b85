package trustlist

import (
	"cmp"
	"slices"

	"qwac/pkg/tsl"
)

// Authenticate proves lists from the Official Journal down (TS 119 615 4.1.4, 4.2.4): the list of lists, through the
// pivots that it names and that must be among the lists, then every list that it points to. A list that is not
// authentic is refused and does not affect the others. The error is a [*tsl.Error]: no list of lists is authentic.
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

// choose selects the list of lists.
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
