package revocation

import (
	"bytes"
	"crypto/x509"
	"errors"
	"slices"
	"testing"

	"golang.org/x/crypto/ocsp"

	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/chain"
)

func cleanChain(t testing.TB) *chain.Chain {
	t.Helper()
	b := new(bundle.Bundle)
	if err := b.Parse("chain.pem", testpki.Clean().PEM()); err != nil {
		t.Fatal(err)
	}
	c, err := chain.Build(b, chain.Options{At: testpki.At()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// FuzzCRL wants: without an error there is a list, and only what the issuer signed proves anything.
func FuzzCRL(f *testing.F) {
	pki := testpki.Clean()
	genuine := testpki.CRL{Issuer: pki.Intermediate,
		Revoked: []testpki.Revoked{{Cert: pki.Leaf, Since: testpki.Updated(), Reason: 1}},
		Extensions: []testpki.Extension{testpki.IssuingDistributionPoint(
			testpki.Scope{UserCerts: true, URLs: []string{"http://crl.fixture-trust.example/web.crl"}})}}
	f.Add(genuine.DER())
	f.Add(genuine.PEM())
	f.Add(testpki.OCSPResponse{Failure: 6}.DER())
	f.Add(pki.Leaf.DER)
	c := cleanChain(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ParseCRL("f", data)
		if (err == nil) != (len(list) > 0) {
			t.Fatalf("%d lists, %v", len(list), err)
		}
		s := Judge(c, testpki.At(), list)
		if len(s.Statuses)+len(s.Problems) > 0 != (len(list) > 0) {
			t.Errorf("%d lists, outcome %+v", len(list), s)
		}
		for _, st := range s.Statuses {
			if st.Cert != 0 || st.State != Revoked ||
				!bytes.Contains(genuine.DER(), list[0].list.RawTBSRevocationList) && len(list) == 1 {
				t.Errorf("forged: %+v", st)
			}
		}
		for _, e := range list { // the walk over the scope must not depend on a signature
			for _, l := range linksOf(c) {
				e.listUnusable(l, claim{})
			}
		}
		if len(data) > 0 && data[0] == 0x30 {
			sameEntries(t, data, list, err)
		}
	})
}

// sameEntries compares our walk over the entries with crypto/x509, which may refuse what stands in an entry.
func sameEntries(t *testing.T, der []byte, list []*Evidence, err error) {
	t.Helper()
	whole, wholeErr := x509.ParseRevocationList(der)
	if wholeErr != nil || len(whole.Raw) < len(der) || errors.Is(err, errBehind) {
		return
	}
	if err != nil {
		t.Fatalf("crypto/x509 reads it, we do not: %v", err)
	}
	l := list[0].list
	if l.count != len(whole.RevokedCertificateEntries) ||
		!bytes.Equal(l.RawTBSRevocationList, whole.RawTBSRevocationList) {
		t.Errorf("%d entries, crypto/x509 has %d", l.count, len(whole.RevokedCertificateEntries))
	}
	for _, want := range whole.RevokedCertificateEntries {
		got, err := l.of(want.SerialNumber)
		if err != nil || !slices.ContainsFunc(got, func(e x509.RevocationListEntry) bool {
			return e.ReasonCode == want.ReasonCode && e.RevocationTime.Equal(want.RevocationTime)
		}) {
			t.Errorf("entry of %X: %+v, %v", want.SerialNumber, got, err)
		}
	}
}

// FuzzOCSP wants: without an error there is a response, golang.org/x/crypto/ocsp finds the same certificate in it, and
// only what the issuer or its responder signed proves anything.
func FuzzOCSP(f *testing.F) {
	pki := testpki.Clean()
	responder := testpki.OCSPResponder(pki.Intermediate, nil)
	genuine := testpki.OCSPResponse{Issuer: pki.Intermediate, Responder: &responder, Answers: []testpki.OCSPAnswer{
		{Cert: pki.Leaf, Since: testpki.Updated(), Reason: 1}, {Cert: pki.Root, Unknown: true, Endless: true},
	}}
	f.Add(genuine.DER())
	f.Add(genuine.PEM())
	f.Add(testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: []testpki.OCSPAnswer{{Cert: pki.Leaf}},
		Extensions: []testpki.Extension{
			{OID: testpki.OIDOwnPolicyID, Critical: true, Value: testpki.Null()},
		}}.DER())
	f.Add(testpki.OCSPResponse{Failure: 6}.DER())
	f.Add(testpki.CRL{Issuer: pki.Intermediate}.DER())
	signed := [][]byte{genuine.DER(),
		testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: []testpki.OCSPAnswer{{Cert: pki.Leaf}}}.DER()}
	c := cleanChain(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ParseOCSP("f", data)
		if (err == nil) != (len(list) > 0) {
			t.Fatalf("%d responses, %v", len(list), err)
		}
		for _, e := range list {
			agrees(t, e.response)
		}
		s := Judge(c, testpki.At(), list)
		if len(s.Statuses)+len(s.Problems) > 0 != (len(list) > 0) {
			t.Errorf("%d responses, outcome %+v", len(list), s)
		}
		if len(list) != 1 || len(s.Statuses) == 0 {
			return
		}
		if !bytes.Contains(bytes.Join(signed, nil), list[0].response.signed.whole) {
			t.Errorf("forged: %+v", s.Statuses)
		}
	})
}

// agrees compares the walk with golang.org/x/crypto/ocsp where that reads the first answer.
func agrees(t *testing.T, r *response) {
	t.Helper()
	if r.status != ocsp.Success {
		return
	}
	other, err := ocsp.ParseResponse(r.only(r.answers[0]), nil)
	if err != nil {
		return
	}
	if other.SerialNumber.Cmp(r.answers[0].serial) != 0 || other.IssuerHash != r.answers[0].hash ||
		other.SignatureAlgorithm != 0 && other.SignatureAlgorithm != r.algorithm {
		t.Errorf("golang.org/x/crypto/ocsp reads %v %v %v, the walk %+v", other.SerialNumber, other.IssuerHash,
			other.SignatureAlgorithm, r)
	}
}
