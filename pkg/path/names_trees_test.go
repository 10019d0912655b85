package path

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestDNSConstraints(t *testing.T) {
	tests := []struct {
		base, name         string
		permits, isOutcast bool
	}{
		{"example", "a.example", true, true},
		{"example", "example", true, true},
		{"EXAMPLE", "a.Example", true, true},
		{".example", "a.example", true, true},
		{".example", "example", false, false},
		{"", "a.example", true, true},
		{"ample", "a.example", false, false},
		{"b.example", "a.example", false, false},
		{"example", "*.example", true, true},
		{"b.example", "*.example", false, true},
		{"c.b.example", "*.example", false, false},
	}
	for _, tt := range tests {
		trees := dnsTreesOf(tt.base)
		p := trees.permits(tt.name)
		_, e := trees.excludes(tt.name)
		if p != tt.permits || e != tt.isOutcast {
			t.Errorf("%q on %q: permits %v, excludes %v; want %v, %v", tt.base, tt.name, p, e, tt.permits, tt.isOutcast)
		}
	}
}

// TestDNSTrees compares with each base tried on each name, on names of few letters.
func TestDNSTrees(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	word := func(letters string) string {
		b := make([]byte, r.IntN(7))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		return string(b)
	}
	for range 50000 {
		bases := make([]string, r.IntN(6))
		for i := range bases {
			bases[i] = word("aB..")
		}
		name := word("ab..")
		if r.IntN(2) == 0 {
			name = "*." + name
		}
		trees := dnsTreesOf(bases...)
		permits, excludes := slices.ContainsFunc(bases, func(b string) bool { return plainPermits(b, name) }),
			slices.ContainsFunc(bases, func(b string) bool { return plainExcludes(b, name) })
		base, excluded := trees.excludes(name)
		if trees.permits(name) != permits || excluded != excludes || excluded && !plainExcludes(base, name) {
			t.Fatalf("%q on %q: permits %v, want %v; excludes %v (%q), want %v", bases, name, trees.permits(name),
				permits, excluded, base, excludes)
		}
	}
}

func dnsTreesOf(bases ...string) *dnsTrees {
	names := make([]generalName, len(bases))
	for i, b := range bases {
		names[i] = generalName{key: strings.ToLower(b), text: b}
	}
	return newDNSTrees(names)
}

func plainPermits(base, name string) bool {
	base, name = strings.ToLower(base), strings.ToLower(name)
	return base == "" || base == name || strings.HasSuffix(name, "."+strings.TrimPrefix(base, "."))
}

func plainExcludes(base, name string) bool {
	if plainPermits(base, name) {
		return true
	}
	wild, ok := strings.CutPrefix(strings.ToLower(name), "*.")
	first, parent, _ := strings.Cut(strings.ToLower(base), ".")
	return ok && first != "" && parent == wild
}

// TestAttackConstraints counts how many of 15,000 bases are compared with a name: some of their logarithm.
func TestAttackConstraints(t *testing.T) {
	var bases []string
	for i := range 15000 {
		bases = append(bases, fmt.Sprintf("n%d.example", i))
	}
	trees := dnsTreesOf(bases...)
	for i := range 15000 {
		comparisons := 0
		name := fmt.Sprintf("x.n%d.example", 2*i)
		_, found := trees.under.by(backward(name)+".", func(a, b string) int {
			comparisons++
			return strings.Compare(a, b)
		})
		if comparisons > 16 || found != (i < 7500) {
			t.Fatalf("%s: %d comparisons, found %v", name, comparisons, found)
		}
	}
}
