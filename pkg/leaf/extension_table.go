package leaf

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"

	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// kind is what a certificate of the path is to the table of extensions. Kinds are bits: a row is about several of them.
type kind uint16

const (
	kindWebsite      kind = 1 << iota // leaf that is a website certificate or was meant to be one
	kindQualified                     // leaf that says it is qualified
	kindLeaf                          // any leaf
	kindIntermediate                  // CA with an issuer on the path or beyond its end
	kindRoot                          // self-issued CA

	kindCA  = kindIntermediate | kindRoot
	kindAny = kindLeaf | kindCA
)

// demand is what a clause says of an extension.
type demand uint8

const (
	present        demand = iota // it is there
	absent                       // it is not there
	critical                     // where it is there it is critical
	notCritical                  // where it is there it is not critical
	betterCritical               // where it is there it should be critical: a warning
	criticalAlone                // where it is there it is critical if there is no subject, and else not
)

// extensionRow is one clause about an extension.
type extensionRow struct {
	rule   *lint.Meta
	kinds  kind
	field  string
	oid    *asn1.ObjectIdentifier
	demand demand
}

// extensionTable has presence and criticality of extensions by kinds of certificates: RFC 5280, EN 319 412-2 and -4
// and, for websites, the CABF Baseline Requirements.
var extensionTable = []extensionRow{
	{&ruleEKUMissing, kindWebsite, "extKeyUsage", &eidas.OIDExtKeyUsage, present},
	{&ruleEKUCritical, kindWebsite, "extKeyUsage", &eidas.OIDExtKeyUsage, notCritical},
	{&ruleKUMissing, kindLeaf, "keyUsage", &oidKeyUsage, present},
	{&ruleKUNotCritical, kindWebsite, "keyUsage", &oidKeyUsage, critical},
	{&rulePolicyMissing, kindQualified, "certificatePolicies", &eidas.OIDPolicies, present},
	{&rulePolicyCritical, kindLeaf, "certificatePolicies", &eidas.OIDPolicies, notCritical},
	{&ruleForbiddenExtension, kindLeaf, "policyMappings", &oidPolicyMappings, absent},
	{&ruleForbiddenExtension, kindLeaf, "policyConstraints", &oidPolicyConstraints, absent},
	{&ruleForbiddenExtension, kindLeaf, "inhibitAnyPolicy", &oidInhibitAnyPolicy, absent},
	{&ruleNameConstraints, kindLeaf, "nameConstraints", &oidNameConstraints, absent},
	{&ruleSANMissing, kindWebsite, "subjectAltName", &eidas.OIDSubjectAltName, present},
	{&ruleSANCritical, kindLeaf, "subjectAltName", &eidas.OIDSubjectAltName, criticalAlone},
	{&ruleAIAMissing, kindLeaf, "authorityInfoAccess", &oidAccess, present},
	{&ruleAIACritical, kindAny, "authorityInfoAccess", &oidAccess, notCritical},
	{&ruleCRLDPCritical, kindAny, "cRLDistributionPoints", &oidDistributionPoints, notCritical},
	{&ruleCASKIMissing, kindCA, "subjectKeyIdentifier", &oidSubjectKeyID, present},
	{&ruleKeyIDCritical, kindAny, "authorityKeyIdentifier", &oidAuthorityKeyID, notCritical},
	{&ruleKeyIDCritical, kindAny, "subjectKeyIdentifier", &oidSubjectKeyID, notCritical},
	{&ruleCABasicNotCritical, kindCA, "basicConstraints", &oidBasicConstraints, critical},
	{&ruleCAConstraintsNotCritical, kindCA, "policyConstraints", &oidPolicyConstraints, critical},
	{&ruleCAConstraintsNotCritical, kindCA, "inhibitAnyPolicy", &oidInhibitAnyPolicy, critical},
	// RFC 5280, 4.2.1.10, has a "must", from which the Baseline Requirements, 7.1.2.10.8, exempt.
	{&ruleCAConstraintsNotCritical, kindCA, "nameConstraints", &oidNameConstraints, betterCritical},
	{&ruleCAConstraintsNotCritical, kindCA, "policyMappings", &oidPolicyMappings, betterCritical},
	{&ruleCAKUAbsent, kindCA, "keyUsage", &oidKeyUsage, present},
	{&ruleCAKUAbsent, kindCA, "keyUsage", &oidKeyUsage, critical},
	{&ruleRootEKU, kindRoot, "extKeyUsage", &eidas.OIDExtKeyUsage, absent},
}

// checkTable reports the breaches of the rows of a rule.
func checkTable(p *lint.Pass, s *eidas.Subject) {
	for i, c := range s.Path() {
		if c.Version < 3 { // it can have no extensions, so none is missing
			continue
		}
		for _, row := range extensionTable {
			if row.rule != p.Rule() || row.kinds&kindsOf(s, i) == 0 {
				continue
			}
			if fault := row.fault(c.Certificate); fault != "" {
				f := lint.Finding{Where: s.WhereOf(i), Message: fault}
				f.Path = row.field
				if row.demand == betterCritical {
					f.Severity = lint.Warning
				}
				p.Report(f)
			}
		}
	}
}

// fault says how a certificate breaks a row; empty: it does not.
func (r extensionRow) fault(c *x509.Certificate) string {
	e := eidas.Extension(c, *r.oid)
	if r.demand == criticalAlone {
		return aloneFault(c, e, r.field)
	}
	switch {
	case e == nil && r.demand == present:
		return fmt.Sprintf("there is no %s, want one", r.field)
	case e != nil && r.demand == absent:
		return fmt.Sprintf("there is %s, want none", r.field)
	case e != nil && e.Critical && r.demand == notCritical:
		return fmt.Sprintf("%s is critical, want not critical", r.field)
	case e != nil && !e.Critical && (r.demand == critical || r.demand == betterCritical):
		return fmt.Sprintf("%s is not critical, want critical", r.field)
	}
	return ""
}

// aloneFault says how an extension breaks RFC 5280, 4.2.1.6: critical where it alone names the holder; empty: it does
// not.
func aloneFault(c *x509.Certificate, e *pkix.Extension, field string) string {
	const empty = 2 // octets of an empty SEQUENCE
	switch alone := len(c.RawSubject) <= empty; {
	case e == nil || e.Critical == alone:
		return ""
	case alone:
		return fmt.Sprintf("the subject is empty and %s is not critical, want critical", field)
	}
	return fmt.Sprintf("%s is critical, want not critical", field)
}

// kindsOf tells what a certificate of the path is. A CA that stands in the place of the leaf is judged as a CA too.
func kindsOf(s *eidas.Subject, place int) kind {
	c := s.Path()[place]
	switch {
	case place == 0 && s.Type != eidas.TypeCA:
	case place == len(s.Path())-1 && slices.Equal(c.RawSubject, c.RawIssuer):
		return kindRoot
	default:
		return kindIntermediate
	}
	k := kindLeaf
	if s.Website() {
		k |= kindWebsite
	}
	if s.Qualified() {
		k |= kindQualified
	}
	return k
}
