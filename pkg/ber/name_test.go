package ber

import (
	"bytes"
	"encoding/asn1"
	"testing"

	"golang.org/x/crypto/cryptobyte"

	"qwac/internal/testpki"
)

func TestFoldName(t *testing.T) {
	name := func(values ...testpki.Text) []byte {
		var n testpki.Name
		for _, v := range values {
			n.Add(testpki.OIDCommonName, "")
			n[len(n)-1][0].Value = v
		}
		return n.DER()
	}
	base := name(testpki.UTF8("Fixture CA"))
	joint := testpki.Name{{{OID: testpki.OIDCountry, Value: testpki.Printable("DK")}}}
	joint.Join(testpki.OIDCommonName, "Fixture CA")
	tests := []struct {
		name string
		a, b []byte
		want bool
	}{
		{"same", base, base, true},
		{"case", base, name(testpki.UTF8("FIXTURE ca")), true},
		{"blanks", base, name(testpki.UTF8("  Fixture   CA ")), true},
		{"PrintableString", base, name(testpki.Printable("Fixture CA")), true},
		{"IA5String", base, name(testpki.IA5("Fixture CA")), true},
		{"BMPString", name(testpki.UTF8("Blåbær")), name(testpki.BMP("BLÅBÆR")), true},
		{"T61String", name(testpki.UTF8("Blåbær")), name(testpki.T61("bl\xe5b\xe6r")), true},
		{"UniversalString", name(testpki.UTF8("Blåbær")), name(testpki.Universal("Blåbær")), true},
		{"no blank", base, name(testpki.UTF8("FixtureCA")), false},
		{"another order", name(testpki.UTF8("a"), testpki.UTF8("b")), name(testpki.UTF8("b"), testpki.UTF8("a")),
			false},
		{"two attributes are not one", name(testpki.UTF8("a"), testpki.UTF8("b")), name(testpki.UTF8("ab")), false},
		{"joint attributes are not apart", joint.DER(), testpki.Name{joint[0][:1], joint[0][1:]}.DER(), false},
		{"empty", name(), name(), true},
		{"joint attributes in another order", joint.DER(), testpki.Name{{joint[0][1], joint[0][0]}}.DER(), true},
		{"a control character", base, name(testpki.UTF8("Fixture\tCA")), true},
		{"CJK in bytes that look like ASCII", name(testpki.UTF8("中中")), name(testpki.BMP("中中")), true},
		{"bytes as another type", name(testpki.UTF8("N-N-")), name(testpki.BMP("中中")), false},
		{"nothing, and an empty RDN", nil, []byte{0x30, 2, 0x31, 0}, false},
		{"a text that looks like another type", name(testpki.UTF8("\x00\x04a")), name(testpki.Text{Tag: 4, Value: "a"}),
			false},
		{"not a name", []byte{1}, []byte{1}, true},
		{"not a name, and a name", []byte{1}, name(), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := FoldName(tt.a) == FoldName(tt.b); got != tt.want {
				t.Errorf("equal %v, want %v", got, tt.want)
			}
			if got := SameName(tt.a, tt.b); got != tt.want {
				t.Errorf("same %v, want %v", got, tt.want)
			}
		})
	}
}

// FuzzName compares the two ways to compare names, and a name with itself in other letters.
func FuzzName(f *testing.F) {
	joint := testpki.Name{{{OID: testpki.OIDCountry, Value: testpki.Printable("DK")}}}
	joint.Join(testpki.OIDCommonName, "Fixture  CA ")
	for _, n := range []testpki.Name{nil, joint, {{{OID: testpki.OIDCommonName, Value: testpki.BMP("BLÅBÆR")}}}} {
		f.Add(n.DER(), testpki.Clean().Leaf.Spec.Subject.DER())
		f.Add(n.DER(), n.DER())
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		foldA, okA := FoldRDNs(a)
		foldB, okB := FoldRDNs(b)
		if same := SameName(a, b); okA && okB && same != (foldA == foldB) {
			t.Errorf("same %v, folded %q and %q", same, foldA, foldB)
		}
		if (FoldName(a) == FoldName(b)) != (okA && okB && foldA == foldB || !okA && bytes.Equal(a, b)) {
			t.Errorf("names %v and %v, folded %q and %q", okA, okB, FoldName(a), FoldName(b))
		}
	})
}

func TestNameText(t *testing.T) {
	n := testpki.Name{{{OID: testpki.OIDCountry, Value: testpki.Printable("DK")}}}
	n.Add(testpki.OIDOrganization, "Line\nbreak")
	if got, want := DN(n.DER()), `C=DK, O=Line\nbreak`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := DN([]byte{1, 2}), "#0102"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNameDifferences(t *testing.T) {
	tests := []struct {
		name            string
		issuer, subject testpki.Text
		want            string
	}{
		{"string type", testpki.UTF8("Ca"), testpki.BMP("Ca"),
			"CN is a UTF8String in the issuer and a BMPString in the subject"},
		{"case", testpki.UTF8("CA"), testpki.Printable("Ca"), "CN differs in upper and lower case"},
		{"blanks", testpki.UTF8(" a  b"), testpki.UTF8("a b"), "CN differs in blanks"},
		{"no-break blank", testpki.UTF8("a\u00a0b"), testpki.UTF8("a b"),
			"CN of the issuer has U+00A0 where that of the subject has U+0020"},
		{"decomposed", testpki.UTF8("Zu\u0308rich"), testpki.UTF8("Z\u00fcrich"),
			"CN of the issuer has U+0075 U+0308 where that of the subject has U+00FC"},
		{"soft hyphen", testpki.UTF8("Fix\u00adture"), testpki.UTF8("Fixture"),
			"CN of the issuer has U+00AD where that of the subject has nothing"},
		{"Cyrillic", testpki.UTF8("B\u0430nk"), testpki.UTF8("Bank"),
			"CN of the issuer has U+0430 where that of the subject has U+0061"},
		{"full width", testpki.UTF8("\uff26\uff49\uff58\uff45\uff44"), testpki.UTF8("Fixed"),
			"CN of the issuer has U+FF26 U+FF49 U+FF58 U+FF45 and 1 more where that of the subject has U+0046 U+0069 " +
				"U+0078 U+0065 and 1 more"},
		{"other names", testpki.UTF8("Fixture Web"), testpki.UTF8("Fixture Seals"), ""},
		{"the same", testpki.UTF8("Fixture"), testpki.UTF8("Fixture"), ""},
	}
	for _, tt := range tests {
		if got := NameDifferences(nameOfText(tt.issuer), nameOfText(tt.subject)); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// TestNamedAttribute encodes each identifier of the table by the standard library.
func TestNamedAttribute(t *testing.T) {
	for _, want := range attributeNames {
		der, err := asn1.Marshal(want.oid)
		if err != nil {
			t.Fatal(err)
		}
		s := cryptobyte.String(append(der, TagNull, 0))
		id, name, ok := NamedAttribute(&s)
		if !ok || !id.Equal(want.oid) || name != want.name || len(s) != 2 {
			t.Errorf("%x: got %v, %q, %v and %d bytes behind it, want %v, %q, true and 2", der, id, name, ok, len(s),
				want.oid, want.name)
		}
	}
}
