package trustlist

import (
	"cmp"
	"crypto/x509"
	"encoding/csv"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"qwac/pkg/tsl"
)

// corpus is the folder of real lists and chains, which is not part of the repository.
func corpus(t testing.TB) string {
	t.Helper()
	dir := cmp.Or(os.Getenv("QWAC_CORPUS"), filepath.Join("..", "..", "..", "shared", "corpus"))
	if _, err := os.Stat(filepath.Join(dir, "trusted-lists")); err != nil {
		t.Skipf("no corpus at %s: set QWAC_CORPUS", dir)
	}
	return dir
}

func read(t testing.TB, path ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readLists(t testing.TB, dir string) (documents [][]byte, names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no lists in %s: %v", dir, err)
	}
	for _, f := range files {
		documents = append(documents, read(t, f))
		names = append(names, filepath.Base(f))
	}
	return documents, names
}

func readTable(t *testing.T, path ...string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(read(t, path...)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out
}

// realSet proves the lists of a folder as of a date.
func realSet(t testing.TB, folder string, at time.Time, more ...[]byte) *Set {
	t.Helper()
	documents, names := readLists(t, filepath.Join(corpus(t), "trusted-lists", folder))
	var lists []*tsl.List
	for i, p := range tsl.ParseAll(append(documents, more...)) {
		if p.Err != nil {
			t.Fatalf("%s: %v", names[min(i, len(names)-1)], p.Err)
		}
		lists = append(lists, p.List)
	}
	set, err := Authenticate(lists, Options{At: at})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

var corpusDate = day(2025, 8, 8).Add(12 * time.Hour)

func TestCorpusAuthentic(t *testing.T) {
	for _, c := range []struct {
		folder, lotl, by string
		at               time.Time
		lists            int
	}{
		{"eu-2025-08-08", "EU 370", "Official Journal C 276/2019", corpusDate, 35},
		{"eu-2026-v6", "EU 388", "Official Journal C/2026/1944", day(2026, 6, 1), 9},
	} {
		t.Run(c.folder, func(t *testing.T) {
			set := realSet(t, c.folder, c.at)
			if got := set.LOTL.List().String(); got != c.lotl || set.LOTL.by != c.by {
				t.Errorf("%s by %s, want %s by %s", got, set.LOTL.by, c.lotl, c.by)
			}
			for _, r := range set.Refused {
				t.Error(r.Err)
			}
			if len(set.Lists) != c.lists {
				t.Errorf("%d authentic lists, want %d", len(set.Lists), c.lists)
			}
		})
	}
}

// With the journal of 2019 alone the list of 2026 needs a pivot that is not there; with that of 2026 alone, the list of
// 2025 names no publication that is trusted.
func TestCorpusJournals(t *testing.T) {
	for i, want := range []tsl.Kind{KindJournal, KindPivot} {
		folder := []string{"eu-2025-08-08", "eu-2026-v6"}[i]
		documents, _ := readLists(t, filepath.Join(corpus(t), "trusted-lists", folder))
		var lists []*tsl.List
		for _, p := range tsl.ParseAll(documents) {
			if p.List.IsLOTL() && (p.List.Sequence == 370 || p.List.Sequence == 388) {
				lists = append(lists, p.List)
			}
		}
		_, err := Authenticate(lists, Options{Journals: Journals()[i : i+1]})
		if kindOf(err) != want {
			t.Errorf("%s: %v, want %s", folder, err, want)
		}
	}
}

// The fingerprints in the code are those of the published certificates.
func TestCorpusAnchors(t *testing.T) {
	for i, file := range []string{"itext-C-2026-1944.pem", "pyhanko-bootstrap-0.pem"} {
		var got []string
		rest := read(t, corpus(t), "trusted-lists", "oj-anchors", file)
		for block, rest := pem.Decode(rest); block != nil; block, rest = pem.Decode(rest) {
			got = append(got, fingerprint(tsl.Certificate{DER: block.Bytes}))
		}
		if diff := gocmp.Diff(Journals()[i].Signers, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

func TestCorpusThirdCountries(t *testing.T) {
	more, names := readLists(t, filepath.Join(corpus(t), "trusted-lists", "third-country"))
	set := realSet(t, "eu-2025-08-08", corpusDate, more...)
	got := map[string]tsl.Kind{}
	for _, r := range set.Refused {
		got[r.List.String()] = kindOf(r.Err)
	}
	want := map[string]tsl.Kind{}
	for _, name := range names {
		want[strings.Replace(strings.TrimSuffix(name, ".xml"), "-", " ", 1)] = KindNotPointedTo
	}
	// the list of lists points to the closed list of the United Kingdom, which had another signer
	want["UK 34"] = KindSigner
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
}

func readPath(t testing.TB, dir string) []*x509.Certificate {
	t.Helper()
	var path []*x509.Certificate
	for block, rest := pem.Decode(read(t, dir, "chain.pem")); block != nil; block, rest = pem.Decode(rest) {
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		path = append(path, c)
	}
	return path
}

// expectedVerdicts translates the words of the table.
func expectedVerdict(s string) Verdict {
	switch word, _, _ := strings.Cut(s, " "); word {
	case "QWAC":
		return QWAC
	case "Not_QWAC":
		return NotQWAC
	case "NO_CONFIRMATION":
		return NoConfirmation
	}
	return Verdict("unknown word " + s)
}

func TestCorpusDetermine(t *testing.T) {
	dir := corpus(t)
	x := newIndex(t, realSet(t, "eu-2025-08-08", corpusDate).Lists...)
	for _, row := range readTable(t, dir, "trusted-lists", "expected-eu-2025-08-08.csv") {
		t.Run(row["chain"], func(t *testing.T) {
			path := readPath(t, filepath.Join(dir, "chains", row["set"], row["chain"]))
			for _, path := range [][]*x509.Certificate{path, path[:1]} { // the lists alone complete the path
				d, err := x.Determine(path, corpusDate)
				if err != nil {
					t.Fatal(err)
				}
				want := []string{row["issuer_territory"], row["not_before"],
					string(expectedVerdict(row["at_not_before"])),
					string(expectedVerdict(row["at_date"])), row["service"], row["qualifiers"]}
				got := append([]string{d.Territory, tsl.Date(d.Issuance.Time), string(d.Issuance.Verdict),
					string(d.Evaluation.Verdict)}, tableText(d)...)
				if diff := gocmp.Diff(want, got); diff != "" {
					t.Errorf("determination (-want +got):\n%s", diff)
				}
				if steps := d.Explain(); len(steps) > maxSteps {
					t.Errorf("%d lines: %v", len(steps), steps)
				}
			}
		})
	}
}

// tableText writes service and qualifiers as the table of expected results does.
func tableText(d *Determination) []string {
	if d.Evaluation.Verdict != QWAC {
		return []string{"", ""}
	}
	m := d.Match()
	infos := strings.ReplaceAll(tsl.Short(m.State.Infos...), ", ", ",")
	return []string{
		m.Entry.Service.Name + ": " + tsl.Short(m.State.Status) + " since " + tsl.Date(m.State.Since) + " ASI=" + infos,
		strings.ReplaceAll(tsl.Short(d.Evaluation.Qualifiers...), ",", ""),
	}
}
