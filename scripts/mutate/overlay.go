package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

var (
	//go:embed overlay/mutant.go.txt
	mutantSource []byte
	//go:embed overlay/package.go.txt
	packageSource string
	//go:embed overlay/worker_test.go.txt
	workerSource []byte
)

// overlay stands for the repository with all mutants in it: go reads these files in place of those.
type overlay struct {
	dir      string // holds its files
	list     string // file that go takes
	branches []branch
	owners   *owners
	packages []string // folders of the files with mutants, each once

	replace map[string]string
}

// newOverlay puts the mutants of some files into files of a folder.
func newOverlay(dir string, files []string) (*overlay, error) {
	owners, err := newOwners()
	if err != nil {
		return nil, err
	}
	o := &overlay{dir: dir, list: filepath.Join(dir, "overlay.json"), owners: owners, replace: map[string]string{}}
	for _, file := range files {
		if err := o.file(file); err != nil {
			return nil, err
		}
	}
	if err := o.put(filepath.Join("internal", "mutant", "mutant.go"), mutantSource); err != nil {
		return nil, err
	}
	if err := o.put(filepath.Join("pkg", "check", "zz_worker_test.go"), workerSource); err != nil {
		return nil, err
	}
	data, err := json.Marshal(struct{ Replace map[string]string }{o.replace})
	if err != nil {
		return nil, err
	}
	return o, os.WriteFile(o.list, data, 0o600)
}

// file puts the mutants of one file in.
func (o *overlay) file(file string) error {
	source, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	name, found, mutated, err := mutate(o.owners, file, source, len(o.branches))
	if err != nil {
		return err
	}
	o.branches = append(o.branches, found...)
	pkg := filepath.Dir(file)
	if len(o.packages) == 0 || o.packages[len(o.packages)-1] != pkg {
		o.packages = append(o.packages, pkg)
		if err := o.put(filepath.Join(pkg, "zz_mutant.go"), fmt.Appendf(nil, packageSource, name)); err != nil {
			return err
		}
	}
	return o.put(file, mutated)
}

func (o *overlay) put(file string, source []byte) error {
	abs, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	to := filepath.Join(o.dir, fmt.Sprintf("%d.go", len(o.replace)))
	o.replace[abs] = to
	return os.WriteFile(to, source, 0o600)
}

// build makes the test binary of a package.
func (o *overlay) build(pkg string) (*binary, error) {
	b := &binary{pkg: pkg, file: filepath.Join(o.dir, filepath.Base(pkg)+".test"), branches: len(o.branches)}
	cmd := exec.Command("go", "test", "-c", "-vet=off", "-overlay", o.list, "-o", b.file, "./"+filepath.ToSlash(pkg))
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building the tests of %s: %w\n%s", pkg, err, out)
	}
	return b, nil
}
