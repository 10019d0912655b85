package check_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/pkg/check"
	"qwac/pkg/trustlist"
	"qwac/pkg/tsl"
)

// realLists is the index of the real lists of 8 August 2025.
func realLists(t *testing.T, at time.Time) *trustlist.Index {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpus(t, "trusted-lists/eu-2025-08-08"), "*.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var docs [][]byte
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, data)
	}
	var lists []*tsl.List
	for _, p := range tsl.ParseAll(docs) {
		if p.Err != nil {
			t.Fatal(p.Err)
		}
		lists = append(lists, p.List)
	}
	set, err := trustlist.Authenticate(lists, trustlist.Options{At: at})
	if err != nil {
		t.Fatal(err)
	}
	x, err := trustlist.NewIndex(set.Lists...)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestRealTrust judges all 16 chains of the table of expected results: the service, and the rule that speaks when the
// issuer was not granted at issuance or no longer is.
func TestRealTrust(t *testing.T) {
	at := day("2025-08-08").Add(12 * time.Hour)
	table, err := os.Open(filepath.Join(corpus(t, "trusted-lists"), "expected-eu-2025-08-08.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer table.Close()
	rows, err := csv.NewReader(table).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	lists := realLists(t, at)
	type outcome struct {
		Status             check.TrustStatus
		Territory, Service string
		Rules              []string
	}
	for _, row := range rows[1:] {
		set, name, territory, before, now, service := row[0], row[1], row[2], row[4], row[6], row[7]
		t.Run(name, func(t *testing.T) {
			want := outcome{check.Trusted, territory, service, nil}
			if before != "QWAC" || now != "QWAC" {
				want.Status, want.Rules = check.Untrusted, []string{"chain-tl-service-not-granted"}
			}
			dir := filepath.Join(corpus(t, "chains"), set, name)
			r := run(t, read(t, filepath.Join(dir, "chain.pem")), check.Options{At: at, Lists: lists})
			got := outcome{Status: r.Trust.Status, Territory: r.Trust.Territory}
			if service != "" { // the table names none where the verdict is no
				got.Service = r.Trust.Service + ": " + r.Trust.State + " since " + r.Trust.Since.Format(time.DateOnly) +
					" ASI=" + strings.Join(r.Trust.Purposes, ",")
			}
			for _, f := range r.Findings {
				if id := f.Rule.ID; id == "chain-issuer-not-on-trusted-list" ||
					strings.HasPrefix(id, "chain-tl-service") {
					got.Rules = append(got.Rules, id)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if n := len(r.Trust.Explanation); n > 10 {
				t.Errorf("explained in %d lines", n)
			}
		})
	}
}
