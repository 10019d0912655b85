package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
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
	out := []gitLabIssue{}
	seen := map[string]int{}
	for _, res := range r.groups() {
		for _, f := range res.shown() {
			p := res.sites(f, s)[0]
			print := Clean(f.Fingerprint)
			if seen[print]++; seen[print] > 1 {
				sum := sha256.Sum256([]byte(print + "\n" + strconv.Itoa(seen[print])))
				print = hex.EncodeToString(sum[:fingerprintBytes])
			}
			out = append(out, gitLabIssue{
				Description: s.words(f), CheckName: Clean(f.Rule), Fingerprint: print, Severity: gitLabSeverity(f),
				Location: gitLabLocation{cmp.Or(p.File, res.subject(s)), gitLabLines{max(p.Line, 1)}},
			})
		}
	}
	return WriteJSON(w, out)
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
