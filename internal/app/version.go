package app

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/urfave/cli/v2"

	"qwac/pkg/ident"
)

func (e *env) versionCommand() *cli.Command {
	return &cli.Command{
		Usage: "print the version and the date of the built-in tables",
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			_, err := fmt.Fprintf(e.stdout, "qwac %s (%s %s/%s), table of national authorities of %s\n",
				version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, ident.NCATableDate)
			return err
		},
	}
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
