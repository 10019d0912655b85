package report

import (
	"cmp"
	"fmt"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/verifiers"
)

// verifierWords are what verifiers are called in text.
var verifierWords = []struct{ name, words string }{
	{verifiers.RFC5280, "RFC 5280"}, {verifiers.Go, "Go"}, {verifiers.OpenSSL, "OpenSSL"}, {verifiers.PKIX, "PKIX"},
	{verifiers.Chrome, "Chrome, as qualified"},
}

// answerWords are what answers are called in text.
var answerWords = []struct{ name, words string }{
	{string(verifiers.Takes), "takes it"}, {string(verifiers.Refuses), "refuses it"},
	{string(verifiers.CannotSay), "cannot say"},
}

func wordsFor(name string, words []struct{ name, words string }) string {
	for _, w := range words {
		if w.name == name {
			return w.words
		}
	}
	return name
}

// verifiers writes a line for each verifier.
func (t textWriter) verifiers(r Result) {
	const indent = "                        "
	if len(r.Verifiers) == 0 {
		return
	}
	t.WriteString("which verifiers take it\n")
	for _, v := range r.Verifiers {
		who, answer := v.Words()
		if v.Cause != "" {
			answer += ": " + v.Cause
		}
		if v.Name != "" {
			answer += " (" + v.Name + ")"
		}
		t.wrap(fmt.Sprintf("  %-21s ", Clean(who)), indent, cmp.Or(answer, "-"))
	}
	t.WriteString("\n")
}

// Words are what verifier and answer are called in text.
func (v Verifier) Words() (who, answer string) {
	return wordsFor(v.Verifier, verifierWords), wordsFor(v.Answer, answerWords)
}

// paths writes each path with why it is not valid, and what was left out.
func (t textWriter) paths(r Result) {
	if r.Paths == nil {
		return
	}
	t.WriteString("all paths from the leaf: " + ber.Count(len(r.Paths.Listed), "path") + "\n")
	shipped := false
	for i, p := range r.Paths.Listed {
		t.path(i+1, p)
		shipped = shipped || p.Shipped
	}
	if !shipped {
		t.wrap("  ", "  ", "none of these is the one that was judged")
	}
	if r.Paths.Rest != "" {
		t.wrap("  ", "  ", r.Paths.Rest)
	}
	t.WriteString("\n")
}

func (t textWriter) path(number int, p Path) {
	const indent = "                  "
	word, names := "not valid", make([]string, len(p.Certificates))
	if p.Valid {
		word = "valid"
	}
	for i, c := range p.Certificates {
		names[i] = c.Name
		if p.Certificates[i].File != "" {
			names[i] += " (" + place(c.File, c.Line) + ")"
		}
	}
	t.wrap(fmt.Sprintf("  %3d. %-9s  ", number, word), indent, strings.Join(names, " ← "))
	if p.Shipped {
		t.wrap(indent, indent, "this is the one that was judged, and that payload sends")
	}
	for _, c := range p.Causes {
		s := c.Detail
		if i := c.Certificate; i >= 0 && i < len(p.Certificates) {
			s = p.Certificates[i].Name + ": " + s
		}
		t.wrap(indent, indent, s)
	}
}
