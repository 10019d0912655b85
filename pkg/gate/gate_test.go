package gate_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/gate"
	"qwac/pkg/lint"
	"qwac/pkg/report"
	"qwac/pkg/report/formats"
)

func reportOf(o check.Options, inputs []cases.Input) *report.Report {
	b := new(bundle.Bundle)
	for _, in := range inputs {
		if err := b.Parse(in.Name, in.Data); err != nil {
			panic(err)
		}
	}
	if o.At.IsZero() {
		o.At = cases.At()
	}
	r, err := check.Run(b, o)
	if err != nil {
		panic(err)
	}
	return report.New("v0.0.0", r)
}

// judged are the reports of all cases, made once.
var judged = sync.OnceValue(func() map[string]*report.Report {
	out := map[string]*report.Report{}
	for _, c := range cases.All() {
		out[c.Name] = reportOf(c.Options, c.Inputs())
	}
	return out
})

func same(name string) string { return name }

// plain is a result without what says of a suppression, to compare with one that has none.
func plain(r report.Result) report.Result {
	r.Gate = ""
	r.Findings, r.Checks = slices.Clone(r.Findings), slices.Clone(r.Checks)
	for i := range r.Findings {
		r.Findings[i].Suppressed = nil
		r.Findings[i].Places = slices.Clone(r.Findings[i].Places)
		for j := range r.Findings[i].Places {
			r.Findings[i].Places[j].Suppressed = nil
		}
	}
	for i := range r.Checks {
		r.Checks[i].Suppressed = nil
	}
	return r
}

// ownClause leaves out what a report keeps of a rule and does not write.
func ownClause() cmp.Option { return cmpopts.IgnoreUnexported(report.Rule{}) }

// TestSuppressedChangesNothing: for every case, each of its rules is ignored in turn. Nothing changes but the marks on
// the findings of that rule: not the verdict, not a fact, not another finding. What is not established goes on holding
// the result.
func TestSuppressedChangesNothing(t *testing.T) {
	for _, c := range cases.All() {
		before := judged()[c.Name]
		res := before.Results[0]
		for _, f := range res.Findings {
			entry := gate.Ignore{Rule: f.Rule, Path: "**", Reason: "test"}
			g := gate.New(gate.Options{At: cases.At(), Ignores: []gate.Ignore{entry}})
			after := g.Apply(before, same, true).Results[0]
			if diff := cmp.Diff(plain(res), plain(after)); diff != "" {
				t.Fatalf("%s: %s: (-before +after):\n%s", c.Name, f.Rule, diff)
			}
			blocks := slices.ContainsFunc(after.Checks, report.Check.Stops)
			for _, a := range after.Findings {
				if (a.Suppressed != nil) != (a.Rule == f.Rule && gate.Suppressible(f.Rule)) {
					t.Errorf("%s: ignoring %s: %s is suppressed: %v", c.Name, f.Rule, a.Rule, a.Suppressed)
				}
				blocks = blocks || a.Blocks && a.Suppressed == nil
			}
			if blocks != (after.Gate == report.Blocks) || blocks != after.Held() {
				t.Errorf("%s: ignoring %s: the gate %s", c.Name, f.Rule, after.Gate)
			}
		}
		if none := gate.New(gate.Options{}).Apply(before, same, true); !cmp.Equal(before, none, ownClause()) {
			t.Errorf("%s: a gate without entries changes the report", c.Name)
		}
	}
}

// TestFacts: no set of ignore entries lets a fault of a fact pass.
func TestFacts(t *testing.T) {
	var all []gate.Ignore
	for _, m := range check.Rules() {
		all = append(all, gate.Ignore{Rule: m.ID, Path: "**", Reason: "test"})
	}
	passed := 0
	for _, c := range cases.All() {
		r := gate.New(gate.Options{At: cases.At(), Ignores: all}).Apply(judged()[c.Name], same, false)
		res := r.Results[0]
		stops := slices.ContainsFunc(res.Checks, report.Check.Stops)
		required := slices.ContainsFunc(res.Findings, func(f report.Finding) bool {
			return f.Rule == check.RuleRequired.ID
		})
		if (stops || required) != gate.Fails(r, "block") {
			t.Errorf("%s: facts that stop: %v, checks required: %v, fails: %v", c.Name, stops, required, !stops)
		}
		if res.Verdict == "refuse" && !res.Held() {
			passed++
		}
		if strings.HasPrefix(c.Name, "chain-signature-invalid/") && !c.Near && !res.Held() {
			t.Errorf("%s passes", c.Name)
		}
	}
	if passed == 0 {
		t.Error("nothing that blocks can be ignored")
	}
}

