package report

import "slices"

// numbers counts things from zero in the order in which they are first asked for. A map costs more than a look at each
// where there are as few as a genuine chain has.
type numbers[K comparable] struct {
	few  []K
	many map[K]int
}

// maxFew is how many are looked at one by one.
const maxFew = 32

// newNumbers is for up to n things.
func newNumbers[K comparable](n int) *numbers[K] {
	if n > maxFew {
		return &numbers[K]{many: make(map[K]int, n)}
	}
	return &numbers[K]{few: make([]K, 0, n)}
}

// of gives the number of a thing; again is false the first time.
func (n *numbers[K]) of(k K) (i int, again bool) {
	if n.many == nil {
		if i = slices.Index(n.few, k); i < 0 {
			n.few = append(n.few, k)
			return len(n.few) - 1, false
		}
		return i, true
	}
	i, again = n.many[k]
	if !again {
		i = len(n.many)
		n.many[k] = i
	}
	return i, again
}
