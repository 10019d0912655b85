// Command qwac tells, before anything is sent, whether a bank will take an eIDAS QWAC certificate chain with PSD2
// roles.
package main

import (
	"io"
	"log"
	"os"

	"qwac/internal/app"
)

func main() {
	growStack(0)
	log.SetOutput(io.Discard) // net/http quotes there what a server pushes without being asked, which may be a token
	os.Exit(app.Main(os.Args, os.Stdin, os.Stdout, os.Stderr))
}

// growStack makes the stack as large as a check needs, in one step: each doubling on the way down would copy all
// frames, and read the tables of their functions for it. scripts/bench shows it.
//
//go:noinline
func growStack(i int) byte {
	var room [28 << 10]byte
	return room[i]
}
