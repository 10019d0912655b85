package path

import (
	"cmp"

	"qwac/pkg/key"
)

// move is a holder to try as the issuer of the last certificate of a way.
type move struct {
	from  *way
	to    *holder
	fit   key.Fit
	end   bool // at the anchors of the holder
	extra int  // faults of the link
	seq   int
}

// moves holds what is to be tried, the best first: fewer faults, shorter, anchors, key identifiers that fit, and then
// by bytes.
type moves []*move

func (q moves) Len() int { return len(q) }
func (q moves) Less(i, j int) bool {
	a, b := q[i], q[j]
	return cmp.Or(cmp.Compare(a.from.faults+a.extra, b.from.faults+b.extra), cmp.Compare(a.from.length, b.from.length),
		cmp.Compare(a.fit, b.fit),
		cmp.Compare(a.seq, b.seq)) < 0
}
func (q moves) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *moves) Push(m any)   { *q = append(*q, m.(*move)) }
func (q *moves) Pop() any {
	old := *q
	m := old[len(old)-1]
	*q = old[:len(old)-1]
	return m
}
