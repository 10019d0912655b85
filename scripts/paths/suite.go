package main

import (
	"encoding/pem"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"qwac/pkg/cert"
)

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
