// Package profile reads profiles from files: a known profile and what a bank does otherwise. Most people want [Parse].
package profile

import (
	"time"

	"qwac/pkg/bank"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

const (
	// MaxSize is the most bytes of a file: one that names every rule twice has a fourth of them.
	MaxSize = 64 << 10
	// maxTitle is the most characters of a title: it stands at the head of a report, in lines of 80.
	maxTitle = 60
	// maxAge is the highest age of evidence: a certificate is gone before.
	maxAge = 10 * 366 * 24 * time.Hour
)

// Known is what a file may refer to.
type Known struct {
	Banks []*bank.Bank
	Rules []lint.Meta
}

// file is what a file says.
type file struct {
	base           *bank.Bank
	title          string // empty: that of the base
	block, unblock []named
	severity       []graded
	offers         []ident.Role // nil: those of the base
	rootRequired   *bool        // nil: as the base has it
	maxAge         time.Duration
}

// named is a rule and where the file names it.
type named struct {
	*lint.Meta
	at place
}

type graded struct {
	named
	severity lint.Severity
}

// Parse reads a profile: YAML of plain data, with the keys base, title, block, unblock, severity, offers, root-required and max-evidence-age.
// The name is that of the file. It becomes the name of the profile, whose value is new and shares nothing that changes. An error of type
// [*Error] says where the file is wrong.
//
// A profile with a title of its own is another bank: what the base documents is only assumed of it, and it has neither the sources nor the
// addresses of the base.
func Parse(name string, data []byte, known Known) (*bank.Bank, error) {
	r := &reader{name: name, data: data, known: known}
	f, err := r.read()
	if err != nil {
		return nil, err
	}
	return r.derive(f)
}