// TestExpired: an entry never suppresses from its day on.
func TestExpired(t *testing.T) {
	day := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range cases.All() {
		before := judged()[c.Name]
		for _, at := range []time.Time{{}, day, day.Add(time.Second), day.AddDate(100, 0, 0)} {
			var entries []gate.Ignore
			for _, f := range before.Results[0].Findings {
				entries = append(entries, gate.Ignore{Rule: f.Rule, Path: "**", Reason: "test", Expires: day})
			}
			r := gate.New(gate.Options{At: at, Ignores: entries}).Apply(before, same, false)
			if !cmp.Equal(before.Results, r.Results) || len(r.Findings) != len(entries) {
				t.Fatalf("%s at %s: something is suppressed, or %d findings for %d entries", c.Name, at,
					len(r.Findings), len(entries))
			}
		}
	}
	f := reportOf(check.Options{}, cases.All()[0].Inputs())
	e := gate.Ignore{Rule: f.Results[0].Findings[0].Rule, Path: "**", Reason: "test", Expires: day}
	r := gate.New(gate.Options{At: day.Add(-time.Second), Ignores: []gate.Ignore{e}}).Apply(f, same, false)
	if r.Summary.Suppressed != 1 || len(r.Findings) != 0 {
		t.Errorf("a second before: %+v", r.Summary)
	}
}

// written are ways in which the same certificates may be written: in other files, lines and line ends.
func written(c testpki.Chain) map[string][]cases.Input {
	all := c.PEM()
	wrapped := func(width int) []byte {
		var out bytes.Buffer
		for _, cert := range c.Certs() {
			text := strings.ReplaceAll(string(cert.PEM()), "\n", "")
			text = strings.TrimPrefix(text, "-----BEGIN CERTIFICATE-----")
			text = strings.TrimSuffix(text, "-----END CERTIFICATE-----")
			out.WriteString("-----BEGIN CERTIFICATE-----\n")
			for ; len(text) > width; text = text[width:] {
				out.WriteString(text[:width] + "\n")
			}
			out.WriteString(text + "\n-----END CERTIFICATE-----\n")
		}
		return out.Bytes()
	}
	return map[string][]cases.Input{
		"one file": {{Name: "chain.pem", Data: all}},
		"three files": {
			{Name: "a/x.pem", Data: c.Root.PEM()}, {Name: "b", Data: c.Leaf.PEM()},
			{Name: "c", Data: c.Intermediate.PEM()},
		},
		"CRLF":        {{Name: "crlf.pem", Data: bytes.ReplaceAll(all, []byte("\n"), []byte("\r\n"))}},
		"76 columns":  {{Name: "76.pem", Data: wrapped(76)}},
		"one line":    {{Name: "one.pem", Data: wrapped(1 << 20)}},
		"blank lines": {{Name: "blank.pem", Data: append([]byte("\n\n\n"), all...)}},
		"text":        {{Name: "text.pem", Data: append([]byte("subject of it\n\n"), all...)}},
		"DER": {
			{Name: "l.der", Data: c.Leaf.DER}, {Name: "i.der", Data: c.Intermediate.DER},
			{Name: "r.der", Data: c.Root.DER},
		},
	}
}

// TestMoved: moving and wrapping certificates anew changes no fingerprint of what is found in them, and a baseline of
// one way suppresses all that is found in another, but for what is new in the text.
func TestMoved(t *testing.T) {
	chains := map[string]func(leaf, ca, root *testpki.Spec){
		"clean":   nil,
		"expired": func(leaf, _, _ *testpki.Spec) { leaf.NotAfter = cases.At().AddDate(0, 0, -1) },
		"roles":   func(leaf, _, _ *testpki.Spec) { leaf.SetRoles("PSP_AS"); leaf.SetNCA("DK_DFSA", "x") },
	}
	for name, edit := range chains {
		ways := written(testpki.NewChain(edit))
		first := reportOf(check.Options{}, ways["one file"])
		b, _ := gate.NewBaseline(first)
		want := prints(first)
		for way, inputs := range ways {
			r := reportOf(check.Options{}, inputs)
			if diff := cmp.Diff(want, prints(r)); diff != "" {
				t.Errorf("%s, %s: (-one file +this way):\n%s", name, way, diff)
			}
			after := gate.New(gate.Options{At: cases.At(), Baseline: b}).Apply(r, same, true)
			for _, f := range after.Results[0].Findings {
				if f.Suppressed == nil && f.Code[0] != 'P' {
					t.Errorf("%s, %s: %s is not known", name, way, f.Rule)
				}
			}
		}
	}
}

