package submit

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Target is one environment of a bank: where its endpoints are. Hosts are data, not derived from each other. Those of the
// known environments are [Targets]; any other target has a name that none of them has, or none.
type Target struct {
	Name     string // as on the command line: "production"; empty: a target of the caller's own
	TokenURL string // the OAuth 2.0 token endpoint
	BaseURL  string // what comes before /tpp
	DebugURL string // answers what the server saw of the client certificate; empty: there is none, or none is known
}

// Names of the known targets.
const (
	Production = "production"
	Sandbox    = "sandbox"
)

// Targets returns the environments of Lunar, as its client management API documents them. It names no debug host for
// production.
func Targets() []Target {
	return []Target{
		{
			Name:     Production,
			TokenURL: "https://auth.openbanking.prod.lunar.app/oauth2/token",
			BaseURL:  "https://tpp.openbanking.prod.lunar.tech",
		},
		{
			Name:     Sandbox,
			TokenURL: "https://auth.sandbox.openbanking.prod.lunar.app/oauth2/token",
			BaseURL:  "https://tpp.openbanking-sandbox.prod.lunar.tech",
			DebugURL: "https://debug.openbanking-sandbox.prod.lunar.tech",
		},
	}
}

// TargetNamed returns the known target with this name; false: there is none.
func TargetNamed(name string) (Target, bool) {
	i := slices.IndexFunc(Targets(), func(t Target) bool { return t.Name == name })
	if i < 0 {
		return Target{}, false
	}
	return Targets()[i], true
}

// ErrMixedTargets says that a target has hosts of two environments, or hosts of a known environment under another name.
var ErrMixedTargets = errors.New("hosts of different environments must not be mixed")

// Validate says what is wrong with a target: an address that is not https or has more than host, port and path, or a host
// that belongs to another environment ([ErrMixedTargets]), or one that can be written in several ways which [Target.Canonical]
// does not make one.
func (t Target) Validate() error {
	if known, ok := TargetNamed(t.Name); ok && t != known {
		return fmt.Errorf("target %s with other addresses than it has: %w", t.Name, ErrMixedTargets)
	}
	for _, a := range t.addresses() {
		if err := t.validate(a); err != nil {
			return fmt.Errorf("%s %q: %w", a.what, withoutUser(a.url), err)
		}
	}
	return nil
}

type address struct{ what, url string }

// addresses are those that are there or must be.
func (t Target) addresses() []address {
	all := []address{{"token URL", t.TokenURL}, {"base URL", t.BaseURL}}
	if t.DebugURL != "" {
		all = append(all, address{"debug URL", t.DebugURL})
	}
	return all
}

// withoutUser is an address as it may be shown: a user part and a query can hold a password.
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
		return errors.New("an https URL with a host is wanted")
	}
	if u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return errors.New("only host, port and path are wanted: no user, query or fragment")
	}
	if err := oneSpelling(u); err != nil {
		return err
	}
	if owner := environmentOf(u); owner != "" && owner != t.Name {
		return fmt.Errorf("the host belongs to %s: %w", owner, ErrMixedTargets)
	}
	return nil
}

// environmentOf is the name of the known target that the host belongs to; empty: none.
func environmentOf(u *url.URL) string {
	for _, t := range Targets() {
		for _, a := range t.addresses() {
			if known, err := url.Parse(a.url); err == nil && hostOf(u) == hostOf(known) {
				return t.Name
			}
		}
	}
	return ""
}

func hostOf(u *url.URL) string { return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".") }
