package html_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	xhtml "golang.org/x/net/html"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/check"
	"qwac/pkg/report"
	"qwac/pkg/report/html"
)

// elements are those that a page may have, and attributes theirs: none loads anything, and none is a handler or a
// style.
var (
	elements = strings.Fields(`html head meta title style body a header main footer section div h1 h2 h3 h4 p span bdi
		strong code br ul ol li dl dt dd table thead tbody tr th td details summary svg path circle line rect text tspan
		form label input fieldset legend button output script`)
	attributes = strings.Fields(`lang charset http-equiv content name class id href aria-label aria-labelledby
		aria-hidden aria-live role tabindex scope viewbox preserveaspectratio width height d cx cy r x y x1 x2 y1 y2
		dx rx text-anchor data-chain data-level hidden type value checked autocomplete spellcheck`)
)

// document is what was found in a page.
type document struct {
	faults          []string
	open            []string // elements that are not closed
	ids, wanted     []string // names of elements, and those that are referred to
	findings        []string // text of each
	styles, scripts []string
	policy, text    string
	depth           int // of the finding that is being read; 0: none
}

func (d *document) fault(format string, args ...any) {
	d.faults = append(d.faults, fmt.Sprintf(format, args...))
}

func read(source string) *document {
	d := &document{}
	z := xhtml.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			if z.Err() != io.EOF {
				d.fault("%v", z.Err())
			}
			if len(d.open) > 0 {
				d.fault("not closed: %v", d.open)
			}
			for _, id := range d.wanted {
				if !slices.Contains(d.ids, id) {
					d.fault("nothing is called %q", id)
				}
			}
			return d
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			d.start(z.Token())
		case xhtml.EndTagToken:
			d.end(z.Token().Data)
		case xhtml.TextToken:
			d.words(z.Token().Data)
		case xhtml.CommentToken:
			d.fault("a comment: %s", z.Token().Data)
		}
	}
}

func (d *document) start(t xhtml.Token) {
	if !slices.Contains(elements, t.Data) {
		d.fault("an element %s", t.Data)
	}
	for _, a := range t.Attr {
		d.attribute(t.Data, a)
	}
	void := slices.Contains([]string{"meta", "br", "input"}, t.Data)
	if t.Type == xhtml.StartTagToken && !void {
		d.open = append(d.open, t.Data)
	}
}

func (d *document) attribute(element string, a xhtml.Attribute) {
	switch {
	case !slices.Contains(attributes, a.Key):
		d.fault("an attribute %s of %s", a.Key, element)
	case a.Key == "href" && !strings.HasPrefix(a.Val, "#"):
		d.fault("an address %s", a.Val)
	case a.Key == "href":
		d.wanted = append(d.wanted, a.Val[1:])
	case a.Key == "aria-labelledby":
		d.wanted = append(d.wanted, a.Val)
	case a.Key == "id" && slices.Contains(d.ids, a.Val):
		d.fault("two elements are called %s", a.Val)
	case a.Key == "id":
		d.ids = append(d.ids, a.Val)
	case a.Key == "content" && strings.HasPrefix(a.Val, "default-src"):
		d.policy = a.Val
	case a.Key == "class" && strings.HasPrefix(a.Val, "q-finding "):
		d.findings, d.depth = append(d.findings, ""), len(d.open)+1
	}
}

func (d *document) end(element string) {
	if len(d.open) == 0 || d.open[len(d.open)-1] != element {
		d.fault("</%s> ends %v", element, d.open)
		return
	}
	d.open = d.open[:len(d.open)-1]
	if len(d.open) < d.depth {
		d.depth = 0
	}
}

func (d *document) words(s string) {
	in := ""
	if len(d.open) > 0 {
		in = d.open[len(d.open)-1]
	}
	switch in {
	case "style":
		d.styles = append(d.styles, s)
	case "script":
		d.scripts = append(d.scripts, s)
	default:
		d.text += s
		if d.depth > 0 {
			d.findings[len(d.findings)-1] += s
		}
	}
}

func textOf(t *testing.T, source string) string {
	t.Helper()
	return read(source).text
}

