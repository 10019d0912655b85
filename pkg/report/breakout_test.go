package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/check"
	"qwac/pkg/report"
)

// breaks are texts that end a field in one format or another, or begin something new.
var breaks = []string{
	"\n::error::x", "%0A::error::x", "\r\n##[error]x", "::set-output name=x::y", "::stop-commands::x", ",title=x::y",
	"]]>", "<!--", "--><script>x</script>", "\"/><failure/>", "&#10;&quot;", "</testcase>", "<![CDATA[x",
	" | x | y |\n| x |", "|", "\\|", "`x`", "[x](http://y)", "\u2028x\u2029y", "\u0085x", "\v\fx",
	"\"} 1\nqwac_verdict{target=\"x", "\\", "\\\"", "\\n", "\nEND:VEVENT\nBEGIN:VEVENT", ";X=1:y", "\x00", "{}", "],[",
	"\u202egnp", "\xff\xfe", "${{ secrets.X }}", "$(x)", strings.Repeat("a", 1<<20), strings.Repeat("%", 5000),
}

// shapes are what the records of a format are, whatever stands in their fields; the readers are strict as far as the
// standard library goes, scripts/formats has those of others.
var shapes = map[string]func([]byte) (string, error){
	"github": func(out []byte) (string, error) {
		command := regexp.MustCompile(`^::(error|warning|notice) (file=[^:,\r\n]*,)?(line=\d+,)?` +
			`title=[a-z0-9-]+::[^\r\n]*$`)
		var shape strings.Builder
		for line := range strings.Lines(string(out)) {
			line = strings.TrimSuffix(line, "\n")
			m := command.FindStringSubmatch(line)
			switch {
			case strings.HasPrefix(line, "qwac: "):
				shape.WriteString("log ")
			case m != nil:
				shape.WriteString(m[1] + " ")
			default:
				return "", fmt.Errorf("no command: %.200q", line)
			}
			if strings.Contains(line, "##[") {
				return "", fmt.Errorf("a command of the old form: %.200q", line)
			}
		}
		return shape.String(), nil
	},
	"markdown": func(out []byte) (string, error) {
		var shape strings.Builder
		for line := range strings.Lines(string(out)) {
			cells := strings.NewReplacer(`\\`, "", `\|`, "").Replace(line)
			fmt.Fprintf(&shape, "%d ", strings.Count(cells, "|"))
		}
		if strings.ContainsAny(regexp.MustCompile(`<!-- -->`).ReplaceAllString(string(out), ""), "<>") {
			return "", errors.New("markup")
		}
		return shape.String(), nil
	},
	"prometheus": func(out []byte) (string, error) {
		sample := regexp.MustCompile(`^([a-z0-9_]+)\{([a-zA-Z0-9_]+="([^"\\\n]|\\[\\n"])*",?)*\} \S+$`)
		var shape strings.Builder
		for line := range strings.Lines(string(out)) {
			m := sample.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
			if m == nil && !strings.HasPrefix(line, "#") {
				return "", fmt.Errorf("no sample: %.200q", line)
			} else if m != nil {
				shape.WriteString(m[1] + " ")
			}
		}
		return shape.String(), nil
	},
	"ics": func(out []byte) (string, error) {
		text := strings.ReplaceAll(string(out), "\r\n ", "")
		if strings.Count(text, "\n") != strings.Count(text, "\r\n") {
			return "", errors.New("a line that ends by LF alone")
		}
		var shape strings.Builder
		for line := range strings.Lines(text) {
			shape.WriteString(line[:strings.IndexAny(line, ":;")] + " ")
		}
		return shape.String(), nil
	},
	"junit": shapeOfXML, "checkstyle": shapeOfXML,
	"json": shapeOfJSON, "sarif": shapeOfJSON, "gitlab": shapeOfJSON,
	"ndjson": shapeOfLines, "rdjsonl": shapeOfLines,
}

