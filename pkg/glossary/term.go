package glossary

import (
	"qwac/pkg/lint"
)

// Term is a word and what it means.
type Term struct {
	Name   string   // as it is written: "QSealC"
	Also   []string // other spellings and names; nil: none
	Long   string   // what it is short for; empty: it is no abbreviation
	Text   string   // what it means, in whole sentences
	Source lint.Clause
}
