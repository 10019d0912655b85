// Command release makes what users take: static binaries, archives, SBOMs, packages and checksums, in one folder. The
// same sources, version and Go give the same bytes. See make release.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"regexp"
	"strings"
	"time"

	page "qwac/internal/page/build"
)

// options are the flags.
type options struct {
	version string
	output  string
	targets string
	bare    bool
	verify  bool
	binary  string
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("release: ")
	var o options
	flag.StringVar(&o.version, "version", "", "version, such as 1.2.3 (default: what git describes)")
	flag.StringVar(&o.output, "output", "dist", "write to this folder; what an earlier run left there goes")
	flag.StringVar(&o.targets, "targets", "", "some targets only, such as linux/amd64,windows/arm64")
	flag.BoolVar(&o.bare, "bare", false, "archives and checksums only: no SBOM, deb and rpm, whose tools are fetched")
	flag.BoolVar(&o.verify, "verify", false, "build again elsewhere, from nothing, and compare with what is in -output")
	flag.StringVar(&o.binary, "binary", "", "write the binary of one target to this file, and nothing else")
	flag.Parse()
	if err := run(o, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// run makes, or compares, a release of the sources in the working directory.
func run(o options, out io.Writer) error {
	version, err := versionOf(o.version)
	if err != nil {
		return err
	}
	targets, err := parseTargets(o.targets)
	if err != nil {
		return err
	}
	switch {
	case o.binary != "" && len(targets) != 1:
		return fmt.Errorf("-binary writes one binary: want one of -targets")
	case o.binary != "":
		if err := page.Core(".", nil); err != nil {
			return err
		}
		return build(".", targets[0], version, o.binary, nil)
	}
	r := release{source: ".", dir: o.output, version: version, targets: targets, bare: o.bare}
	if r.time, err = sourceTime(); err != nil {
		return err
	}
	if o.verify {
		return r.verify(out)
	}
	if err := r.make(); err != nil {
		return err
	}
	sums, err := os.ReadFile(r.path(sumsName))
	fmt.Fprintf(out, "%s", sums)
	return err
}

// versionOf is the version as names of files have it, without the v of a tag.
func versionOf(given string) (string, error) {
	if given == "" {
		described, err := gitOutput("describe", "--tags", "--always", "--dirty", "--match", "v[0-9]*")
		if err != nil {
			return "", fmt.Errorf("no version: name it with -version: %w", err)
		}
		given = described
		if !strings.Contains(given, ".") { // no tag is there: a revision alone is no version for deb and rpm
			given = "0.0.0-" + given
		}
	}
	version := strings.TrimPrefix(given, "v")
	if !regexp.MustCompile(`^[0-9][0-9A-Za-z.+-]*$`).MatchString(version) {
		return "", fmt.Errorf("version %q: want one like 1.2.3 or 1.2.3-rc.1", given)
	}
	return version, nil
}

// sourceTime is when the sources were last changed: SOURCE_DATE_EPOCH, else the time of the commit. All files of a
// release have it.
func sourceTime() (time.Time, error) {
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		var err error
		if text, err = gitOutput("log", "-1", "--format=%ct"); err != nil {
			return time.Time{}, fmt.Errorf("no time of the sources: set SOURCE_DATE_EPOCH: %w", err)
		}
	}
	var seconds int64
	if _, err := fmt.Sscanf(text, "%d", &seconds); err != nil {
		return time.Time{}, fmt.Errorf("time of the sources %q: want seconds since 1970", text)
	}
	return time.Unix(seconds, 0).UTC(), nil
}
