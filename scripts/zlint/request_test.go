package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	mathrand "math/rand/v2"
	"slices"
	"testing"

	"github.com/zmap/zlint/v3/util"

	"qwac/pkg/csr"
	"qwac/pkg/eidas"
	"qwac/pkg/ident"
)

// TestRequests reads the statements of signing requests with zlint's decoder and with ours, for every current authority
// of the EEA and random sets of roles: both find what was asked for, and zlint nothing to say.
func TestRequests(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			authority, ok := ident.CurrentNCA(string(a) + string(b))
			if !ok {
				continue
			}
			for _, kind := range []csr.Kind{csr.QWAC, csr.QSealC} {
				n++
				bothRead(t, key, csr.Request{
					Kind: kind, Organization: "Fixture Payments ApS", Country: "DK",
					OrganizationIdentifier: "PSD" + authority.ID + "-1", DNSNames: []string{"a.example"},
					Roles: someRoles(), NCAID: authority.ID,
				})
			}
		}
	}
	if n < 50 {
		t.Errorf("%d requests were read", n)
	}
}

// someRoles is a set of roles that is not empty, in any order.
func someRoles() []ident.Role {
	all := []ident.Role{"PSP_AS", "PSP_PI", "PSP_AI", "PSP_IC"}
	mathrand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:1+mathrand.IntN(len(all))]
}

func bothRead(t *testing.T, key *ecdsa.PrivateKey, r csr.Request) {
	t.Helper()
	der, err := r.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificateRequest(der)
	if err != nil {
		t.Fatal(err)
	}
	ours := eidas.Decode(&x509.Certificate{
		Subject: parsed.Subject, RawSubject: parsed.RawSubject, Extensions: parsed.Extensions,
	})
	i := slices.IndexFunc(parsed.Extensions, func(e pkix.Extension) bool {
		return e.Id.Equal(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3})
	})
	value := parsed.Extensions[i].Value
	theirs, ok := util.ParseQcStatem(value, util.IdEtsiPsd2Statem).(util.EtsiPsd2)
	if !ok || !theirs.IsPresent() || theirs.GetErrorInfo() != "" {
		t.Fatalf("%s: zlint: %q", r.NCAID, theirs.GetErrorInfo())
	}
	var roles []ident.Role
	for _, role := range theirs.Decoded.RolesOfPSP {
		roles = append(roles, ident.Role(role.RoleOfPspName))
		if role.RoleOfPspOid.String() != ident.OIDOfRole(ident.Role(role.RoleOfPspName)).String() {
			t.Errorf("%s has %v", role.RoleOfPspName, role.RoleOfPspOid)
		}
	}
	want := ident.SortedRoles(r.Roles)
	if !slices.Equal(roles, want) || !slices.Equal(ours.Roles(), want) || len(ours.Faults) > 0 ||
		theirs.Decoded.NCAId != r.NCAID || ours.PSD2.NCAID != r.NCAID || theirs.Decoded.NCAName != ours.PSD2.NCAName {
		t.Errorf("asked %v %s; zlint %+v; ours %+v %v", want, r.NCAID, theirs.Decoded, ours.PSD2, ours.Faults)
	}
	kind, ok := util.ParseQcStatem(value, util.IdEtsiQcsQcType).(util.Etsi423QcType)
	if !ok || kind.GetErrorInfo() != "" || len(kind.TypeOids) != 1 ||
		kind.TypeOids[0].String() != ours.Types[0].String() {
		t.Errorf("%s: zlint reads the types %v (%s), ours %v", r.Kind, kind.TypeOids, kind.GetErrorInfo(), ours.Types)
	}
}
