package path

import (
	"time"
)

func Stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Failure is one independent reason for which a path is not valid (RFC 5280, section 6).
type Failure struct {
	Rule   Rule
	Clause string // of RFC 5280, where no other document is named
	Cert   int    // place on the path; 0 is the leaf, the length of the path the anchor
	By     int    // place of the CA whose constraint it is; -1: none
	Field  string // of the certificate; empty: the whole
	Detail string // what was found; lower case, no period
}

// Rule is what a failure breaks, in a word or two. It is not the id of a rule that reports it: which rules do, and of
// which failures, is for those above to say.
type Rule string

// The rules of the validation.
const (
	RuleExpired      Rule = "expired"
	RuleNotYetValid  Rule = "not yet valid"
	RuleInverted     Rule = "validity"
	RuleVersion      Rule = "version"
	RuleAlgorithms   Rule = "algorithms differ"
	RuleTwice        Rule = "extension twice"
	RuleMalformed    Rule = "malformed"
	RuleCritical     Rule = "unknown critical"
	RulePrecert      Rule = "precertificate"
	RuleNotCA        Rule = "no CA"
	RulePathLen      Rule = "path length"
	RuleKeyUsage     Rule = "key usage"
	RuleClientNest   Rule = "CA not for clients"
	RuleServerNest   Rule = "CA not for the purpose"
	RuleClientLeaf   Rule = "leaf not for clients"
	RuleServerLeaf   Rule = "leaf not for the purpose"
	RuleForbidden    Rule = "forbidden purpose"
	RuleLeafCA       Rule = "leaf is a CA"
	RuleNames        Rule = "name constraints"
	RuleHost         Rule = "host"
	RulePolicy       Rule = "policy"
	RuleQualifier    Rule = "policy qualifier"
	RuleDuplicate    Rule = "policy twice"
	RuleNameMismatch Rule = "names do not chain"
	RuleSignature    Rule = "signature"
	RuleUnverified   Rule = "signature not verified"
	RuleWeakHash     Rule = "weak hash"
	RuleSmallKey     Rule = "small key"
	RuleExplicit     Rule = "explicit curve"
	RuleTooLong      Rule = "too long"
	RuleRootMissing  Rule = "no root"
	RuleGap          Rule = "gap"
	RuleUntrusted    Rule = "no anchor"
	RuleTimes        Rule = "times"
	RuleDER          Rule = "DER"
)

// Terms are what verifiers choose differently when they judge a path. The zero value is RFC 5280 with any policy, any
// purpose and any name, and the anchor judged as a certificate.
type Terms struct {
	At    time.Time // zero: validity plays no part
	Usage Usage     // zero: any purpose
	Names []Name    // that the leaf must bear, all of them; nil: any

	Policies       []string // user-initial-policy-set in dots; nil: any policy
	Explicit       bool     // initial-explicit-policy
	InhibitMapping bool     // initial-policy-mapping-inhibit
	InhibitAny     bool     // initial-any-policy-inhibit

	// MaxCAs is how many CAs that are not self-issued may stand between the leaf and the anchor. Nil: any number.
	MaxCAs *int
	// MinRSA is the size of the smallest RSA modulus on the path and in the anchor. Zero: 1024 bits, the least that
	// crypto/rsa verifies with.
	MinRSA int
	// SHA1 takes signatures with SHA-1. With false they are failures, as for crypto/x509.
	SHA1 bool
	// MD5 takes signatures with MD5, which forgers make. It is for suites with certificates of another age alone, and
	// [CheckLink] verifies none: a caller that sets it brings [Search.Try].
	MD5 bool
	// OddNames passes over alternative names of a kind that RFC 5280 does not have, as crypto/x509 does. With false the
	// extension is malformed, as for OpenSSL.
	OddNames bool
	// EmptyTrees takes an empty list of permitted or of excluded names for none, as OpenSSL does. With false the
	// extension is malformed (4.2.1.10: SIZE (1..MAX)).
	EmptyTrees bool
	// Proxies takes proxy certificates (RFC 3820) for leaves. With false their extension is one that nobody knows.
	Proxies bool
	// Strict refuses what RFC 5280 forbids those who issue, though its section 6 does not ask verifiers to look: a
	// policy twice, extensions that are critical and must not be, and letters in names that have none.
	Strict bool
	// Profile refuses what RFC 5280 forbids those who issue and others allow them: constraints on names (as the
	// Baseline Requirements, 7.1.2.10.8) and on policies, and the alternative names of a certificate without a subject,
	// that are not critical; and a dot at the beginning of a constraint on DNS names.
	Profile bool
	// CommonName holds the common name of a leaf without DNS names against the constraints on them, as OpenSSL does.
	CommonName bool

	Anchor AnchorTerms
}

// AnchorTerms say which part of an anchor, beside its name and key, bounds the paths below it (RFC 5280, 6.2, leaves
// that open; RFC 5937 says how). With the zero value all of it does, as for crypto/x509.
type AnchorTerms struct {
	AnyTime bool // its validity plays no part
	// Unconstrained: its extensions play no part.
	Unconstrained bool
	// AnyUsage: what it says of purposes plays no part, as for an anchor that is trusted for one by a setting.
	AnyUsage bool
	// MayLackCA: without basicConstraints it is a CA all the same.
	MayLackCA bool
	// Leaf says when a leaf that is itself one of the anchors is a path of its own.
	Leaf LeafAnchor
}

// LeafAnchor says when a leaf that is an anchor ends its own path.
type LeafAnchor int

// A leaf that is an anchor is no path: never, when it signed itself, always.
const (
	LeafIsNoAnchor LeafAnchor = iota
	LeafMustSignItself
	LeafMayBeAnchor
)

// Usage is what the leaf is wanted for. Every CA with an extended key usage must have the purpose too.
type Usage struct {
	Any    []string // object identifiers in dots, of which one must be there; nil: any purpose
	Strict bool     // the leaf must name the purpose, anyExtendedKeyUsage does not, and it may not be a CA
	Nested bool     // with Strict: the same goes for the extension of CAs
}
