package scan

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"qwac/internal/files"
)

// maxIgnore is how much of a .gitignore is read, in bytes: the largest in use have some ten thousand lines.
const maxIgnore = 1 << 20

// rules are what .gitignore files say of a folder. The zero value ignores nothing.
type rules struct {
	lines []ignoreLine
	at    []string // the folder, from the top of the repository
	kept  *tracked // what git keeps whatever the lines say; nil: nothing
	all   bool     // the folder is ignored: only what git keeps is not
}

// ignoreLine is a line of a .gitignore file (gitignore(5)). Matching is done by doublestar: a library that knows the
// format too brings packages along that would run before every command.
type ignoreLine struct {
	glob    string   // from the folder of the file
	at      []string // that folder
	include bool     // what fits is not ignored after all
	folders bool     // only folders fit
}

// readLine reads one line; false: it is blank or a comment.
func readLine(line string, at []string) (ignoreLine, bool) {
	l := ignoreLine{at: at}
	line = strings.TrimRight(line, "\r\n")
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = strings.TrimSuffix(line, " ")
	}
	if line == "" || line[0] == '#' {
		return l, false
	}
	line, l.include = strings.CutPrefix(line, "!")
	line, l.folders = strings.CutSuffix(line, "/")
	if !strings.Contains(line, "/") {
		line = "**/" + line
	}
	line = strings.TrimPrefix(line, "/")
	if strings.HasSuffix(line, "/**") {
		line += "/*" // all that is in the folder, not the folder itself
	}
	l.glob = strings.NewReplacer(`\\`, `\\`, `\{`, `\{`, `\}`, `\}`, "{", `\{`, "}", `\}`).Replace(line)
	return l, line != ""
}

// fits reports whether the line is about a name, given from the top of the repository.
func (l ignoreLine) fits(name []string, folder bool) bool {
	if l.folders && !folder {
		return false
	}
	ok, err := doublestar.Match(l.glob, strings.Join(name[len(l.at):], "/"))
	return err == nil && ok
}

// rulesAbove are those of the folders above one, given by its absolute path, up to the top of its repository.
func rulesAbove(dir string) rules {
	top := dir
	for !exists(filepath.Join(top, ".git")) {
		if filepath.Dir(top) == top {
			return rules{}
		}
		top = filepath.Dir(top)
	}
	r := repositoryRules(top)
	rel, err := filepath.Rel(top, dir)
	if err != nil || rel == "." {
		return r
	}
	for _, part := range strings.Split(filepath.ToSlash(rel), "/") {
		r = r.enter(top).below(part)
		top = filepath.Join(top, part)
	}
	return r
}

// repositoryRules are what git passes over in all of a repository: what the person's own file says (core.excludesFile),
// then what the repository's does (info/exclude), which counts more.
func repositoryRules(top string) rules {
	dir := gitDir(top)
	r := rules{kept: newTracked(top)}
	if own := excludesFile(dir); own != "" {
		r = r.with(own)
	}
	return r.with(filepath.Join(dir, "info", "exclude"))
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// enter adds the rules that stand in a folder itself.
func (r rules) enter(dir string) rules { return r.with(filepath.Join(dir, ".gitignore")) }

// with adds the rules in a file, if it is there.
func (r rules) with(name string) rules {
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return r
	}
	text, err := files.Read(name, maxIgnore)
	if err != nil {
		return r
	}
	r.lines = slices.Clone(r.lines)
	for line := range strings.Lines(string(text)) {
		if l, ok := readLine(line, r.at); ok {
			r.lines = append(r.lines, l)
		}
	}
	return r
}

// below are the rules of a folder in this one.
func (r rules) below(name string) rules {
	r.at = append(slices.Clip(r.at), name)
	return r
}

// ignore reports whether a file or a folder in this one is ignored; of a folder with anything that git keeps that is
// in, all else is.
func (r rules) ignore(name string, folder bool) (ignored, all bool) {
	path := append(slices.Clip(r.at), name)
	if !r.all && !r.fit(path, folder) {
		return false, false
	}
	return !r.kept.has(path, folder), true
}

// fit reports whether the lines ignore a name: the last that fits counts.
func (r rules) fit(path []string, folder bool) bool {
	for _, l := range slices.Backward(r.lines) {
		if l.fits(path, folder) {
			return !l.include
		}
	}
	return false
}
