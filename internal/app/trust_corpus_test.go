package app_test

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qwac/internal/app"
)

// realLists is a folder of real lists, which is not part of the repository.
func realLists(t *testing.T, folder string) string {
	t.Helper()
	root := cmp.Or(os.Getenv("QWAC_CORPUS"), filepath.Join("..", "..", "..", "shared", "corpus"))
	dir := filepath.Join(root, "trusted-lists", folder)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no corpus: %v (QWAC_CORPUS names its folder)", err)
	}
	return dir
}

// TestTrustAddReal takes all real lists into a store, and of lists of third countries and of bad ones none.
func TestTrustAddReal(t *testing.T) {
	store := t.TempDir()
	for _, c := range []struct {
		folder, at        string
		status            int
		accepted, refused int
		says              string
	}{
		{"eu-2025-08-08", "2025-08-08T14:00:00Z", 0, 35, 0, ", DE missing: its issuers stay not checked"},
		{"third-country", "2025-08-08T14:00:00Z", 1, 0, 8,
			"trusted list CH 9: not pointed to by the list of lists: EU 370"},
		{"negative", "2025-08-08T14:00:00Z", 1, 0, 28,
			"DK-40_status-flipped.xml: trusted list DK 40: content altered after signing"},
		{"eu-2026-v6", "2026-06-16", 0, 9, 0, "new, in place of number 370"},
		{"quirks", "2026-06-16", 0, 1, 0, "odd: "},
		{"eu-2025-08-08", "2026-06-16", 1, 23, 12, "trusted list EU 370: next update overdue"},
	} {
		var out bytes.Buffer
		args := []string{"qwac", "trust", "add", "-v", "--store", store, "--at", c.at, realLists(t, c.folder)}
		status := app.Main(args, strings.NewReader(""), &out, &out)
		refused := strings.Count("\n"+out.String(), "\nrefused: ")
		accepted := strings.Count(out.String(), "  issued ")
		if status != c.status || accepted != c.accepted || refused != c.refused ||
			!strings.Contains(out.String(), c.says) {
			t.Errorf("%s: status %d, %d accepted, %d refused, want %d, %d, %d and %q:\n%s", c.folder, status, accepted,
				refused,
				c.status, c.accepted, c.refused, c.says, &out)
		}
	}
}

// TestTrustFoldersReal uses folders of lists as they were published, without a store.
func TestTrustFoldersReal(t *testing.T) {
	old, latest := realLists(t, "eu-2025-08-08"), realLists(t, "eu-2026-v6")
	chain := filepath.Join(old, "..", "..", "chains", "psd2-qwac", "api.permanenttsb.ie__MULTICERT-QWAC-Certification",
		"chain.pem")
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"check", "--trusted-lists", old, "--at", "2025-08-08", "--fail-on", "never", chain},
			`on list PT 101: granted since 2024-10-23 (ForWebSiteAuthentication), "MULTICERT QWAC Certification ` +
				`Authority 005"`},
		{[]string{"trust", "diff", old, latest},
			`appeared BE 81 "GlobalSign GCC R46 EV QWAC CA 2025" of "GlobalSign NV/SA"`},
	} {
		var out bytes.Buffer
		if status := app.Main(append([]string{"qwac"}, c.args...), strings.NewReader(""), &out, &out); status != 0 ||
			!strings.Contains(strings.Join(strings.Fields(out.String()), " "), c.says) {
			t.Errorf("%v: status %d, want %q:\n%s", c.args, status, c.says, &out)
		}
	}
}

// TestTrustAddShort takes a whole folder of real lists: what is said fits a few lines, ends with the next step, and
// says how many lists are kept and what is missing, also where all lists are overdue.
func TestTrustAddShort(t *testing.T) {
	for _, flags := range [][]string{{"--at", "2025-09-01"}, {"--at", "2026-11-28", "--allow-overdue"}} {
		var out bytes.Buffer
		args := append([]string{"qwac", "trust", "add", "--store", t.TempDir()}, flags...)
		status := app.Main(append(args, realLists(t, "eu-2025-08-08")), strings.NewReader(""), &out, &out)
		rows := strings.Split(strings.TrimSpace(out.String()), "\n")
		if status != 0 || len(rows) > 8 || !strings.HasPrefix(rows[len(rows)-1], "next: ") ||
			!strings.Contains(out.String(), "\n31 lists proven and kept, DE missing: its issuers stay not checked") {
			t.Errorf("%v: status %d, %d rows\n%s", flags, status, len(rows), &out)
		}
	}
}
