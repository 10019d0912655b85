package ber

import (
	"strings"
	"testing"

	"qwac/internal/testpki"
)

// TestArrangement: names of the same attributes in another arrangement are not equal, and a person sees no difference
// between them unless told.
func TestArrangement(t *testing.T) {
	c := testpki.Attribute{OID: testpki.OIDCountry, Value: testpki.Printable("DK")}
	o := testpki.Attribute{OID: testpki.OIDOrganization, Value: testpki.UTF8("Fixture")}
	cn := testpki.Attribute{OID: testpki.OIDCommonName, Value: testpki.UTF8("Fixture CA")}
	apart := testpki.Name{{c}, {o}, {cn}}
	joint := testpki.Name{{c}, {o, cn}}
	sorted, swapped := joint.DER(), swap(joint.DER())
	for name, tt := range map[string]struct {
		issuer, subject []byte
		want            string // empty: nothing is said of an arrangement
	}{
		"same":          {apart.DER(), apart.DER(), ""},
		"reverse":       {apart.DER(), testpki.Name{{cn}, {o}, {c}}.DER(), "in the reverse order"},
		"another order": {apart.DER(), testpki.Name{{o}, {c}, {cn}}.DER(), "in another order, and the order counts"},
		"joined":        {apart.DER(), sorted, "in 3 parts (RDN) in the issuer and in 2 parts in the subject"},
		"within a part": {sorted, swapped, "which does not count"},
		"one less":      {apart.DER(), testpki.Name{{c}, {o}}.DER(), ""},
		"another value": {apart.DER(), testpki.Name{{cn}, {o}, {o}}.DER(), ""},
		"other letters": {apart.DER(), testpki.Name{{cn}, {{OID: o.OID, Value: testpki.BMP("FIXTURE")}}, {c}}.DER(),
			"in the reverse order"},
	} {
		got := arrangement(tt.issuer, tt.subject)
		if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		if equal := SameName(tt.issuer, tt.subject); equal != (got == "" && name == "same" || name == "within a part") {
			t.Errorf("%s: equal: %t", name, equal)
		}
		if DN(tt.issuer) == DN(tt.subject) && name != "same" {
			t.Errorf("%s: both read %s", name, DN(tt.issuer))
		}
	}
	if got, want := DN(sorted), "C=DK, O=Fixture + CN=Fixture CA"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// swap exchanges the two attributes of the last part, which DER would sort.
func swap(name []byte) []byte {
	seq, _, _ := ReadElement(name)
	parts := new(Elements).Of(seq.Content)
	last := new(Elements).Of(parts[1].Content)
	return testpki.Seq(parts[0].Full, testpki.TLV(0x31, last[1].Full, last[0].Full))
}
