package testpki

import (
	"bytes"
	"crypto/x509"
	"testing"

	"golang.org/x/crypto/ocsp"
)

// TestCRL has crypto/x509 read a list.
func TestCRL(t *testing.T) {
	pki := Clean()
	l := CRL{
		Issuer:     pki.Intermediate,
		Revoked:    []Revoked{{Cert: pki.Leaf, Since: At(), Reason: 1}, {Cert: pki.Root, Since: At()}},
		Extensions: []Extension{IssuingDistributionPoint(Scope{UserCerts: true}), DeltaCRL(3)},
	}
	if !bytes.Equal(l.DER(), l.DER()) {
		t.Error("two runs differ")
	}
	got, err := x509.ParseRevocationList(l.DER())
	if err != nil {
		t.Fatal(err)
	}
	if err := got.CheckSignatureFrom(pki.Intermediate.X509()); err != nil {
		t.Error(err)
	}
	first := got.RevokedCertificateEntries[0]
	if len(got.RevokedCertificateEntries) != 2 || first.ReasonCode != 1 ||
		first.SerialNumber.Cmp(pki.Leaf.X509().SerialNumber) != 0 ||
		!got.ThisUpdate.Equal(Updated()) || len(got.Extensions) != 4 ||
		!bytes.Equal(got.AuthorityKeyId, pki.Intermediate.X509().SubjectKeyId) {
		t.Errorf("read as %+v", got)
	}
	l.Corrupt = true
	if got, err := x509.ParseRevocationList(l.DER()); err != nil ||
		got.CheckSignatureFrom(pki.Intermediate.X509()) == nil {
		t.Errorf("the signature is good, or %v", err)
	}
}

// TestOCSPResponse has golang.org/x/crypto/ocsp read a response.
func TestOCSPResponse(t *testing.T) {
	pki := Clean()
	responder := OCSPResponder(pki.Intermediate, nil)
	for _, r := range []OCSPResponse{
		{Issuer: pki.Intermediate, ByKey: true, Answers: []OCSPAnswer{{Cert: pki.Leaf, Since: At(), Reason: 4}}},
		{Issuer: pki.Intermediate, Responder: &responder,
			Answers: []OCSPAnswer{{Cert: pki.Leaf, Since: At(), Reason: 4}}},
	} {
		if !bytes.Equal(r.DER(), r.DER()) {
			t.Error("two runs differ")
		}
		got, err := ocsp.ParseResponse(r.DER(), pki.Intermediate.X509())
		if err != nil {
			t.Fatal(err)
		}
		if got.Status != ocsp.Revoked || got.RevocationReason != 4 || !got.RevokedAt.Equal(At()) ||
			!got.ThisUpdate.Equal(Updated()) ||
			got.SerialNumber.Cmp(pki.Leaf.X509().SerialNumber) != 0 {
			t.Errorf("read as %+v", got)
		}
	}
	if _, err := ocsp.ParseResponse(OCSPResponse{Failure: 3}.DER(), nil); err == nil ||
		err.Error() != "ocsp: error from server: try later" {
		t.Errorf("failure: %v", err)
	}
}
