package psd2

import (
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// typeRules name what was given in the place of a PSD2 QWAC (group J). One of the first seven and J08 reports at most.
// type-pair-roles-differ is not among them: it needs the chain of the seal.
var typeRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &eidas.RuleTypeCA,
		Applies: func(s *eidas.Subject) bool {
			return s.Leaf == nil && s.Chain != nil && s.Chain.Bundle != nil && len(s.Chain.Bundle.Certs) > 0 &&
				!s.Chain.Unread()
		},
		Check: checkOnlyCA,
	},
	{
		Meta:    &eidas.RulePairSwapped,
		Applies: func(s *eidas.Subject) bool { return s.Confusion() == &eidas.RulePairSwapped },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(""), "the certificate given as QWAC is a QSealC, and the one given as QSealC (%s) is a "+
				"QWAC", eidas.ShortName(s.Seal.Subject))
		},
	},
	{
		Meta:    &eidas.Rule2QWAC,
		Applies: func(s *eidas.Subject) bool { return s.Wrongly(&eidas.Rule2QWAC) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where("extKeyUsage"), "the only extended key usage is %s: this is a 2-QWAC, want a TLS "+
				"certificate with clientAuth", eidas.Label(eidas.OIDEKUTLSBinding))
		},
	},
	{
		Meta:    &eidas.RuleWallet,
		Applies: func(s *eidas.Subject) bool { return s.Wrongly(&eidas.RuleWallet) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			path, oid := s.Info.Wallet()
			p.Reportf(s.Where(path), "%s is of the arc for wallets, not of PSD2 (0.4.0.19495): this is a wallet "+
				"access certificate, want a PSD2 QWAC", eidas.Label(oid))
		},
	},
	{
		Meta:    &eidas.RuleOBWAC,
		Applies: func(s *eidas.Subject) bool { return s.Confusion() == &eidas.RuleOBWAC },
		Check:   checkOpenBanking,
	},
	{
		Meta:    &eidas.RuleQSealC,
		Applies: func(s *eidas.Subject) bool { return s.Wrongly(&eidas.RuleQSealC) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(evidencePath(s)), "this is a QSealC (%s), want a QWAC", evidence(s))
		},
	},
	{
		Meta:    &eidas.RuleQSig,
		Applies: func(s *eidas.Subject) bool { return s.Wrongly(&eidas.RuleQSig) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(evidencePath(s)), "this is a personal signature certificate (%s), want a QWAC",
				evidence(s))
		},
	},
	{
		Meta:    &eidas.RulePlainTLS,
		Applies: func(s *eidas.Subject) bool { return s.Wrongly(&eidas.RulePlainTLS) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(""), "no qcStatements, no eIDAS policy, no PSD2 identifier: this is an ordinary "+
				"certificate%s, want a PSD2 QWAC", validated(s.Info))
		},
	},
	{
		Meta:    &eidas.RulePlainQWAC,
		Applies: func(s *eidas.Subject) bool { return s.Wrongly(&eidas.RulePlainQWAC) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathStatements), "this is a QWAC without PSD2 attributes: no %s in qcStatements",
				eidas.Label(eidas.OIDPSD2Statement))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "type-vop-certificate", Code: "J11", Severity: lint.Warning,
			Source: lint.Clause{Document: "TS 119 495", Version: "V1.8.1", Section: "GEN-5.2.2-3B"},
			Title:  "certificate without a PSD2 service",
			Means: "Since 2026 there are PSD2 certificates with roles for other purposes: for Verification of " +
				"Payee (comparing name and account number), for central banks and for public authorities. This " +
				"certificate has only such roles.",
			Why:   "These roles give no access to accounts or payments at a bank.",
			Wrong: "VOP_RS",
			Right: "PSP_AI, PSP_PI",
			Fix:   "Provide a certificate with PSP_AI or PSP_PI.",
			See:   lint.SeeStatements,
		},
		Applies: func(s *eidas.Subject) bool { return s.Pure() && noService(s) },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			p.Reportf(s.Where(eidas.PathRoles),
				"the certificate has only %s: it was issued for Verification of Payee, a "+
					"central bank or a public authority", ident.JoinRoles(s.Info.Roles()))
		},
	},
}

func checkOnlyCA(p *lint.Pass, s *eidas.Subject) {
	if slices.ContainsFunc(s.Chain.Bundle.Certs, func(c *cert.Cert) bool { return !c.IsCA }) {
		return
	}
	at := lint.Where{At: s.Chain.Bundle.Certs[0].At}
	if n := len(s.Chain.Bundle.Certs); n > 1 {
		p.Reportf(at, "only the CA bundle was given: all %d certificates are CA certificates", n)
		return
	}
	p.Reportf(at, "the only certificate is a CA certificate, that of %s",
		eidas.ShortName(s.Chain.Bundle.Certs[0].Subject))
}

func checkOpenBanking(p *lint.Pass, s *eidas.Subject) {
	if org := eidas.Values(s.IssuerName(), eidas.OIDOrganization); len(org) > 0 &&
		strings.EqualFold(org[0], "OpenBanking") {
		p.Reportf(s.Where("issuer.organizationName"), "issued by %s: this is an OBWAC or OBSeal of UK Open Banking, "+
			"want an eIDAS certificate", ber.Quote(org[0]))
		return
	}
	p.Reportf(s.Where(eidas.PathStatements),
		"PSD2 roles and an authority of the United Kingdom, but neither QcCompliance nor an eIDAS policy: "+
			"this looks like an OBWAC or OBSeal of UK Open Banking, want an eIDAS certificate")
}

// evidence says what shows the type of the leaf.
func evidence(s *eidas.Subject) string {
	switch {
	case len(s.Info.Types) == 1:
		return "QcType " + eidas.TypeName(s.Info.Types[0])
	case s.Info.DocumentPolicy() != nil:
		return "policy " + eidas.Label(s.Info.DocumentPolicy())
	case s.Type == eidas.TypeQSig:
		return "QcCompliance without QcType, and the subject has a " + eidas.Name(s.Info.Natural()[0].Type)
	}
	return "key usage nonRepudiation only, no use in TLS"
}

func evidencePath(s *eidas.Subject) string {
	switch {
	case len(s.Info.Types) == 1:
		return "qcStatements.QcType"
	case len(s.Info.Policies) > 0:
		return "certificatePolicies"
	}
	return ""
}

// validated says which CABF policy the certificate names.
func validated(i *eidas.Info) string {
	for _, p := range i.Policies {
		if eidas.Under(p, eidas.OIDCABF) && eidas.Name(p) != "" {
			return fmt.Sprintf(" (%s)", eidas.Name(p))
		}
	}
	return ""
}

// noService reports whether all roles are among those of V1.8.1 that are no services of PSD2.
func noService(s *eidas.Subject) bool {
	roles := s.Info.Roles()
	return len(roles) > 0 && s.RolesClear() && !s.HasUnknownRole() &&
		!slices.ContainsFunc(roles, func(r ident.Role) bool {
			return r != ident.RoleVOPRS && r != ident.RoleVOPVS && r != ident.RoleCB && r != ident.RolePA
		})
}
