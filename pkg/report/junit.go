package report

import (
	"encoding/xml"
	"fmt"
	"io"
)

type junitReport struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"` // required by some readers; a report knows of none
	Cases    []junitCase `xml:"testcase"`

	cases onceEach
}

// onceEach makes names unique: GitLab passes over a second test of the same class and name.
type onceEach map[string]int

func (o onceEach) name(s string) string {
	o[s]++
	if o[s] == 1 {
		return s
	}
	return o.name(fmt.Sprintf("%s (%d)", s, o[s]))
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Time    string        `xml:"time,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Line    int           `xml:"line,attr,omitempty"`
	Skipped *junitSkipped `xml:"skipped"`
	Failure *junitFailure `xml:"failure"`
	Output  string        `xml:"system-out,omitempty"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// writeJUnit writes a suite for each result: a test for each fact that is established or was not asked for, and one for
// each finding, which fails when it blocks. So a suite fails when the gate blocks, and only then.
func writeJUnit(w io.Writer, r *Report, s Style) error {
	out := junitReport{Name: "qwac"}
	suites := onceEach{}
	for _, res := range r.groups() {
		suite := newJUnitSuite(suites.name(xmlText(res.subject(s))), res, s)
		out.Tests, out.Failures, out.Skipped = out.Tests+suite.Tests, out.Failures+suite.Failures, out.Skipped+
			suite.Skipped
		out.Suites = append(out.Suites, suite)
	}
	return writeXML(w, out)
}

func newJUnitSuite(name string, r Result, s Style) junitSuite {
	suite := junitSuite{Name: name, Time: "0", cases: onceEach{}}
	for _, c := range r.Checks {
		switch c.State {
		case "passed":
			suite.add(junitCase{Name: xmlText(c.Name), Output: xmlText(c.Detail)})
		case "not-asked":
			suite.add(junitCase{Name: xmlText(c.Name), Skipped: &junitSkipped{xmlText(c.Detail)}})
		}
	}
	for _, f := range r.all() {
		suite.add(newJUnitCase(r, f, s))
	}
	return suite
}

func newJUnitCase(r Result, f Finding, s Style) junitCase {
	sites := r.sites(f, s)
	c := junitCase{Name: xmlText(f.Rule), File: xmlText(sites[0].File), Line: sites[0].Line}
	text := ""
	for _, p := range sites {
		text += p.String() + ": "
	}
	text = xmlText(text + s.words(f))
	if f.Suppressed != nil {
		c.Skipped = &junitSkipped{xmlText(f.Suppressed.String())}
		return c
	}
	if f.Blocks {
		c.Failure = &junitFailure{xmlText(f.Message), xmlText(f.Rule), text}
		return c
	}
	c.Output = xmlText(f.Severity+": ") + text
	return c
}

func (s *junitSuite) add(c junitCase) {
	c.Class, c.Time, c.Name = s.Name, s.Time, s.cases.name(c.Name)
	s.Cases = append(s.Cases, c)
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
}
