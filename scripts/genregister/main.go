// Command genregister writes a register of payment institutions of our own making, in the form in which the EBA
// publishes its one: for trying qwac register, and for measuring it.
//
//	go run ./scripts/genregister [-n 330000] [-number 97351842] -o register.zip
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"

	"qwac/internal/testpki"
)

func main() {
	n := flag.Int("n", 330_000, "entities")
	number := flag.String("number", testpki.Number, "number of the first one, of DK-DFSA")
	to := flag.String("o", "register.zip", "file to write, .json or .zip")
	flag.Parse()
	if err := write(*n, *number, *to); err != nil {
		fmt.Fprintln(os.Stderr, "genregister:", err)
		os.Exit(1)
	}
}

func write(n int, number, to string) error {
	var out bytes.Buffer
	if err := testpki.WriteRegister(&out, n, testpki.Institution(number)); err != nil {
		return err
	}
	data := out.Bytes()
	if strings.HasSuffix(to, ".zip") {
		data = testpki.RegisterZIP(data)
	}
	return os.WriteFile(to, data, 0o644)
}
