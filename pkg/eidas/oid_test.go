package eidas

import (
	"testing"

	"qwac/pkg/ident"
)

// TestRoleNames checks that the table of names gives each role its token.
func TestRoleNames(t *testing.T) {
	for _, r := range []ident.Role{
		ident.RoleUnspecified, ident.RoleAS, ident.RolePI, ident.RoleAI, ident.RoleIC, ident.RoleCB, ident.RolePA,
		ident.RoleVOPRS, ident.RoleVOPVS,
	} {
		if got := Name(ident.OIDOfRole(r)); got != string(r) {
			t.Errorf("the name of %s is %q", ident.OIDOfRole(r), got)
		}
	}
}
