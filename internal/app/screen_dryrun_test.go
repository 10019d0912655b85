package app

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/report"
)

// TestScreenOfDryRuns makes a submission of every case that files and flags say, and a registration of every case that
// asks for one, as dry runs on a terminal of 24 rows and 80 columns. When the command ends there stand verdict, cause
// and next step of a refusal, or what would be sent.
func TestScreenOfDryRuns(t *testing.T) {
	t.Setenv("COLUMNS", "80")
	t.Setenv("GITHUB_ACTIONS", "")
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	judged := map[string]int{}
	for _, c := range append(cases.All(), containers()...) {
		d, ok := dryRunOf(c)
		if !ok {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if !writeFiles(t, d.files) {
				t.Skip("a name that is none here")
			}
			status, out := d.run()
			switch status {
			case 0:
				if err := holds(lastScreen(out), "nothing was sent: this is the request that would be"); err != nil {
					t.Errorf("%v\n%s", err, out)
				}
			case statusFindings:
				d.refused(t, out)
			default: // it is not judged
				last := out[strings.LastIndex(strings.TrimSpace(out), "\n")+1:]
				if !strings.Contains(lastScreen(out), "qwac: ") || strings.Contains(out, "internal error") {
					t.Errorf("status %d ends with %q", status, last)
				}
				return
			}
			judged[d.args[0]+[]string{" sent", " refused"}[status]]++
		})
	}
	t.Log(judged)
	for _, what := range []string{"submit sent", "submit refused", "client sent", "client refused"} {
		if judged[what] < 3 {
			t.Errorf("%s: %d alone", what, judged[what])
		}
	}
}

// dryRun is a command that sends nothing, with its files and its clock.
type dryRun struct {
	args  []string
	files []cases.Input
	at    time.Time
}

// dryRunOf makes the dry run of a case; false: there is none.
func dryRunOf(c cases.Case) (dryRun, bool) {
	own := []cases.Input{{Name: "own.pem", Data: testpki.Clean().PEM()},
		{Name: "own.key", Data: testpki.Clean().Leaf.KeyPEM()}}
	if c.Options.Requested != nil || c.Options.RedirectURIs != nil {
		return registrationOf(c, own), true
	}
	m, ok := cases.CommandOf(c)
	if !ok || c.Options.Profile != nil { // the bank is that of the command
		return dryRun{}, false
	}
	d := dryRun{files: append(m.Files, own...)}
	d.at, _ = time.Parse(time.RFC3339, m.Args[1]) // behind --at
	d.args = []string{"submit", "--dry-run", "--cert", "own.pem", "--key", "own.key", "--client-id",
		"33a2b623-8011-41bc-b45c-f034b01dbc1c"}
	if !slices.Contains(m.Args, "--env") {
		d.args = append(d.args, "--env", "production")
	}
	d.args = append(d.args, m.Args[2:]...)
	return d, true
}

// registrationOf asks for what the case asks for, with its chain as the client certificate.
func registrationOf(c cases.Case, own []cases.Input) dryRun {
	d := dryRun{at: cases.At(), files: own, args: []string{"client", "register", "--dry-run", "--env", "production",
		"--no-trusted-lists", "--name", "mycompany", "--cert", "own.pem", "--key", "own.key"}}
	d.files[0].Data = nil
	for _, in := range c.Inputs() {
		d.files[0].Data = append(d.files[0].Data, in.Data...)
	}
	roles, addresses := c.Options.Requested, c.Options.RedirectURIs
	if roles == nil {
		roles = []string{"PSP_AI"}
	}
	if addresses == nil {
		addresses = []string{"https://psd2.fixture-payments.example/callback"}
	}
	for _, r := range roles {
		d.args = append(d.args, "--roles", r)
	}
	for _, a := range addresses {
		d.args = append(d.args, "--redirect-uri", a)
	}
	return d
}

func (d dryRun) run(more ...string) (int, string) {
	var out bytes.Buffer
	args := slices.Concat([]string{"qwac"}, d.args[:2], more, d.args[2:])
	status := runFor(nil, func() time.Time { return d.at }, args, strings.NewReader(""), &out, &out)
	return status, out.String()
}

// refused looks for what the report says first.
func (d dryRun) refused(t *testing.T, out string) {
	if status, again := d.run("--format", "json=kept.json"); status != statusFindings {
		t.Fatalf("status %d\n%s", status, again)
	}
	var r report.Report
	data, err := os.ReadFile("kept.json")
	if err == nil {
		err = json.Unmarshal(data, &r)
	}
	if err == nil {
		err = endsWell(lastScreen(out), "Lunar would refuse this", &r)
	}
	if err == nil {
		err = holds(lastScreen(out), "sent: mend what blocks")
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
