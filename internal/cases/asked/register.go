package asked

import (
	"bytes"
	"time"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/check"
	"qwac/pkg/register"
)

// Register is the index of a register with these entities.
func Register(entities ...testpki.RegisterEntity) *register.Index {
	document := testpki.RegisterJSON(entities...)
	x, _, err := register.Import(bytes.NewReader(document), int64(len(document)), kit.At())
	if err != nil {
		panic("cases: " + err.Error())
	}
	return x
}

// institution is the holder of the clean leaf in the register, changed.
func institution(changes ...func(*testpki.RegisterEntity)) testpki.RegisterEntity {
	e := testpki.Institution(testpki.Number)
	for _, change := range changes {
		change(&e)
	}
	return e
}

// registerCases are about the register of payment institutions (S47 to S52).
func registerCases() []kit.Case {
	in := func(entities ...testpki.RegisterEntity) check.Options {
		return check.Options{Register: Register(entities...)}
	}
	number := func(n string) func(*testpki.RegisterEntity) {
		return func(e *testpki.RegisterEntity) { e.Numbers, e.Code = []string{n}, "DK_DFSA!X"+n }
	}
	dates := func(days ...string) func(*testpki.RegisterEntity) {
		return func(e *testpki.RegisterEntity) { e.Dates = days }
	}
	services := func(list ...testpki.RegisterService) func(*testpki.RegisterEntity) {
		return func(e *testpki.RegisterEntity) { e.Services = list }
	}
	emoney := func(e *testpki.RegisterEntity) { e.Kind = "PSD_EMI" }
	clean := institution()
	stands := in(clean)
	old := in(institution(func(e *testpki.RegisterEntity) { e.Version = "20260731120000000" }))
	old31 := in(institution(func(e *testpki.RegisterEntity) { e.Version = "20260802120000000" }))
	at := func(o check.Options, t time.Time) check.Options { o.At = t; return o }
	return []kit.Case{
		with(stands, kit.Quiet("psd2-register-no-entry/there", nil)),
		with(in(testpki.Institution("1234567")),
			kit.Fires("psd2-register-no-entry/other number", nil, "psd2-register-no-entry")),
		with(in(testpki.RegisterAgent(testpki.Institution("1234567"), testpki.Number), testpki.Institution("1234567")),
			kit.Fires("psd2-register-no-entry/an agent's", nil, "psd2-register-no-entry")),
		with(in(institution(func(e *testpki.RegisterEntity) { e.Owner, e.Code = "SE_FINA", "SE_FINA!1" })),
			kit.Fires("psd2-register-no-entry/other country", nil, "psd2-register-no-entry")),
		with(in(institution(dates("27.03.2019"))),
			kit.Fires("psd2-register-no-entry/dates that are none", nil, "psd2-register-no-entry")),
		with(in(institution(func(e *testpki.RegisterEntity) { e.Kind = "PSD_NEW" })),
			kit.Fires("psd2-register-no-entry/kind that is not known", nil, "psd2-register-no-entry")),
		with(stands, kit.Quiet("psd2-register-no-entry/no number to look up", orgID("VATDK-11111111"),
			"psd2-orgid-not-psd")),

		with(in(institution(dates("2019-03-27", "2026-08-27"))),
			kit.Fires("psd2-register-withdrawn/five days ago", nil, "psd2-register-withdrawn")),
		with(in(institution(dates("2026-09-02"))),
			kit.Fires("psd2-register-withdrawn/not yet authorised", nil, "psd2-register-withdrawn")),
		with(sandboxed(in(institution(dates("2019-03-27", "2026-08-27")))),
			kit.Fires("psd2-register-withdrawn/sandbox", nil, "psd2-register-withdrawn:notice")),
		with(in(institution(dates("2019-03-27", "2020-01-01", "2020-02-01"))),
			kit.Quiet("psd2-register-withdrawn/authorised again", nil)),
		with(in(institution(dates("2019-03-27", "2026-09-02"))),
			kit.Quiet("psd2-register-withdrawn/from tomorrow on", nil)),
		with(in(institution(dates("2019-03-27", "2026-08-27")), institution(emoney, dates("2026-08-27"))),
			kit.Quiet("psd2-register-withdrawn/e-money institution since", nil)),

		with(in(institution(services(testpki.RegisterService{Country: "DK", Codes: []string{"PS_080"}}))),
			kit.Fires("psd2-register-role-beyond/payment initiation", nil, "psd2-register-role-beyond")),
		with(in(institution(services())),
			kit.Fires("psd2-register-role-beyond/no service", nil, "psd2-register-role-beyond")),
		with(stands, kit.Fires("psd2-register-role-beyond/accounts and cards", roles("PSP_AS", "PSP_IC", "PSP_AI"),
			"psd2-register-role-beyond", "role-not-offered-in-certificate")),
		with(stands, kit.Quiet("psd2-register-role-beyond/fewer than there", roles("PSP_AI"))),
		with(in(institution(services(testpki.RegisterService{Country: "DK",
			Codes: []string{"PS_05A", "PS_03C", "PS_080"}}))),
			kit.Quiet("psd2-register-role-beyond/covered", roles("PSP_AS", "PSP_IC", "PSP_AI"),
				"role-not-offered-in-certificate")),

		with(in(institution(services(testpki.RegisterService{Country: "SE", Codes: []string{"PS_070", "PS_080"}}))),
			kit.Fires("psd2-register-not-passported/Sweden alone", nil, "psd2-register-not-passported")),
		with(in(institution(services(testpki.RegisterService{Country: "DK", Codes: []string{"PS_070", "PS_080"}}))),
			kit.Quiet("psd2-register-not-passported/Denmark alone", nil)),

		with(in(institution(number("097351842"))),
			kit.Fires("psd2-register-spelling/zero", nil, "psd2-register-spelling")),
		with(in(institution(number("12345678 / 97351842"))),
			kit.Fires("psd2-register-spelling/two numbers", nil, "psd2-register-spelling")),
		with(in(institution(number("9735-1842"))), kit.Quiet("psd2-register-spelling/hyphen", nil)),
		with(in(institution(number("9735 18 42"))), kit.Quiet("psd2-register-spelling/blanks", nil)),

		with(old, kit.Fires("psd2-register-stale/32 days", nil, "psd2-register-stale")),
		with(old31, kit.Quiet("psd2-register-stale/30 days", nil)),
		with(at(old31, kit.At().AddDate(0, 0, 1)),
			kit.Fires("psd2-register-stale/31 days", nil, "psd2-register-stale")),
	}
}
