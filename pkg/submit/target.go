package submit

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"qwac/pkg/bank"
)

// Target is one environment of a bank that requests are made for. Those of a known bank are in its value; any other has
// a different name, or none.
type Target struct {
	Bank *bank.Bank // whose API is spoken; nil: the first of bank.All
	bank.Environment
}

// of returns the bank of the target.
func (t Target) of() *bank.Bank { return cmp.Or(t.Bank, bank.Default()) }

// known reports whether the bank has an environment of this name.
func (t Target) known() bool {
	_, ok := t.of().Environment(t.Name)
	return ok
}

// ErrMixedTargets means that a target has hosts of two environments, or hosts of a known environment under another
// name.
var ErrMixedTargets = errors.New("hosts of different environments must not be mixed")

// Validate says what is wrong with a target: an address that is not https or has more than host, port and path, or a
// host that belongs to another environment ([ErrMixedTargets]), or an address with several spellings that
// [Target.Canonical] does not unify.
func (t Target) Validate() error {
	if known, ok := t.of().Environment(t.Name); ok && t.Environment != known {
		return fmt.Errorf("target %s with other addresses than it has: %w", t.Name, ErrMixedTargets)
	}
	for _, a := range addresses(t.Environment) {
		if err := t.validate(a); err != nil {
			return fmt.Errorf("%s %q: %w", a.what, withoutUser(a.url), err)
		}
	}
	return nil
}

type address struct{ what, url string }

// addresses are those that are set or required.
func addresses(e bank.Environment) []address {
	all := []address{{"token URL", e.TokenURL}, {"base URL", e.BaseURL}}
	if e.DebugURL != "" {
		all = append(all, address{"debug URL", e.DebugURL})
	}
	return all
}

// withoutUser is an address that can be shown: without user part and query, which can contain a password.
func withoutUser(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "[not shown]"
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}

func (t Target) validate(a address) error {
	u, err := url.Parse(a.url)
	if err != nil {
		return errors.New("this is no URL")
	}
	if u.Scheme != "https" || u.Host == "" {
		return errors.New("want an https URL with a host")
	}
	if u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return errors.New("want host, port and path only: no user, query or fragment")
	}
	if err := oneSpelling(u); err != nil {
		return err
	}
	if owner := t.ownerOf(u); owner != "" && owner != t.Name {
		return fmt.Errorf("the host belongs to %s: %w", owner, ErrMixedTargets)
	}
	return nil
}

// ownerOf is the name of the environment that the host belongs to, with the title of its bank if that is a different
// one; "" if there is none.
func (t Target) ownerOf(u *url.URL) string {
	for _, b := range append([]*bank.Bank{t.of()}, bank.All()...) {
		for _, e := range b.Environments {
			if !hasHost(e, u) {
				continue
			}
			if b != t.of() {
				return e.Name + " of " + b.Title
			}
			return e.Name
		}
	}
	return ""
}

func hasHost(e bank.Environment, u *url.URL) bool {
	return slices.ContainsFunc(addresses(e), func(a address) bool {
		known, err := url.Parse(a.url)
		return err == nil && hostOf(u) == hostOf(known)
	})
}

func hostOf(u *url.URL) string { return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".") }
