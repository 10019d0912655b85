package eidas_test

import (
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"qwac/internal/golden"
	"qwac/internal/testpki"
	"qwac/pkg/eidas"
)

// TestMangledStatements spoils each element of each statement and compares what is read with testdata/mangled.txt:
// the faults word by word, the roles and the authority, and what each reader sees. UPDATE=1 writes the file again; read
// the diff like code. That nothing is silent which must not be, TestMangled of pkg/check holds.
func TestMangledStatements(t *testing.T) {
	var b strings.Builder
	c := *testpki.Clean().Leaf.X509()
	for i, s := range statements() {
		value := testpki.QcStatements(s).Value
		decoded(&b, fmt.Sprint(s.ID), c, value)
		if i == 0 {
			for _, m := range testpki.Mangle(value) {
				decoded(&b, m.Path+" "+m.How, c, m.DER)
			}
		}
		if len(s.Info) > 250 { // what is beyond the limits is not spoiled
			continue
		}
		for _, m := range testpki.Mangle(s.Info) {
			decoded(&b, m.Path+" "+m.How, c, testpki.QcStatements(testpki.Statement{ID: s.ID, Info: m.DER}).Value)
		}
	}
	golden.Compare(t, filepath.Join("testdata", "mangled.txt"), b.String())
}

// statements are those that certificates have, and lawful ones that they hardly ever have.
func statements() []testpki.Statement {
	psd2 := func(change func(*testpki.PSD2)) testpki.Statement {
		p := testpki.CleanPSD2()
		change(&p)
		return testpki.Statement{ID: testpki.OIDPSD2, Info: p.DER()}
	}
	seq, id, tlv := testpki.Seq, testpki.ObjectID, testpki.TLV
	raw := func(parts ...[]byte) testpki.Statement {
		return testpki.Statement{ID: testpki.OIDPSD2, Info: seq(parts...)}
	}
	name, nca := testpki.UTF8("Finanstilsynet").DER(), testpki.UTF8("DK-DFSA").DER()
	ofOID := func(octets string) testpki.Statement {
		return raw(seq(seq(tlv(6, []byte(octets)), testpki.Printable("PSP_AI").DER())), name, nca)
	}
	unknown := testpki.Role{OID: testpki.OIDOwnPolicyID, Name: testpki.UTF8("PSP_XY")}
	uri := testpki.URI("https://register.example")
	pds := func(n int) (all []testpki.PDS) {
		for i := range n {
			all = append(all, testpki.PDSIn(string([]byte{'a' + byte(i/26), 'a' + byte(i%26)}), "https://a.example"))
		}
		return all
	}
	countries := slices.Repeat([]string{"CH"}, eidas.MaxEntries+1)
	types := slices.Repeat([]asn1.ObjectIdentifier{testpki.OIDQcTypeWeb}, eidas.MaxEntries+1)
	return []testpki.Statement{
		testpki.QcCompliance(), testpki.QcSSCD(), testpki.QcType(testpki.OIDQcTypeWeb, testpki.OIDQcTypeESeal),
		testpki.QcPDS(pds(2)...), testpki.QcPDS(pds(eidas.MaxEntries + 1)...), testpki.QcType(types...),
		testpki.QcCClegislation(countries...), testpki.QcCClegislation("CH", "US"), testpki.QcRetention(7),
		testpki.QcLimit("EUR", 5, 3), {ID: testpki.OIDQcLimitValue, Info: seq(testpki.Int(978), testpki.Int(5),
			testpki.Int(3))}, {ID: testpki.OIDQcLimitValue, Info: seq(testpki.Int(0), testpki.Int(5), testpki.Int(3))},
		testpki.Semantics(testpki.OIDSemanticsLegal, uri, tlv(0x88, []byte{1})),
		testpki.Semantics(testpki.OIDSemanticsLegal, tlv(0x89, []byte{1})),
		testpki.Semantics(testpki.OIDSemanticsLegal),
		{ID: testpki.OIDQcSyntaxV2, Info: seq(seq(uri))}, {ID: testpki.OIDQcSyntaxV1, Info: seq(id(testpki.OIDPSD2))},
		{ID: testpki.OIDQcSyntaxV2},
		psd2(func(p *testpki.PSD2) { p.Roles = testpki.Roles("PSP_AI", "PSP_PI", "PSP_IC") }),
		psd2(func(p *testpki.PSD2) { p.Flattened = true }), psd2(func(p *testpki.PSD2) { p.ExplicitRoles = true }),
		psd2(func(p *testpki.PSD2) { p.ExplicitRole = true }), psd2(func(p *testpki.PSD2) { p.ExplicitNames = true }),
		psd2(func(p *testpki.PSD2) { p.Swapped = true }),
		psd2(func(p *testpki.PSD2) { p.Roles = append(p.Roles, unknown) }),
		psd2(func(p *testpki.PSD2) { p.Roles, p.NCAID = nil, testpki.Printable("DK-DFSA") }),
		psd2(func(p *testpki.PSD2) { p.Roles, p.NCAName = nil, testpki.Printable("Finanstilsynet") }),
		raw([]byte{0x30, 0x50, 1}), raw(seq(), tlv(0x80, []byte("Finanstilsynet")), tlv(0x81, []byte("DK-DFSA"))),
		ofOID("\x04\x00\x81\x98\x27\x01\x80\x03"), ofOID("\x80\x04\x81\x80\x01"), ofOID("\x80\x81"), ofOID("\x81"),
		psd2(func(p *testpki.PSD2) { p.Roles = slices.Repeat(p.Roles, eidas.MaxEntries) }),
		psd2(func(p *testpki.PSD2) { p.Flattened, p.Roles = true, slices.Repeat(p.Roles, eidas.MaxEntries) }),
		psd2(func(p *testpki.PSD2) { p.Roles[0].OID, p.NCAName = nil, testpki.Printable("DFSA") }),
		psd2(func(p *testpki.PSD2) { p.Roles[0].Name, p.NCAID = testpki.Printable("PSP_AI"), testpki.IA5("DK-DFSA") }),
	}
}

