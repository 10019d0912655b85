// Package core is what the offline page does in the browser: it takes files as bytes and answers with the report that
// qwac check writes, the payload, and what to write to the QTSP. It reaches nothing outside. Most people want [New] and
// [Core.Judge].
package core

import (
	"fmt"
	"slices"
	"time"

	"qwac/pkg/bank"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/ident"
	"qwac/pkg/report/lines"
	"qwac/pkg/trustlist"
)

// Baked is what a page was made with, so that whoever opens it need not know it. The zero value is a page without.
type Baked struct {
	Version  string         `json:"version"`            // of the program, for reports
	Profiles []*bank.Bank   `json:"profiles,omitempty"` // offered before the known ones
	Profile  string         `json:"profile,omitempty"`  // name of the one that is chosen at first; empty: the first
	Env      string         `json:"env,omitempty"`      // environment that is chosen at first; empty: production
	Roles    []string       `json:"roles,omitempty"`    // registered for the client, chosen at first
	Lists    []byte         `json:"lists,omitempty"`    // index of EU trusted lists; empty: not looked at
	Trust    [][]byte       `json:"trust,omitempty"`    // DER of what the bank trusts; empty: not known
	Offered  []OfferedBank  `json:"offered,omitempty"`  // set by Offer, for the page
	Listed   *ListsOverview `json:"listed,omitempty"`   // likewise; nil: no lists
}

// OfferedBank is a profile that can be chosen.
type OfferedBank struct {
	Name  string `json:"name"`
	Title string `json:"title"` // empty: it is no bank's
}

// ListsOverview says which lists a page was made with.
type ListsOverview struct {
	Lists      int    `json:"lists"`
	NextUpdate string `json:"next_update"` // the first of them, a day; empty: none says
}

// Core judges as a page was made to.
type Core struct {
	version  string
	profiles []*bank.Bank
	lists    *trustlist.Index
	trust    *bundle.Bundle
}

// New makes a core. The error is for what was baked in.
func New(b Baked) (*Core, error) {
	c := &Core{version: b.Version, profiles: slices.Concat(b.Profiles, bank.All())}
	if len(b.Lists) > 0 {
		c.lists = new(trustlist.Index)
		if err := c.lists.UnmarshalBinary(b.Lists); err != nil {
			return nil, fmt.Errorf("the trusted lists of the page: %w", err)
		}
	}
	c.trust = &bundle.Bundle{Limits: trustLimits}
	for i, der := range b.Trust {
		if err := c.trust.Parse(fmt.Sprintf("trusted by the bank, %d", i+1), der); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Offer fills in what the page shows of what it was made with.
func (b *Baked) Offer() error {
	c, err := New(*b)
	if err != nil {
		return err
	}
	b.Offered, b.Listed = nil, nil
	for _, p := range c.profiles {
		b.Offered = append(b.Offered, OfferedBank{p.Name, lines.Clean(p.Title)})
	}
	if c.lists == nil {
		return nil
	}
	b.Listed = new(ListsOverview)
	for _, s := range c.lists.Sources() {
		b.Listed.Lists++
		if next := s.NextUpdate; !next.IsZero() {
			if day := next.UTC().Format(time.DateOnly); b.Listed.NextUpdate == "" || day < b.Listed.NextUpdate {
				b.Listed.NextUpdate = day
			}
		}
	}
	return nil
}

// options makes what check.Run takes.
func (c *Core) options(r Request, files []File, now time.Time) (check.Options, error) {
	o := check.Options{At: now.Truncate(time.Second), Lists: c.lists, Sandbox: r.Env == bank.Sandbox,
		ExpiresWithin: expiresWithin}
	if i := slices.IndexFunc(c.profiles, func(b *bank.Bank) bool { return b.Name == r.Profile }); i >= 0 {
		o.Profile = c.profiles[i]
	} else if o.Profile = c.profiles[0]; r.Profile != "" {
		return o, fmt.Errorf("this page has no profile %q", r.Profile)
	}
	for _, word := range r.Roles {
		role, err := ident.ParseRole(word)
		if err != nil {
			return o, err
		}
		o.Roles = append(o.Roles, role)
	}
	var err error
	if r.At != "" {
		if o.At, err = parseTime(r.At); err != nil {
			return o, err
		}
	}
	if r.ExpiresWithin != "" {
		if o.ExpiresWithin, err = time.ParseDuration(r.ExpiresWithin); err != nil {
			return o, err
		}
		if o.ExpiresWithin < 0 { // as on the command line
			return o, fmt.Errorf("expires within %q: want no negative time", r.ExpiresWithin)
		}
	}
	return o, evidence(&o, c.trust.Certs, r, files)
}
