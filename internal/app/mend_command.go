package app

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"qwac/pkg/bundle"
	"qwac/pkg/lint"
	"qwac/pkg/report"
)

// waysToMend are the commands that mend these inputs, with the flags of this command line that are about the chain.
// Only what fix does not refuse to write is mended in its place.
func waysToMend(c *cli.Context, o *judgeOptions, names []string, inPlace bool) []report.Way {
	flags := chainFlags(c, o)
	way := func(does, command string) report.Way {
		return report.Way{Does: does, Command: strings.Join(append([]string{command}, flags...), " ")}
	}
	file := way("writes the chain as PEM", "qwac fix -o "+unlike(names, "mended.pem"))
	if inPlace {
		file = way("mends the file itself", "qwac fix --write")
	}
	return []report.Way{file, way("writes the payload", "qwac payload -o "+unlike(names, "payload.json"))}
}

// mendsInPlace reports whether fix writes to the input itself: it is one file, and none that would lose something.
func mendsInPlace(docs []document, b *bundle.Bundle) bool {
	return len(docs) == 1 && docs[0].name != "stdin" && len((&fixing{docs: docs, bundle: b}).without()) == 0
}

// unlike is a name for an output that no input has.
func unlike(inputs []string, name string) string {
	for slices.ContainsFunc(inputs, func(in string) bool { return filepath.Clean(in) == name }) {
		name = "new-" + name
	}
	return name
}

// chainFlags are the flags of this command line that are about the chain.
func chainFlags(c *cli.Context, o *judgeOptions) []string {
	var words []string
	for _, f := range o.flags() {
		name := f.Names()[0]
		if name == "env" && c.IsSet("environment") { // its name before
			words = append(words, "--env", lint.ShellFile(o.env))
			continue
		}
		if !c.IsSet(name) ||
			strings.Contains(" environment format color quiet verbose fail-on require ", " "+name+" ") {
			continue
		}
		switch v := c.Value(name).(type) {
		case bool:
			words = append(words, "--"+name)
		case cli.StringSlice:
			for _, s := range v.Value() {
				words = append(words, "--"+name, lint.ShellFile(s))
			}
		case string:
			words = append(words, "--"+name, lint.ShellFile(v))
		}
	}
	return words
}

// inputsOf are the files of a report.
func inputsOf(r *report.Report) []string {
	var files []string
	for _, res := range r.Results {
		files = append(files, res.Inputs...)
	}
	return files
}
