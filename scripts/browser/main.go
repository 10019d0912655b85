// Command browser tries the offline page and the HTML report in a headless Chromium: they are quick, answer as the
// command line does, let nothing out, and can be used by everybody. Where no Chromium starts, or node or the packages
// of npm are not to be had, it says so and ends well: only what a browser shows is a failure. See make browser.
//
//	go run -tags page ./scripts/browser [-full] [-only NAME,...] [-limit DURATION] [-shots DIR]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"qwac/internal/page"
	"qwac/internal/page/build"
	"qwac/internal/page/core"
)

// The packages of npm, in a cache of the user. They are in no repository.
var packages = []string{"playwright-core@1.65.1", "axe-core@4.14.1"}

const (
	oldestNode  = 18               // that playwright-core runs on
	npmPatience = 3 * time.Minute  // for a few megabytes
	patience    = 10 * time.Minute // for what was to end of itself by then, beside -limit
	noBrowser   = 77               // the status of run.js and report.js where none starts
	reportTest  = "report"         // the HTML report; the other names are of files beside this one
	someOf      = 12               // in a run that is not full one in so many cases is tried
)

// options are the flags.
type options struct {
	full  bool
	only  []string      // empty: all
	limit time.Duration // zero: none
	shots string
}

func (o options) wants(name string) bool { return len(o.only) == 0 || slices.Contains(o.only, name) }

func main() {
	log.SetFlags(0)
	log.SetPrefix("browser: ")
	var o options
	flag.BoolVar(&o.full, "full", false, "try all cases, and every way out on every page (default: some)")
	only := flag.String("only", "", "names of tests, such as report,leak,equal (default: all)")
	flag.DurationVar(&o.limit, "limit", 0, "begin no test after this time (default: none)")
	flag.StringVar(&o.shots, "shots", "", "write screenshots to this folder (default: none)")
	flag.Parse()
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	err := run(o)
	if missing := (missingError{}); errors.As(err, &missing) {
		fmt.Printf("skipped: the page was not tried in a browser: %v\n", err)
		return
	}
	if err != nil {
		log.Fatal(err)
	}
}

// missingError is something that this machine does not have.
type missingError struct{ error }

func missing(format string, args ...any) error { return missingError{fmt.Errorf(format, args...)} }

func run(o options) error {
	start := time.Now()
	node, err := findNode()
	if err != nil {
		return err
	}
	chromium, err := findChromium()
	if err != nil {
		return err
	}
	modules, err := install()
	if err != nil {
		return err
	}
	program, ok := page.Embedded()
	if !ok {
		return errors.New("this program was built without the core of the page: use make browser")
	}
	dir, err := os.MkdirTemp("", "qwac-browser-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	env := []string{"CHROMIUM=" + chromium, "MODULES=" + modules, "WORK=" + dir}
	script := []string{node, filepath.Join("scripts", "browser", "run.js")}
	if err := try(time.Time{}, append(env, "ONLY=none"), script...); err != nil { // a browser starts
		return err
	}
	if err := write(dir, program, o); err != nil {
		return err
	}
	deadline := time.Time{}
	if o.limit > 0 {
		left := o.limit - time.Since(start)
		env = append(env, "LIMIT="+strconv.FormatFloat(max(left, time.Second).Seconds(), 'f', 0, 64))
		deadline = start.Add(o.limit + patience)
	}
	if o.full {
		env = append(env, "FULL=1")
	}
	if o.shots != "" {
		if o.shots, err = filepath.Abs(o.shots); err != nil {
			return err
		}
		env = append(env, "SHOTS="+o.shots)
	} else {
		env = append(env, "SHOTS="+filepath.Join(dir, "shots"))
	}
	if !slices.Equal(o.only, []string{reportTest}) {
		if err := try(deadline, append(env, "ONLY="+strings.Join(o.only, ",")), script...); err != nil {
			return err
		}
	}
	if !o.wants(reportTest) {
		return nil
	}
	if o.limit > 0 && time.Since(start) > o.limit {
		fmt.Println("report: not tried, the time is up (LIMIT)")
		return nil
	}
	env = append(env, "QWAC_BROWSER=1", "NODE_PATH="+modules, "QWAC_SHOTS="+o.shots) // its states are in a test
	return try(deadline, env, "go", "test", "-count", "1", "-timeout", "1h", "-v", "-run", "^TestBrowser$",
		"./pkg/report/html")
}

// try runs a program, until a deadline: zero is none. What is not done by then is no failure: waits for the page end
// sooner, and fail.
func try(deadline time.Time, env []string, args ...string) error {
	ctx, cancel := context.WithCancel(context.Background())
	if !deadline.IsZero() {
		ctx, cancel = context.WithDeadline(ctx, deadline)
	}
	defer cancel()
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	c.Env = append(os.Environ(), env...)
	c.WaitDelay = 10 * time.Second
	err := c.Run()
	switch exit := (*exec.ExitError)(nil); {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return missing("it was not done when its time was up")
	case errors.As(err, &exit) && exit.ExitCode() == noBrowser:
		return missing("no browser starts")
	}
	return fmt.Errorf("%s: %w", strings.Join(args, " "), err)
}

func findNode() (string, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return "", missing("there is no node: apt-get install nodejs npm")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	version, err := exec.CommandContext(ctx, node, "--version").Output() // v20.20.2
	if err != nil {
		return "", missing("%s --version: %w", node, err)
	}
	major, _, _ := strings.Cut(strings.TrimPrefix(string(version), "v"), ".")
	if n, err := strconv.Atoi(major); err != nil || n < oldestNode {
		return "", missing("node %s is older than %d", strings.TrimSpace(string(version)), oldestNode)
	}
	return node, nil
}

func findChromium() (string, error) {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); name != "" && err == nil {
			return found, nil
		}
	}
	return "", missing("there is no Chromium: apt-get install chromium, or name one with CHROMIUM")
}

