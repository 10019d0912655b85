package bank_test

import (
	"slices"
	"strings"
	"testing"

	"qwac/internal/testbank"
	"qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/lint"
)

// all are the known banks and the invented one.
func all() []*bank.Bank { return append(bank.All(), testbank.Fixture()) }

func known(rule string) bool {
	return slices.ContainsFunc(check.Rules(), func(m lint.Meta) bool { return m.ID == rule })
}

// TestRulesOfBanks finds rows for rules that do not exist, and rules that are named twice for one request.
func TestRulesOfBanks(t *testing.T) {
	for _, b := range all() {
		for request, rows := range map[bank.Request][]bank.Block{
			bank.Upload:       slices.Concat(b.Texts, b.Certificates),
			bank.Registration: slices.Concat(b.Certificates, b.Registrations),
			bank.RedirectURIs: b.RedirectURIs,
		} {
			var seen []string
			for _, id := range rulesOf(rows) {
				if !known(id) {
					t.Errorf("%s: no rule %q", b.Name, id)
				}
				if slices.Contains(seen, id) {
					t.Errorf("%s: %q is named twice for the request %s", b.Name, id, request)
				}
				seen = append(seen, id)
			}
		}
	}
}

func rulesOf(rows []bank.Block) []string {
	var ids []string
	for _, row := range rows {
		ids = append(ids, row.Rules...)
	}
	return ids
}

// TestSourcesOfBanks finds sources of rules that do not exist or have one already.
func TestSourcesOfBanks(t *testing.T) {
	for _, b := range all() {
		var seen []string
		for _, s := range b.Sources {
			if s.Clause.Document == "" {
				t.Errorf("%s: a source without a document", b.Name)
			}
			for _, id := range s.Rules {
				if !known(id) || slices.Contains(seen, id) {
					t.Errorf("%s: source of %q: no such rule, or named twice", b.Name, id)
				}
				seen = append(seen, id)
			}
		}
	}
}

// TestBanks holds what every bank must have: the faults that no bank could accept, an answer for each, a place in the
// order for each answer, and a whole API.
func TestBanks(t *testing.T) {
	for _, b := range all() {
		if bank.Named(b.Name) != b && b.Name != testbank.Fixture().Name {
			t.Errorf("%s: another bank has the name", b.Name)
		}
		for _, r := range []bank.Request{bank.Upload, bank.Registration, bank.RedirectURIs} {
			for _, m := range check.Rules() {
				row := b.BlockIn(r, m.ID)
				if row == nil {
					if bank.Common(m.ID) && bank.Named("etsi").BlockIn(r, m.ID) != nil {
						t.Errorf("%s: a breach of %s does not block the request %s", b.Name, m.ID, r)
					}
					continue
				}
				checkAnswer(t, b, r, row.Answer)
			}
		}
		checkAPI(t, b)
	}
}

func checkAnswer(t *testing.T, b *bank.Bank, r bank.Request, a bank.Answer) {
	t.Helper()
	if !b.Predicts() {
		if a.Status != 0 {
			t.Errorf("%s: it has no Order, so it predicts no status, but it answers %v", b.Name, a)
		}
		return
	}
	if a.Status < 400 || a.Status > 499 || a.Basis != bank.Documented && a.Basis != bank.Assumed {
		t.Errorf("%s: no answer: %v", b.Name, a)
	}
	if b.Rank(r, a) < 0 {
		t.Errorf("%s: the status %d has no place in the order of the request %s", b.Name, a.Status, r)
	}
}

func checkAPI(t *testing.T, b *bank.Bank) {
	t.Helper()
	for _, path := range []string{b.API.Clients, b.API.RedirectURIs, b.API.Certificates} {
		if !strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/") {
			t.Errorf("%s: path %q", b.Name, path)
		}
	}
	if b.API.Certificate == "" || b.API.RequestID == "" || len(b.Support) == 0 {
		t.Errorf("%s: no member for the chain, no request id, or no support report", b.Name)
	}
	for _, e := range b.Environments {
		if e.Name != bank.Production && e.Name != bank.Sandbox {
			t.Errorf("%s: environment %q", b.Name, e.Name)
		}
	}
}
