package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"qwac/pkg/cert"
	"qwac/pkg/check"
)

// fingerprintDigits is the length of a fingerprint: half of a SHA-256, so that two findings of a lifetime do not share
// one.
const fingerprintDigits = 32

// fingerprint is SHA-256 over the parts: the one definition of all fingerprints. None of the parts is a word that a
// later version may change, or a name or a number of a file.
func fingerprint(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:])[:fingerprintDigits]
}

// CheckFingerprint is the fingerprint of a fact of a result: its name and the leaf. Empty: there is no leaf to know it
// by.
func (r *Result) CheckFingerprint(name string) string {
	if r.Certificate == nil {
		return ""
	}
	return fingerprint("check", name, r.Certificate.SHA256)
}

// setFingerprints gives each place a fingerprint: of the rule, and of the key of the place, which keys has by finding
// and place. What one rule says several times of the same place is numbered by the messages. The fingerprint of a
// finding is that of its only place, or of the sorted ones of all; in a result no two findings share one.
func setFingerprints(findings []Finding, keys [][]string) {
	order := make([]int, len(findings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(findings[a].Message, findings[b].Message) })
	seen, taken := map[string]int{}, map[string]bool{}
	for _, i := range order {
		f, prints := &findings[i], map[string]string{}
		for j, key := range keys[i] {
			if prints[key] == "" {
				parts := []string{f.Rule, key}
				if seen[f.Rule+"\n"+key]++; seen[f.Rule+"\n"+key] > 1 {
					parts = append(parts, strconv.Itoa(seen[f.Rule+"\n"+key]))
				}
				prints[key] = fingerprint(parts...)
			}
			f.Places[j].Fingerprint = prints[key]
		}
		f.Fingerprint = together(f.Places)
		for taken[f.Fingerprint] {
			f.Fingerprint = fingerprint(f.Fingerprint)
		}
		taken[f.Fingerprint] = true
	}
}

// together is the fingerprint of a finding with these places.
func together(places []Place) string {
	var all []string
	for _, p := range places {
		all = append(all, p.Fingerprint)
	}
	slices.Sort(all)
	if all = slices.Compact(all); len(all) == 1 {
		return all[0]
	}
	return fingerprint(all...)
}

// placeKey is where a finding occurs for its fingerprint: the certificate that it is about, the leaf where it is about
// none, and what it is about in it.
func placeKey(r *check.Result, f check.Finding) string {
	path := f.Path
	if f.Discriminator != "" {
		path = withoutNumbers(path)
	}
	return strings.Join([]string{subjectOf(r, f), path, f.Discriminator}, " ")
}

// withoutNumbers is a path without the places in lists that are in it: "names[2].value" is "names.value".
func withoutNumbers(path string) string {
	parts := strings.Split(path, "[")
	for i, part := range parts[1:] {
		number, rest, closed := strings.Cut(part, "]")
		if !closed || number == "" || strings.Trim(number, "0123456789") != "" {
			rest = "[" + part
		}
		parts[i+1] = rest
	}
	return strings.Join(parts, "")
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
