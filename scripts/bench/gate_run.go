package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"qwac/internal/testpki"
)

// tags are those of the Makefile.
const tags = "urfave_cli_no_docs,nethttpomithttp2"

// build builds programs as make build does.
func build(programs map[string]string) error { return buildIn(".", programs) }

func buildIn(dir string, programs map[string]string) error {
	for out, pkg := range programs {
		c := exec.Command("go", "build", "-trimpath", "-tags", tags, "-o", out, pkg)
		c.Dir = dir
		if b, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %w\n%s", pkg, err, b)
		}
	}
	return nil
}

// makeRepository writes a repository and returns the right verdict of each leaf, and the same chains as lines for the
// stream.
func makeRepository(dir string, leaves int) (want map[string]bool, lines []byte, err error) {
	want = map[string]bool{}
	var stream bytes.Buffer
	enc := json.NewEncoder(&stream)
	cas := map[string][]byte{}
	for f := range testpki.Repository(leaves) {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return nil, nil, err
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			return nil, nil, err
		}
		if !f.Leaf {
			cas[filepath.Dir(name)] = f.Data
			continue
		}
		want[name] = f.Good
		issuing := filepath.Dir(filepath.Dir(name))
		chain := bytes.Join([][]byte{f.Data, cas[issuing], cas[filepath.Dir(issuing)]}, nil)
		if err := enc.Encode(map[string]string{"id": name, "pem": string(chain)}); err != nil {
			return nil, nil, err
		}
	}
	return want, stream.Bytes(), nil
}

// usage is what a run cost.
type usage struct {
	wall, cpu time.Duration
	memory    int64 // the most that was resident, in bytes
}

func spent(program string, args []string, in []byte) (usage, error) {
	return spentOn(program, args, bytes.NewReader(in))
}

func spentOn(program string, args []string, in io.Reader) (usage, error) {
	c := exec.Command(program, args...)
	c.Stdin = in
	start := time.Now()
	err := c.Run()
	wall := time.Since(start)
	if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		return usage{}, err
	}
	u := usage{wall: wall, cpu: c.ProcessState.UserTime() + c.ProcessState.SystemTime()}
	if r, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.memory = r.Maxrss << 10
	}
	return u, nil
}

// best is the least of each: what else the machine does can only add to it.
func best(all []usage) usage {
	least := all[0]
	for _, u := range all {
		least.wall, least.cpu = min(least.wall, u.wall), min(least.cpu, u.cpu)
		least.memory = max(least.memory, u.memory)
	}
	return least
}
