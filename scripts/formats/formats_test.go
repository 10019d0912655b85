package formats

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	ical "github.com/arran4/golang-ical"
	"github.com/joshdk/go-junit"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/reviewdog/reviewdog/proto/rdf"
	"github.com/xeipuuv/gojsonschema"
	"google.golang.org/protobuf/encoding/protojson"

	"qwac/internal/cases"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/report"
	"qwac/pkg/report/formats"
)

// readers are the libraries of others, by the name of the format; each says what is wrong.
var readers = map[string]func([]byte) error{
	"sarif": readSARIF, "junit": readJUnit, "gitlab": readGitLab, "rdjsonl": readRDJSONL, "prometheus": readMetrics,
	"ics": readCalendar,
}

// TestReaders: what is written of every case is read by those for whom it is.
func TestReaders(t *testing.T) {
	byName := map[string]report.Format{}
	for _, f := range formats.All() {
		byName[f.Name] = f
	}
	var parts []report.Part
	for i, c := range cases.All() {
		parts = append(parts, judged(t, c))
		if i%10 == 0 { // one result, now and then
			readAll(t, c.Name, byName, report.Join("v0.0.0", parts[i]))
		}
	}
	readAll(t, "all cases", byName, report.Join("v0.0.0", parts...))
	readAll(t, "none", byName, report.Join("v0.0.0"))
}

func judged(t *testing.T, c cases.Case) report.Part {
	t.Helper()
	b := new(bundle.Bundle)
	for _, in := range c.Inputs() {
		if err := b.Parse(in.Name, in.Data); err != nil {
			t.Fatal(err)
		}
	}
	o := c.Options
	if o.At.IsZero() {
		o.At = cases.At()
	}
	r, err := check.Run(b, o)
	if err != nil {
		t.Fatal(err)
	}
	return report.NewPart(r)
}

func readAll(t *testing.T, name string, byName map[string]report.Format, r *report.Report) {
	t.Helper()
	for format, read := range readers {
		var out bytes.Buffer
		if err := byName[format].Write(&out, r, report.Style{}); err != nil {
			t.Fatal(err)
		}
		if err := read(out.Bytes()); err != nil {
			t.Errorf("%s: %s: %v", name, format, err)
		}
	}
}

// sarifSchema is that of OASIS, as the library for SARIF has it in its source.
var sarifSchema = sync.OnceValues(func() (*gojsonschema.Schema, error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		return nil, err
	}
	source := filepath.Join(strings.TrimSpace(string(dir)), "pkg", "report", "v210", "sarif", "schema.go")
	file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
	if err != nil {
		return nil, err
	}
	text, ok := file.Scope.Lookup("schema").Decl.(*ast.ValueSpec).Values[0].(*ast.BasicLit)
	if !ok {
		return nil, errors.New("no schema in " + source)
	}
	schema, err := strconv.Unquote(text.Value)
	if err != nil {
		return nil, err
	}
	return gojsonschema.NewSchema(gojsonschema.NewStringLoader(schema))
})

func readSARIF(out []byte) error {
	if _, err := sarif.FromBytes(out); err != nil {
		return err
	}
	schema, err := sarifSchema()
	if err != nil {
		return err
	}
	return valid(schema.Validate(gojsonschema.NewBytesLoader(out)))
}

func valid(result *gojsonschema.Result, err error) error {
	if err == nil && !result.Valid() {
		err = fmt.Errorf("%v", result.Errors())
	}
	return err
}

func readJUnit(out []byte) error {
	suites, err := junit.Ingest(out)
	if err != nil {
		return err
	}
	for _, s := range suites {
		if s.Totals.Tests != len(s.Tests) {
			return fmt.Errorf("suite %s has %d tests and says %d", s.Name, len(s.Tests), s.Totals.Tests)
		}
	}
	return nil
}

