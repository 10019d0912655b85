package topic

import (
	"strings"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/ident"
)

// roleCases are about roles at the bank, renewals, and what is not checked (groups R, A and C).
func roleCases() []kit.Case {
	registered := func(roles ...ident.Role) check.Options {
		// never nil, which would mean that they are not known
		return check.Options{Roles: append([]ident.Role{}, roles...)}
	}
	previous := func(change kit.Edit) check.Options { return check.Options{Previous: certificate(change)} }
	etsi := check.Options{Profile: bank.Named("etsi")}
	return []kit.Case{
		with(registered(ident.RoleAI), kit.Fires("role-not-registered/one of two", nil, "role-not-registered")),
		with(registered(), kit.Fires("role-not-registered/none registered", nil, "role-not-registered")),
		with(registered(ident.RolePI, ident.RoleAI), kit.Quiet("role-not-registered/exactly", nil)),
		with(registered(ident.RoleAI),
			kit.Quiet("role-not-registered/role that the bank has not", roles("PSP_AI", "PSP_AS"),
				"role-not-offered-in-certificate")),

		kit.Fires("role-not-offered-in-certificate/all four", roles("PSP_AS", "PSP_PI", "PSP_AI", "PSP_IC"),
			"role-not-offered-in-certificate"),
		kit.Quiet("role-not-offered-in-certificate/account servicing only", roles("PSP_AS"), "psd2-role-as-only"),
		with(etsi, kit.Quiet("role-not-offered-in-certificate/no bank", roles("PSP_AS", "PSP_PI", "PSP_AI", "PSP_IC"))),

		kit.Fires("psd2-role-as-only/one role", roles("PSP_AS"), "psd2-role-as-only"),
		with(registered(ident.RoleAS),
			kit.Fires("psd2-role-as-only/registered elsewhere", roles("PSP_AS"), "psd2-role-as-only")),
		kit.Quiet("psd2-role-as-only/beside PSP_AI", roles("PSP_AS", "PSP_AI"), "role-not-offered-in-certificate"),
		with(etsi, kit.Quiet("psd2-role-as-only/no bank", roles("PSP_AS"))),

		kit.Fires("role-none-offered/issuing instruments only", roles("PSP_IC"), "role-none-offered"),
		kit.Fires("role-none-offered/two roles", roles("PSP_IC", "PSP_AS"), "role-none-offered"),
		kit.Fires("role-none-offered/Unspecified beside another", roles("Unspecified", "PSP_IC"), "role-none-offered",
			"psd2-role-unspecified-mixed"),
		kit.Fires("role-none-offered/outside the table", psd2(func(p *testpki.PSD2) {
			foreignRole("PSP_XY")(p)
			p.Roles = p.Roles[1:]
		}), "role-none-offered", "psd2-role-oid-unknown"),
		with(registered(ident.RoleAI), kit.Fires("role-none-offered/registered for another", roles("PSP_IC"),
			"role-none-offered", "renewal-role-lost")),
		kit.Quiet("role-none-offered/beside PSP_PI", roles("PSP_IC", "PSP_PI"), "role-not-offered-in-certificate"),
		with(etsi, kit.Quiet("role-none-offered/no bank", roles("PSP_IC"))),

		with(check.Options{Requested: []string{"PSP_AI"}},
			kit.Fires("role-certificate-unused/one of two", nil, "role-certificate-unused")),
		with(registered(ident.RolePI),
			kit.Quiet("role-certificate-unused/of a registered client", nil, "role-not-registered")),
		with(registered(ident.RoleAI, ident.RolePI, ident.RoleIC),
			kit.Quiet("role-certificate-unused/registered for more", nil, "renewal-role-lost")),
		kit.Quiet("role-certificate-unused/registration not known", nil),

		with(registered(ident.RoleAI, ident.RolePI),
			kit.Fires("renewal-role-lost/one of two", roles("PSP_AI"), "renewal-role-lost")),
		with(registered(ident.RoleAI, ident.RolePI), kit.Quiet("renewal-role-lost/roles that cannot be read",
			psd2(func(p *testpki.PSD2) { p.Flattened = true }), "psd2-roles-flattened")),
		with(previous(roles("PSP_AI", "PSP_PI")), kit.Fires("renewal-role-lost/one of two of the certificate before",
			roles("PSP_AI"), "renewal-role-lost", "renewal-same-key")),
		with(previous(roles("PSP_AI")),
			kit.Quiet("renewal-role-lost/more than before", nil, "renewal-same-key")),
		with(check.Options{Roles: []ident.Role{ident.RoleAI}, Previous: certificate(nil)},
			kit.Quiet("renewal-role-lost/not registered for it", roles("PSP_AI"), "renewal-same-key")),

		with(previous(orgID("PSDDK-DFSA-97351843")),
			kit.Fires("renewal-orgid-changed/other number", nil, "renewal-orgid-changed", "renewal-same-key")),
		with(previous(orgID("VATDK-97351842")),
			kit.Fires("renewal-orgid-changed/VAT number before", nil, "renewal-orgid-changed", "renewal-same-key")),
		with(previous(attribute(testpki.OIDOrganization, "Fixture Pay A/S")),
			kit.Quiet("renewal-orgid-changed/other name", nil, "renewal-same-key")),

		kit.Fires("trusted-list-not-checked/no lists", nil, "trusted-list-not-checked"),
		{Name: "trusted-list-not-checked/no leaf", Near: true, Files: withoutLeaf, Want: []string{"type-ca"}},

		kit.Fires("revocation-not-checked/responder", nil, "revocation-not-checked"),
		kit.Fires("revocation-not-checked/list only", func(s *testpki.Spec) {
			s.Drop(testpki.OIDAuthorityInfoAccess)
		}, "aia-missing", "revocation-not-checked"),
		kit.Fires("revocation-not-checked/neither", func(s *testpki.Spec) {
			s.Drop(testpki.OIDAuthorityInfoAccess, testpki.OIDCRLDistributionPoints)
		}, "aia-missing", "revocation-info-missing", "revocation-not-checked"),
		{Name: "revocation-not-checked/no leaf", Near: true, Files: withoutLeaf, Want: []string{"type-ca"}},

		kit.Fires("psd2-register-not-checked/number", nil, "psd2-register-not-checked"),
		kit.Fires("psd2-register-not-checked/VAT number", orgID("VATDK-97351842"), "psd2-orgid-not-psd",
			"psd2-register-not-checked"),
		kit.Quiet("psd2-register-not-checked/nothing says PSD2", kit.As(testpki.PlainQWAC), "type-plain-qwac"),
	}
}

// provider makes the holder one of another country: subject, organizationIdentifier and NCAId agree.
func provider(country, authority string, number ...string) kit.Edit {
	return func(s *testpki.Spec) {
		s.Subject.Set(testpki.OIDCountry, country)
		s.Subject.Set(testpki.OIDOrganizationIdentifier,
			"PSD"+country+"-"+authority+"-"+strings.Join(append(number, "97351842")[:1], ""))
		s.SetNCA(country+"-"+authority, "Authority of "+country)
	}
}
