package eidas

import (
	"crypto/x509"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/ident"
)

// TestReadings compares what each kind of reader sees; where all see the same there is nothing to say.
func TestReadings(t *testing.T) {
	const id, name = "DK-DFSA", "Danish Financial Supervisory Authority"
	ai, both := []ident.Role{ident.RoleAI}, []ident.Role{ident.RoleAI, ident.RolePI}
	for test, tt := range map[string]struct {
		edit func(*testpki.PSD2)
		want []Reading
	}{
		"clean":         {func(*testpki.PSD2) {}, nil},
		"explicit tags": {func(p *testpki.PSD2) { p.ExplicitRoles = true }, nil},
		"flattened": {func(p *testpki.PSD2) { p.Flattened = true }, []Reading{
			{ReaderStrict, nil, id, name}, {ReaderFirstTwo, ai, id, name}, {ReaderName, ai, id, name},
			{ReaderOID, ai, id, name}, {ReaderAgree, ai, id, name}, {ReaderFolded, nil, id, name},
		}},
		"name and identifier differ": {func(p *testpki.PSD2) {
			p.Roles = []testpki.Role{testpki.RoleNamed("PSP_AI", "PSP_PI")}
		}, []Reading{
			{ReaderStrict, nil, id, name}, {ReaderFirstTwo, nil, id, name},
			{ReaderName, []ident.Role{ident.RolePI}, id, name}, {ReaderOID, ai, id, name},
			{ReaderAgree, nil, "", ""}, {ReaderFolded, nil, id, name},
		}},
		"one of two differs": {func(p *testpki.PSD2) {
			p.Roles = []testpki.Role{testpki.RoleNamed("PSP_AI", "PSP_AI"), testpki.RoleNamed("PSP_PI", "PSP_AI")}
		}, []Reading{
			{ReaderStrict, ai, id, name}, {ReaderFirstTwo, ai, id, name}, {ReaderName, ai, id, name},
			{ReaderOID, both, id, name}, {ReaderAgree, nil, "", ""}, {ReaderFolded, ai, id, name},
		}},
		"NCAId of another string type": {func(p *testpki.PSD2) { p.NCAID = testpki.Printable(id) }, []Reading{
			{ReaderStrict, both, "", name}, {ReaderFirstTwo, both, id, name}, {ReaderName, both, id, name},
			{ReaderOID, both, id, name}, {ReaderAgree, nil, "", ""}, {ReaderFolded, both, id, name},
		}},
		"NCAName of another string type": {func(p *testpki.PSD2) { p.NCAName = testpki.T61(name) }, []Reading{
			{ReaderStrict, both, id, ""}, {ReaderFirstTwo, both, id, name}, {ReaderName, both, id, name},
			{ReaderOID, both, id, name}, {ReaderAgree, nil, "", ""}, {ReaderFolded, both, id, name},
		}},
		"role name of another string type": {func(p *testpki.PSD2) {
			p.Roles[0].Name = testpki.Printable("PSP_AI")
		}, []Reading{
			{ReaderStrict, []ident.Role{ident.RolePI}, id, name}, {ReaderFirstTwo, both, id, name},
			{ReaderName, both, id, name}, {ReaderOID, both, id, name}, {ReaderAgree, nil, "", ""},
			{ReaderFolded, both, id, name},
		}},
	} {
		leaf := testpki.NewLeaf(func(s *testpki.Spec) { s.SetPSD2(tt.edit) }).Leaf
		c, err := x509.ParseCertificate(leaf.DER)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, Decode(c).Readings()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test, diff)
		}
	}
}
