package app

import (
	"fmt"
	"os"

	"qwac/internal/scan"
	"qwac/pkg/repo"
)

// isArchive reports whether an input is a ZIP file, which is read like a folder.
func isArchive(name string) bool {
	info, err := os.Stat(name)
	return scan.IsArchive(name) && err == nil && !info.IsDir()
}

// packed reads what an archive has of certificates, or where it has none, of signing requests. The rest in it, such as
// a letter or an invoice, is nobody's input.
func (e *env) packed(archive string) ([]document, error) {
	data, err := e.read(archive, scan.MaxArchive)
	if err != nil {
		return nil, err
	}
	found, troubles := scan.Unpack(archive, data)
	for _, t := range troubles {
		return nil, fmt.Errorf("%v: %s", t, small(t.Next))
	}
	var docs, requests []document
	for i := range found {
		if data, err = found[i].Read(inputLimits.Bytes); err != nil {
			return nil, err
		}
		d := document{found[i].Name, data, archive}
		found[i].Target = true
		if f, _ := repo.Read(found[i].Source(false), repo.ReadOptions{Limits: inputLimits}); f.Bundle != nil {
			docs = append(docs, d)
		} else if of, err := requestsIn(d.name, data); err != nil || len(of) > 0 {
			requests = append(requests, d)
		}
	}
	switch {
	case len(docs) > 0:
		return docs, nil
	case len(requests) > 0:
		return requests, nil
	}
	return nil, fmt.Errorf("%s: no file in it has a certificate: unpack it, and look what is in it", archive)
}
