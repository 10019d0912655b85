package revocation_test

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"
	"testing"

	"qwac/internal/testpki"
	"qwac/pkg/chain"
	"qwac/pkg/revocation"
)

// reasonsScope is an issuingDistributionPoint for some reasons, as bits of RFC 5280, 4.2.1.13.
func reasonsScope(bits ...byte) testpki.Extension {
	value := append([]byte{0x83, byte(len(bits) + 1), 0}, bits...)
	return testpki.Extension{OID: testpki.OIDIssuingDistributionPoint, Critical: true, Value: testpki.Seq(value)}
}

// number is a CRL number.
func number(n int64) testpki.Extension {
	return testpki.Extension{OID: testpki.OIDCRLNumber, Value: testpki.Int(n)}
}

// certificateIssuer says whose certificate an entry of an indirect list is about.
func certificateIssuer(n testpki.Name) testpki.Extension {
	return testpki.Extension{OID: asn1.ObjectIdentifier{2, 5, 29, 29}, Critical: true,
		Value: testpki.Seq(testpki.DirectoryName(n))}
}

// issuedElsewhere is a cRLDistributionPoints that names another issuer of lists.
func issuedElsewhere(n testpki.Name) testpki.Extension {
	point := testpki.Seq(testpki.TLV(0xa2, testpki.DirectoryName(n)))
	return testpki.Extension{OID: asn1.ObjectIdentifier{2, 5, 29, 31}, Value: testpki.Seq(point)}
}

