package trustlist

import (
	"qwac/pkg/tsl"
)

// chooseLOTL judges every list of lists and takes the newest that is authentic.
func (a *authority) chooseLOTL(lists []*tsl.List) error {
	var newest, authentic *tsl.List
	var cause error
	errs := map[*tsl.List]error{}
	by := map[*tsl.List]string{}
	for _, l := range lists {
		if !l.IsLOTL() {
			continue
		}
		by[l], errs[l] = a.checkLOTL(l)
		if newest == nil || l.Sequence > newest.Sequence {
			newest, cause = l, errs[l]
		}
		if errs[l] == nil && (authentic == nil || l.Sequence > authentic.Sequence) {
			authentic = l
		}
	}
	if newest == nil {
		return tsl.Errorf(KindNoLOTL,
			"the list of the European Union (EU), which names who signs the others, was not given")
	}
	if authentic == nil {
		return newest.Named(cause)
	}
	if err := a.checkFresh(authentic, a.AllowOverdueLOTL); err != nil { // PRO-4.1.4-13
		return authentic.Named(err)
	}
	a.set.LOTL = &Trusted{authentic, by[authentic]}
	for _, l := range lists {
		if l.IsLOTL() {
			a.judge(l, errs[l], by[l])
		}
	}
	a.noteJournal(authentic)
	return nil
}

// checkLOTL follows PRO-4.1.4-03 to -12.
func (a *authority) checkLOTL(l *tsl.List) (by string, err error) {
	w, err := NewWalk(l, a.Journals)
	if err != nil {
		return "", err
	}
	for !w.arrived() {
		p, err := a.findPivot(w)
		if err != nil {
			return "", err
		}
		w.step(p)
	}
	return "Official Journal " + w.journal.Name, w.End()
}

// findPivot returns the correctly signed list with the next number; a forged one beside it is harmless.
func (a *authority) findPivot(w *Walk) (*tsl.List, error) {
	candidates := a.bySequence[w.left[0].sequence]
	if len(candidates) == 0 {
		n := w.left[0].sequence
		return nil, tsl.Errorf(KindPivot,
			"pivot %d is not among the lists; it is at https://ec.europa.eu/tools/lotl/eu-lotl-pivot-%d.xml", n, n)
	}
	for _, p := range candidates {
		if w.check(p) == nil {
			return p, nil
		}
	}
	return nil, w.check(candidates[0])
}

// noteJournal warns when the list names a publication newer than the one it was proven with. Only the user changes
// anchors (PRO-4.1.4-16, -17).
func (a *authority) noteJournal(l *tsl.List) {
	i, journal := findJournal(l.InfoURIs, a.Journals)
	for _, uri := range l.InfoURIs[:i] {
		if isJournal(uri) {
			a.warn(KindJournal, l, "proven with %s, but %s is newer", journal.Name, uri)
			return
		}
	}
}
