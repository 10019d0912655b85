package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/urfave/cli/v2"

	"qwac/internal/app"
)

// TestEveryCommandHasScript wants each command to be run by a script of testdata/script.
func TestEveryCommandHasScript(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	var scripts []byte
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		scripts = append(append(scripts, data...), '\n')
	}
	var look func(name string, commands []*cli.Command)
	look = func(name string, commands []*cli.Command) {
		for _, c := range commands {
			full := name + " " + c.Name
			if len(c.Subcommands) > 0 {
				look(full, c.Subcommands)
				continue
			}
			run := regexp.MustCompile(`(?m)^[^#\n]*(exec qwac|status \d qwac|call \d \S+)` + full +
				`( [^-]|$| --?[^h-]| -- )`)
			if !run.Match(scripts) {
				t.Errorf("no script of testdata/script runs %q", "qwac"+full)
			}
		}
	}
	look("", app.App().Commands)
}
