package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"qwac/pkg/report"
)

// Readers of formats: what their schemas require is there, and what the report says.

// findings are how many findings a format for findings has of a result, how many of them block, and their places.
func findings(r *report.Report) (all, block, places int) {
	for _, res := range r.Results {
		blocks := false
		for _, f := range res.Findings {
			all++
			places += max(len(f.Places), 1)
			if f.Blocks {
				block++
				blocks = true
			}
		}
		if res.Verdict != "accept" && !blocks { // told as one
			all, block, places = all+1, block+1, places+1
		}
	}
	return all, block, places
}

func want(what string, got, want int) error {
	if got != want {
		return fmt.Errorf("%d %s, want %d", got, what, want)
	}
	return nil
}

func readNDJSON(out []byte, r *report.Report) error {
	n := 0
	for line := range bytes.Lines(out) {
		var got report.Result
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&got); err != nil || dec.More() {
			return fmt.Errorf("line %d: %w", n+1, err)
		}
		n++
	}
	return want("lines", n, len(r.Results))
}

// object reads members of a JSON object, of which each must be there and of the kind of its example.
func object(v any, members map[string]any) (map[string]any, error) {
	o, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%v is no object", v)
	}
	for name, example := range members {
		got, there := o[name]
		if !there || fmt.Sprintf("%T", got) != fmt.Sprintf("%T", example) {
			return nil, fmt.Errorf("%s is %T, want %T", name, got, example)
		}
	}
	return o, nil
}

var (
	text = ""
	list = []any{}
	obj  = map[string]any{}
)

func readSARIF(out []byte, r *report.Report) error {
	var v any
	if err := json.Unmarshal(out, &v); err != nil {
		return err
	}
	log, err := object(v, map[string]any{"$schema": text, "version": text, "runs": list})
	if err != nil || log["version"] != "2.1.0" {
		return fmt.Errorf("version %v: %w", log["version"], err)
	}
	run, err := object(log["runs"].([]any)[0], map[string]any{"tool": obj, "results": list})
	if err != nil {
		return err
	}
	driver, err := object(run["tool"].(map[string]any)["driver"], map[string]any{"name": text, "rules": list})
	if err != nil {
		return err
	}
	for _, rule := range driver["rules"].([]any) {
		_, err := object(rule,
			map[string]any{"id": text, "shortDescription": obj, "help": obj, "defaultConfiguration": obj})
		if err != nil {
			return err
		}
	}
	results := run["results"].([]any)
	for _, res := range results {
		if err := readSARIFResult(res, driver["rules"].([]any)); err != nil {
			return err
		}
	}
	all, _, _ := findings(r)
	return want("results", len(results), all)
}