// sound holds a page to what it promises: it is HTML, loads nothing, shows no character unseen, and has each finding
// once.
func sound(t *testing.T, source string, r *report.Report) {
	t.Helper()
	d := read(source)
	for _, f := range d.faults {
		t.Error(f)
	}
	if clean := string(report.CleanLines([]byte(source))); clean != source || strings.Contains(source, "\t") {
		t.Error("a character that is not seen")
	}
	var want []report.Finding
	for _, res := range r.Results {
		want = append(want, res.Findings...)
	}
	want = append(want, r.Findings...)
	if len(d.findings) != len(want) {
		t.Fatalf("%d findings, want %d", len(d.findings), len(want))
	}
	for i, f := range want {
		if message := report.Clean(f.Message); len(message) < 4000 && !strings.Contains(d.findings[i], message) {
			t.Errorf("finding %d is %q, want %q", i, d.findings[i], message)
		}
	}
	permits(t, d)
}

// permits wants a policy that allows the style and the script of the page and nothing else.
func permits(t *testing.T, d *document) {
	t.Helper()
	digest := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	if len(d.styles) != 1 || len(d.scripts) != 1 {
		t.Fatalf("%d styles, %d scripts", len(d.styles), len(d.scripts))
	}
	want := "default-src 'none'; style-src " + digest(d.styles[0]) + "; script-src " + digest(d.scripts[0]) +
		"; base-uri 'none'; form-action 'none'"
	if d.policy != want {
		t.Errorf("policy %q, want %q", d.policy, want)
	}
}

// hostile is text that would be something else where it is not escaped.
const hostile = "</p></style></script><script>alert(1)</script><img src=x onerror=alert(1)>\" onload=\"x\" " +
	"'><svg/onload=x>" +
	"<!--]]>&lt;&#60;{{.}}`%s%!d\x00\x1b[31m\r\n\t\u202eabc\u2066\u200b\u2028\ufeff\xff\xf0\U000e0041javascript:x"

// withText is a report in which every text is the given one.
func withText(s string) *report.Report {
	at, zero := testpki.At(), 0
	f := report.Finding{Rule: s, Code: s, Severity: s, Message: s, Hint: s, Clause: s, Fingerprint: s, StatusBasis: s,
		Status: &zero, Places: []report.Place{{File: s, Path: s, Certificate: &zero}},
		Suppressed: &report.Suppression{By: s, Reason: s, Source: s, Expires: s}}
	blocks := f
	blocks.Blocks, blocks.Suppressed = true, nil
	entry := report.ChainEntry{Position: s, Name: s, Subject: s, File: s, Signature: s, NotBefore: at,
		NotAfter: at.AddDate(1, 0, 0)}
	res := report.Result{
		Target: s, Request: s, Inputs: []string{s}, At: &at, Profile: s, Bank: s, Verdict: s, PredictedBasis: s,
		Cause:           s,
		PredictedStatus: &zero, Registered: []string{s},
		Checks: []report.Check{{Name: s, State: "failed", Detail: s}, {Name: s, State: "not-asked", Detail: s},
			{State: s}},
		Certificate: &report.Certificate{Type: s, PSD2: true, Subject: s, Issuer: s, SerialNumber: s, SHA256: s,
			OrganizationIdentifier: s, NCAID: s, NCAName: s, Roles: []string{s}, Policy: s,
			Readings: []report.Reading{{Reader: s, Roles: []string{s}, NCAID: s, NCAName: s}}},
		Chain: []report.ChainEntry{entry, entry}, Missing: &report.Missing{Subject: s},
		Trust: report.Trust{By: "pem", Status: "trusted", Service: s, Territory: s, Since: &at,
			Purposes: []string{s}},
		Findings: []report.Finding{blocks, f}, CompletedFrom: []string{s}, Copies: []string{s},
		Revocation: []report.Revocation{{Status: s, Since: &at, Reason: s, Kind: s, ThisUpdate: at}},
		Verifiers:  []report.Verifier{{Verifier: s, Answer: s, Cause: s, Name: s}},
		Paths: &report.Paths{Rest: s, Listed: []report.Path{{Certificates: []report.PathCert{{Name: s, File: s}},
			Causes: []report.Cause{{Detail: s}}}}},
	}
	return &report.Report{
		Tool: report.Tool{Name: s, Version: s}, Results: []report.Result{res}, Findings: []report.Finding{f},
		Rules: []report.Rule{{ID: s, Code: s, Title: s, Why: s, Fix: s, Clause: s}},
	}
}

