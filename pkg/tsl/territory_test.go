package tsl

import (
	"testing"
)

func TestTerritory(t *testing.T) {
	for _, c := range [][2]string{{"GR", "EL"}, {"gb", "UK"}, {" dk ", "DK"}, {"EL", "EL"}, {"", ""}} {
		if got := Territory(c[0]); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
}
