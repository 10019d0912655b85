package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
)

// count is how often a lint fires.
type count struct {
	both   int // a rule of ours fires too
	theirs int // none does
	apart  int // no rule stands for it, or those were not asked about the certificate
}

// comparison is the outcome.
type comparison struct {
	table   string // name of the file of the rows
	partial bool   // lints without a row are passed over
	lints   []entry
	listed  []listed
	always  []string // rules that are asked about any certificate

	certs, unread int
	counts        map[string]count
	found         []disagreement // sorted
}

// compare holds the rules against the lints over the corpus.
func compare(root string) (*comparison, error) {
	specimens, err := readCorpus(root, "chains", "etsi", "reports", "pools")
	if err != nil {
		return nil, err
	}
	return compareAll(specimens, "disagreements.csv", disagreementsCSV, false)
}

// compareTestdata holds the rules against the lints over the certificates that zlint is tested with.
func compareTestdata() (*comparison, error) {
	dir, err := testdata()
	if err != nil {
		return nil, err
	}
	specimens, err := readCorpus(dir, "testdata")
	if err != nil {
		return nil, err
	}
	return compareAll(specimens, "testdata.csv", testdataCSV, true)
}

// compareAll holds the rules against the lints. Theirs says that a lint without a row is none of our business: their
// own testdata has faults of mail, of code and of single root programs.
func compareAll(specimens []*specimen, name string, table []byte, theirs bool) (*comparison, error) {
	c := &comparison{table: name, partial: theirs, always: anywhere(), counts: map[string]count{}}
	var err error
	if c.lints, err = readLints(); err != nil {
		return nil, err
	}
	if c.listed, err = readDisagreements(name, table); err != nil {
		return nil, err
	}
	lints, err := registry()
	if err != nil {
		return nil, err
	}
	for _, s := range specimens {
		c.certs++
		ran, ok := verdicts(s.der, lints)
		if !ok {
			c.unread++
			continue
		}
		if err := c.add(s, ran); err != nil {
			return nil, err
		}
	}
	c.sort()
	return c, nil
}

// add compares what is said about one certificate.
func (c *comparison) add(s *specimen, ran map[string]bool) error {
	for name, fired := range ran {
		if !fired {
			continue
		}
		i := slices.IndexFunc(c.lints, func(e entry) bool { return e.name == name })
		switch {
		case i < 0 && c.partial:
			continue
		case i < 0:
			return fmt.Errorf("lints.csv does not have %s, which fires on %s", name, s.digest)
		}
		c.theirs(s, c.lints[i])
	}
	for _, rule := range s.rules {
		c.oursOnly(s, rule, ran)
	}
	return nil
}

// theirs counts a lint that fires.
func (c *comparison) theirs(s *specimen, e entry) {
	n := c.counts[e.name]
	switch {
	case slices.ContainsFunc(e.rules, func(r string) bool { return slices.Contains(s.rules, r) }):
		n.both++
	case e.rules == nil || !s.placed && !slices.ContainsFunc(e.rules, func(r string) bool {
		return slices.Contains(c.always, r)
	}):
		n.apart++
	default:
		n.theirs++
		c.disagree(disagreement{kind: theirs, lint: e.name}, s)
	}
	c.counts[e.name] = n
}

// oursOnly notes a rule that fires where none of its lints does, though one ran.
func (c *comparison) oursOnly(s *specimen, rule string, ran map[string]bool) {
	passed := false
	for _, e := range c.lints {
		if fired, ok := ran[e.name]; ok && slices.Contains(e.rules, rule) {
			if fired {
				return
			}
			passed = true
		}
	}
	if passed {
		c.disagree(disagreement{kind: ours, rule: rule}, s)
	}
}

// disagree notes a certificate for a disagreement.
func (c *comparison) disagree(d disagreement, s *specimen) {
	i := slices.IndexFunc(c.found, func(f disagreement) bool {
		return f.kind == d.kind && f.lint == d.lint && f.rule == d.rule
	})
	if i < 0 {
		i = len(c.found)
		c.found = append(c.found, d)
	}
	c.found[i].certs = append(c.found[i].certs, s.digest)
}

func (c *comparison) sort() {
	for _, d := range c.found {
		slices.Sort(d.certs)
	}
	slices.SortFunc(c.found, func(a, b disagreement) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.lint, b.lint), cmp.Compare(a.rule, b.rule))
	})
}

// ours is how many findings are ours alone.
func (c *comparison) ours() (n int) {
	for _, d := range c.found {
		if d.kind == ours {
			n += len(d.certs)
		}
	}
	return n
}

// unexplained are the disagreements that the list does not have, those that are in it with other certificates, and the
// rows that say nothing or are about none.
func (c *comparison) unexplained() (faults []string) {
	for _, d := range c.found {
		i := slices.IndexFunc(c.listed, func(l listed) bool { return l.is(d) })
		switch {
		case i < 0:
			faults = append(faults, fmt.Sprintf("new: %s %s %s in %v", d.kind, d.lint, d.rule, d.certs))
		case c.listed[i].certs != certsText(d.certs):
			faults = append(faults, fmt.Sprintf("changed: %s %s %s in %v, listed %s", d.kind, d.lint, d.rule, d.certs,
				c.listed[i].certs))
		}
	}
	for _, l := range c.listed {
		if !slices.ContainsFunc(c.found, l.is) {
			faults = append(faults, fmt.Sprintf("gone: %s %s %s", l.kind, l.lint, l.rule))
		}
		if l.right == "" || l.reason == "" {
			faults = append(faults, fmt.Sprintf("no reason: %s %s %s", l.kind, l.lint, l.rule))
		}
	}
	return faults
}

// update writes the list with what was found now. What is new has no reason yet.
func (c *comparison) update(file string) error {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"kind", "lint", "rule", "certificates", "right", "clause", "reason"}}
	for _, d := range c.found {
		var old listed
		if i := slices.IndexFunc(c.listed, func(l listed) bool { return l.is(d) }); i >= 0 {
			old = c.listed[i]
		}
		rows = append(rows, []string{d.kind, d.lint, d.rule, certsText(d.certs), old.right, old.clause, old.reason})
	}
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o644)
}
