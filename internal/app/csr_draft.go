package app

import (
	"cmp"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/internal/testpki"
	"qwac/pkg/ber"
	"qwac/pkg/ident"
)

// draftDays is the life of a draft in days: what the Baseline Requirements allow until 2027-03-15 (6.3.2).
const draftDays = 199

// draft is the chain that a QTSP would issue on a request: what the request says stays as it is, what a QTSP adds
// (policies, addresses, the statements of qualification) is right. A nil request is the chain of a request that says
// everything right.
func draft(r *x509.CertificateRequest, at time.Time) testpki.Chain {
	return testpki.NewLeaf(func(leaf *testpki.Spec) {
		leaf.NotBefore = at.UTC().Truncate(time.Hour)
		leaf.NotAfter = leaf.NotBefore.AddDate(0, 0, draftDays)
		if r != nil {
			asked(leaf, r)
		}
	})
}

// asked makes a leaf of what a request says, and what a QTSP adds.
func asked(leaf *testpki.Spec, r *x509.CertificateRequest) {
	leaf.Subject, leaf.SPKI = nameOf(r.RawSubject), r.RawSubjectPublicKeyInfo
	for _, e := range r.Extensions {
		value := e.Value
		if e.Id.Equal(testpki.OIDQcStatements) {
			value = withStatements(value, extension(leaf.Extensions, e.Id))
		}
		replace(leaf, testpki.Extension{OID: e.Id, Critical: e.Critical, Value: value})
	}
	assume(leaf, r)
}

// assume puts in what a QTSP would take from its form where a request does not say it, so that it fits the rest.
func assume(leaf *testpki.Spec, r *x509.CertificateRequest) {
	id, err := ident.ParseOrgID(leaf.Subject.Get(testpki.OIDOrganizationIdentifier))
	if err == nil && id.NCA != "" && !says(r, testpki.OIDQcStatements) {
		a, _ := ident.LookupNCA(id.Country + "-" + id.NCA)
		leaf.SetPSD2(func(p *testpki.PSD2) {
			p.NCAID = testpki.UTF8(id.Country + "-" + id.NCA)
			p.NCAName = testpki.UTF8(cmp.Or(a.Name, id.NCA))
		})
	}
	if host := leaf.Subject.Get(testpki.OIDCommonName); strings.Contains(host, ".") &&
		!says(r, testpki.OIDSubjectAltName) {
		replace(leaf, testpki.SubjectAltName(testpki.DNS(host)))
	}
}

// says reports whether a request has an extension.
func says(r *x509.CertificateRequest, id asn1.ObjectIdentifier) bool {
	return slices.ContainsFunc(r.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(id) })
}

func extension(all []testpki.Extension, id asn1.ObjectIdentifier) []byte {
	for _, e := range all {
		if e.OID.Equal(id) {
			return e.Value
		}
	}
	return nil
}

// replace puts an extension in the place of the one of its kind, or at the end.
func replace(leaf *testpki.Spec, e testpki.Extension) {
	for i := range leaf.Extensions {
		if leaf.Extensions[i].OID.Equal(e.OID) {
			leaf.Extensions[i] = e
			return
		}
	}
	leaf.Extensions = append(leaf.Extensions, e)
}

// withStatements adds to the statements of a request those of a QTSP that it does not have. What is no list of
// statements stays as it is.
func withStatements(asked, added []byte) []byte {
	have, ok := statements(asked)
	more, _ := statements(added)
	if !ok {
		return asked
	}
	for _, s := range more {
		known := false
		for _, h := range have {
			known = known || h.id == s.id
		}
		if !known {
			have = append(have, s)
		}
	}
	var all [][]byte
	for _, s := range have {
		all = append(all, s.der)
	}
	return testpki.Seq(all...)
}

type statement struct {
	id  string
	der []byte
}

func statements(der []byte) (all []statement, ok bool) {
	input := cryptobyte.String(der)
	var list, element, inner cryptobyte.String
	var id asn1.ObjectIdentifier
	if !input.ReadASN1(&list, cbasn1.SEQUENCE) || !input.Empty() {
		return nil, false
	}
	for !list.Empty() {
		if !list.ReadASN1Element(&element, cbasn1.SEQUENCE) {
			return nil, false
		}
		one := element
		if !one.ReadASN1(&inner, cbasn1.SEQUENCE) || !inner.ReadASN1ObjectIdentifier(&id) {
			return nil, false
		}
		all = append(all, statement{id.String(), element})
	}
	return all, true
}

// nameOf takes a name apart, string types and all.
func nameOf(der []byte) (name testpki.Name) {
	input := cryptobyte.String(der)
	var list, set, pair, value cryptobyte.String
	input.ReadASN1(&list, cbasn1.SEQUENCE)
	name = testpki.Name{}
	for list.ReadASN1(&set, cbasn1.SET) {
		var rdn []testpki.Attribute
		for set.ReadASN1(&pair, cbasn1.SEQUENCE) {
			var id asn1.ObjectIdentifier
			var tag cbasn1.Tag
			if pair.ReadASN1ObjectIdentifier(&id) && pair.ReadAnyASN1(&value, &tag) {
				text := string(value)
				if decoded, ok := ber.DecodeString(tag, value); ok && tag != cbasn1.T61String { // its bytes stay
					text = decoded
				}
				rdn = append(rdn, testpki.Attribute{OID: id, Value: testpki.Text{Tag: tag, Value: text}})
			}
		}
		name = append(name, rdn)
	}
	return name
}
