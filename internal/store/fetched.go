package store

import (
	"encoding/json"
	"path/filepath"

	"qwac/internal/files"
)

// Fetched remembers what servers said of the lists in the store.
type Fetched struct {
	LOTL  FetchedList   `json:"lotl"`
	Lists []FetchedList `json:"lists"` // what it points to
}

// FetchedList is a list at an address. The fields that are empty are not known: then the list is to be downloaded
// again.
type FetchedList struct {
	URL          string `json:"url"`
	Territory    string `json:"territory"`
	SHA256       string `json:"sha256"`
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// maxFetched is many times what a full set needs.
const maxFetched = 1 << 20

// LoadFetched reads what is remembered. When it cannot be read everything is downloaded again, which does no harm.
func (s Store) LoadFetched() Fetched {
	var f Fetched
	if data, err := files.Read(filepath.Join(s.Dir, fetchedFile), maxFetched); err != nil ||
		json.Unmarshal(data, &f) != nil {
		return Fetched{}
	}
	return f
}

// SaveFetched replaces what is remembered.
func (s Store) SaveFetched(f Fetched) error {
	data, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	if err := s.make(); err != nil {
		return err
	}
	return files.Write(filepath.Join(s.Dir, fetchedFile), append(data, '\n'))
}
