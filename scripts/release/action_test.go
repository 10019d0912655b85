package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// composite is what GitHub reads of a composite action.
type composite struct {
	Inputs map[string]struct{ Default string }
	Runs   struct {
		Using string
		Steps []step
	}
}

type step struct {
	Name, ID, If, Uses, Shell, Run string
	Env                            map[string]string
	With                           map[string]string
}

// actionJob is a job of GitHub that uses the action.
type actionJob struct {
	*testing.T
	composite
	shell           []string
	dir, temp       string
	values          map[string]string // of expressions
	env             []string
	summary, output string
}

func newJob(t *testing.T, shell []string, inputs map[string]string) *actionJob {
	t.Helper()
	needs(t, shell[0])
	j := &actionJob{T: t, shell: shell, dir: t.TempDir(), temp: t.TempDir()}
	readYAML(t, "action.yml", &j.composite)
	source, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	j.values = map[string]string{"github.action_path": source, "github.action_repository": "owner/qwac"}
	for name, in := range j.Inputs {
		j.values["inputs."+name] = in.Default
	}
	for name, value := range inputs {
		if _, ok := j.Inputs[name]; !ok {
			t.Fatalf("there is no input %s", name)
		}
		j.values["inputs."+name] = value
	}
	j.summary, j.output = filepath.Join(j.temp, "summary"), filepath.Join(j.temp, "output")
	j.env = environment("", "GITHUB_ACTIONS=true", "RUNNER_TEMP="+j.temp, "GITHUB_STEP_SUMMARY="+j.summary,
		"GITHUB_OUTPUT="+j.output)
	return j
}

// evaluate gives an expression that is a name, or the comparison of one with a text.
func (j *actionJob) evaluate(expression string) string {
	j.Helper()
	value, ok := j.values[strings.TrimSpace(expression)]
	if !ok {
		j.Fatalf("%q is not known", expression)
	}
	return value
}

var comparison = regexp.MustCompile(`^\s*(\S+) (==|!=) '([^']*)'\s*$`)

// wants reports whether the condition of a step holds.
func (j *actionJob) wants(s step) bool {
	for part := range strings.SplitSeq(s.If, "&&") {
		if part == "" {
			continue
		}
		m := comparison.FindStringSubmatch(part)
		if m == nil {
			j.Fatalf("%q is not understood", s.If)
		}
		if (j.evaluate(m[1]) == m[3]) != (m[2] == "==") {
			return false
		}
	}
	return true
}

var expression = regexp.MustCompile(`\$\{\{([^}]*)\}\}`)

// run runs the steps one after the other until one fails. Actions of others are not there; what they do is there.
func (j *actionJob) run() (string, int) {
	j.Helper()
	var all strings.Builder
	for _, s := range j.Runs.Steps {
		if s.Uses != "" || !j.wants(s) {
			continue
		}
		if s.Shell != "bash" || strings.Contains(s.Run, "${{") {
			j.Fatalf("%s: want bash, which all runners have, and values by env, where they are no code", s.Name)
		}
		env := j.env
		for name, value := range s.Env {
			env = append(env, name+"="+expression.ReplaceAllStringFunc(value, func(e string) string {
				return j.evaluate(expression.FindStringSubmatch(e)[1])
			}))
		}
		file := filepath.Join(j.temp, "step.sh")
		write(j.T, file, s.Run)
		out, status := execute(j.T, j.dir, env, append(j.shell, file)...)
		all.WriteString(out)
		if status != 0 {
			return all.String(), status
		}
	}
	return all.String(), 0
}

// shells are bash as GitHub starts it, and sh, since nothing in the steps needs more.
func shells() [][]string {
	return [][]string{{"bash", "--noprofile", "--norc", "-eo", "pipefail"}, {"sh", "-e"}}
}

