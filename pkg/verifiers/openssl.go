package verifiers

import (
	"crypto/x509"
	"fmt"
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/straight"
)

// openssl follows build_chain of OpenSSL 3.0 with its defaults, which is [straight.Search]: only what all its ways have
// in common is said.
func (v *view) openssl() Row {
	row := Row{Verifier: OpenSSL}
	switch {
	case len(v.anchors) == 0:
		return v.withoutAnchor(row, opensslAgrees)
	case v.leafIsAnchor():
		row.Answer, row.Cause, row.Cert = CannotSay, leafTrusted, v.leaf
		return row
	}
	ways := straight.Search{Leaf: v.leaf, Store: v.anchors, Pool: v.pool, At: v.at}.Ways()
	if ways.Cut {
		row.Answer, row.Cause = CannotSay,
			fmt.Sprintf("it takes the first of more than %d ways and never goes back", straight.MaxWays)
		return row
	}
	rows := make([]Row, len(ways.List))
	for i, w := range ways.List {
		rows[i] = v.opensslAfter(w)
	}
	row = rows[0]
	if slices.ContainsFunc(rows, func(r Row) bool { return r.Answer != row.Answer }) {
		why := fmt.Sprintf("%d certificates are plausible as issuers of this one; it takes the first that it is handed",
			ways.Issuers)
		row = Row{OpenSSL, CannotSay, why, ways.Several}
	}
	return row
}

// opensslAfter is what OpenSSL makes of where its way leads.
func (v *view) opensslAfter(w straight.Way) Row {
	child := w.Path[len(w.Path)-1]
	known := child.PublicKeyAlgorithm != x509.UnknownPublicKeyAlgorithm
	switch {
	case w.Anchor != nil:
		return v.opensslOn(w.Path, w.Anchor)
	case len(w.Path) > straight.MaxLength:
		return Row{OpenSSL, CannotSay, fmt.Sprintf("the chain has more than %d certificates", straight.MaxLength), nil}
	case straight.EndsItself(child) && !(known && straight.MayHaveIssued(child, child)):
		return Row{OpenSSL, CannotSay, "whether it passes for self-signed is not known", child}
	case straight.EndsItself(child):
		return Row{OpenSSL, Refuses, "it is self-signed and not trusted", child}
	}
	why := fmt.Sprintf("no certificate of its issuer, \"%s\", that may have issued it", ber.DN(child.RawIssuer))
	return Row{OpenSSL, Refuses, why, child}
}