func shapeOfXML(out []byte) (string, error) {
	var shape strings.Builder
	d := xml.NewDecoder(bytes.NewReader(out))
	for {
		token, err := d.Token()
		switch e := token.(type) {
		case xml.StartElement:
			fmt.Fprintf(&shape, "<%s", e.Name.Local)
			for _, a := range e.Attr {
				shape.WriteString(" " + a.Name.Local)
			}
		case xml.EndElement:
			shape.WriteString(">")
		case xml.Comment:
			return "", errors.New("a comment")
		}
		if err == io.EOF {
			return shape.String(), nil
		} else if err != nil {
			return "", err
		}
	}
}

func shapeOfJSON(out []byte) (string, error) {
	var shape strings.Builder
	d := json.NewDecoder(bytes.NewReader(out))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return shape.String(), nil
		} else if err != nil {
			return "", err
		}
		if s, ok := token.(string); ok {
			token = "s"
			if strings.ContainsAny(s, "\u2028\u2029") && bytes.ContainsAny(out, "\u2028\u2029") {
				return "", errors.New("a separator of lines that is none in JSON")
			}
		}
		fmt.Fprint(&shape, token)
	}
}

func shapeOfLines(out []byte) (string, error) {
	var shape strings.Builder
	for line := range bytes.Lines(out) {
		s, err := shapeOfJSON(line)
		if err != nil {
			return "", err
		}
		shape.WriteString(s + "\n")
	}
	return shape.String(), nil
}

// broken is a report in which a text stands wherever text of others may stand.
func broken(t *testing.T, text string) *report.Report {
	t.Helper()
	r := newReport(t, check.Options{At: testpki.At()}, input{"x.pem", testpki.Clean().PEM()})
	res := &r.Results[0]
	suppressed := &report.Suppression{By: "ignore", Reason: "x" + text, Source: "x" + text}
	finding := report.Finding{Rule: "chain-reversed", Severity: "error", Blocks: true, Message: "x" + text,
		Hint: "x" + text, Fingerprint: strings.Repeat("a", 32),
		Places: []report.Place{{File: "x" + text, Line: 1, Path: "x" + text}}}
	hidden := finding
	hidden.Suppressed, hidden.Fingerprint = suppressed, strings.Repeat("b", 32)
	res.Findings = []report.Finding{finding, hidden}
	res.Target, res.Cause, res.Verdict, res.Gate = "x"+text, "x"+text, "refuse", report.Blocks
	res.Certificate.Subject, res.Certificate.OrganizationIdentifier = "x"+text, "x"+text
	res.Inputs, res.Copies, res.CompletedFrom = []string{"x" + text}, []string{"x" + text}, []string{"x" + text}
	for i := range res.Chain {
		res.Chain[i].Name, res.Chain[i].Subject, res.Chain[i].File = "x"+text, "x"+text, "x"+text
		res.Chain[i].IssuerName = "x" + text
	}
	r.Summary = r.Count()
	return r
}

// TestBreakOut: whatever a name, a message or a reason says, the records of each format are those that they are for
// "x".
func TestBreakOut(t *testing.T) {
	want := map[string]string{}
	for i, text := range append([]string{"x"}, breaks...) {
		r := broken(t, text)
		for _, f := range report.Formats() {
			shape := shapes[f.Name]
			if shape == nil {
				continue // text and html are for people; TestAttackOutput has them
			}
			var out bytes.Buffer
			if err := f.Write(&out, r, report.Style{}); err != nil {
				t.Fatal(err)
			}
			got, err := shape(out.Bytes())
			if err != nil {
				t.Errorf("%s, %.40q: %v", f.Name, text, err)
			}
			if i == 0 {
				want[f.Name] = got
			} else if got != want[f.Name] {
				t.Errorf("%s, %.40q:\n got %.600s\nwant %.600s", f.Name, text, got, want[f.Name])
			}
		}
	}
	if len(want) != len(shapes) {
		t.Errorf("%d formats looked at, want %d", len(want), len(shapes))
	}
}
