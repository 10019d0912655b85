package profile

import (
	"time"

	"qwac/pkg/bank"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
	"qwac/pkg/yamlfile"
)

const (
	// MaxSize is the most bytes of a file: one that names every rule twice has a fourth of them.
	MaxSize = 64 << 10
	// maxTitle is the most characters of a title: it stands at the head of a report, in lines of 80.
	maxTitle = 60
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
	severity       []yamlfile.Graded
	offers         []ident.Role // nil: those of the base
	rootRequired   *bool        // nil: as the base has it
	maxAge         time.Duration
}

// named is a rule and where the file names it.
type named struct {
	*lint.Meta
	at yamlfile.Place
}

// reader reads one file.
type reader struct {
	yamlfile.Reader
	known Known
}
