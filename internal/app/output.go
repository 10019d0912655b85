package app

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"qwac/internal/files"
	"qwac/internal/howto"
	"qwac/internal/store"
	"qwac/pkg/check"
	"qwac/pkg/lint"
	"qwac/pkg/report"
	"qwac/pkg/report/formats"
)

// destination is a report format and where it goes; an empty file is the standard stream of the command.
type destination struct {
	format report.Format
	file   string
}

// destinations reads --format. Without it the result is empty.
func destinations(values []string) ([]destination, error) {
	names := formats.Names()
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
		out = append(out, destination{formats.All()[slices.Index(names, name)], file})
	}
	if streams > 1 {
		return nil, usagef("--format: only one format can go to the standard output: give the others a file, e.g. " +
			"json=report.json")
	}
	return out, nil
}

// orDefault is where a report goes when --format says nothing: as text to the standard stream of the command, in GitHub
// Actions as annotations.
func orDefault(to []destination) []destination {
	if len(to) > 0 {
		return to
	}
	all := formats.All()
	if os.Getenv("GITHUB_ACTIONS") == "true" {
		return []destination{{format: all[slices.Index(formats.Names(), "github")]}}
	}
	return []destination{{format: all[0]}}
}

// writeReport writes a report to each destination: files whole or not at all, the rest to stream. Nothing is written
// before every format is made. The formats are made together, as each has only to read the report. What became of the
// command is told apart where no text is shown.
func (e *env) writeReport(color string, r *report.Report, to []destination, stream io.Writer, s report.Style) error {
	s.Root, s.Words = workingDir(), howto.Words()
	shown := s
	shown.Color, shown.Width = e.colored(color, stream), columns(stream)
	shown.ASCII = asciiOnly(os.Getenv)
	made := make([]pieces, len(to))
	err := inParallel(runtime.GOMAXPROCS(0), len(to), func(i int) error {
		style := s
		if to[i].file == "" {
			style = shown
		}
		return to[i].format.Write(&made[i], r, style)
	})
	if err != nil {
		return err
	}
	told := slices.ContainsFunc(to, func(d destination) bool {
		return d.file == "" && d.format.Name == "text" && s.Depth != report.Brief
	})
	if s.Outcome != "" && len(to) > 0 && !told {
		defer fmt.Fprintf(e.stderr, "qwac: %s\n", s.Outcome)
	}
	return together(len(to), func(i int) error {
		if to[i].file == "" || to[i].file == "-" {
			_, err := io.Copy(raw(stream), &made[i])
			return err
		}
		return files.WriteFrom(to[i].file, &made[i])
	})
}

// together does n things at once and returns the first error in their order.
func together(n int, do func(int) error) error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = do(i) })
	}
	all.Wait()
	return cmp.Or(errs...)
}

// workingDir is the folder that formats for other programs name files from; empty: it is not known.
func workingDir() string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	return dir
}

// write writes data to the file, whole or not at all, or to stream when file is empty or -.
func (e *env) write(file string, data []byte, stream io.Writer) error {
	if file == "" || file == "-" {
		_, err := raw(stream).Write(data)
		return err
	}
	return files.Write(file, data)
}

// mayBeWritten refuses an output that cannot be written, before the request is sent whose outcome it records. An empty
// name is none.
func mayBeWritten(file string) error {
	if file == "" || file == "-" {
		return nil
	}
	if err := files.Writable(file); err != nil {
		return fmt.Errorf("%w; nothing was sent", err)
	}
	return nil
}

// outputsApart refuses an output that is an input or a file of the program's own, that has a private key, or that two
// outputs share: one would be lost.
func outputsApart(args []string, flags []cli.Flag) error {
	taken := append(slices.Clone(args), filesOf(flags, reads)...)
	taken = append(taken, slices.DeleteFunc(filesOf(flags, profiles), func(name string) bool {
		return !isProfileFile(name)
	})...)
	outputs := filesOf(flags, writes|creates)
	replaced := filesOf(flags, writes)
	for _, format := range filesOf(flags, reports) {
		_, file, _ := strings.Cut(format, "=")
		outputs, replaced = append(outputs, file), append(replaced, file)
	}
	for _, out := range outputs {
		if out == "" || out == "-" {
			continue
		}
		if i := slices.IndexFunc(taken, func(other string) bool { return files.Same(out, other) }); i >= 0 {
			return usagef("%s would be overwritten: it is also named as %s: write to another file", out, taken[i])
		}
		if owner := ownerOf(out, flags); owner != "" {
			return usagef("%s is a file of %s: write to another file", out, owner)
		}
		taken = append(taken, out)
	}
	for _, out := range replaced {
		if err := keepsKey(out); err != nil {
			return err
		}
	}
	return nil
}

// outsideOf refuses reports in place of a file that was found below a folder and read.
func outsideOf(read []string, to []destination) error {
	for _, d := range to {
		real, err := filepath.EvalSymlinks(d.file)
		if d.file == "" || err != nil {
			continue // standard output, or it is new
		}
		for _, name := range read {
			if strings.EqualFold(filepath.Base(name), filepath.Base(real)) && files.Same(real, name) {
				return usagef("%s would be overwritten: it is one of the files that were read: write to another file",
					report.Clean(d.file))
			}
		}
	}
	return nil
}

// ownerOf says what a file belongs to that the program keeps: a store or the journal. Empty: to neither.
func ownerOf(file string, flags []cli.Flag) string {
	var stores []store.Store
	for _, dir := range filesOf(flags, keepsList) {
		stores = append(stores, store.Store{Dir: dir})
	}
	if s, err := store.Default(); err == nil {
		stores = append(stores, s)
	}
	if slices.ContainsFunc(stores, func(s store.Store) bool { return s.Owns(file) }) {
		return "the store of trusted lists"
	}
	state, err := stateDir(strings.Join(filesOf(flags, keepsRuns), "")) // one at most
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

// tell writes a line for each finding of a severity or a graver one, where no report was asked for.
func (e *env) tell(r *check.Result, least lint.Severity) {
	for _, f := range r.Findings {
		if f.Severity >= least && !f.Fixable() { // what is mended is said as such
			fmt.Fprintf(e.stderr, "%s: %s (%s)\n", f.Severity, report.Clean(f.Message), f.Rule.ID)
		}
	}
}

// tellGate writes a line for each finding about ignore entries and the baseline, where no report has room for them.
func (e *env) tellGate(found []lint.Finding) {
	for _, f := range found {
		fmt.Fprintf(e.stderr, "%s: %s: %s (%s)\n", report.Clean(f.At.String()), f.Severity, report.Clean(f.Message),
			f.Rule.ID)
	}
}

func (e *env) colored(when string, w io.Writer) bool {
	f, ok := fileOf(w)
	return when == "always" || when == "auto" && colorWanted(os.Getenv, ok && term.IsTerminal(int(f.Fd())))
}

// colorWanted says what the environment asks for: NO_COLOR (no-color.org) before all, then FORCE_COLOR, CLICOLOR_FORCE
// and CLICOLOR (bixense.com/clicolors), then what the terminal can do.
func colorWanted(variable func(string) string, terminal bool) bool {
	on := func(name string) bool { v := variable(name); return v != "" && v != "0" && v != "false" }
	switch {
	case variable("NO_COLOR") != "":
		return false
	case on("FORCE_COLOR") || on("CLICOLOR_FORCE"):
		return true
	case variable("FORCE_COLOR") != "" || variable("CLICOLOR") == "0" || variable("TERM") == "dumb":
		return false
	}
	return terminal
}
