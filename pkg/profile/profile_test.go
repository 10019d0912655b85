package profile_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"qwac/internal/cases"
	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
	"qwac/pkg/profile"
	"qwac/pkg/yamlfile"
)

func known() profile.Known { return profile.Known{Banks: bank.All(), Rules: check.Rules()} }

func parse(t *testing.T, text string) *bank.Bank {
	t.Helper()
	b, err := profile.Parse("dir/own.yaml", []byte(text), known())
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return b
}

// TestParse reads every key, and what a key leaves alone is as in the base.
func TestParse(t *testing.T) {
	b := parse(t, `
base: lunar
title: Example Bank
block: [psd2-orgid-not-psd, pem-explanatory-text, redirect-uri-http-localhost] # a comment
unblock:
  - chain-wrong-order
severity: {psd2-orgid-not-psd: error}
offers: [PSP_AI, Unspecified]
root-required: false
max-evidence-age: 2d
`)
	base := bank.Named("lunar")
	if b.Name != "own.yaml" || b.Title != "Example Bank" || b.MaxEvidenceAge != 48*time.Hour ||
		len(b.Environments) > 0 {
		t.Errorf("%+v", b)
	}
	if b.SeverityOf("psd2-orgid-not-psd") != lint.Error || b.SeverityOf("pem-bom") != 0 {
		t.Error("severities")
	}
	for rule, want := range map[string]bank.Answer{
		"psd2-orgid-not-psd":          {Status: 403, Basis: bank.Assumed},
		"pem-explanatory-text":        {Status: 400, Basis: bank.Assumed},
		"pem-bom":                     {Status: 400, Basis: bank.Assumed},
		"leaf-eku-clientauth-missing": {Status: 401, Basis: bank.Assumed},
	} {
		if row := b.BlockIn(bank.Upload, rule); row == nil || row.Answer != want {
			t.Errorf("%s: %v, want %v", rule, row, want)
		}
	}
	for _, rule := range []string{"chain-wrong-order", "chain-root-missing", "psd2-role-unspecified-only"} {
		if b.BlockOf(rule) != nil || base.BlockOf(rule) == nil {
			t.Errorf("%s blocks, or not in the base", rule)
		}
	}
	for _, r := range []bank.Request{bank.Registration, bank.RedirectURIs} {
		if b.BlockIn(r, "redirect-uri-http-localhost") == nil {
			t.Errorf("redirect-uri-http-localhost does not block %s", r)
		}
	}
	if parse(t, "base: etsi\noffers: [PSP_AI]").BlockOf("psd2-role-unspecified-only") == nil ||
		parse(t, "base: epc-vop\noffers: [VOP_RS]").BlockOf("psd2-role-unspecified-only") == nil {
		t.Error("Unspecified is not on offer and does not block")
	}
}

// TestSame has a file that only names a known profile: it answers as that one does, and is not that one.
func TestSame(t *testing.T) {
	for _, base := range bank.All() {
		b := parse(t, "base: "+base.Name)
		if b.Name == base.Name || b.Title != base.Title {
			t.Errorf("%s: %s, %s", base.Name, b.Name, b.Title)
		}
		for _, m := range check.Rules() {
			for _, r := range []bank.Request{bank.Upload, bank.Registration, bank.RedirectURIs} {
				x, y := b.BlockIn(r, m.ID), base.BlockIn(r, m.ID)
				if (x == nil) != (y == nil) || x != nil && x.Answer != y.Answer {
					t.Errorf("%s: %s: %v, want %v", base.Name, m.ID, x, y)
				}
			}
		}
	}
}

