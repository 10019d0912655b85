package scan

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// IsPattern reports whether a name is a pattern of doublestar.
func IsPattern(name string) bool { return strings.ContainsAny(name, "*?[{") }

// CheckPattern says what is wrong with a pattern of Options.Exclude.
func CheckPattern(pattern string) error {
	if !doublestar.ValidatePattern(filepath.ToSlash(pattern)) {
		return fmt.Errorf("%q is no pattern: want one such as old/** or *.bak", pattern)
	}
	return nil
}

// splitPattern parts the folder that a pattern begins with from the rest.
func splitPattern(pattern string) (folder, rest string) {
	folder, rest = doublestar.SplitPattern(filepath.ToSlash(pattern))
	return filepath.FromSlash(folder), rest
}

// PatternFolder is the folder that a pattern begins with.
func PatternFolder(pattern string) string {
	folder, _ := splitPattern(pattern)
	return folder
}

// fits reports whether a name from the folder that was given is one of those that a pattern means. Empty: all are.
func fits(pattern, name string) bool {
	return pattern == "" || doublestar.MatchUnvalidated(pattern, name)
}

// Excluded reports whether one of the patterns fits one of the names, each with slashes: that from the folder that was
// given, or that by which reports call a file.
func Excluded(patterns []string, names ...string) bool {
	for _, p := range patterns {
		p = strings.TrimSuffix(filepath.ToSlash(p), "/")
		for _, name := range names {
			if !strings.Contains(p, "/") {
				name = path.Base(name)
			}
			if doublestar.MatchUnvalidated(p, strings.TrimPrefix(name, "./")) {
				return true
			}
		}
	}
	return false
}
