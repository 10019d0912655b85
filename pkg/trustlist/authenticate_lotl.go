package trustlist

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// chooseLOTL judges every list of lists and takes the newest that is authentic.
func (a *authority) chooseLOTL(lists []*List) error {
	var newest, authentic *List
	var cause error
	errs := map[*List]error{}
	by := map[*List]string{}
	for _, l := range lists {
		if !l.isLOTL() {
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
		return fault(KindNoLOTL, "the list of the European Union (EU), which names who signs the others, was not given")
	}
	if authentic == nil {
		return newest.named(cause)
	}
	if err := a.checkFresh(authentic, a.AllowOverdueLOTL); err != nil { // PRO-4.1.4-13
		return authentic.named(err)
	}
	a.set.LOTL = &Trusted{authentic, by[authentic]}
	for _, l := range lists {
		if l.isLOTL() {
			a.judge(l, errs[l], by[l])
		}
	}
	a.noteJournal(authentic)
	return nil
}

// checkLOTL follows PRO-4.1.4-03 to -12, from the oldest pivot to the newest: each is signed by a certificate that the one
// before it names, the first by one of the Official Journal.
func (a *authority) checkLOTL(l *List) (by string, err error) {
	i, journal := findJournal(l.InfoURIs, a.Journals)
	if i < 0 {
		return "", fault(KindJournal, "the list names no publication that is trusted")
	}
	trusted := journal.signers()
	pivots := pivotSequences(l.InfoURIs[:i])
	slices.Reverse(pivots)
	for _, n := range pivots {
		if n == l.Sequence {
			break // a pivot names itself, and is judged like the list of lists that it once was
		}
		p, err := a.findPivot(n, trusted)
		if err != nil {
			return "", err
		}
		trusted = p.successors()
	}
	if err := l.signature; err != nil {
		return "", err
	}
	if !trusted.has(l.Signer) {
		return "", fault(KindSigner, "%s, which neither Official Journal %s nor its pivots name", l.Signer.display(), journal.Name)
	}
	if len(pivots) == 0 && !l.successors().has(l.Signer) {
		return "", fault(KindSigner, "%s, which the list itself does not name (PRO-4.1.4-10)", l.Signer.display())
	}
	return "Official Journal " + journal.Name, nil
}

// findPivot takes the list of that number that is rightly signed: a false one beside it does no harm.
func (a *authority) findPivot(n int, trusted signers) (*List, error) {
	candidates := a.bySequence[n]
	if len(candidates) == 0 {
		return nil, fault(KindPivot, "pivot %d is not among the lists; it is at https://ec.europa.eu/tools/lotl/eu-lotl-pivot-%d.xml", n, n)
	}
	for _, p := range candidates {
		if p.signature == nil && trusted.has(p.Signer) {
			return p, nil
		}
	}
	if err := candidates[0].signature; err != nil {
		return nil, err
	}
	return nil, fault(KindSigner, "pivot %d is signed by %s, which is not trusted before it", n, candidates[0].Signer.display())
}

// successors are the certificates that a list of lists names for the next one.
func (l *List) successors() signers {
	s := signers{}
	for _, p := range l.Pointers {
		if p.Territory == "EU" && p.MIMEType == MIMEXML {
			for _, c := range p.Signers {
				s.add(c)
			}
		}
	}
	return s
}

// maxPivots is ten times what any list of lists had before the Commission began anew in the Official Journal.
const maxPivots = 64

// pivotSequences are the sequence numbers in the addresses of pivots, newest first, as the list of lists has them.
func pivotSequences(uris []string) []int {
	var out []int
	for _, uri := range uris {
		if n, ok := pivotSequence(uri); ok && len(out) < maxPivots {
			out = append(out, n)
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

// Pivots are the addresses of the pivots that [Authenticate] needs beside this list of lists, the newest first. Nil journals are
// all of [Journals].
func (l *List) Pivots(journals []Journal) []string {
	if journals == nil {
		journals = Journals()
	}
	i, _ := findJournal(l.InfoURIs, journals)
	var out []string
	for _, uri := range l.InfoURIs[:max(i, 0)] {
		if n, ok := pivotSequence(uri); ok && n != l.Sequence && len(out) < maxPivots {
			out = append(out, uri)
		}
	}
	return out
}

// noteJournal warns when the list names a publication newer than the one it was proven with. Anchors are never changed
// without the user (PRO-4.1.4-16, -17).
func (a *authority) noteJournal(l *List) {
	i, journal := findJournal(l.InfoURIs, a.Journals)
	for _, uri := range l.InfoURIs[:i] {
		if isJournal(uri) {
			a.warn(KindJournal, l, "proven with %s, but %s is newer", journal.Name, uri)
			return
		}
	}
}