// codeQuality is what GitLab's documentation says of a report of code quality.
const codeQuality = `{"type": "array", "items": {"type": "object",
	"required": ["description", "check_name", "fingerprint", "severity", "location"],
	"properties": {
		"description": {"type": "string", "minLength": 1}, "check_name": {"type": "string", "minLength": 1},
		"fingerprint": {"type": "string", "minLength": 1},
		"severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
		"location": {"type": "object", "required": ["path", "lines"], "properties": {
			"path": {"type": "string", "pattern": "^[^./]"},
			"lines": {"type": "object", "required": ["begin"], "properties": {
				"begin": {"type": "integer", "minimum": 1}}}}}}}}`

func readGitLab(out []byte) error {
	err := valid(gojsonschema.Validate(gojsonschema.NewStringLoader(codeQuality), gojsonschema.NewBytesLoader(out)))
	prints := []struct{ Fingerprint string }{}
	if err := errors.Join(err, json.Unmarshal(out, &prints)); err != nil {
		return err
	}
	known := map[string]bool{}
	for _, p := range prints {
		if known[p.Fingerprint] {
			return fmt.Errorf("the fingerprint %s comes twice: GitLab shows one", p.Fingerprint)
		}
		known[p.Fingerprint] = true
	}
	return nil
}

// readRDJSONL reads each line strictly as the message that it is.
func readRDJSONL(out []byte) error {
	for line := range bytes.Lines(out) {
		var d rdf.Diagnostic
		if err := protojson.Unmarshal(line, &d); err != nil {
			return err
		}
		if d.GetMessage() == "" || d.GetLocation().GetPath() == "" {
			return fmt.Errorf("no message or path in %s", line)
		}
	}
	return nil
}

func readMetrics(out []byte) error {
	p := expfmt.NewTextParser(model.UTF8Validation)
	families, err := p.TextToMetricFamilies(bytes.NewReader(out))
	for name, f := range families {
		if f.GetHelp() == "" || !strings.HasPrefix(name, "qwac_") && !strings.HasPrefix(name, "x509_") {
			return fmt.Errorf("%s: help %q", name, f.GetHelp())
		}
	}
	return err
}

func readCalendar(out []byte) error {
	c, err := ical.ParseCalendar(bytes.NewReader(out))
	if err != nil {
		return err
	}
	for _, e := range c.Events() {
		if _, err := e.GetStartAt(); err != nil {
			if _, err := e.GetAllDayStartAt(); err != nil {
				return err
			}
		}
		if e.Id() == "" {
			return errors.New("an event without UID")
		}
	}
	return nil
}

// TestReadersRefuse: the readers find what is wrong.
func TestReadersRefuse(t *testing.T) {
	for format, outputs := range map[string][]string{
		"sarif":      {`{"runs": []}`, `{"version": "2.1.0", "runs": [{"tool": {}}]}`, ``},
		"junit":      {`<testsuites><testsuite tests="2"`, `<testsuites><testsuite><testcase/></testsuites>`},
		"gitlab":     {`{}`, `[{"description": "x"}]`, strings.Replace(twice, `"b"`, `"a"`, 1)},
		"rdjsonl":    {`{"message": "x", "place": 1}`, `{"message": "x"}`},
		"prometheus": {"qwac_x{ 1\n", "qwac_x 1\n", "qwac_x 1 2 3\n"},
		"ics":        {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n"},
	} {
		for _, out := range outputs {
			if readers[format]([]byte(out)) == nil {
				t.Errorf("%s: %q is taken", format, out)
			}
		}
	}
	if err := readers["gitlab"]([]byte(twice)); err != nil {
		t.Error(err)
	}
}

// twice is a report of code quality with two findings.
const twice = `[{"description": "x", "check_name": "x", "fingerprint": "a", "severity": "info",
	"location": {"path": "x", "lines": {"begin": 1}}}, {"description": "x", "check_name": "x", "fingerprint": "b",
	"severity": "info", "location": {"path": "x", "lines": {"begin": 1}}}]`
