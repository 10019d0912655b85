package chain

import "crypto"

// Holds reports whether a public key is that of the certificate, in whatever form the certificate writes it.
func (c *Cert) Holds(key crypto.PublicKey) bool { return publicKeyFit(publicKey(c), key) == fits }
