package app

import (
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/gate"
	"qwac/pkg/lint"
	"qwac/pkg/path"
	"qwac/pkg/report"
)

func (e *env) checkCommand() *cli.Command {
	o := new(repoOptions)
	o.banks = e.banks
	return &cli.Command{
		Usage:     "say what the bank would answer to an upload of these files, why, and what to do",
		ArgsUsage: "FILE...|DIR...|PATTERN...|@LIST|-",
		Description: "All files together are one chain; their order does not matter. They are judged as they stand: " +
			"what the bank would\n" +
			"refuse blocks, even if payload could mend it.\n\n" +
			"Under a folder, a pattern, a ZIP archive or a list of names, every leaf is judged by itself, and CA " +
			"certificates in\n" +
			"files beside it, in the folders above it and in --pool complete its chain.",
		Flags: append(o.flags(),
			baselineFlag(&o.baseline),
			boolFlag(&o.verifiers, "verifiers",
				"say which verifiers take the chain, and why others refuse it (part of -v): RFC 5280, Go, OpenSSL, "+
					"PKIX, Chrome"),
			boolFlag(&o.request, "request",
				"judge signing requests (PKCS#10) as the certificates that a QTSP would issue on them"),
			boolFlag(&o.allPaths, "all-paths",
				fmt.Sprintf("list every path from the leaf, %d at most, and why it is valid or not", path.MaxPaths)),
		),
		Action: with(e.check, o),
	}
}

func (e *env) check(c *cli.Context, o *repoOptions) error {
	o.verifiers = o.verifiers || o.verbose
	switch {
	case o.request && o.stream:
		return usagef("--stream judges certificates: leave --request out")
	case o.request:
		return e.judgeRequests(c, &o.judgeOptions)
	case o.stream:
		return e.checkStream(c, o)
	}
	names, err := inputs(c)
	if err != nil {
		return err
	}
	if o.many(names) {
		return e.checkMany(c, o, names)
	}
	j, err := e.judge(c, &o.judgeOptions, false)
	if err != nil {
		return err
	}
	g, err := e.gate(&o.judgeOptions, j.result.At)
	if err != nil {
		return err
	}
	r := g.Apply(j.report, e.settings.targetPath, false)
	style := o.style()
	style.Mend = waysToMend(c, &o.judgeOptions, names, j.inPlace)
	switch {
	case j.forTests:
		style.Outcome = "check --env sandbox says what the bank's sandbox would answer: it takes this"
	case each(j.result, c.Args().Slice()):
		style.Outcome = "one call without --each is one chain: check --each judges the chain of each file by itself"
	}
	if err := e.writeReport(o.color, r, orDefault(j.to), e.stdout, style); err != nil {
		return err
	}
	if gate.Fails(r, o.level()) {
		return errFindings
	}
	return nil
}

// each reports whether several end-entity certificates come from several files: they may be chains of their own.
func each(r *check.Result, files []string) bool {
	if len(files) < 2 || r.Chain == nil {
		return false
	}
	for _, l := range r.Chain.Leaves {
		if l.At.File != r.Chain.Leaves[0].At.File {
			return true
		}
	}
	return false
}

// judged is what check and payload share: the result and its report.
type judged struct {
	result   *check.Result
	report   *report.Report
	to       []destination
	forTests bool // the sandbox of the bank would take what production refuses
	inPlace  bool // the input can be mended in its place
}

// judge reads flags and files and runs the check. With sent it judges the chain that would be sent.
func (e *env) judge(c *cli.Context, o *judgeOptions, sent bool) (*judged, error) {
	names, err := inputs(c)
	if err != nil {
		return nil, err
	}
	to, err := destinations(o.format.Value())
	if err != nil {
		return nil, err
	}
	opts, err := e.options(o)
	if err != nil {
		return nil, err
	}
	opts.Sent, opts.AsItIs = sent, o.asItIs
	docs, err := e.inputFiles(names)
	if err != nil {
		return nil, err
	}
	b, opts, err := e.readyOf(docs, o, opts)
	if err != nil {
		return nil, err
	}
	result, err := check.Run(b, opts)
	if err != nil {
		return nil, err
	}
	j := &judged{result: result, report: report.New(version(), result), to: to, inPlace: mendsInPlace(docs, b)}
	if result.Verdict == check.Refuse && !opts.Sandbox {
		opts.Sandbox = true
		there, err := check.Run(b, opts)
		j.forTests = err == nil && there.Verdict != check.Refuse
	}
	return j, nil
}

