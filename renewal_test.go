package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// writePage makes a shell script of all commands of a page of docs, as they stand there: page FILE SCRIPT. What those
// of the Nth block print goes to out.N and err.N. A command that fails ends the script.
func writePage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: page FILE SCRIPT")
	}
	text, err := os.ReadFile(args[0])
	ts.Check(err)
	var b strings.Builder
	b.WriteString("set -eu\nbank=\ntrap '[ -z \"$bank\" ] || kill $bank 2>/dev/null || :' EXIT\n")
	for i, block := range strings.Split(string(text), "```sh\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		fmt.Fprintf(&b, "{\n%s} > out.%d 2> err.%d\n", block, i+1, i+1)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o644))
}
