// Package csr makes a signing request (PKCS#10, RFC 2986) for a PSD2 QWAC or QSealC: what a payment company sends to
// its QTSP. Most people want [Request.Faults] and [Request.Sign].
package csr

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ident"
)

var (
	oidOrganizationIdentifier = asn1.ObjectIdentifier{2, 5, 4, 97}
	oidQCStatements           = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}
	oidQCType                 = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6}
	oidQCTypeSeal             = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 2}
	oidQCTypeWeb              = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 3}
	oidPSD2                   = asn1.ObjectIdentifier{0, 4, 0, 19495, 2}
	oidKeyUsage               = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidExtKeyUsage            = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidSubjectAltName         = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidServerAuth             = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 1}
	oidClientAuth             = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 2}
)

// Sign makes the request, signed with the key (RSA or EC), in DER.
func (r *Request) Sign(key crypto.Signer) ([]byte, error) {
	extensions, err := r.extensions()
	if err != nil {
		return nil, err
	}
	subject, err := r.subject()
	if err != nil {
		return nil, err
	}
	template := &x509.CertificateRequest{RawSubject: subject, ExtraExtensions: extensions}
	return x509.CreateCertificateRequest(rand.Reader, template, key)
}

// subject has the attributes of EN 319 412-3, 4.2.1 in the order in which QTSPs write them, in UTF8String but for the
// country (RFC 5280, 4.1.2.4 and A.1), as OpenSSL makes them too.
func (r *Request) subject() ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		for _, a := range r.attributes() {
			b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) {
				b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddASN1ObjectIdentifier(a.id)
					if a.name == "countryName" {
						b.AddASN1(cbasn1.PrintableString, func(b *cryptobyte.Builder) { b.AddBytes([]byte(a.value)) })
						return
					}
					addUTF8(b, a.value)
				})
			})
		}
	})
	return b.Bytes()
}

// attribute is one of the subject. Its name is that of an OpenSSL configuration.
type attribute struct {
	id    asn1.ObjectIdentifier
	name  string
	value string
}

func (r *Request) attributes() []attribute {
	all := []attribute{
		{asn1.ObjectIdentifier{2, 5, 4, 6}, "countryName", r.Country},
		{asn1.ObjectIdentifier{2, 5, 4, 8}, "stateOrProvinceName", r.Province},
		{asn1.ObjectIdentifier{2, 5, 4, 7}, "localityName", r.Locality},
		{asn1.ObjectIdentifier{2, 5, 4, 10}, "organizationName", r.Organization},
		{oidOrganizationIdentifier, "organizationIdentifier", r.OrganizationIdentifier},
		{asn1.ObjectIdentifier{2, 5, 4, 3}, "commonName", r.commonName()},
	}
	return slices.DeleteFunc(all, func(a attribute) bool { return a.value == "" })
}

// maxCommonName is the most characters of a common name (RFC 5280, A.1).
const maxCommonName = 64

func (r *Request) commonName() string {
	switch {
	case r.CommonName != "":
		return r.CommonName
	case r.Kind == QWAC:
		short := func(name string) bool { return len(name) <= maxCommonName }
		if i := slices.IndexFunc(r.DNSNames, short); i >= 0 {
			return r.DNSNames[i]
		}
		return ""
	}
	return cut(r.Organization, maxCommonName)
}

// cut is the beginning of a text, of so many characters.
func cut(s string, n int) string {
	if runes := []rune(s); len(runes) > n {
		return strings.TrimSpace(string(runes[:n]))
	}
	return s
}

// extensions are those that a QTSP takes over: key usage, purposes, statements, names.
func (r *Request) extensions() ([]pkix.Extension, error) {
	digitalSignature := asn1.BitString{Bytes: []byte{0x80}, BitLength: 1}
	if r.Kind == QSealC {
		digitalSignature = asn1.BitString{Bytes: []byte{0x40}, BitLength: 2} // contentCommitment (EN 319 412-2, 4.3.2)
	}
	usage, err := asn1.Marshal(digitalSignature)
	if err != nil {
		return nil, err
	}
	all := []pkix.Extension{{Id: oidKeyUsage, Critical: true, Value: usage}}
	if r.Kind == QWAC {
		purposes, err := asn1.Marshal([]asn1.ObjectIdentifier{oidServerAuth, oidClientAuth})
		if err != nil {
			return nil, err
		}
		all = append(all, pkix.Extension{Id: oidExtKeyUsage, Value: purposes})
	}
	statements, err := r.statements()
	if err != nil {
		return nil, err
	}
	all = append(all, pkix.Extension{Id: oidQCStatements, Value: statements})
	if r.Kind == QWAC {
		names, err := r.names()
		if err != nil {
			return nil, err
		}
		all = append(all, pkix.Extension{Id: oidSubjectAltName, Value: names})
	}
	return all, nil
}

// names is the subjectAltName extension (RFC 5280, 4.2.1.6).
func (r *Request) names() ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		for _, name := range r.DNSNames {
			b.AddASN1(cbasn1.Tag(2).ContextSpecific(), func(b *cryptobyte.Builder) { b.AddBytes([]byte(name)) })
		}
	})
	return b.Bytes()
}

// statements is the qcStatements extension: QcType, and PSD2QcType of TS 119 495, Annex A.
func (r *Request) statements() ([]byte, error) {
	var b cryptobyte.Builder
	sequence := func(b *cryptobyte.Builder, f cryptobyte.BuilderContinuation) { b.AddASN1(cbasn1.SEQUENCE, f) }
	sequence(&b, func(b *cryptobyte.Builder) {
		sequence(b, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oidQCType)
			sequence(b, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(r.qcType()) })
		})
		sequence(b, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oidPSD2)
			sequence(b, func(b *cryptobyte.Builder) {
				sequence(b, func(b *cryptobyte.Builder) {
					for _, role := range ident.SortedRoles(r.Roles) {
						sequence(b, func(b *cryptobyte.Builder) {
							b.AddASN1ObjectIdentifier(ident.OIDOfRole(role))
							addUTF8(b, string(role))
						})
					}
				})
				addUTF8(b, r.authorityName())
				addUTF8(b, r.NCAID)
			})
		})
	})
	return b.Bytes()
}

func addUTF8(b *cryptobyte.Builder, s string) {
	b.AddASN1(cbasn1.UTF8String, func(b *cryptobyte.Builder) { b.AddBytes([]byte(s)) })
}

func (r *Request) qcType() asn1.ObjectIdentifier {
	if r.Kind == QSealC {
		return oidQCTypeSeal
	}
	return oidQCTypeWeb
}

// authorityName is the name of the authority: the one given, else that of the table.
func (r *Request) authorityName() string {
	if r.NCAName != "" {
		return r.NCAName
	}
	a, _ := ident.LookupNCA(r.NCAID)
	return a.Name
}
