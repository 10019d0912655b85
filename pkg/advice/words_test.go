package advice_test

import (
	"testing"

	"qwac/pkg/advice"
	"qwac/pkg/lint"
)

// TestAdvice says a step as a program does that has its own way for some needs, and as the library does.
func TestAdvice(t *testing.T) {
	own := advice.Words{How: func(n lint.Need) string {
		switch n.What {
		case lint.NeedChain:
			return n.With + " | program -"
		case lint.NeedCRL:
			return "--list " + n.With
		case lint.NeedLists:
			return "program lists"
		}
		return ""
	}}
	crl, lists := lint.Need{What: lint.NeedCRL, With: "ca.crl"}, lint.Need{What: lint.NeedLists}
	unpack := lint.Need{What: lint.NeedChain, With: "gunzip -c FILE"}
	for _, tt := range []struct {
		hint       string
		needs      []lint.Need
		own, plain string
	}{
		{"Provide the list.", []lint.Need{crl}, "Provide the list (--list ca.crl).", "Provide the list."},
		{"Provide both.", []lint.Need{crl, lists}, "Provide both (--list ca.crl, `program lists`).", "Provide both."},
		{"Unpack it.", []lint.Need{unpack}, "Unpack it: `gunzip -c FILE | program -`.",
			"Unpack it: `gunzip -c FILE > FILE.out`."},
		{"Provide the key.", []lint.Need{{What: lint.NeedKey}}, "Provide the key.", "Provide the key."},
		{"Wait.", nil, "Wait.", "Wait."},
		{"", []lint.Need{crl}, "", ""},
	} {
		if got := own.Advice(tt.hint, tt.needs); got != tt.own {
			t.Errorf("%q: got %q, want %q", tt.hint, got, tt.own)
		}
		if got := (advice.Words{}).Advice(tt.hint, tt.needs); got != tt.plain {
			t.Errorf("%q without words: got %q, want %q", tt.hint, got, tt.plain)
		}
	}
}
