package glossary_test

import (
	"strings"
	"testing"

	"qwac/pkg/glossary"
)

// TestTerms wants each term whole and to be found by all its names, and no name to mean two things.
func TestTerms(t *testing.T) {
	terms := glossary.All()
	if len(terms) < 40 {
		t.Errorf("%d terms", len(terms))
	}
	seen := map[string]bool{}
	for _, term := range terms {
		if seen[term.Name] {
			t.Errorf("%s is there twice", term.Name)
		}
		seen[term.Name] = true
		if term.Name == "" || term.Source.Document == "" || term.Source.Section == "" {
			t.Errorf("%+v: no name or source", term)
		}
		if !strings.HasSuffix(term.Text, ".") || strings.Contains(term.Text, "  ") ||
			strings.HasSuffix(term.Long, ".") {
			t.Errorf("%s: %q, %q", term.Name, term.Text, term.Long)
		}
		for _, name := range append([]string{term.Name}, term.Also...) {
			for _, spelt := range []string{name, strings.ToUpper(name), strings.ReplaceAll(name, "_", "-"),
				strings.ReplaceAll(name, " ", "")} {
				if found, ok := glossary.Find(spelt); !ok || found.Name != term.Name {
					t.Errorf("%q finds %q, want %q", spelt, found.Name, term.Name)
				}
			}
		}
	}
	for _, none := range []string{"", "-", "_", "qwa", "é"} {
		if found, ok := glossary.Find(none); ok {
			t.Errorf("%q finds %q", none, found.Name)
		}
	}
}
