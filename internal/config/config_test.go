package config_test

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/config"
	"qwac/pkg/bank"
	"qwac/pkg/check"
	"qwac/pkg/gate"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
	"qwac/pkg/yamlfile"
)

func known() config.Known {
	k := config.Known{Rules: check.Rules()}
	for _, b := range bank.All() {
		k.Profiles = append(k.Profiles, b.Name)
	}
	return k
}

func parse(t *testing.T, text string) *config.Config {
	t.Helper()
	c, err := config.Parse("dir/.qwac.yaml", []byte(text), known())
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return c
}

// TestParse reads every key.
func TestParse(t *testing.T) {
	digest := strings.Repeat("0a", 32)
	c := parse(t, "\ufeff"+`profile: own.yaml # a comment, behind the mark that Windows puts first
env: sandbox
roles: [PSP_AI, PSP_PI]
trust: [anchors, more.pem]
pool: [ca]
lists: lists
register: register.zip
expires-within: 60d
max-evidence-age: 2d
severity: {pem-bom: error}
fail-on: warning
formats: [text, json=out/report.json]
require: [trusted-list]
baseline: .qwac-baseline.json
paths:
  - match: "prod/**"
    env: production
    roles: [PSP_AI]
  - {match: "prod/{a,b}/*.pem", profile: etsi}
  - match: "**/a/*"
    roles: [PSP_IC]
ignore:
  - rule: pem-bom
    path: "prod/**"
    reason: ticket 1
    expires: 2027-01-01
  - rule: policy-qncp-w-gen
    fingerprint: "`+strings.TrimSuffix(strings.ToUpper(strings.Repeat("0a:", 32)), ":")+`"
    reason: 'yes: really'
`)
	want := map[string][]string{
		"profile": {"own.yaml"}, "env": {"sandbox"}, "roles": {"PSP_AI", "PSP_PI"}, "trust": {"anchors", "more.pem"},
		"pool": {"ca"}, "lists": {"lists"}, "register": {"register.zip"},
		"expires-within": {"60d"}, "max-evidence-age": nil, "severity": nil,
		"fail-on": {"warning"}, "formats": {"text", "json=out/report.json"}, "require": {"trusted-list"},
		"baseline": {".qwac-baseline.json"}, "paths": nil, "ignore": nil,
	}
	line := 0
	for _, k := range config.Keys() {
		if diff := cmp.Diff(want[k.Name], c.Texts(k.Name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", k.Name, diff)
		}
		if at := c.Line(k.Name); at <= line {
			t.Errorf("%s is at line %d", k.Name, at)
		} else {
			line = at
		}
	}
	if len(want) != len(config.Keys()) || c.MaxEvidenceAge != 48*time.Hour || len(c.Severities) != 1 {
		t.Errorf("%d keys, %+v", len(config.Keys()), c)
	}
	ignores := []gate.Ignore{
		{Rule: "pem-bom", Path: "prod/**", Reason: "ticket 1", Expires: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
			At: lint.Location{File: "dir/.qwac.yaml", Line: 23}},
		{Rule: "policy-qncp-w-gen", Certificate: digest, Reason: "yes: really",
			At: lint.Location{File: "dir/.qwac.yaml", Line: 27}},
	}
	if diff := cmp.Diff(ignores, c.Ignores); diff != "" {
		t.Errorf("ignore (-want +got):\n%s", diff)
	}
	for path, want := range map[string]config.PathSettings{
		"prod/x.pem":       {Env: "production", Roles: []ident.Role{"PSP_AI"}},
		"prod/a/x.pem":     {Env: "production", Profile: "etsi", Roles: []ident.Role{"PSP_IC"}},
		"prod/a/b/x.pem":   {Env: "production", Roles: []ident.Role{"PSP_AI"}},
		"test/x.pem":       {},
		"other/prod/x.pem": {},
	} {
		got, _ := c.For(path)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

// bad are faults of files, and what is said of them.
func bad() []struct{ text, want string } {
	ignore := func(rest string) string { return "ignore:\n  - rule: pem-bom\n    reason: x\n" + rest }
	return []struct{ text, want string }{
		{"profil: lunar", `.qwac.yaml:1:1: unknown key "profil": did you mean profile?`},
		{"fail_on: block", "did you mean fail-on?"},
		{"profile: luna", `.qwac.yaml:1:10: no profile "luna", and not the name of a FILE.yaml: did you mean lunar?`},
		{"profile: ''", "profile is empty"},
		{"env: prod", `env is "prod": want one of production, sandbox`},
		{"env: sandbo", "did you mean sandbox?"},
		{"roles: PSP_AI", "roles is a text, want a list: roles: [ONE, TWO]"},
		{"roles: [AISP]", "did you mean PSP_AI?"},
		{"trust: []", "trust is an empty list"},
		{"trust: ['']", "an entry of trust is empty"},
		{"expires-within: 30", "want a number with a unit"},
		{"expires-within: [1d]", "want a number with a unit"},
		{"max-evidence-age: soon", "want a number with a unit"},
		{"severity: {pem-bomm: error}", "did you mean pem-bom?"},
		{"severity: {pem-bom: block}", "want notice, warning or error"},
		{"fail-on: blocks", "did you mean block?"},
		{"formats: [jso=x]", `no format "jso": did you mean json?`},
		{"formats: [json=]", "json is written to \"\""},
		{"formats: [json=/etc/passwd]", "below the folder of this one"},
		{"formats: [json=../x]", "below the folder of this one"},
		{"formats: [json=a/../../x]", "below the folder of this one"},
		{`formats: ['json=..\x']`, "below the folder of this one"},
		{"formats: ['json=C:/x']", "below the folder of this one"},
		{"formats: [json=x, sarif=./x]", `two formats are written to x`},
		{"formats: [json, sarif]", "two formats are written to standard output"},
		{"require: [trusted-lists]", `no check "trusted-lists": did you mean trusted-list?`},
		{"require: trusted-list", "want a list"},
		{"baseline: 1", "baseline is a number, want a text: put it in quotes"},
		{"paths: {match: x}", "paths is a mapping, want a list"},
		{"paths: []", "want a list with at least one entry"},
		{"paths:\n  - env: sandbox", "an entry of paths without match"},
		{"paths:\n  - match: x", "says nothing but match"},
		{"paths:\n  - match: x\n    role: [PSP_AI]", `:3:5: unknown key "role": did you mean roles?`},
		{"paths:\n  - match: '[x'\n    env: sandbox", "match is no pattern"},
		{"paths:\n  - match: /x/*\n    env: sandbox", "match matches no target"},
		{"paths:\n  - match: prod/\n    env: sandbox", "such as prod/** for all that is in prod"},
		{"paths:\n  - match: 'prod\\*'\n    env: sandbox", "with forward slashes"},
		{"paths:\n  - match: '" + strings.Repeat("*a", 13) + "'\n    env: sandbox", "stars and braces"},
		{"ignore:\n  - path: x\n    reason: x", "an ignore entry without rule"},
		{"ignore:\n  - rule: pem-bom\n    path: x", "an ignore entry without reason: say why"},
		{"ignore:\n  - rule: pem-bom\n    path: x\n    reason: ''", "reason is empty"},
		{"ignore:\n  - rule: pem-bom\n    path: x\n    reason: ' '", "reason has 0 characters"},
		{ignore(""), "without path and fingerprint"},
		{ignore("    path: x\n    expire: 2027-01-01"), "did you mean expires?"},
		{ignore("    path: x\n    expires: tomorrow"), "want a day: 2027-06-30"},
		{ignore("    path: x\n    expires: 2027-02-30"), "want a day: 2027-06-30"},
		{ignore("    fingerprint: abc"), "fingerprint is no SHA-256"},
		{ignore("    fingerprint: 12"), "fingerprint is a number, want a text: put it in quotes"},
		{"ignore:\n  - rule: P04\n    path: x\n    reason: x", `"P04" is the code of a rule`},
		{"ignore:\n  - rule: check-required-not-passed\n    path: x\n    reason: x", "cannot be ignored"},
		{"ignore:\n  - rule: gate-ignore-unused\n    path: x\n    reason: x", "cannot be ignored"},
		{"ignore:\n  - pem-bom", "an entry of ignore is a text, want keys with values"},
		{"env: sandbox\nenv: production", "cannot be read as YAML"},
		{"env: &x sandbox", "an anchor, alias or tag"},
		{"- env", "the file is a list, want keys with values"},
		{"env: sandbox\n---\nenv: sandbox", "keep one configuration in a file"},
		{"ignore: " + strings.Repeat("[", 100_000), "lists stand 9 deep"},
		{strings.Repeat("#", config.MaxSize+1), "more than 262144 bytes"},
		{"-----BEGIN PRIVATE KEY-----", "there is a private key in it"},
	}
}

// TestForms reads what YAML may also look like: texts on several lines, a directive, JSON.
func TestForms(t *testing.T) {
	const entry = "ignore:\n  - rule: pem-bom\n    path: x\n    reason: "
	for text, want := range map[string]string{
		entry + ">-\n      known\n      for long\n":                   "known for long",
		entry + "|\n      known\n      for long\n":                    "known\nfor long",
		entry + "known\n      for long\n":                             "known for long",
		"%YAML 1.2\n---\n" + entry + "known\n...\n":                   "known",
		`{"ignore":[{"rule":"pem-bom","path":"x","reason":"known"}]}`: "known",
	} {
		if c := parse(t, text); len(c.Ignores) != 1 || c.Ignores[0].Reason != want {
			t.Errorf("%s\n%+v, want the reason %q", text, c.Ignores, want)
		}
	}
}

// TestErrors: each fault is told with its place and a way out, none with a panic.
func TestErrors(t *testing.T) {
	for _, tt := range bad() {
		_, err := config.Parse("dir/.qwac.yaml", []byte(tt.text), known())
		var fault *yamlfile.Error
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.80q: %v, want %q", tt.text, err, tt.want)
		}
	}
}

// TestTemplate: what init writes is good, and so is each of its settings, and all of them together.
func TestTemplate(t *testing.T) {
	if c := parse(t, string(config.Template())); len(c.Ignores) > 0 {
		t.Error("something is in force")
	}
	on := regexp.MustCompile(`(?m)^#([a-z ].*)$`)
	var all []string
	for _, block := range strings.Split(string(config.Template()), "\n\n")[1:] {
		_, setting, _ := strings.Cut(block, "\n")
		text := on.ReplaceAllString(setting, "$1")
		parse(t, text)
		all = append(all, text)
	}
	c := parse(t, strings.Join(all, "\n"))
	if len(c.Ignores) != 1 || len(c.Paths) != 1 || len(all) != len(config.Keys()) {
		t.Errorf("%d settings, %+v", len(all), c)
	}
}

// TestSchema: the schema has the keys that are read, and no others; the file under docs is the one of the program.
func TestSchema(t *testing.T) {
	data, err := config.Schema()
	if err != nil {
		t.Fatal(err)
	}
	type object struct {
		Properties map[string]struct {
			Description string
			Items       struct {
				Properties map[string]any
				Required   []string
			}
		}
		Additional bool `json:"additionalProperties"`
	}
	var s object
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, k := range config.Keys() {
		keys = append(keys, k.Name)
		if s.Properties[k.Name].Description == "" {
			t.Errorf("%s has no description", k.Name)
		}
	}
	slices.Sort(keys)
	if got := slices.Sorted(maps.Keys(s.Properties)); !slices.Equal(got, keys) || s.Additional {
		t.Errorf("keys %v, want %v", got, keys)
	}
	if got := s.Properties["ignore"].Items; len(got.Properties) != len(config.IgnoreKeys()) || len(got.Required) != 2 {
		t.Errorf("ignore: %v", got)
	}
	doc, err := os.ReadFile("../../docs/qwac.schema.json")
	if err != nil || string(doc) != string(data) {
		t.Errorf("docs/qwac.schema.json is stale: run make docs: %v", err)
	}
}

// TestDocumented wants every key in the document.
func TestDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range config.Keys() {
		if !strings.Contains(string(doc), "`"+k.Name+"`") {
			t.Errorf("docs/configuration.md does not name %s", k.Name)
		}
	}
}

// FuzzParse: whatever the input, a fault has a message and at most a line of the file, and what is read keeps the
// promises that the gate relies on.
func FuzzParse(f *testing.F) {
	f.Add([]byte("profile: lunar\nformats: [json=a/b]\npaths: [{match: '**', env: sandbox}]"))
	f.Add([]byte("ignore:\n  - rule: pem-bom\n    path: '**'\n    reason: x\n    expires: 2027-01-01"))
	f.Add([]byte("ignore: [{rule: pem-bom, fingerprint: '" + strings.Repeat("aB", 32) + "', reason: x}]"))
	for _, tt := range bad() {
		if len(tt.text) < 1000 {
			f.Add([]byte(tt.text))
		}
	}
	all := known()
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := config.Parse(".qwac.yaml", data, all)
		fault := (*yamlfile.Error)(nil)
		switch {
		case err != nil && !errors.As(err, &fault):
			t.Errorf("%T", err)
		case err != nil:
			if fault.Message == "" || strings.Count(fault.Marked(), "\n") > 1 {
				t.Errorf("%+v", fault)
			}
		default:
			for _, i := range c.Ignores {
				if i.Rule == "" || i.Reason == "" || i.Path == "" && i.Certificate == "" || i.At.Line == 0 ||
					!gate.Suppressible(i.Rule) {
					t.Errorf("%+v", i)
				}
			}
			for _, v := range c.Texts("formats") {
				if _, file, to := strings.Cut(v, "="); to && !config.IsBelow(file) {
					t.Errorf("%q", v)
				}
			}
			c.For("a/b/c.pem")
		}
	})
}
