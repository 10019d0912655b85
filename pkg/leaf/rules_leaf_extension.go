package leaf

import (
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// leafExtensionRules judge how extensions of the leaf are marked, and what kinds of names it has (group L).
var leafExtensionRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "san-type-not-dns", Code: "L31", Severity: lint.Error,
			Source: lint.Clause{Document: "CABF Baseline Requirements", Section: "7.1.4.2.1"},
			Title:  "an alternative name that is no host name",
			Means: "subjectAltName is the field with the host names that a certificate is for. Other kinds of " +
				"names, such as mail addresses, do not belong there; an IP address does, except under the policy " +
				"QEVCP-w. Here there is such a name.",
			Why:   "Software that follows the browsers' rules refuses a website certificate with other names.",
			Wrong: "DNS:psd2.fixture-payments.example, email:it@fixture-payments.example",
			Right: "DNS:psd2.fixture-payments.example",
			Fix:   "Ask the issuer (QTSP) to leave other names out at the next re-issue.",
			Ask: "subjectAltName of our certificate has names that are no host names. Please leave them out at " +
				"the next re-issue (CA/Browser Forum Baseline Requirements, 7.1.4.2.1).",
			See: lint.SeeNames,
		},
		Applies: (*eidas.Subject).Website,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if kinds := otherNames(s); len(kinds) > 0 {
				p.Reportf(s.Where("subjectAltName"), "the alternative names have %s, want DNS names only",
					strings.Join(kinds, ", "))
			}
		},
	},
}

// otherNames are the kinds of alternative names that a website certificate does not have, each once.
func otherNames(s *eidas.Subject) (kinds []string) {
	ext := eidas.Extension(s.Leaf.Certificate, eidas.OIDSubjectAltName)
	if ext == nil {
		return nil
	}
	value := cryptobyte.String(ext.Value)
	var list, name cryptobyte.String
	var tag casn1.Tag
	value.ReadASN1(&list, casn1.SEQUENCE)
	for list.ReadAnyASN1(&name, &tag) {
		kind := nameKinds[min(int(tag&0x1f), len(nameKinds)-1)]
		address := kind == "iPAddress" && s.Info.Policy(eidas.OIDPolicyQEVCPw) == nil
		if tag&0xc0 == 0x80 && kind != "dNSName" && !address && !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// unreadableNames reports whether there is a subjectAltName in which no name can be read: x509-extension-malformed.
func unreadableNames(s *eidas.Subject) bool {
	ext := eidas.Extension(s.Leaf.Certificate, eidas.OIDSubjectAltName)
	if ext == nil {
		return false
	}
	value := cryptobyte.String(ext.Value)
	var list, name cryptobyte.String
	var tag casn1.Tag
	value.ReadASN1(&list, casn1.SEQUENCE)
	for list.ReadAnyASN1(&name, &tag) {
		if tag&eidas.ClassMask == eidas.ClassContext {
			return false
		}
	}
	return true
}

// nameKinds are the kinds of GeneralName by their tags (RFC 5280, 4.2.1.6).
var nameKinds = [...]string{
	"otherName", "rfc822Name", "dNSName", "x400Address", "directoryName", "ediPartyName", "uniformResourceIdentifier",
	"iPAddress", "registeredID",
	"a name of no kind",
}
