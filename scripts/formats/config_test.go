package formats

import (
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

func TestConfigurationSchema(t *testing.T) {
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
	for _, c := range configurations {
		_, err := config.Parse(".qwac.yaml", []byte(c.text), known)
		if (err == nil) != c.good {
			t.Errorf("the program: %v\n%s", err, c.text)
		}
		asJSON, err := yaml.YAMLToJSON([]byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		result, err := schema.Validate(gojsonschema.NewBytesLoader(asJSON))
		if err != nil {
			t.Fatal(err)
		}
		if result.Valid() != c.good {
			t.Errorf("the schema: %v\n%s", result.Errors(), c.text)
		}
	}
}
