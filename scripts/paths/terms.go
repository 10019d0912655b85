package main

import (
	"encoding/asn1"
	"slices"
	"strings"
	"time"

	"qwac/pkg/cert"
	"qwac/pkg/path"
)

// now is the default time of cases.
var now = time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC)

// habit is how the verifier that a suite was made for differs. A suite that is not listed is judged by RFC
// 5280 with anchors as crypto/x509 takes them.
type habit struct {
	suite string
	terms path.Terms
	rules bool // the suite judges single certificates too, as the lint rules do
	// leftOver: an anchor that did not sign itself is only one more intermediate, unless the case asks for partial
	// chains.
	leftOver bool
	straight bool // it finds issuers as package straight does
}

var habits = []habit{
	{suite: "adversarial"},
	{suite: "boringssl-verify", terms: path.Terms{SHA1: true}},
	{suite: "gostd", terms: path.Terms{OddNames: true, Anchor: path.AnchorTerms{Leaf: path.LeafMayBeAnchor}}},
	{suite: "limbo-core", rules: true},
	{suite: "openssl-verify", leftOver: true, straight: true,
		terms: path.Terms{CommonName: true, EmptyTrees: true, Anchor: path.AnchorTerms{Leaf: path.LeafMustSignItself}}},
	{suite: "pkits", terms: path.Terms{SHA1: true, Anchor: path.AnchorTerms{}}},
	{suite: "rustls-webpki", terms: path.Terms{Anchor: path.AnchorTerms{Unconstrained: true, AnyTime: true}}},
}

func habitOf(suite string) habit {
	i := slices.IndexFunc(habits, func(h habit) bool { return h.suite == suite })
	if i < 0 {
		return habit{suite: suite}
	}
	return habits[i]
}

var purposes = []struct{ name, oid string }{
	{"serverAuth", "1.3.6.1.5.5.7.3.1"}, {"clientAuth", "1.3.6.1.5.5.7.3.2"}, {"codeSigning", "1.3.6.1.5.5.7.3.3"},
	{"emailProtection", "1.3.6.1.5.5.7.3.4"}, {"timeStamping", "1.3.6.1.5.5.7.3.8"},
	{"OCSPSigning", "1.3.6.1.5.5.7.3.9"},
}

// termsOf translates what a case asks for.
func termsOf(suite string, c *pathCase) path.Terms {
	t := habitOf(suite).terms
	t.Strict = true
	t.At = now
	if !c.Time.IsZero() {
		t.At = c.Time.Time
	}
	// the others are judged by the Baseline Requirements
	t.Profile = suite == "limbo-core" && strings.HasPrefix(c.ID, "rfc5280::")
	if slices.Contains(c.Features, "no-time-check") {
		t.At = time.Time{}
	}
	t.Usage.Any = usagesOf(c)
	if slices.Contains(c.Features, "strict-eku") { // the suite says how strict in the name of the case
		t.Usage.Strict, t.Usage.Nested = true, !strings.HasSuffix(c.ID, "-leaf")
	}
	if slices.Contains(c.Features, "boring-only-purpose") { // purposes that must be named
		t.Usage.Strict, t.Usage.Nested = true, true
	}
	for _, l := range levels {
		if slices.Contains(c.Features, l.name) {
			t.MinRSA = l.rsa
		}
	}
	if slices.Contains(c.Features, levels[0].name) {
		t.SHA1, t.MD5 = true, true
	}
	t.Proxies = slices.Contains(c.Features, "openssl-allow_proxy_certs")
	if c.DigestPolicy == "STRONG" {
		t.SHA1 = false
	}
	t.MaxCAs = c.MaxDepth
	for _, n := range c.names() {
		t.Names = append(t.Names, path.Name{Kind: kindOf(n.Kind), Value: n.Value})
	}
	if p := c.Policy; p != nil {
		t.Policies, t.Explicit, t.InhibitMapping, t.InhibitAny = p.Initial, p.Explicit, p.InhibitMapping, p.InhibitAny
	}
	anchorsOf(&t.Anchor, c)
	return t
}

