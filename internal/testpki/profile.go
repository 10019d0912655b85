package testpki

import (
	"crypto/x509"
	stdasn1 "encoding/asn1"
	"time"
)

// Names that occur in the clean chain. They belong to nobody: the domains are reserved by RFC 2606, the numbers are
// above those that Danish registers have given out.
const (
	Host  = "psd2.fixture-payments.example"
	OrgID = "PSDDK-DFSA-97351842"

	tspHost = "fixture-trust.example"
)

// At is a time at which every certificate of every profile is valid, with more than two months left.
func At() time.Time { return date(2026, time.September, 1) }

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// Root is the self-signed root, valid from 2020 to 2040.
func Root() Spec {
	return Spec{
		Subject:   tspName("Fixture Trust Root CA 1"),
		NotBefore: date(2020, time.January, 1), NotAfter: date(2040, time.January, 1),
		Key: Key{Name: "root"},
		Extensions: []Extension{
			BasicConstraints(true, -1),
			KeyUsage(x509.KeyUsageCertSign | x509.KeyUsageCRLSign),
			SubjectKeyID(nil),
		},
	}
}

// IssuingCA is the issuer of leaves, valid from 2022 to 2035.
func IssuingCA() Spec {
	return Spec{
		Subject:   tspName("Fixture Trust Qualified Web CA 1"),
		NotBefore: date(2022, time.January, 1), NotAfter: date(2035, time.January, 1),
		Key: Key{Name: "issuing"},
		Extensions: []Extension{
			AuthorityKeyID(nil),
			SubjectKeyID(nil),
			BasicConstraints(true, 0),
			KeyUsage(x509.KeyUsageCertSign | x509.KeyUsageCRLSign),
			PolicyInfos(Policy{ID: OIDAnyPolicy, CPS: "https://pki." + tspHost + "/cps"}),
			AuthorityInfoAccess(OCSP("http://ocsp."+tspHost+"/root"), CAIssuers("http://pki."+tspHost+"/root.cer")),
			CRLDistributionPoints("http://crl." + tspHost + "/root.crl"),
		},
	}
}

// PSD2QWAC is the leaf that every bank should take: policy QNCP-w-gen, roles PSP_AI and PSP_PI, one year from June
// 2026.
func PSD2QWAC() Spec {
	s := web(Key{Name: "leaf"}, OIDQNCPwGen, OIDPSD2Policy)
	s.SetPSD2(nil)
	return s
}

// QNCPw is a PSD2 QWAC after the browsers' rules for organisations: a shorter life, the OV policy, certificate
// transparency.
func QNCPw() Spec {
	s := web(Key{Name: "qncp-w"}, OIDQNCPw, OIDCABFOV)
	s.SetPSD2(nil)
	s.public()
	return s
}

// QEVCPw is a PSD2 QWAC after the EV guidelines.
func QEVCPw() Spec {
	s := web(Key{Name: "qevcp-w"}, OIDQEVCPw, OIDPSD2Policy, OIDCABFEV)
	s.SetPSD2(nil)
	s.public()
	s.Subject.Add(OIDBusinessCategory, "Private Organization")
	s.Subject.Add(OIDJurisdictionCountry, "DK")
	s.Subject.Add(OIDSerialNumber, "97351842")
	s.Add(CABFOrganizationIdentifier("PSD", "DK", "", "DFSA-97351842"))
	return s
}

// PlainQWAC is a QWAC of the same company without PSD2 attributes.
func PlainQWAC() Spec {
	s := web(Key{Name: "plain-qwac"}, OIDQNCPw, OIDCABFOV)
	s.public()
	s.Subject.Set(OIDOrganizationIdentifier, "VATDK-97351842")
	return s
}

// PlainTLS is an ordinary organisation-validated certificate, not a qualified one.
func PlainTLS() Spec {
	s := web(Key{Name: "plain-tls"}, OIDCABFOV)
	s.public()
	s.Subject.Drop(OIDOrganizationIdentifier)
	s.Drop(OIDQcStatements)
	return s
}

