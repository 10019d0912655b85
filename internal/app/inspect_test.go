package app_test

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qwac/internal/app"
	"qwac/pkg/report/lines"
)

// TestInspectScreen shows every genuine leaf of the corpus on a terminal of 24 rows and 80 columns: it fits, with a row
// for the prompt, and what is of eIDAS comes first.
func TestInspectScreen(t *testing.T) {
	corpus, err := filepath.Abs(cmp.Or(os.Getenv("QWAC_CORPUS"), filepath.Join("..", "..", "..", "shared", "corpus")))
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, pattern := range []string{"*/*/leaf.pem", "psd2-sandbox/*.pem", "qsealc/*.pem"} {
		found, err := filepath.Glob(filepath.Join(corpus, "chains", pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Skip("no corpus here")
	}
	t.Setenv("COLUMNS", "80")
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	for _, file := range files {
		t.Chdir(filepath.Dir(file))
		var out, errs bytes.Buffer
		if app.Main([]string{"qwac", "inspect", filepath.Base(file)}, nil, &out, &errs) != 0 {
			t.Errorf("%s: %s", file, &errs)
			continue
		}
		rows := strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
		if len(rows) > 23 {
			t.Errorf("%s: %d rows\n%s", file, len(rows), &out)
		}
		for _, row := range rows {
			if lines.Columns(row) > 80 {
				t.Errorf("%s: wider than 80 columns: %q", file, row)
			}
		}
		if !strings.HasPrefix(out.String()[strings.Index(out.String(), "\n    "):], "\n    Type: ") {
			t.Errorf("%s: the type is not first\n%s", file, &out)
		}
	}
}
