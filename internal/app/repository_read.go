package app

import (
	"fmt"
	"sync/atomic"

	"qwac/internal/scan"
	"qwac/pkg/cert"
	"qwac/pkg/repo"
	"qwac/pkg/report"
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

// lendNothing is about a file that --pool names and that has no certificate: nil, there is none.
func lendNothing(named []scan.File, read []repo.File) error {
	for i, f := range read {
		if named[i].Named && (f.Bundle == nil || len(f.Bundle.Certs) == 0) && !f.Judged {
			return fmt.Errorf("--pool %s: no certificate found: name files or folders with CA certificates",
				report.Clean(named[i].Name))
		}
	}
	return nil
}
