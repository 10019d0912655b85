package report

import (
	"io"
	"net/url"
	"strings"

	"qwac/pkg/report/encode"
)

// Shapes of SARIF 2.1.0 (OASIS), as much of them as a report fills. Sections in comments are of that text.

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool    sarifTool     `json:"tool"`
	Results []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID       string          `json:"id"`
	Name     string          `json:"name"`
	Short    sarifText       `json:"shortDescription"`
	Full     sarifText       `json:"fullDescription"`
	Help     sarifText       `json:"help"`
	Defaults sarifConfigured `json:"defaultConfiguration"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifConfigured struct {
	Level string `json:"level"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    *int              `json:"ruleIndex,omitempty"`
	Kind         string            `json:"kind"`
	Level        string            `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Suppressions []sarifSuppressed `json:"suppressions"` // 3.27.23: empty: none, and that is known
	Properties   sarifProperties   `json:"properties"`
}

type sarifSuppressed struct {
	Kind          string `json:"kind"` // external: it does not stand in the certificate (3.35.2)
	Status        string `json:"status"`
	Justification string `json:"justification"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

// sarifRegion has no column: ours count bytes, those of SARIF characters (3.30.2).
type sarifRegion struct {
	StartLine int `json:"startLine"`
}

type sarifProperties struct {
	Target string `json:"target"`
	Blocks bool   `json:"blocks"`
	Clause string `json:"clause"`
}

func writeSARIF(w io.Writer, r *Report, s Style) error {
	run := sarifRun{Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: Clean(r.Tool.Name), Version: Clean(r.Tool.Version), Rules: []sarifRule{}}
	index := map[string]int{}
	for i, rule := range r.Rules {
		index[rule.ID] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, newSARIFRule(rule, s))
	}
	around := sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}
	return encode.List(w, around, `"results":[]`, func(yield func(sarifResult) bool) {
		for res, f := range r.each(Result.all) {
			out := newSARIFResult(res, f, s)
			if i, known := index[f.Rule]; known {
				out.RuleIndex = &i
			}
			if !yield(out) {
				return
			}
		}
	})
}

func newSARIFRule(rule Rule, s Style) sarifRule {
	help := rule.Why + "\n\nNext: " + s.Words.Advice(rule.Fix, rule.Needs) + "\n\n[" + rule.Clause + "]"
	_, level := sarifLevel(Finding{Severity: rule.Severity}.level())
	return sarifRule{
		ID: Clean(rule.ID), Name: Clean(rule.Code), Short: sarifMessage(rule.Title), Full: sarifMessage(rule.Why),
		Help: sarifMessage(help), Defaults: sarifConfigured{level},
	}
}

func newSARIFResult(r Result, f Finding, s Style) sarifResult {
	out := sarifResult{
		RuleID: Clean(f.Rule), Message: sarifMessage(s.words(f)), Locations: []sarifLocation{},
		Suppressions: []sarifSuppressed{},
		// Code scanning compares the second alone; it may be anything that stays the same.
		Fingerprints: map[string]string{"qwac/v1": Clean(f.Fingerprint),
			"primaryLocationLineHash": Clean(f.Fingerprint)},
		Properties: sarifProperties{r.subject(s), f.Blocks, Clean(f.Clause)},
	}
	out.Kind, out.Level = sarifLevel(f.level())
	if f.Suppressed != nil {
		out.Suppressions = append(out.Suppressions, sarifSuppressed{"external", "accepted", f.Suppressed.String()})
	}
	for _, p := range r.sites(f, s) {
		if p.File == "" {
			continue
		}
		at := sarifPhysical{Artifact: sarifArtifact{fileURI(p.File)}}
		if p.Line > 0 {
			at.Region = &sarifRegion{p.Line}
		}
		out.Locations = append(out.Locations, sarifLocation{at})
	}
	return out
}

// sarifLevel is kind and level of a result. What is good to know is no problem, and only a failure has a level
// (3.27.10).
func sarifLevel(level string) (kind, of string) {
	if level == "notice" {
		return "informational", "none"
	}
	return "fail", level
}

// sarifMessage is a message in plain text: braces would name arguments (3.11.5), brackets and parentheses would make a
// link (3.11.6). Lines of ours stay.
func sarifMessage(s string) sarifText {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = replaced(Clean(line), "{", "{{", "}", "}}", "](", "] (")
	}
	return sarifText{strings.Join(lines, "\n")}
}

// fileURI is a file as RFC 3986 has it: a relative one stays relative.
func fileURI(name string) string {
	if len(name) > 2 && name[1:3] == ":/" && 'A' <= name[0]&^0x20 && name[0]&^0x20 <= 'Z' { // a drive of Windows
		name = "/" + name
	}
	if strings.HasPrefix(name, "/") {
		return (&url.URL{Scheme: "file", Path: name}).String()
	}
	return (&url.URL{Path: name}).String()
}
