package asked

import (
	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/check"
	"qwac/pkg/ident"
)

// requiredCases are about checks that whoever judges requires (G01).
func requiredCases() []kit.Case {
	require := func(names ...string) check.Options { return check.Options{Require: names} }
	listed := check.Options{
		Require: []string{"trusted-list"},
		Lists:   Lists(testpki.TLLists(testpki.TLGranted(testpki.Clean().Intermediate))),
	}
	registered := require("registered-roles")
	registered.Roles = []ident.Role{ident.RoleAI, ident.RolePI}
	const rule = "check-required-not-passed"
	return []kit.Case{
		{Name: rule + "/not asked", Options: require("trusted-list"), Want: []string{rule}},
		{Name: rule + "/two", Options: require("revocation", "signatures", "key-match"), Want: []string{rule, rule}},
		{Name: rule + "/nothing looks", Options: require("register"), Want: []string{rule}},
		{Name: rule + "/listed", Near: true, Options: listed},
		{Name: rule + "/roles", Near: true, Options: registered},
		{Name: rule + "/always asked", Near: true, Options: require("signatures", "path", "roles")},
	}
}
