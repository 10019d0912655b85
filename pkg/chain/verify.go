package chain

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"time"
)

// minRSABits is the smallest RSA key with which crypto/rsa verifies (rsa1024min, since Go 1.24).
const minRSABits = 1024

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
	err := checkSignature(child.cert.Certificate, issuer.key)
	if err != nil && algorithmsDiffer(child.cert) {
		err = unsupportedError("two signature algorithms are named")
	}
	p.memo[try] = err
	return err
}

// spend takes the cost of a check with each of the keys from the budget.
func (p *pool) spend(keys ...*x509.Certificate) error {
	for _, key := range keys {
		cost := checkCost(key)
		if p.checks+cost > p.opts.Budget {
			return &BudgetError{Checks: p.checks}
		}
		p.checks += cost
	}
	return nil
}

// spendOn takes from the budget what crypto/x509 spends on a path, which tries each key at most once. Keys in use count nothing there.
func (p *pool) spendOn(path []*Cert) error {
	for _, c := range path {
		if cost := checkCost(c.Certificate); cost > 1 {
			if err := p.spend(c.Certificate); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkLink tries the key of an issuer on the signature of a certificate.
func checkLink(child, issuer *facts) error { return checkSignature(child.cert, keyHolder(issuer.cert)) }

// algorithmsDiffer reports whether a certificate names one signature algorithm inside and another outside what is signed.
// Nobody knows then which was used. crypto/x509 refuses such a certificate.
func algorithmsDiffer(c *Cert) bool {
	if c.Refused == nil {
		return false
	}
	inner, outer := signatureFields(c.Raw)
	return !bytes.Equal(inner, outer)
}

// checkSignature tries a key on a signature: as crypto/x509 does, and where that does not go far enough, by checkAlgorithm.
func checkSignature(child, key *x509.Certificate) error {
	if err := usable(key); err != nil {
		return err
	}
	if isPSS(key) {
		return checkPSSKey(child, key)
	}
	err := key.CheckSignature(child.SignatureAlgorithm, child.RawTBSCertificate, child.Signature)
	if errors.Is(err, x509.ErrUnsupportedAlgorithm) {
		return checkAlgorithm(child, key)
	}
	return err
}

// checkPSSKey tries a key for RSASSA-PSS alone; it verifies no other signature (RFC 4055, section 1.2).
func checkPSSKey(child, key *x509.Certificate) error {
	_, outer := signatureFields(child.Raw)
	if algorithmName(outer) != oidPSS {
		return errMismatch
	}
	return checkPSS(child, key, outer)
}

func isPSS(c *x509.Certificate) bool { return keyOf(c).algorithm == oidPSS }

// usable says why the standard library verifies nothing with a key; nil: it does.
func usable(c *x509.Certificate) error {
	switch pub := c.PublicKey.(type) {
	case *rsa.PublicKey:
		switch {
		case pub.N.BitLen() < minRSABits:
			return unsupportedError(fmt.Sprintf("the RSA key of the issuer has less than %d bits", minRSABits))
		case !usualExponent(big.NewInt(int64(pub.E))) || pub.N.Bit(0) == 0:
			return unsupportedError("the RSA key of the issuer has an exponent or a modulus that no library takes")
		}
		return nil
	case *ecdsa.PublicKey, ed25519.PublicKey:
		return nil
	}
	k := keyOf(c)
	return unsupportedError("the key of the issuer, " + k.describe() + ", is none that the standard library verifies with")
}

// unsupported reports whether an outcome says that the library cannot or will not check, not that the signature is wrong.
func unsupported(err error) bool {
	var insecure x509.InsecureAlgorithmError
	return errors.Is(err, x509.ErrUnsupportedAlgorithm) || errors.As(err, &insecure)
}

func spent(err error) bool {
	var budget *BudgetError
	return errors.As(err, &budget)
}

func errIfSpent(err error) error {
	if spent(err) {
		return err
	}
	return nil
}

// secondOpinion is what crypto/x509 says of exactly this path with its last certificate as the only root. The purpose of
// the keys is left to the rules. Nil for a path of one.
func secondOpinion(path []*Cert, at time.Time) error {
	if len(path) < 2 {
		return nil
	}
	for _, c := range path {
		if c.Refused != nil {
			return c.Refused
		}
	}
	if at.IsZero() {
		at = someTime(path)
	}
	opts := x509.VerifyOptions{
		Roots:         x509.NewCertPool(),
		Intermediates: x509.NewCertPool(),
		CurrentTime:   at,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	}
	opts.Roots.AddCert(path[len(path)-1].Certificate)
	for _, c := range path[1 : len(path)-1] {
		opts.Intermediates.AddCert(c.Certificate)
	}
	found, err := path[0].Verify(opts)
	if err != nil {
		return err
	}
	for _, f := range found {
		if samePath(path, f) {
			return nil
		}
	}
	return errors.New("x509: accepted, but by another path through these certificates")
}

// someTime is a time at which as much of the path as can be is valid: the last notBefore, or where that is after the leaf's
// end, the leaf's own. It is never zero, which crypto/x509 would take for now.
func someTime(path []*Cert) time.Time {
	at := path[0].NotBefore
	for _, c := range path {
		if c.NotBefore.After(at) && !c.NotBefore.After(path[0].NotAfter) {
			at = c.NotBefore
		}
	}
	if at.IsZero() {
		at = time.Unix(0, 0)
	}
	return at
}

func samePath(path []*Cert, found []*x509.Certificate) bool {
	if len(path) != len(found) {
		return false
	}
	for i := range path {
		if !path[i].Equal(found[i]) {
			return false
		}
	}
	return true
}
