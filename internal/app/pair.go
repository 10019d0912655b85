package app

import (
	"cmp"
	"crypto"
	"crypto/tls"
	"fmt"
	"slices"
	"time"

	"qwac/internal/files"
	"qwac/pkg/ber"
	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// pair is the client certificate with its key, by which the bank knows the caller.
type pair struct {
	bundle      *bundle.Bundle
	chain       *chain.Chain
	leaf        *cert.Cert
	certificate tls.Certificate
}

// pairOf reads --cert and --key. The certificate file may be in any state that check reads; the whole chain must be in
// it.
func (e *env) pairOf(o *bankOptions) (*pair, error) {
	file := o.cert
	if file == "" {
		return nil, usagef("--cert and --key: every call shows the client certificate; name its file, with the whole " +
			"chain, and that of its key")
	}
	b, key, err := e.certAndKey(o)
	if err != nil {
		return nil, err
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("--key %s: a key that cannot sign: give the key that belongs to the client certificate",
			o.key)
	}
	ch, err := chain.Build(b, chain.Options{Prefer: eidas.Prefer, Key: signer.Public()})
	if err != nil {
		return nil, fmt.Errorf("--cert %s: %w", file, err)
	}
	if err := fits(ch, signer.Public(), cmp.Or(o.key, file)); err != nil {
		return nil, fmt.Errorf("--cert %s: %w", file, err)
	}
	p := &pair{bundle: b, chain: ch, leaf: ch.Path[0],
		certificate: tls.Certificate{PrivateKey: signer, Leaf: ch.Path[0].Certificate}}
	for _, cert := range ch.Path {
		p.certificate.Certificate = append(p.certificate.Certificate, cert.Raw)
	}
	return p, nil
}

// certAndKey reads what --cert and --key name. Without --key the key is in the file of --cert, and so is one password
// for both.
func (e *env) certAndKey(o *bankOptions) (*bundle.Bundle, any, error) {
	docs, err := e.inputFile(o.cert)
	if err != nil {
		return nil, nil, flagged("--cert", err)
	}
	if o.key != "" && !files.Same(o.key, o.cert) {
		password := o.judge.password
		if _, ok := secretVariable(passwordVariable); password == "" && !ok {
			password = o.keyPassword // mostly both files have the same, and not every command has --password-file
		}
		b, err := e.bundleOf(docs, password)
		if err != nil {
			return nil, nil, flagged("--cert", err)
		}
		key, err := e.privateKey(o.key, o.keyPassword, b.Certs)
		return b, key, err
	}
	r := e.keyReader(o.cert, cmp.Or(o.keyPassword, o.judge.password))
	r.data, r.variables = docs[0].data, append(r.variables, passwordVariable)
	b := &bundle.Bundle{Limits: inputLimits}
	if r.hasSecret() {
		b.Password = func(string) (string, error) { return r.secret() }
	}
	if err := b.Parse(docs[0].name, docs[0].data); err != nil {
		return nil, nil, e.notOpened(fmt.Errorf("--cert: reading %s: %w", o.cert, err),
			cmp.Or(o.keyPassword, o.judge.password))
	}
	if err := e.locked(b); err != nil {
		return nil, nil, flagged("--cert", err)
	}
	if len(b.Certs) == 0 {
		return nil, nil, fmt.Errorf("--cert %s: %w", o.cert, noLeaf(b))
	}
	if e, _, ok := ber.ReadElement(r.data); o.key == "" && !b.HoldsKey() && !(ok && ber.KindOf(e) == ber.StoreKind) {
		return nil, nil, usagef("--key: name the file with the private key: there is none in %s", o.cert)
	}
	key, err := r.key(b.Certs)
	return b, key, err
}

// forCurl reports whether curl takes the file of --cert as it is: PEM without a fault that curl minds, leaf first.
func (p *pair) forCurl() bool {
	for i, cert := range p.bundle.Certs {
		if i >= len(p.chain.Path) || cert != p.chain.Path[i] || cert.At.Line == 0 {
			return false
		}
	}
	return !slices.ContainsFunc(p.bundle.Faults, func(f lint.Fault) bool {
		return f.Rule != &bundle.PEMPrivateKeyPresent
	})
}

// usable says why no bank takes a client certificate, whatever is sent with it: what is known before anything is sent.
func (p *pair) usable(file string, at time.Time) error {
	for _, c := range p.chain.Path {
		what := "it"
		if c != p.leaf {
			what = "its issuer " + c.Name()
		}
		switch {
		case at.After(c.NotAfter):
			return fmt.Errorf("--cert %s: %s ended on %s: nothing was sent; give a client certificate that is valid "+
				"now",
				file, what, utc(c.NotAfter))
		case at.Before(c.NotBefore):
			return fmt.Errorf("--cert %s: %s is valid from %s on: nothing was sent; give a client certificate that is "+
				"valid now", file, what, utc(c.NotBefore))
		}
	}
	if eidas.Precertificate(p.leaf.Certificate) {
		return fmt.Errorf("--cert %s: it is a precertificate, which no server takes: nothing was sent; give the "+
			"certificate itself", file)
	}
	return nil
}

// fits says why a chain cannot be shown with this key, which is in a file.
func fits(ch *chain.Chain, key crypto.PublicKey, file string) error {
	if len(ch.Path) == 0 {
		return noLeaf(ch.Bundle)
	}
	leaf := ch.Path[0]
	public, ok := leaf.PublicKey.(interface{ Equal(crypto.PublicKey) bool })
	switch {
	case leaf.Refused != nil:
		return fmt.Errorf("the certificate cannot be used: %w", leaf.Refused)
	case !ok || !public.Equal(key):
		return fmt.Errorf("the key in %s (--key) does not belong to the certificate of %s: give the pair that was "+
			"made together", file, ber.DN(leaf.RawSubject))
	case ch.Gap != nil:
		return fmt.Errorf("the chain is not whole: the issuer %s is missing; the bank wants all of it, leaf to root",
			ber.DN(ch.Gap.Child.RawIssuer))
	}
	return nil
}