// TestErrors has faults of files: each is told with its place and a way out, and never with a value.
func TestErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", "empty: want at least base"},
		{"# nothing\n", "empty: want at least base"},
		{"title: X", "base is missing"},
		{"base: luna", `own.yaml:1:7: no profile "luna" to extend: did you mean lunar?`},
		{"base: qqqqqq", "want one of lunar, "},
		{"block: " + strings.Repeat("[", 60_000), "own.yaml:1:16: lists stand 9 deep"},
		{"block: " + strings.Repeat("[{a: ", 12_000), "9 deep"},
		{"block:\n" + strings.Repeat("- ", 30_000), "own.yaml:2:17: lists stand 9 deep"},
		{"base: [lunar]", "base is a list, want a text"},
		{"base: etsi\nblok: [pem-bom]", `own.yaml:2:1: unknown key "blok": did you mean block?`},
		{"base: etsi\nroot_required: true", "did you mean root-required?"},
		{"base: etsi\nblock: [pem-bomb]", `own.yaml:2:9: no rule "pem-bomb": did you mean pem-bom?`},
		{"base: etsi\nblock:\n  - PEM_BOM", `own.yaml:3:5: no rule "PEM_BOM": did you mean pem-bom?`},
		{"base: etsi\nblock: [S04]", `"S04" is the code of a rule: write its id, psd2-roles-flattened`},
		{"base: etsi\nblock: pem-bom", "block is a text, want a list: block: [ONE, TWO]"},
		{"base: etsi\nblock: []", "block is an empty list"},
		{"base: etsi\nblock:", "block is nothing"},
		{"base: etsi\nblock: [1]", "an entry of block is a number"},
		{"base: etsi\nblock: [aa-bb, pem-bom]", "no rule"},
		{"base: etsi\nblock: [pem-bom, pem-bom]", "names pem-bom twice"},
		{"base: etsi\nunblock: [pem-bom]", "no bank could accept a breach of it"},
		{"base: lunar\nunblock: [chain-duplicate-certificate]", "does not block with the base lunar"},
		{"base: lunar\nunblock: [psd2-role-unspecified-only]", "name Unspecified under offers"},
		{"base: lunar\nblock: [chain-wrong-order]\nunblock: [chain-wrong-order]",
			"stands under block and under unblock"},
		{"base: lunar\nblock: [chain-root-missing]\nroot-required: false", "root-required says already"},
		{"base: etsi\nroot-required: yes", "root-required is a text, want true or false"},
		{"base: etsi\nroot-required: 1", "root-required is a number"},
		{"base: etsi\nseverity: [pem-bom]", "severity is a list, want keys with values"},
		{"base: etsi\nseverity: {pem-bom: fatal}", `the severity "fatal", want notice, warning or error`},
		{"base: etsi\nseverity: {pem-bom: }", "the severity of pem-bom is nothing"},
		{"base: etsi\nseverity: {pem-bomm: error}", "did you mean pem-bom?"},
		{"base: etsi\noffers: [AISP]", `unknown role "AISP", did you mean PSP_AI?`},
		{"base: etsi\noffers: []", "offers is an empty list"},
		{"base: etsi\nmax-evidence-age: 0d", "want a number with a unit"},
		{"base: etsi\nmax-evidence-age: 24", "want a number with a unit"},
		{"base: etsi\nmax-evidence-age: 99999999w", "ten years at most"},
		{"base: etsi\nmax-evidence-age: -1d", "want a number with a unit"},
		{"base: etsi\nmax-evidence-age: [1d]", "want a number with a unit"},
		{"base: etsi\nbase: lunar", "cannot be read as YAML: mapping key"},
		{"base: etsi\ntitle: \"a\\u202eb\"", "a title of 3 characters"},
		{"base: etsi\ntitle: " + strings.Repeat("x", 61), "a title of 61 characters"},
		{"base: etsi\ntitle: \"\"", "a title of 0 characters"},
		{"base: etsi\ntitle: 'a\n\n  b'", "a title of"},
		{"base: &x etsi\ntitle: *x", "an anchor, alias or tag"},
		{"base: !!str etsi", "an anchor, alias or tag"},
		{"base: !!binary bHVuYXI=", "an anchor, alias or tag"},
		{"<<: {base: etsi}", "an anchor, alias or tag where a plain key is wanted"},
		{"? [base]\n: etsi", "cannot be read as YAML"},
		{"1: etsi", "a number where a plain key is wanted"},
		{"base: etsi\n---\nbase: lunar", "a second document"},
		{"- base", "the file is a list, want keys with values"},
		{"etsi", "the file is a text, want keys with values"},
		{"base: [", "cannot be read as YAML"},
		{"base: \"etsi", "cannot be read as YAML"},
		{"base: etsi\n\tblock: [x]", "cannot be read as YAML"},
		{"base: \xff", "no text in UTF-8"},
		{"-----BEGIN PRIVATE KEY-----\nMIIE", "there is a private key in it"},
		{"base: etsi\n#" + strings.Repeat("x", profile.MaxSize), "more than 65536 bytes"},
	} {
		b, err := profile.Parse("own.yaml", []byte(tt.text), known())
		fault := (*yamlfile.Error)(nil)
		if b != nil || !errors.As(err, &fault) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.80q:\n%v\nwant %q", tt.text, err, tt.want)
			continue
		}
		if strings.Contains(fault.Marked(), "MIIE") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.80q shows too much: %v", tt.text, err)
		}
	}
}

