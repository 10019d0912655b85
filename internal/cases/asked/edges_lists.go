package asked

import (
	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/eds"
)

// edgeListsCases are edgeCases about lists that say other things.
func edgeListsCases() []kit.Case {
	in := func(changes ...func(*testpki.RegisterEntity)) check.Options {
		return check.Options{Register: Register(institution(changes...))}
	}
	services := func(country string, codes ...string) func(*testpki.RegisterEntity) {
		return func(e *testpki.RegisterEntity) {
			e.Services = []testpki.RegisterService{{Country: country, Codes: codes}}
		}
	}
	directory := func(change func(*testpki.Participant)) check.Options {
		p := testpki.VOPParticipant()
		p.NANs = []string{"PSDDK_DFSA_97351842"}
		change(&p)
		d, err := eds.Read(testpki.EDS("json", p))
		if err != nil {
			panic("cases: " + err.Error())
		}
		return check.Options{Profile: bank.Named("epc-vop"), Directory: d, BIC: testpki.BIC}
	}
	code := func(e *testpki.RegisterEntity) { e.Numbers, e.Code = []string{"901234567"}, "DK_DFSA!"+testpki.Number }
	stranger := func(e *testpki.RegisterEntity) {
		e.Numbers, e.Code, e.Names = []string{"55"}, "DK_DFSA!55", []string{"Anden Betaling ApS"}
	}
	differ := psd2(func(p *testpki.PSD2) { p.Roles = []testpki.Role{testpki.RoleNamed("PSP_PI", "PSP_AI")} })
	return []kit.Case{
		with(in(code), kit.Quiet("psd2-register-spelling/in the code of the entry", nil)),
		with(in(stranger), kit.Fires("psd2-register-no-entry/nobody like it", nil, "psd2-register-no-entry")),
		with(in(services("DK", "PS_080")), kit.Quiet("psd2-register-role-beyond/two readings of a role", differ,
			"psd2-role-name-oid-mismatch")),
		with(in(services("SE", "PS_070")), kit.Quiet("psd2-register-not-passported/two readings of a role", differ,
			"psd2-role-name-oid-mismatch")),
		with(in(services("SE", "PS_070", "PS_080")), kit.Quiet("psd2-register-not-passported/roles that cannot be read",
			psd2(func(p *testpki.PSD2) { p.Flattened = true }), "psd2-roles-flattened")),
		with(directory(func(p *testpki.Participant) { p.Roles = []string{"RESPONDER"} }),
			kit.Fires("eds-role/of a number in another spelling", nil, "eds-role", "eds-spelling")),
		with(directory(func(p *testpki.Participant) { p.Ready = "2026-09-02" }),
			kit.Fires("eds-not-ready/of a number in another spelling", nil, "eds-not-ready", "eds-spelling")),
	}
}
