package cert

import (
	"encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/form"
	"qwac/pkg/lint"
)

// X509ExtensionMalformed is the rule on extensions that do not have their form.
var X509ExtensionMalformed = lint.Meta{
	ID: "x509-extension-malformed", Code: "X22", Title: "an extension does not have its form",
	Means: "Extensions are the additional fields of a certificate. RFC 5280 and other standards say exactly what " +
		"each may contain. " +
		"In this one something else stands, or a part too many.",
	Why:   "OpenSSL and other software refuse such a certificate. Software that does read it has to guess.",
	Wrong: "pathLenConstraint -1",
	Right: "pathLenConstraint 0",
	Fix:   "Ask the QTSP for a re-issue with the extension in the form of RFC 5280.",
	Ask: "An extension of our certificate does not have the form that RFC 5280 defines for it, as the enclosed " +
		"report says. Please re-issue the certificate with the extension in the right form (RFC 5280, section " +
		"4.2.1).",
	See:      lint.SeeStructure,
	Severity: lint.Error, Source: lint.RFC5280("4.2.1"),
}

func checkX509ExtensionMalformed(p *lint.Pass, s *Subject) {
	for w, cert := range s.eachInFile {
		for _, r := range MalformedOf(cert) {
			w.Path = r.Path
			p.Reportf(w, "%s", r.Text)
		}
	}
}

// PolicyDuplicate is the rule on policies that stand there twice.
var PolicyDuplicate = lint.Meta{
	ID: "policy-duplicate", Code: "L27", Title: "a policy stands there twice",
	Means: "Certificate policies are numbers that say by which rules a certificate was issued. Each policy may " +
		"be there once. Here one is there twice.",
	Why:   "Go, a programming language in which many bank gateways are written, refuses such a certificate.",
	Wrong: "0.4.0.194112.1.6, 0.4.0.19495.3.1, 0.4.0.194112.1.6",
	Right: "0.4.0.194112.1.6, 0.4.0.19495.3.1",
	Fix:   "Ask the issuer (QTSP) for a re-issue with each policy once.",
	Ask: "certificatePolicies of a certificate in our chain has the same policy more than once. Please re-issue " +
		"the certificate with each policy once (RFC 5280, section 4.2.1.4).",
	See:      lint.SeePolicies,
	Severity: lint.Error, Source: lint.RFC5280("4.2.1.4"),
}

func checkPolicyDuplicate(p *lint.Pass, s *Subject) {
	for w, cert := range s.eachInFile {
		for _, id := range duplicatePolicies(cert) {
			w.Path = "extensions.certificatePolicies"
			p.Reportf(w, "the policy %s is there more than once, want it once", id)
		}
	}
}

// PolicyQualifierUnknown is the rule on qualifiers of policies that nobody knows.
var PolicyQualifierUnknown = lint.Meta{
	ID: "policy-qualifier-unknown", Code: "L44", Title: "a policy has a qualifier that nobody knows",
	Means: "Certificate policies are numbers that say by which rules a certificate was issued. A policy may " +
		"have a remark, a qualifier. RFC 5280 knows two kinds: the address of the issuer's practice statement (CPS) " +
		"and a text for people (userNotice). Here there is another kind.",
	Why: "Software does not know what the remark means. If the field is marked as critical, it must refuse the " +
		"certificate.",
	Wrong: "qualifier 1.3.6.1.4.1.32473.2.1",
	Right: "qualifier CPS (1.3.6.1.5.5.7.2.1)",
	Fix:   "Ask the issuer (QTSP) to leave the qualifier out at the next re-issue.",
	Ask: "certificatePolicies of a certificate in our chain has a qualifier other than CPS and userNotice. " +
		"Please leave it out at the next re-issue (RFC 5280, section 4.2.1.4).",
	See:      lint.SeePolicies,
	Severity: lint.Error, Source: lint.RFC5280("4.2.1.4"),
}

func checkPolicyQualifierUnknown(p *lint.Pass, s *Subject) {
	for w, cert := range s.eachInFile {
		for _, policy := range policiesOf(cert) {
			for _, id := range policy.unknown() {
				w.Path = "extensions.certificatePolicies"
				f := lint.Finding{Where: w, Severity: lint.Warning, Message: "the policy " + policy.id() +
					" has the qualifier " + id + ", want CPS (1.3.6.1.5.5.7.2.1) or userNotice (1.3.6.1.5.5.7.2.2)"}
				if critical(cert, oidPolicies) {
					f.Severity = lint.Error
					f.Message += "; the extension is critical"
				}
				p.Report(f)
			}
		}
	}
}

// critical reports whether a certificate has an extension as critical.
func critical(c *Cert, id asn1.ObjectIdentifier) bool {
	for _, e := range c.Extensions {
		if e.Id.Equal(id) {
			return e.Critical
		}
	}
	return false
}

// policyInfo is a policy with its qualifiers: SEQUENCE { policyQualifierId, qualifier } (RFC 5280, 4.2.1.4).
type policyInfo struct {
	der        cryptobyte.String // its identifier stands first
	qualifiers []cryptobyte.String
}

// id is the identifier of the policy; empty: it cannot be read.
func (p policyInfo) id() string {
	rest := p.der
	id, _ := ber.ReadOIDText(&rest)
	return id
}

// unknown are the identifiers of the qualifiers that RFC 5280 does not know.
func (p policyInfo) unknown() (ids []string) {
	for _, qualifier := range p.qualifiers {
		if form.KnownQualifier(qualifier) {
			continue
		}
		if id, ok := ber.ReadOIDText(&qualifier); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// policiesOf reads the policies of a certificate, as far as they can be read.
func policiesOf(c *Cert) (all []policyInfo) {
	der, _ := ExtValue(c.Certificate, oidPolicies)
	value := cryptobyte.String(ber.InDER(der, ber.MaxDepth))
	var list, policy, qualifiers, qualifier cryptobyte.String
	value.ReadASN1(&list, casn1.SEQUENCE)
	for list.ReadASN1(&policy, casn1.SEQUENCE) {
		info := policyInfo{der: policy}
		ber.SkipOID(&policy)
		if policy.ReadASN1(&qualifiers, casn1.SEQUENCE) {
			for qualifiers.ReadASN1(&qualifier, casn1.SEQUENCE) {
				info.qualifiers = append(info.qualifiers, qualifier)
			}
		}
		all = append(all, info)
	}
	return all
}

// duplicatePolicies are the policies that stand there more than once. Crypto/x509 refuses every certificate with one.
func duplicatePolicies(c *Cert) (ids []string) {
	if c.Refused == nil {
		return nil
	}
	seen := map[string]int{}
	for _, p := range policiesOf(c) {
		id := p.id()
		if seen[id]++; seen[id] == 2 && id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}
