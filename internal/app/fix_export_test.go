package app

import (
	"qwac/internal/cases"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
)

// Fixed is what fix makes of inputs.
type Fixed struct {
	Text    []byte
	Result  *check.Result
	Bundle  *bundle.Bundle // of the inputs
	Changed []string
	Apart   []string // inputs that --write refuses, and why
	Diff    string
	Part    bool // it is refused all the same, and Text has what can be mended
}

// Fix mends inputs, with the certificates of others to complete the chain from.
func Fix(inputs, from []cases.Input, opts check.Options) (*Fixed, error) {
	read := func(inputs []cases.Input) (docs []document, b *bundle.Bundle, err error) {
		b = &bundle.Bundle{Limits: inputLimits, Password: func(string) (string, error) { return cases.Password, nil }}
		for _, in := range inputs {
			docs = append(docs, document{name: in.Name, data: in.Data})
			if err := b.Parse(in.Name, in.Data); err != nil {
				return nil, nil, err
			}
		}
		return docs, b, nil
	}
	docs, b, err := read(inputs)
	if err != nil {
		return nil, err
	}
	_, lent, err := read(from)
	if err != nil {
		return nil, err
	}
	opts.Sent = true
	if opts.At.IsZero() {
		opts.At = cases.At()
	}
	f, err := mendChain(docs, b, opts, lent.Certs)
	if err != nil {
		return nil, err
	}
	part := f.result.Verdict == check.Refuse && f.part()
	return &Fixed{f.text, f.result, b, f.changed(), f.without(), string(f.diff()), part}, nil
}
