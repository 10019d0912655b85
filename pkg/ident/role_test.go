package ident

import (
	"testing"
)

func TestParseRole(t *testing.T) {
	const all = "Unspecified, PSP_AS, PSP_PI, PSP_AI, PSP_IC, PSP_CB, PSP_PA, VOP_RS, VOP_VS"
	tests := []struct {
		in   string
		want Role
		err  string
	}{
		{"PSP_AI", RoleAI, ""},
		{"Unspecified", RoleUnspecified, ""},
		{"VOP_RS", RoleVOPRS, ""},
		{"psp_ai", "", `unknown role "psp_ai", did you mean PSP_AI?`},
		{"PSP-AI", "", `unknown role "PSP-AI", did you mean PSP_AI?`},
		{"PSP_AI ", "", `unknown role "PSP_AI ", did you mean PSP_AI?`},
		{"AISP", "", `unknown role "AISP", did you mean PSP_AI?`},
		{"ais", "", `unknown role "ais", did you mean PSP_AI?`},
		{"Account Information", "", `unknown role "Account Information", did you mean PSP_AI?`},
		{"Account Information Service Provider", "",
			`unknown role "Account Information Service Provider", did you mean PSP_AI?`},
		{"PISP", "", `unknown role "PISP", did you mean PSP_PI?`},
		{"PIS", "", `unknown role "PIS", did you mean PSP_PI?`},
		{"Payment Initiation", "", `unknown role "Payment Initiation", did you mean PSP_PI?`},
		{"payment-initiation-services", "", `unknown role "payment-initiation-services", did you mean PSP_PI?`},
		{"CBPII", "", `unknown role "CBPII", did you mean PSP_IC?`},
		{"Card Based Payment Instruments", "", `unknown role "Card Based Payment Instruments", did you mean PSP_IC?`},
		{"ASPSP", "", `unknown role "ASPSP", did you mean PSP_AS?`},
		{"PSP_XX", "", `unknown role "PSP_XX", the roles are ` + all},
		{"", "", `unknown role "", the roles are ` + all},
	}
	for _, tt := range tests {
		got, err := ParseRole(tt.in)
		msg := ""
		if err != nil {
			msg = err.Error()
		}
		if got != tt.want || msg != tt.err {
			t.Errorf("ParseRole(%q) = %q, %q, want %q, %q", tt.in, got, msg, tt.want, tt.err)
		}
	}
}

// TestRoleTable checks that every token is found under its own name and object identifier, and that no alias is a token
// of another role.
func TestRoleTable(t *testing.T) {
	for _, r := range allRoles() {
		if back, ok := RoleByOID(OIDOfRole(r)); !ok || back != r {
			t.Errorf("role %s: object identifier gives %q", r, back)
		}
		if got, ok := SuggestRole(string(r)); !ok || got != r {
			t.Errorf("SuggestRole(%q) = %q", r, got)
		}
	}
}
