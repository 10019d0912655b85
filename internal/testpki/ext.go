package testpki

import (
	"crypto/x509"
	stdasn1 "encoding/asn1"
	"math/big"
	"math/bits"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// BasicConstraints is critical. A pathLen below zero is left out; with ca false and a pathLen it is the known fault.
func BasicConstraints(ca bool, pathLen int) Extension {
	var parts [][]byte
	if ca {
		parts = append(parts, boolean(true))
	}
	if pathLen >= 0 {
		parts = append(parts, Int(int64(pathLen)))
	}
	return Extension{OID: OIDBasicConstraints, Critical: true, Value: Seq(parts...)}
}

// KeyUsage is critical. Bits are written as DER requires for a named bit list: without trailing zeros.
func KeyUsage(usage x509.KeyUsage) Extension {
	var contents [2]byte
	for i := range 9 {
		if usage&(1<<i) != 0 {
			contents[i/8] |= 0x80 >> (i % 8)
		}
	}
	n := 2
	for n > 0 && contents[n-1] == 0 {
		n--
	}
	unused := 0
	if n > 0 {
		unused = bits.TrailingZeros8(contents[n-1])
	}
	value := TLV(asn1.BIT_STRING, []byte{byte(unused)}, contents[:n])
	return Extension{OID: OIDKeyUsage, Critical: true, Value: value}
}

// ExtKeyUsage lists purposes.
func ExtKeyUsage(purposes ...stdasn1.ObjectIdentifier) Extension {
	return Extension{OID: OIDExtKeyUsage, Value: Seq(objectIDs(purposes)...)}
}

// SubjectKeyID holds id; with nil it is derived when the certificate is issued.
func SubjectKeyID(id []byte) Extension {
	if id == nil {
		return Extension{OID: OIDSubjectKeyID}
	}
	return Extension{OID: OIDSubjectKeyID, Value: OctetString(id)}
}

// AuthorityKeyID holds id; with nil it is derived when the certificate is issued.
func AuthorityKeyID(id []byte) Extension {
	if id == nil {
		return Extension{OID: OIDAuthorityKeyID}
	}
	return Extension{OID: OIDAuthorityKeyID, Value: Seq(implicit(0, id))}
}

// AuthorityKeyIDIssuer names the authority by its issuer and serial number, beside the id. A nil id is left out.
func AuthorityKeyIDIssuer(id []byte, issuer Name, serial *big.Int) Extension {
	var parts [][]byte
	if id != nil {
		parts = append(parts, implicit(0, id))
	}
	var number cryptobyte.String
	whole := cryptobyte.String(bigInt(serial))
	whole.ReadASN1(&number, asn1.INTEGER)
	parts = append(parts, Explicit(1, DirectoryName(issuer)), implicit(2, number))
	return Extension{OID: OIDAuthorityKeyID, Value: Seq(parts...)}
}

// SubjectAltName lists names made by DNS, IP, Email, URI and DirectoryName.
func SubjectAltName(names ...GeneralName) Extension {
	return Extension{OID: OIDSubjectAltName, Value: Seq(names...)}
}

// GeneralName is the DER of one name.
type GeneralName = []byte

// DNS is a dNSName; in name constraints a domain.
func DNS(name string) GeneralName { return implicit(2, []byte(name)) }

// Email is an rfc822Name.
func Email(address string) GeneralName { return implicit(1, []byte(address)) }

// URI is a uniformResourceIdentifier.
func URI(uri string) GeneralName { return implicit(6, []byte(uri)) }

// IP is an iPAddress of 4 or 16 octets; in name constraints address and mask.
func IP(octets ...byte) GeneralName { return implicit(7, octets) }

// DirectoryName is a directoryName.
func DirectoryName(n Name) GeneralName { return Explicit(4, n.DER()) }

// NameConstraints is critical. An empty list is left out.
func NameConstraints(permitted, excluded []GeneralName) Extension {
	var parts [][]byte
	for i, list := range [][]GeneralName{permitted, excluded} {
		var subtrees [][]byte
		for _, base := range list {
			subtrees = append(subtrees, Seq(base))
		}
		if len(subtrees) > 0 {
			parts = append(parts, Explicit(uint8(i), subtrees...))
		}
	}
	return Extension{OID: OIDNameConstraints, Critical: true, Value: Seq(parts...)}
}

// Policy is one entry of certificatePolicies.
type Policy struct {
	ID     stdasn1.ObjectIdentifier
	CPS    string // address of the practice statement; empty: no such qualifier
	Notice Text   // explicitText of a userNotice; zero: no such qualifier
}

// Policies lists policies without qualifiers.
func Policies(ids ...stdasn1.ObjectIdentifier) Extension {
	var list []Policy
	for _, id := range ids {
		list = append(list, Policy{ID: id})
	}
	return PolicyInfos(list...)
}

// PolicyInfos lists policies with their qualifiers.
func PolicyInfos(list ...Policy) Extension {
	var infos [][]byte
	for _, p := range list {
		infos = append(infos, p.der())
	}
	return Extension{OID: OIDCertificatePolicies, Value: Seq(infos...)}
}

func (p Policy) der() []byte {
	oid := stdasn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2} // id-qt
	var qualifiers [][]byte
	if p.CPS != "" {
		qualifiers = append(qualifiers, Seq(ObjectID(append(oid[:8:8], 1)), IA5(p.CPS).DER()))
	}
	if p.Notice != (Text{}) {
		qualifiers = append(qualifiers, Seq(ObjectID(append(oid[:8:8], 2)), Seq(p.Notice.DER())))
	}
	if qualifiers == nil {
		return Seq(ObjectID(p.ID))
	}
	return Seq(ObjectID(p.ID), Seq(qualifiers...))
}