// prints are the fingerprints of findings in certificates: rules about the text see another text.
func prints(r *report.Report) []string {
	var out []string
	for _, f := range r.Results[0].Findings {
		if f.Code[0] != 'P' {
			out = append(out, f.Rule+" "+f.Fingerprint)
		}
	}
	slices.Sort(out)
	return out
}

// TestBaseline: for every case a baseline of it lets it pass, says that nothing is gone, and holds what is new.
func TestBaseline(t *testing.T) {
	for _, c := range cases.All() {
		r := judged()[c.Name]
		b, left := gate.NewBaseline(r)
		data, err := b.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		b, err = gate.ReadBaseline("b.json", data)
		if err != nil {
			t.Fatal(err)
		}
		g := gate.New(gate.Options{At: cases.At(), Baseline: b})
		after := g.Apply(r, same, true)
		required := strings.HasPrefix(c.Name, check.RuleRequired.ID)
		if noLeaf := r.Results[0].Certificate == nil; !noLeaf && left == 0 && !required && after.Results[0].Held() {
			t.Errorf("%s: held, although all is known", c.Name)
		} else if (noLeaf || required && !c.Near) && r.Results[0].Held() && !after.Results[0].Held() {
			t.Errorf("%s: passes", c.Name)
		}
		if len(after.Findings) > 0 {
			t.Errorf("%s: %s", c.Name, after.Findings[0].Message)
		}
		if len(b.Entries) == 0 || !after.Results[0].Held() && !r.Results[0].Held() {
			continue
		}
		fewer := b.Without(b.Entries[:1])
		if n := len(fewer.Entries); n != len(b.Entries)-1 {
			t.Errorf("%s: %d entries", c.Name, n)
		}
	}
}

