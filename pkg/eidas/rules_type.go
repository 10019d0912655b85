package eidas

import (
	"fmt"
	"slices"
	"strings"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// inference is the source of rules that rest on no clause in these words.
func inference() lint.Clause { return lint.Clause{Document: "qwac", Section: "inference"} }

var ruleTypeCA = lint.Meta{
	ID: "type-ca", Code: "J07", Severity: lint.Error, Source: inference(),
	Title: "only CA certificates were given",
	Why:   "The bank registers the certificate of the payment service provider; a CA certificate says nothing of it.",
	Fix:   "Add the leaf certificate, the one that the issuer made for you, as the first of the files.",
}

var rulePairSwapped = lint.Meta{
	ID: "type-pair-swapped", Code: "J08", Severity: lint.Error, Source: inference(),
	Title: "QWAC and QSealC are exchanged",
	Why:   "The QWAC authenticates the TLS connection, the QSealC signs messages; neither can stand in for the other.",
	Fix:   "Exchange the two files.",
}

var rule2QWAC = lint.Meta{
	ID: "type-2-qwac", Code: "J03", Severity: lint.Error,
	Source: lint.Clause{Document: "TS 119 411-5", Section: "4.2.2"},
	Title:  "2-QWAC: cannot be a TLS certificate",
	Why: "A 2-QWAC signs a statement about another TLS certificate. It cannot be used in a TLS handshake, so the " +
		"bank cannot see it.",
	Fix: "Provide the 1-QWAC or the QNCP-w-gen certificate with clientAuth, or order one from the issuer (QTSP).",
}

var ruleWallet = lint.Meta{
	ID: "type-wallet-access", Code: "J12", Severity: lint.Error,
	Source: lint.Clause{Document: "TS 119 475"},
	Title:  "wallet access certificate, no QWAC",
	Why: "Such a certificate lets a party ask for data in EU digital identity wallets. Its identifiers differ from " +
		"those of PSD2 by one digit, but it says nothing of payment services.",
	Fix: "Provide the PSD2 QWAC of the company; if there is none, order one from a qualified trust service " +
		"provider.",
}

var ruleOBWAC = lint.Meta{
	ID: "type-obwac", Code: "J06", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-5", Section: "QCS-5-01"},
	Title:  "PSD2 roles without QcCompliance, as in a UK OBWAC or OBSeal",
	Why: "Certificates of the UK Open Banking directory carry PSD2 roles but are no eIDAS certificates. Only " +
		"qualified ones count in the EEA.",
	Fix: "Provide the QWAC of a qualified trust service provider from the EU trusted lists, or order one.",
}

var ruleQSealC = lint.Meta{
	ID: "type-qsealc", Code: "J01", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-5", Section: "4.2.3"},
	Title:  "QSealC: an electronic seal, no QWAC",
	Why: "A seal signs messages. For mutual TLS the bank needs the QWAC, which most issuers deliver together with " +
		"the seal.",
	Fix: "Provide the QWAC instead; it has the same organisation and QcType web.",
}

var ruleQSig = lint.Meta{
	ID: "type-qsig", Code: "J02", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-5", Section: "4.2.3"},
	Title:  "personal signature certificate, no QWAC",
	Why:    "A certificate for electronic signatures belongs to a person. The bank registers the QWAC of a company.",
	Fix:    "Provide the QWAC of the company instead; it has QcType web.",
}

var rulePlainTLS = lint.Meta{
	ID: "type-plain-tls", Code: "J05", Severity: lint.Error,
	Source: lint.Clause{Document: "EN 319 412-5", Section: "QCS-5-01"},
	Title:  "ordinary TLS certificate, no QWAC",
	Why: "A DV, OV or EV certificate proves a domain name. The bank needs a qualified certificate that names " +
		"authorisation and roles.",
	Fix: "Provide the QWAC; if there is none, order a PSD2 QWAC from a qualified trust service provider.",
}

var rulePlainQWAC = lint.Meta{
	ID: "type-plain-qwac", Code: "J04", Severity: lint.Error,
	Source: lint.Clause{Document: "Regulation (EU) 2018/389", Section: "Article 34(3)"},
	Title:  "QWAC without PSD2 attributes",
	Why: "Without roles and authority the bank cannot tell what the holder may do. Such a QWAC is for websites " +
		"only.",
	Fix: "Provide the PSD2 QWAC of the company; if there is none, order one: the issuer adds the PSD2 statement " +
		"after a look into the register of the authority.",
}

// typeRules name what was given in the place of a PSD2 QWAC (group J). One of the first seven and J08 reports at most.
// type-pair-roles-differ is not among them: it needs the chain of the seal.
var typeRules = []*lint.Rule[*Subject]{
	{
		Meta: &ruleTypeCA,
		Applies: func(s *Subject) bool {
			return s.Leaf == nil && s.Chain != nil && s.Chain.Bundle != nil && len(s.Chain.Bundle.Certs) > 0 &&
				!s.Chain.Unread()
		},
		Check: checkOnlyCA,
	},
	{
		Meta:    &rulePairSwapped,
		Applies: func(s *Subject) bool { return s.confusion() == &rulePairSwapped },
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where(""), "the certificate given as QWAC is a QSealC, and the one given as QSealC (%s) is a "+
				"QWAC", shortName(s.Seal.Subject))
		},
	},
	{
		Meta:    &rule2QWAC,
		Applies: func(s *Subject) bool { return s.wrongly(&rule2QWAC) },
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where("extKeyUsage"), "the only extended key usage is %s: this is a 2-QWAC, want a TLS "+
				"certificate with clientAuth", label(oidEKUTLSBinding))
		},
	},
	{
		Meta:    &ruleWallet,
		Applies: func(s *Subject) bool { return s.wrongly(&ruleWallet) },
		Check: func(p *lint.Pass, s *Subject) {
			path, oid := s.Info.wallet()
			p.Reportf(s.where(path), "%s is of the arc for wallets, not of PSD2 (0.4.0.19495): this is a wallet "+
				"access certificate, want a PSD2 QWAC", label(oid))
		},
	},
	{
		Meta:    &ruleOBWAC,
		Applies: func(s *Subject) bool { return s.confusion() == &ruleOBWAC },
		Check:   checkOpenBanking,
	},
	{
		Meta:    &ruleQSealC,
		Applies: func(s *Subject) bool { return s.wrongly(&ruleQSealC) },
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where(evidencePath(s)), "this is a QSealC (%s), want a QWAC", evidence(s))
		},
	},
	{
		Meta:    &ruleQSig,
		Applies: func(s *Subject) bool { return s.wrongly(&ruleQSig) },
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where(evidencePath(s)), "this is a personal signature certificate (%s), want a QWAC",
				evidence(s))
		},
	},
	{
		Meta:    &rulePlainTLS,
		Applies: func(s *Subject) bool { return s.wrongly(&rulePlainTLS) },
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where(""), "no qcStatements, no eIDAS policy, no PSD2 identifier: this is an ordinary "+
				"certificate%s, want a PSD2 QWAC", validated(s.Info))
		},
	},
	{
		Meta:    &rulePlainQWAC,
		Applies: func(s *Subject) bool { return s.wrongly(&rulePlainQWAC) },
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where(pathStatements), "this is a QWAC without PSD2 attributes: no %s in qcStatements",
				label(oidPSD2Statement))
		},
	},
	{
		Meta: &lint.Meta{
			ID: "type-vop-certificate", Code: "J11", Severity: lint.Warning,
			Source: lint.Clause{Document: "TS 119 495", Version: "V1.8.1", Section: "GEN-5.2.2-3B"},
			Title:  "certificate without a PSD2 service",
			Why: "The roles for Verification of Payee, for central banks and for public authorities give no access " +
				"to accounts or payments.",
			Fix: "Provide the certificate with PSP_AI or PSP_PI.",
		},
		Applies: func(s *Subject) bool { return s.pure() && s.noService() },
		Check: func(p *lint.Pass, s *Subject) {
			p.Reportf(s.where(pathRoles), "the only roles are %s: issued for Verification of Payee, a central bank or "+
				"a public authority", ident.JoinRoles(s.Info.Roles()))
		},
	},
}

