package register_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/ident"
	"qwac/pkg/register"
)

func load(t testing.TB, document []byte) (*register.Index, register.Notes, error) {
	t.Helper()
	return register.Import(bytes.NewReader(document), int64(len(document)), testpki.At())
}

func mustLoad(t testing.TB, entities ...testpki.RegisterEntity) *register.Index {
	t.Helper()
	x, _, err := load(t, testpki.RegisterJSON(entities...))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// entity is an institution of an authority with numbers.
func entity(owner, code string, numbers ...string) testpki.RegisterEntity {
	e := testpki.Institution("1")
	e.Owner, e.Code, e.Numbers = owner, code, numbers
	return e
}

// TestSpellings finds a number in every spelling, and tells one that is another.
func TestSpellings(t *testing.T) {
	for _, tt := range []struct {
		owner, code, there, authority, asked string
		want                                 register.How // NotEqual: nothing is taken
	}{
		{"FI_FIN-FSA", "c!9", "0111027-9", "FI-FINFSA", "0111027-9", register.Same},
		{"FI_FIN-FSA", "c!9", "0111027-9", "FI-FINFSA", "01110279", register.Same},
		{"FI_FIN-FSA", "c!9", "01110279", "FI-FINFSA", "0111027-9", register.Same},
		{"FI_FIN-FSA", "c!9", "0111027_9", "FI-FINFSA", "0111027 9", register.Same},
		{"DK_DFSA", "c!9", "FT 1234", "DK-DFSA", "ft1234", register.Same},
		{"DK_DFSA", "c!9", " 1234\u00a0567 ", "DK-DFSA", "1234567", register.Same},
		{"DK_DFSA", "c!9", "1234\u2013567", "DK-DFSA", "1234-567", register.Same}, // en dash
		{"DK_DFSA", "c!9", "\uff11\uff12\uff13\uff14", "DK-DFSA", "1234", register.Same},
		{"LV_LV", "c!9", "40003", "LV-BL", "40003", register.Same}, // the authority is spelled otherwise
		{"GR_BOG", "c!9", "77", "EL-BOG", "77", register.Same},
		{"FR_ACPR", "FR_ACPR!384558", "901234567", "FR-ACPR", "384558", register.ByCode},
		{"LT_BL", "LT_LT_BL_277289060", "LB1", "LT-BL", "277289060", register.ByCode},

		{"DK_DFSA", "c!9", "0001234", "DK-DFSA", "1234", register.Spelled},
		{"DK_DFSA", "c!9", "1234", "DK-DFSA", "0001234", register.Spelled},
		{"DK_DFSA", "c!9", "12.345", "DK-DFSA", "12345", register.Spelled},
		{"DK_DFSA", "c!9", "7/2019", "DK-DFSA", "72019", register.Spelled},
		{"IT_BI", "c!9", "IT104749184", "IT-BI", "104749184", register.Spelled},
		{"IT_BI", "c!9", "104749184", "IT-BI", "VATIT-104749184", register.Spelled},
		{"FR_ACPR", "c!9", "CIB 17328", "FR-ACPR", "17328", register.Spelled},
		{"FR_ACPR", "c!9", "17328", "FR-ACPR", "CIB 17328", register.Spelled},
		{"IE_CBI", "c!9", "C058301", "IE-CBI", "C58301", register.Spelled},
		{"DK_DFSA", "c!9", "PSDDK-DFSA-4711", "DK-DFSA", "4711", register.Spelled},
		{"DK_DFSA", "c!9", "4711", "DK-DFSA", "PSD_PI!DK_DFSA!4711", register.Spelled},

		{"DK_DFSA", "c!9", "123456 / 654321", "DK-DFSA", "654321", register.PartOf},
		{"DK_DFSA", "c!9", "123456, 654321", "DK-DFSA", "123456", register.PartOf},
		{"DK_DFSA", "c!9", "654321", "DK-DFSA", "123456;654321", register.PartOf},
		{"DK_DFSA", "c!9", "654321 (123456)", "DK-DFSA", "123456", register.PartOf},

		{"IE_CBI", "c!9", "C58301", "IE-CBI", "A58301", register.NotEqual},
		{"IE_CBI", "c!9", "58301A", "IE-CBI", "58301", register.NotEqual},
		{"DK_DFSA", "c!9", "12345", "DK-DFSA", "123456", register.NotEqual},
		{"DK_DFSA", "c!9", "12345", "SE-FINA", "12345", register.NotEqual},
		{"DK_DFSA", "c!9", "IP0012/2019", "DK-DFSA", "2019", register.NotEqual}, // a year is no number
		{"DK_DFSA", "c!9", "123450", "DK-DFSA", "12345", register.NotEqual},
	} {
		x := mustLoad(t, entity(tt.owner, tt.code, tt.there), testpki.Institution("999"))
		a := x.Ask(tt.authority, tt.asked)
		got := register.NotEqual
		if len(a.Matches) > 0 {
			got = a.Matches[0].How
		}
		if got != tt.want || len(a.Matches) > 1 {
			t.Errorf("%q of %s, asked %q: %q, want %q: %+v", tt.there, tt.owner, tt.asked, got, tt.want, a)
		}
	}
}

// TestAmbiguous: where a spelling fits two institutions, neither is taken, and both are named.
func TestAmbiguous(t *testing.T) {
	x := mustLoad(t, entity("IE_CBI", "IE_CBI!a1", "C58301"), entity("IE_CBI", "IE_CBI!a2", "A58301"))
	if a := x.Ask("IE-CBI", "58301"); len(a.Matches) != 0 || len(a.Near) != 2 {
		t.Errorf("%+v", a)
	}
	if a := x.Ask("IE-CBI", "C058301"); len(a.Matches) != 1 || a.Matches[0].Number != "C58301" {
		t.Errorf("%+v", a)
	}
	if a := x.Ask("SE-FINA", "C58301"); len(a.Matches) != 0 || len(a.Near) != 1 {
		t.Errorf("%+v", a)
	}
}

// TestProperty: a number that is written with separators, in another case and with other blanks is found as the same,
// and no other number of the same country is.
func TestProperty(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var all []testpki.RegisterEntity
	const digits = "0123456789ABCDEFGHJK"
	for i := range 500 {
		n := []byte(fmt.Sprintf("%c", 'A'+i%20))
		for range 4 + r.IntN(8) {
			n = append(n, digits[r.IntN(len(digits))])
		}
		all = append(all, entity("DK_DFSA", fmt.Sprintf("DK_DFSA!x%d", i), fmt.Sprintf("%s%03d", n, i)))
	}
	x := mustLoad(t, all...)
	for i, e := range all {
		var asked strings.Builder
		for _, c := range e.Numbers[0] {
			if r.IntN(3) == 0 && asked.Len() > 0 {
				asked.WriteString([]string{"-", " ", "_", "\u2010", "\u00a0"}[r.IntN(5)])
			}
			asked.WriteString([]string{string(c), strings.ToLower(string(c))}[r.IntN(2)])
		}
		a := x.Ask("DK-DFSA", asked.String())
		if len(a.Matches) != 1 || a.Matches[0].Code != all[i].Code || a.Matches[0].How != register.Same {
			t.Fatalf("%q as %q: %+v", e.Numbers[0], asked.String(), a)
		}
	}
}

// TestState follows the dates: odd ones authorise, even ones withdraw.
func TestState(t *testing.T) {
	day := func(s string) register.Day {
		e := testpki.Institution("1")
		e.Dates = []string{s}
		a := mustLoad(t, e).Ask("", "1")
		return a.Matches[0].Days[0]
	}
	for _, tt := range []struct {
		at    string
		dates []string
		want  register.State
		since string
	}{
		{"2026-09-01", []string{"2023-03-23"}, register.Authorised, "2023-03-23"},
		{"2026-09-01", []string{"2023-03-23", "2026-08-27"}, register.Withdrawn, "2026-08-27"},
		{"2026-08-27", []string{"2023-03-23", "2026-08-27"}, register.Withdrawn, "2026-08-27"},
		{"2026-08-26", []string{"2023-03-23", "2026-08-27"}, register.Authorised, "2023-03-23"},
		{"2020-01-01", []string{"2023-03-23", "2026-08-27"}, register.NotYet, "2023-03-23"},
		{"2026-09-01", []string{"2015-03-27", "2019-04-12", "2020-01-01"}, register.Authorised, "2020-01-01"},
		{"2026-09-01", []string{"2020-01-01", "2020-01-01"}, register.Withdrawn, "2020-01-01"},
		{"2026-09-01", []string{"2020-01-01", "2019-01-01"}, register.Unknown, ""},
		{"2026-09-01", []string{"01.01.2020"}, register.Unknown, ""},
		{"2026-09-01", nil, register.Unknown, ""},
	} {
		e := testpki.Institution("1")
		e.Dates = tt.dates
		m := mustLoad(t, e).Ask("DK-DFSA", "1").Matches[0]
		state, since := m.At(day(tt.at).Time())
		if state != tt.want || tt.since != "" && since != day(tt.since) {
			t.Errorf("%v at %s: %s since %s", tt.dates, tt.at, state, since)
		}
	}
}

// TestCovers compares roles with services.
func TestCovers(t *testing.T) {
	e := testpki.Institution("1")
	e.Services = []testpki.RegisterService{{Country: "FI", Codes: []string{"PS_070", "PS_080"}},
		{Country: "EL", Codes: []string{"PS_080"}}, {Country: "SE", Codes: []string{"PS_03C", "PS_05A"}}}
	m := mustLoad(t, e).Ask("DK-DFSA", "1").Matches[0]
	for _, tt := range []struct {
		role       ident.Role
		country    string
		needs, has bool
	}{
		{ident.RolePI, "", true, true}, {ident.RolePI, "FI", true, true}, {ident.RolePI, "GR", true, false},
		{ident.RoleAI, "GR", true, true}, {ident.RoleAI, "SE", true, false}, {ident.RoleAS, "SE", true, true},
		{ident.RoleIC, "", true, true}, {ident.RoleIC, "FI", true, false}, {ident.RoleUnspecified, "", false, false},
		{ident.RoleVOPRS, "", false, false},
	} {
		if needs, has := m.Covers(tt.role, tt.country); needs != tt.needs || has != tt.has {
			t.Errorf("%s in %q: %v %v", tt.role, tt.country, needs, has)
		}
	}
}

// TestNames finds institutions by native and Latin names, and never agents.
func TestNames(t *testing.T) {
	e := testpki.Institution("1")
	e.Names = []string{"Фикстура ЕООД ", "Fikstura E\u0301OOD"}
	x := mustLoad(t, e, testpki.RegisterAgent(e, "77"))
	for _, name := range []string{"фикстура еоод", "FIKSTURA EOOD", "fikstura éood", "Fikstura, EOOD."} {
		if got := x.Named(name, "DK", true); len(got) != 1 || got[0].Name() != "Fikstura E\u0301OOD" {
			t.Errorf("%q: %+v", name, got)
		}
	}
	if got := x.Named("Fixture Agent", "", false); len(got) != 0 {
		t.Errorf("an agent has its name in the index: %+v", got)
	}
	if bytes.Contains(x.Bytes(), []byte("Fixture Agent")) {
		t.Error("the name of an agent is in the index")
	}
	a := x.Ask("DK-DFSA", "77")
	if len(a.Matches) != 1 || a.Matches[0].Of == nil || a.Matches[0].Of.Code != e.Code ||
		len(a.Own(testpki.At())) != 0 {
		t.Errorf("agent: %+v", a)
	}
}

// TestTolerated: what is odd and does no harm is read, and named.
func TestTolerated(t *testing.T) {
	e := testpki.Institution("1")
	e.Extra = `"Newcomer":{"a":[1,-2.5e3,true,null]},`
	older := testpki.Institution("1")
	older.Version, older.Names = "20200101000000000", []string{"Older"}
	unknown := testpki.Institution("2")
	unknown.Kind, unknown.Code = "PSD_NEW", "DK_DFSA!2"
	document := bytes.Replace(testpki.RegisterJSON(older, e, e, unknown), []byte(`{"ENT_ADD"`),
		[]byte(`{"ENT_NEU":"x"},{"ENT_ADD"`), 1)
	x, notes, err := load(t, append([]byte("\ufeff"), document...))
	if err != nil {
		t.Fatal(err)
	}
	if notes.Entities != 2 || notes.Duplicates != 2 || fmt.Sprint(notes.Keys) != "[ENT_NEU Newcomer]" {
		t.Errorf("%+v", notes)
	}
	if a := x.Ask("DK-DFSA", "1"); len(a.Matches) != 1 || a.Matches[0].Name() != "Fixture Payments A/S" {
		t.Errorf("not the newest: %+v", a)
	}
	if a := x.Ask("DK-DFSA", "2"); len(a.Own(testpki.At())) != 0 {
		t.Error("a kind that is not known is taken for an institution")
	}
	entities := document[bytes.Index(document, []byte(`,[{`))+1 : bytes.LastIndexByte(document, ']')]
	flat := bytes.TrimSpace(entities) // one array in the place of an array of arrays
	if _, n, err := load(t, flat); err != nil || n.Entities != 2 {
		t.Errorf("one array: %v, %+v", err, n)
	}
}

// TestDamaged refuses a file that is cut anywhere, and one that is something else, whole and with the next step.
func TestDamaged(t *testing.T) {
	document := testpki.RegisterJSON(testpki.Institution("1"), testpki.Institution("2"))
	packed := testpki.RegisterZIP(document)
	whole := len(bytes.TrimRight(document, "\n"))
	for cut := range whole {
		if x, _, err := load(t, document[:cut]); err == nil || x != nil {
			t.Fatalf("cut at %d of %d: %v", cut, whole, err)
		}
	}
	for cut := 1; cut < len(packed); cut += 7 {
		if x, _, err := load(t, packed[:cut]); err == nil || x != nil {
			t.Fatalf("archive cut at %d: %v", cut, err)
		}
	}
	for i := range packed { // a bit in the archive
		changed := bytes.Clone(packed)
		changed[i] ^= 0x10
		if x, _, err := load(t, changed); err == nil && x.Source.Entities != 2 {
			t.Fatalf("byte %d changed: %d entities", i, x.Source.Entities)
		}
	}
	other := testpki.Zip(map[string][]byte{"r.json": document, "r.json.sha256": []byte(strings.Repeat("0", 64))},
		"r.json", "r.json.sha256")
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"empty":     {nil, "it is empty"},
		"page":      {[]byte("<!DOCTYPE html><html>"), "HTML or XML"},
		"PEM":       {testpki.Clean().Leaf.PEM(), "PEM file"},
		"metadata":  {[]byte(`{"golden_copy_path_context":"https://a.example/"}`), "description of the download"},
		"no entity": {[]byte(`[[{"disclaimer":"x"}],[]]`), "no entity"},
		"object":    {[]byte(`{"a":1}`), "want an array"},
		"behind":    {append(bytes.Clone(document), '1'), "the end of the file"},
		"digest":    {other, "SHA-256"},
		"two": {testpki.Zip(map[string][]byte{"a.json": document, "b.json": document}, "a.json", "b.json"),
			"more than one"},
		"none":      {testpki.Zip(map[string][]byte{"a.txt": document}, "a.txt"), "no JSON file"},
		"not UTF-8": {bytes.Replace(document, []byte("Fixture Town"), []byte("Fixture \xff"), 1), "UTF-8"},
		"half":      {bytes.Replace(document, []byte(`"EntityType":"PSD_PI",`), nil, 1), "lacks"},
		"twice": {bytes.Replace(document, []byte(`"EntityType"`), []byte(`"EntityType":"PSD_AG","EntityType"`), 1),
			"twice"},
		"long text": {bytes.Replace(document, []byte("Fixture Town"), bytes.Repeat([]byte("x"), 70_000), 1),
			"more than 64 KiB"},
		"deep": {bytes.Replace(document, []byte(`"Fixture Town"`),
			[]byte(strings.Repeat("[", 99)+strings.Repeat("]", 99)), 1), "levels deep"},
		"many codes": {bytes.Replace(document, []byte(`["PS_070","PS_080"]`),
			[]byte(`["a"`+strings.Repeat(`,"a"`, 300)+`]`), 1), "more than 200 values"},
	} {
		_, _, err := load(t, tt.data)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
		var e *register.Error
		if err != nil && !errors.As(err, &e) {
			t.Errorf("%s: %T", name, err)
		}
	}
	bomb := testpki.Zip(map[string][]byte{"r.json": bytes.Repeat([]byte(" "), 8<<20)}, "r.json")
	if _, _, err := load(t, bomb); err == nil || !strings.Contains(err.Error(), "would unpack") {
		t.Errorf("bomb: %v", err)
	}
}

// TestIndex: every damaged index is refused, or answers without a panic.
func TestIndex(t *testing.T) {
	data := mustLoad(t, testpki.Institution("1"), testpki.Institution("2")).Bytes()
	for i := range data {
		changed := bytes.Clone(data)
		changed[i] ^= 0x41
		if _, err := register.Decode(changed); !errors.Is(err, register.ErrIndex) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
	}
	for cut := range data {
		if _, err := register.Decode(data[:cut]); !errors.Is(err, register.ErrIndex) {
			t.Fatalf("cut at %d: %v", cut, err)
		}
	}
}
