package app

import (
	"cmp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	banks "qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/lint"
	"qwac/pkg/report"
)

// judgeOptions are the flags of commands that judge a chain.
type judgeOptions struct {
	banks          []*banks.Bank // nil: banks.All
	profile        string
	asItIs         bool // of payload: a seal is judged as one
	roles          cli.StringSlice
	trust          cli.StringSlice
	trustedLists   string
	noTrustedLists bool
	register       string // its file
	noRegister     bool
	eds, bic       string
	crl, ocsp      cli.StringSlice
	at             string
	env            string
	key            string
	keyPassword    string // its file
	password       string // its file, of PKCS#12 inputs
	previous, seal string
	expiresWithin  string
	failOn         string // empty: block
	verifiers      bool   // which of them take the chain
	quiet, verbose bool
	allPaths       bool
	request        bool // the inputs are signing requests
	format         cli.StringSlice
	color          string
	require        cli.StringSlice
	config         string
	noConfig       bool
	baseline       string // its file; check alone
	cryptoRSA      bool   // not math/big; check alone
}

// flags are in the order of the help. The default of --fail-on is shown and not set: payload asks whether it was given.
func (o *judgeOptions) flags() []cli.Flag {
	failOn := textFlag(&o.failOn, "fail-on",
		"exit with 1 at findings of this `LEVEL` or graver: "+strings.Join(failLevels(), ", "))
	failOn.DefaultText = `"block"`
	env := envFlag(&o.env, banks.Production)
	lists := textFlag(&o.trustedLists, "trusted-lists",
		"`DIR` or file with EU trusted lists, or a store of qwac trust (default: the store, where there is one)")
	return slices.Concat([]cli.Flag{
		profileFlag(textFlagOr(&o.profile, "profile", o.known()[0].Name,
			"`NAME` of the bank profile, "+strings.Join(o.profileNames(), ", ")+", or FILE.yaml of one of your own")),
		textsFlag(&o.roles, "roles", "`ROLES` registered for the client at the bank: PSP_AI,PSP_PI"),
		readsFlag(&o.trust, "trust", "`FILE` or directory with the certificates that the bank trusts; repeatable"),
		fileFlag{lists, reads | keepsList},
		boolFlag(&o.noTrustedLists, "no-trusted-lists", "do without trusted lists, although there is a store"),
	}, registerFlags(&o.register, &o.noRegister), []cli.Flag{
		readFlag(&o.eds, "eds", "local `FILE` of the EPC Directory Service, XML, JSON or CSV: goes with --bic"),
		textFlag(&o.bic, "bic", "`BIC` under which the holder takes part in Verification of Payee"),
		readsFlag(&o.crl, "crl", "revocation list `FILE` of an issuer in the chain; repeatable"),
		readsFlag(&o.ocsp, "ocsp", "`FILE` with an OCSP response about a certificate of the chain; repeatable"),
		atFlag(&o.at, "judge"),
		env, formerly("environment", env),
		readFlag(&o.key, "key",
			"private key `FILE` of the chain that is judged, or pkcs11: URI: the leaf must carry its public key; it "+
				"is compared, never copied"),
		readFlag(&o.keyPassword, "key-password-file",
			"`FILE` with the password of an encrypted --key, or the PIN of its token (else QWAC_KEY_PASSWORD)"),
		passwordFileFlag(&o.password),
		readFlag(&o.previous, "previous", "certificate `FILE` that this one replaces: the holder must be the same"),
		readFlag(&o.seal, "qsealc", "certificate `FILE` of the seal that goes with the QWAC: finds the two exchanged"),
		textFlagOr(&o.expiresWithin, "expires-within", "30d",
			"say so when a certificate ends within `DURATION`: 30d, 2w, 12h"),
		failOn,
		textsFlag(&o.require, "require",
			"`CHECKS` that must be asked and pass, else it blocks: trusted-list,revocation; repeatable"),
		reportFlag(&o.format),
		textFlagOr(&o.color, "color", "auto", "`WHEN` to colour text: auto, always, never"),
		shortFlag(boolFlag(&o.quiet, "quiet", "say the verdict and its cause alone"), "q"),
		shortFlag(boolFlag(&o.verbose, "verbose", "say all there is about every finding"), "v"),
		readFlag(&o.config, "config",
			"configuration `FILE` (default: .qwac.yaml here or further up in the repository)"),
		boolFlag(&o.noConfig, "no-config", "do without configuration, although there is one"),
	})
}

func baselineFlag(to *string) cli.Flag {
	return readFlag(to, "baseline", "`FILE` of qwac baseline: the findings in it do not block, new ones do")
}

// chosen are the flags with these names, for commands that cannot have all.
func (o *judgeOptions) chosen(names ...string) []cli.Flag { return chosen(o.flags(), names...) }

func chosen(flags []cli.Flag, names ...string) []cli.Flag {
	return slices.DeleteFunc(flags, func(f cli.Flag) bool { return !slices.Contains(names, f.Names()[0]) })
}

// style is how much text a report has.
func (o *judgeOptions) style() report.Style {
	switch {
	case o.quiet:
		return report.Style{Depth: report.Brief}
	case o.verbose:
		return report.Style{Depth: report.Full}
	}
	return report.Style{}
}

// failLevels are the values of --fail-on, gravest first.
func failLevels() []string { return []string{"block", "error", "warning", "notice", "never"} }

// check finds values that are none.
func (o *judgeOptions) check() error {
	if o.keyPassword != "" && o.key == "" {
		return usagef("--key-password-file goes with --key")
	}
	if err := o.checkFailOn(); err != nil {
		return err
	}
	if o.quiet && o.verbose {
		return usagef("--quiet and --verbose: want one of them")
	}
	return oneOf("--color", o.color, []string{"auto", "always", "never"})
}

func (o *judgeOptions) checkFailOn() error { return oneOf("--fail-on", o.level(), failLevels()) }

func (o *judgeOptions) level() string { return cmp.Or(o.failOn, "block") }

// fails reports whether the findings reach the level of --fail-on.
func (o *judgeOptions) fails(r *check.Result) bool {
	level := o.level()
	if level != "never" && r.Verdict == check.Refuse {
		return true
	}
	least := map[string]lint.Severity{"error": lint.Error, "warning": lint.Warning, "notice": lint.Notice}[level]
	for _, f := range r.Findings {
		if least > 0 && f.Severity >= least {
			return true
		}
	}
	return false
}

// known are the banks of --profile, the default first.
func (o *judgeOptions) known() []*banks.Bank { return orAll(o.banks) }

func orAll(known []*banks.Bank) []*banks.Bank {
	if known == nil {
		return banks.All()
	}
	return known
}

func (o *judgeOptions) profileNames() []string {
	var names []string
	for _, b := range o.known() {
		names = append(names, b.Name)
	}
	return names
}
