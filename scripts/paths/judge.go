package main

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/path"
	"qwac/pkg/revocation"
)

func (r *runner) read(suite string, c *pathCase) *caseCerts {
	cc := &caseCerts{}
	cc.leaf, cc.unreadableError = path.ParseCertificate(c.Leaf[0])
	cc.dsa = slices.ContainsFunc(append(cc.readAll(c.Untrusted), cc.leaf), func(c *cert.Cert) bool {
		return c != nil && c.PublicKeyAlgorithm == x509.DSA
	})
	pool := c.Untrusted
	if suite == "pkits" {
		pool = append(slices.Clone(pool), r.pkits...)
	}
	cc.pool = cc.readAll(pool)
	cc.anchors = cc.readAll(c.Trusted)
	cc.store = slices.Clone(cc.anchors)
	if slices.Contains(c.Features, "openssl-aux-trust") {
		auxiliary(c, cc)
	} else if habitOf(suite).leftOver && !slices.Contains(c.Features, "partial-chain") {
		for i := len(cc.anchors) - 1; i >= 0; i-- {
			if a := cc.anchors[i]; !ber.SameName(a.RawSubject, a.RawIssuer) {
				cc.pool = append(cc.pool, a)
				cc.anchors = slices.Delete(cc.anchors, i, i+1)
			}
		}
	}
	if c.AnchorMode != "" && !strings.HasPrefix(c.AnchorMode, "TRUSTED_") {
		cc.pool, cc.anchors = append(cc.pool, cc.anchors...), nil
	}
	if strings.HasPrefix(c.AnchorMode, "TRUSTED_LEAF") { // no certificate but the leaf itself is an anchor
		cc.anchors = slices.DeleteFunc(cc.anchors, func(a *cert.Cert) bool {
			return cc.leaf == nil || !bytes.Equal(a.Raw, cc.leaf.Raw)
		})
	}
	if r.inside {
		cc.pool = append(cc.pool, cc.anchors...)
	}
	return cc
}

// outcome is the result of a case.
type outcome struct {
	accepted bool
	found    *path.Found
	why      string
	checks   int
	evidence []string // ids of the rules about the lists, where those are the cause
}

func judge(suite string, c *pathCase, cc *caseCerts) outcome {
	terms := termsOf(suite, c)
	if cc.leaf == nil {
		return outcome{why: "the leaf cannot be read: " + cc.unreadableError.Error()}
	}
	terms.Anchor.AnyUsage = cc.anyUsage
	if slices.ContainsFunc(cc.distrusted, func(d *cert.Cert) bool { return bytes.Equal(d.Raw, cc.leaf.Raw) }) {
		return outcome{why: "the leaf itself is distrusted"}
	}
	found, err := path.Search{Leaf: cc.leaf, Pool: cc.pool, Anchors: cc.anchors, Terms: terms, Try: checkerOf(c)}.Find()
	var spent *path.BudgetError
	if errors.As(err, &spent) {
		return outcome{why: err.Error(), checks: spent.Checks}
	}
	o := outcome{accepted: found.Valid(), found: found, checks: found.Checks, why: texts(found.Failures)}
	if o.accepted && (habitOf(suite).rules || slices.Contains(c.Features, "openssl-x509_strict")) {
		o.why = linted(c.ID, found, terms)
		o.accepted = o.why == ""
	}
	if o.accepted && habitOf(suite).straight {
		o = onwards(o, c, cc, terms)
	}
	if missing := lacks(cc.leaf, c.KeyUsage); o.accepted && missing != "" {
		o.accepted, o.why = false, "the leaf may not be used for "+missing
	}
	if o.accepted && len(c.CRLs) > 0 {
		o.why, o.evidence = revoked(c, cc, found, terms.At)
		o.accepted = o.why == ""
	}
	return o
}

// revoked says why the lists of a case do not prove every certificate of a path unrevoked; empty if they do.
func revoked(c *pathCase, cc *caseCerts, found *path.Found, at time.Time) (why string, rules []string) {
	var evidence []*revocation.Evidence
	for i, der := range c.CRLs {
		e, err := revocation.ParseCRL(fmt.Sprintf("list%d", i+1), der)
		if err != nil {
			continue // a list that cannot be read is not there
		}
		evidence = append(evidence, e...)
	}
	path := append(slices.Clone(found.Path), found.Anchor)
	s := revocation.Judge(&chain.Chain{Bundle: &bundle.Bundle{Certs: cc.pool}, Path: path}, at, evidence)
	for i := range found.Path {
		if st := s.Of(i); st == nil || st.State != revocation.Good {
			return fmt.Sprintf("certificate %d is not proved to be good: %v %v", i, st, s.Problems),
				evidenceRules(s, st)
		}
	}
	return "", nil
}

func evidenceRules(s *revocation.Subject, st *revocation.Status) []string {
	if st != nil {
		return []string{"revocation-" + string(st.State)}
	}
	rules := []string{"revocation-evidence-missing"}
	for _, p := range s.Problems {
		rules = append(rules, p.Rule.ID)
	}
	return rules
}

func texts(failures []path.Failure) string {
	var all []string
	for _, f := range failures {
		all = append(all, fmt.Sprintf("%s@%d: %s", f.Rule, f.Cert, f.Detail))
	}
	return strings.Join(all, "; ")
}

// text is the whole outcome; two runs of a case must agree.
func (o outcome) text() string {
	var b strings.Builder
	fmt.Fprintln(&b, o.accepted, o.why)
	if o.found == nil {
		return b.String()
	}
	fmt.Fprintf(&b, "%x\n", raws(o.found.Path))
	if o.found.Anchor != nil {
		fmt.Fprintf(&b, "%x\n", o.found.Anchor.Raw)
	}
	for _, m := range o.found.Misses {
		fmt.Fprintf(&b, "%x %s\n", raws(m.Path), texts(m.Failures))
	}
	return b.String()
}

func raws(path []*cert.Cert) (out [][]byte) {
	for _, c := range path {
		out = append(out, c.Raw)
	}
	return out
}
