// Package chain reads certificates out of files in whatever state they are, and finds the path from the leaf to the root
// among them. Reading is tolerant and keeps what was wrong as [Fault] values; judging is done by [Rules]. Most people want
// [Bundle.Parse] and then [Build].
package chain

import (
	"crypto"
	"crypto/x509"
	"time"

	"qwac/pkg/lint"
)

// Cert is a certificate and the place it was read from.
type Cert struct {
	// Certificate is never nil. When Refused is not nil it holds only what our own walk over the DER reads: raw parts,
	// version, serial number, names, validity, extensions (all of them, repeated ones too), and of the standard extensions
	// basic constraints, key usage, extended key usage, key identifiers, policies, and of the alternative names DNS names, mail
	// addresses and IP addresses. PublicKey is nil then when the standard library has no use for the key.
	*x509.Certificate
	Refused error         // why crypto/x509 refuses the certificate; nil: it does not
	At      lint.Location // where the block begins
}

// Bundle is what was read from the inputs. The zero value is ready.
type Bundle struct {
	// Limits bound what is read. Zero fields take the defaults.
	Limits Limits
	// Password gives the password of a PKCS#12 file that the empty one does not open; nil: there is none, and such a file is
	// only named.
	Password func(file string) (string, error)

	Certs  []*Cert  // in the order of the inputs
	Faults []Fault  // in the order of the inputs
	Files  []string // names of the inputs, in order

	derived derivation // spent for PKCS#12 files so far
}

// Limits bound what is read of the inputs together. Nothing in a PKI needs more; the numbers guard against input that is
// meant to exhaust a machine.
type Limits struct {
	Bytes int // of one input; zero: 1 MiB
	Certs int // in all inputs together; zero: 20
	// Rounds of key derivation for the PKCS#12 files among all inputs together, those with SHA-512 counted twice; zero: 1,000,000.
	Rounds int
}

// Options say how a path is chosen and judged. The zero value works.
type Options struct {
	// At is the time of judging. Zero: validity plays no part.
	At time.Time
	// Anchors are certificates that the bank trusts, beside the self-signed ones in the bundle. They end a path; they are
	// never part of it.
	Anchors []*x509.Certificate
	// Prefer ranks end-entity certificates when there are several; the lowest is the leaf. Nil: all are alike. One with Key
	// comes before all others. Among equals it is one that is valid at At, then one whose issuer is in the bundle, then the
	// one that was issued last; then their bytes decide, never their order.
	Prefer func(*Cert) int
	// Key is the public key that the leaf must carry. Nil: not compared.
	Key crypto.PublicKey
	// ExpiresWithin is how long before the end of validity a notice is due. Zero: 30 days. Negative: none is.
	ExpiresWithin time.Duration
	// Terms are what a verifier chooses differently. At is taken from above, and no purpose means: one for clients where there
	// is a path for it.
	Terms Terms
	// Leaf is the leaf, also when it is marked as a CA or signed itself; a certificate of the bundle. Nil: it is found.
	Leaf *Cert
	// Budget bounds the signature checks of one search. Zero: 1000, five times what the largest known honest pool needs, and one
	// for each certificate.
	Budget int
}

// Chain is the path that was found and what is left over. All certificates come from the bundle.
type Chain struct {
	Bundle  *Bundle
	Options Options

	Path       []*Cert // leaf first, as far as it goes; empty: no end-entity certificate
	Leaves     []*Cert // all end-entity certificates, Path[0] first
	Unused     []*Cert // certificates that are neither on the path nor copies nor leaves
	Duplicates []*Cert // second and further copies of a certificate
	Gap        *Gap    // what is missing at the end of the path; nil: it ends at a self-signed certificate
	Links      []Link  // Links[i] says how Path[i+1] certifies Path[i]; the last one of a complete path is the root on itself

	// Anchor is the trust anchor of Options.Anchors that the path reaches: one of its CAs (same name and key; the highest)
	// or one that issued its last certificate. Nil: none.
	Anchor *x509.Certificate
	// Failures are all reasons for which the path is not valid by RFC 5280, section 6, under Options.Terms: down from the root
	// in the bundle, or from Anchor where the bundle has none. Places are those of Path; that of an anchor outside of the
	// bundle is the length of Path. Nil: it is valid.
	Failures []Failure
	// Verify is what crypto/x509 says of exactly this path with its last certificate as root, or the anchor where the bundle
	// has no root: nil, or its error. It is the second opinion. Nil for a path of one certificate. A certificate that
	// crypto/x509 refuses gives its Refused.
	Verify  error
	lenient error    // what otherwise says of the path; nil where Verify is nil
	facts   []*facts // of the path, and of the anchor that it was judged below
}

// Where is the place of the certificate at position i of the path; 0 is the leaf.
func (c *Chain) Where(i int) lint.Where {
	return lint.Where{At: c.Path[i].At, Cert: i + 1}
}

// Link is the outcome of one signature check on the path.
type Link struct {
	Verified    bool  // the standard library verified the signature
	Err         error // why it did not; nil: it did
	Unsupported bool  // Err says that the standard library cannot check this algorithm or key, not that it is wrong
	NameFolded  bool  // the names are equal by RFC 5280 7.1 but not byte for byte
	NameDiffers bool  // the names are not equal at all, yet the key verifies the signature
}

// Gap describes the issuer that no certificate in the bundle is.
type Gap struct {
	Child *Cert  // the certificate whose issuer is missing: the last of the path
	Near  []Near // certificates that look like the issuer and why each is not, in order of likeness
}

// Near is a certificate that might have been the issuer.
type Near struct {
	Cert     *Cert
	Reason   string // "same name, but its key did not sign this certificate"
	Tampered bool   // name and key identifier fit, only the signature does not
	NameFits bool   // its subject is the issuer that is looked for
	Signed   bool   // its key made the signature, though its name is another
}
