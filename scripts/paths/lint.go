package main

import (
	"crypto/x509"
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
	"qwac/pkg/path"
)

// notOfPaths are rules about files, about what a bank wants of a chain beside its being valid, and about section 6,
// which the validator has judged.
var notOfPaths = []string{
	"chain-name-constraints", "chain-verify-refused", "chain-eku-nesting-clientauth", "validity-expired",
	"validity-not-yet-valid",
	"chain-ca-pathlen-exceeded", "chain-ca-basic-constraints-missing", "chain-ca-keyusage-missing-keycertsign",
	"chain-signature-unverifiable",
	"chain-no-leaf", "chain-multiple-leaves", "chain-leaf-not-first", "chain-wrong-order", "chain-reversed",
	"chain-intermediate-missing",
	"chain-root-missing", "chain-incomplete-single", "chain-test-ca", "chain-same-key-twice",
	"chain-anchor-not-trusted", "leaf-self-signed",
}

// onlyIn are the rules about the leaf that the suite means, and those of others that it means in one part only, by
// the part in which it does: the cases "rfc5280::" are judged by RFC 5280 alone, "webpki::" by the Baseline
// Requirements too. All its other cases have the same common name whatever their alternative names are: that rule
// counts where it is meant.
var onlyIn = []struct{ rule, part string }{
	{"leaf-name-constraints", ""},
	{"chain-ca-ski-missing", ""},
	{"chain-ca-basic-constraints-not-critical", ""},
	{"san-dns-syntax", ""},
	{"leaf-eku-missing", "webpki::"},
	{"leaf-eku-critical", "webpki::"},
	{"leaf-eku-forbidden", "webpki::"},
	{"san-critical", "webpki::"},
	{"chain-root-has-eku", "webpki::"},
	{"subject-cn-not-in-san", "webpki::cn::"},
	{"leaf-is-ca", "webpki::"},
	{"chain-aki-missing", ""},
}

// counts reports whether a finding speaks against a case.
func counts(f lint.Finding, ofLeaf bool, id string) bool {
	for _, o := range onlyIn {
		if o.rule == f.Rule.ID {
			return strings.HasPrefix(id, o.part)
		}
	}
	if f.Severity < lint.Error {
		return false
	}
	if ofLeaf { // wildcards are errors for public suffixes
		return f.Rule.ID == "san-wildcard" && strings.HasPrefix(id, "webpki::")
	}
	return !slices.Contains(notOfPaths, f.Rule.ID)
}

// linted gives the findings of the rules about single certificates and links of a valid path; empty: there are none.
func linted(id string, found *path.Found, terms path.Terms) string {
	whole := append(slices.Clone(found.Path), found.Anchor)
	c, err := chain.Build(&bundle.Bundle{Certs: whole}, chain.Options{
		At: terms.At, Anchors: []*x509.Certificate{found.Anchor.Certificate}, Budget: 2 * len(whole),
		Leaf: found.Path[0],
	})
	if err != nil {
		return err.Error()
	}
	info := eidas.Decode(found.Path[0].Certificate)
	kind := eidas.TypeOf(found.Path[0].Certificate, info)
	s := &eidas.Subject{Chain: c, Leaf: found.Path[0], Info: info, Type: kind, At: terms.At, AsItIs: true}
	ofLeaf := lint.Run(s, check.LeafRules()...)
	findings := append(lint.Run(c.Subject(), cert.Rules()...), lint.Run(c, chain.Rules())...)
	var all []string
	for _, f := range lint.Silence(append(findings, ofLeaf...)) {
		isOfLeaf := slices.ContainsFunc(ofLeaf, func(o lint.Finding) bool { return o.Rule == f.Rule })
		if counts(f, isOfLeaf, id) {
			all = append(all, fmt.Sprintf("%s@%d: %s", f.Rule.ID, f.Cert, f.Message))
		}
	}
	return strings.Join(all, "; ")
}
