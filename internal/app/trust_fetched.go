package app

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"qwac/internal/fetch"
	"qwac/pkg/trustlist"
)

// fetched remembers what servers said of the lists in the store.
type fetched struct {
	LOTL  fetchedList   `json:"lotl"`
	Lists []fetchedList `json:"lists"` // what it points to
}

type fetchedList struct {
	URL          string `json:"url"`
	Territory    string `json:"territory"`
	SHA256       string `json:"sha256"`
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// maxFetched is many times what a full set needs.
const maxFetched = 1 << 20

// loadFetched reads what is remembered. When it cannot be read everything is downloaded again, which does no harm.
func (e *env) loadFetched(s store) fetched {
	var f fetched
	if data, err := e.read(filepath.Join(s.dir, fetchedFile), maxFetched); err != nil || json.Unmarshal(data, &f) != nil {
		return fetched{}
	}
	return f
}

func (e *env) saveFetched(s store, f fetched) error {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return fmt.Errorf("cannot make the store: %w", err)
	}
	return e.write(filepath.Join(s.dir, fetchedFile), indentedJSON(f), nil)
}

func (u *update) knownSource(territory string) (trustlist.Source, bool) {
	if u.known == nil {
		return trustlist.Source{}, false
	}
	return u.known.Source(territory)
}

// inStore forgets what a server said of a list that is not the one in the store.
func (u *update) inStore(f fetchedList) fetchedList {
	if source, ok := u.knownSource(f.Territory); ok && f.SHA256 == hex.EncodeToString(source.Digest[:]) {
		return f
	}
	return fetchedList{URL: f.URL, Territory: f.Territory}
}

func (f fetchedList) validators() fetch.Validators {
	return fetch.Validators{ETag: f.ETag, LastModified: f.LastModified}
}

func newFetched(address, territory string, r *fetch.Response) fetchedList {
	return fetchedList{address, territory, fingerprint(r.Data), r.Validators.ETag, r.Validators.LastModified}
}

// remember notes what was said of the lists, so that the next run asks for what is newer. All addresses are kept, those of lists
// that were not had too: a list of lists that has not changed is not read again for them.
func (u *update) remember(a *admitted, targets []fetchedList, results []downloaded) {
	u.fetched.Lists = nil
	for i, r := range results {
		entry := fetchedList{URL: targets[i].URL, Territory: targets[i].Territory}
		switch {
		case r.err != nil:
		case r.NotModified:
			entry = targets[i]
		default:
			if got := newFetched(entry.URL, entry.Territory, r.Response); a.keeps(got) {
				entry = got
			}
		}
		u.fetched.Lists = append(u.fetched.Lists, entry)
	}
}

// keeps reports whether a list is in the index now.
func (a *admitted) keeps(f fetchedList) bool {
	source, ok := a.index.Source(f.Territory)
	return ok && f.SHA256 == hex.EncodeToString(source.Digest[:])
}
