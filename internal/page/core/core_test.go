package core

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bank"
)

// newCore is one of a page that was made with nothing.
func newCore(t *testing.T) *Core {
	t.Helper()
	c, err := New(Baked{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestBaked: every profile comes through the JSON of a page as it was.
func TestBaked(t *testing.T) {
	for _, b := range bank.All() {
		data, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		got := new(bank.Bank)
		if err := json.Unmarshal(data, got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(b, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", b.Name, diff)
		}
	}
}

// TestJudge: the clean chain has a payload and nothing to ask for; flattened roles have the words of the rule.
func TestJudge(t *testing.T) {
	for name, want := range map[string]struct{ verdict, ask string }{
		"": {"accept", ""}, "psd2-roles-flattened": {"refuse", "re-issue with one RoleOfPSP per role"},
	} {
		inputs := []cases.Input{{Name: "leaf.pem", Data: testpki.Clean().Leaf.PEM()},
			{Name: "ca.pem", Data: testpki.Clean().Intermediate.PEM()},
			{Name: "root.pem", Data: testpki.Clean().Root.PEM()}}
		if i := slices.IndexFunc(cases.All(), func(c cases.Case) bool { return c.Rule() == name && !c.Near }); i >= 0 {
			inputs = cases.All()[i].Inputs()
		}
		var files []File
		for _, in := range inputs {
			files = append(files, File{Name: in.Name, Data: in.Data})
		}
		a := newCore(t).Judge(files, Request{}, cases.At())
		if a.Error != "" || len(a.Results) != 1 {
			t.Fatalf("%q: %+v", name, a)
		}
		r := a.Results[0]
		if r.Verdict != want.verdict || (r.Payload == "") != (want.ask != "") || !strings.Contains(r.Ask, want.ask) ||
			(r.Ask == "") != (want.ask == "") || !strings.Contains(a.HTML, r.Head) {
			t.Errorf("%q: %+v", name, r)
		}
	}
}

// TestKeys: a file with a private key is named, and nothing of the key is in the answer. One that is locked is not
// known to have any.
func TestKeys(t *testing.T) {
	clean := testpki.Clean()
	store := testpki.PKCS12(clean, cases.Password)
	for _, tt := range []struct {
		name, password string
		data           []byte
		keys, locked   []string
		wrong          bool
	}{
		{"key.pem", "", clean.Leaf.KeyPEM(), []string{"key.pem"}, []string{}, false},
		{"store.pfx", "", store, []string{}, []string{"store.pfx"}, false},
		{"store.pfx", "wrong", store, []string{}, []string{"store.pfx"}, true},
		{"store.pfx", cases.Password, store, []string{}, []string{}, false}, // the reader drops its key
	} {
		a := newCore(t).Judge([]File{{Name: tt.name, Data: tt.data}}, Request{Password: tt.password}, time.Time{})
		if diff := cmp.Diff([][]string{tt.keys, tt.locked}, [][]string{a.Keys, a.Locked}); diff != "" {
			t.Errorf("%s, password %q (-want +got):\n%s", tt.name, tt.password, diff)
		}
		if (a.Error != "") != tt.wrong {
			t.Errorf("%s, password %q: error %q", tt.name, tt.password, a.Error)
		}
		for line := range strings.Lines(string(clean.Leaf.KeyPEM())) {
			if line = strings.TrimSpace(line); !strings.HasPrefix(line, "-") &&
				strings.Contains(a.Report+a.HTML, line) {
				t.Errorf("%s: the answer has a line of the key", tt.name)
			}
		}
	}
}
