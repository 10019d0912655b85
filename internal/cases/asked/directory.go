package asked

import (
	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/eds"
)

// directoryCases are about the directory of the EPC (S53 to S57).
func directoryCases() []kit.Case {
	in := func(form string, changes ...func(*testpki.Participant)) check.Options {
		p := testpki.VOPParticipant()
		for _, change := range changes {
			change(&p)
		}
		d, err := eds.Read(testpki.EDS(form, p))
		if err != nil {
			panic("cases: " + err.Error())
		}
		return check.Options{Profile: bank.Named("epc-vop"), Directory: d, BIC: testpki.BIC}
	}
	numbers := func(n ...string) func(*testpki.Participant) { return func(p *testpki.Participant) { p.NANs = n } }
	names := func(r ...string) func(*testpki.Participant) { return func(p *testpki.Participant) { p.Roles = r } }
	ready := func(day string) func(*testpki.Participant) { return func(p *testpki.Participant) { p.Ready = day } }
	bic := func(o check.Options, bic string) check.Options { o.BIC = bic; return o }
	return []kit.Case{
		with(in("json", numbers("PSDDK-DFSA-1")),
			kit.Fires("eds-pair-missing/other number", nil, "eds-pair-missing")),
		with(bic(in("json"), "FXTUSESSXXX"), kit.Fires("eds-pair-missing/other BIC", nil, "eds-pair-missing")),
		with(bic(in("xml"), "FXTUDKKKACC"), kit.Fires("eds-pair-missing/BIC of accounts", nil, "eds-pair-missing")),
		with(bic(in("csv", numbers("PSDDK-DFSA-1")), "FXTUNOKKXXX"),
			kit.Fires("eds-pair-missing/neither", nil, "eds-pair-missing")),
		with(in("json"), kit.Quiet("eds-pair-missing/JSON", nil)),
		with(in("xml"), kit.Quiet("eds-pair-missing/XML", nil)),
		with(in("csv"), kit.Quiet("eds-pair-missing/CSV", nil)),
		with(in("csv", numbers("PSDDK-DFSA-1", testpki.OrgID)), kit.Quiet("eds-pair-missing/second of two", nil)),

		with(in("json", numbers("PSDDK_DFSA_97351842")),
			kit.Fires("eds-spelling/underscores", nil, "eds-spelling")),
		with(in("json", numbers("psddk-dfsa-97351842")), kit.Fires("eds-spelling/small letters", nil, "eds-spelling")),
		with(in("json", numbers("097351842")), kit.Fires("eds-spelling/zero", nil, "eds-spelling")),
		with(in("json", numbers("97351842")), kit.Quiet("eds-spelling/number alone", nil)),

		with(in("json", names("RESPONDER")), kit.Fires("eds-role/responder", nil, "eds-role")),
		with(in("json", names()), kit.Fires("eds-role/none", nil, "eds-role")),
		with(in("json", names("VOP Requesting PSP")), kit.Quiet("eds-role/in other words", nil)),

		with(in("json", ready("2026-09-02")), kit.Fires("eds-not-ready/tomorrow", nil, "eds-not-ready")),
		with(in("json", ready("soon")), kit.Fires("eds-not-ready/no date", nil, "eds-not-ready")),
		with(in("json", ready("2026-09-01")), kit.Quiet("eds-not-ready/today", nil)),
		with(in("json", ready("")), kit.Quiet("eds-not-ready/not said", nil)),

		with(check.Options{Profile: bank.Named("epc-vop")},
			kit.Fires("eds-not-checked/no file", nil, "eds-not-checked")),
		with(check.Options{Profile: bank.Named("etsi")}, kit.Quiet("eds-not-checked/no such scheme", nil)),
	}
}
