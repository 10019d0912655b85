package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// binary is the tests of a package, with all mutants.
type binary struct {
	pkg, file string
	branches  int
	tests     []test
}

// test is one test and what the conditions were in it: 2i has whether i was ever false, 2i+1 whether ever true.
type test struct {
	name string
	seen []byte
	took time.Duration
}

// A mutant may take so many times as long as the original, and a little more for what else the machine does. Then it
// hangs, and is caught; it may have eaten memory all the while.
const (
	patience = 4
	grace    = 5 * time.Second
)

// slowTest is what a test may take that is run for single mutants. The slower ones run all cases, as the table does.
const slowTest = 5 * time.Second

// command runs the tests as a mutant, without the corpus.
func (b *binary) command(ctx context.Context, id int, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, b.file, args...)
	cmd.Dir = b.pkg
	cmd.Env = append(os.Environ(), fmt.Sprint("QWAC_MUTANT=", id), fmt.Sprint("QWAC_MUTANT_BRANCHES=", b.branches),
		"QWAC_CORPUS="+filepath.Join(b.pkg, "none"))
	return cmd
}

// record runs each test alone and notes what the conditions were.
func (b *binary) record(pattern string, without []string) error {
	if _, err := os.Stat(b.file); err != nil { // a package without tests
		return nil
	}
	out, err := b.command(context.Background(), 0, "-test.list", pattern).Output()
	if err != nil {
		return err
	}
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSpace(name)
		if strings.HasPrefix(name, "Benchmark") || contains(without, name) {
			continue
		}
		if err := b.recordTest(name); err != nil {
			return err
		}
	}
	return nil
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

func (b *binary) recordTest(name string) error {
	file := b.file + ".seen"
	if err := os.WriteFile(file, make([]byte, 2*b.branches), 0o600); err != nil {
		return err
	}
	cmd := b.command(context.Background(), 0, "-test.run", "^"+name+"$")
	cmd.Env = append(cmd.Env, "QWAC_MUTANT_SEEN="+file)
	start := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s of %s fails without a mutant: %w\n%s", name, b.pkg, err, out)
	}
	took := time.Since(start)
	if took > slowTest {
		return nil
	}
	seen, err := os.ReadFile(file)
	b.tests = append(b.tests, test{name, seen, took})
	return err
}

// quickTest is what a test takes that is run before the others: most mutants are caught by one of these.
const quickTest = 300 * time.Millisecond

// catches runs the tests that had the condition otherwise than the mutant has it, the quick ones first.
func (b *binary) catches(branch int, w way) bool {
	var quick, others []test
	for _, t := range b.tests {
		switch {
		case t.seen[at(branch, w)] == 0:
		case t.took <= quickTest:
			quick = append(quick, t)
		default:
			others = append(others, t)
		}
	}
	return b.fails(quick, number(branch, w)) || b.fails(others, number(branch, w))
}

// fails reports whether one of the tests fails as a mutant.
func (b *binary) fails(tests []test, mutant int) bool {
	if len(tests) == 0 {
		return false
	}
	var names []string
	limit := grace
	for _, t := range tests {
		names = append(names, t.name)
		limit += patience * t.took
	}
	ctx, stop := context.WithTimeout(context.Background(), limit)
	defer stop()
	cmd := b.command(ctx, mutant, "-test.failfast", "-test.run", "^("+strings.Join(names, "|")+")$")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	return cmd.Run() != nil
}

// at is where a test notes that a condition was otherwise than a mutant has it.
func at(branch int, w way) int {
	if w == never {
		return 2*branch + 1
	}
	return 2 * branch
}

// number is what a mutant is called in the environment.
func number(branch int, w way) int { return 2*branch + int(w) + 1 }
