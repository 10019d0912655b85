// Package scan finds the files that hold certificates: in folders, by patterns, in ZIP archives. It reads none of them
// before it is asked. Most people want [Walk].
package scan

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"qwac/internal/files"
)

// Options say how to walk. The zero value passes over what git ignores, and nothing else.
type Options struct {
	// Exclude are patterns of files and folders that are passed over, as doublestar has them: of the name from the
	// folder that was given, or as reports have it, or without a slash of the last part of it.
	Exclude  []string
	NoIgnore bool // .gitignore plays no part
}

// Walk finds the files under the arguments: a folder gives all that stand in it, a pattern those that it fits, an
// archive those that are packed in it, and a file itself. The error is for an argument that is not there.
func Walk(args []string, o Options) (*Found, error) {
	w := &walker{Options: o, found: &Found{}, folders: map[string]bool{}, besides: map[string]bool{},
		files: map[string]int{}, here: absolute(".")}
	for _, a := range args {
		if err := w.argument(a); err != nil {
			return nil, err
		}
	}
	w.follow()
	byName := func(a, b Trouble) int { return cmp.Compare(a.Name, b.Name) }
	slices.SortFunc(w.found.Files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(w.found.Troubles, byName)
	slices.SortFunc(w.found.Passed, byName)
	return w.found, nil
}

// walker walks. Each folder is entered once, whatever links lead to it.
type walker struct {
	Options
	found   *Found
	folders map[string]bool // real paths of those entered
	packed  int             // bytes of what was unpacked from archives
	besides map[string]bool // folders that lend, by name: a list may name each of the many files in one
	files   map[string]int  // place in found.Files, by absolute path
	links   []place
	here    string // where the program runs
}

// place is a file or folder on the way.
type place struct {
	name, root string
	rules      rules
	pattern    string // that targets must fit, from root; empty: all do
}

func (w *walker) argument(name string) error {
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		name = filepath.Clean(name)
		w.above(name)
		w.folder(place{name: name, root: name, rules: w.rulesAbove(name)}, realPath(name))
	case err == nil && IsArchive(name):
		w.archive(place{name: name, root: filepath.Dir(name)}, true)
	case err == nil:
		w.named(name)
	case IsPattern(name):
		return w.pattern(name)
	default:
		return files.CannotRead(name, err)
	}
	return nil
}

// named adds a file that was named itself, and what stands beside and above it for the certificates of CAs.
func (w *walker) named(name string) {
	dir := filepath.Dir(name)
	w.add(File{Name: name, Dir: dir, Target: true, Named: true})
	w.beside(dir)
	w.above(dir)
}

// above adds the files of the folders above one for the certificates of CAs, up to where the program runs.
func (w *walker) above(dir string) {
	if !filepath.IsLocal(dir) {
		return
	}
	for dir != "." {
		dir = filepath.Dir(dir)
		w.beside(dir)
	}
}

// beside adds the files of one folder for the certificates of CAs in them. What cannot be read there was not asked for.
func (w *walker) beside(dir string) {
	if w.besides[dir] {
		return
	}
	w.besides[dir] = true
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if e.Type().IsRegular() && IsCertificateName(e.Name()) {
			w.add(File{Name: filepath.Join(dir, e.Name()), Dir: dir})
		}
	}
}

// folder adds all that stands in a folder and below it; real is its path without links.
func (w *walker) folder(p place, real string) {
	if w.folders[real] {
		return
	}
	w.folders[real] = true
	entries, err := os.ReadDir(p.name)
	if err != nil {
		w.trouble(p.name, err)
	}
	if !w.NoIgnore {
		if p.name != p.root && slices.ContainsFunc(entries, called(".git")) { // another repository, with its own rules
			p.rules = w.rulesAbove(p.name)
		}
		if slices.ContainsFunc(entries, called(".gitignore")) {
			p.rules = p.rules.enter(p.name)
		}
	}
	for _, e := range entries {
		if e.Name() != ".git" {
			at := p
			at.name = filepath.Join(p.name, e.Name())
			w.entry(at, real, e)
		}
	}
}

func called(name string) func(fs.DirEntry) bool {
	return func(e fs.DirEntry) bool { return e.Name() == name }
}

// entry adds what stands in a folder, given by its path without links.
func (w *walker) entry(p place, dir string, e fs.DirEntry) {
	ignored, all := p.rules.ignore(e.Name(), e.IsDir())
	if ignored || Excluded(w.Exclude, p.fromRoot(), filepath.ToSlash(p.name)) {
		return
	}
	p.rules.all = all
	switch mode := e.Type(); {
	case mode.IsDir():
		p.rules = p.rules.below(e.Name())
		w.folder(p, filepath.Join(dir, e.Name())) // it is no link
	case mode.IsRegular():
		w.file(p)
	case mode&fs.ModeSymlink != 0:
		w.links = append(w.links, p)
	default:
		w.found.Passed = append(w.found.Passed, Trouble{Name: p.name, Why: "it is " + kindOf(mode)})
	}
}

