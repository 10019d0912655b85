package cases

import (
	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/cert"
	"qwac/pkg/check"
	"qwac/pkg/ident"
)

// roleCases are about roles at the bank, renewals, and what is not checked (groups R, A and C).
func roleCases() []Case {
	registered := func(roles ...ident.Role) check.Options {
		return check.Options{Roles: append([]ident.Role{}, roles...)} // never nil, which would mean that they are not known
	}
	previous := func(change edit) check.Options { return check.Options{Previous: certificate(change)} }
	etsi := check.Options{Profile: bank.Named("etsi")}
	return []Case{
		with(registered(ident.RoleAI), fires("role-not-registered/one of two", nil, "role-not-registered")),
		with(registered(), fires("role-not-registered/none registered", nil, "role-not-registered")),
		with(registered(ident.RolePI, ident.RoleAI), quiet("role-not-registered/exactly", nil)),
		with(registered(ident.RoleAI), quiet("role-not-registered/role that the bank has not", roles("PSP_AI", "PSP_AS"),
			"role-not-offered-in-certificate")),

		fires("role-not-offered-in-certificate/all four", roles("PSP_AS", "PSP_PI", "PSP_AI", "PSP_IC"), "role-not-offered-in-certificate"),
		quiet("role-not-offered-in-certificate/account servicing only", roles("PSP_AS"), "psd2-role-as-only"),
		with(etsi, quiet("role-not-offered-in-certificate/no bank", roles("PSP_AS", "PSP_PI", "PSP_AI", "PSP_IC"))),

		fires("psd2-role-as-only/one role", roles("PSP_AS"), "psd2-role-as-only"),
		with(registered(ident.RoleAS), fires("psd2-role-as-only/registered elsewhere", roles("PSP_AS"), "psd2-role-as-only")),
		quiet("psd2-role-as-only/beside PSP_AI", roles("PSP_AS", "PSP_AI"), "role-not-offered-in-certificate"),
		with(etsi, quiet("psd2-role-as-only/no bank", roles("PSP_AS"))),

		fires("role-none-offered/issuing instruments only", roles("PSP_IC"), "role-none-offered"),
		fires("role-none-offered/two roles", roles("PSP_IC", "PSP_AS"), "role-none-offered"),
		fires("role-none-offered/Unspecified beside another", roles("Unspecified", "PSP_IC"), "role-none-offered", "psd2-role-unspecified-mixed"),
		fires("role-none-offered/outside the table", psd2(func(p *testpki.PSD2) {
			foreignRole("PSP_XY")(p)
			p.Roles = p.Roles[1:]
		}), "role-none-offered", "psd2-role-oid-unknown"),
		with(registered(ident.RoleAI), fires("role-none-offered/registered for another", roles("PSP_IC"), "role-none-offered", "renewal-role-lost")),
		quiet("role-none-offered/beside PSP_PI", roles("PSP_IC", "PSP_PI"), "role-not-offered-in-certificate"),
		with(etsi, quiet("role-none-offered/no bank", roles("PSP_IC"))),

		with(check.Options{Requested: []string{"PSP_AI"}}, fires("role-certificate-unused/one of two", nil, "role-certificate-unused")),
		with(registered(ident.RolePI), quiet("role-certificate-unused/of a registered client", nil, "role-not-registered")),
		with(registered(ident.RoleAI, ident.RolePI, ident.RoleIC), quiet("role-certificate-unused/registered for more", nil, "renewal-role-lost")),
		quiet("role-certificate-unused/registration not known", nil),

		with(registered(ident.RoleAI, ident.RolePI), fires("renewal-role-lost/one of two", roles("PSP_AI"), "renewal-role-lost")),
		with(registered(ident.RoleAI, ident.RolePI), quiet("renewal-role-lost/roles that cannot be read",
			psd2(func(p *testpki.PSD2) { p.Flattened = true }), "psd2-roles-flattened")),

		with(previous(orgID("PSDDK-DFSA-97351843")), fires("renewal-orgid-changed/other number", nil, "renewal-orgid-changed", "renewal-same-key")),
		with(previous(orgID("VATDK-97351842")), fires("renewal-orgid-changed/VAT number before", nil, "renewal-orgid-changed", "renewal-same-key")),
		with(previous(attribute(testpki.OIDOrganization, "Fixture Pay A/S")), quiet("renewal-orgid-changed/other name", nil, "renewal-same-key")),

		fires("trusted-list-not-checked/no lists", nil, "trusted-list-not-checked"),
		{Name: "trusted-list-not-checked/no leaf", Near: true, Files: withoutLeaf, Want: []string{"type-ca"}},

		fires("revocation-not-checked/responder", nil, "revocation-not-checked"),
		fires("revocation-not-checked/list only", func(s *testpki.Spec) { s.Drop(testpki.OIDAuthorityInfoAccess) }, "aia-missing", "revocation-not-checked"),
		fires("revocation-not-checked/neither", func(s *testpki.Spec) {
			s.Drop(testpki.OIDAuthorityInfoAccess, testpki.OIDCRLDistributionPoints)
		}, "aia-missing", "revocation-info-missing", "revocation-not-checked"),
		{Name: "revocation-not-checked/no leaf", Near: true, Files: withoutLeaf, Want: []string{"type-ca"}},

		fires("psd2-register-not-checked/number", nil, "psd2-register-not-checked"),
		fires("psd2-register-not-checked/VAT number", orgID("VATDK-97351842"), "psd2-orgid-not-psd", "psd2-register-not-checked"),
		quiet("psd2-register-not-checked/nothing says PSD2", as(testpki.PlainQWAC), "type-plain-qwac"),
	}
}

// certificate issues another leaf of the same chain, for the options of a run.
func certificate(change edit) *cert.Cert {
	return &cert.Cert{Certificate: testpki.NewChain(onLeaf(change)).Leaf.X509()}
}
