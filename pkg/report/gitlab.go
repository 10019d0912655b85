package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"

	"qwac/pkg/report/encode"
)

type gitLabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitLabLocation `json:"location"`
}

type gitLabLocation struct {
	Path  string      `json:"path"`
	Lines gitLabLines `json:"lines"`
}

type gitLabLines struct {
	Begin int `json:"begin"`
}

// writeGitLab writes a code quality report. GitLab shows issues with the same fingerprint once: the second of a fault
// that two results have, such as a CA that is in both, is numbered.
func writeGitLab(w io.Writer, r *Report, s Style) error {
	seen := map[string]int{}
	return encode.List(w, []gitLabIssue{}, "[]", func(yield func(gitLabIssue) bool) {
		for res, f := range r.each(Result.shown) {
			print := Clean(f.Fingerprint)
			if seen[print]++; seen[print] > 1 {
				sum := sha256.Sum256([]byte(print + "\n" + strconv.Itoa(seen[print])))
				print = hex.EncodeToString(sum[:fingerprintBytes])
			}
			if !yield(newGitLabIssue(res, f, print, s)) {
				return
			}
		}
	})
}

func newGitLabIssue(r Result, f Finding, print string, s Style) gitLabIssue {
	p := r.sites(f, s)[0]
	return gitLabIssue{
		Description: s.words(f), CheckName: Clean(f.Rule), Fingerprint: print, Severity: gitLabSeverity(f),
		Location: gitLabLocation{cmp.Or(p.File, r.subject(s)), gitLabLines{max(p.Line, 1)}},
	}
}

func gitLabSeverity(f Finding) string {
	switch {
	case f.Blocks:
		return "blocker"
	case f.Severity == "error":
		return "critical"
	case f.Severity == "warning":
		return "minor"
	}
	return "info"
}
