package html_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"qwac/internal/howto"
	"qwac/pkg/report"
	"qwac/pkg/report/html"
)

const noBrowser = 77 // the status of report.js where none starts

// TestBrowser tries pages in a headless Chromium: see make browser. QWAC_BROWSER=1 asks for it, QWAC_PAGES names a
// folder in which the pages stay.
func TestBrowser(t *testing.T) {
	if os.Getenv("QWAC_BROWSER") == "" {
		t.Skip("QWAC_BROWSER=1 tries the report in a browser")
	}
	dir := os.Getenv("QWAC_PAGES")
	if dir == "" {
		dir = t.TempDir()
	}
	writePages(t, dir)
	chromium := os.Getenv("CHROMIUM")
	if chromium == "" {
		chromium = "chromium"
	}
	found, err := exec.LookPath(chromium)
	if err != nil {
		t.Skip("skipped, the report was not tried in a browser: there is no Chromium: apt-get install chromium")
	}
	if err := exec.Command("node", "-e",
		"require('playwright-core'); require.resolve('axe-core/axe.min.js')").Run(); err != nil {
		t.Skip("skipped, the report was not tried in a browser: node, or playwright-core and axe-core in NODE_PATH, " +
			"are not there")
	}
	c := exec.Command("node", filepath.Join("..", "..", "..", "scripts", "browser", "report.js"), dir)
	if shots := os.Getenv("QWAC_SHOTS"); shots != "" {
		c.Args = append(c.Args, shots)
	}
	c.Env = append(os.Environ(), "CHROMIUM="+found)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	err = c.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == noBrowser {
		t.Skip("skipped, the report was not tried in a browser: it does not start")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// writePages writes a page for each state, one of hostile texts, and one of a thousand chains.
func writePages(t *testing.T, dir string) {
	t.Helper()
	pages := states(t)
	pages["hostile"] = withText(hostile)
	thousand := *pages["accepted"]
	thousand.Results = slices.Repeat(thousand.Results, 1000)
	thousand.Summary = thousand.Count()
	pages["thousand"] = &thousand
	for name, r := range pages {
		write(t, filepath.Join(dir, name+".html"), r)
	}
}

func write(t *testing.T, file string, r *report.Report) {
	t.Helper()
	var out bytes.Buffer
	if err := html.Render(&out, r, howto.Words()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
