package trustlist

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"
	"time"

	"qwac/pkg/tsl"
)

// GrantedAt lists the services that may issue certificates for web sites at a time, in the order of territories and
// lists. Their certificates are in [tsl.Service.Certs]. The error is [ErrIndex].
func (x *Index) GrantedAt(at time.Time) ([]Match, error) {
	entries, err := x.Services("")
	if err != nil {
		return nil, err
	}
	var out []Match
	for _, e := range entries {
		if s := e.Service.At(at); s != nil && s.GrantedWebSite() {
			out = append(out, Match{Entry: e, State: *s})
		}
	}
	return out, nil
}

// ChangeKind is what happened to a website service.
type ChangeKind string

// The kinds of changes.
const (
	Appeared  ChangeKind = "appeared"  // granted now, not before
	Withdrawn ChangeKind = "withdrawn" // granted before, not now
	Changed   ChangeKind = "changed"   // granted before and now, but its state is another
)

// Change is a difference between two indexes.
type Change struct {
	Kind   ChangeKind
	Entry  Entry      // the new one; the old one when it is no longer there
	Before *tsl.State // current state in the old index; nil if absent
	After  *tsl.State // the same in the new index
}

// Diff compares the current states of the services for web site authentication, by key and name. A territory that only
// one index has is left out: it is a gap, not a change. The error is [ErrIndex].
func Diff(before, after *Index) ([]Change, error) {
	old, err := before.current(after)
	if err != nil {
		return nil, err
	}
	now, err := after.current(before)
	if err != nil {
		return nil, err
	}
	var out []Change
	for id, e := range now {
		out = appendChange(out, old[id], e)
	}
	for id, e := range old {
		if now[id] == nil {
			out = appendChange(out, e, nil)
		}
	}
	slices.SortFunc(out, compareChanges)
	return out, nil
}

func compareChanges(a, b Change) int {
	x, y := a.Entry.id(), b.Entry.id()
	return cmp.Or(cmp.Compare(x.territory, y.territory), cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Entry.Service.Name, b.Entry.Service.Name), bytes.Compare(x.key[:], y.key[:]),
		bytes.Compare(x.name[:], y.name[:]))
}

// serviceID identifies a service across issues of its list.
type serviceID struct {
	territory string
	name, key hash
}

func (e *Entry) id() serviceID {
	id := serviceID{territory: e.List.Territory}
	if len(e.carriers) > 0 {
		id.name, id.key = e.carriers[0].name, e.carriers[0].key
	}
	return id
}

// current maps the services for web sites of the territories that the other index has too. If a service is listed
// twice, the granted entry counts.
func (x *Index) current(other *Index) (map[serviceID]*Entry, error) {
	entries, err := x.Services("")
	if err != nil {
		return nil, err
	}
	out := map[serviceID]*Entry{}
	for _, e := range entries {
		if _, both := other.Source(e.List.Territory); !both || !e.WebSite() {
			continue
		}
		if seen := out[e.id()]; seen == nil || !seen.state().GrantedWebSite() {
			out[e.id()] = &e
		}
	}
	return out, nil
}

func (e *Entry) state() *tsl.State { return &e.Service.States[0] } // a service for web sites has a state

func appendChange(out []Change, before, after *Entry) []Change {
	c := Change{}
	was, is := false, false
	if before != nil {
		c.Entry, c.Before, was = *before, before.state(), before.state().GrantedWebSite()
	}
	if after != nil {
		c.Entry, c.After, is = *after, after.state(), after.state().GrantedWebSite()
	}
	switch {
	case is && !was:
		c.Kind = Appeared
	case was && !is:
		c.Kind = Withdrawn
	case is && !reflect.DeepEqual(c.Before, c.After):
		c.Kind = Changed
	default:
		return out
	}
	return append(out, c)
}
