package build

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNoNetwork: nothing that opens a connection is compiled into the core, and no expressions, whose tables are large.
func TestNoNetwork(t *testing.T) {
	overlay, err := noNetwork(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command("go", "list", "-deps", "-overlay", overlay, "./internal/page/wasm")
	c.Dir = filepath.Join("..", "..", "..")
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=js", "GOARCH=wasm")
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	for _, name := range []string{"net/http", "crypto/tls", "net/textproto", "os/exec", "regexp", "text/template"} {
		if slices.Contains(deps, name) {
			t.Errorf("the core has %s in it", name)
		}
	}
	if !slices.Contains(deps, "golang.org/x/net/publicsuffix") {
		t.Error("the core has no list of public suffixes: the overlay is for nothing")
	}
}
