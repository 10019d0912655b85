package chain

import (
	"crypto/x509"

	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/path"
)

// check tries the key of an issuer on the signature of a certificate. Each pair is tried once. The outcome is nil, what
// crypto/x509 says, or a [*BudgetError].
func (p *pool) check(child *node, issuer *group) error {
	try := pair{child, issuer}
	if err, ok := p.memo[try]; ok {
		return err
	}
	if err := p.spend(issuer.key); err != nil {
		return err
	}
	check := key.CheckSignatureFast
	if p.opts.CryptoRSA {
		check = key.CheckSignature
	}
	err := p.opts.Memo.CheckSignature(check, child.cert.Certificate, issuer.key)
	if err != nil && child.cert.Refused != nil && key.AlgorithmsDiffer(child.cert.Raw) {
		err = key.UnsupportedError("two signature algorithms are named")
	}
	p.memo[try] = err
	return err
}

// spend takes the cost of a check with each of the keys from the budget.
func (p *pool) spend(keys ...*x509.Certificate) error {
	for _, c := range keys {
		cost := key.CheckCost(c)
		if p.checks+cost > p.opts.Budget {
			return &path.BudgetError{Checks: p.checks}
		}
		p.checks += cost
	}
	return nil
}

// spendOn takes from the budget what crypto/x509 spends on a path, which tries each key at most once. Keys in use count
// nothing there.
func (p *pool) spendOn(path []*cert.Cert) error {
	for _, c := range path {
		if cost := key.CheckCost(c.Certificate); cost > 1 {
			if err := p.spend(c.Certificate); err != nil {
				return err
			}
		}
	}
	return nil
}