// TestAction runs the steps of the action over good and faulty repositories, with inputs that are hard to pass on.
func TestAction(t *testing.T) {
	for name, test := range map[string]struct {
		inputs map[string]string
		faulty string // folder
		status string
		log    string // a part of it
		sarif  bool
	}{
		"good":            {nil, "", "0", "", true},
		"faulty":          {nil, "old certs", "1", "::error file=old certs/leaf.pem", true},
		"two paths":       {map[string]string{"paths": "my certs\nold certs\n"}, "old certs", "1", "::error", true},
		"the other path":  {map[string]string{"paths": "my certs"}, "old certs", "0", "", true},
		"a pattern":       {map[string]string{"paths": "my*/**"}, "old certs", "0", "", true},
		"flags":           {map[string]string{"args": "--exclude=old*\n--profile=etsi"}, "old certs", "0", "", true},
		"other format":    {map[string]string{"format": "text"}, "old certs", "1", "old certs/leaf.pem", true},
		"no SARIF":        {map[string]string{"sarif": ""}, "", "0", "", false},
		"a wrong flag":    {map[string]string{"args": "--nonsense"}, "", "2", "nonsense", false},
		"nothing there":   {map[string]string{"paths": "nowhere"}, "", "3", "nowhere", false},
		"code in a value": {map[string]string{"paths": "$(touch made)`touch made`;touch made"}, "", "3", "", false},
	} {
		for _, shell := range shells() {
			t.Run(name+"/"+shell[0], func(t *testing.T) {
				inputs := map[string]string{"binary": program(t)}
				for k, v := range test.inputs {
					inputs[k] = v
				}
				j := newJob(t, shell, inputs)
				faulty := ""
				if test.faulty != "" {
					faulty = filepath.Join(j.dir, test.faulty)
				}
				certificates(t, filepath.Join(j.dir, "my certs"), faulty)
				out, status := j.run()
				outputs := read(t, j.output)
				if !strings.HasPrefix(outputs, "status="+test.status+"\n") || (status == 0) != (test.status == "0") ||
					!strings.Contains(out, test.log) {
					t.Fatalf("status %d, want %s\n%s\n%s", status, test.status, outputs, out)
				}
				if summary := read(t, j.summary); (summary != "") != (status <= 1) {
					t.Errorf("the summary of the job is %q", summary)
				}
				checkSARIF(t, filepath.Join(j.dir, "qwac.sarif"), outputs, test.sarif)
				if _, err := os.Stat(filepath.Join(j.dir, "made")); err == nil {
					t.Error("an input was run as code")
				}
			})
		}
	}
}

// checkSARIF compares the output sarif, and the file that it names.
func checkSARIF(t *testing.T, file, outputs string, want bool) {
	t.Helper()
	var report struct{ Version string }
	if data := read(t, file); (data != "") != want || want && json.Unmarshal([]byte(data), &report) != nil {
		t.Errorf("the report as SARIF is %.40q", data)
	}
	line := "sarif=\n"
	if want {
		line = "sarif=qwac.sarif\n"
	}
	if !strings.HasSuffix(outputs, line) || want && report.Version != "2.1.0" {
		t.Errorf("outputs %q, version %q", outputs, report.Version)
	}
}

// TestActionCache: the cache of setup-go takes no file outside of the workspace, where an action is, and warns instead.
func TestActionCache(t *testing.T) {
	var c composite
	readYAML(t, "action.yml", &c)
	found := false
	for _, s := range c.Runs.Steps {
		if strings.HasPrefix(s.Uses, "actions/setup-go@") {
			found = true
			if s.With["cache"] != "false" {
				t.Errorf("setup-go caches by %q", s.With)
			}
		}
	}
	if !found {
		t.Error("there is no setup-go")
	}
}

// TestActionRelease: the archive of this machine is fetched and proven, also where the runner does not say which
// repository the action is of; one that somebody changed is not run.
func TestActionRelease(t *testing.T) {
	needs(t, "curl", "tar", "grep")
	systems := map[string]string{"linux": "Linux", "darwin": "macOS"}
	arches := map[string]string{"amd64": "X64", "arm64": "ARM64"}
	if systems[runtime.GOOS] == "" || arches[runtime.GOARCH] == "" {
		t.Skip("there is no release for this machine")
	}
	for name, test := range map[string]struct {
		version, repository, path string
		tampered, good            bool
	}{
		"good":               {"v1.2.3", "owner/qwac", "/x", false, true},
		"tampered":           {"1.2.3", "owner/qwac", "/x", true, false},
		"no such version":    {"9.9.9", "owner/qwac", "/x", false, false},
		"no such repository": {"1.2.3", "other/qwac", "/x", false, false},
		"by its folder":      {"1.2.3", "", "/srv/_actions/owner/qwac/v1", false, true},
		"by one of Windows":  {"1.2.3", "", `D:\a\_actions\owner\qwac\v1`, false, true},
		"its own repository": {"1.2.3", "", "/srv/qwac/qwac/./", false, true},
	} {
		server := serveRelease(t, "owner/qwac/releases/download/v1.2.3", test.tampered)
		j := newJob(t, shells()[0], map[string]string{"version": test.version})
		j.values["github.action_repository"], j.values["github.action_path"] = test.repository, test.path
		j.env = append(j.env, "GITHUB_SERVER_URL="+server.URL, "RUNNER_OS="+systems[runtime.GOOS],
			"RUNNER_ARCH="+arches[runtime.GOARCH], "GITHUB_REPOSITORY=owner/qwac")
		certificates(t, filepath.Join(j.dir, "certs"), "")
		out, status := j.run()
		if test.good != (status == 0) || test.good != (read(t, j.summary) != "") {
			t.Errorf("%s: status %d\n%s", name, status, out)
		}
	}
}

// TestActionBuild: without a binary and a version, the program is built from the source of the action.
func TestActionBuild(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program again")
	}
	j := newJob(t, shells()[0], nil)
	j.env = append(os.Environ(), j.env[2:]...) // the compiler keeps its folders
	certificates(t, filepath.Join(j.dir, "certs"), "")
	if out, status := j.run(); status != 0 || !strings.Contains(read(t, j.summary), "fixture-payments") {
		t.Errorf("status %d\n%s", status, out)
	}
}
