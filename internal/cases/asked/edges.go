package asked

import (
	"encoding/asn1"
	"slices"
	"strings"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/ident"
	"qwac/pkg/revocation"
)

// edgeCases are about the borders of what stands beside the certificate: bank, predecessor, lists and registers.
func edgeCases() []kit.Case {
	return slices.Concat(edgeRegisteredCases(), edgeRegisterCases(), edgeListCases(), edgeEvidenceCases())
}

func edgeRegisteredCases() []kit.Case {
	onlyCAs := func(name string, o check.Options) kit.Case {
		return kit.Case{Name: name, Near: true, Files: withoutLeaf, Options: o, Want: []string{"type-ca"}}
	}
	unknown := testpki.Role{OID: asn1.ObjectIdentifier{0, 4, 0, 19495, 1, 99}, Name: testpki.UTF8("PSP_XY")}
	list := func(roles ...testpki.Role) kit.Edit { return psd2(func(p *testpki.PSD2) { p.Roles = roles }) }
	registered := check.Options{Roles: []ident.Role{ident.RoleAI}}
	asked := func(roles ...string) check.Options { return check.Options{Requested: roles} }
	both := asked("PSP_AI")
	both.Roles = []ident.Role{ident.RoleAI, ident.RolePI}
	before := func(change kit.Edit) check.Options { return check.Options{Previous: certificate(change)} }
	beside := func(seal kit.Edit) check.Options { return check.Options{Seal: certificate(seal)} }
	return []kit.Case{
		onlyCAs("role-not-registered/only CAs", registered),
		onlyCAs("role-certificate-unused/only CAs", asked("PSP_AI")),
		with(both, kit.Quiet("role-certificate-unused/registered for the other", nil)),
		kit.Fires("role-none-offered/account servicing and one outside the table",
			list(testpki.RoleNamed("PSP_AS", "PSP_AS"), unknown), "role-none-offered", "psd2-role-oid-unknown"),
		kit.Fires("role-none-offered/one role twice", roles("PSP_IC", "PSP_IC"), "role-none-offered",
			"psd2-role-duplicate"),
		with(check.Options{Profile: bank.Named("etsi")}, kit.Fires("role-none-offered/no bank, outside the table",
			list(unknown), "role-none-offered", "psd2-role-oid-unknown")),
		with(asked("AISP", "AISP", "PSP_AI", "PSP_PI"), kit.Fires("role-request-syntax/one word twice", nil,
			"role-request-syntax", "role-request-duplicate")),

		with(before(nil), kit.Quiet("renewal-same-key/the certificate itself", nil, "renewal-same-certificate")),
		with(before(nil), kit.Fires("renewal-same-certificate/the certificate itself", nil,
			"renewal-same-certificate")),
		onlyCAs("renewal-same-certificate/only CAs", before(nil)),
		with(before(nil), kit.Quiet("renewal-same-key/another kind", kit.As(testpki.PlainTLS), "type-plain-tls")),
		with(before(nil), kit.Quiet("renewal-orgid-changed/another kind", kit.As(testpki.PlainTLS), "type-plain-tls")),
		with(beside(kit.As(testpki.QSealC)), kit.Quiet("type-pair-roles-differ/QWAC without PSD2",
			kit.As(testpki.PlainQWAC), "type-plain-qwac")),
		with(beside(roles("PSP_AI")), kit.Quiet("type-pair-roles-differ/two QWACs", nil)),
		with(beside(kit.As(testpki.QSealC, ncaID("DK-XYZ"))), kit.Fires("type-pair-roles-differ/authority alone", nil,
			"type-pair-roles-differ")),
	}
}

