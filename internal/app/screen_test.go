package app

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/report/lines"
)

// fault is a typical fault: what is in the file, and words of its cause and of the next step.
type fault struct {
	name  string
	data  []byte
	flags string
	cause string
	next  string
	// mended says that payload and fix mend it.
	mended bool
}

func typicalFaults() []fault {
	pki := testpki.Clean()
	leafWith := func(edit func(*testpki.Spec)) []byte {
		return testpki.NewChain(func(leaf, _, _ *testpki.Spec) { edit(leaf) }).PEM()
	}
	other := testpki.NewLeaf(func(leaf *testpki.Spec) { leaf.Key.Name = "another company" })
	seal := leafWith(func(leaf *testpki.Spec) { *leaf = testpki.QSealC() })
	return []fault{
		{"bom", append([]byte("\ufeff"), pki.PEM()...), "", "byte order mark", "qwac payload -o payload.json", true},
		{"reversed", testpki.PEM(pki.Root, pki.Intermediate, pki.Leaf), "", "reverse order",
			"qwac payload -o payload.json", true},
		{"seal", seal, "", "seal", "next: ", false},
		{"flattened", leafWith(func(leaf *testpki.Spec) {
			leaf.SetPSD2(func(p *testpki.PSD2) { p.Flattened = true })
		}), "", "roles", "next: ", false},
		{"expired", pki.PEM(), "--at 2028-01-01", "expired", "next: ", false},
		{"missing", testpki.PEM(pki.Leaf, pki.Root), "", "intermediate", "curl -fL -o issuer.cer ", false},
		{"key", append(pki.PEM(), pki.Leaf.KeyPEM()...), "", "private key", "next: ", false},
		{"clientauth", leafWith(func(leaf *testpki.Spec) {
			leaf.Set(testpki.ExtKeyUsage(testpki.OIDServerAuth))
		}), "", "clientAuth", "next: ", false},
		{"leaves", append(pki.PEM(), other.Leaf.PEM()...), "", "several end-entity certificates", "next: ", false},
		{"role", pki.PEM(), "--roles PSP_AI", "role", "next: ", false},
	}
}

// TestScreen runs check, payload and fix on typical faults, as on a terminal of 24 rows and 80 columns: verdict, cause
// and next step are in its last rows, the last one repeats verdict and cause, and no row is wider, but for a command to
// paste. What is mended is said below the data, which fills the screen.
func TestScreen(t *testing.T) {
	t.Setenv("COLUMNS", "80")
	t.Setenv("GITHUB_ACTIONS", "")
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	for _, f := range typicalFaults() {
		for _, command := range []string{"check", "payload", "fix"} {
			t.Run(command+"/"+f.name, func(t *testing.T) {
				file := filepath.Join(t.TempDir(), f.name+".pem")
				if err := os.WriteFile(file, f.data, 0o600); err != nil {
					t.Fatal(err)
				}
				args := append([]string{"qwac", command, "--no-config", "--at", "2026-12-01"},
					strings.Fields(f.flags)...)
				var out bytes.Buffer
				status := Main(append(args, file), strings.NewReader(""), &out, &out)
				err := onScreen(out.String(), f)
				if f.mended && command != "check" {
					err = endsMended(out.String(), command)
					status++
				}
				if status != statusFindings || err != nil {
					t.Errorf("status %d, %v\n%s", status, err, &out)
				}
			})
		}
	}
}

// endsMended looks for the end of an output with what is mended, and for fix what writes it.
func endsMended(out, command string) error {
	screen := lastScreen(out)
	if command == "fix" {
		return holds(screen, "would be mended: ", "nothing is written yet: --write writes it to ")
	}
	return holds(screen, "mended: ")
}

// onScreen looks at what is left of an output on a terminal of 24 rows, one of them with the prompt.
func onScreen(out string, f fault) error {
	rows := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	for _, row := range rows {
		if lines.Columns(row) > 80 && !lines.IsCommand(row) {
			return fmt.Errorf("wider than 80 columns: %q", row)
		}
	}
	seen := rows[max(0, len(rows)-23):]
	screen := strings.Join(seen, "\n")
	for _, want := range []string{"Lunar would refuse this upload", f.cause, f.next} {
		if !strings.Contains(screen, want) {
			return fmt.Errorf("%q is not on the screen", want)
		}
	}
	last := strings.Join(seen[len(seen)-2:], " ") // a long cause takes two
	if !strings.Contains(last, "Lunar would refuse this upload, ") || !strings.Contains(last, f.cause) {
		return fmt.Errorf("the end %q has no verdict and cause", last)
	}
	return nil
}
