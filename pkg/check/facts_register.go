package check

import (
	"slices"
	"strings"
	"time"

	"qwac/pkg/eds"
	"qwac/pkg/register"
	"qwac/pkg/upload"
)

func (f *facts) register() (State, string) {
	a := f.Authorisation
	switch {
	case f.Register == nil:
		return NotAsked, NoRegister
	case f.Leaf == nil:
		return NotPossible, noLeaf
	case !f.ClaimsPSD2():
		return NotAsked, "nothing in the certificate says PSD2"
	case a == nil:
		return NotAsked, "the certificate has no authorisation number to look up"
	case len(a.Own) == 0:
		return NotAsked, "not in the register, where credit institutions are not listed"
	case a.State == register.Authorised:
		return Passed, a.Detail() + ", by the register of " + f.Register.Source.Day.String()
	case a.State == register.Unknown:
		return NotAsked, "the dates in the register cannot be read"
	case f.Sandbox:
		return NotAsked, "a sandbox takes others too"
	}
	return Failed, a.Detail() + ", by the register of " + f.Register.Source.Day.String()
}

// asksDirectory reports whether anything makes the directory of the EPC a fact: it is that of one scheme.
func (f *facts) asksDirectory() bool {
	return f.profile.Directory || f.opts.Directory != nil || slices.Contains(f.opts.Require, "directory")
}

func (f *facts) directory() (State, string) {
	switch l := f.Listed; {
	case f.opts.Directory == nil:
		return NotAsked, "the local file of the directory was not given"
	case f.Leaf == nil:
		return NotPossible, noLeaf
	case l == nil:
		return NotAsked, "the certificate has no authorisation number to look up"
	}
	faults := upload.ListedFaults(f.Listed, f.At)
	for _, fault := range faults {
		if f.profile.BlockIn(f.request, fault.Rule.ID) != nil {
			return Failed, fault.Text
		}
	}
	if len(faults) > 0 { // nobody is refused for it here
		return NotAsked, faults[0].Text
	}
	return Passed, listedDetail(f.Listed)
}

// listedDetail says what the directory has of a pair.
func listedDetail(l *eds.Answer) string {
	text := l.BIC + " with " + l.As
	switch p := l.Participant; {
	case p == nil:
	case l.NoRoles:
		text += ", roles are not in the file"
	default:
		text += ", " + strings.Join(p.Roles, " ")
	}
	if p := l.Participant; p != nil && !p.Ready.IsZero() {
		text += ", ready from " + p.Ready.Format(time.DateOnly)
	}
	return text
}

// NoRegister is the detail of the check of the register where none was given.
const NoRegister = "no register was given"
