package form

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"qwac/internal/golden"
	"qwac/internal/testpki"
)

// TestMangled spoils each element of each extension and compares all that is said with testdata/mangled.txt, word by
// word. UPDATE=1 writes the file again; read the diff like code. That nothing is silent which must not be, TestMangled
// of pkg/check holds.
func TestMangled(t *testing.T) {
	var b strings.Builder
	for _, edit := range []func(leaf, ca *testpki.Spec){testpki.UsualExtensions, testpki.RareExtensions} {
		chain := testpki.NewChain(func(leaf, ca, _ *testpki.Spec) { edit(leaf, ca) })
		for _, e := range append(chain.Leaf.X509().Extensions, chain.Intermediate.X509().Extensions...) {
			mangled(&b, e.Id, e.Value)
		}
	}
	for _, e := range oddExtensions() {
		mangled(&b, e.OID, e.Value)
	}
	golden.Compare(t, filepath.Join("testdata", "mangled.txt"), b.String())
}

// oddExtensions have what those of certificates hardly ever have.
func oddExtensions() []testpki.Extension {
	seq, tlv := testpki.Seq, testpki.TLV
	own := testpki.ObjectID(testpki.OIDOwnPolicyID)
	name := testpki.DirectoryName(testpki.Root().Subject)
	names := []testpki.GeneralName{
		testpki.Explicit(0, own, testpki.Explicit(0, testpki.UTF8("a").DER())), testpki.Email("a@fixture.example"),
		testpki.DNS("fixture.example"), testpki.Explicit(3, seq()), name, testpki.Explicit(5, seq()),
		testpki.URI("https://fixture.example/a"), testpki.IP(192, 0, 2, 1), tlv(0x88, own[2:]),
	}
	subtrees := []testpki.GeneralName{testpki.Email("a@fixture.example"), testpki.Email("fixture.example"),
		testpki.DNS(".fixture.example"), testpki.URI("fixture.example"), testpki.IP(192, 0, 2, 0, 255, 255, 255, 0),
		name}
	relative := testpki.Explicit(1, seq(own, testpki.UTF8("a").DER()))
	notice := seq(testpki.ObjectID([]int{1, 3, 6, 1, 5, 5, 7, 2, 2}),
		seq(seq(testpki.UTF8("a").DER(), seq(testpki.Int(1))), testpki.UTF8("b").DER()))
	return []testpki.Extension{
		testpki.SubjectAltName(names...),
		{OID: []int{2, 5, 29, 18}, Value: testpki.SubjectAltName(names...).Value},
		testpki.NameConstraints(subtrees, subtrees[:1]),
		{OID: testpki.OIDCRLDistributionPoints, Value: seq(
			seq(testpki.Explicit(0, relative), tlv(0x81, []byte{1, 0x40}), testpki.Explicit(2, name)))},
		{OID: []int{2, 5, 29, 46}, Value: seq(seq(testpki.Explicit(0, relative)), seq(testpki.Explicit(2, name)))},
		{OID: testpki.OIDCertificatePolicies, Value: seq(seq(own, seq(notice, seq(own, own))))},
		testpki.CABFOrganizationIdentifier("NTR", "DE", "BW", "97351842"),
		testpki.CABFOrganizationIdentifier("NTR", "DE", strings.Repeat("B", 129), "97351842"),
		testpki.SubjectAltName(tlv(0xa2, []byte("fixture.example")), tlv(0x84, seq())),
	}
}

// mangled writes what is said of an extension, and of each that is made of it.
func mangled(b *strings.Builder, id asn1.ObjectIdentifier, value []byte) {
	field := Field(id.String())
	if field == "" {
		return
	}
	fmt.Fprintf(b, "%s\n", field)
	said(b, "as it is", id, value)
	for _, m := range testpki.Mangle(value) {
		said(b, m.Path+" "+m.How, id, m.DER)
	}
}

// said writes what is said of a value, in a line each.
func said(b *strings.Builder, how string, id []int, value []byte) {
	for _, r := range Extensions([]pkix.Extension{{Id: id, Value: value}}) {
		kind := "Go"
		if r.Malformed {
			kind = "malformed"
		}
		fmt.Fprintf(b, "\t%s: %s: %s\n", how, kind, strings.ReplaceAll(r.Text, "\n", `\n`))
	}
}
