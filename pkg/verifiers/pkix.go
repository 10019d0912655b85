package verifiers

import (
	"strings"

	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/path"
)

// pkix is RFC 5280 with one difference: a builder that goes back when a way fails, like that of Java, and that looks
// for issuers whose subject key identifier is the authority key identifier of the certificate. RFC 5280, 6.1 does not
// ask for that. What the runtime refuses beside, such as keys and algorithms, is not told.
func (v *view) pkix() Row {
	row := Row{Verifier: PKIX}
	agrees := func(f path.Failure) bool { return strings.HasPrefix(f.Clause, "6.1") && f.Rule != path.RuleUnverified }
	if len(v.anchors) == 0 {
		return v.withoutAnchor(row, agrees)
	}
	if v.leafIsAnchor() {
		row.Answer, row.Cause, row.Cert = CannotSay, leafTrusted, v.leaf
		return row
	}
	all := path.Search{Leaf: v.leaf, Pool: v.pool, Anchors: v.anchors, Terms: path.Terms{At: v.at}}.All()
	var refusals, open []Row
	for _, l := range all.List {
		n := len(l.Path) - 1
		child := contradiction(l.Path)
		switch {
		case l.Valid() && child == nil:
			row.Answer = Takes
			return row
		case child != nil:
			refusals = append(refusals, Row{PKIX, Refuses, contradicts, child})
		default:
			r := row.refusedBy(l.Path[:n], l.Path[n], l.Failures, agrees)
			if r.Answer == Refuses {
				refusals = append(refusals, r)
			} else {
				open = append(open, r)
			}
		}
	}
	switch {
	case all.Rest != "":
		row.Answer, row.Cause = CannotSay, all.Rest
	case len(open) > 0:
		row = open[0]
	case len(refusals) > 0:
		row = refusals[0]
	default:
		row.Answer, row.Cause = Refuses, "no path of signatures leads to a certificate that it trusts"
	}
	return row
}

const contradicts = "its authority key identifier is not the key identifier of its issuer"

// contradiction is the first certificate whose authority key identifier is not the key identifier of the next. Nil:
// there is none.
func contradiction(certs []*cert.Cert) *cert.Cert {
	for i := range len(certs) - 1 {
		if cert.KeyIDFit(certs[i].Certificate, certs[i+1].Certificate) == key.Contradicts {
			return certs[i]
		}
	}
	return nil
}

// refusedBy refuses for the first failure that a verifier agrees about; with none it cannot be said.
func (r Row) refusedBy(certs []*cert.Cert, anchor *cert.Cert, failures []path.Failure,
	agrees func(path.Failure) bool) Row {
	for _, f := range failures {
		if agrees(f) {
			r.Answer, r.Cause, r.Cert = Refuses, f.Detail, placed(certs, anchor, f)
			return r
		}
	}
	r.Answer, r.Cause = CannotSay, "what it makes of this is not known: "+failures[0].Detail
	r.Cert = placed(certs, anchor, failures[0])
	return r
}
