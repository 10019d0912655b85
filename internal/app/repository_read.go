package app

import (
	"sync/atomic"

	"qwac/internal/scan"
	"qwac/pkg/cert"
	"qwac/pkg/repo"
)

// reading reads files of a repository.
type reading struct {
	password func(string) (string, error)
	files    []repo.File // without a bundle: nothing in it is of interest
	unread   atomic.Int64
	known    cert.Known
}

// read fills in a file.
func (r *reading) read(i int, f *scan.File, everywhere bool) {
	limits := inputLimits
	if everywhere {
		limits = trustLimits
	}
	var unread bool
	r.files[i], unread = repo.Read(f.Source(everywhere),
		repo.ReadOptions{Limits: limits, Password: r.password, Known: &r.known})
	if unread {
		r.unread.Add(1)
	}
}
