package app

import (
	"os"
	"path/filepath"
	"testing"
)

// TestReadSecret gives the first line of a file in what editors write.
func TestReadSecret(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password.txt")
	for _, data := range []string{"gr\u00fcn\n", "gr\u00fcn\r\nsecond\n", "\ufeffgr\u00fcn",
		"\xff\xfeg\x00r\x00\xfc\x00n\x00\r\x00\n\x00", "\xfe\xff\x00g\x00r\x00\xfc\x00n"} {
		if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := new(env).readSecret(file); err != nil || string(got) != "grün" {
			t.Errorf("%q: %q, %v", data, got, err)
		}
	}
}
