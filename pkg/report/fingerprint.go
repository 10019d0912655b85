package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"qwac/pkg/cert"
	"qwac/pkg/check"
)

// fingerprintDigits is the length of a fingerprint: half of a SHA-256, so that two findings of a lifetime do not share
// one.
const fingerprintDigits = 32

// identity is what makes a finding itself, in no words that a later version may change and in no name or number of a
// file.
type identity struct {
	rule    string
	places  []string // as placeKey gives them
	message string   // orders those that share the rest
}

// fingerprints gives each finding of a result a fingerprint of its own: SHA-256 over the rule and the places, whatever
// their order. Findings of one rule at the same places are numbered by their messages.
func fingerprints(idents []identity) []string {
	out := make([]string, len(idents))
	order := make([]int, len(idents))
	for i := range idents {
		order[i] = i
		slices.Sort(idents[i].places)
		idents[i].places = slices.Compact(idents[i].places)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(idents[a].message, idents[b].message) })
	seen := map[string]int{}
	for _, i := range order {
		key := strings.Join(append([]string{idents[i].rule}, idents[i].places...), "\n")
		if seen[key]++; seen[key] > 1 {
			key += "\n" + strconv.Itoa(seen[key])
		}
		sum := sha256.Sum256([]byte(key))
		out[i] = hex.EncodeToString(sum[:])[:fingerprintDigits]
	}
	return out
}

// placeKey is where a finding occurs for its fingerprint: the certificate that it is about, the leaf where it is about
// none, and what it is about in it.
func placeKey(r *check.Result, f check.Finding) string {
	path := f.Path
	if f.Discriminator != "" {
		path = regexp.MustCompile(`\[\d+\]`).ReplaceAllString(path, "")
	}
	return strings.Join([]string{subjectOf(r, f), path, f.Discriminator}, " ")
}

// subjectOf is the SHA-256 of the certificate that a finding is about, on the path or beside it. What is about none is
// told apart by the leaf: the text around a certificate has no name of its own that would last.
func subjectOf(r *check.Result, f check.Finding) string {
	const text = "P" // group of the rules on text: they may point to the line of a certificate and are not about it
	switch {
	case f.Cert > 0:
		return digest(r.Chain.Path[f.Cert-1])
	case !strings.HasPrefix(f.Rule.Code, text):
		for _, c := range r.Chain.Bundle.Certs {
			if c.At == f.At {
				return digest(c)
			}
		}
	}
	if len(r.Chain.Path) > 0 {
		return digest(r.Chain.Path[0])
	}
	return ""
}

func digest(c *cert.Cert) string {
	sum := sha256.Sum256(c.Raw)
	return hex.EncodeToString(sum[:])
}
