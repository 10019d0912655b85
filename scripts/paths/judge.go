package main

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
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

type runner struct {
	options
	dir         string
	base        baselines
	pkits       [][]byte // all CAs of PKITS
	headed      bool
	each        func(tally)       // what becomes of the result of a suite
	exceptions  map[string]string // case ▶ why its verdict is wrong
	unexplained int
	differ      int
	broken      int // lines and files that cannot be read
	total       oracleTally
	oracle      map[string][]oracleRow
}

func (r *runner) prepare() (err error) {
	r.exceptions = readExceptions()
	if r.base, err = readBaselines(filepath.Join(r.dir, "paths")); err != nil {
		return err
	}
	if r.pool {
		data, err := os.ReadFile(filepath.Join(r.dir, "pools", "pkits-ca-pool.pem"))
		if err != nil {
			return err
		}
		for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
			r.pkits = append(r.pkits, block.Bytes)
		}
	}
	return r.readOracle()
}

// caseCerts are the certificates of a case. Unreadable ones are left out.
type caseCerts struct {
	leaf            *cert.Cert
	pool, anchors   []*cert.Cert
	distrusted      []*cert.Cert
	store           []*cert.Cert // all that is called trusted, whatever becomes of it
	anyUsage        bool         // ignore the purposes of the anchors
	dsa             bool         // a key of the given path is one of DSA
	unreadable      int
	unreadableError error
}

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

func (cc *caseCerts) readAll(list [][]byte) []*cert.Cert {
	var out []*cert.Cert
	for _, der := range list {
		c, err := path.ParseCertificate(der)
		if err != nil {
			cc.unreadable++
			continue
		}
		out = append(out, c)
	}
	return out
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

func (r *runner) suite(name string, cases []*pathCase) tally {
	t := tally{Suite: name, Cases: len(cases)}
	for _, c := range cases {
		cc := r.read(name, c)
		accept := c.Expect == "accept"
		key := name + "/" + c.ID
		if v, ok := r.base["go"][key]; ok && v == accept {
			t.Go++
		}
		if v, ok := r.base["openssl"][key]; ok && v == accept {
			t.OpenSSL++
		}
		if why := outOfScope(c, cc); why != "" {
			t.OutOfScope++
			continue
		}
		o := judge(name, c, cc)
		t.MaxCheck = max(t.MaxCheck, o.checks)
		r.count(&t, c, o, key)
		if r.shuffled(name, c, cc, o) {
			t.Differ++
		}
		if !o.accepted && !accept {
			r.explained(name, c, o)
		}
	}
	return t
}

func (r *runner) count(t *tally, c *pathCase, o outcome, key string) {
	word := ""
	switch accept := c.Expect == "accept"; {
	case o.accepted == accept:
		t.Right++
		if r.exceptions[key] != "" {
			t.Unexplained++
			fmt.Fprintf(os.Stderr, "paths: %s is right, and stands in exceptions.csv\n", key)
		}
	case o.accepted:
		t.FalseAccept++
		word = "false accept"
		if in(r.base["go"], key, false) && in(r.base["openssl"], key, false) {
			t.Alone++
			word = "FALSE ACCEPT, Go and OpenSSL refuse"
		}
	default:
		t.FalseReject++
		word = "false reject"
	}
	if word == "" {
		return
	}
	why := r.exceptions[key]
	if why == "" {
		t.Unexplained++
		why = "UNEXPLAINED " + firstLine(c.Reason)
	}
	if r.verbose {
		fmt.Printf("  %s: %s: %s [%s]\n", word, key, o.why, why)
	}
}

func in(m map[string]bool, key string, want bool) bool {
	v, ok := m[key]
	return ok && v == want
}

func firstLine(s string) string {
	if i := strings.Index(s, "\n\n"); i > 0 && len(s) > 300 {
		s = s[:i]
	}
	return s[:min(len(s), 200)]
}

// shuffled runs the case again in other orders and with every certificate twice, in every second round with the anchors
// among the others too. True: an outcome differs.
func (r *runner) shuffled(name string, c *pathCase, cc *caseCerts, o outcome) bool {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range r.shuffle {
		other := *cc
		other.pool = append(slices.Clone(cc.pool), cc.pool...)
		other.anchors = append(slices.Clone(cc.anchors), cc.anchors...)
		if i%2 == 1 {
			other.pool = append(other.pool, cc.anchors...)
		}
		for _, list := range [][]*cert.Cert{other.pool, other.anchors} {
			random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		}
		if again := judge(name, c, &other); again.text() != o.text() {
			if r.verbose {
				fmt.Printf("  differs: %s/%s, round %d\n    %s\n    %s\n", name, c.ID, i, o.why, again.why)
			}
			return true
		}
	}
	return false
}
