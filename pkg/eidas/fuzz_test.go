package eidas

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"strconv"
	"testing"

	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/internal/testpki"
)

// FuzzDecode: a value of qcStatements that is read without a fault is written again to the same bytes, from what was
// read.
func FuzzDecode(f *testing.F) {
	seed := func(edit func(*testpki.Spec)) {
		s := testpki.PSD2QWAC()
		edit(&s)
		f.Add(s.Ext(OIDQcStatements).Value)
	}
	seed(func(*testpki.Spec) {})
	seed(func(s *testpki.Spec) { s.SetPSD2(func(p *testpki.PSD2) { p.Flattened = true }) })
	seed(func(s *testpki.Spec) { s.SetPSD2(func(p *testpki.PSD2) { p.ExplicitNames = true }) })
	seed(func(s *testpki.Spec) { s.AddStatement(testpki.QcLimit("EUR", 5, -2)) })
	seed(func(s *testpki.Spec) { s.AddStatement(testpki.QcLimitNumeric(978, 5, 2)) })
	seed(func(s *testpki.Spec) { s.AddStatement(testpki.QcRetention(15)); s.AddStatement(testpki.QcSSCD()) })
	seed(func(s *testpki.Spec) { s.AddStatement(testpki.QcCClegislation("CH", "GB")) })
	const great = "2.25.72057594037927937" // more than asn1.ObjectIdentifier holds
	f.Add(testpki.Seq(
		testpki.Seq(encodeOID(nil, great)),
		testpki.Seq(testpki.ObjectID(OIDPSD2Statement), encodePSD2(
			&PSD2{Roles: []RolePair{{Large: great, Name: "PSP_XX"}}, NCAName: "Authority", NCAID: "DK-DFSA"})),
	))
	f.Fuzz(func(t *testing.T, value []byte) {
		i := Decode(&x509.Certificate{Extensions: []pkix.Extension{{Id: OIDQcStatements, Value: value}}})
		if len(i.Faults) > 0 {
			return
		}
		if got := encode(i); !bytes.Equal(got, value) {
			t.Errorf("read without a fault:\n%x\nwritten again:\n%x", value, got)
		}
	})
}

// encode writes qcStatements out of an Info that has no faults.
func encode(i *Info) []byte {
	var entries [][]byte
	seen := map[string]bool{}
	for _, st := range i.Statements {
		info := st.Info
		if !seen[st.ID.String()] {
			info = encodeInfo(i, st)
		}
		seen[st.ID.String()] = true
		entries = append(entries, testpki.Seq(encodeOID(st.ID, st.Large), info))
	}
	return testpki.Seq(entries...)
}

// encodeInfo writes statementInfo out of the fields of the Info where it has some.
func encodeInfo(i *Info, st Statement) []byte {
	switch {
	case st.ID.Equal(OIDQcCompliance), st.ID.Equal(oidQcSSCD):
		return nil
	case st.ID.Equal(OIDQcType):
		return testpki.QcType(i.Types...).Info
	case st.ID.Equal(OIDQcPDS):
		var list []testpki.PDS
		for _, p := range i.PDS {
			list = append(list, testpki.PDSIn(p.Language, p.URL))
		}
		return testpki.QcPDS(list...).Info
	case st.ID.Equal(oidQcLimitValue):
		if number, err := strconv.ParseInt(i.Limit.Currency, 10, 64); err == nil {
			return testpki.QcLimitNumeric(number, i.Limit.Amount, i.Limit.Exponent).Info
		}
		return testpki.QcLimit(i.Limit.Currency, i.Limit.Amount, i.Limit.Exponent).Info
	case st.ID.Equal(oidQcRetention):
		return testpki.QcRetention(int64(*i.Retention)).Info
	case st.ID.Equal(OIDQcCClegislation):
		return testpki.QcCClegislation(i.Countries...).Info
	case st.ID.Equal(OIDPSD2Statement):
		return encodePSD2(i.PSD2)
	}
	return st.Info
}

func encodePSD2(p *PSD2) []byte {
	var roles [][]byte
	for _, r := range p.Roles {
		roles = append(roles, testpki.Seq(encodeOID(r.OID, r.Large), testpki.UTF8(r.Name).DER()))
	}
	return testpki.Seq(testpki.Seq(roles...), testpki.UTF8(p.NCAName).DER(), testpki.UTF8(p.NCAID).DER())
}

func encodeOID(id asn1.ObjectIdentifier, large string) []byte {
	if large == "" {
		return testpki.ObjectID(id)
	}
	oid, err := x509.ParseOID(large)
	if err != nil {
		panic(err)
	}
	body, err := oid.MarshalBinary()
	if err != nil {
		panic(err)
	}
	return testpki.TLV(cbasn1.OBJECT_IDENTIFIER, body)
}

func BenchmarkDecode(b *testing.B) {
	c := testpki.Clean().Leaf.X509()
	b.ReportAllocs()
	for b.Loop() {
		Decode(c)
	}
}
