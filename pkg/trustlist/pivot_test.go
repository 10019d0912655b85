package trustlist

import (
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/tsl"
)

const pivotBase = "https://lists.example/eu-lotl-pivot-"

// TestWalk follows the pivots, the oldest first; a list that is one itself stops before its own.
func TestWalk(t *testing.T) {
	tl := testLOTL()
	tl.Sequence = 9
	tl.InfoURIs = []string{pivotBase + "9.xml", pivotBase + "8.xml", pivotBase + "8.pdf", "https://lists.example/",
		pivotBase + "7.xml",
		testJournalURI, pivotBase + "3.xml"}
	l := parse(t, tl.Sign(lotlSigner(), testpki.TLSignature{}))
	w, err := NewWalk(l, []Journal{testJournal()})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for address, ok := w.Next(); ok; address, ok = w.Next() {
		got = append(got, address)
		w.step(l)
	}
	if diff := gocmp.Diff([]string{pivotBase + "7.xml", pivotBase + "8.xml"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := NewWalk(l, nil); kindOf(err) != KindJournal {
		t.Errorf("%v with publications that the list does not name", err)
	}
}

// TestAttackPivots: a walk takes only what it has come to, and never more than any list of lists needs.
func TestAttackPivots(t *testing.T) {
	named := func(n int) []string {
		uris := []string{testJournalURI}
		for i := range n {
			uris = append(uris, fmt.Sprintf("%s%d.xml", pivotBase, i+1))
		}
		slices.Reverse(uris)
		return append(uris[:n:n], testJournalURI)
	}
	lotl := func(sequence, pivots int, by testpki.Cert) *tsl.List {
		l := testLOTL()
		l.Sequence, l.InfoURIs = sequence, named(pivots)
		return parse(t, l.Sign(by, testpki.TLSignature{}))
	}
	unsigned := testLOTL()
	other := testpki.TLSigner("attacker", "DK")
	journals := []Journal{testJournal()}
	if _, err := NewWalk(parse(t, unsigned.XML()), journals); kindOf(err) != tsl.KindUnsigned {
		t.Errorf("not signed: %v", err)
	}
	if _, err := NewWalk(lotl(99, maxPivots+1, lotlSigner()), journals); kindOf(err) != KindPivots {
		t.Errorf("one too many: %v", err)
	}
	w, err := NewWalk(lotl(99, maxPivots, lotlSigner()), journals)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		p    *tsl.List
		want tsl.Kind
	}{
		{"the next but one", lotl(2, 0, lotlSigner()), KindPivot},
		{"a list of a country", parse(t, signedDK()), KindPivot},
		{"signed by somebody else", lotl(1, 0, other), KindSigner},
		{"the next", lotl(1, 0, lotlSigner()), ""},
		{"the same again", lotl(1, 0, lotlSigner()), KindPivot},
	} {
		if err := w.Take(tt.p); kindOf(err) != tt.want {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if err := w.End(); kindOf(err) != KindPivot {
		t.Errorf("ended before the way does: %v", err)
	}
}