// install gets the packages of npm, once.
func install() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", missing("no place for the packages of npm: %w", err)
	}
	dir := filepath.Join(cache, "qwac", "browser")
	modules := filepath.Join(dir, "node_modules")
	done := filepath.Join(dir, packages[0]+","+packages[1])
	if isThere(done) && isThere(filepath.Join(modules, "playwright-core", "package.json")) {
		return modules, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", missing("no place for the packages of npm: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), npmPatience)
	defer cancel()
	c := exec.CommandContext(ctx, "npm", append([]string{"install", "--loglevel", "error", "--no-audit", "--no-fund",
		"--ignore-scripts", "--fetch-retries", "1", "--fetch-timeout", "30000", "--prefix", dir}, packages...)...)
	c.WaitDelay = 10 * time.Second // for what npm has started
	if out, err := c.CombinedOutput(); err != nil {
		return "", missing("npm cannot get %v: %w\n%s", packages, err, out)
	}
	return modules, os.WriteFile(done, nil, 0o644)
}

func isThere(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// write makes what the tests take: pages, the cases, and a page without protection.
func write(dir string, program page.Core, o options) error {
	for name, baked := range map[string]core.Baked{
		"qwac.html":   {Version: versionOf()},
		"own.html":    {Version: versionOf(), Profile: "etsi", Env: "sandbox", Roles: []string{"PSP_PI"}},
		"odious.html": odious(),
	} {
		if err := writePage(filepath.Join(dir, name), program, baked); err != nil {
			return err
		}
	}
	least, err := build.Program(".", "./scripts/browser/empty", filepath.Join(dir, "empty.wasm"), nil)
	if err != nil {
		return err
	}
	if err := writePage(filepath.Join(dir, "empty.html"), page.Core{Wasm: least, Exec: program.Exec},
		core.Baked{}); err != nil {
		return err
	}
	bare := []byte("<!DOCTYPE html><title>a page without protection</title><p>text")
	if err := os.WriteFile(filepath.Join(dir, "bare.html"), bare, 0o644); err != nil {
		return err
	}
	if o.wants("equal") {
		every := someOf
		if o.full {
			every = 1
		}
		if err := writeCases(dir, every); err != nil {
			return err
		}
	}
	return writeInputs(dir)
}

func writePage(name string, program page.Core, baked core.Baked) error {
	data, err := page.Make(program, baked)
	if err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}