// decoded writes what is made of a list of statements.
func decoded(b *strings.Builder, how string, c x509.Certificate, value []byte) {
	c.Extensions = slices.Clone(c.Extensions)
	for i, e := range c.Extensions {
		if e.Id.Equal(testpki.OIDQcStatements) {
			c.Extensions[i].Value = value
		}
	}
	i := eidas.Decode(&c)
	fmt.Fprintf(b, "%s: %d %v %v %v %d", how, len(i.Statements), i.Compliance, i.SSCD, short(i.Types), len(i.PDS))
	if i.Limit != nil {
		fmt.Fprintf(b, " %+v", *i.Limit)
	}
	if i.Retention != nil {
		fmt.Fprintf(b, " %d years", *i.Retention)
	}
	fmt.Fprintf(b, " %v", short(i.Countries))
	b.WriteString("\n")
	if p := i.PSD2; p != nil {
		fmt.Fprintf(b, "\t%v %q %q, misread %v %v\n", short(p.Roles), p.NCAID, p.NCAName, i.Misread(eidas.PathNCAID),
			i.Misread(eidas.PathNCAName))
	}
	for _, r := range i.Readings() {
		fmt.Fprintf(b, "\t%v %q %q: %v\n", r.Roles, r.NCAID, r.NCAName, r.Reader)
	}
	for _, f := range i.Faults {
		fmt.Fprintf(b, "\t%s %s: %s\n", f.Rule.Code, f.Path, strings.ReplaceAll(f.Detail, "\n", `\n`))
	}
}

// short is the beginning of a list, and its length.
func short[T any](list []T) string {
	if len(list) > 4 {
		return fmt.Sprintf("%v and more, %d", list[:1], len(list))
	}
	return fmt.Sprint(list)
}
