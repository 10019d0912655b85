package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUpward(t *testing.T) {
	edge := func(pairs ...string) map[use][]string {
		m := map[use][]string{}
		for _, p := range pairs {
			m[use{p[:1], p[1:]}] = []string{"x"}
		}
		return m
	}
	for _, tt := range []struct {
		name string
		uses map[use][]string
		want []use
	}{
		{"a line", edge("ab", "bc", "ac"), nil},
		{"a circle of two", edge("ab", "ba", "ac", "ad", "bc"), []use{{"b", "a"}}},
		{"a circle of three", edge("ab", "bc", "ca", "ad", "bd"), []use{{"c", "a"}}},
	} {
		got := upward([]string{"a", "b", "c", "d"}, tt.uses)
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(use{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestJudge(t *testing.T) {
	good := &room{dir: "pkg/ber", files: make([]string, maxFiles), lines: maxLines}
	if err := judge([]*room{good}); err != nil {
		t.Errorf("a room at its limits: %v", err)
	}
	bad := []*room{
		{dir: "pkg/x", files: make([]string, maxFiles+1)},
		{dir: "pkg/y", lines: maxLines + 1},
		{dir: "pkg/cert", uses: make(map[use][]string), upward: make([]use, 1)},
	}
	for _, r := range bad {
		if judge([]*room{r}) == nil {
			t.Errorf("nothing said of %+v", r)
		}
	}
}
