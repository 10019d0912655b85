package check

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"qwac/pkg/bank"
	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
	"qwac/pkg/lint"
	"qwac/pkg/revocation"
)

// Check is one fact that the verdict is based on, and its state. It is established by examining the input, never by the
// absence of findings.
type Check struct {
	Name   string // "signatures"; stable
	State  State
	Detail string // what was found, or why nothing could be; may be empty
}

// State is the state of a fact.
type State string

// The states. A verdict of accept needs every fact to be passed or not asked.
const (
	Passed      State = "passed"
	Failed      State = "failed"
	NotAsked    State = "not-asked"    // nothing to compare with was given
	NotPossible State = "not-possible" // it could not be established
)

// Fact is what a check establishes.
type Fact struct {
	Name  string      // as in [Check]
	Words string      // what it is called in text
	Needs []lint.Need // to have it checked where it is not; nil: it always is, or nothing asks it yet
}

// Facts are those of every verdict, in reading order.
func Facts() []Fact {
	var out []Fact
	for _, f := range factTable {
		out = append(out, f.Fact)
	}
	return out
}

// FactNamed is the fact of a name; ok is false when none has it.
func FactNamed(name string) (f Fact, ok bool) {
	for i := range factTable {
		if factTable[i].Name == name {
			return factTable[i].Fact, true
		}
	}
	return Fact{}, false
}

// stops reports whether a fact rules out that the bank accepts.
func (c Check) stops() bool { return c.State != Passed && c.State != NotAsked }

// facts are the inputs of the checks.
type facts struct {
	*eidas.Subject
	opts    Options
	profile *bank.Bank
	request bank.Request
	revoked *revocation.Subject
}

// establisher is a fact with what establishes it.
type establisher struct {
	Fact
	establish func(*facts) (State, string)
}

// factTable is in reading order.
var factTable = [...]establisher{
	{Fact{"inputs", "inputs", nil}, (*facts).inputs},
	{Fact{"path", "chain", nil}, (*facts).path},
	{Fact{"signatures", "signatures", nil}, (*facts).signatures},
	{Fact{"path-validation", "rules of RFC 5280", nil}, (*facts).validation},
	{Fact{"validity", "validity", []lint.Need{{What: lint.NeedTime}}}, (*facts).validity},
	{Fact{"key", "key", nil}, (*facts).key},
	{Fact{"type", "eIDAS type", nil}, (*facts).certificateType},
	{Fact{"roles", "PSD2 roles", nil}, (*facts).roles},
	{Fact{"registered-roles", "registered roles", []lint.Need{{What: lint.NeedRoles}}}, (*facts).registered},
	{Fact{"anchor", "what the bank trusts", []lint.Need{{What: lint.NeedAnchors}}}, (*facts).anchor},
	{Fact{"trusted-list", "issuer on the EU lists", []lint.Need{{What: lint.NeedLists}}}, (*facts).trustedList},
	{Fact{"revocation", "revocation of the leaf",
		[]lint.Need{{What: lint.NeedOCSP}, {What: lint.NeedCRL}}}, (*facts).revocation},
	{Fact{"register", "register of the authority", []lint.Need{{What: lint.NeedRegister}}}, (*facts).register},
	{Fact{"directory", "directory of the EPC",
		[]lint.Need{{What: lint.NeedDirectory}, {What: lint.NeedBIC}}}, (*facts).directory},
	{Fact{"key-match", "private key", []lint.Need{{What: lint.NeedKey}}}, (*facts).keyMatch},
}

// checks establishes every fact, in reading order.
func (f *facts) checks() []Check {
	out := make([]Check, 0, len(factTable))
	for _, c := range factTable {
		if c.Name == "directory" && !f.asksDirectory() {
			continue
		}
		state, detail := c.establish(f)
		out = append(out, Check{c.Name, state, detail})
	}
	return out
}

// noLeaf is why little can be established.
const noLeaf = "there is no end-entity certificate"