// readyOf is what the inputs hold, and the options with what depends on it: the key, and the paths of the
// configuration.
func (e *env) readyOf(docs []document, o *judgeOptions, opts check.Options) (*bundle.Bundle, check.Options, error) {
	b, err := e.bundleOf(docs, o.password)
	if err != nil {
		return nil, opts, err
	}
	e.tellKey(o.key)
	if opts.Key, err = e.publicKey(o.key, o.keyPassword, b.Certs); err != nil {
		return nil, opts, err
	}
	opts, err = e.optionsFor(b, o, opts)
	return b, opts, err
}

// payloadOptions are the flags of payload.
type payloadOptions struct {
	judgeOptions
	output string
	force  bool
	shape  targetOptions
}

func (e *env) payloadCommand() *cli.Command {
	o := new(payloadOptions)
	o.banks = e.banks
	return &cli.Command{
		Usage:     fmt.Sprintf("write the request body {%q:\"...\"} for these files", o.known()[0].API.Certificate),
		ArgsUsage: "FILE...|-",
		Description: "All files together, and those in a ZIP archive, are one chain. It is put in order, leaf to " +
			"root, and freed of\n" +
			"everything that is not a certificate. A chain that the bank would refuse all the same is not written, " +
			"whatever --fail-on\n" +
			"says; the report on standard error says why. With --force it is written, and the exit status is 0 " +
			"unless --fail-on is given\n" +
			"too.",
		Flags: slices.Concat(o.flags(), []cli.Flag{
			outputFlag(&o.output, outputFile),
			boolFlag(&o.force, "force", "write the payload even if the bank would refuse it"),
		}, o.shape.flags()),
		Action: with(e.payload, o),
	}
}

func (e *env) payload(c *cli.Context, o *payloadOptions) error {
	if o.shape.list {
		return listTargets(e.stdout)
	}
	if err := o.shape.check(); err != nil {
		return err
	}
	o.judgeOptions.profile, o.asItIs = o.shape.profile(c, o.judgeOptions.profile), o.shape.foreign()
	j, err := e.judge(c, &o.judgeOptions, true)
	if err != nil {
		return err
	}
	refused := j.result.Verdict == check.Refuse
	failed := o.fails(j.result)
	if refused || failed || o.verbose {
		j.to = orDefault(j.to)
	}
	style := o.style()
	style.Sent = true
	if refused && !o.force {
		style.Outcome = "no payload written: mend what blocks, or give --force"
	}
	if err := e.writeReport(o.color, j.report, j.to, e.stderr, style); err != nil {
		return err
	}
	if refused && !o.force {
		return errFindings
	}
	body, err := o.shape.body(j.result)
	if err != nil {
		return err
	}
	if err := e.write(o.output, body, e.stdout); err != nil {
		return err
	}
	if len(j.to) == 0 { // below the body, which fills more than a screen
		e.tell(j.result, lint.Warning)
	}
	e.mended(j.result)
	o.shape.tell(e.stderr, j.result)
	if failed && (!refused || o.failOn != "") { // --force is for the verdict; a level that was asked for counts
		return errFindings
	}
	return nil
}

// mended says what the payload does not have any more of what was wrong with the files.
func (e *env) mended(r *check.Result) { e.mendedAs("mended", r) }

// mendedAs is mended with another word for it.
func (e *env) mendedAs(word string, r *check.Result) {
	for _, f := range r.Findings {
		if f.Fixable() {
			fmt.Fprintf(e.stderr, "%s: %s: %s (%s)\n", word, report.Clean(f.At.String()), report.Clean(f.Message),
				f.Rule.ID)
		}
	}
}
