package repo

import (
	"bytes"
	"slices"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
)

// File is one that was read.
type File struct {
	Name string
	Dir  string // folder that it stands in
	// Bundle has its certificates, and what is wrong with it.
	Bundle *bundle.Bundle
	Judged bool // its leaves are targets; else it only lends the certificates of CAs
	// Wrong says that it is a target also without a leaf: for what is wrong with it.
	Wrong bool
	// Everywhere says that it lends to all targets, not only to those in its folder and below.
	Everywhere bool
}

// faults is how many faults of a file are more than good to know.
func (f *File) faults() int {
	n := 0
	for _, fault := range f.Bundle.Faults {
		if fault.Rule.Severity > lint.Notice {
			n++
		}
	}
	return n
}

// within reports whether other has all certificates of f, and f has nothing else that matters.
func (f *File) within(other *File) bool {
	if f.Bundle.Unread() || f.Bundle.HoldsKey() {
		return false
	}
	return !slices.ContainsFunc(f.Bundle.Certs, func(c *cert.Cert) bool {
		return !slices.ContainsFunc(other.Bundle.Certs, func(o *cert.Cert) bool { return bytes.Equal(o.Raw, c.Raw) })
	})
}