// outcome is passed, or failed with a fault.
func outcome(fault, detail string) (State, string) {
	if fault != "" {
		return Failed, fault
	}
	return Passed, detail
}

func (f *facts) inputs() (State, string) {
	b := f.Chain.Bundle
	switch {
	case f.Chain.Unread():
		return Failed, "a part of the input could not be read"
	case len(b.Certs) == 0:
		return Failed, "there is no certificate"
	}
	return Passed, fmt.Sprintf("%s in %s", ber.Count(len(b.Certs), "certificate"), ber.Count(len(b.Files), "input"))
}

// withoutRoot reports whether the path lacks only what this profile lets a sender omit.
func (f *facts) withoutRoot() bool {
	rule := f.Chain.GapRule()
	return rule != nil && !f.Chain.Unread() && f.profile.BlockIn(f.request, rule.ID) == nil
}

func (f *facts) path() (State, string) {
	c := f.Chain
	switch {
	case f.Leaf == nil:
		return Failed, noLeaf
	case c.Gap == nil:
		return Passed, ber.Count(len(c.Path), "certificate") + ", to " + c.Path[len(c.Path)-1].Name()
	case c.Anchor != nil:
		return Passed, ber.Count(len(c.Path), "certificate") + ", to a certificate that the bank trusts"
	case f.withoutRoot():
		return NotAsked, "the chain ends at " + c.Gap.Child.Name() + ", whose issuer a bank may have"
	}
	return Failed, "the issuer of " + c.Gap.Child.Name() + " is not there"
}

func (f *facts) signatures() (State, string) {
	c := f.Chain
	for i := range len(c.Path) - 1 {
		if l := c.Links[i]; !l.Verified {
			return NotPossible, fmt.Sprintf("that of %s was not verified: %v", c.Path[i].Name(), l.Err)
		}
	}
	switch {
	case f.Leaf == nil:
		return NotPossible, noLeaf
	case c.Gap == nil:
		if err := c.RootUnverified(); err != nil {
			return NotPossible, fmt.Sprintf("that of the root was not verified: %v", err)
		}
	case c.Anchor == nil && !f.withoutRoot():
		return NotPossible, "the issuer of " + c.Gap.Child.Name() + " is not there"
	case len(c.Path) == 1 && c.Anchor == nil:
		return NotAsked, "the issuer of " + c.Gap.Child.Name() + " is not there"
	}
	return Passed, ""
}

func (f *facts) validation() (State, string) {
	if f.Leaf == nil {
		return NotPossible, noLeaf
	}
	return outcome(f.Chain.Validation(), "")
}

func (f *facts) validity() (State, string) {
	switch {
	case f.Leaf == nil:
		return NotPossible, noLeaf
	case f.At.IsZero():
		return NotAsked, "no time was given"
	}
	return outcome(f.Chain.InvalidAt(), "at "+f.At.UTC().Format(time.RFC3339))
}

func (f *facts) key() (State, string) {
	if f.Leaf == nil {
		return NotPossible, noLeaf
	}
	if f.AsItIs && !f.Type.TLS() {
		return NotAsked, "the certificate is not for TLS"
	}
	name, fault := f.Chain.TLSKey()
	return outcome(fault, name)
}

func (f *facts) certificateType() (State, string) {
	switch {
	case f.Leaf == nil:
		return NotPossible, noLeaf
	case f.AsItIs && (f.Type == eidas.TypeUnknown || f.Type == eidas.TypeCA):
		return Failed, "it cannot be told what the leaf is for"
	case f.AsItIs && f.withoutPSD2():
		return Passed, f.Type.Title()
	case f.Type != eidas.TypeQWAC:
		return Failed, "the leaf is no QWAC"
	case f.Info.PSD2 == nil:
		return Failed, "the leaf is a QWAC without PSD2 roles"
	}
	return Passed, "QWAC with PSD2 roles"
}

