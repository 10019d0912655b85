package tsl

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"

	"qwac/pkg/ber"

	"github.com/beevik/etree"
)

// chooseSigner takes the certificate of KeyInfo that SigningCertificate or SigningCertificateV2 (XAdES 5.2.2) names by
// its digest: the signature must be for that certificate and no other with the same key.
func (s *signature) chooseSigner() error {
	properties, err := only(s.signed, nsXAdES, "SignedSignatureProperties")
	if err != nil {
		return err
	}
	var named []*etree.Element
	for _, tag := range []string{"SigningCertificate", "SigningCertificateV2"} {
		for _, el := range children(properties, nsXAdES, tag) {
			certs := children(el, nsXAdES, "Cert")
			named = append(named, certs[:min(1, len(certs))]...) // the first is the signer's
		}
	}
	switch {
	case len(named) == 0:
		return Errorf(KindLayout, "the signed properties do not name the signing certificate")
	case len(named) > maxNamed:
		return Errorf(KindLayout, "the signed properties name the signing certificate %d times", len(named))
	}
	i := slices.IndexFunc(s.keyInfo, func(c Certificate) bool {
		return !slices.ContainsFunc(named, func(cert *etree.Element) bool { return !certDigestMatches(cert, c.DER) })
	})
	if i < 0 {
		return Errorf(KindSignerCert, "the signed properties name a certificate that KeyInfo does not hold")
	}
	s.signer = s.keyInfo[i]
	return nil
}

// maxNamed is one for SigningCertificate and one for SigningCertificateV2.
const maxNamed = 2

// certDigestMatches accepts SHA-1 here and nowhere else: the certificate must also be equal, byte for byte, to one that
// the list of lists or the Official Journal names, so nothing depends on this digest.
func certDigestMatches(cert *etree.Element, der []byte) bool {
	digest, err := only(cert, nsXAdES, "CertDigest")
	if err != nil {
		return false
	}
	method, err := only(digest, nsDS, "DigestMethod")
	if err != nil {
		return false
	}
	v, err := only(digest, nsDS, "DigestValue")
	if err != nil {
		return false
	}
	want, err := decodeBase64(value(v))
	uri, _ := plainAlgorithm(method)
	m, known := digestMethodOf(uri)
	if uri == "http://www.w3.org/2000/09/xmldsig#sha1" {
		m.hash, known = crypto.SHA1, true
	}
	if err != nil || !known {
		return false
	}
	h := m.hash.New()
	h.Write(der)
	return bytes.Equal(h.Sum(nil), want)
}

// checkSignerRules warns of what TS 119 612 5.7.1 forbids. It refuses nothing: comparing the whole certificate decides
// who may sign.
func (l *List) checkSignerRules() {
	c, err := l.Signer.X509()
	if err != nil {
		l.warn(KindSignerRules, "%v", err)
		return
	}
	broken := append(l.signerNames(c), l.signerUsage(c)...)
	if len(broken) > 0 {
		l.warn(KindSignerRules, "%s", strings.Join(broken, ", "))
	}
}

func (l *List) signerNames(c *x509.Certificate) []string {
	var broken []string
	subject := ReadName(c.RawSubject)
	if country := subject.Country(); l.Type != TypeLOTL && Territory(country) != l.Territory {
		broken = append(broken, "country "+ber.Quote(country))
	}
	o := subject.Organization()
	folded := Fold(o)
	if !slices.ContainsFunc(l.Operators, func(s string) bool { return Fold(s) == folded }) {
		broken = append(broken, "organization "+ber.Quote(o)+" is not the scheme operator")
	}
	return broken
}

// oidTSLSigning is the purpose id-tsl-kp-tslSigning.
var oidTSLSigning = asn1.ObjectIdentifier{0, 4, 0, 2231, 3, 0}

func (l *List) signerUsage(c *x509.Certificate) []string {
	var broken []string
	if c.KeyUsage&^(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) != 0 {
		broken = append(broken, "key usage beyond signatures")
	}
	if !slices.ContainsFunc(c.UnknownExtKeyUsage, oidTSLSigning.Equal) {
		broken = append(broken, "no purpose tslSigning")
	}
	if c.IsCA {
		broken = append(broken, "it is a CA")
	}
	if len(c.SubjectKeyId) == 0 {
		broken = append(broken, "no subject key identifier")
	}
	if l.Issued.Before(c.NotBefore) || l.Issued.After(c.NotAfter) {
		broken = append(broken, "not valid when the list was issued")
	}
	return broken
}
