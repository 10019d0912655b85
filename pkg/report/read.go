package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

const (
	// maxReport bounds a report that is read, in bytes: that of a chain with a hundred findings of each of twenty
	// rules has 2 MB.
	maxReport = 64 << 20
	// maxPath bounds the certificates of a path that is read: a chain has a handful, and each line of text is searched
	// for in the others.
	maxPath = 1000
)

// Read reads a report that was written as JSON. It takes no other version than [Version]; fields that it does not know
// are left out, since they may be added at any time.
func Read(r io.Reader) (*Report, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxReport+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxReport {
		return nil, fmt.Errorf("the report has more than %d bytes", maxReport)
	}
	var head struct {
		Version *int `json:"version"`
	}
	var out Report
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("this is not a JSON report: %w", err)
	}
	switch {
	case head.Version == nil:
		return nil, errors.New("this is not a JSON report: it has no version")
	case *head.Version != Version:
		return nil, fmt.Errorf("the report has version %d, want %d: judge the certificates again with this program",
			*head.Version, Version)
	}
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, fmt.Errorf("this is not a report of version %d: %w", Version, err)
	}
	for _, res := range out.Results {
		if n := max(len(res.Chain), len(res.Revocation)); n > maxPath {
			return nil, fmt.Errorf("a path of the report has %d certificates, want at most %d", n, maxPath)
		}
	}
	out.Summary = out.Count() // whatever the file says of what is in it
	return &out, nil
}
