package app

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/natefinch/atomic"
	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"qwac/pkg/check"
	"qwac/pkg/lint"
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
		if !toFile || file == "-" {
			file = ""
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

// write writes data to the file, whole or not at all, or to stream when file is empty. What a link points to is replaced, not
// the link, unless it points to nothing; what is no regular file (a pipe, a device) is written to as it is.
func (e *env) write(file string, data []byte, stream io.Writer) error {
	if file == "" || file == "-" {
		_, err := raw(stream).Write(data)
		return err
	}
	if target, err := filepath.EvalSymlinks(file); err == nil {
		file = target
	}
	info, err := os.Stat(file)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("cannot write %s: it is a directory: name a file in it", file)
	case err == nil && !info.Mode().IsRegular():
		return cannotWrite(file, os.WriteFile(file, data, 0))
	}
	isNew := os.IsNotExist(err)
	mode, err := newMode(filepath.Dir(file))
	if err != nil {
		return cannotWrite(file, err)
	}
	if err := atomic.WriteFile(file, bytes.NewReader(data)); err != nil {
		return cannotWrite(file, err)
	}
	if isNew { // it was written as a temporary file, which only its owner may read
		return cannotWrite(file, os.Chmod(file, mode))
	}
	return nil
}

// newMode is what a new file in dir may be used for by whom, as the user has set it (umask). It asks the system with a file, which also
// shows that there can be one.
func newMode(dir string) (os.FileMode, error) {
	probe := filepath.Join(dir, ".qwac-"+rand.Text())
	f, err := os.OpenFile(probe, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err = errors.Join(err, f.Close(), os.Remove(probe)); err != nil {
		return 0, err
	}
	return info.Mode(), nil
}

// mayBeWritten refuses an output that cannot be written, before anything is done that it is to tell of: its folder must be there and
// take a file, and it must not be a folder itself. An empty name is none.
func mayBeWritten(file string) error {
	if file == "" || file == "-" {
		return nil
	}
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return fmt.Errorf("cannot write %s: it is a directory: name a file in it; nothing was sent", file)
	} else if err == nil && !info.Mode().IsRegular() {
		return nil // a pipe or a device
	}
	if _, err := newMode(filepath.Dir(file)); err != nil {
		return fmt.Errorf("%w; nothing was sent", cannotWrite(file, err))
	}
	return nil
}

// cannotWrite names the file that the user knows, not the temporary one beside it.
func cannotWrite(file string, err error) error {
	if err == nil {
		return nil
	}
	for p := (*fs.PathError)(nil); errors.As(err, &p); {
		err = p.Err
	}
	for l := (*os.LinkError)(nil); errors.As(err, &l); {
		err = l.Err
	}
	return fmt.Errorf("cannot write %s: %w: check the folder and who may write to it", file, err)
}

// Flags that name files, of all commands.
var (
	inputFlags = []string{
		"trust", "trusted-lists", "crl", "ocsp", "key", "key-password-file", "password-file", "previous", "qsealc",
		"cert", "server-ca", "client-secret-file", "call",
	}
	outputFlags = []string{"output", "receipt", "secret-out"}
)

// outputsApart refuses an output that is an input or a file of the program's own, or that two outputs share: one would be lost.
func outputsApart(c *cli.Context) error {
	taken := c.Args().Slice()
	for _, flag := range inputFlags {
		taken = append(append(taken, c.String(flag)), c.StringSlice(flag)...)
	}
	var outputs []string
	for _, flag := range outputFlags {
		outputs = append(outputs, c.String(flag))
	}
	for _, format := range c.StringSlice("format") {
		_, file, _ := strings.Cut(format, "=")
		outputs = append(outputs, file)
	}
	for _, out := range outputs {
		if out == "" || out == "-" {
			continue
		}
		if i := slices.IndexFunc(taken, func(other string) bool { return sameFile(out, other) }); i >= 0 {
			return usagef("%s would be overwritten: it is also named as %s: write to another file", out, taken[i])
		}
		if owner := ownerOf(out, c); owner != "" {
			return usagef("%s is a file of %s: write to another file", out, owner)
		}
		taken = append(taken, out)
	}
	return nil
}

// ownerOf says what a file belongs to that the program keeps: a store or the journal. Empty: to neither.
func ownerOf(file string, c *cli.Context) string {
	stores := []string{c.String("store"), c.String("trusted-lists")}
	if s, err := defaultStore(); err == nil {
		stores = append(stores, s.dir)
	}
	for _, dir := range stores {
		for _, name := range []string{indexFile, fetchedFile, lockFile} {
			if dir != "" && sameFile(file, filepath.Join(dir, name)) {
				return "the store of trusted lists"
			}
		}
	}
	state, err := stateDir(c.String("state-dir"))
	if err != nil {
		return ""
	}
	journal, errJournal := os.Stat(journalDir(state))
	folder, errFolder := os.Stat(filepath.Dir(file))
	if errJournal == nil && errFolder == nil && os.SameFile(journal, folder) {
		return "the journal"
	}
	return ""
}

func sameFile(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	if errA == nil && errB == nil {
		return os.SameFile(infoA, infoB) && infoA.Mode().IsRegular()
	}
	if b == "" || b == "-" {
		return false
	}
	a, errA = filepath.Abs(a)
	b, errB = filepath.Abs(b)
	return errA == nil && errB == nil && a == b
}

// tell writes a line for each finding of a severity or a graver one, where no report was asked for.
func (e *env) tell(r *check.Result, least lint.Severity) {
	for _, f := range r.Findings {
		if f.Severity >= least && !f.Fixable() { // what is mended is said as such
			fmt.Fprintf(e.stderr, "%s: %s (%s)\n", f.Severity, report.Clean(f.Message), f.Rule.ID)
		}
	}
}

func (e *env) colored(when string, w io.Writer) bool {
	w = raw(w)
	if out, ok := w.(*output); ok {
		w = out.Writer
	}
	f, ok := w.(*os.File)
	return when == "always" || when == "auto" && os.Getenv("NO_COLOR") == "" && ok && term.IsTerminal(int(f.Fd()))
}
