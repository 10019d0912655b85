package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"qwac/internal/app"
)

// TestREADME runs the qwac commands of the README's console blocks and compares what they print. An output that ends in
// a line "..." may go on.
func TestREADME(t *testing.T) {
	t.Setenv("GITHUB_ACTIONS", "")
	t.Setenv("COLUMNS", "80")
	t.Setenv("XDG_DATA_HOME", t.TempDir()) // without the lists of whoever runs the tests
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, block := range strings.Split(string(text), "```console\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		for _, step := range strings.Split("\n"+block, "\n$ ")[1:] {
			command, want, _ := strings.Cut(step, "\n")
			args, ok := strings.CutPrefix(command, "go run . ")
			if !ok {
				continue
			}
			ran++
			got := runREADME(args)
			want = strings.TrimRight(want, "\n")
			if prefix, open := strings.CutSuffix(want, "\n..."); open {
				want, got = prefix, got[:min(len(prefix), len(got))]
			}
			if got != want {
				t.Errorf("$ %s\n got:\n%s\nwant:\n%s", command, got, want)
			}
		}
	}
	if ran == 0 {
		t.Error("README.md shows no command")
	}
}

func runREADME(args string) string {
	words := []string{"qwac"}
	for _, w := range strings.Fields(args) {
		if clean, ok := strings.CutSuffix(w, "/*.pem"); ok {
			words = append(words, clean+"/intermediate.pem", clean+"/leaf.pem", clean+"/root.pem")
			continue
		}
		words = append(words, w)
	}
	var out bytes.Buffer
	app.Main(words, strings.NewReader(""), &out, &out)
	return strings.TrimRight(out.String(), "\n")
}
