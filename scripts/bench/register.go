package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"qwac/internal/testpki"
	"qwac/pkg/register"
)

// registerEntities is how many the register of the EBA has in 2026.
const registerEntities = 330_000

// registers measures what the register costs: the import of an archive as it is published, by the program, and a
// question to the index.
func registers() error {
	dir, err := os.MkdirTemp("", "qwac-bench-register")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	archive, qwac, gen := filepath.Join(dir, "register.zip"), filepath.Join(dir, "qwac"), filepath.Join(dir, "gen")
	if err := build(map[string]string{qwac: ".", gen: "./scripts/genregister"}); err != nil {
		return err
	}
	// by another program: the memory of this one would count as that of those which it starts
	c := exec.Command(gen, "-n", fmt.Sprint(registerEntities), "-o", archive)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("genregister: %w\n%s", err, out)
	}
	fmt.Printf("register of %d entities\n", registerEntities)
	if err := importOnce(qwac, dir, archive); err != nil {
		return err
	}
	data, err := os.ReadFile(filepath.Join(dir, "register.index"))
	if err != nil {
		return err
	}
	start := time.Now()
	x, err := register.Decode(data)
	if err != nil {
		return err
	}
	fmt.Printf("index of %d bytes, checked in %v\n", len(data), time.Since(start).Round(time.Microsecond))
	const asked = 10_000
	start = time.Now()
	for range asked {
		if a := x.Ask("DK-DFSA", testpki.Number); len(a.Matches) != 1 {
			return fmt.Errorf("not found: %+v", a)
		}
	}
	fmt.Printf("a question: %v\n", (time.Since(start) / asked).Round(10*time.Nanosecond))
	return nil
}

// importOnce runs the import and prints its times and its memory: processor time beside the time that passed, since a
// busy machine makes the second long.
func importOnce(qwac, dir, archive string) error {
	c := exec.Command(qwac, "register", "import", "--store", dir, archive)
	start := time.Now()
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("register import: %w\n%s", err, out)
	}
	took := time.Since(start)
	cpu := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	fmt.Printf("register import: %v, %v of processor time, %d MiB (target: at most 5s, 200 MiB)\n",
		took.Round(time.Millisecond), cpu.Round(time.Millisecond), peakMiB(c.ProcessState))
	return nil
}
