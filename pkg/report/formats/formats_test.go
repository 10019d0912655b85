package formats_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qwac/pkg/report/formats"
)

// TestFormatsDocumented wants every format in the documents that list all of them.
func TestFormatsDocumented(t *testing.T) {
	for _, name := range []string{"docs/formats.md", "docs/commands.md"} {
		doc, err := os.ReadFile(filepath.Join("..", "..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range formats.All() {
			if !strings.Contains(string(doc), f.Name) {
				t.Errorf("%s does not name %s", name, f.Name)
			}
		}
	}
}
