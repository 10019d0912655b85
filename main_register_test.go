package main

import (
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"qwac/internal/testpki"
)

// writeRegister writes a register of payment institutions, packed if the name says so. KIND is what is said of the
// holder of the clean leaf: clean, withdrawn, ais (account information alone), agent, absent, older (a month before),
// odd (entries and keys that are tolerated), or half (cut off).
func writeRegister(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: register FILE KIND")
	}
	holder, other := testpki.Institution(testpki.Number), testpki.Institution("FT 1234")
	other.Owner, other.Code, other.Names = "FI_FIN-FSA", "FI_FIN-FSA!FT1234", []string{"Фикстура", "Fixture Oy"}
	entities := []testpki.RegisterEntity{other, testpki.RegisterAgent(other, "5550001")}
	switch args[1] {
	case "withdrawn":
		holder.Dates = append(holder.Dates, "2026-08-27")
	case "ais":
		holder.Services = []testpki.RegisterService{{Country: "FI", Codes: []string{"PS_080"}}}
	case "agent":
		holder = testpki.RegisterAgent(other, testpki.Number)
	case "absent":
		holder = testpki.Institution("97351843")
	case "older":
		holder.Version, entities = "20260731120000000", nil
	case "odd":
		holder.Extra = `"Newcomer":1,`
		entities = append(entities, entities...)
	}
	data := testpki.RegisterJSON(append(entities, holder)...)
	if args[1] == "half" {
		data = data[:len(data)/2]
	}
	if strings.HasSuffix(args[0], ".zip") {
		data = testpki.RegisterZIP(data)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}

// writeEDS writes a local file of the EPC Directory Service with the holder of the clean leaf. FORM is json, xml or
// csv.
func writeEDS(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: eds FILE FORM")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), testpki.EDS(args[1], testpki.VOPParticipant()), 0o644))
}