// withoutPSD2 reports whether no PSD2 attributes are to be expected of the leaf.
func (f *facts) withoutPSD2() bool { return f.Type != eidas.TypeQWAC || !f.ClaimsPSD2() }

// strictRoles are the roles of the strict reading that the bank offers.
func (f *facts) strictRoles() (all, offered []ident.Role) {
	all = f.Info.Roles()
	if f.profile.Offers == nil {
		return all, all
	}
	offered = slices.DeleteFunc(slices.Clone(all), func(r ident.Role) bool {
		return !slices.Contains(f.profile.Offers, r)
	})
	return all, offered
}

func (f *facts) roles() (State, string) {
	if f.Leaf == nil {
		return NotPossible, noLeaf
	}
	switch all, offered := f.strictRoles(); {
	case f.AsItIs && f.withoutPSD2():
		return NotAsked, "nothing in the certificate says PSD2"
	case len(all) == 0:
		return Failed, "a strict reader sees no role"
	case len(offered) == 0:
		return Failed, "the bank offers none of " + join(all)
	default:
		return Passed, join(offered)
	}
}

func (f *facts) registered() (State, string) {
	switch {
	case f.Registered == nil:
		return NotAsked, "it was not given which roles are registered"
	case f.Leaf == nil:
		return NotPossible, noLeaf
	}
	_, offered := f.strictRoles()
	for _, r := range offered {
		if !slices.Contains(f.Registered, r) {
			return Failed, string(r) + " is not registered"
		}
	}
	return Passed, join(f.Registered)
}

func join(roles []ident.Role) string {
	s := make([]string, len(roles))
	for i, r := range roles {
		s[i] = string(r)
	}
	return strings.Join(s, " ")
}

func (f *facts) anchor() (State, string) {
	switch t := trustByAnchors(f.Chain); t.Status {
	case NotChecked:
		return NotAsked, "no certificate that the bank trusts was given"
	case Trusted:
		return Passed, t.Service
	}
	return Failed, "the path reaches none of the certificates given"
}

func (f *facts) trustedList() (State, string) {
	l := f.Listing
	switch {
	case f.Lists == nil:
		return NotAsked, "no trusted list was given"
	case f.AsItIs && f.Leaf != nil && f.Type != eidas.TypeQWAC:
		return NotAsked, "the lists are asked about website certificates alone"
	case l == nil:
		return NotPossible, noLeaf
	case l.Standing == eidas.StandingGranted:
		return Passed, fmt.Sprintf("list of %s, number %d", l.Territory, l.List.Sequence)
	case l.Standing == eidas.StandingOpen:
		return NotAsked, l.Open
	case f.Sandbox:
		return NotAsked, "a sandbox takes other CAs too"
	}
	return Failed, "the issuing CA is not granted for website authentication"
}

func (f *facts) revocation() (State, string) {
	if len(f.opts.Revocation) == 0 {
		return NotAsked, "no list or response was given"
	}
	for _, s := range f.revoked.Statuses {
		switch name := f.Chain.Path[s.Cert].Name(); s.State {
		case revocation.Revoked:
			return Failed, name + " is revoked"
		case revocation.Unknown:
			return NotPossible, "the responder does not know " + name
		}
	}
	if open := f.revoked.Open(); len(open) > 0 {
		return NotPossible, open[0].At.File + " proves nothing"
	}
	s := f.revoked.Of(0)
	if s == nil {
		return NotAsked, "what was given is not about the leaf"
	}
	return Passed, fmt.Sprintf("%s of %s", s.Kind, s.ThisUpdate.UTC().Format(time.DateOnly))
}

func (f *facts) keyMatch() (State, string) {
	switch {
	case f.opts.Key == nil:
		return NotAsked, "no key was given"
	case f.Leaf == nil:
		return NotPossible, noLeaf
	}
	switch same, known := f.Chain.KeyFits(); {
	case !known:
		return NotPossible, "the key of the leaf is of a kind that cannot be compared"
	case !same:
		return Failed, "the key is not that of the leaf"
	}
	return Passed, ""
}
