package app

import (
	"fmt"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/urfave/cli/v2"

	"qwac/internal/scan"
	"qwac/pkg/gate"
	"qwac/pkg/memo"
	"qwac/pkg/repo"
	"qwac/pkg/report"
	"qwac/pkg/stream"
)

// checkStream judges one chain a line, and writes the results in the order of the lines.
func (e *env) checkStream(c *cli.Context, o *repoOptions) error {
	if c.NArg() > 0 && (c.NArg() > 1 || c.Args().First() != "-") {
		return usagef("--stream reads standard input: name no files")
	}
	if e.settings.origin["format"] == fromFlag {
		return usagef("--stream writes lines of JSON: leave --format out")
	}
	for _, flag := range []string{"since", "list-files", "exclude", "no-ignore", "strict-input"} {
		if e.settings.origin[flag] == fromFlag {
			return usagef("--stream reads lines, no files: leave --%s out", flag)
		}
	}
	m, g, err := e.mapper(o)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(manyGarbage))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(streamMemory))
	failed, err := m.Run(e.stdin, raw(e.stdout), o.workers())
	about := g.Findings(false)
	e.tellGate(about)
	switch {
	case err != nil:
		return err
	case o.failOn != "" && (failed || gate.FindingsFail(about, o.level())):
		return errFindings
	}
	return nil
}

// manyGarbage is how much garbage, in percent of what is in use, lies before it is collected where many chains are
// judged. Little is in use, and nearly all of a chain is garbage once it is judged: with the usual 100 a fifth of the
// time of a stream goes into that.
const manyGarbage = 400

// streamMemory is from how many bytes on a stream collects garbage at once.
const streamMemory = 48 << 20

// mapper is what judges a line, and the gate that it goes through.
func (e *env) mapper(o *repoOptions) (*stream.Mapper, *gate.Gate, error) {
	opts, err := e.options(&o.judgeOptions)
	if flag := o.ofOne(); err == nil && flag != "" {
		err = errOfOne(flag, "")
	}
	if err != nil {
		return nil, nil, err
	}
	opts.Many, opts.Memo = true, new(memo.Memo)
	m := &stream.Mapper{Options: opts, Limits: inputLimits, Whole: o.whole, For: e.forTarget(&o.judgeOptions)}
	if m.Password, err = e.filePassword(o.password); err != nil {
		return nil, nil, err
	}
	if m.Pool, err = e.lenders(o, m.Password); err != nil {
		return nil, nil, err
	}
	g, err := e.gate(&o.judgeOptions, opts.At)
	if err != nil {
		return nil, nil, err
	}
	var one sync.Mutex // the gate remembers what it has seen
	m.Gate = func(name string, r report.Result) report.Result {
		one.Lock()
		defer one.Unlock()
		return g.Judge(e.settings.targetPath(name), r)
	}
	m.Fails = func(r *report.Result) bool { return gate.ResultFails(r, o.level()) }
	return m, g, nil
}

// lenders are the files of --pool.
func (e *env) lenders(o *repoOptions, password func(string) (string, error)) ([]repo.File, error) {
	found, err := scan.Walk(o.pool.Value(), scan.Options{NoIgnore: true})
	if err != nil {
		return nil, fmt.Errorf("--pool: %w", err)
	}
	for _, t := range found.Troubles {
		return nil, fmt.Errorf("--pool: cannot read %s", report.Clean(t.String()))
	}
	r := reading{password: password, files: make([]repo.File, len(found.Files))}
	for i := range found.Files {
		if r.read(i, &found.Files[i], true); r.unread.Load() > 0 {
			return nil, fmt.Errorf("--pool %s: %s", report.Clean(found.Files[i].Name),
				report.Clean(r.files[i].Bundle.Faults[0].Detail))
		}
	}
	if err := lendNothing(found.Files, r.files); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(r.files, func(f repo.File) bool { return f.Bundle == nil }), nil
}
