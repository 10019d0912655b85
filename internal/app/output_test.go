package app

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qwac/internal/store"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/trustlist"
)

// broken is a standard output that is full.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// TestOutputLost has commands of all kinds: what they say must arrive.
func TestOutputLost(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	file := filepath.Join(t.TempDir(), "chain.pem")
	if err := os.WriteFile(file, testpki.Clean().PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"version"}, {"rules"}, {"rules", "--format", "json"}, {"explain", "S04"},
		{"check", "--at", "2026-09-01", file}, {"check", file, "--help"},
		{"check", "--at", "2028-01-01", "--format", "json", file}, {"inspect", file},
		{"payload", "--at", "2026-09-01", file}, {"--help"}, {"trust"},
	} {
		var stderr bytes.Buffer
		if status := Main(append([]string{"qwac"}, args...), strings.NewReader(""), broken{},
			&stderr); status != statusInput || stderr.Len() == 0 {
			t.Errorf("%v: status %d, %q", args, status, stderr.String())
		}
		if status := Main(append([]string{"qwac"}, args...), strings.NewReader(""), io.Discard,
			io.Discard); status > statusFindings {
			t.Errorf("%v: status %d where all can be written", args, status)
		}
	}
}

// TestInspectLines has a name that would make lines of its own.
func TestInspectLines(t *testing.T) {
	forged := testpki.NewChain(func(leaf, intermediate, _ *testpki.Spec) {
		leaf.Subject.Set(testpki.OIDCommonName, "evil\n\nblocks  fake")
		intermediate.Subject.Set(testpki.OIDOrganization, "evil\n\nblocks  fake")
	})
	var b bundle.Bundle
	if err := b.Parse("chain.pem", forged.PEM()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		refused error
		want    string
	}{
		{nil, `evil\u000a\u000ablocks  fake`},
		{io.EOF, `evil\n\nblocks  fake`},
	} {
		var out strings.Builder
		b.Certs[0].Refused = tt.refused
		(&inspectOptions{text: true}).write(&out, b.Certs[0])
		for line := range strings.Lines(out.String()) {
			if strings.HasPrefix(line, "blocks") || strings.TrimSpace(line) == "" {
				t.Errorf("line %q in\n%s", line, out.String())
			}
		}
		if strings.Count(out.String(), tt.want) < 2 {
			t.Errorf("the names are not in\n%s", out.String())
		}
	}
}

// TestSaveOverAnother keeps the index that another process has written since this one read it.
func TestSaveOverAnother(t *testing.T) {
	s := store.Store{Dir: filepath.Join(t.TempDir(), "store")}
	first, second := indexOf(t, 10), indexOf(t, 11)
	if err := s.Save(nil, first); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(s.Index())
	if err != nil {
		t.Fatal(err)
	}
	for _, known := range []*trustlist.Index{nil, second} {
		if err := s.Save(known, second); err == nil ||
			!strings.Contains(err.Error(), "another qwac changed the lists") {
			t.Errorf("got %v", err)
		}
		if after, err := os.ReadFile(s.Index()); err != nil || !bytes.Equal(before, after) {
			t.Errorf("the index was replaced, %v", err)
		}
	}
	if err := s.Save(first, second); err != nil {
		t.Error(err)
	}
	if now, err := s.Load(); err != nil || now.Digest() != second.Digest() {
		t.Errorf("the index was not replaced, %v", err)
	}
	if err := os.Remove(s.Index()); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(second, first); err == nil {
		t.Error("an index that was removed meanwhile is written anew")
	}
}

// indexOf is an index of lists with this number.
func indexOf(t *testing.T, number int) *trustlist.Index {
	t.Helper()
	set := testpki.TLLists()
	set.LOTL.Sequence, set.DK.Sequence = number, number
	var docs []document
	for _, data := range set.Documents() {
		docs = append(docs, document{name: "list.xml", data: data})
	}
	journal := trustlist.Journal{Name: testpki.TLJournal, URI: testpki.TLJournal,
		Signers: []string{fingerprint(set.Anchor().DER)}}
	a, err := admit(nil, docs,
		proof{options: trustlist.Options{At: testpki.At(), Journals: []trustlist.Journal{journal}}})
	if err != nil || len(a.refusals) > 0 {
		t.Fatal(err, a)
	}
	return a.index
}
