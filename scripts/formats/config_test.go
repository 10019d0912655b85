package formats

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/xeipuuv/gojsonschema"

	"qwac/internal/config"
	"qwac/pkg/bank"
	"qwac/pkg/check"
)

// configurations are good ones and bad ones; the schema, by which editors check them, and the program agree on each.
// But of rules and roles the schema knows the form alone, so that it need not change with them.
var configurations = []struct {
	text string
	good bool
}{
	{"profile: lunar\n", true},
	{"env: sandbox\nroles: [PSP_AI, PSP_PI]\n", true},
	{"expires-within: 60d\nmax-evidence-age: 2d\n", true},
	{"severity: {pem-bom: error}\nfail-on: warning\n", true},
	{"formats: [text, json=out/report.json]\n", true},
	{"require: [trusted-list, revocation]\nbaseline: known.json\n", true},
	{"paths:\n  - match: \"prod/**\"\n    roles: [PSP_AI]\n", true},
	{"ignore:\n  - rule: pem-bom\n    path: \"a/**\"\n    reason: known\n    expires: \"2027-01-01\"\n", true},
	{"profil: lunar\n", false},
	{"env: staging\n", false},
	{"roles: 5\n", false},
	{"severity: {pem-bom: fatal}\n", false},
	{"fail-on: sometimes\n", false},
	{"require: [luck]\n", false},
	{"paths:\n  - roles: [PSP_AI]\n", false},
	{"ignore:\n  - rule: pem-bom\n    path: \"a/**\"\n", false},
	{"ignore:\n  - path: \"a/**\"\n    reason: known\n", false},
	{"ignore:\n  - rule: pem-bom\n    reason: known\n", false},
}

// both are the two that judge a configuration.
type both struct {
	*testing.T
	schema *gojsonschema.Schema
	known  config.Known
}

func newBoth(t *testing.T) both {
	data, err := config.Schema()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gojsonschema.NewSchema(gojsonschema.NewBytesLoader(data))
	if err != nil {
		t.Fatal(err)
	}
	known := config.Known{Rules: check.Rules()}
	for _, b := range bank.All() {
		known.Profiles = append(known.Profiles, b.Name)
	}
	return both{t, schema, known}
}

// judge says what program and schema say of a text in YAML.
func (b both) judge(text []byte) (program error, schema []gojsonschema.ResultError) {
	_, program = config.Parse(".qwac.yaml", text, b.known)
	asJSON, err := yaml.YAMLToJSON(text)
	if err != nil {
		b.Fatal(err)
	}
	result, err := b.schema.Validate(gojsonschema.NewBytesLoader(asJSON))
	if err != nil {
		b.Fatal(err)
	}
	return program, result.Errors()
}

func TestConfigurationSchema(t *testing.T) {
	b := newBoth(t)
	for _, c := range configurations {
		program, schema := b.judge([]byte(c.text))
		if (program == nil) != c.good {
			t.Errorf("the program: %v\n%s", program, c.text)
		}
		if (len(schema) == 0) != c.good {
			t.Errorf("the schema: %v\n%s", schema, c.text)
		}
	}
}

// values are what may stand behind any key.
func values() []any {
	digest := strings.Repeat("0aF", 21) + "1"
	return []any{nil, true, 0, 7, 1.5, "", " ", "x", "lunar", "own.yaml", "own.json", "sandbox", "Sandbox", "PSP_AI",
		"30d", "030d", "0d", "-1d", "+1d", "30", "1.5h", "2w", "24H", "1 d", "2027-06-30", "2027-6-30", "20270630",
		"block", "never", "Error", "warning", "**", "prod/**", "prod/", "/prod", "./x", "../x", `a\b`, "a/../b",
		"pem-bom", "P04", digest, strings.ToUpper(digest), digest[1:], digest + "0", "z" + digest[1:],
		"0a:" + digest[2:],
		":" + digest, digest + ":", strings.Repeat("x", 300), strings.Repeat("x", 301), strings.Repeat("ø", 300),
		[]any{}, []any{""}, []any{nil}, []any{1}, []any{"x"}, []any{"x", "x"}, []any{"x", "y"}, []any{[]any{"x"}},
		[]any{"PSP_AI"}, []any{"PSP_AI", "PSP_PI"}, []any{"PSP_AI", "PSP_AI"}, []any{"text"}, []any{"json=out/x.json"},
		[]any{"text", "json=x"}, []any{"jsonn"}, []any{"json="}, []any{"Json"}, []any{"roles"}, []any{"trusted-list"},
		[]any{"Roles"}, map[string]any{}, map[string]any{"pem-bom": "error"}, map[string]any{"pem-bom": "block"},
		map[string]any{"pem-bom": nil}, []any{map[string]any{}},
	}
}

// unsaid is what the schema does not say on purpose: what rules, roles and profiles there are.
var unsaid = regexp.MustCompile("no rule|is the code of a rule|unknown role|no profile|did you mean PSP_")

// TestSchemaAgrees writes every value behind every key, at the top and in entries: schema and program say the same.
func TestSchemaAgrees(t *testing.T) {
	b := newBoth(t)
	compare := func(doc map[string]any) {
		text, err := json.Marshal(doc) // which is YAML
		if err != nil {
			t.Fatal(err)
		}
		program, schema := b.judge(text)
		if (program == nil) != (len(schema) == 0) && !(program != nil && unsaid.MatchString(program.Error())) {
			t.Errorf("program: %v\nschema: %v\n%s", program, schema, text)
		}
	}
	for _, v := range values() {
		compare(map[string]any{"keyy": v})
		for _, k := range config.Keys() {
			compare(map[string]any{k.Name: v})
		}
		for list, keys := range map[string][]string{
			"paths":  {"match", "profile", "env", "roles", "matchh"},
			"ignore": {"rule", "path", "fingerprint", "reason", "expires", "until"},
		} {
			for _, key := range keys {
				compare(map[string]any{list: []any{map[string]any{key: v}}})
				whole := map[string]any{"match": "x", "env": "sandbox"}
				if list == "ignore" {
					whole = map[string]any{"rule": "pem-bom", "reason": "known", "path": "x"}
				}
				whole[key] = v
				compare(map[string]any{list: []any{whole}})
			}
		}
	}
}
