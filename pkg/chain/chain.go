// Package chain finds the path from the leaf to the root among the certificates of a bundle and says what keeps it from
// being valid. Most people want [Build]; judging is done by [Rules].
package chain

import (
	"crypto"
	"crypto/x509"
	"time"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
	"qwac/pkg/memo"
	"qwac/pkg/path"
)

// Options say how a path is chosen and judged. The zero value works.
type Options struct {
	// At is the time of judging. Zero: validity plays no part.
	At time.Time
	// Anchors are certificates that the bank trusts, beside the self-signed ones in the bundle. They end a path; they
	// are never part of it.
	Anchors []*x509.Certificate
	// Prefer ranks end-entity certificates when there are several; the lowest is the leaf. Nil: all are alike. One with
	// Key comes before all others. Among equals it is one that is valid at At, then one whose issuer is in the bundle,
	// then the one that was issued last; then their bytes decide, never their order.
	Prefer func(*cert.Cert) int
	// Key is the public key that the leaf must carry. Nil: not compared.
	Key crypto.PublicKey
	// ExpiresWithin is how long before the end of validity a notice is due. Zero: 30 days. Negative: none is.
	ExpiresWithin time.Duration
	// Terms are what a verifier chooses differently. At is taken from above, and no purpose means: one for clients
	// where there is a path for it.
	Terms path.Terms
	// Leaf is the leaf, also when it is marked as a CA or signed itself; a certificate of the bundle. Nil: it is found.
	Leaf *cert.Cert
	// Pool are certificates beside the bundle that may complete the path. Those that do are part of [Chain.Bundle] and
	// are listed in [Chain.Added]. Nil: the bundle is all there is.
	Pool []*cert.Cert
	// Whole says that the bundle is sent as it stands: what it lacks is a gap, and Pool only tells where to get it.
	Whole bool
	// Memo remembers what was found about CAs, for a run over many chains. Nil: nothing is remembered.
	Memo *memo.Memo
	// CryptoRSA has crypto/rsa alone verify signatures with large RSA keys. False: math/big may say that one holds.
	CryptoRSA bool
	// Budget bounds the signature checks of one search. Zero: 1000, five times what the largest known honest pool
	// needs, and one for each certificate.
	Budget int
}

// Chain is the path that was found and what is left over. All certificates come from the bundle.
type Chain struct {
	Bundle  *bundle.Bundle
	Options Options

	Path       []*cert.Cert // leaf first, as far as it goes; empty: no end-entity certificate
	Leaves     []*cert.Cert // all end-entity certificates, Path[0] first
	Unused     []*cert.Cert // certificates that are neither on the path nor copies nor leaves
	Duplicates []*cert.Cert // second and further copies of a certificate
	Added      []*cert.Cert // certificates of Options.Pool on the path, from the leaf
	Gap        *Gap         // what is missing at the end of the path; nil: it ends at a self-signed certificate
	// Links[i] says how Path[i+1] certifies Path[i]; the last one of a complete path is the root on itself
	Links []Link

	// Anchor is the trust anchor of Options.Anchors that the path reaches: one of its CAs (same name and key; the
	// highest) or one that issued its last certificate. Nil: none.
	Anchor *x509.Certificate
	// Failures are all reasons for which the path is not valid by RFC 5280, section 6, under Options.Terms: down from
	// the root in the bundle, or from Anchor where the bundle has none. Places are those of Path; that of an anchor
	// outside of the bundle is the length of Path. Nil: it is valid.
	Failures []path.Failure
	// Verify is what crypto/x509 says of exactly this path with its last certificate as root, or the anchor where the
	// bundle has no root: nil, or its error. It is the second opinion. Nil for a path of one certificate. A certificate
	// that crypto/x509 refuses gives its Refused.
	Verify  error
	lenient error         // what [second.Lenient] says of the path; nil where Verify is nil
	facts   []*path.Facts // of the path, and of the anchor that it was judged below
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
	Child *cert.Cert // the certificate whose issuer is missing: the last of the path
	Near  []Near     // certificates that look like the issuer and why each is not, in order of likeness
	// Elsewhere has the certificates of Options.Pool that would complete the path, where Options.Whole forbids to take
	// them; nil: they would not.
	Elsewhere []*cert.Cert
}

// Near is a certificate that might have been the issuer.
type Near struct {
	Cert     *cert.Cert
	Reason   string // "same name, but its key did not sign this certificate"
	Tampered bool   // name and key identifier fit, only the signature does not
	NameFits bool   // its subject is the issuer that is looked for
	Signed   bool   // its key made the signature, though its name is another
}
