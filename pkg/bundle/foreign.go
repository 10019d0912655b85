package bundle

import (
	"qwac/pkg/foreign"
	"qwac/pkg/lint"
)

// foreign notes an input that is of another kind; false: it is not known, or may be read as text.
func (r *reader) foreign(k *foreign.Kind, at lint.Location) bool {
	if k == nil {
		return false
	}
	if k.IsKey {
		r.faults.key(at, k.What)
		return true
	}
	what := "the input is "
	if at.Line > 0 {
		what = "the base64 here is "
	}
	f := r.faults.add(&PEMNoCertificate, at, what+k.What+", and no certificate was read from it")
	f.Hint, f.Needs = k.Next, k.Needs()
	return true
}
