package trustlist

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"qwac/pkg/tsl"
)

// successors are the certificates that a list of lists names for the next one.
func successors(l *tsl.List) signers {
	s := signers{}
	for _, p := range l.Pointers {
		if p.Territory == "EU" && p.MIMEType == tsl.MIMEXML {
			for _, c := range p.Signers {
				s.add(c)
			}
		}
	}
	return s
}

// maxPivots is three times what any list of lists had: they had one to five before the Commission began anew in the
// Official Journal.
const maxPivots = 16

// Walk is the way from the Official Journal to a list of lists, from the oldest pivot to the newest: each is signed by
// a certificate that the one before it names, the first by one of the Official Journal (PRO-4.1.4-03 to -12). No pivot
// is used before the previous steps have reached it.
type Walk struct {
	list    *tsl.List
	journal Journal
	left    []pivot // the oldest first
	direct  bool    // the list names no pivots
	trusted signers
}

// pivot is one that a list of lists names.
type pivot struct {
	sequence int
	address  string
}

// NewWalk begins at the publication that the list of lists l names. Nil journals: all of [Journals]. The error is a
// [*tsl.Error] if the list names no known publication, names too many pivots, or has a malformed signature.
func NewWalk(l *tsl.List, journals []Journal) (*Walk, error) {
	if journals == nil {
		journals = Journals()
	}
	i, journal := findJournal(l.InfoURIs, journals)
	if i < 0 {
		return nil, tsl.Errorf(KindJournal, "the list names no publication that is trusted")
	}
	if err := l.SignatureError(); err != nil {
		return nil, err
	}
	left := pivots(l.InfoURIs[:i])
	slices.Reverse(left)
	direct := len(left) == 0
	if self := slices.IndexFunc(left, func(p pivot) bool { return p.sequence == l.Sequence }); self >= 0 {
		left = left[:self] // a pivot names itself, and is judged like the list of lists that it once was
	}
	if len(left) > maxPivots {
		return nil, tsl.Errorf(KindPivots, "the list names %d, at most %d are followed", len(left), maxPivots)
	}
	return &Walk{list: l, journal: journal, left: left, direct: direct, trusted: journal.signers()}, nil
}

func (w *Walk) arrived() bool { return len(w.left) == 0 }

// Next returns the address of the pivot that the next step needs, and whether there is one.
func (w *Walk) Next() (address string, ok bool) {
	if w.arrived() {
		return "", false
	}
	return w.left[0].address, true
}

// Take proves the next pivot and makes the step. After an error, a [*tsl.Error], nothing further is trusted.
func (w *Walk) Take(p *tsl.List) error {
	if w.arrived() || !p.IsLOTL() || p.Sequence != w.left[0].sequence {
		return tsl.Errorf(KindPivot, "%s stands in its place", p)
	}
	if err := w.check(p); err != nil {
		return p.Named(err)
	}
	w.step(p)
	return nil
}

// check says why the next pivot cannot be trusted.
func (w *Walk) check(p *tsl.List) error {
	if err := p.SignatureError(); err != nil {
		return err
	}
	if !w.trusted.has(p.Signer) {
		return tsl.Errorf(KindSigner, "pivot %d is signed by %s, which is not trusted before it", p.Sequence,
			p.Signer.Display())
	}
	return nil
}

func (w *Walk) step(p *tsl.List) { w.left, w.trusted = w.left[1:], successors(p) }

// End proves the list of lists itself, after its last pivot.
func (w *Walk) End() error {
	l := w.list
	switch {
	case !w.arrived():
		return tsl.Errorf(KindPivot, "pivot %d was not looked at", w.left[0].sequence)
	case !w.trusted.has(l.Signer):
		return tsl.Errorf(KindSigner, "%s, which neither Official Journal %s nor its pivots name", l.Signer.Display(),
			w.journal.Name)
	case w.direct && !successors(l).has(l.Signer):
		return tsl.Errorf(KindSigner, "%s, which the list itself does not name (PRO-4.1.4-10)", l.Signer.Display())
	}
	return nil
}

// pivots are those among addresses, newest first, as the list of lists has them.
func pivots(uris []string) []pivot {
	var out []pivot
	for _, uri := range uris {
		if n, ok := pivotSequence(uri); ok {
			out = append(out, pivot{n, uri})
		}
	}
	return out
}

// pivotSequence reads the number in the address of a pivot.
func pivotSequence(uri string) (int, bool) {
	name := path.Base(uri)
	_, rest, ok := strings.Cut(name, "pivot-")
	if !ok || !strings.HasSuffix(name, ".xml") {
		return 0, false
	}
	n, err := strconv.Atoi(rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))])
	return n, err == nil
}
