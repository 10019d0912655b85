package app

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/urfave/cli/v2"

	"qwac/internal/scan"
	"qwac/pkg/ber"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/gate"
	"qwac/pkg/memo"
	"qwac/pkg/repo"
	"qwac/pkg/report"
)

// repoOptions are the flags of check about many targets.
type repoOptions struct {
	judgeOptions
	each, list, noIgnore, strict, whole, stream bool
	exclude, pool                               cli.StringSlice
	since                                       string
	jobs                                        int
}

func (o *repoOptions) flags() []cli.Flag {
	return append(o.judgeOptions.flags(),
		boolFlag(&o.each, "each", "judge every leaf by itself, also where only files are named"),
		readsFlag(&o.pool, "pool", "`FILE` or folder with CA certificates that may complete a chain; repeatable"),
		textsFlag(&o.exclude, "exclude", "pass over files and folders that fit `PATTERN`, such as old/** or *.bak; "+
			"repeatable"),
		boolFlag(&o.noIgnore, "no-ignore", "look also at what git ignores"),
		textFlag(&o.since, "since", "judge only what has changed since `REV`, as git says"),
		boolFlag(&o.list, "list-files", "list the files that would be read, and judge nothing"),
		boolFlag(&o.whole, "whole", "each file is uploaded as it stands, also one that has the leaf alone"),
		boolFlag(&o.cryptoRSA, "crypto-rsa", "verify signatures with large RSA keys by crypto/rsa alone, slower"),
		boolFlag(&o.strict, "strict-input", "exit with 3 when a file or folder cannot be read"),
		boolFlag(&o.stream, "stream",
			"read chains as lines of JSON, {\"id\":...,\"pem\":...}, from standard input, and write a line for each"),
		&cli.IntFlag{Name: "jobs", Aliases: []string{"j"}, Usage: "judge `N` at once (default: one for each processor)",
			Destination: &o.jobs},
	)
}

// workers is how many judge at once.
func (o *repoOptions) workers() int {
	if o.jobs > 0 {
		return o.jobs
	}
	return runtime.GOMAXPROCS(0)
}

// many reports whether the arguments may have several targets: a folder, a pattern, an archive or a list is among them.
func (o *repoOptions) many(args []string) bool {
	return o.each || o.list || o.since != "" || o.pool.Value() != nil || slices.ContainsFunc(args, func(a string) bool {
		return strings.HasPrefix(a, "@") || scan.IsMany(a)
	})
}

// checkMany judges every leaf under the arguments.
func (e *env) checkMany(c *cli.Context, o *repoOptions, args []string) error {
	to, err := destinations(o.format.Value())
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(manyGarbage))
	m, err := e.judgeMany(o, args)
	if err != nil || o.list {
		return err
	}
	g, err := e.gate(&o.judgeOptions, m.at)
	if err != nil {
		return err
	}
	r := g.Apply(m.report, e.settings.targetPath, o.since == "" && e.wholeOf(args))
	if err := outsideOf(m.read, to); err != nil {
		return err
	}
	style := o.style()
	style.Found, style.Mend = true, waysToMend(c, &o.judgeOptions, inputsOf(r), false)
	if err := e.writeReport(o.color, r, orDefault(to), e.stdout, style); err != nil {
		return err
	}
	switch {
	case o.strict && m.unread > 0:
		return fmt.Errorf("%s could not be read: see the findings", ber.Count(m.unread, "input"))
	case gate.Fails(r, o.level()):
		return errFindings
	}
	return nil
}

// judgedMany is what was found under the arguments, before ignore entries and a baseline.
type judgedMany struct {
	report *report.Report
	at     time.Time
	read   []string // names of the files with certificates
	unread int      // inputs
}

// judgeMany finds the targets and judges them; with --list-files it shows the files and that is all.
func (e *env) judgeMany(o *repoOptions, args []string) (*judgedMany, error) {
	opts, err := e.options(&o.judgeOptions)
	if err != nil {
		return nil, err
	}
	w, err := e.findFiles(o, args)
	if err != nil || o.list {
		return nil, err
	}
	targets, err := repo.Targets(w.files, chainOptions(opts))
	if err != nil {
		return nil, err
	}
	if o.since != "" {
		targets = slices.DeleteFunc(targets, func(t repo.Target) bool { return !w.changed.touches(t) })
	}
	if len(targets) == 0 && o.since == "" {
		return nil, fmt.Errorf("no end-entity certificate found in %s: name the folder with the certificates",
			ber.Count(w.looked, "file"))
	}
	if opts, err = e.forOne(targets, o, opts); err != nil {
		return nil, err
	}
	var read []string
	for _, f := range w.files {
		read = append(read, f.Name)
	}
	w.files = nil
	parts, err := e.judgeAll(targets, opts, o)
	if err != nil {
		return nil, err
	}
	return &judgedMany{report.Join(version(), parts...), opts.At, read, w.unread}, nil
}