func (w *walker) file(p place) {
	if IsArchive(p.name) {
		w.archive(p, fits(p.pattern, p.fromRoot()))
		return
	}
	w.add(File{Name: p.name, Dir: filepath.Dir(p.name), Target: fits(p.pattern, p.fromRoot())})
}

// add adds a file unless it is there already. One that is named or judged counts more than one that lends certificates.
func (w *walker) add(f File) {
	key := filepath.Clean(f.Name)
	if !filepath.IsAbs(key) {
		key = filepath.Join(w.here, key)
	}
	i, known := w.files[key]
	switch {
	case !known:
		w.files[key] = len(w.found.Files)
		w.found.Files = append(w.found.Files, f)
	case f.Named || f.Target && !w.found.Files[i].Target:
		f.Named = f.Named || w.found.Files[i].Named
		w.found.Files[i] = f
	}
}

// follow goes where links lead, once all is known that stands in the folders themselves: what does is found there.
func (w *walker) follow() {
	for len(w.links) > 0 {
		p := w.links[0]
		w.links = w.links[1:]
		info, err := os.Stat(p.name)
		real := realPath(p.name)
		switch {
		case err != nil:
			if IsCertificateName(p.name) {
				w.trouble(p.name, err)
			}
		case ofKernel(real):
			w.found.Passed = append(w.found.Passed, Trouble{Name: p.name, Why: "it leads to " + real})
		case info.IsDir():
			p.rules = rules{}
			w.folder(p, real)
		case !info.Mode().IsRegular():
			w.found.Passed = append(w.found.Passed, Trouble{Name: p.name, Why: "it is " + kindOf(info.Mode())})
		case !w.folders[filepath.Dir(real)]:
			w.file(p)
		}
	}
}

// ofKernel reports whether a file or folder is of those that Linux makes as it is read: they pass for regular
// ones, and some never end or make the reader wait.
func ofKernel(real string) bool {
	real += "/"
	return runtime.GOOS == "linux" && (strings.HasPrefix(real, "/proc/") || strings.HasPrefix(real, "/sys/"))
}

func (w *walker) trouble(name string, err error) {
	w.found.Troubles = append(w.found.Troubles, troubleOf(name, err))
}

// pattern walks the folder that a pattern begins with. What fits it is judged, the rest lends certificates of CAs.
func (w *walker) pattern(pattern string) error {
	base, rest := splitPattern(pattern)
	if err := CheckPattern(rest); err != nil {
		return err
	}
	if _, err := os.Stat(base); err != nil {
		return files.CannotRead(base, err)
	}
	before := w.found.Targets()
	w.folder(place{name: base, root: base, rules: w.rulesAbove(base), pattern: rest}, realPath(base))
	if w.found.Targets() == before {
		return fmt.Errorf("%q fits no file: check the pattern, and put it in quotes", pattern)
	}
	return nil
}

// archive adds what is packed in a ZIP file.
func (w *walker) archive(p place, target bool) {
	found, troubles := archived(p.name)
	for _, f := range found {
		w.packed += len(f.data)
	}
	if w.packed > maxAllArchives {
		why := fmt.Sprintf("the archives have more than %d MiB in all", maxAllArchives>>20)
		found, troubles = nil, append(troubles, Trouble{p.name, why, "Unpack it and give the folder."})
	}
	for _, f := range found {
		at := p
		at.name = f.Name
		if f.Target = target; !Excluded(w.Exclude, at.fromRoot(), filepath.ToSlash(at.name)) {
			w.add(f)
		}
	}
	w.found.Troubles = append(w.found.Troubles, troubles...)
}

// rulesAbove are what .gitignore files say of a folder that was given.
func (w *walker) rulesAbove(dir string) rules {
	if w.NoIgnore {
		return rules{}
	}
	return rulesAbove(absolute(dir))
}

// fromRoot is the name from the folder that was given, with slashes.
func (p place) fromRoot() string {
	rel, err := filepath.Rel(p.root, p.name)
	if err != nil {
		rel = p.name
	}
	return filepath.ToSlash(rel)
}

// IsMany reports whether an argument may have several targets: a folder, an archive, a pattern.
func IsMany(name string) bool {
	info, err := os.Stat(name)
	if err != nil {
		return IsPattern(name)
	}
	return info.IsDir() || IsArchive(name)
}
