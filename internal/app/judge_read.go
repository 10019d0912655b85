package app

import "qwac/pkg/check"

// options reads the files that the flags name into what check.Run takes, but for the key, which is chosen by the
// certificates.
func (e *env) options(o *judgeOptions) (check.Options, error) {
	opts, err := e.sharedOptions(o)
	if err != nil {
		return opts, err
	}
	if opts.Roles, err = parseRoles(o.roles.Value()); err != nil {
		return opts, err
	}
	if opts.At, err = e.parseAt(o.at); err != nil {
		return opts, err
	}
	if opts.Sandbox, err = parseEnv(o.env); err != nil {
		return opts, err
	}
	return e.settled(o, opts)
}

// sharedOptions reads those that commands with a connection to the bank have too. The time of judging is now.
func (e *env) sharedOptions(o *judgeOptions) (check.Options, error) {
	opts := check.Options{At: e.second(), Verifiers: o.verifiers, AllPaths: o.allPaths, CryptoRSA: o.cryptoRSA}
	var err error
	steps := []func() error{
		func() error { opts.Profile, err = o.bank(); return err },
		func() error { opts.ExpiresWithin, err = parseDays(o.expiresWithin); return err },
		o.check,
		func() error { opts.Anchors, err = e.anchors(o.trust.Value()); return err },
		func() error { opts.Lists, err = e.trustedLists(o, opts.At); return err },
		func() error { opts.Register, err = e.registerFor(o.register, o.noRegister); return err },
		func() error { opts.Directory, opts.BIC, err = e.directory(o.eds, o.bic); return err },
		func() error { opts.Revocation, err = e.evidence(o.crl.Value(), o.ocsp.Value()); return err },
		func() error { opts.Previous, err = e.leafOf("--previous", o.previous, o.password); return err },
		func() error { opts.Seal, err = e.leafOf("--qsealc", o.seal, o.password); return err },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return check.Options{}, err
		}
	}
	return opts, nil
}
