// Command qwac tells, before anything is sent, whether a bank will take an eIDAS QWAC certificate chain with PSD2 roles.
package main

import (
	"os"

	"qwac/internal/app"
)

func main() {
	os.Exit(app.Main(os.Args, os.Stdin, os.Stdout, os.Stderr))
}