// chainOptions are those by which the leaf of a file is found.
func chainOptions(opts check.Options) chain.Options {
	return chain.Options{Prefer: eidas.Prefer, At: opts.At}
}

// judgeAll judges the targets, several at once, and keeps their order.
func (e *env) judgeAll(targets []repo.Target, opts check.Options, o *repoOptions) ([]report.Part, error) {
	opts.Many, opts.Memo = true, new(memo.Memo)
	parts := make([]report.Part, len(targets))
	shown := newProgress(e.stderr, len(targets), "judging")
	defer shown.end()
	err := inParallel(o.workers(), len(targets), func(i int) error {
		defer shown.step()
		t := targets[i]
		targets[i] = repo.Target{} // what was judged need not be kept
		opts, err := e.optionsAt(t.File, &o.judgeOptions, opts)
		if err != nil {
			return err
		}
		opts.Leaf, opts.Pool, opts.Whole = t.Leaf, t.Pool, t.Whole || o.whole
		r, err := check.Run(t.Bundle, opts)
		if err != nil {
			return fmt.Errorf("%s: %w", t.File, err)
		}
		parts[i] = report.NewPart(r)
		parts[i].Result.Target = t.File
		parts[i].Result.Copies = t.Copies
		return nil
	})
	return parts, err
}

// wholeOf reports whether the arguments have the folder of the configuration, so that its entries should all be used.
func (e *env) wholeOf(args []string) bool {
	return e.settings.Config != nil && slices.ContainsFunc(args, func(a string) bool {
		return e.settings.targetPath(a) == "."
	})
}

// work is what was read.
type work struct {
	files   []repo.File
	looked  int
	unread  int
	changed *changes
}

// findFiles walks and reads.
func (e *env) findFiles(o *repoOptions, args []string) (*work, error) {
	for _, p := range o.exclude.Value() {
		if err := scan.CheckPattern(p); err != nil {
			return nil, usagef("--exclude: %v", err)
		}
	}
	args, stdin, lost, err := e.listed(args, o.exclude.Value())
	if err != nil {
		return nil, err
	}
	found, err := scan.Walk(args, scan.Options{Exclude: o.exclude.Value(), NoIgnore: o.noIgnore})
	if err != nil {
		return nil, err
	}
	found.Troubles = append(found.Troubles, lost...)
	if o.list {
		for _, f := range found.Files {
			if f.Target {
				fmt.Fprintln(unbroken(e.stdout), report.Clean(f.Name))
			}
		}
		return nil, nil
	}
	for _, p := range found.Passed {
		fmt.Fprintf(e.stderr, "qwac: passed over %s\n", report.Clean(p.String()))
	}
	w := &work{unread: len(found.Troubles), looked: found.Targets()}
	if o.since != "" {
		if w.changed, err = e.changedSince(o.since, args); err != nil {
			return nil, err
		}
	}
	pool, err := scan.Walk(o.pool.Value(), scan.Options{NoIgnore: true})
	if err != nil {
		return nil, fmt.Errorf("--pool: %w", err)
	}
	password, err := e.filePassword(o.password)
	if err != nil {
		return nil, err
	}
	r := reading{password: password, files: make([]repo.File, len(found.Files)+len(pool.Files))}
	err = inParallel(o.workers(), len(r.files), func(i int) error {
		if i < len(found.Files) {
			r.read(i, &found.Files[i], false)
		} else {
			r.read(i, &pool.Files[i-len(found.Files)], true)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := lendNothing(pool.Files, r.files[len(found.Files):]); err != nil {
		return nil, err
	}
	w.unread += int(r.unread.Load())
	w.files = append(r.files, stdin...)
	for _, t := range append(found.Troubles, pool.Troubles...) {
		w.files = append(w.files, repo.Unreadable(t.Name, t.Why, t.Next))
	}
	w.files = slices.DeleteFunc(w.files, func(f repo.File) bool { return f.Bundle == nil })
	slices.SortStableFunc(w.files, func(a, b repo.File) int { return strings.Compare(a.Name, b.Name) })
	return w, nil
}

// filePassword is where the password of a PKCS#12 file comes from when there are many: never the terminal.
func (e *env) filePassword(file string) (func(string) (string, error), error) {
	quiet := *e
	quiet.stdin = nil
	return quiet.password(file)
}

// inParallel does n things, a few at once, and returns the first error in their order.
func inParallel(workers, n int, do func(int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	err := together(max(1, min(workers, n)), func(int) error {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			errs[i] = do(i)
		}
		return nil
	})
	return errors.Join(err, firstOf(errs))
}

func firstOf(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
