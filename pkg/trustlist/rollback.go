package trustlist

import (
	"qwac/pkg/tsl"
)

// Rollbacks compares lists with what was known: a lower sequence number, or the same with other content, means that
// somebody serves old or forged lists. The errors are of [KindRollback] and [KindReplaced]. Only the newest list of a
// territory counts, because pivots come with the list of lists.
func Rollbacks(known []Source, lists []*Trusted) []*tsl.Error {
	var out []*tsl.Error
	for _, t := range newest(lists) {
		l := t.list
		for _, k := range known {
			if k.Territory != l.Territory {
				continue
			}
			switch {
			case l.Sequence < k.Sequence:
				e := tsl.Errorf(KindRollback, "number %d of %s was known", k.Sequence, tsl.Date(k.Issued))
				e.List = l.String()
				out = append(out, e)
			case l.Sequence == k.Sequence && l.Signed != k.Signed:
				e := tsl.Errorf(KindReplaced, "number %d of %s was known", k.Sequence, tsl.Date(k.Issued))
				e.List = l.String()
				out = append(out, e)
			}
		}
	}
	return out
}
