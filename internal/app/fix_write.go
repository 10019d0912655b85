package app

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/diff"

	"qwac/internal/files"
	"qwac/pkg/bundle"
	"qwac/pkg/lint"
	"qwac/pkg/report"
)

// apart are the rules on what stands in a file that must not be replaced by PEM, and what that is. Headers and copies
// are not among them: what they say of the chain the certificates say too. For text see [hasMore].
var apart = [...]struct {
	rule *lint.Meta
	what string
}{
	{&bundle.PEMPrivateKeyPresent, "has a private key, which is never touched"},
	{&bundle.PEMCSRInsteadOfCertificate, "has a signing request, which would be lost"},
	{&bundle.PEMUnexpectedLabel, "has a block that is no certificate, which would be lost"},
	{&bundle.PEMInputDER, "is DER, and what reads it wants DER"},
	{&bundle.PEMInputPKCS12, "is PKCS#12, and what reads it wants PKCS#12"},
	{&bundle.PEMInputPKCS7, "is PKCS#7, and what reads it wants PKCS#7"},
	{&bundle.InputJSONX5C, "is JSON, and what reads it wants JSON"},
}

// without says of each input that cannot be replaced by the mended text why not: "leaf.der is DER".
func (f *fixing) without() []string {
	var out []string
	for _, d := range f.docs {
		if d.archive != "" {
			if why := d.archive + " is an archive, which stays as it is"; !slices.Contains(out, why) {
				out = append(out, why)
			}
			continue
		}
		if why := f.apart(d); why != "" {
			out = append(out, d.name+" "+why)
		}
	}
	return out
}

// apart is why an input cannot be replaced by the mended text; empty: it can.
func (f *fixing) apart(d document) string {
	if holdsAnyKey(d.data) {
		return apart[0].what
	}
	for _, a := range apart {
		for _, fault := range f.bundle.Faults {
			if fault.Rule == a.rule && fault.At.File == d.name {
				return a.what
			}
		}
	}
	if hasMore(d.data) {
		return "has more than certificates, which would be lost"
	}
	return ""
}

// mayRewrite refuses to write to an input that has more than certificates, or is of another kind than PEM.
func (f *fixing) mayRewrite() error {
	if why := f.without(); len(why) > 0 {
		return fmt.Errorf("%s: nothing was written: write the chain to a file of its own with -o FILE", why[0])
	}
	return nil
}

// rewrite writes the mended text to the only input, beside a copy of what it was.
func (e *env) rewrite(f *fixing) error {
	backup, err := files.Rewrite(f.docs[0].name, f.docs[0].data, f.text)
	if err != nil {
		return err
	}
	e.tellFixed(f, true)
	fmt.Fprintf(e.stderr, "%s is written; what it was is in %s\n", report.Clean(f.docs[0].name), report.Clean(backup))
	return nil
}

// diff is the change as a unified diff. Against an input that is no text, or has what nobody should see, it is all of
// the mended text.
func (f *fixing) diff() []byte {
	var names []string
	var before []byte
	for _, d := range f.docs {
		names, before = append(names, d.name), append(before, d.data...)
	}
	old := strings.Join(names, " ")
	if len(f.without()) > 0 || !utf8.Valid(before) || slices.Contains(before, 0) {
		old, before = "/dev/null", nil
	}
	name := names[0]
	if len(names) > 1 || old == "/dev/null" {
		name = "chain.pem"
	}
	_, text, _ := bytes.Cut(diff.Diff(old, before, name, f.text), []byte("\n")) // without the line "diff OLD NEW"
	return text
}
