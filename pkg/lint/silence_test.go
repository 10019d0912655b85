package lint

import "testing"

func TestSilence(t *testing.T) {
	cause, other := &Meta{ID: "a-cause"}, &Meta{ID: "an-other"}
	after := &Meta{ID: "an-after", SilencedBy: []string{"a-cause", "a-third"}}
	all := []Finding{{Rule: after}, {Rule: other}, {Rule: cause}, {Rule: after}}
	if got := Silence(all); len(got) != 2 || got[0].Rule != other || got[1].Rule != cause {
		t.Errorf("with the cause: %v", got)
	}
	if got := Silence(all[:2]); len(got) != 2 {
		t.Errorf("without the cause: %v", got)
	}
}
