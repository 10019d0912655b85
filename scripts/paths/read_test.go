package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
)

// suiteOf writes a suite of these lines, and other files beside it, and gives the corpus that it is all of.
func suiteOf(t *testing.T, lines []string, others map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "paths"), 0o700); err != nil {
		t.Fatal(err)
	}
	put := func(name, text string) {
		var b bytes.Buffer
		zip := gzip.NewWriter(&b)
		_, _ = zip.Write([]byte(text))
		_ = zip.Close()
		if err := os.WriteFile(filepath.Join(dir, "paths", name), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("new.jsonl.gz", strings.Join(lines, "\n"))
	for name, text := range others {
		put(name, text)
	}
	return dir
}

// line is a case of the clean chain with some fields set otherwise; nil: left out.
func line(pki testpki.Chain, fields map[string]any) string {
	c := map[string]any{"suite": "new", "id": "clean", "leaf": pki.Leaf.DER,
		"untrusted": [][]byte{pki.Intermediate.DER}, "trusted": [][]byte{pki.Root.DER}, "time": testpki.At(),
		"validation": "client", "expect": "accept"}
	for name, v := range fields {
		if c[name] = v; v == nil {
			delete(c, name)
		}
	}
	text, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	return string(text)
}

type fields = map[string]any

// TestForms: a suite that nobody has seen is judged by RFC 5280, whatever form its fields have.
func TestForms(t *testing.T) {
	pki := testpki.Clean()
	text := func(c testpki.Cert) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.DER}))
	}
	leaf := base64.RawURLEncoding.EncodeToString(pki.Leaf.DER)
	rejects := func(f fields) fields { f["expect"] = "reject"; return f }
	var lines []string
	all := []fields{
		{}, rejects(fields{"untrusted": nil}), rejects(fields{"untrusted": [][]byte{}}),
		rejects(fields{"trusted": nil}),
		{"trusted": text(pki.Root)}, {"trusted": []string{text(pki.Root) + text(pki.Intermediate)}, "untrusted": nil},
		{"leaf": leaf}, {"leaf": leaf[:70] + "\r\n " + leaf[70:]}, {"untrusted": []any{"AAAA", pki.Intermediate.DER}},
		rejects(fields{"leaf": "AAAA"}), {"time": nil}, {"time": testpki.At().Unix()},
		{"time": testpki.At().Format("2006-01-02 15:04:05")}, rejects(fields{"time": "2001-01-01"}),
		{"id": nil, "suite": nil, "validation": nil}, {"features": "some-new-feature"}, {"features": nil, "eku": nil},
		{"eku": "clientAuth"}, {"eku": []string{"1.3.6.1.5.5.7.3.2"}}, rejects(fields{"eku": "codeSigning"}),
		{"name": nil, "names": []any{}, "policy": nil, "maxDepth": nil, "crls": nil},
		{"name": fields{"kind": "dns", "value": testpki.Host}}, rejects(fields{"maxDepth": 0}),
		rejects(fields{"name": fields{"kind": "DNS", "value": "other.example"}}), {"maxDepth": 1},
		rejects(fields{"policy": fields{"initial": "1.2.3", "explicit": true}}), {"unknown": fields{"a": []int{1}}},
		{"keyUsage": []string{"digitalSignature"}}, rejects(fields{"keyUsage": "keyCertSign"}),
		rejects(fields{"anchorMode": "DISTRUSTED"}), {"baseline": "x", "expectBestPath": []string{}},
	}
	for i, f := range all {
		if _, given := f["id"]; !given {
			f["id"] = fmt.Sprint("case ", i)
		}
		lines = append(lines, line(pki, f))
	}
	lines = append(lines, "", " \t", line(pki, fields{"id": "kind", "name": fields{"kind": "SRV", "value": "x"}}),
		line(pki, fields{"id": "option", "features": []string{"openssl-new"}}))
	dir := suiteOf(t, lines, map[string]string{"empty.jsonl.gz": "", "blank.jsonl.gz": "\n\n",
		"baseline-go-1.26.8.csv.gz": "file,id\nnew,case 0\nnew\n", "baseline-openssl-3.0.19.csv.gz": ""})
	got, err := tallies(t, dir)
	if err != nil {
		t.Error(err)
	}
	want := map[string]tally{"new": {Suite: "new", Cases: len(all) + 2, Right: len(all), OutOfScope: 2},
		"empty": {Suite: "empty"}, "blank": {Suite: "blank"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// tallies runs all suites of a corpus.
func tallies(t *testing.T, dir string) (map[string]tally, error) {
	t.Helper()
	r := runner{options: options{verbose: true}, dir: dir}
	got := map[string]tally{}
	r.each = func(s tally) {
		s.Seconds, s.MaxCheck = 0, 0
		got[s.Suite] = s
	}
	return got, r.run(nil)
}

// TestBrokenLines: a line that cannot be read is named, and the rest is judged.
func TestBrokenLines(t *testing.T) {
	pki := testpki.Clean()
	whole := line(pki, nil)
	lines := []string{whole, "{", whole[:100], `[]`, `"x"`, "null", line(pki, fields{"leaf": nil}),
		line(pki, fields{"leaf": []string{"AAAA", "AAAA"}}), line(pki, fields{"leaf": "*"}),
		line(pki, fields{"leaf": 1}), line(pki, fields{"leaf": "-----BEGIN CERTIFICATE-----"}),
		line(pki, fields{"trusted": "*"}),
		line(pki, fields{"expect": nil}), line(pki, fields{"expect": "perhaps"}), line(pki, fields{"time": "noon"}),
		line(pki, fields{"time": true}), line(pki, fields{"features": 1}), line(pki, fields{"maxDepth": "one"}),
		line(pki, fields{"name": "host.example"}), whole + whole, "\x00", strings.Repeat("x", maxLine+1), whole}
	dir := suiteOf(t, lines, map[string]string{"other.jsonl.gz": whole})
	file := filepath.Join(dir, "paths", "new.jsonl.gz")
	var broken []string
	cases, err := readCases(file, func(n int, err error) { broken = append(broken, fmt.Sprint(n, " ", err)) })
	if err != nil || len(cases) != 2 || len(broken) != len(lines)-2 {
		t.Errorf("%d cases, %d broken lines, %v:\n%s", len(cases), len(broken), err, strings.Join(broken, "\n"))
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"no.jsonl.gz": []byte("{}"), "none.jsonl.gz": nil,
		"half.jsonl.gz": data[:len(data)/2]} {
		if err := os.WriteFile(filepath.Join(dir, "paths", name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := tallies(t, dir)
	if err == nil || got["new"].Right != 2 || got["other"].Right != 1 {
		t.Errorf("%v, %v", got, err)
	}
}
