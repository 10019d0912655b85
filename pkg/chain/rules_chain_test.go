package chain

import (
	"crypto/x509"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qwac/internal/testpki"
	"qwac/pkg/cert"
	"qwac/pkg/lint"
)

// found are the findings of the chain rules in short: code, severity, certificate, place, field: message.
func found(c *Chain) []string {
	var out []string
	for _, f := range lint.Run(c, chainRules) {
		out = append(out, fmt.Sprintf("%s %s %d %s %s: %s", f.Rule.Code, f.Severity, f.Cert, f.At, f.Path, f.Message))
	}
	return out
}

func TestChainRulesValid(t *testing.T) {
	if err := lint.Validate(append(lint.Metas(cert.Rules()...), lint.Metas(chainRules)...)); err != nil {
		t.Error(err)
	}
}

type edit = func(leaf, intermediate, root *testpki.Spec)

// Each case changes one thing in the clean chain.
func TestChainRulesOnCertificates(t *testing.T) {
	at := testpki.At()
	under := func(names ...testpki.GeneralName) testpki.Extension { return testpki.NameConstraints(names, nil) }
	tests := []struct {
		name string
		edit edit
		opts Options
		want []string
	}{
		{"clean", nil, Options{}, nil},
		{"C12", func(leaf, ca, _ *testpki.Spec) {
			leaf.Issuer = ca.Subject.Clone()
			leaf.Issuer.Set(testpki.OIDCommonName, "Renamed CA")
		}, Options{}, []string{
			`C12 error 1 1.pem:1 issuer: the issuer is given as "C=DK, O=Fixture Trust Services ApS, ` +
				`organizationIdentifier=VATDK-98240617, CN=Renamed CA", but the certificate whose key made the ` +
				`signature is that of "C=DK, O=Fixture Trust Services ApS, organizationIdentifier=VATDK-98240617, ` +
				`CN=Fixture Trust Qualified Web CA 1"`,
		}},
		{"C12 without key identifier", func(leaf, ca, _ *testpki.Spec) {
			leaf.Issuer = ca.Subject.Clone()
			leaf.Issuer.Set(testpki.OIDCommonName, "Renamed CA")
			leaf.Drop(testpki.OIDAuthorityKeyID)
		}, Options{}, []string{
			`C12 error 1 1.pem:1 issuer: the issuer is given as "C=DK, O=Fixture Trust Services ApS, ` +
				`organizationIdentifier=VATDK-98240617, CN=Renamed CA", but the certificate whose key made the ` +
				`signature is that of "C=DK, O=Fixture Trust Services ApS, organizationIdentifier=VATDK-98240617, ` +
				`CN=Fixture Trust Qualified Web CA 1"`,
			`C18 error 1 1.pem:1 authorityKeyIdentifier: "psd2.fixture-payments.example" has no ` +
				`authorityKeyIdentifier, want one with a keyIdentifier`,
		}},
		{"C13", func(leaf, ca, _ *testpki.Spec) {
			leaf.Issuer = ca.Subject.Clone()
			leaf.Issuer.SetText(testpki.OIDCommonName, testpki.Printable(caName))
		}, Options{}, []string{
			`C13 warning 1 1.pem:1 issuer: the issuer "C=DK, O=Fixture Trust Services ApS, ` +
				`organizationIdentifier=VATDK-98240617, CN=Fixture Trust Qualified Web CA 1" and the subject of the ` +
				`next certificate are the same name in different bytes: CN is a PrintableString in the issuer and a ` +
				`UTF8String in the subject`,
		}},
		{"C14 leaf", func(leaf, _, _ *testpki.Spec) { leaf.CorruptSignature = true }, Options{}, []string{
			`C14 error 1 1.pem:1 signatureValue: no certificate of the issuer fits the signature of ` +
				`"psd2.fixture-payments.example": "Fixture Trust Qualified Web CA 1" at 1.pem:21: name and key ` +
				`identifier fit, but its key did not make this signature`,
		}},
		{"C14 intermediate", func(_, ca, _ *testpki.Spec) { ca.CorruptSignature = true }, Options{}, []string{
			`C14 error 2 1.pem:21 signatureValue: no certificate of the issuer fits the signature of "Fixture Trust ` +
				`Qualified Web CA 1": "Fixture Trust Root CA 1" at 1.pem:41: name and key identifier fit, but its ` +
				`key ` +
				`did not make this signature`,
		}},
		{"C15", func(_, ca, _ *testpki.Spec) {
			ca.SPKI = testpki.SPKI([]int{1, 3, 101, 113}, nil, make([]byte, 57))
		}, Options{}, []string{
			`C15 error 1 1.pem:1 signatureAlgorithm: the signature of "psd2.fixture-payments.example" by "Fixture ` +
				`Trust Qualified Web CA 1" was not verified: the key of the issuer, Ed448 (1.3.101.113), is of a ` +
				`kind that the standard library does not verify with`,
		}},
		{"C15 not: PSS", func(leaf, ca, _ *testpki.Spec) {
			ca.Key.Alg = testpki.RSA2048
			leaf.Sign = testpki.SigAlg{PSS: true}
		}, Options{}, nil},
		{"C15 not: a salt that crypto/x509 does not take", func(leaf, ca, _ *testpki.Spec) {
			ca.Key.Alg = testpki.RSA2048
			leaf.Sign = testpki.SigAlg{PSS: true, Salt: 20}
		}, Options{}, []string{
			`C56 warning 1 1.pem:1 : a signature was verified here whose algorithm or parameters Go's verifier does ` +
				`not take; crypto/x509 refuses it: x509: certificate signed by unknown authority (possibly because ` +
				`of ` +
				`"x509: cannot verify signature: algorithm unimplemented" while trying to verify candidate authority ` +
				`certificate "Fixture Trust Qualified Web CA 1")`,
		}},
		{"C16", func(leaf, _, _ *testpki.Spec) {
			leaf.Set(testpki.AuthorityKeyID([]byte{1, 2, 255}))
		}, Options{}, []string{
			`C16 error 1 1.pem:1 authorityKeyIdentifier.keyIdentifier: "psd2.fixture-payments.example" names the ` +
				`issuer's key as 01:02:FF, but the key identifier of "Fixture Trust Qualified Web CA 1" is ` +
				`41:71:30:B9:62:7E:45:1A:90:C3:40:33:7F:23:DC:0B:3A:17:8B:87`,
		}},
		{"C16 root", func(_, _, root *testpki.Spec) {
			root.Set(testpki.AuthorityKeyID([]byte{1, 2, 255}))
		}, Options{}, []string{
			`C16 error 3 1.pem:41 authorityKeyIdentifier.keyIdentifier: "Fixture Trust Root CA 1" names the issuer's ` +
				`key as 01:02:FF, but the key identifier of "Fixture Trust Root CA 1" is ` +
				`97:CD:77:DB:EA:D2:C2:54:EE:DE:70:0C:73:6C:CD:68:99:E8:66:A6`,
		}},
		{"C18, C16 not", func(leaf, _, _ *testpki.Spec) { leaf.Drop(testpki.OIDAuthorityKeyID) }, Options{}, []string{
			`C18 error 1 1.pem:1 authorityKeyIdentifier: "psd2.fixture-payments.example" has no ` +
				`authorityKeyIdentifier, want one with a keyIdentifier`,
		}},
		{"C21 absent", func(_, ca, _ *testpki.Spec) { ca.Drop(testpki.OIDBasicConstraints) }, Options{}, []string{
			`C21 error 2 1.pem:21 basicConstraints: "Fixture Trust Qualified Web CA 1" certifies ` +
				`"psd2.fixture-payments.example", but has no basicConstraints, want cA TRUE`,
		}},
		{"C21 false", func(_, _, root *testpki.Spec) {
			root.Set(testpki.BasicConstraints(false, -1))
		}, Options{}, []string{
			`C21 error 3 1.pem:41 basicConstraints.cA: "Fixture Trust Root CA 1" certifies "Fixture Trust Qualified ` +
				`Web CA 1", but its cA is FALSE, want TRUE`,
		}},
		{"C23", func(leaf, _, _ *testpki.Spec) { leaf.Set(testpki.BasicConstraints(true, -1)) }, Options{}, []string{
			`C23 error 1 1.pem:1 basicConstraints.cA: cA is TRUE in the certificate of ` +
				`"psd2.fixture-payments.example", want FALSE`,
		}},
		{"C24", func(_, _, root *testpki.Spec) { root.Set(testpki.BasicConstraints(true, 0)) }, Options{}, []string{
			`C24 error 3 1.pem:41 basicConstraints.pathLenConstraint: "Fixture Trust Root CA 1" allows 0 CAs below ` +
				`it, found 1`,
		}},
		{"C24 not", func(_, _, root *testpki.Spec) { root.Set(testpki.BasicConstraints(true, 1)) }, Options{}, nil},
		{"C26", func(_, ca, _ *testpki.Spec) { ca.Set(testpki.KeyUsage(x509.KeyUsageCRLSign)) }, Options{}, []string{
			`C26 error 2 1.pem:21 keyUsage: keyUsage of "Fixture Trust Qualified Web CA 1" lacks keyCertSign`,
		}},
		{"C26 not: absent", func(_, ca, _ *testpki.Spec) { ca.Drop(testpki.OIDKeyUsage) }, Options{}, nil},
		{"C28", func(leaf, _, _ *testpki.Spec) {
			leaf.Set(testpki.KeyUsage(x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign | x509.KeyUsageCRLSign))
		}, Options{}, []string{
			`C28 error 1 1.pem:1 keyUsage: keyUsage has keyCertSign and cRLSign, which only a CA may have`,
		}},
		{"C29", func(_, _, root *testpki.Spec) { root.CorruptSignature = true }, Options{}, []string{
			`C29 error 3 1.pem:41 signatureValue: "Fixture Trust Root CA 1" is issued by itself, but its own key did ` +
				`not make the signature`,
		}},
		{"C31", nil, Options{At: testpki.PSD2QWAC().NotAfter.Add(time.Second)}, []string{
			`C31 error 1 1.pem:1 validity.notAfter: certificate of "psd2.fixture-payments.example" ended on ` +
				`2027-06-01T00:00:00Z, judged at 2027-06-01T00:00:01Z`,
		}},
		{"C31 not: the last second", nil, Options{At: testpki.PSD2QWAC().NotAfter, ExpiresWithin: -1}, nil},
		{"C31 intermediate", func(_, ca, _ *testpki.Spec) { ca.NotAfter = at.Add(-time.Hour) }, Options{}, []string{
			`C31 error 2 1.pem:21 validity.notAfter: certificate of "Fixture Trust Qualified Web CA 1" ended on ` +
				`2026-08-31T23:00:00Z, judged at 2026-09-01T00:00:00Z`,
		}},
		{"C32", nil, Options{At: testpki.PSD2QWAC().NotBefore.Add(-time.Hour)}, []string{
			`C32 error 1 1.pem:1 validity.notBefore: certificate of "psd2.fixture-payments.example" begins on ` +
				`2026-06-01T00:00:00Z, judged at 2026-05-31T23:00:00Z`,
		}},
		{"C32 by a clock", nil, Options{At: testpki.PSD2QWAC().NotBefore.Add(-time.Minute)}, []string{
			`C32 warning 1 1.pem:1 validity.notBefore: certificate of "psd2.fixture-payments.example" begins on ` +
				`2026-06-01T00:00:00Z, judged at 2026-05-31T23:59:00Z`,
		}},
		{"C33", func(_, ca, _ *testpki.Spec) { ca.NotAfter = at.AddDate(0, 0, 20) }, Options{}, []string{
			`C33 notice 2 1.pem:21 validity.notAfter: certificate of "Fixture Trust Qualified Web CA 1" is the first ` +
				`of the chain to end, on 2026-09-21T00:00:00Z: 20 days left`,
		}},
		{"C33 urgent", func(_, ca, _ *testpki.Spec) { ca.NotAfter = at.AddDate(0, 0, 14) }, Options{}, []string{
			`C33 warning 2 1.pem:21 validity.notAfter: certificate of "Fixture Trust Qualified Web CA 1" is the ` +
				`first ` +
				`of the chain to end, on 2026-09-15T00:00:00Z: 14 days left`,
		}},
		{"C33 not", func(_, ca, _ *testpki.Spec) { ca.NotAfter = at.AddDate(0, 0, 31) }, Options{}, nil},
		{"C33 by option", func(_, ca, _ *testpki.Spec) {
			ca.NotAfter = at.AddDate(0, 0, 31)
		}, Options{ExpiresWithin: 60 * 24 * time.Hour}, []string{
			`C33 notice 2 1.pem:21 validity.notAfter: certificate of "Fixture Trust Qualified Web CA 1" is the first ` +
				`of the chain to end, on 2026-10-02T00:00:00Z: 31 days left`,
		}},
		{"C37 DNS permitted", func(_, ca, _ *testpki.Spec) {
			ca.Set(under(testpki.DNS("bank.example")))
		}, Options{}, []string{
			`C37 error 2 1.pem:21 nameConstraints: by the name constraints of "Fixture Trust Qualified Web CA 1", ` +
				`DNS ` +
				`name "psd2.fixture-payments.example" is not under "bank.example"`,
		}},
		{"C37 DNS excluded", func(_, _, root *testpki.Spec) {
			root.Set(testpki.NameConstraints(nil, []testpki.GeneralName{testpki.DNS("fixture-payments.example")}))
		}, Options{}, []string{
			`C37 error 3 1.pem:41 nameConstraints: by the name constraints of "Fixture Trust Root CA 1", DNS name ` +
				`"psd2.fixture-payments.example" is excluded by "fixture-payments.example"`,
		}},
		{"C37 directory name", func(_, ca, _ *testpki.Spec) {
			ca.Set(under(testpki.DirectoryName(
				testpki.Name{{{OID: testpki.OIDCountry, Value: testpki.Printable("SE")}}})))
		}, Options{}, []string{
			`C37 error 2 1.pem:21 nameConstraints: by the name constraints of "Fixture Trust Qualified Web CA 1", ` +
				`subject "C=DK, O=Fixture Payments A/S, organizationIdentifier=PSDDK-DFSA-97351842, ` +
				`CN=psd2.fixture-payments.example" is not under "C=SE"`,
		}},
		{"C37 not: the country in small letters", func(_, ca, _ *testpki.Spec) {
			e := under(testpki.DirectoryName(testpki.Name{{{OID: testpki.OIDCountry, Value: testpki.UTF8("dk")}}}),
				testpki.DNS("example"))
			e.Critical = false
			ca.Set(e)
		}, Options{}, nil},
		{"C56 lenient: critical directory name", func(_, ca, _ *testpki.Spec) {
			ca.Set(under(testpki.DirectoryName(testpki.Name{{{OID: testpki.OIDCountry, Value: testpki.UTF8("DK")}}})))
		}, Options{}, []string{
			`C56 warning 1 1.pem:1 : critical name constraints of a kind that Go does not know, such as directory ` +
				`names; crypto/x509 refuses it: x509: unhandled critical extension`,
		}},
		{"C37 by crypto/x509", func(leaf, ca, _ *testpki.Spec) {
			leaf.Set(testpki.SubjectAltName(testpki.DNS(testpki.Host), testpki.Email("a@b.example")))
			ca.Set(under(testpki.Email("c.example")))
		}, Options{}, []string{
			`C37 error 2 1.pem:21 nameConstraints: by the name constraints of "Fixture Trust Qualified Web CA 1", ` +
				`mail address "a@b.example" is not under "c.example"`,
		}},
		{"C39", func(_, ca, _ *testpki.Spec) {
			ca.Set(testpki.ExtKeyUsage(testpki.OIDServerAuth))
		}, Options{}, []string{
			`C39 error 2 1.pem:21 extKeyUsage: extKeyUsage of "Fixture Trust Qualified Web CA 1" has neither ` +
				`clientAuth nor anyExtendedKeyUsage`,
		}},
		{"C39 not: any", func(_, ca, _ *testpki.Spec) {
			ca.Set(testpki.ExtKeyUsage(testpki.OIDAnyExtKeyUsage))
		}, Options{}, nil},
		{"C43", func(leaf, ca, _ *testpki.Spec) { leaf.Key = ca.Key }, Options{}, []string{
			`C43 error 1 1.pem:1 subjectPublicKeyInfo: the leaf "psd2.fixture-payments.example" has the same public ` +
				`key as the CA "Fixture Trust Qualified Web CA 1"`,
		}},
		{"C54", nil, Options{Key: testpki.Key{Name: "another"}.Signer().Public()}, []string{
			`C54 error 1 1.pem:1 subjectPublicKeyInfo: the certificate of "psd2.fixture-payments.example" is for an ` +
				`ECDSA key on P-256, the key given is another of the same kind`,
		}},
		{"C54 kind", nil, Options{Key: testpki.Key{Name: "leaf", Alg: testpki.Ed25519}.Signer().Public()}, []string{
			`C54 error 1 1.pem:1 subjectPublicKeyInfo: the certificate of "psd2.fixture-payments.example" is for an ` +
				`ECDSA key on P-256, the key given is an Ed25519 key`,
		}},
		{"C54 not", nil, Options{Key: testpki.Key{Name: "leaf"}.Signer().Public()}, nil},
		{"C55", nil, Options{Anchors: []*x509.Certificate{other(nil).Root.X509()}}, []string{
			`C55 error 3 1.pem:41 : the path ends at "Fixture Trust Root CA 1"; none of its CAs is among the trusted ` +
				`certificates given (1)`,
		}},
		{"C55 not", nil, Options{Anchors: []*x509.Certificate{testpki.Clean().Intermediate.X509()}}, nil},
		{"C42", func(_, ca, _ *testpki.Spec) {
			ca.Set(testpki.Policies(testpki.OIDQEVCPw))
			ca.Add(testpki.PolicyConstraints(0, -1))
		}, Options{}, []string{
			`C42 error 1 1.pem:1 certificatePolicies: "psd2.fixture-payments.example": a policy is required, and no ` +
				`policy is granted by all certificates of the path`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.opts.At.IsZero() {
				tt.opts.At = at
			}
			got := found(mustBuild(t, bundleOf(t, testpki.NewChain(tt.edit).Certs()...), tt.opts))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// What is missing, too much or in the wrong order. Files are 1.pem, 2.pem and so on.
func TestChainRulesOnFiles(t *testing.T) {
	clean, second := testpki.Clean(), other(nil)
	leaf, ca, root := clean.Leaf, clean.Intermediate, clean.Root
	rekeyed := testpki.NewChain(func(_, ca, _ *testpki.Spec) { ca.Key.Name = "issuing, older" })
	seal := testpki.NewLeaf(func(leaf *testpki.Spec) {
		leaf.Key.Name = "seal"
		leaf.Subject.Set(testpki.OIDCommonName, "Fixture Seal")
	}).Leaf
	selfSigned := testpki.Issue(testpki.PSD2QWAC(), nil)
	type file = []testpki.Cert
	const order = "the certificates are in the order %s (1 is the leaf, 3 the end of the chain), want %s"
	dn := func(cn string) string {
		return "C=DK, O=Fixture Trust Services ApS, organizationIdentifier=VATDK-98240617, CN=" + cn
	}
	caWanted := fmt.Sprintf(`the issuer of "%s" is not in the input: want a certificate with the subject "%s" and the `+
		`key identifier %s`,
		leafName, dn(caName), keyID(ca.X509().SubjectKeyId))
	rootWanted := fmt.Sprintf(`the issuer of "%s" is not in the input: want a certificate with the subject "%s" and `+
		`the key identifier %s`,
		caName, dn(rootName), keyID(root.X509().SubjectKeyId))
	old := testpki.NewChain(func(_, _, root *testpki.Spec) { root.Version, root.Extensions = 1, nil })
	var others file
	for i := range 5 {
		s := testpki.IssuingCA()
		s.Key.Name = fmt.Sprint("other ", i)
		s.Subject.Set(testpki.OIDCommonName, fmt.Sprint("Other ", i))
		others = append(others, testpki.Issue(s, &second.Root))
	}
	tests := []struct {
		name  string
		files []file
		want  []string
	}{
		{"clean", []file{{leaf, ca, root}}, nil},
		{"one each, root first", []file{{root}, {ca}, {leaf}}, nil},
		{"CA bundle and leaf", []file{{ca, root}, {leaf}}, nil},
		{"C01", []file{{old.Intermediate, old.Root}}, []string{
			`C01 error 0 1.pem:1 : no end-entity certificate among 2 certificates; the first is "` + caName +
				`"; want one with cA FALSE that issued none of the others`}},
		{"CAs alone, which type-ca tells", []file{{ca, root}}, nil},
		{"C02", []file{{leaf, seal, ca, root}}, []string{fmt.Sprintf(
			`C02 error 0 1.pem:21 : %q (serial number %x, valid until 2027-06-01) was taken as the leaf; there is `+
				`also "Fixture Seal" (serial number %x, valid until 2027-06-01)`,
			leafName, leaf.X509().SerialNumber, seal.X509().SerialNumber)}},
		{"C02, and the other's chain says no more", []file{{second.Leaf, second.Intermediate, leaf, ca, root}},
			[]string{fmt.Sprintf(
				`C02 error 0 1.pem:1 : %q (serial number %x, valid until 2027-06-01) was taken as the leaf; there is `+
					`also `+
					`"two.example" (serial number %x, valid until 2027-06-01)`,
				leafName, leaf.X509().SerialNumber, second.Leaf.X509().SerialNumber)}},
		{"C03", []file{{ca, leaf, root}},
			[]string{"C03 error 1 1.pem:21 : " + fmt.Sprintf(order, "2, 1, 3", "1, 2, 3")}},
		{"C03 and not reversed", []file{{ca, leaf}, {root}},
			[]string{"C03 error 1 1.pem:21 : " + fmt.Sprintf(order, "2, 1", "1, 2")}},
		{"C04", []file{{leaf, root, ca}},
			[]string{"C04 error 2 1.pem:41 : " + fmt.Sprintf(order, "1, 3, 2", "1, 2, 3")}},
		{"C05", []file{{root, ca, leaf}},
			[]string{"C05 error 3 1.pem:1 : " + fmt.Sprintf(order, "3, 2, 1", "1, 2, 3")}},
		{"C05 in the second file", []file{{leaf}, {root, ca}},
			[]string{"C05 error 3 2.pem:1 : " + fmt.Sprintf(order, "3, 2", "2, 3")}},
		{"C06", []file{{leaf, root}}, []string{"C06 error 1 1.pem:1 issuer: " + caWanted +
			`; the root "` + rootName +
			`" did not sign it, so a certificate between them, or the right root, is missing`}},
		{"C06 without a root", []file{{leaf, second.Intermediate}}, []string{"C06 error 1 1.pem:1 issuer: " + caWanted +
			`; 1.pem:21 is "Issuing 2", not the issuer`}},
		{"C06 with another CA", []file{{leaf}, {second.Intermediate}, {root}},
			[]string{"C06 error 1 1.pem:1 issuer: " + caWanted +
				`; the root "` + rootName +
				`" did not sign it, so a certificate between them, or the right root, is missing` +
				`; 2.pem:1 is "Issuing 2", not the issuer`}},
		{"C06 with four other CAs", []file{{leaf}, others}, []string{"C06 error 1 1.pem:1 issuer: " + caWanted +
			`; 2.pem:1 is "Other 0", not the issuer; 2.pem:21 is "Other 1", not the issuer; 2.pem:41 is "Other 2", ` +
			`not the issuer; nor are 2 more`}},
		{"C07", []file{{leaf, ca}}, []string{"C07 error 2 1.pem:21 issuer: " + rootWanted}},
		{"C07 with another CA", []file{{leaf, ca, second.Intermediate}},
			[]string{"C07 error 2 1.pem:21 issuer: " + rootWanted +
				`; 1.pem:41 is "Issuing 2", not the issuer`}},
		{"C08", []file{{leaf}}, []string{"C08 error 1 1.pem:1 issuer: only one certificate; " + caWanted}},
		{"C08 and C09", []file{{leaf}, {leaf}}, []string{
			"C08 error 1 1.pem:1 issuer: only one certificate; " + caWanted,
			fmt.Sprintf("C09 notice 1 2.pem:1 : certificate of %q is a copy of the one at 1.pem:1", leafName)}},
		{"C09", []file{{leaf, ca, ca, root}}, []string{
			fmt.Sprintf("C09 warning 2 1.pem:41 : certificate of %q is a copy of the one at 1.pem:21", caName)}},
		{"C10", []file{{leaf, ca, root, second.Intermediate}}, []string{
			fmt.Sprintf(`C10 warning 0 1.pem:61 : certificate of "Issuing 2", issued by "Root 2", is not on the path `+
				`of the leaf %q`, leafName)}},
		{"C14", []file{{leaf, rekeyed.Intermediate, root}}, []string{fmt.Sprintf(
			`C14 error 1 1.pem:1 signatureValue: no certificate of the issuer fits the signature of %q: %q at `+
				`1.pem:21: `+
				"same name, but another key: its key identifier is %s, want %s",
			leafName, caName, keyID(rekeyed.Intermediate.X509().SubjectKeyId), keyID(ca.X509().SubjectKeyId))}},
		{"C30", []file{{selfSigned}},
			[]string{fmt.Sprintf("C30 error 1 1.pem:1 issuer: issuer and subject are both %q", leafName)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			opts := Options{At: testpki.At(), Prefer: preferLeaf}
			if diff := cmp.Diff(tt.want, found(mustBuild(t, bundleFiles(t, tt.files...), opts))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// The hint for several end-entity certificates knows the old and the new one of a renewal.
func TestChainLeavesHint(t *testing.T) {
	clean := testpki.Clean()
	issue := func(edit func(*testpki.Spec)) testpki.Cert {
		s := testpki.PSD2QWAC()
		edit(&s)
		return testpki.Issue(s, &clean.Intermediate)
	}
	newer := issue(func(s *testpki.Spec) { s.Key.Name, s.NotBefore = "leaf, newer", s.NotBefore.AddDate(0, 1, 0) })
	moved := issue(func(s *testpki.Spec) {
		s.Key.Name = "leaf, moved"
		s.Subject.Set(testpki.OIDCommonName, "moved.example")
	})
	stranger := issue(func(s *testpki.Spec) {
		s.Subject.Set(testpki.OIDCommonName, "other.example")
		s.Subject.Set(testpki.OIDOrganizationIdentifier, "PSDDK-DFSA-1")
	})
	pre := issue(func(s *testpki.Spec) { s.Add(testpki.CTPoison()) })
	give := func(c testpki.Cert) string {
		return fmt.Sprintf("Provide only the new one, serial number %x, and its chain. To compare the two, "+
			"provide the old one as the previous certificate.", c.X509().SerialNumber)
	}
	const otherwise = "Keep the QWAC and its chain; upload the other certificate by itself where it is asked for."
	poisonLast := func(c *cert.Cert) int { return len(c.UnhandledCriticalExtensions) }
	for _, tt := range []struct {
		name   string
		second testpki.Cert
		opts   Options
		want   string
	}{
		{"renewed", newer, Options{At: testpki.At()}, give(newer)},
		{"renewed, with the old key", newer, Options{Key: clean.Leaf.Key.Public()},
			fmt.Sprintf("Provide only the one with your key, serial number %x, and its chain.",
				clean.Leaf.X509().SerialNumber)},
		{"same identifier, other name", moved, Options{Prefer: preferLeaf}, otherwise}, // of another kind
		{"stranger", stranger, Options{}, otherwise},
		{"precertificate", pre, Options{Prefer: poisonLast},
			"Leave the precertificate out; it is for Certificate Transparency logs only."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := mustBuild(t, bundleOf(t, clean.Leaf, tt.second, clean.Intermediate, clean.Root), tt.opts)
			for _, f := range lint.Run(c, chainRules) {
				if f.Rule.Code == "C02" && f.Hint != tt.want {
					t.Errorf("got %q, want %q", f.Hint, tt.want)
				}
			}
		})
	}
}

// preferLeaf ranks the leaf of the clean chain before others.
func preferLeaf(c *cert.Cert) int {
	if c.Subject.CommonName == leafName {
		return 0
	}
	return 1
}

// Certificates of a container all stand at one place and have no order.
func TestChainOrderNotOfContainers(t *testing.T) {
	clean := testpki.Clean()
	b := bundleOf(t, clean.Root, clean.Intermediate, clean.Leaf)
	for _, c := range b.Certs {
		c.At.Line = 1
	}
	if got := found(mustBuild(t, b, Options{})); got != nil {
		t.Errorf("got %q", got)
	}
}

// A CA certificate under its own name and another CA's key does not count for pathLen, though crypto/x509 counts it.
func TestChainSelfIssuedPathLen(t *testing.T) {
	root := testpki.Root()
	root.Set(testpki.BasicConstraints(true, 1))
	old := testpki.Issue(root, nil)
	rollover := testpki.Root()
	rollover.Key.Name = "root, newer"
	rollover.Add(testpki.AuthorityKeyID(nil))
	fresh := testpki.Issue(rollover, &old)
	ca := testpki.Issue(testpki.IssuingCA(), &fresh)
	leaf := testpki.Issue(testpki.PSD2QWAC(), &ca)
	got := found(mustBuild(t, bundleOf(t, leaf, ca, fresh, old), Options{At: testpki.At()}))
	want := []string{"C56 warning 1 1.pem:1 : self-issued certificates, which pathLenConstraint does not count; " +
		"crypto/x509 refuses it: x509: too many intermediates for path length constraint"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