func edgeRegisterCases() []kit.Case {
	const unasked = "psd2-register-not-checked"
	in := func(changes ...func(*testpki.RegisterEntity)) check.Options {
		return check.Options{Register: Register(institution(changes...))}
	}
	services := func(country string, codes ...string) func(*testpki.RegisterEntity) {
		return func(e *testpki.RegisterEntity) {
			e.Services = []testpki.RegisterService{{Country: country, Codes: codes}}
		}
	}
	gone := func(e *testpki.RegisterEntity) { e.Dates = []string{"2019-03-27", "2026-08-27"} }
	etsi := func(o check.Options) check.Options { o.Profile = bank.Named("etsi"); return o }
	flattened := psd2(func(p *testpki.PSD2) { p.Flattened = true })
	vop := check.Options{Profile: bank.Named("epc-vop")}
	return []kit.Case{
		with(in(), kit.Quiet(unasked+"/asked", nil)),
		kit.Fires(unasked+"/malformed number", orgID("PSDDK DFSA 97351842"), "psd2-orgid-malformed", unasked),
		kit.Fires(unasked+"/neither number nor authority", then(orgID("VATDK-97351842"), ncaID("")),
			"psd2-ncaid-malformed", "psd2-orgid-not-psd", unasked),
		with(etsi(in(services("SE", "PS_070", "PS_080"))),
			kit.Quiet("psd2-register-not-passported/no bank", nil)),
		with(in(services("SE", "PS_070", "PS_080", "PS_05A")), kit.Fires(
			"psd2-register-not-passported/a role beside those of the bank", roles("PSP_AI", "PSP_IC"),
			"psd2-register-not-passported", "role-not-offered-in-certificate")),
		with(etsi(in(services("DK", "PS_070"))),
			kit.Fires("psd2-register-role-beyond/no bank", nil, "psd2-register-role-beyond")),
		with(in(gone, services("DK", "PS_070")),
			kit.Quiet("psd2-register-role-beyond/withdrawn", nil, "psd2-register-withdrawn")),
		with(in(services("DK", "PS_070")), kit.Quiet("psd2-register-role-beyond/roles that cannot be read", flattened,
			"psd2-roles-flattened")),
		with(in(services("DK", "PS_070", "PS_080")),
			kit.Quiet("psd2-register-role-beyond/role that needs no service", roles("PSP_AI", "PSP_PI", "VOP_RS"),
				"role-not-offered-in-certificate")),
		with(vop, kit.Quiet("eds-not-checked/no PSD2", kit.As(testpki.PlainQWAC), "type-plain-qwac")),
		{Name: "eds-not-checked/only CAs", Near: true, Files: withoutLeaf, Options: vop, Want: []string{"type-ca"}},
	}
}

func edgeListCases() []kit.Case {
	return []kit.Case{
		{Name: "chain-issuer-not-on-trusted-list/only CAs", Near: true, Files: withoutLeaf, Options: listed(),
			Want: []string{"type-ca"}},
		kit.Fires("revocation-not-checked/address of 3,000 characters", func(s *testpki.Spec) {
			s.Drop(testpki.OIDAuthorityInfoAccess)
			s.Set(testpki.CRLDistributionPoints("http://crl.fixture-trust.example/" + strings.Repeat("a", 3000)))
		}, "aia-missing", "revocation-not-checked"),
		with(check.Options{Require: []string{"revocation"}}, kit.Fires("check-required-not-passed/failed",
			roles("PSP_IC"), "role-none-offered", "check-required-not-passed")),
		{Name: "check-required-not-passed/root left out where it may be", Options: check.Options{
			Profile: bank.Named("etsi"), Require: []string{"path"}},
			Files: func(c testpki.Chain) []kit.Input { return kit.ThreeFiles(c)[:2] },
			Want:  []string{"check-required-not-passed", "chain-root-missing"}},
		with(check.Options{Require: []string{"roles"}}, kit.Fires("check-required-not-passed/roles",
			roles("PSP_IC"), "role-none-offered", "check-required-not-passed")),
	}
}

func edgeEvidenceCases() []kit.Case {
	pki := testpki.Clean()
	since := kit.At().AddDate(0, 0, -10)
	hold := testpki.CRL{Issuer: pki.Root, Revoked: []testpki.Revoked{{Cert: pki.Intermediate, Since: since, Reason: 6}}}
	good := testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: []testpki.OCSPAnswer{{Cert: pki.Leaf}}}
	stale := testpki.CRL{Issuer: pki.Intermediate, ThisUpdate: testpki.Updated().AddDate(0, 0, -30)}
	other := testpki.CRL{Issuer: testpki.Issue(testpki.QSealC(), &pki.Intermediate)}
	settled := givenOCSP(good, kit.Fires("revocation-evidence-stale/list, and a response that is good", nil,
		"revocation-evidence-stale:notice"))
	settled.Options.Revocation = append(settled.Options.Revocation, must(revocation.ParseCRL("ca.crl", stale.DER()))...)
	many := func(c kit.Case) kit.Case { c.Options.Many = true; return c }
	return []kit.Case{
		givenCRL(hold, kit.Fires("revocation-revoked/issuing CA on hold", nil, "revocation-revoked")),
		settled,
		many(givenCRL(other, kit.Quiet("revocation-evidence-wrong-issuer/one of many chains", nil))),
		many(givenCRL(stale, kit.Fires("revocation-evidence-stale/one of many chains", nil,
			"revocation-evidence-stale"))),
	}
}