func checkOnlyCA(p *lint.Pass, s *Subject) {
	if slices.ContainsFunc(s.Chain.Bundle.Certs, func(c *cert.Cert) bool { return !c.IsCA }) {
		return
	}
	at := lint.Where{At: s.Chain.Bundle.Certs[0].At}
	if n := len(s.Chain.Bundle.Certs); n > 1 {
		p.Reportf(at, "only the CA bundle was given: all %d certificates are CA certificates", n)
		return
	}
	p.Reportf(at, "the only certificate is a CA certificate, that of %s", shortName(s.Chain.Bundle.Certs[0].Subject))
}

func checkOpenBanking(p *lint.Pass, s *Subject) {
	if org := values(s.issuerName(), oidOrganization); len(org) > 0 &&
		strings.EqualFold(org[0], "OpenBanking") {
		p.Reportf(s.where("issuer.organizationName"), "issued by %s: this is an OBWAC or OBSeal of UK Open Banking, "+
			"want an eIDAS certificate", ber.Quote(org[0]))
		return
	}
	p.Reportf(s.where(pathStatements),
		"PSD2 roles and an authority of the United Kingdom, but neither QcCompliance nor an eIDAS policy: "+
			"this looks like an OBWAC or OBSeal of UK Open Banking, want an eIDAS certificate")
}

// evidence says what shows the type of the leaf.
func evidence(s *Subject) string {
	switch {
	case len(s.Info.Types) == 1:
		return "QcType " + TypeName(s.Info.Types[0])
	case s.Info.documentPolicy() != nil:
		return "policy " + label(s.Info.documentPolicy())
	case s.Type == TypeQSig:
		return "QcCompliance without QcType, and the subject has a " + Name(s.Info.natural()[0].Type)
	}
	return "key usage nonRepudiation only, no use in TLS"
}

func evidencePath(s *Subject) string {
	switch {
	case len(s.Info.Types) == 1:
		return "qcStatements.QcType"
	case len(s.Info.Policies) > 0:
		return "certificatePolicies"
	}
	return ""
}

// validated says which CABF policy the certificate names.
func validated(i *Info) string {
	for _, p := range i.Policies {
		if under(p, oidCABF) && Name(p) != "" {
			return fmt.Sprintf(" (%s)", Name(p))
		}
	}
	return ""
}

// noService reports whether all roles are among those of V1.8.1 that are no services of PSD2.
func (s *Subject) noService() bool {
	roles := s.Info.Roles()
	return len(roles) > 0 && s.rolesClear() && !s.hasUnknownRole() &&
		!slices.ContainsFunc(roles, func(r ident.Role) bool {
			return r != ident.RoleVOPRS && r != ident.RoleVOPVS && r != ident.RoleCB && r != ident.RolePA
		})
}
