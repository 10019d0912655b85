package app

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/urfave/cli/v2"

	"qwac/pkg/ident"
)

func (e *env) versionCommand() *cli.Command {
	var format string
	return &cli.Command{
		Usage: "print the version and the date of the built-in tables",
		Flags: []cli.Flag{formatFlag(&format)},
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			return e.version(format)
		},
	}
}

// built is what is said of a version.
type built struct {
	Version     string `json:"version"`
	Go          string `json:"go"` // the version of Go that it was built with
	OS          string `json:"os"`
	Arch        string `json:"arch"`
	Authorities string `json:"authorities"` // the day of the table of national authorities
}

func (e *env) version(format string) error {
	if err := textOrJSON(format); err != nil {
		return err
	}
	b := built{version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, ident.NCATableDate}
	if format == "json" {
		return e.write("", indentedJSON(b), e.stdout)
	}
	_, err := fmt.Fprintf(e.stdout, "qwac %s (%s %s/%s), table of national authorities of %s\n",
		b.Version, b.Go, b.OS, b.Arch, b.Authorities)
	return err
}

// release is the version that scripts/release builds; the linker sets it. Empty: built in another way.
var release string

// version is that of the release or the module, or of the revision it was built from.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