// levels are the security levels of OpenSSL by the least size of an RSA key; level 0 takes any, and any hash.
var levels = []struct {
	name string
	rsa  int
}{{"auth-level-0", 512}, {"auth-level-2", 2048}, {"auth-level-3", 3072}, {"auth-level-4", 7680},
	{"auth-level-5", 15360}}

// names are all that the leaf must bear.
func (c *pathCase) names() []caseName {
	if c.Name == nil {
		return c.Names
	}
	return append(slices.Clone(c.Names), *c.Name)
}

// kindOf is the kind of a name; -1: none that the validator knows.
func kindOf(word string) path.NameKind {
	switch strings.ToUpper(word) {
	case "DNS":
		return path.DNSName
	case "IP":
		return path.IPAddress
	case "RFC822", "EMAIL":
		return path.MailAddress
	}
	return -1
}

func usagesOf(c *pathCase) []string {
	wanted := c.EKU
	if wanted == nil && c.Validation == "server" {
		wanted = []string{"serverAuth"}
	}
	if slices.Contains(wanted, "any") {
		return nil
	}
	var oids []string
	for _, name := range wanted {
		for _, p := range purposes {
			if p.name == name {
				name = p.oid
			}
		}
		oids = append(oids, name)
	}
	return oids
}

// anchorsOf reads the anchor modes of BoringSSL.
func anchorsOf(a *path.AnchorTerms, c *pathCase) {
	if slices.Contains(c.Features, "partial-chain") {
		a.Leaf = path.LeafMayBeAnchor
	}
	mode, ok := strings.CutPrefix(c.AnchorMode, "TRUSTED_")
	if !ok {
		return
	}
	a.AnyTime = !strings.Contains(mode, "EXPIRATION")
	a.Unconstrained = !strings.Contains(mode, "CONSTRAINTS") || mode == "ANCHOR_WITH_REQUIRE_BASIC_CONSTRAINTS"
	a.MayLackCA = !strings.Contains(mode, "REQUIRE_BASIC")
	switch {
	case mode == "LEAF_REQUIRE_SELF_SIGNED":
		a.Leaf = path.LeafMustSignItself
	case strings.Contains(mode, "LEAF"):
		a.Leaf = path.LeafMayBeAnchor
	}
}

// outOfScope says what in a case is not about paths, if anything. It ignores the verdict.
func outOfScope(c *pathCase, certs *caseCerts) string {
	for _, f := range features {
		isThis := func(name string) bool {
			known := strings.HasSuffix(f.name, "-") && slices.Contains(knownOptions, name)
			return strings.HasPrefix(name, f.name) && !known
		}
		if slices.ContainsFunc(c.Features, isThis) {
			return f.why
		}
	}
	for _, n := range c.names() {
		if kindOf(n.Kind) < 0 {
			return "a wanted name of the kind " + n.Kind
		}
	}
	if certs.dsa && c.Suite == "pkits" {
		return "a DSA key, which the standard library does not verify with"
	}
	return ""
}

// features are those that the validator has nothing for; one that ends in a hyphen stands for all options of a program
// that are not among knownOptions. Features that are in neither list only describe a case.
var features = []struct{ name, why string }{
	{"openssl-vfyopt", "SM2, which the standard library does not have"},
	{"openssl-", "an option of OpenSSL"},
	{"gnutls-", "an option of GnuTLS"},
	{"boring-", "an option of BoringSSL"},
}

var knownOptions = []string{"openssl-aux-trust", "openssl-allow_proxy_certs", "openssl-x509_strict",
	"openssl-check_ss_sig", "boring-only-purpose"}

// lacks is the first key usage of those that are wanted which the leaf says it does not have; empty: it has all.
func lacks(leaf *cert.Cert, wanted []string) string {
	if !cert.Has(leaf.Certificate, asn1.ObjectIdentifier{2, 5, 29, 15}) {
		return ""
	}
	for _, w := range wanted {
		bit := slices.Index(keyUsages[:], w)
		if bit < 0 || leaf.KeyUsage&(1<<bit) == 0 {
			return w
		}
	}
	return ""
}

// keyUsages are the bits of keyUsage (RFC 5280, 4.2.1.3) in their order.
var keyUsages = [...]string{"digitalSignature", "contentCommitment", "keyEncipherment", "dataEncipherment",
	"keyAgreement", "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly"}
