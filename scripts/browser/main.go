// Command browser tries the offline page in a headless Chromium: it is quick, answers as the command line does, lets
// nothing out, and can be used by everybody. Where Chromium, node or the packages of npm are not to be had, it says so
// and ends well. See make browser.
//
//	go run ./scripts/browser [-shots DIR] [-only NAME,...]
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"qwac/internal/page"
	"qwac/internal/page/core"
)

// The packages of npm, in a cache of the user. They are in no repository.
var packages = []string{"playwright-core@1.65.1", "axe-core@4.14.1"}

func main() {
	log.SetFlags(0)
	log.SetPrefix("browser: ")
	shots := flag.String("shots", "", "write screenshots to this folder (default: none)")
	only := flag.String("only", "", "names of tests in scripts/browser, such as leak,equal (default: all)")
	flag.Parse()
	err := run(*shots, *only)
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

func run(shots, only string) error {
	node, err := exec.LookPath("node")
	if err != nil {
		return missing("there is no node: apt-get install nodejs npm")
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
	if err := write(dir, program, only == "" || strings.Contains(only, "equal")); err != nil {
		return err
	}
	if shots == "" {
		shots = filepath.Join(dir, "shots")
	}
	if shots, err = filepath.Abs(shots); err != nil {
		return err
	}
	if only == "" {
		if err := tryReport(chromium, modules); err != nil {
			return err
		}
	}
	c := exec.Command(node, filepath.Join("scripts", "browser", "run.js"))
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	c.Env = append(os.Environ(), "CHROMIUM="+chromium, "MODULES="+modules, "WORK="+dir, "SHOTS="+shots, "ONLY="+only)
	if err := c.Run(); err != nil {
		return fmt.Errorf("scripts/browser/run.js: %w", err)
	}
	return nil
}

// tryReport tries the HTML report, whose states a test has.
func tryReport(chromium, modules string) error {
	c := exec.Command("go", "test", "-count", "1", "-timeout", "1h", "-v", "-run", "^TestBrowser$", "./pkg/report/html")
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	c.Env = append(os.Environ(), "QWAC_BROWSER=1", "CHROMIUM="+chromium, "NODE_PATH="+modules)
	if err := c.Run(); err != nil {
		return fmt.Errorf("the HTML report: %w", err)
	}
	return nil
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
	if _, err := os.Stat(done); err == nil {
		return modules, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", missing("no place for the packages of npm: %w", err)
	}
	c := exec.Command("npm", append([]string{"install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts",
		"--prefix", dir}, packages...)...)
	if out, err := c.CombinedOutput(); err != nil {
		return "", missing("npm cannot get %v: %w\n%s", packages, err, out)
	}
	return modules, os.WriteFile(done, nil, 0o644)
}

// write makes what the tests take: two pages, one of them with choices, the cases, and a page without protection.
func write(dir string, program page.Core, cases bool) error {
	pages := map[string]core.Baked{
		"qwac.html": {Version: versionOf()},
		"own.html":  {Version: versionOf(), Profile: "etsi", Env: "sandbox", Roles: []string{"PSP_PI"}},
	}
	for name, baked := range pages {
		data, err := page.Make(program, baked)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	bare := []byte("<!DOCTYPE html><title>a page without protection</title><p>text")
	if err := os.WriteFile(filepath.Join(dir, "bare.html"), bare, 0o644); err != nil {
		return err
	}
	if cases {
		if err := writeCases(dir); err != nil {
			return err
		}
	}
	return writeInputs(dir)
}
