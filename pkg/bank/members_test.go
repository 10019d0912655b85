package bank_test

import (
	"testing"

	"qwac/pkg/bank"
)

// TestMembers has bodies there and back: names change at every level, values and order never.
func TestMembers(t *testing.T) {
	api := &bank.API{Members: []bank.Member{{Ours: "clientId", Theirs: "partner"}, {Ours: "roles", Theirs: "rights"}}}
	for _, tt := range []struct{ ours, theirs string }{
		{`{"clientId":"clientId","z":1,"a":[{"roles":["roles",null,true]}]}`,
			`{"partner":"clientId","z":1,"a":[{"rights":["roles",null,true]}]}`},
		{`{"n":12345678901234567890.10,"u":"a&b<c>"}`, `{"n":12345678901234567890.10,"u":"a&b<c>"}`},
		{`{}`, `{}`}, {`[]`, `[]`}, {`"roles"`, `"roles"`}, {`{"roles":`, `{"roles":`}, {``, ``},
	} {
		if got := string(api.ToBank([]byte(tt.ours))); got != tt.theirs {
			t.Errorf("%s to the bank: %s, want %s", tt.ours, got, tt.theirs)
		}
		if got := string(api.FromBank([]byte(tt.theirs))); got != tt.ours {
			t.Errorf("%s from the bank: %s, want %s", tt.theirs, got, tt.ours)
		}
	}
	if got := string(new(bank.API).ToBank([]byte("{ \"roles\" :1}\n"))); got != "{ \"roles\" :1}\n" {
		t.Errorf("a bank without names of its own: %q", got)
	}
}
