package scan

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestGrowth: to name each of the many files of a folder, as a list does, costs no more for each the more there
// are. What is counted are allocations, which are the same on a machine that is busy.
func TestGrowth(t *testing.T) {
	cost := func(files int) float64 {
		dir := t.TempDir()
		var names []string
		for i := range files {
			name := filepath.Join(dir, fmt.Sprintf("%d.pem", i))
			if err := os.WriteFile(name, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			names = append(names, name)
		}
		return testing.AllocsPerRun(1, func() {
			found, err := Walk(names, Options{})
			if err != nil || found.Targets() != files {
				t.Fatalf("%v, %d files", err, found.Targets())
			}
		})
	}
	few, many := cost(100), cost(1000)
	if many > 15*few {
		t.Errorf("%.0f allocations for 100 names, %.0f for 1,000", few, many)
	}
}

// TestArchivesInAll: what all archives of a run unpack to is bounded, as it is kept.
func TestArchivesInAll(t *testing.T) {
	dir := t.TempDir()
	line := strings.Repeat("0123456789abcdef", 4)
	var pairs []string
	for i := range MaxArchive / maxUnpacked {
		var b strings.Builder
		for n := 0; b.Len() < maxUnpacked-100; n++ {
			fmt.Fprintf(&b, "%s %d\n", line, n*7919)
		}
		pairs = append(pairs, fmt.Sprintf("%d.pem", i), b.String())
	}
	data, err := os.ReadFile(packed(t, pairs...))
	if err != nil {
		t.Fatal(err)
	}
	want := maxAllArchives / MaxArchive
	for i := range want + 2 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.zip", i)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found, err := Walk([]string{dir}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if found.Targets() < want*len(pairs)/2 || len(found.Troubles) == 0 ||
		!strings.Contains(found.Troubles[0].Why, "256 MiB in all") {
		t.Errorf("%d files, %v", found.Targets(), found.Troubles)
	}
}

// TestKernel: a link to what the kernel makes up is passed over: reading it may never end.
func TestKernel(t *testing.T) {
	if _, err := os.Stat("/proc/self/environ"); err != nil {
		t.Skip("no /proc")
	}
	dir := t.TempDir()
	for name, to := range map[string]string{"log.pem": "/proc/self/environ", "folder": "/proc", "class": "/sys/class"} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	found, err := Walk([]string{dir}, Options{})
	if err != nil || len(found.Files) > 0 || len(found.Passed) != 3 {
		t.Errorf("%v: %v, passed over %v", err, found.Files, found.Passed)
	}
}