// TestJoined judges by lists that prove something only together, or by another key (RFC 5280, 6.3.3).
func TestJoined(t *testing.T) {
	pki := testpki.Clean()
	since := day("2026-08-20")
	listed := func(reason int, extensions ...testpki.Extension) []testpki.Revoked {
		return []testpki.Revoked{{Cert: pki.Leaf, Since: since, Reason: reason, Extensions: extensions}}
	}
	own := func(revoked []testpki.Revoked, extensions ...testpki.Extension) testpki.CRL {
		return testpki.CRL{Issuer: pki.Intermediate, Revoked: revoked, Extensions: extensions}
	}
	spec := testpki.IssuingCA() // the CA's key for lists
	spec.Key.Name = "lists"
	spec.Set(testpki.KeyUsage(x509.KeyUsageCRLSign))
	lists := testpki.Issue(spec, &pki.Root)
	ofRoot := testpki.CRL{Issuer: pki.Root}
	elsewhere := testpki.IssuingCA()
	elsewhere.Subject.Set(testpki.OIDCommonName, "Lists of others")
	elsewhere.Key.Name = "lists of others"
	others := testpki.Issue(elsewhere, &pki.Root)
	pointed := testpki.NewLeaf(func(l *testpki.Spec) { l.Set(issuedElsewhere(elsewhere.Subject)) })
	indirect := func(revoked []testpki.Revoked) testpki.CRL {
		return testpki.CRL{Issuer: others, Revoked: revoked,
			Extensions: []testpki.Extension{testpki.IssuingDistributionPoint(testpki.Scope{Indirect: true})}}
	}
	fake := testpki.Issue(spec, nil)

	for _, tt := range []struct {
		name  string
		certs []testpki.Cert
		lists []testpki.CRL
		want  string // of the leaf; empty: nothing is known
	}{
		{"changes: none", pki.Certs(), []testpki.CRL{own(nil), own(nil, testpki.DeltaCRL(7), number(8))}, "good"},
		{"changes: revoked since", pki.Certs(), []testpki.CRL{own(nil), own(listed(1), testpki.DeltaCRL(7), number(8))},
			"revoked"},
		{"changes: a hold that ended", pki.Certs(),
			[]testpki.CRL{own(listed(6)), own(listed(8), testpki.DeltaCRL(7), number(8))}, "good"},
		{"changes to a later list", pki.Certs(),
			[]testpki.CRL{own(nil), own(listed(6), testpki.DeltaCRL(8), number(9))}, "good"},
		{"changes to a later list: revoked for good", pki.Certs(),
			[]testpki.CRL{own(nil), own(listed(1), testpki.DeltaCRL(8), number(9))}, "revoked"},
		{"changes alone: none", pki.Certs(), []testpki.CRL{own(nil, testpki.DeltaCRL(7), number(8))}, ""},
		{"changes alone: a hold", pki.Certs(), []testpki.CRL{own(listed(6), testpki.DeltaCRL(7), number(8))}, ""},
		{"changes alone: a hold that ended", pki.Certs(),
			[]testpki.CRL{own(listed(8), testpki.DeltaCRL(7), number(8))}, ""},
		{"changes alone: revoked for good", pki.Certs(),
			[]testpki.CRL{own(listed(1), testpki.DeltaCRL(7), number(8))}, "revoked"},
		{"changes alone, something critical in them", pki.Certs(), []testpki.CRL{own(listed(1), testpki.DeltaCRL(7),
			number(8), testpki.Extension{OID: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 32473, 1}, Critical: true})}, ""},
		{"of another distribution point, revoked", pki.Certs(), []testpki.CRL{own(listed(1),
			testpki.IssuingDistributionPoint(testpki.Scope{URLs: []string{"http://crl.fixture.example/2.crl"}}))},
			"revoked"},
		{"of attribute certificates, the same number", pki.Certs(), []testpki.CRL{own(listed(1),
			testpki.IssuingDistributionPoint(testpki.Scope{AttributeCerts: true}))}, ""},
		{"some reasons", pki.Certs(), []testpki.CRL{own(nil, reasonsScope(0x60))}, ""},
		{"all reasons in two lists", pki.Certs(),
			[]testpki.CRL{own(nil, reasonsScope(0x60)), own(nil, reasonsScope(0x1f, 0x80))}, "good"},
		{"revoked for one of some reasons", pki.Certs(), []testpki.CRL{own(listed(1), reasonsScope(0x60))}, "revoked"},
		{"another key of the CA", append(pki.Certs(), lists), []testpki.CRL{{Issuer: lists}, ofRoot}, "good"},
		{"another key of the CA, revoked", append(pki.Certs(), lists),
			[]testpki.CRL{{Issuer: lists, Revoked: listed(1)}, ofRoot}, "revoked"},
		{"another key whose own status is not known", append(pki.Certs(), lists), []testpki.CRL{{Issuer: lists}}, ""},
		{"another key that is revoked itself", append(pki.Certs(), lists), []testpki.CRL{{Issuer: lists},
			{Issuer: pki.Root, Revoked: []testpki.Revoked{{Cert: lists, Since: since, Reason: 1}}}}, ""},
		{"another key without a path to the root", append(pki.Certs(), fake), []testpki.CRL{{Issuer: fake}, ofRoot},
			""},
		{"indirect", append(pointed.Certs(), others), []testpki.CRL{indirect(nil), ofRoot}, "good"},
		{"indirect, revoked", append(pointed.Certs(), others), []testpki.CRL{
			indirect([]testpki.Revoked{{Cert: pointed.Leaf, Since: since, Reason: 1,
				Extensions: []testpki.Extension{certificateIssuer(pki.Intermediate.Spec.Subject)}}}), ofRoot},
			"revoked"},
		{"indirect, same number of another issuer", append(pointed.Certs(), others), []testpki.CRL{
			indirect([]testpki.Revoked{{Cert: pointed.Leaf, Since: since, Reason: 1,
				Extensions: []testpki.Extension{certificateIssuer(pki.Root.Spec.Subject)}}}), ofRoot}, "good"},
		{"by an issuer that the certificate does not name", append(pki.Certs(), others),
			[]testpki.CRL{indirect(nil), ofRoot}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := build(t, chain.Options{At: testpki.At()}, tt.certs...)
			for _, order := range []int{1, -1} {
				evidence := parseCRL(t, tt.lists...)
				if order < 0 {
					slices.Reverse(evidence)
				}
				s := revocation.Judge(c, testpki.At(), evidence)
				got := ""
				if st := s.Of(0); st != nil {
					got = string(st.State)
				}
				if got != tt.want {
					t.Errorf("order %d: %q, want %q: %s", order, got, tt.want, strings.Join(outline(s), "; "))
				}
			}
		})
	}
}
