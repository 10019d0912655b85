package profile

import (
	"time"

	"qwac/pkg/bank"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
)

// place is where something stands in a file, counted from 1. Zero: the whole file.
type place struct{ line, column int }

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

// reader reads one file.
type reader struct {
	name  string
	data  []byte
	known Known
}
