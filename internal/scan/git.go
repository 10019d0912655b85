package scan

import (
	"cmp"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"qwac/internal/files"
)

// maxGitConfig is how much of a configuration of git is read, in bytes; those in use have some KB.
const maxGitConfig = 1 << 20

// gitDir is the folder with what all worktrees of a repository share. In a worktree and in a submodule .git is a file
// with the name of a folder (gitrepository-layout(5)).
func gitDir(top string) string {
	dir := ownGitDir(top)
	if line := firstLine(filepath.Join(dir, "commondir")); line != "" {
		dir = from(dir, line)
	}
	return dir
}

// ownGitDir is the folder with what a worktree has for itself, such as the index.
func ownGitDir(top string) string {
	dir := filepath.Join(top, ".git")
	if line, ok := strings.CutPrefix(firstLine(dir), "gitdir: "); ok {
		dir = from(top, line)
	}
	return dir
}

// from is a path as it stands in a file of git, relative to dir unless it is absolute.
func from(dir, name string) string {
	if name = filepath.FromSlash(name); filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

// firstLine is that of a regular file; empty: there is none.
func firstLine(name string) string {
	line, _, _ := strings.Cut(readRegular(name), "\n")
	return strings.TrimRight(line, "\r")
}

func readRegular(name string) string {
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	text, err := files.Read(name, maxGitConfig)
	if err != nil {
		return ""
	}
	return string(text)
}

// excludesFile is core.excludesFile: of the repository, else of the person, else of the machine, else where git looks
// without it. Files that a configuration includes are not read.
func excludesFile(gitDir string) string {
	home, _ := os.UserHomeDir()
	own := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(own) {
		own = filepath.Join(home, ".config")
	}
	value := cmp.Or(configured(filepath.Join(gitDir, "config")), configured(filepath.Join(home, ".gitconfig")),
		configured(filepath.Join(own, "git", "config")), configured("/etc/gitconfig"))
	if rest, ok := strings.CutPrefix(value, "~/"); ok {
		value = filepath.Join(home, filepath.FromSlash(rest))
	}
	value = cmp.Or(value, filepath.Join(own, "git", "ignore"))
	if !filepath.IsAbs(value) {
		return ""
	}
	return value
}

// configured is core.excludesFile of one configuration, the last that stands in it (git-config(1)); empty: none does.
func configured(name string) (value string) {
	section := ""
	for line := range strings.Lines(readRegular(name)) {
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "["); ok {
			section, line, _ = strings.Cut(rest, "]")
		}
		key, v, ok := strings.Cut(line, "=")
		if ok && strings.EqualFold(strings.TrimSpace(section), "core") &&
			strings.EqualFold(strings.TrimSpace(key), "excludesFile") {
			value = unquoted(strings.TrimSpace(v))
		}
	}
	return value
}

// unquoted is a value without quotes, or without a comment behind it.
func unquoted(v string) string {
	if quoted, err := strconv.QuotedPrefix(v); err == nil && strings.HasPrefix(v, `"`) {
		if s, err := strconv.Unquote(quoted); err == nil {
			return s
		}
	}
	if i := strings.IndexAny(v, "#;"); i >= 0 {
		v = v[:i]
	}
	return strings.TrimSpace(v)
}
