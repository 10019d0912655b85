package check_test

import (
	"fmt"
	"path"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/memo"
	"qwac/pkg/repo"
)

// said is what a result says.
type said struct {
	Verdict  check.Verdict
	Status   int
	Checks   []check.Check
	Findings []string // whole
}

func saidOf(r *check.Result) said {
	s := said{Verdict: r.Verdict, Status: r.Status, Checks: r.Checks}
	for _, f := range r.Findings {
		id := f.Rule.ID
		f.Rule = nil // its documentation
		s.Findings = append(s.Findings, fmt.Sprintf("%s %+v", id, f))
	}
	return s
}

// TestMemo wants the same of every case whether or not what was found about CAs is remembered, alone and after all
// others, and whether or not math/big may prove signatures.
func TestMemo(t *testing.T) {
	known := new(memo.Memo)
	for range 2 {
		for _, c := range cases.All() {
			o := c.Options
			if o.At.IsZero() {
				o.At = cases.At()
			}
			o.CryptoRSA = true
			without := saidOf(run(t, bundleOf(t, c), o))
			o.CryptoRSA, o.Memo = false, known
			if diff := cmp.Diff(without, saidOf(run(t, bundleOf(t, c), o))); diff != "" {
				t.Errorf("%s (-without +with):\n%s", c.Name, diff)
			}
		}
	}
}

// TestRepository judges a made repository: every verdict is right, with and without what is remembered.
func TestRepository(t *testing.T) {
	var files []repo.File
	want := map[string]testpki.RepoFile{}
	for f := range testpki.Repository(260) {
		b := new(bundle.Bundle)
		if err := b.Parse(f.Name, f.Data); err != nil {
			t.Fatal(err)
		}
		files = append(files, repo.File{Name: f.Name, Dir: path.Dir(f.Name), Bundle: b, Judged: true})
		if f.Leaf {
			want[f.Name] = f
		}
	}
	targets, err := repo.Targets(files, chain.Options{Prefer: eidas.Prefer, At: testpki.At()})
	if err != nil || len(targets) != len(want) {
		t.Fatalf("%d targets, want %d; %v", len(targets), len(want), err)
	}
	known := new(memo.Memo)
	for _, target := range targets {
		o := check.Options{At: testpki.At(), Leaf: target.Leaf, Pool: target.Pool, Whole: target.Whole}
		o.CryptoRSA = true
		without := run(t, target.Bundle, o)
		o.CryptoRSA, o.Memo = false, known
		if diff := cmp.Diff(saidOf(without), saidOf(run(t, target.Bundle, o))); diff != "" {
			t.Errorf("%s (-without +with):\n%s", target.File, diff)
		}
		if f := want[target.File]; f.Good != (without.Verdict == check.Accept) {
			t.Errorf("%s (%s): %s", f.Name, f.Kind, without.Verdict)
		}
	}
}
