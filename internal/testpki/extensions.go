package testpki

import (
	stdasn1 "encoding/asn1"
	"math/big"
)

// UsualExtensions gives leaf and CA what QWACs and their CAs have, to be mangled.
func UsualExtensions(leaf, ca *Spec) {
	*leaf = QEVCPw()
	leaf.Set(PolicyInfos(Policy{ID: OIDQEVCPw, CPS: "https://cps.fixture-trust.example",
		Notice: UTF8("n")}, Policy{ID: OIDPSD2Policy}, Policy{ID: OIDCABFEV}))
	leaf.Set(SubjectAltName(DNS(Host), DNS("b.fixture-payments.example")))
	leaf.SetStatement(QcLimit("EUR", 5, 3))
	leaf.SetStatement(QcRetention(7))
	leaf.SetStatement(QcIdentMethod(stdasn1.ObjectIdentifier{0, 4, 0, 1862, 1, 8, 1}))
	leaf.SetStatement(QcPDS(PDSIn("en", "https://pds.fixture-trust.example/en.pdf"),
		PDSIn("da", "https://pds.fixture-trust.example/da.pdf")))
	ca.Add(NameConstraints([]GeneralName{DNS("example")},
		[]GeneralName{IP(192, 0, 2, 0, 255, 255, 255, 0)}))
	ca.Add(PolicyConstraints(0, 0))
	ca.Add(InhibitAnyPolicy(1))
}

// RareExtensions gives them what few certificates have.
func RareExtensions(leaf, ca *Spec) {
	oid := func(n ...int) stdasn1.ObjectIdentifier { return n }
	other := func(s *Spec, oid stdasn1.ObjectIdentifier, value []byte) {
		s.Add(Extension{OID: oid, Value: value})
	}
	*leaf = QSealC()
	leaf.SetStatements(QcCompliance(), QcType(OIDQcTypeESeal), QcSSCD(),
		QcCClegislation("CH"), QcQSCDlegislation("CH"))
	leaf.Set(PolicyInfos(Policy{ID: OIDQCPl}))
	leaf.Add(NoRevAvail())
	leaf.Add(ValidityAssured())
	other(leaf, oid(1, 3, 6, 1, 5, 5, 7, 1, 24), Seq(Int(5)))
	other(leaf, OIDOCSPNoCheck, Null())
	other(leaf, oid(2, 5, 29, 9), Seq(Seq(ObjectID(oid(1, 3, 6, 1, 5, 5, 7, 9, 4)),
		TLV(0x31, Printable("DK").DER()))))
	other(leaf, oid(2, 5, 29, 16), Seq(TLV(0x80, []byte("20260601000000Z")),
		TLV(0x81, []byte("20270601000000Z"))))
	other(leaf, oid(2, 5, 29, 18), Seq(URI("https://a.example")))
	other(leaf, oid(2, 5, 29, 46), CRLDistributionPoints("http://crl.example/d").Value)
	ca.Set(AuthorityKeyIDIssuer([]byte("key"), Root().Subject, big.NewInt(8)))
	ca.Add(PolicyMappings(OIDQNCPwGen, OIDPSD2Policy))
	other(ca, oid(1, 3, 6, 1, 5, 5, 7, 1, 11), Seq(Seq(ObjectID(oid(1, 3, 6, 1, 5, 5, 7, 48, 5)),
		URI("http://a.example"))))
}