func readSARIFResult(v any, rules []any) error {
	res, err := object(v, map[string]any{
		"ruleId": text, "kind": text, "level": text, "message": obj, "locations": list, "partialFingerprints": obj,
		"suppressions": list,
	})
	if err != nil {
		return err
	}
	if (res["kind"] == "fail") == (res["level"] == "none") ||
		!slices.Contains([]any{"error", "warning", "none"}, res["level"]) {
		return fmt.Errorf("kind %v, level %v", res["kind"], res["level"])
	}
	if i, known := res["ruleIndex"].(float64); known && rules[int(i)].(map[string]any)["id"] != res["ruleId"] {
		return fmt.Errorf("rule %v is not at %v", res["ruleId"], i)
	}
	for _, l := range res["locations"].([]any) {
		physical := l.(map[string]any)["physicalLocation"].(map[string]any)
		uri := physical["artifactLocation"].(map[string]any)["uri"].(string)
		if u, err := url.Parse(uri); err != nil || u.Host != "" || u.Scheme != "" && u.Scheme != "file" ||
			strings.Contains(uri, `\`) {
			return fmt.Errorf("uri %q: %v", uri, err)
		}
		if region, there := physical["region"]; there {
			if line := region.(map[string]any)["startLine"].(float64); line < 1 {
				return fmt.Errorf("line %v", line)
			}
		}
	}
	return nil
}

// elements reads a document to its end and counts the elements by their names.
func elements(out []byte) (map[string]int, error) {
	count := map[string]int{}
	dec := xml.NewDecoder(bytes.NewReader(out))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return count, nil
		}
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok {
			count[start.Name.Local]++
		}
	}
}

func readJUnit(out []byte, r *report.Report) error {
	count, err := elements(out)
	if err != nil {
		return err
	}
	var top struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
		Cases    []struct {
			Name  string `xml:"name,attr"`
			Class string `xml:"classname,attr"`
		} `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal(out, &top); err != nil {
		return err
	}
	known := map[string]bool{}
	for _, c := range top.Cases {
		name := c.Class + "\x00" + c.Name
		if known[name] {
			return fmt.Errorf("two tests %q of %q: GitLab shows the first alone", c.Name, c.Class)
		}
		known[name] = true
	}
	_, block, _ := findings(r)
	return errors.Join(want("suites", count["testsuite"], len(r.Results)), want("failures", count["failure"], block),
		want("failures counted", top.Failures, block), want("tests", top.Tests, count["testcase"]),
		want("skipped", top.Skipped, count["skipped"]))
}

func readCheckstyle(out []byte, r *report.Report) error {
	count, err := elements(out)
	if err != nil {
		return err
	}
	_, _, places := findings(r)
	return errors.Join(want("roots", count["checkstyle"], 1), want("errors", count["error"], places))
}

func readGitLab(out []byte, r *report.Report) error {
	var issues []any
	if err := json.Unmarshal(out, &issues); err != nil {
		return err
	}
	seen := map[any]bool{}
	for _, v := range issues {
		issue, err := object(v, map[string]any{"description": text, "check_name": text, "fingerprint": text,
			"severity": text, "location": obj})
		if err != nil {
			return err
		}
		at, err := object(issue["location"], map[string]any{"path": text, "lines": obj})
		if err != nil {
			return err
		}
		begin := at["lines"].(map[string]any)["begin"].(float64)
		known := slices.Contains([]any{"info", "minor", "major", "critical", "blocker"}, issue["severity"])
		if begin < 1 || at["path"] == "" || !known || seen[issue["fingerprint"]] {
			return fmt.Errorf("issue %v", issue)
		}
		seen[issue["fingerprint"]] = true
	}
	all, _, _ := findings(r)
	return want("issues", len(issues), all)
}

func readRDJSONL(out []byte, r *report.Report) error {
	n := 0
	for line := range bytes.Lines(out) {
		var v any
		if err := json.Unmarshal(line, &v); err != nil {
			return err
		}
		d, err := object(v,
			map[string]any{"message": text, "location": obj, "severity": text, "source": obj, "code": obj})
		if err != nil {
			return err
		}
		at, err := object(d["location"], map[string]any{"path": text})
		if err != nil || at["path"] == "" || !slices.Contains([]any{"ERROR", "WARNING", "INFO"}, d["severity"]) {
			return fmt.Errorf("diagnostic %v: %v", d, err)
		}
		n++
	}
	_, _, places := findings(r)
	return want("diagnostics", n, places)
}

func readGitHub(out string, r *report.Report) error {
	command := regexp.MustCompile(`^::(error|warning|notice) (?:[a-z]+=[^:,]*,?)+::[^\r\n]*$`)
	count := map[string]int{}
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		m := command.FindStringSubmatch(line)
		switch {
		case strings.Contains(line, "##["), m == nil && !strings.HasPrefix(line, "qwac: "):
			return fmt.Errorf("line %q", line)
		case m != nil:
			count[m[1]]++
		}
	}
	all, block, _ := findings(r)
	for level, n := range count {
		if n > 10 {
			return fmt.Errorf("%d annotations of %s", n, level)
		}
	}
	if block > 0 && count["error"] == 0 || all > 0 && len(count) == 0 {
		return fmt.Errorf("annotations %v of %d findings", count, all)
	}
	return nil
}

func readMarkdown(out string) error {
	row := regexp.MustCompile(`^\|( (?:[^|\\]|\\.)*\|){5}$|^\|(---\|){5}$`)
	link := regexp.MustCompile("[^\\\\][\\[\\]`*_~$]|https?://|www\\.")
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "|") && !row.MatchString(line) {
			return fmt.Errorf("row %q", line)
		}
		plain := strings.ReplaceAll(strings.ReplaceAll(line, `\\`, ""), "@<!-- -->", "")
		if strings.ContainsAny(plain, "<>@") || link.MatchString(plain) {
			return fmt.Errorf("markup in %q", line)
		}
	}
	return nil
}

func readPrometheus(out string, r *report.Report) error {
	sample := regexp.MustCompile(`^([a-z0-9_]+)\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*",?)*\} (-?\d+)$`)
	comment := regexp.MustCompile(`^# (HELP|TYPE) (\w+) .+$`)
	seen := map[string]bool{}
	refused := 0
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		m := sample.FindStringSubmatch(line)
		switch {
		case m == nil && !comment.MatchString(line):
			return fmt.Errorf("line %q", line)
		case m == nil:
			continue
		}
		labels := line[:strings.LastIndex(line, " ")]
		if seen[labels] {
			return fmt.Errorf("twice: %q", line)
		}
		seen[labels] = true
		if n, _ := strconv.Atoi(m[2]); m[1] == "qwac_verdict" && n == 0 {
			refused++
		}
	}
	if r.Summary.Refused > 0 && refused == 0 {
		return errors.New("no chain is refused")
	}
	return nil
}

func readICS(out string, r *report.Report) error {
	if !strings.HasSuffix(out, "END:VCALENDAR\r\n") || strings.Contains(strings.ReplaceAll(out, "\r\n", ""), "\n") {
		return errors.New("lines do not end in CRLF")
	}
	for line := range strings.SplitSeq(out, "\r\n") {
		if len(line) > 75 {
			return fmt.Errorf("line of %d octets", len(line))
		}
	}
	value := regexp.MustCompile(`^[A-Z]+:(?:[^\\;,]|\\[\\;,n])*$`)
	var open []string
	ends := map[string]bool{}
	for line := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(out, "\r\n ", ""), "\r\n"), "\r\n") {
		if !value.MatchString(line) {
			return fmt.Errorf("line %q", line)
		}
		name, of, _ := strings.Cut(line, ":")
		switch {
		case name == "BEGIN":
			open = append(open, of)
		case name == "END" && open[len(open)-1] == of:
			open = open[:len(open)-1]
		case name == "UID":
			ends[of] = true
		}
	}
	certs := map[string]bool{}
	for _, res := range r.Results {
		for _, e := range res.Chain {
			certs[e.SHA256] = true
		}
	}
	return errors.Join(want("open components", len(open), 0), want("events", len(ends), len(certs)))
}
