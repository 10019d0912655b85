package trustlist

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

func TestPivots(t *testing.T) {
	const base = "https://lists.example/eu-lotl-pivot-"
	l := &List{Sequence: 9, InfoURIs: []string{base + "9.xml", base + "8.xml", base + "8.pdf", "https://lists.example/", base + "7.xml", testJournalURI, base + "3.xml"}}
	if diff := gocmp.Diff([]string{base + "8.xml", base + "7.xml"}, l.Pivots([]Journal{testJournal()})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := l.Pivots(nil); got != nil {
		t.Errorf("%v with publications that the list does not name", got)
	}
}
