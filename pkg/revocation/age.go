package revocation

import (
	"fmt"
	"slices"
	"time"
)

// Limit takes from s what is proven by evidence that is older than the reader takes, however long it says that it
// holds: a problem says so. A revocation that cannot be taken back stays. An age of 0 limits nothing, and so does the
// zero time.
func (s *Subject) Limit(at time.Time, age time.Duration) {
	if age == 0 || at.IsZero() {
		return
	}
	s.Statuses = slices.DeleteFunc(s.Statuses, func(st Status) bool {
		old := !settled(st) && at.After(st.ThisUpdate.Add(age+skew))
		if old {
			s.Problems = append(s.Problems, tooOld(s, st, at, age))
		}
		return old
	})
}

func tooOld(s *Subject, st Status, at time.Time, age time.Duration) Problem {
	e := &Evidence{Kind: st.Kind, Source: st.Source}
	l := link{index: st.Cert, cert: s.Chain.Path[st.Cert]}
	return *e.problem(&evidenceStale, &l,
		fmt.Sprintf("what is said of %s is from %s; at %s that is more than the %s that the profile takes",
			l.name(), moment(st.ThisUpdate), moment(at), age))
}
