package report

import (
	"fmt"
	"strings"

	"qwac/pkg/eidas"
)

// Readings is what each kind of reader sees in the PSD2 statement; empty: all see the same.
func Readings(info *eidas.Info) []Reading {
	out := []Reading{}
	for _, r := range info.Readings() {
		out = append(out, Reading{readerName(r.Reader), roleNames(r.Roles), r.NCAID, r.NCAName})
	}
	return out
}

// readerName is a short name of a kind of reader.
func readerName(reader string) string {
	switch reader {
	case eidas.ReaderFirstTwo:
		return "first-two"
	case eidas.ReaderName:
		return "by-name"
	case eidas.ReaderOID:
		return "by-oid"
	}
	return reader
}

// readerWords says which readers read so.
var readerWords = []struct{ name, words string }{
	{"strict", "who reads by TS 119 495 alone"},
	{"first-two", "who takes the first two elements of a pair"},
	{"by-name", "who looks at names of roles alone"},
	{"by-oid", "who looks at identifiers of roles alone"},
}

// String is one line: who reads so, and what they see.
func (r Reading) String() string {
	roles := "no role"
	if len(r.Roles) > 0 {
		roles = strings.Join(r.Roles, ", ")
	}
	authority := "no authority"
	if r.NCAID != "" {
		authority = r.NCAID
	}
	return fmt.Sprintf("%s: %s, %s", r.Who(), roles, authority)
}

// Who says which readers read so.
func (r Reading) Who() string { return wordsFor(r.Reader, readerWords) }

// readings are lines that say what each kind of reader sees, if they do not see the same.
func (t textWriter) readings(r Result) {
	if r.Certificate == nil || len(r.Certificate.Readings) == 0 {
		return
	}
	t.WriteString("Readers of PSD2 statements do not all see the same here:\n")
	for _, reading := range r.Certificate.Readings {
		t.wrap("  ", "    ", reading.String())
	}
	t.WriteString("\n")
}