// TwoQWAC binds a website and cannot speak TLS (TS 119 411-5 4.2.2).
func TwoQWAC() Spec {
	s := web(Key{Name: "2-qwac"}, OIDQNCPwGen)
	s.Subject.Set(OIDOrganizationIdentifier, "VATDK-97351842")
	s.Set(ExtKeyUsage(OIDTLSBinding))
	return s
}

// QSealC is the PSD2 seal of the same company: same identifier, roles and authority.
func QSealC() Spec {
	s := leaf(Key{Name: "qseal"}, OIDQCPl)
	s.Subject.Set(OIDCommonName, "Fixture Payments Seal 1")
	s.Set(KeyUsage(x509.KeyUsageContentCommitment))
	s.SetStatement(QcType(OIDQcTypeESeal))
	s.SetPSD2(nil)
	return s
}

// QSig is the signature certificate of a person.
func QSig() Spec {
	s := leaf(Key{Name: "qsig"}, OIDQCPn)
	s.Subject = nil
	s.Subject.Add(OIDCountry, "DK")
	s.Subject.Add(OIDCommonName, "Signe Fixture")
	s.Subject.Add(OIDSurname, "Fixture")
	s.Subject.Add(OIDGivenName, "Signe")
	s.Subject.Add(OIDSerialNumber, "PNODK-970101-0000")
	s.Set(KeyUsage(x509.KeyUsageContentCommitment))
	s.SetStatement(Semantics(OIDSemanticsNatural))
	s.SetStatement(QcType(OIDQcTypeESign))
	return s
}

// web is a qualified website certificate without PSD2 statement.
func web(key Key, policies ...stdasn1.ObjectIdentifier) Spec {
	s := leaf(key, policies...)
	s.Set(ExtKeyUsage(OIDClientAuth, OIDServerAuth))
	s.Add(SubjectAltName(DNS(Host)))
	return s
}

// leaf is what qualified certificates of the company have in common. The key usage is that of web.
func leaf(key Key, policies ...stdasn1.ObjectIdentifier) Spec {
	return Spec{
		Subject:   legalName("Fixture Payments A/S", OrgID, Host),
		NotBefore: date(2026, time.June, 1), NotAfter: date(2027, time.June, 1),
		Key: key,
		Extensions: []Extension{
			AuthorityKeyID(nil),
			SubjectKeyID(nil),
			BasicConstraints(false, -1),
			KeyUsage(x509.KeyUsageDigitalSignature),
			Policies(policies...),
			AuthorityInfoAccess(OCSP("http://ocsp."+tspHost+"/web"), CAIssuers("http://pki."+tspHost+"/web.cer")),
			CRLDistributionPoints("http://crl." + tspHost + "/web.crl"),
			QcStatements(
				Semantics(OIDSemanticsLegal),
				QcCompliance(),
				QcType(OIDQcTypeWeb),
				QcPDS(PDSIn("en", "https://pki."+tspHost+"/pds/en.pdf")),
			),
		},
	}
}

// public adds what browsers want: at most 199 days, the cap of BR 6.3.2 from March 2026 less one, timestamps of logs,
// and a place of the holder.
func (s *Spec) public() {
	s.Subject.Add(OIDLocality, "Aarhus")
	s.NotBefore, s.NotAfter = date(2026, time.June, 15), date(2026, time.December, 30)
	s.Add(SCTList(s.NotBefore, s.NotBefore.Add(time.Second)))
}

func tspName(common string) Name {
	return legalName("Fixture Trust Services ApS", "VATDK-98240617", common)
}

func legalName(organization, identifier, common string) Name {
	var n Name
	n.Add(OIDCountry, "DK")
	n.Add(OIDOrganization, organization)
	n.Add(OIDOrganizationIdentifier, identifier)
	n.Add(OIDCommonName, common)
	return n
}