// inMany is a report with so many results that each is told in short.
func inMany(r *report.Report) *report.Report {
	out := *r
	out.Results = slices.Repeat(r.Results, 21)
	return &out
}

// TestAttackMarkup: whatever the texts, they are texts.
func TestAttackMarkup(t *testing.T) {
	for _, s := range []string{hostile, strings.Repeat(hostile, 20), "", "`", "`a`", "a/"} {
		r := withText(s)
		sound(t, page(t, r), r)
		sound(t, page(t, inMany(r)), inMany(r))
		if s == hostile && !strings.Contains(textOf(t, page(t, r)), "<script>alert(1)</script>") {
			t.Error("the text is not shown")
		}
	}
}

// TestAttackSize: a name of a megabyte is cut, and it is said.
func TestAttackSize(t *testing.T) {
	long := strings.Repeat("<b>\u202e", 1<<18)
	if got := page(t, withText(long)); len(got) > 1<<20 || !strings.Contains(got, "more characters") {
		t.Errorf("the page has %d bytes", len(got))
	}
}

// TestAttackName judges a certificate with markup in its names.
func TestAttackName(t *testing.T) {
	pki := testpki.NewLeaf(func(leaf *testpki.Spec) {
		leaf.Subject.SetText(testpki.OIDOrganization, testpki.UTF8("<script>alert(1)</script>\u202e\"'&"))
	})
	r := report.New("v0.0.0", judged(t, check.Options{}, cases.Input{Name: "<img src=x>.pem", Data: pki.PEM()}))
	got := page(t, r)
	sound(t, got, r)
	for _, want := range []string{"<script>alert(1)</script>\\u202e", "<img src=x>.pem"} {
		if !strings.Contains(textOf(t, got), want) {
			t.Errorf("%s is not shown as text", want)
		}
	}
}

// TestMany bounds what a browser has to keep of each of many chains: 180 elements and 9,000 bytes for one that is
// accepted, so that it opens a thousand of them within two seconds.
func TestMany(t *testing.T) {
	r := states(t)["many"]
	got := page(t, r)
	if n := strings.Count(got, "<") / 2 / len(r.Results); n > 180 {
		t.Errorf("%d elements for each chain", n)
	}
	if n := len(got) / len(r.Results); n > 12_000 {
		t.Errorf("%d bytes for each chain", n)
	}
}

// FuzzHTML: the page of a report of any text is sound.
func FuzzHTML(f *testing.F) {
	for _, s := range []string{"", hostile, "`a` b", "\\", "%d", "leaf-x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := withText(s)
		sound(t, page(t, r), r)
		sound(t, page(t, inMany(r)), inMany(r))
	})
}

// TestStyleStaysInside wants every rule of the style to be about elements in a report: it is put into pages of others.
func TestStyleStaysInside(t *testing.T) {
	for _, line := range regexp.MustCompile(`(?m)^[^}\n]*\{`).FindAllString(html.CSS(), -1) {
		for _, s := range strings.Split(strings.TrimSpace(strings.SplitN(line, "{", 2)[0]), ",") {
			if !strings.HasPrefix(strings.TrimSpace(s), ".qwac-report") && !strings.HasPrefix(s, "@media") {
				t.Errorf("%s", line)
			}
		}
	}
	for _, s := range []string{html.CSS(), html.Script()} {
		if strings.Contains(s, "</") || strings.Contains(s, "url(") || strings.Contains(s, "@import") ||
			strings.Contains(s, "innerHTML") || strings.Contains(s, "//e") {
			t.Error("style or script may end early, or load something")
		}
	}
}
