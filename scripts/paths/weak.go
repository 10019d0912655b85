package main

import (
	"crypto"
	_ "crypto/md5"
	"crypto/rsa"
	"crypto/x509"
	"slices"

	"qwac/pkg/key"
	"qwac/pkg/path"
)

// checkerOf is what verifies the signatures of a case; nil: path.CheckLink.
func checkerOf(c *pathCase) func(child, issuer *path.Facts) error {
	if slices.Contains(c.Features, "auth-level-0") || slices.Contains(c.Features, "openssl-check_ss_sig") {
		return checkWeak
	}
	return nil
}

// checkWeak is path.CheckLink, and where that finds a hash or an RSA key too weak or does not read the key, crypto/rsa.
// Keys of less than 1024 bits want the setting rsa1024min=0.
func checkWeak(child, issuer *path.Facts) error {
	err := path.CheckLink(child, issuer)
	pub, hash := weakKey(issuer.Cert), hashOf(child.Cert.SignatureAlgorithm)
	if !key.Unsupported(err) || pub == nil || hash == 0 {
		return err
	}
	h := hash.New()
	h.Write(child.Cert.RawTBSCertificate)
	return rsa.VerifyPKCS1v15(pub, hash, h.Sum(nil), child.Cert.Signature)
}

// hashOf is the hash of a signature by PKCS #1, version 1.5; 0: it is another one.
func hashOf(signature x509.SignatureAlgorithm) crypto.Hash {
	switch signature {
	case x509.MD5WithRSA:
		return crypto.MD5
	case x509.SHA1WithRSA:
		return crypto.SHA1
	case x509.SHA256WithRSA:
		return crypto.SHA256
	case x509.SHA384WithRSA:
		return crypto.SHA384
	case x509.SHA512WithRSA:
		return crypto.SHA512
	}
	return 0
}

// oidRSA is rsa of X.509 (X.509, annex M), which PKIX replaced by rsaEncryption; the key has the same form.
const oidRSA = "2.5.8.1.1"

// weakKey is the RSA key of a certificate; nil: it has none.
func weakKey(c *x509.Certificate) *rsa.PublicKey {
	if pub, ok := c.PublicKey.(*rsa.PublicKey); ok {
		return pub
	}
	k := key.Of(c)
	if k.Algorithm != oidRSA && k.Algorithm != key.OIDRSA {
		return nil
	}
	pub, err := x509.ParsePKCS1PublicKey(k.Key)
	if err != nil {
		return nil
	}
	return pub
}
