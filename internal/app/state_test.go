package app

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestStateDir(t *testing.T) {
	xdg := t.TempDir()
	for _, test := range []struct{ named, xdg, want string }{
		{"mine", xdg, "mine"},
		{"", xdg, filepath.Join(xdg, "qwac")},
	} {
		t.Setenv("XDG_STATE_HOME", test.xdg)
		if got, err := stateDir(test.named); got != test.want || err != nil {
			t.Errorf("%+v: %q, %v", test, got, err)
		}
	}
	t.Setenv("XDG_STATE_HOME", "relative")
	if got, err := stateDir(""); err != nil || strings.Contains(got, "relative") || !filepath.IsAbs(got) {
		t.Errorf("relative XDG_STATE_HOME: %q, %v", got, err)
	}
}
