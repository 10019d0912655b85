package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
)

// jobTemplate is what GitLab reads: the inputs, then the job.
type jobTemplate struct {
	Spec struct {
		Inputs map[string]struct{ Default string }
	}
	Job struct {
		Variables    map[string]string
		BeforeScript []string `yaml:"before_script"`
		Script       []string
		Artifacts    struct {
			When    string
			Reports struct{ Codequality, Junit string }
		}
	} `yaml:"qwac"`
}

// runTemplate runs the job as GitLab does: both scripts in one shell that stops at the first failure.
func runTemplate(t *testing.T, dir, bin string, inputs map[string]string, more ...string) (
	string, int, jobTemplate) {
	t.Helper()
	needs(t, "sh")
	var v jobTemplate
	readYAML(t, "templates/qwac.yml", &v, &v)
	env := environment(bin, "CI_PROJECT_DIR="+dir, "CI_API_V4_URL=http://127.0.0.1:1", "CI_PROJECT_ID=1")
	env = append(env, more...)
	env[1] = "HOME=" + t.TempDir()
	for name, value := range v.Job.Variables {
		for input, in := range v.Spec.Inputs {
			given, ok := inputs[input]
			if !ok {
				given = in.Default
			}
			value = strings.ReplaceAll(value, "$[[ inputs."+input+" ]]", given)
		}
		if strings.Contains(value, "$[[") {
			t.Fatalf("%s has an input that is not declared: %s", name, value)
		}
		env = append(env, name+"="+value)
	}
	script := strings.Join(append(v.Job.BeforeScript, v.Job.Script...), "\n")
	out, status := execute(t, dir, env, "sh", "-e", "-c", script)
	return out, status, v
}

// TestGitLab: the job fails for a faulty chain, says why in its log, and leaves both reports.
func TestGitLab(t *testing.T) {
	bin := filepath.Dir(program(t))
	for name, test := range map[string]struct {
		inputs map[string]string
		status int
	}{
		"all":       {nil, 1},
		"good ones": {map[string]string{"paths": "my certs"}, 0},
		"flags":     {map[string]string{"args": "--exclude=old certs\n--profile=etsi"}, 0},
		"two paths": {map[string]string{"paths": "my certs\nold*/**\n"}, 1},
	} {
		dir := t.TempDir()
		certificates(t, filepath.Join(dir, "my certs"), filepath.Join(dir, "old certs"))
		out, status, v := runTemplate(t, dir, bin, test.inputs)
		if status != test.status || (status == 1) != strings.Contains(out, "old certs/leaf.pem") {
			t.Errorf("%s: status %d, want %d\n%s", name, status, test.status, out)
		}
		var issues []struct{ Fingerprint string }
		reports := v.Job.Artifacts.Reports
		if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, reports.Codequality))), &issues); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if v.Job.Artifacts.When != "always" || status == 1 && len(issues) == 0 ||
			!strings.Contains(read(t, filepath.Join(dir, reports.Junit)), "<testsuites") {
			t.Errorf("%s: reports are missing", name)
		}
	}
}

// TestGitLabRelease: the archive is fetched and proven; one that somebody changed is not run; without a program the
// message says what to do.
func TestGitLabRelease(t *testing.T) {
	needs(t, "wget", "sha256sum", "tar")
	if runtime.GOOS != "linux" {
		t.Skip("the job is one for Linux")
	}
	for _, tampered := range []bool{false, true} {
		server := serveRelease(t, "folder", tampered)
		dir := t.TempDir()
		certificates(t, filepath.Join(dir, "certs"), "")
		inputs := map[string]string{"version": "1.2.3", "release": server.URL + "/folder"}
		if out, status, _ := runTemplate(t, dir, "", inputs); (status != 0) != tampered {
			t.Errorf("tampered %v: status %d\n%s", tampered, status, out)
		}
	}
	if out, status, _ := runTemplate(t, t.TempDir(), "", nil); status != 3 || !strings.Contains(out, "input version") {
		t.Errorf("status %d\n%s", status, out)
	}
}

// TestGitLabToken: the packages of the project are asked with the token of the job; another address never sees it.
func TestGitLabToken(t *testing.T) {
	needs(t, "wget", "sha256sum", "tar")
	if runtime.GOOS != "linux" {
		t.Skip("the job is one for Linux")
	}
	const packages = "/projects/1/packages/generic/qwac/1.2.3/"
	release := serveRelease(t, "folder", false)
	var seen atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := r.Header.Get("JOB-TOKEN")
		if token != "" {
			seen.Store(true)
		}
		name, ours := strings.CutPrefix(r.URL.Path, packages)
		if !ours || token != "of-the-job" {
			http.NotFound(w, r)
			return
		}
		http.Redirect(w, r, release.URL+"/folder/"+name, http.StatusFound)
	}))
	t.Cleanup(server.Close)
	token := []string{"CI_API_V4_URL=" + server.URL, "CI_JOB_TOKEN=of-the-job"}
	dir := t.TempDir()
	certificates(t, filepath.Join(dir, "certs"), "")
	ours := map[string]string{"version": "1.2.3"}
	if out, status, _ := runTemplate(t, dir, "", ours, token...); status != 0 || !seen.Load() {
		t.Errorf("the packages: status %d, token seen %v\n%s", status, seen.Load(), out)
	}
	seen.Store(false)
	other := map[string]string{"version": "1.2.3", "release": server.URL + packages}
	if _, status, _ := runTemplate(t, dir, "", other, token...); status != 3 || seen.Load() {
		t.Errorf("another address: status %d, token seen %v", status, seen.Load())
	}
}
