package path

import (
	"cmp"
	"crypto/x509"
	"crypto/x509/pkix"
	"slices"
	"strings"

	"qwac/pkg/ber"
)

// usage judges the purposes of a certificate, those of CAs too (not of RFC 5280: crypto/x509, NSS and Windows do so).
// One purpose must be left that all certificates have.
func (s *state) usage(c *Facts, leaf bool) {
	u := s.terms.Usage
	if len(u.Any) == 0 {
		return
	}
	if leaf && slices.Equal(u.Any, []string{oidStampUsage}) {
		s.stamps(c)
	}
	strict := u.Strict && (leaf || u.Nested)
	if strict && leaf {
		s.strictLeaf(c)
	}
	if !strict && (!c.hasUsages || slices.Contains(c.usages, oidAnyUsage)) {
		return
	}
	left := slices.DeleteFunc(slices.Clone(s.purposes), func(oid string) bool {
		return !slices.Contains(c.usages, oid)
	})
	if len(left) > 0 {
		s.purposes = left
		return
	}
	s.fail(usageRule(u.Any, leaf), "4.2.1.12", "extKeyUsage", "extended key usage of %s, want %s", usageText(c),
		strings.Join(UsageNames(u.Any), " or "))
}

// strictLeaf judges what else a leaf for TLS must not be.
func (s *state) strictLeaf(c *Facts) {
	if c.ca && !s.alone {
		s.fail(RuleLeafCA, "BR 7.1.2.7.8", "basicConstraints.cA", "cA is TRUE")
	}
	for _, oid := range c.usages {
		if slices.Contains(forbiddenUsages, oid) {
			s.fail(RuleForbidden, "BR 7.1.2.7.10", "extKeyUsage", "extended key usage has %s",
				UsageNames([]string{oid})[0])
		}
	}
}

// stamps judges what RFC 3161 wants of a leaf that signs time stamps: this purpose alone, and critical.
func (s *state) stamps(c *Facts) {
	marked := slices.ContainsFunc(c.Cert.Extensions, func(e pkix.Extension) bool {
		return e.Critical && e.Id.String() == oidUsages
	})
	if !marked || len(c.usages) != 1 {
		s.fail(RuleServerLeaf, "RFC 3161, 2.3", "extKeyUsage",
			"extended key usage of %s, want timeStamping alone, critical", usageText(c))
	}
	const signs = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	if c.keyUsage && (c.keyUsages&signs == 0 || c.keyUsages&^signs != 0) {
		s.fail(RuleServerLeaf, "4.2.1.12", "keyUsage",
			"keyUsage is not that of signatures alone, as time stamps want it")
	}
}

// forbiddenUsages are codeSigning, timeStamping and OCSPSigning.
var forbiddenUsages = []string{"1.3.6.1.5.5.7.3.3", oidStampUsage, "1.3.6.1.5.5.7.3.9"}

const (
	oidAnyUsage    = "2.5.29.37.0"
	oidUsages      = "2.5.29.37" // extKeyUsage itself
	oidServerUsage = "1.3.6.1.5.5.7.3.1"
	oidStampUsage  = "1.3.6.1.5.5.7.3.8"
	OIDClientUsage = "1.3.6.1.5.5.7.3.2"
)

func usageRule(want []string, leaf bool) Rule {
	client := slices.Contains(want, OIDClientUsage)
	switch {
	case client && leaf:
		return RuleClientLeaf
	case client:
		return RuleClientNest
	case leaf:
		return RuleServerLeaf
	}
	return RuleServerNest
}

func usageText(c *Facts) string {
	if len(c.usages) == 0 {
		return "nothing"
	}
	return strings.Join(UsageNames(c.usages), ", ")
}

// UsageNames gives purposes the names of RFC 5280, as far as they have one.
func UsageNames(oids []string) []string {
	names := make([]string, len(oids))
	for i, oid := range oids {
		names[i] = cmp.Or(knownUsages.Get(oid), oid)
	}
	return names
}

var knownUsages = ber.Table[string]{
	{oidAnyUsage, "anyExtendedKeyUsage"}, {oidServerUsage, "serverAuth"}, {OIDClientUsage, "clientAuth"},
	{"1.3.6.1.5.5.7.3.3", "codeSigning"}, {"1.3.6.1.5.5.7.3.4", "emailProtection"},
	{oidStampUsage, "timeStamping"}, {"1.3.6.1.5.5.7.3.9", "OCSPSigning"},
}
