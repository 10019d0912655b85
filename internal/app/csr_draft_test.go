package app

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/check"
	"qwac/pkg/csr"
	"qwac/pkg/ident"
)

// requestSeeds are requests as people send them, and some that no QTSP would take.
func requestSeeds(t testing.TB) (all [][]byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := csr.Request{
		Kind: csr.QWAC, Organization: "Fixture Payments ApS", OrganizationIdentifier: "PSDDK-DFSA-12345", Country: "DK",
		DNSNames: []string{"psd2.fixture-payments.example"}, Roles: []ident.Role{ident.RoleAI}, NCAID: "DK-DFSA",
	}
	der, err := good.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	all = append(all, der)
	odd := func(tag int, value string) asn1.RawValue { return asn1.RawValue{Tag: tag, Bytes: []byte(value)} }
	for _, value := range []any{
		odd(asn1.TagBMPString, "\x00a\xd8\x00"), odd(asn1.TagBMPString, "a"), odd(28, "\x00\x00\x00a"), odd(28, "a"),
		odd(asn1.TagT61String, "\xe6"), odd(asn1.TagUTF8String, "\xff\xfe"), 7, []byte{1}, "",
		asn1.BitString{Bytes: []byte{0x80}, BitLength: 1},
	} {
		name, err := asn1.Marshal(pkix.RDNSequence{{{Type: asn1.ObjectIdentifier{2, 5, 4, 10}, Value: value}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, extension := range [][]byte{
			nil, {5, 0}, {0x30, 0}, {0x30, 2, 0x30, 0}, bytes.Repeat([]byte{0x30, 0x80}, 9),
		} {
			template := &x509.CertificateRequest{RawSubject: name}
			for _, id := range []asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 1, 3}, {2, 5, 29, 17}, {2, 5, 29, 15}} {
				template.ExtraExtensions = append(template.ExtraExtensions, pkix.Extension{Id: id, Value: extension})
			}
			if der, err := x509.CreateCertificateRequest(rand.Reader, template, key); err == nil {
				all = append(all, der)
			}
		}
	}
	return all
}

// TestDraftOfOddRequests judges requests that no QTSP would take: each is answered.
func TestDraftOfOddRequests(t *testing.T) {
	judged := 0
	for _, der := range requestSeeds(t) {
		if judgeDER(t, der) {
			judged++
		}
	}
	if judged < 10 {
		t.Errorf("%d requests were judged, want ten", judged)
	}
}

func judgeDER(t *testing.T, der []byte) bool {
	t.Helper()
	requests, err := requestsIn("request.der", der)
	for _, r := range requests {
		if _, err := r.judge(check.Options{At: testpki.At(), Sandbox: true}); err != nil {
			t.Error(err)
		}
		r.asCertificate()
	}
	return err == nil && len(requests) > 0
}

// FuzzRequest judges whatever can be read as a signing request.
func FuzzRequest(f *testing.F) {
	for _, der := range requestSeeds(f) {
		f.Add(der)
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		if len(der) < maxInspected {
			judgeDER(t, der)
		}
	})
}
