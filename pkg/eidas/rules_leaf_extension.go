package eidas

import (
	"encoding/asn1"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/lint"
)

// leafExtensionRules judge how extensions of the leaf are marked, and what kinds of names it has (group L).
var leafExtensionRules = []*lint.Rule[*Subject]{
	{
		Meta: &lint.Meta{
			ID: "leaf-eku-critical", Code: "L04", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.10-1"},
			Title:  "the extended key usage is critical",
			Why:    "It must not be marked as critical: software that does not know one of the purposes refuses the certificate then.",
			Fix:    "Ask the issuer (QTSP) for an extended key usage that is not critical at the next re-issue.",
		},
		Applies: (*Subject).forWeb,
		Check:   func(p *lint.Pass, s *Subject) { s.notCritical(p, oidExtKeyUsage, "extKeyUsage") },
	},
	{
		Meta: &lint.Meta{
			ID: "policy-critical", Code: "L25", Severity: lint.Warning,
			Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.3-1"},
			Title:  "the policies are critical",
			Why:    "They should not be marked as critical: software that does not process policies refuses the certificate then.",
			Fix:    "Ask the issuer (QTSP) for policies that are not critical at the next re-issue.",
		},
		Applies: (*Subject).forWeb,
		Check:   func(p *lint.Pass, s *Subject) { s.notCritical(p, oidPolicies, "certificatePolicies") },
	},
	{
		Meta: &lint.Meta{
			ID: "san-critical", Code: "L30", Severity: lint.Error,
			Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.3.5-1"},
			Title:  "the alternative names are critical",
			Why:    "Beside a subject they must not be marked as critical.",
			Fix:    "Ask the issuer (QTSP) for alternative names that are not critical at the next re-issue.",
		},
		Applies: func(s *Subject) bool { return s.forWeb() && len(s.Leaf.Subject.Names) > 0 },
		Check:   func(p *lint.Pass, s *Subject) { s.notCritical(p, oidSubjectAltName, "subjectAltName") },
	},
	{
		Meta: &lint.Meta{
			ID: "san-type-not-dns", Code: "L31", Severity: lint.Error,
			Source: lint.Clause{Document: "CABF Baseline Requirements", Section: "7.1.4.2.1"},
			Title:  "an alternative name that is no host name",
			Why:    "A website certificate names hosts: DNS names and, except for QEVCP-w, IP addresses. Validators of TLS certificates refuse others.",
			Fix:    "Ask the issuer (QTSP) to leave other names out at the next re-issue.",
		},
		Applies: (*Subject).forWeb,
		Check: func(p *lint.Pass, s *Subject) {
			if kinds := s.otherNames(); len(kinds) > 0 {
				p.Reportf(s.where("subjectAltName"), "the alternative names have %s, want DNS names alone", strings.Join(kinds, ", "))
			}
		},
	},
}

func (s *Subject) notCritical(p *lint.Pass, id asn1.ObjectIdentifier, field string) {
	if e := extension(s.Leaf.Certificate, id); e != nil && e.Critical {
		p.Reportf(s.where(field), "%s is critical, want not critical", field)
	}
}

// otherNames are the kinds of alternative names that a website certificate does not have, each once.
func (s *Subject) otherNames() (kinds []string) {
	ext := extension(s.Leaf.Certificate, oidSubjectAltName)
	if ext == nil {
		return nil
	}
	value := cryptobyte.String(ext.Value)
	var list, name cryptobyte.String
	var tag casn1.Tag
	value.ReadASN1(&list, casn1.SEQUENCE)
	for list.ReadAnyASN1(&name, &tag) {
		kind := nameKinds[min(int(tag&0x1f), len(nameKinds)-1)]
		address := kind == "iPAddress" && s.Info.policy(oidPolicyQEVCPw) == nil
		if tag&0xc0 == 0x80 && kind != "dNSName" && !address && !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// nameKinds are the kinds of GeneralName by their tags (RFC 5280, 4.2.1.6).
var nameKinds = [...]string{
	"otherName", "rfc822Name", "dNSName", "x400Address", "directoryName", "ediPartyName", "uniformResourceIdentifier", "iPAddress", "registeredID",
	"a name of no kind",
}
