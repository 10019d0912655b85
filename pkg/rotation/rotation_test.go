package rotation_test

import (
	"bytes"
	stdcmp "cmp"
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"qwac/pkg/compare"
	"qwac/pkg/rotation"
	"qwac/pkg/yamlfile"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := rotation.Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("banks.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("banks.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON is a value as a JSON document.
func asJSON(t *testing.T, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestShipped holds that every row of the program fits the schema, says what it rests on and when it was seen, and that
// none is verified but that of the bank that a profile is for.
func TestShipped(t *testing.T) {
	rows, err := rotation.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	s := compiled(t)
	if err := s.Validate(asJSON(t, map[string]any{"banks": rows})); err != nil {
		t.Error(err)
	}
	if len(rows) < 100 {
		t.Errorf("%d rows", len(rows))
	}
	for i, b := range rows {
		if b.Source == "" || b.Seen == "" || b.Verified != (b.Name == "Lunar") {
			t.Errorf("%s: source %q, seen %q, verified %v", b.Title(), b.Source, b.Seen, b.Verified)
		}
		if b.How == "" && b.Onboarding == "" && len(b.Certificates) == 0 {
			t.Errorf("%s says nothing", b.Title())
		}
		if i > 0 && strings.Contains(b.Source, "example") {
			t.Errorf("%s is an example", b.Title())
		}
	}
	if rows[0].Name != "Lunar" {
		t.Errorf("the first row is %s", rows[0].Name)
	}
}

// TestForms holds that rows written in either form are the same when they are read again.
func TestForms(t *testing.T) {
	rows, err := rotation.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	yes, days := true, 3
	rows = append(rows, rotation.Bank{
		Name: `Odd: "one", #2 'x' \ é`, Certificates: []string{"qwac"}, BoundTo: []rotation.Tie{"ca", "client-id"},
		Slots: "one", How: "ticket", LeadDays: &days, Downtime: "4h", Consents: "lost", Idempotent: &yes,
		Onboarding: "e-mail", Note: "- [a]: {b}", Source: "null", Seen: "2026-11-28", Verified: true,
	}, rotation.Bank{Name: "true", Country: "NO", Source: "1", Seen: "2026"})
	for name, write := range map[string]func(*bytes.Buffer) error{
		"banks.csv":  func(b *bytes.Buffer) error { return rotation.WriteCSV(b, rows) },
		"banks.yaml": func(b *bytes.Buffer) error { return rotation.WriteYAML(b, rows) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		got, err := rotation.Parse(name, b.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(rows, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if text := rotation.ShippedText(); !strings.HasPrefix(text, "bank,") {
		t.Error("the text of the rows has no head")
	}
}

const head = "banks:\n  - bank: A\n    source: s\n    seen: 2026\n    verified: false\n"

// TestBad wants each mistake in its line, with what was probably meant. The schema refuses what it can.
func TestBad(t *testing.T) {
	s := compiled(t)
	for _, tt := range []struct {
		name, text string
		line       int
		want, hint string
		open       bool // the schema cannot say it
	}{
		{"nothing", "", 0, "no bank in it", "docs/rotation.md", true},
		{"empty list", "banks: []\n", 1, "an empty list", "", true},
		{"no list", "banks: A\n", 1, "banks is a text", "", false},
		{"unknown key of the file", "bank:\n  - bank: A\n", 1, `unknown key "bank"`, "banks", false},
		{"unknown key behind the list", head + "version: 1\n", 6, `unknown key "version"`, "banks", false},
		{"empty mapping", "{}\n", 0, "no bank in it", "", true},
		{"unknown key", head + "    bound_to: [ca]\n", 6, `unknown key "bound_to"`, "did you mean bound-to?", false},
		{"unknown word", head + "    how: mail\n", 6, `how is "mail"`, "did you mean e-mail?", false},
		{"case", head + "    bound-to: [OrganizationIdentifier]\n", 6, "bound-to is", "organizationIdentifier", false},
		{"text for a list", head + "    bound-to: ca\n", 6, "want a list", "", false},
		{"list for a text", head + "    how: [api]\n", 6, "how is a list", "", false},
		{"twice in a list", head + "    bound-to: [ca, ca]\n", 6, "twice", "", false},
		{"text for a number", head + "    lead-days: three\n", 6, "want a number", "", false},
		{"days below zero", head + "    lead-days: -1\n", 6, "want a whole number", "", false},
		{"too many days", head + "    lead-days: 366\n", 6, "want a whole number from 0 to 365", "", false},
		{"text for yes", head + "    idempotent: \"true\"\n", 6, "want true or false", "", false},
		{"number for a text", head + "    note: 5\n", 6, "note is a number", "quotes", false},
		{"downtime", head + "    downtime: 30\n", 6, "downtime is a number", "", false},
		{"downtime without unit", head + "    downtime: \"30\"\n", 6, "want none, or a time", "", false},
		{"country", head + "    country: Denmark\n", 6, "two capital letters", "", false},
		{"empty", head + "    note: \"\"\n", 6, "note is empty", "leave it out", false},
		{"null", head + "    note:\n", 6, "note is nothing", "", false},
		{"no day", strings.Replace(head, "2026", "2026-13", 1), 4, "want a day, a month or a year", "", true},
		{"too early", strings.Replace(head, "2026", "1999", 1), 4, "from 2018 on", "", false},
		{"no source", strings.Replace(head, "    source: s\n", "", 1), 2, "a row without source", "", false},
		{"no verified", strings.Replace(head, "    verified: false\n", "", 1), 2, "a row without verified", "", false},
		{"twice", head + strings.TrimPrefix(head, "banks:\n"), 6, "A is there twice", "", true},
		{"against itself", head + "    how: nothing\n    bound-to: [certificate]\n", 2, "bound to the certificate", "",
			true},
		{"key twice", head + "    note: a\n    note: b\n", 7, "already defined", "", true},
		{"a key", "-----BEGIN PRIVATE KEY-----\n", 0, "private key", "", true},
		{"long", head + "    note: " + strings.Repeat("a", 301) + "\n", 6, "at most 300", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rotation.Parse("banks.yaml", []byte(tt.text))
			var e *yamlfile.Error
			if !errors.As(err, &e) || e.Line != tt.line || !strings.Contains(e.Message, tt.want) ||
				!strings.Contains(e.Hint, tt.hint) {
				t.Errorf("got %v (hint %q), want line %d, %q, hint %q", err, hintOf(e), tt.line, tt.want, tt.hint)
			}
			var doc any
			if tt.open || yaml.Unmarshal([]byte(tt.text), &doc) != nil {
				return
			}
			if s.Validate(asJSON(t, doc)) == nil {
				t.Error("the schema takes it")
			}
		})
	}
}

func hintOf(e *yamlfile.Error) string {
	if e == nil {
		return ""
	}
	return e.Hint
}

const csvHead = "bank,bound-to,source,seen,verified\n"

// TestBadTable is TestBad for tables.
func TestBadTable(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		line       int
		want, hint string
	}{
		{"nothing", "", 0, "no bank in it", ""},
		{"a head alone", csvHead, 0, "no bank in it", ""},
		{"unknown column", "bank,bound_to\n", 1, `unknown key "bound_to"`, "did you mean bound-to?"},
		{"column twice", "bank,bank\n", 1, "bank is there twice", ""},
		{"semicolons", "bank;source;seen;verified\n", 1, "parted by semicolons", "commas"},
		{"too few cells", csvHead + "A,ca\n", 2, "2 cells, and 5 columns", "quotes"},
		{"too many", csvHead + "A,ca,s,2026,true,x\n", 2, "6 cells", ""},
		{"unknown word", csvHead + "\n# note\nA,ca; certficate,s,2026,true\n", 4, `bound-to is "certficate"`,
			"certificate?"},
		{"twice in a list", csvHead + "A,ca;ca,s,2026,true\n", 2, "names ca twice", ""},
		{"no boolean", csvHead + "A,ca,s,2026,yes\n", 2, "want true or false", ""},
		{"left out", csvHead + "A,ca,,2026,true\n", 2, "a row without source", ""},
		{"twice", csvHead + "A,,s,2026,true\na,,s,2026,true\n", 3, "a is there twice", ""},
		{"quote", csvHead + "\"A,ca,s,2026,true\n", 2, "cannot be read as CSV", ""},
		{"bytes", csvHead + "\xff,ca,s,2026,true\n", 0, "UTF-8", ""},
		{"a key", csvHead + "-----BEGIN PRIVATE KEY-----\n", 0, "private key", ""},
	} {
		_, err := rotation.Parse("Banks.CSV", []byte(tt.text))
		var e *yamlfile.Error
		if !errors.As(err, &e) || e.Line != tt.line || !strings.Contains(e.Message, tt.want) ||
			!strings.Contains(e.Hint, tt.hint) {
			t.Errorf("%s: got %v, want line %d, %q, hint %q", tt.name, err, tt.line, tt.want, tt.hint)
		}
	}
	for _, text := range []string{"\ufeff" + csvHead + "A,,s,2026,true\n",
		strings.ReplaceAll(csvHead+"A,,s,2026,true\n",
			"\n", "\r\n")} {
		if rows, err := rotation.Parse("b.csv", []byte(text)); err != nil || len(rows) != 1 {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// FuzzParse wants what is read to fit the schema's demands, and to be the same when it is written and read again.
func FuzzParse(f *testing.F) {
	f.Add("b.yaml", head)
	f.Add("b.csv", csvHead+"A,ca;client-id,s,2026-11,true\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		rows, err := rotation.Parse(name, []byte(text))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := rotation.WriteCSV(&b, rows); err != nil {
			t.Fatal(err)
		}
		again, err := rotation.Parse("b.csv", b.Bytes())
		if err != nil || len(rows) == 0 {
			t.Fatalf("%d rows, read again: %v", len(rows), err)
		}
		if diff := cmp.Diff(fold(rows), fold(again)); diff != "" {
			t.Error(diff)
		}
	})
}

// fold has no carriage returns, which a table does not keep inside a cell.
func fold(rows []rotation.Bank) []rotation.Bank {
	rows = slices.Clone(rows)
	for i := range rows {
		for _, s := range []*string{&rows[i].Name, &rows[i].Note, &rows[i].Source} {
			*s = strings.ReplaceAll(*s, "\r\n", "\n")
		}
	}
	return rows
}

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func pair() (before, after compare.Facts) {
	before = compare.Facts{
		Type: "qwac", ID: "1", Digest: "d1", OrgID: "PSDDK-DFSA-1", LegalName: "A", Issuer: "CN=CA", Key: "1",
		Roles: []string{"PSP_AI", "PSP_PI"}, Usages: []string{"clientAuth", "serverAuth"},
		NotBefore: date("2026-01-01"),
		NotAfter:  date("2027-01-01").Add(-time.Second),
	}
	after = before
	after.ID, after.Digest, after.Key = "2", "d2", "2"
	after.NotBefore, after.NotAfter = date("2026-12-01"), date("2027-06-19").Add(-time.Second)
	return before, after
}

// TestPlan changes one thing of the pair or of the bank at a time.
func TestPlan(t *testing.T) {
	number := func(n int) *int { return &n }
	no := false
	type got struct {
		Action      rotation.Action
		First, Last string
		Consents    rotation.Consents
		Breaks      int
		Step        string // that is there
	}
	for _, tt := range []struct {
		name string
		bank rotation.Bank
		edit func(before, after *compare.Facts)
		want got
	}{
		{"by its API", rotation.Bank{How: "api", BoundTo: []rotation.Tie{"client-id"}, Slots: "several"}, nil,
			got{rotation.ByAPI, "2026-12-01", "2026-12-17", "", 0, "both are good"}},
		{"time that it takes", rotation.Bank{How: "e-mail", LeadDays: number(5), Consents: "stay"}, nil,
			got{rotation.ByEMail, "2026-12-01", "2026-12-12", "stay", 0, "by e-mail"}},
		{"too long", rotation.Bank{How: "ticket", LeadDays: number(17)}, nil,
			got{rotation.ByTicket, "", "", "", 0, "ticket"}},
		{"one slot", rotation.Bank{How: "ticket", Slots: "one", Downtime: "30m"}, nil,
			got{rotation.ByTicket, "2026-12-01", "2026-12-17", "", 0, "calls fail for 30m"}},
		{"nothing", rotation.Bank{How: "nothing", BoundTo: []rotation.Tie{"organizationIdentifier"}}, nil,
			got{rotation.Use, "2026-12-01", "2026-12-17", "", 0, "nothing to do at the bank"}},
		{"not known", rotation.Bank{}, nil,
			got{rotation.Ask, "2026-12-01", "2026-12-17", "", 0, "how it takes a new certificate"}},
		{"once", rotation.Bank{How: "api", Idempotent: &no}, nil,
			got{rotation.ByAPI, "2026-12-01", "2026-12-17", "", 0, "a second time"}},
		{"identifier",
			rotation.Bank{How: "nothing", BoundTo: []rotation.Tie{"organizationIdentifier"}, Consents: "stay",
				Onboarding: "none"}, func(_, a *compare.Facts) { a.OrgID = "PSDDK-DFSA-2" },
			got{rotation.Register, "2026-12-01", "2026-12-17", "lost", 1, "no registration"}},
		{"identifier, by client id", rotation.Bank{How: "api", BoundTo: []rotation.Tie{"client-id"}, Consents: "stay"},
			func(_, a *compare.Facts) { a.OrgID = "PSDDK-DFSA-2" },
			got{rotation.Ask, "2026-12-01", "2026-12-17", "may-be-lost", 1, "consents stay"}},
		{"issuer, by CA", rotation.Bank{How: "portal", BoundTo: []rotation.Tie{"ca", "organizationIdentifier"}},
			func(_, a *compare.Facts) { a.Issuer = "CN=CB" },
			got{rotation.Register, "2026-12-01", "2026-12-17", "lost", 1, "registered anew"}},
		{"issuer, by identifier", rotation.Bank{How: "nothing", BoundTo: []rotation.Tie{"organizationIdentifier"}},
			func(_, a *compare.Facts) { a.Issuer = "CN=CB" },
			got{rotation.Use, "2026-12-01", "2026-12-17", "", 0, "nothing to do"}},
		{"issuer, by who knows what", rotation.Bank{How: "nothing", Consents: "stay"},
			func(_, a *compare.Facts) { a.Issuer = "CN=CB" },
			got{rotation.Ask, "2026-12-01", "2026-12-17", "may-be-lost", 1, "consents stay"}},
		{"identifier that is not known", rotation.Bank{How: "api", BoundTo: []rotation.Tie{"organizationIdentifier"}},
			func(b, _ *compare.Facts) { *b = compare.Facts{Partial: true, ID: "1", NotAfter: b.NotAfter} },
			got{rotation.Ask, "2026-12-01", "2026-12-17", "may-be-lost", 1, "consents stay"}},
		{"lost at each", rotation.Bank{How: "api", Consents: "lost", BoundTo: []rotation.Tie{"certificate"}}, nil,
			got{rotation.ByAPI, "2026-12-01", "2026-12-17", "lost", 0, ""}},
		{"for seals", rotation.Bank{How: "api", Certificates: []string{"qsealc"}}, nil,
			got{rotation.NoMatter, "", "", "stay", 0, ""}},
		{"exchanged", rotation.Bank{How: "api"}, func(b, a *compare.Facts) { *b, *a = *a, *b },
			got{rotation.ByAPI, "", "", "", 0, "which of the two"}},
		{"gap", rotation.Bank{How: "api"}, func(_, a *compare.Facts) { a.NotBefore = date("2027-01-02") },
			got{rotation.ByAPI, "", "", "", 0, ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, after := pair()
			if tt.edit != nil {
				tt.edit(&before, &after)
			}
			tt.bank.Name = "A"
			p := rotation.New([]rotation.Bank{tt.bank}, before, after, rotation.Options{LeadTime: 14 * 24 * time.Hour})
			e := p.Banks[0]
			step := tt.want.Step
			if !slices.ContainsFunc(e.Steps, func(s string) bool { return strings.Contains(s, step) }) && step != "" {
				t.Errorf("no step says %q: %q", step, e.Steps)
			}
			have := got{e.Action, e.First, e.Last, e.Consents, len(e.Breaks), step}
			if diff := cmp.Diff(tt.want, have); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestOldIsOver: where the old certificate has ended, or ends before the new one begins, no bank's steps count on it.
func TestOldIsOver(t *testing.T) {
	counted := regexp.MustCompile(`both are good|keep the old|stays good|from that moment`)
	said := 0
	for _, over := range []func(after *compare.Facts) time.Time{
		func(after *compare.Facts) time.Time { after.NotBefore = date("2027-01-02"); return date("2026-12-01") },
		func(*compare.Facts) time.Time { return date("2027-03-01") },
		nil,
	} {
		for _, how := range []rotation.How{"nothing", "api", "portal", "e-mail", "ticket", ""} {
			for _, slots := range []rotation.Slots{"one", "several", ""} {
				for _, id := range []string{"", "PSDDK-DFSA-2"} {
					before, after := pair()
					opts := rotation.Options{LeadTime: 14 * 24 * time.Hour}
					if over != nil {
						opts.At = over(&after)
					}
					after.OrgID = stdcmp.Or(id, after.OrgID)
					b := rotation.Bank{Name: "A", How: how, Slots: slots,
						BoundTo: []rotation.Tie{"organizationIdentifier"}}
					steps := strings.Join(rotation.New([]rotation.Bank{b}, before, after, opts).Banks[0].Steps, "\n")
					switch found := counted.MatchString(steps); {
					case found && over != nil:
						t.Errorf("how %q, slots %q, identifier %q:\n%s", how, slots, id, steps)
					case found:
						said++
					}
				}
			}
		}
	}
	if said == 0 {
		t.Error("no steps count on the old certificate while it is good")
	}
}

// TestEverywhere holds what breaks at every bank, and that nothing is said of what is not known.
func TestEverywhere(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit func(before, after *compare.Facts)
		want string
	}{
		{"nothing", func(_, _ *compare.Facts) {}, ""},
		{"role lost", func(_, a *compare.Facts) { a.Roles = []string{"PSP_AI"} }, "need PSP_PI fail"},
		{"role gained", func(b, _ *compare.Facts) { b.Roles = []string{"PSP_AI"} }, "registered for PSP_PI"},
		{"no clientAuth", func(_, a *compare.Facts) { a.Usages = []string{"serverAuth"} }, "not for clients of TLS"},
		{"the same", func(b, a *compare.Facts) { *a = *b }, "nothing is renewed"},
		{"not known", func(b, _ *compare.Facts) { *b = compare.Facts{Partial: true, ID: "1"} }, ""},
	} {
		before, after := pair()
		tt.edit(&before, &after)
		got := strings.Join(rotation.New(nil, before, after, rotation.Options{}).Breaks, "; ")
		if !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestOrder plans at all banks of the program: what is due first comes first, each bank once, and the order does not
// hang on that of the rows.
func TestOrder(t *testing.T) {
	rows, err := rotation.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	before, after := pair()
	after.OrgID = "PSDDK-DFSA-2"
	opts := rotation.Options{LeadTime: 14 * 24 * time.Hour}
	p := rotation.New(rows, before, after, opts)
	slices.Reverse(rows)
	if diff := cmp.Diff(p, rotation.New(rows, before, after, opts)); diff != "" {
		t.Error(diff)
	}
	lost := 0
	for i, e := range p.Banks {
		if e.Order != i+1 || i > 0 && e.Last < p.Banks[i-1].Last && e.Action != rotation.NoMatter {
			t.Errorf("%d: %s on %q", i, e.Bank.Name, e.Last)
		}
		if e.Consents == rotation.Lost {
			lost++
		}
		if e.Action == rotation.Use {
			t.Errorf("%s: nothing is to be done with another identifier", e.Bank.Name)
		}
	}
	if len(p.Banks) != len(rows) || lost < 20 {
		t.Errorf("%d banks of %d, %d lose consents", len(p.Banks), len(rows), lost)
	}
}

// TestExamples holds that the rows of the documentation can be read in both forms and are the same, and that they are
// marked as examples.
func TestExamples(t *testing.T) {
	text, err := os.ReadFile("../../docs/rotation.md")
	if err != nil {
		t.Fatal(err)
	}
	block := func(language string) []byte {
		_, rest, ok := strings.Cut(string(text), "```"+language+"\n")
		if !ok {
			t.Fatalf("no block in %s", language)
		}
		body, _, _ := strings.Cut(rest, "```")
		return []byte(body)
	}
	rows, err := rotation.Parse("b.yaml", block("yaml"))
	if err != nil {
		t.Fatal(err)
	}
	table, err := rotation.Parse("b.csv", block("csv"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rows, table); diff != "" || len(rows) != 3 {
		t.Errorf("%d rows; %s", len(rows), diff)
	}
	for _, b := range rows {
		if !strings.HasPrefix(b.Name, "Example Bank") || b.Verified {
			t.Errorf("%s is not marked as an example", b.Name)
		}
	}
}
