// Command mutate blunts each branch of some files and runs the tests of their package: a branch that no test misses is
// printed. A condition of an if or a case is held to be never true, then always true. All mutants are in one test
// binary, made with an overlay, and the environment says which one it is: nothing in the repository is touched.
//
//	go run ./scripts/mutate [-run regexp] pkg/path/validate.go pkg/path/usage.go
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// A mutant may take so many times as long as the original, and a little more for what else the machine does. Then it
// hangs, and is caught; it may have eaten memory all the while.
const (
	patience = 4
	grace    = 3 * time.Second
)

func main() {
	tests := flag.String("run", ".", "tests to run, as in go test")
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*tests, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run(tests string, files []string) error {
	dir, err := os.MkdirTemp("", "qwac-mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	branches, binary, err := build(dir, files)
	if err != nil {
		return err
	}
	pkg := filepath.Dir(files[0])
	start := time.Now()
	if !passes(binary, pkg, "0", tests, time.Hour) {
		return fmt.Errorf("the tests of %s fail without a mutant", pkg)
	}
	limit := patience*time.Since(start) + grace
	caught := 0
	for i, b := range branches {
		for j, way := range []string{"never", "always"} {
			id := fmt.Sprint(2*i + j + 1)
			if !passes(binary, pkg, id, tests, limit) {
				caught++
			} else {
				fmt.Printf("%v: %s: %s\n", b.at, way, b.text)
			}
		}
	}
	all := 2 * len(branches)
	fmt.Printf("%d of %d mutants of %d branches are caught (%.1f %%)\n", caught, all, len(branches),
		100*float64(caught)/float64(max(all, 1)))
	return nil
}

// build makes the test binary with all mutants of the files, which are of one package.
func build(dir string, files []string) ([]branch, string, error) {
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	var branches []branch
	put := func(path string, source []byte) error {
		abs, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.Base(path))
		overlay.Replace[abs] = to
		return os.WriteFile(to, source, 0o600)
	}
	name := ""
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			return nil, "", err
		}
		var found []branch
		var mutated []byte
		if name, found, mutated, err = mutate(file, source, len(branches)); err != nil {
			return nil, "", err
		}
		branches = append(branches, found...)
		if err := put(file, mutated); err != nil {
			return nil, "", err
		}
	}
	pkg := filepath.Dir(files[0])
	if err := put(filepath.Join(pkg, "zz_mutant.go"), fmt.Appendf(nil, helper, name)); err != nil {
		return nil, "", err
	}
	data, err := json.Marshal(overlay)
	if err != nil {
		return nil, "", err
	}
	list, binary := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "mutants.test")
	if err := os.WriteFile(list, data, 0o600); err != nil {
		return nil, "", err
	}
	cmd := exec.Command("go", "test", "-c", "-vet=off", "-overlay", list, "-o", binary, "./"+pkg)
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, "", fmt.Errorf("building the tests: %w\n%s", err, out)
	}
	return branches, binary, nil
}

// helper is the file that says which mutant the program is: 2i+1 has branch i never true, 2i+2 always; 0 is the
// original.
const helper = `package %s

import (
	"os"
	"strconv"
)

var mutantOf, _ = strconv.Atoi(os.Getenv("QWAC_MUTANT"))

func mutant(branch int, is bool) bool {
	switch mutantOf {
	case 2*branch + 1:
		return false
	case 2*branch + 2:
		return true
	}
	return is
}
`

// passes runs the tests, without the corpus.
func passes(binary, pkg, id, tests string, limit time.Duration) bool {
	ctx, stop := context.WithTimeout(context.Background(), limit)
	defer stop()
	cmd := exec.CommandContext(ctx, binary, "-test.failfast", "-test.run", tests)
	cmd.Dir = pkg
	cmd.Env = append(os.Environ(), "QWAC_MUTANT="+id, "QWAC_CORPUS="+filepath.Join(pkg, "none"))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	return cmd.Run() == nil
}
