package verifiers

import (
	"fmt"

	"qwac/pkg/cert"
	"qwac/pkg/path"
)

// rfc5280 searches for a valid path; that there is none is proven, or not known.
func (v *view) rfc5280() Row {
	row := Row{Verifier: RFC5280}
	if len(v.anchors) == 0 {
		return v.withoutAnchor(row, func(path.Failure) bool { return true })
	}
	found, err := path.Search{Leaf: v.leaf, Pool: v.pool, Anchors: v.anchors, Terms: path.Terms{At: v.at}}.Find()
	switch {
	case err != nil:
		row.Answer, row.Cause = CannotSay, err.Error()
	case found.Valid():
		row.Answer = Takes
	default:
		row = row.refusedFor(found.Path, found.Anchor, found.Failures)
	}
	return row
}

// refusedFor refuses for the first of several failures.
func (r Row) refusedFor(certs []*cert.Cert, anchor *cert.Cert, failures []path.Failure) Row {
	r.Answer, r.Cause, r.Cert = Refuses, failures[0].Detail, placed(certs, anchor, failures[0])
	if more := len(failures) - 1; more > 0 {
		r.Cause += fmt.Sprintf(" (and %d more)", more)
	}
	return r
}

// withoutAnchor is the answer where nothing is known to be trusted: a fault of the leaf refuses on every path, if the
// verifier is one that agrees about it.
func (v *view) withoutAnchor(row Row, agrees func(path.Failure) bool) Row {
	terms := path.Terms{At: v.at}
	for _, f := range terms.OnLeaf(v.factsOf(v.leaf)) {
		if agrees(f) {
			row.Answer, row.Cause, row.Cert = Refuses, f.Detail, v.leaf
			return row
		}
	}
	row.Answer, row.Cause = CannotSay, noAnchor
	return row
}