// TestMarked shows the line and the place, whatever is in the line.
func TestMarked(t *testing.T) {
	_, err := profile.Parse("own.yaml", []byte("base: etsi\nblock: [pem-bomb]\r\n"), known())
	fault := (*yamlfile.Error)(nil)
	if !errors.As(err, &fault) {
		t.Fatal(err)
	}
	if want := "    2 | block: [pem-bomb]\n      |         ^"; fault.Marked() != want {
		t.Errorf("%s\nwant\n%s", fault.Marked(), want)
	}
}

// TestDeep reads a file that nests as deep as its size allows.
func TestDeep(t *testing.T) {
	for _, open := range []string{"[", "{a: ", "- ", "? ", "!x "} {
		text := "base: " + strings.Repeat(open, 4000/len(open))
		if _, err := profile.Parse("own.yaml", []byte(text), known()); err == nil {
			t.Errorf("%q: no error", open)
		}
	}
}

// TestEarned: no file makes a verdict less than earned. Whatever can be unblocked is, and every case is judged so.
func TestEarned(t *testing.T) {
	var profiles []*bank.Bank
	for _, text := range []string{
		"base: lunar\n", "base: etsi\noffers: [VOP_RS]\n", "base: openbanking-generic\noffers: [Unspecified, PSP_AI]\n",
		"base: epc-vop\n", "base: epc-vop\noffers: [VOP_RS]\n",
	} {
		if free := unblockable(parse(t, text)); len(free) > 0 {
			text += "unblock: [" + strings.Join(free, ", ") + "]\n"
		}
		profiles = append(profiles, parse(t, text))
	}
	for _, c := range cases.All() {
		b := bundleOf(t, c)
		for _, p := range profiles {
			o := c.Options
			o.Profile = p
			if o.At.IsZero() {
				o.At = cases.At()
			}
			r, err := check.Run(b, o)
			if err != nil {
				t.Fatal(err)
			}
			blocks := slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return f.Blocks })
			if blocks != (r.Verdict == check.Refuse) {
				t.Errorf("%s, %s, offers %s: verdict %s, blocking %v, %v", c.Name, p.Title, ident.JoinRoles(p.Offers),
					r.Verdict, blocks, r.Checks)
			}
		}
	}
}

// unblockable are the rules that a file may unblock.
func unblockable(b *bank.Bank) []string {
	var free []string
	for _, m := range check.Rules() {
		blocks := b.BlockOf(m.ID) != nil || b.BlockIn(bank.RedirectURIs, m.ID) != nil
		if blocks && !bank.Common(m.ID) && (m.ID != "psd2-role-unspecified-only" || b.Offers == nil) {
			free = append(free, m.ID)
		}
	}
	return free
}

func bundleOf(t *testing.T, c cases.Case) *bundle.Bundle {
	t.Helper()
	b := new(bundle.Bundle)
	for _, in := range c.Inputs() {
		if err := b.Parse(in.Name, in.Data); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("base: lunar\nblock: [pem-bom]\nseverity: {pem-bom: notice}\noffers: [PSP_AI]"))
	f.Add([]byte("base: etsi\nmax-evidence-age: 2d\nroot-required: true\ntitle: X"))
	all := known()
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := profile.Parse("own.yaml", data, all)
		fault := (*yamlfile.Error)(nil)
		switch {
		case err != nil && !errors.As(err, &fault):
			t.Errorf("%T", err)
		case err != nil:
			if fault.Message == "" || strings.Count(fault.Marked(), "\n") > 1 {
				t.Errorf("%+v", fault)
			}
		default:
			for _, m := range all.Rules { // what no bank could accept blocks as in the base that most resembles it
				if bank.Common(m.ID) && bank.Named("etsi").BlockOf(m.ID) != nil && b.BlockOf(m.ID) == nil {
					t.Errorf("%s does not block", m.ID)
				}
			}
		}
	})
}