// TestEntries: what is told of entries, and near misses of it.
func TestEntries(t *testing.T) {
	r := reportOf(check.Options{}, []cases.Input{{Name: "prod/chain.pem", Data: testpki.Clean().PEM()}})
	leaf := r.Results[0].Certificate.SHA256
	other := strings.Repeat("0", 64)
	const rule, none = "policy-qncp-w-gen", "pem-bom"
	const unused, expired = "gate-ignore-unused", "gate-ignore-expired"
	for name, tt := range map[string]struct {
		entry gate.Ignore
		whole bool
		want  string
	}{
		"used":                     {gate.Ignore{Rule: rule, Path: "prod/**"}, true, ""},
		"used by certificate":      {gate.Ignore{Rule: rule, Certificate: leaf}, true, ""},
		"both":                     {gate.Ignore{Rule: rule, Certificate: leaf, Path: "**/*.pem"}, true, ""},
		"unused":                   {gate.Ignore{Rule: none, Path: "prod/**"}, false, unused},
		"another folder":           {gate.Ignore{Rule: rule, Path: "test/**"}, false, ""},
		"another folder, whole":    {gate.Ignore{Rule: rule, Path: "test/**"}, true, unused},
		"another certificate":      {gate.Ignore{Rule: rule, Certificate: other}, false, ""},
		"one of both":              {gate.Ignore{Rule: rule, Certificate: other, Path: "prod/**"}, true, unused},
		"expired":                  {gate.Ignore{Rule: rule, Path: "**", Expires: cases.At()}, false, expired},
		"expired, another folder":  {gate.Ignore{Rule: rule, Path: "test/**", Expires: cases.At()}, false, expired},
		"not yet":                  {gate.Ignore{Rule: rule, Path: "**", Expires: cases.At().Add(1)}, false, ""},
		"name alone is no pattern": {gate.Ignore{Rule: rule, Path: "chain.pem"}, true, unused},
	} {
		tt.entry.Reason, tt.entry.At = "test", lint.Location{File: ".qwac.yaml", Line: 3}
		g := gate.New(gate.Options{At: cases.At(), Ignores: []gate.Ignore{tt.entry}})
		after := g.Apply(r, same, tt.whole)
		got := ""
		for _, f := range after.Findings {
			got += f.Rule
			if f.Places[0].String() != ".qwac.yaml:3 ignore" || f.Fingerprint == "" || f.Severity != "warning" {
				t.Errorf("%s: %+v", name, f)
			}
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		if (got == "") != !gate.Fails(after, "warning") || gate.Fails(after, "block") {
			t.Errorf("%s: fails", name)
		}
	}
}

// TestJoined: a finding about two certificates is suppressed when it is at both, and says where it is not.
func TestJoined(t *testing.T) {
	a, b := strings.Repeat("a", 64), strings.Repeat("b", 64)
	r := &report.Report{Results: []report.Result{{Verdict: "refuse", Findings: []report.Finding{{
		Rule: "x", Severity: "error", Blocks: true, Places: []report.Place{{SHA256: a}, {SHA256: b}},
	}}}}}
	ignore := func(digests ...string) *report.Report {
		var entries []gate.Ignore
		for _, d := range digests {
			entries = append(entries, gate.Ignore{Rule: "x", Certificate: d, Reason: "test"})
		}
		return gate.New(gate.Options{Ignores: entries}).Apply(r, same, true)
	}
	one, both := ignore(a).Results[0], ignore(a, b).Results[0]
	if f := one.Findings[0]; f.Suppressed != nil || f.Places[0].Suppressed == nil || f.Places[1].Suppressed != nil ||
		!one.Held() {
		t.Errorf("%+v", one)
	}
	if both.Findings[0].Suppressed == nil || both.Held() {
		t.Errorf("%+v", both)
	}
}

// TestReadBaseline has files that are none.
func TestReadBaseline(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", "no baseline"}, {"[]", "no baseline"}, {"{}", "version 0, want 1"}, {`{"version":2}`, "version 2"},
		{`{"version":1,"entrys":[]}`, "unknown field"}, {`{"version":1}{}`, "something stands after it"},
		{`{"version":1,"entries":[{"rule":"x","certificate":"y","fingerprint":"z"}]}`, "entry 1"},
		{strings.Repeat(" ", gate.MaxBaseline+1), "more than"},
	} {
		_, err := gate.ReadBaseline("b.json", []byte(tt.text))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.60s: %v, want %q", tt.text, err, tt.want)
		}
	}
}

// TestFormats: a suppressed finding is in JSON and SARIF with its reason, and is no fault in any other format.
func TestFormats(t *testing.T) {
	c := testpki.Clean()
	r := reportOf(check.Options{}, []cases.Input{{Name: "p.pem", Data: testpki.PEM(c.Root, c.Intermediate, c.Leaf)}})
	entry := gate.Ignore{
		Rule: "chain-reversed", Path: "**", Reason: "the uploader sorts <them>", Expires: cases.At().Add(1),
	}
	after := gate.New(gate.Options{At: cases.At(), Ignores: []gate.Ignore{entry}}).Apply(r, same, true)
	if gate.Fails(after, "block") || !gate.Fails(r, "block") || after.Results[0].Verdict != "refuse" {
		t.Fatal("it is not what passes the gate alone")
	}
	for _, f := range formats.All() {
		var out bytes.Buffer
		if err := f.Write(&out, after, report.Style{}); err != nil {
			t.Fatal(err)
		}
		told := strings.Contains(out.String(), "chain-reversed")
		switch f.Name {
		case "json", "ndjson", "sarif", "text", "junit", "html", "github", "markdown":
			if !told || !strings.Contains(strings.ReplaceAll(out.String(), "&lt;", "<"), "uploader") {
				t.Errorf("%s does not say why: %s", f.Name, &out)
			}
		default:
			if told {
				t.Errorf("%s: %s", f.Name, &out)
			}
		}
		for _, word := range []string{"::error", `"blocker"`, "Lunar would refuse", "would be refused", "| refuse |",
			"| blocks |", "q-word q-refuse"} {
			if strings.Contains(out.String(), word) {
				t.Errorf("%s says %q of what passes: %s", f.Name, word, &out)
			}
		}
		if strings.Contains(out.String(), "<failure") {
			t.Error("junit fails")
		}
	}
	data, err := json.Marshal(after)
	if err != nil {
		t.Fatal(err)
	}
	back, err := report.Read(bytes.NewReader(data))
	if err != nil || !cmp.Equal(after, back, ownClause()) {
		t.Errorf("it does not read back: %v", err)
	}
}
