package app

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/natefinch/atomic"
	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"qwac/pkg/report"
)

// destination is a report format and where it goes; an empty file is the standard stream of the command.
type destination struct {
	format report.Format
	file   string
}

// destinations reads --format. Without it the result is empty.
func destinations(values []string) ([]destination, error) {
	var names []string
	for _, f := range report.Formats() {
		names = append(names, f.Name)
	}
	var out []destination
	streams := 0
	for _, v := range values {
		name, file, toFile := strings.Cut(v, "=")
		if err := oneOf("--format", name, names); err != nil {
			return nil, err
		}
		if toFile && file == "" {
			return nil, usagef("--format %q: name the file behind the =", v)
		}
		if !toFile {
			streams++
		}
		out = append(out, destination{report.Formats()[slices.Index(names, name)], file})
	}
	if streams > 1 {
		return nil, usagef("--format: only one format can go to the standard output: give the others a file, e.g. json=report.json")
	}
	return out, nil
}

// writeReport writes a report to each destination: files whole or not at all, the rest to stream.
func (e *env) writeReport(c *cli.Context, r *report.Report, to []destination, stream io.Writer) error {
	for _, d := range to {
		var b bytes.Buffer
		style := report.Style{Color: d.file == "" && e.colored(c.String("color"), stream)}
		if err := d.format.Write(&b, r, style); err != nil {
			return err
		}
		if err := e.write(d.file, b.Bytes(), stream); err != nil {
			return err
		}
	}
	return nil
}

// write writes data to the file, whole or not at all, or to stream when file is empty.
func (e *env) write(file string, data []byte, stream io.Writer) error {
	if file == "" {
		_, err := stream.Write(data)
		return err
	}
	_, err := os.Stat(file)
	isNew := os.IsNotExist(err)
	if err := atomic.WriteFile(file, bytes.NewReader(data)); err != nil {
		return fmt.Errorf("cannot write %s: %w", file, err)
	}
	if isNew {
		return os.Chmod(file, 0o644) // nothing that is written this way is secret
	}
	return nil
}

func (e *env) colored(when string, w io.Writer) bool {
	f, ok := w.(*os.File)
	return when == "always" || when == "auto" && os.Getenv("NO_COLOR") == "" && ok && term.IsTerminal(int(f.Fd()))
}
