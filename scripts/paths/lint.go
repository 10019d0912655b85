package main

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
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

// linted gives the errors of the rules about single certificates and links of a valid path; or an empty text.
func linted(found *path.Found, terms path.Terms) string {
	whole := append(slices.Clone(found.Path), found.Anchor)
	leaf := found.Path[0]
	c, err := chain.Build(&bundle.Bundle{Certs: whole}, chain.Options{
		At: terms.At, Anchors: []*x509.Certificate{found.Anchor.Certificate}, Budget: 2 * len(whole),
		Prefer: func(c *cert.Cert) int {
			if bytes.Equal(c.Raw, leaf.Raw) {
				return 0
			}
			return 1
		},
	})
	if err != nil {
		return err.Error()
	}
	var all []string
	findings := append(lint.Run(c.Subject(), cert.Rules()...), lint.Run(c, chain.Rules())...)
	for _, f := range findings {
		if f.Severity >= lint.Error && !slices.Contains(notOfPaths, f.Rule.ID) {
			all = append(all, fmt.Sprintf("%s@%d: %s", f.Rule.ID, f.Cert, f.Message))
		}
	}
	return strings.Join(all, "; ")
}
