package core

import (
	"crypto/x509"
	"fmt"
	"slices"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/check"
	"qwac/pkg/eidas"
	"qwac/pkg/revocation"
	"qwac/pkg/trustlist"
)

// evidence adds to options what files other than the judged ones say; known are the anchors of the page.
func evidence(o *check.Options, known []*cert.Cert, r Request, files []File) error {
	trust := &bundle.Bundle{Limits: trustLimits, Certs: slices.Clip(known)}
	for _, f := range files {
		var err error
		switch f.Kind {
		case "":
		case KindTrust:
			err = trust.Parse(f.Name, f.Data)
		case KindPrevious:
			o.Previous, err = leafOf(f, r)
		case KindSeal:
			o.Seal, err = leafOf(f, r)
		case KindLists:
			o.Lists = new(trustlist.Index)
			err = o.Lists.UnmarshalBinary(f.Data)
		case KindCRL, KindOCSP:
			parse := revocation.ParseCRL
			if f.Kind == KindOCSP {
				parse = revocation.ParseOCSP
			}
			var found []*revocation.Evidence
			found, err = parse(f.Name, f.Data)
			o.Revocation = append(o.Revocation, found...)
		default:
			err = fmt.Errorf("no kind of file %q", f.Kind)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	o.Anchors = certificatesOf(trust)
	return nil
}

// certificatesOf are those of a bundle; nil: it has none.
func certificatesOf(b *bundle.Bundle) (out []*x509.Certificate) {
	for _, c := range b.Certs {
		out = append(out, c.Certificate)
	}
	return out
}

// leafOf is the end-entity certificate of a file.
func leafOf(f File, r Request) (*cert.Cert, error) {
	b := newBundle(r)
	if err := b.Parse(f.Name, f.Data); err != nil {
		return nil, err
	}
	ch, err := chain.Build(b, chain.Options{Prefer: eidas.Prefer})
	if err != nil {
		return nil, err
	}
	if len(ch.Path) == 0 {
		return nil, fmt.Errorf("no end-entity certificate found")
	}
	return ch.Path[0], nil
}

func newBundle(r Request) *bundle.Bundle {
	return &bundle.Bundle{Limits: inputLimits, Password: passwordOf(r)}
}

// passwordOf is where the password of a PKCS#12 file comes from; nil: there is none.
func passwordOf(r Request) func(string) (string, error) {
	if r.Password == "" {
		return nil
	}
	return func(string) (string, error) { return r.Password, nil }
}
