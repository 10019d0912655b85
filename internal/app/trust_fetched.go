package app

import (
	"encoding/hex"

	"qwac/internal/fetch"
	"qwac/internal/store"
	"qwac/pkg/trustlist"
)

func (u *update) knownSource(territory string) (trustlist.Source, bool) {
	if u.known == nil {
		return trustlist.Source{}, false
	}
	return u.known.Source(territory)
}

// inStore forgets what a server said of a list that is not the one in the store.
func (u *update) inStore(f store.FetchedList) store.FetchedList {
	if source, ok := u.knownSource(f.Territory); ok && f.SHA256 == hex.EncodeToString(source.Digest[:]) {
		return f
	}
	return store.FetchedList{URL: f.URL, Territory: f.Territory}
}

func validators(f store.FetchedList) fetch.Validators {
	return fetch.Validators{ETag: f.ETag, LastModified: f.LastModified}
}

func newFetched(address, territory string, r *fetch.Response) store.FetchedList {
	return store.FetchedList{
		URL: address, Territory: territory, SHA256: fingerprint(r.Data), ETag: r.Validators.ETag,
		LastModified: r.Validators.LastModified,
	}
}

// remember notes what was said of the lists, so that the next run asks for what is newer. All addresses are kept, those
// of lists that were not had too: a list of lists that has not changed is not read again for them.
func (u *update) remember(a *admitted, targets []store.FetchedList, results []downloaded) {
	u.fetched.Lists = nil
	for i, r := range results {
		entry := store.FetchedList{URL: targets[i].URL, Territory: targets[i].Territory}
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
func (a *admitted) keeps(f store.FetchedList) bool {
	source, ok := a.index.Source(f.Territory)
	return ok && f.SHA256 == hex.EncodeToString(source.Digest[:])
}

// update is one run.
type update struct {
	*env
	proof     proof
	known     *trustlist.Index // nil: nothing
	client    *fetch.Client
	pivots    *fetch.Client // for what a list names that is not proven yet
	fetched   store.Fetched
	unchanged int
}

// downloaded is the outcome of one.
type downloaded struct {
	*fetch.Response
	err error
}
