package app

import (
	"fmt"
	"slices"

	"qwac/pkg/check"
	"qwac/pkg/repo"
)

// ofOne is a flag that is given and is about one certificate; empty: none is.
func (o *repoOptions) ofOne() string {
	for _, f := range []struct{ flag, value string }{
		{"--key", o.key}, {"--previous", o.previous}, {"--qsealc", o.seal},
	} {
		if f.value != "" {
			return f.flag
		}
	}
	return ""
}

// errOfOne refuses a flag that is about one certificate where there are several.
func errOfOne(flag, of string) error {
	return usagef("%s is about one certificate%s: name the files of its chain", flag, of)
}

// forOne are the options with what the flags say that are about one certificate: the only one that the targets have.
func (e *env) forOne(targets []repo.Target, o *repoOptions, opts check.Options) (check.Options, error) {
	flag := o.ofOne()
	leaves := slices.DeleteFunc(slices.Clone(targets), func(t repo.Target) bool { return t.Leaf == nil })
	switch {
	case flag == "" || len(leaves) == 0:
		return opts, nil
	case len(leaves) > 1:
		return opts, errOfOne(flag, fmt.Sprintf(", and these are %d", len(leaves)))
	}
	e.tellKey(o.key)
	var err error
	opts.Key, err = e.publicKey(o.key, o.keyPassword, leaves[0].Bundle.Certs)
	return opts, err
}