// PolicyMappings maps policies of the issuer to those of the subject. It is critical.
func PolicyMappings(issuer, subject stdasn1.ObjectIdentifier) Extension {
	value := Seq(Seq(ObjectID(issuer), ObjectID(subject)))
	return Extension{OID: OIDPolicyMappings, Critical: true, Value: value}
}

// PolicyConstraints requires an explicit policy, and forbids mapping, after that many certificates. Below zero: left
// out. It is critical.
func PolicyConstraints(requireExplicit, inhibitMapping int) Extension {
	var parts [][]byte
	for i, n := range []int{requireExplicit, inhibitMapping} {
		if n >= 0 {
			parts = append(parts, implicit(uint8(i), []byte{byte(n)}))
		}
	}
	return Extension{OID: OIDPolicyConstraints, Critical: true, Value: Seq(parts...)}
}

// InhibitAnyPolicy forbids anyPolicy after that many certificates. It is critical.
func InhibitAnyPolicy(skip int) Extension {
	return Extension{OID: OIDInhibitAnyPolicy, Critical: true, Value: Int(int64(skip))}
}

// AuthorityInfoAccess lists what OCSP and CAIssuers make.
func AuthorityInfoAccess(descriptions ...[]byte) Extension {
	return Extension{OID: OIDAuthorityInfoAccess, Value: Seq(descriptions...)}
}

// OCSP is the address of a responder.
func OCSP(url string) []byte { return accessDescription(1, url) }

// CAIssuers is the address of the issuer's certificate.
func CAIssuers(url string) []byte { return accessDescription(2, url) }

func accessDescription(method int, url string) []byte {
	return Seq(ObjectID(stdasn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, method}), URI(url))
}

// CRLDistributionPoints has one distribution point for each address.
func CRLDistributionPoints(urls ...string) Extension {
	var points [][]byte
	for _, url := range urls {
		points = append(points, Seq(Explicit(0, Explicit(0, URI(url)))))
	}
	return Extension{OID: OIDCRLDistributionPoints, Value: Seq(points...)}
}

// NoRevAvail says that no revocation information exists (RFC 9608).
func NoRevAvail() Extension { return Extension{OID: OIDNoRevAvail, Value: Null()} }

// ValidityAssured marks a short-term certificate (EN 319 412-1).
func ValidityAssured() Extension { return Extension{OID: OIDValidityAssured, Value: Null()} }

// CTPoison makes the certificate a precertificate (RFC 6962 3.1). It is critical.
func CTPoison() Extension { return Extension{OID: OIDCTPoison, Critical: true, Value: Null()} }

// SCTList holds one signed certificate timestamp (RFC 6962 3.3) for each time. The signatures are random bytes.
func SCTList(times ...time.Time) Extension {
	var b cryptobyte.Builder
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, t := range times {
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { addSCT(b, t) })
		}
	})
	return Extension{OID: OIDSCTList, Value: OctetString(b.BytesOrPanic())}
}

func addSCT(b *cryptobyte.Builder, t time.Time) {
	s := newStream("sct " + t.UTC().String())
	b.AddUint8(0) // v1
	b.AddBytes(s.next(32))
	b.AddUint64(uint64(t.UnixMilli()))
	b.AddUint16(0)           // no extensions
	b.AddBytes([]byte{4, 3}) // sha256, ecdsa
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		b.AddBytes(Seq(bigInt(new(big.Int).SetBytes(s.next(32))), bigInt(new(big.Int).SetBytes(s.next(32)))))
	})
}

// CABFOrganizationIdentifier repeats the parts of an organizationIdentifier (EV guidelines). An empty state is left
// out.
func CABFOrganizationIdentifier(scheme, country, state, reference string) Extension {
	parts := [][]byte{Printable(scheme).DER(), Printable(country).DER()}
	if state != "" {
		parts = append(parts, implicit(0, []byte(state)))
	}
	parts = append(parts, UTF8(reference).DER())
	return Extension{OID: OIDCABFOrganizationIdentifier, Value: Seq(parts...)}
}
