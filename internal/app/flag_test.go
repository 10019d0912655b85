package app

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"qwac/pkg/report/formats"
)

// eachFlag calls do for every flag of every command.
func eachFlag(commands []*cli.Command, do func(c *cli.Command, f cli.Flag)) {
	for _, c := range commands {
		for _, f := range c.Flags {
			do(c, f)
		}
		eachFlag(c.Subcommands, do)
	}
}

func separates(r rune) bool { return strings.ContainsRune(" ,;", r) }

// TestFormatHelp wants every report format in the help of --format.
func TestFormatHelp(t *testing.T) {
	found := 0
	eachFlag(App().Commands, func(c *cli.Command, f cli.Flag) {
		format, ok := f.(filesFlag)
		if !ok || format.role&reports == 0 {
			return
		}
		found++
		for _, r := range formats.All() {
			if !slices.Contains(strings.FieldsFunc(format.Usage, separates), r.Name) {
				t.Errorf("%s: the help of --format does not name %s: %s", c.Name, r.Name, format.Usage)
			}
		}
	})
	if found == 0 {
		t.Error("no command writes reports")
	}
}

// TestFileRoles wants a role on every flag that names a file or a folder in its help: without one an output may replace
// it.
func TestFileRoles(t *testing.T) {
	// testpki's folder, which has a rule of its own, and the sandbox's database
	apart := []string{"out", "output", "state"}
	eachFlag(App().Commands, func(c *cli.Command, f cli.Flag) {
		usage := f.(cli.DocGenerationFlag).GetUsage()
		names := strings.Contains(usage, "`FILE`") || strings.Contains(usage, "`DIR`")
		_, one := f.(fileFlag)
		_, more := f.(filesFlag)
		if names && !one && !more && !slices.Contains(apart, f.Names()[0]) {
			t.Errorf("%s: --%s names a file and has no role", c.Name, f.Names()[0])
		}
	})
}

// TestFormerFlags has names that flags had: they do the same and are not in the help.
func TestFormerFlags(t *testing.T) {
	for _, args := range [][]string{{"check", "--environment"}, {"payload", "--environment"}, {"testpki", "--out"}} {
		var help, stderr strings.Builder
		Main([]string{"qwac", args[0], "--help"}, nil, &help, io.Discard)
		if strings.Contains(help.String(), args[1]+" ") {
			t.Errorf("qwac %s --help shows %s", args[0], args[1])
		}
		Main(append([]string{"qwac"}, append(args, "no/such/place", "no-such-file")...), nil, io.Discard, &stderr)
		if strings.Contains(stderr.String(), "not defined") {
			t.Errorf("%v: %s", args, stderr.String())
		}
	}
	dir := t.TempDir() + "/pki"
	if status := Main([]string{"qwac", "testpki", "--out", dir}, nil, io.Discard, io.Discard); status != statusOK {
		t.Errorf("testpki --out: status %d", status)
	}
	at := []string{"qwac", "check", "--no-trusted-lists", "--format", "json", "--fail-on", "never"}
	reportOf := func(flag string) string {
		var out strings.Builder
		Main(append(at, flag, "sandbox", "--at", "2030-01-01", dir+"/chain.pem"), nil, &out, io.Discard)
		return out.String()
	}
	if now := reportOf("--env"); now == "" || now != reportOf("--environment") {
		t.Errorf("--env and --environment differ: %q", now)
	}
}
