package check_test

import (
	"encoding/asn1"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"qwac/internal/cases"
	"qwac/internal/testpki"
	"qwac/pkg/bundle"
	"qwac/pkg/check"
	"qwac/pkg/ident"
	"qwac/pkg/trustlist"
)

// TestLongValues puts 4 kB into each field whose value a message may quote: no message is longer than a person reads.
func TestLongValues(t *testing.T) {
	type edit = func(leaf *testpki.Spec, v string)
	attribute := func(id ...int) edit {
		return func(l *testpki.Spec, v string) {
			l.Subject = append(l.Subject, []testpki.Attribute{{OID: asn1.ObjectIdentifier(id), Value: testpki.UTF8(v)}})
		}
	}
	edits := map[string]edit{
		"no organizationIdentifier but in O": func(l *testpki.Spec, v string) {
			l.Subject.Set(testpki.OIDOrganization, v)
		},
		"organizationIdentifier": func(l *testpki.Spec, v string) {
			l.Subject.Set(testpki.OIDOrganizationIdentifier, v)
		},
		"country": func(l *testpki.Spec, v string) { l.Subject.Set(testpki.OIDCountry, v) },
		"common name": func(l *testpki.Spec, v string) {
			l.Subject.Set(testpki.OIDCommonName, v)
		},
		"second organizationIdentifier": attribute(2, 5, 4, 97),
		"second country":                attribute(2, 5, 4, 6),
		"second common name":            attribute(2, 5, 4, 3),
		"given name":                    attribute(2, 5, 4, 42),
		"pseudonym":                     attribute(2, 5, 4, 65),
		"businessCategory":              attribute(2, 5, 4, 15),
		"unit":                          attribute(2, 5, 4, 11),
		"unknown attribute":             attribute(1, 2, 3),
		"NCA name": func(l *testpki.Spec, v string) {
			l.SetPSD2(func(p *testpki.PSD2) { p.NCAName = testpki.UTF8(v) })
		},
		"NCA id": func(l *testpki.Spec, v string) {
			l.SetPSD2(func(p *testpki.PSD2) { p.NCAID = testpki.UTF8(v) })
		},
		"NCA name and id": func(l *testpki.Spec, v string) {
			l.SetPSD2(func(p *testpki.PSD2) { p.NCAName, p.NCAID = testpki.Printable(v), testpki.Printable(v) })
		},
	}
	for name, e := range longFields() {
		edits[name] = e
	}
	lists := []*trustlist.Index{nil, cases.Lists(testpki.TLLists())}
	for name, e := range edits {
		for _, v := range longValues() {
			t.Run(fmt.Sprintf("%s/%.12q", name, v), func(t *testing.T) {
				checkLengths(t, testpki.NewLeaf(func(l *testpki.Spec) { e(l, v) }).PEM(), lists)
			})
		}
	}
}

// longValues are 4 kB in the forms that rules tell apart.
func longValues() []string {
	fill := func(before, with string) string { return before + strings.Repeat(with, 4096/len(with)) }
	return []string{
		fill("", "a"), fill("", "Å"), fill("", "\n"), fill("", "\x00"), fill("", "a, "), fill("PSDDK-DFSA-", "7"),
		fill("PSDDK-DFSA", "_7"),
		fill("VATDK+", "1"), fill("DK-", "D"), fill("DK_", "d"), fill("PSD", "D"), fill("https://", "h/"),
		fill("http://u:p@", "h."),
		fill("ftp://", "x"), fill("PSP_", "A"), fill("", "&amp;"), fill("", "Ã¥"), fill("", "test "), fill(" ", "b"),
		fill("*.", "a."),
		fill("", "\u202e"), fill("DK:", "\ufffd"),
	}
}

// checkLengths judges what was made and looks at every word that a person reads.
func checkLengths(t *testing.T, pem []byte, lists []*trustlist.Index) {
	t.Helper()
	b := new(bundle.Bundle)
	if err := b.Parse("chain.pem", pem); err != nil {
		t.Fatal(err)
	}
	o := check.Options{At: cases.At(), Requested: []string{"PSP_AI"}, RedirectURIs: []string{},
		Roles: []ident.Role{ident.RoleAI}}
	for _, o.Lists = range lists {
		r, err := check.Run(b, o)
		if err != nil {
			t.Fatal(err)
		}
		checkResult(t, r)
	}
}

func checkResult(t *testing.T, r *check.Result) {
	t.Helper()
	for _, f := range r.Findings {
		for what, text := range map[string]string{"message": f.Message, "hint": f.Hint} {
			if n := len([]rune(text)); n > 960 || strings.HasSuffix(text, " characters more)") {
				t.Errorf("%s: the %s has %d characters: %s", f.Rule.ID, what, n, text)
			}
		}
	}
	for _, c := range r.Checks {
		if n := len([]rune(c.Detail)); n > 1000 {
			t.Errorf("fact %s: %d characters: %s", c.Name, n, c.Detail)
		}
	}
}

// longFields are the fields outside of names.
func longFields() map[string]func(*testpki.Spec, string) {
	limit := func(s testpki.Text) []byte { return testpki.Seq(s.DER(), testpki.Int(1), testpki.Int(0)) }
	return map[string]func(*testpki.Spec, string){
		"role name": func(l *testpki.Spec, v string) {
			l.SetPSD2(func(p *testpki.PSD2) { p.Roles[0].Name = testpki.UTF8(v) })
		},
		"role names": func(l *testpki.Spec, v string) {
			l.SetPSD2(func(p *testpki.PSD2) {
				for i := range p.Roles {
					p.Roles[i].Name = testpki.UTF8(v)
				}
				p.Flattened = true
			})
		},
		"DNS name":     func(l *testpki.Spec, v string) { l.Set(testpki.SubjectAltName(testpki.DNS(v))) },
		"mail address": func(l *testpki.Spec, v string) { l.Set(testpki.SubjectAltName(testpki.Email(v))) },
		"URI":          func(l *testpki.Spec, v string) { l.Set(testpki.SubjectAltName(testpki.URI(v))) },
		"names": func(l *testpki.Spec, v string) {
			l.Set(testpki.SubjectAltName(testpki.DNS(v), testpki.DNS("a"+v), testpki.DNS("b"+v), testpki.DNS("c"+v),
				testpki.DNS("d"+v), testpki.DNS("e"+v)))
		},
		"revocation list": func(l *testpki.Spec, v string) {
			l.Set(testpki.CRLDistributionPoints(v, v+"a", v+"b", v+"c", v+"d"))
		},
		"access": func(l *testpki.Spec, v string) {
			l.Set(testpki.AuthorityInfoAccess(testpki.OCSP(v), testpki.CAIssuers(v)))
		},
		"disclosure": func(l *testpki.Spec, v string) {
			l.SetStatement(testpki.QcPDS(testpki.PDS{URL: testpki.IA5(v), Language: testpki.Printable(v)}))
		},
		"disclosure's language": func(l *testpki.Spec, v string) {
			l.SetStatement(testpki.QcPDS(
				testpki.PDS{URL: testpki.IA5("https://a.example"), Language: testpki.Printable(v)}))
		},
		"currency": func(l *testpki.Spec, v string) {
			l.SetStatement(testpki.Statement{ID: asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 2},
				Info: limit(testpki.Printable(v))})
		},
		"policy": func(l *testpki.Spec, v string) {
			l.Set(testpki.PolicyInfos(testpki.Policy{ID: testpki.OIDQEVCPw, CPS: v, Notice: testpki.UTF8(v)}))
		},
		"policies": func(l *testpki.Spec, v string) {
			var ids []asn1.ObjectIdentifier
			for i := range len(v) / 16 {
				ids = append(ids, asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 1 << 30, i + 1<<30})
			}
			l.Set(testpki.Policies(ids...))
		},
		"purposes": func(l *testpki.Spec, v string) {
			var ids []asn1.ObjectIdentifier
			for i := range len(v) / 16 {
				ids = append(ids, asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 1 << 30, i + 1<<30})
			}
			l.Set(testpki.ExtKeyUsage(ids...))
		},
		"key identifiers": func(l *testpki.Spec, v string) {
			l.Set(testpki.SubjectKeyID([]byte(v)))
			l.Set(testpki.AuthorityKeyID([]byte(v)))
		},
		"issuer's serial number": func(l *testpki.Spec, v string) {
			l.Set(testpki.AuthorityKeyIDIssuer([]byte(v), testpki.Name{{{OID: testpki.OIDCommonName,
				Value: testpki.UTF8(v)}}}, new(big.Int).SetBytes([]byte(v))))
		},
		"serial number": func(l *testpki.Spec, v string) { l.Serial = new(big.Int).SetBytes([]byte("1" + v)) },
		"issuer": func(l *testpki.Spec, v string) {
			l.Issuer = testpki.Name{{{OID: testpki.OIDCommonName, Value: testpki.UTF8(v)}}}
		},
		"issuer's country": func(l *testpki.Spec, v string) {
			l.Issuer = testpki.Name{{{OID: testpki.OIDCountry, Value: testpki.Printable(v)}},
				{{OID: testpki.OIDOrganization, Value: testpki.UTF8(v)}}}
		},
		"CABF identifier": func(l *testpki.Spec, v string) {
			l.Set(testpki.CABFOrganizationIdentifier("PSD", "DK", "", v))
		},
		"several names": func(l *testpki.Spec, v string) {
			l.Set(testpki.SubjectAltName(testpki.DirectoryName(testpki.Name{{{OID: testpki.OIDCommonName,
				Value: testpki.UTF8(v)}}}), testpki.URI(v), testpki.Email(v), testpki.IP([]byte(v)...)))
		},
		"legislation": func(l *testpki.Spec, v string) {
			l.SetStatement(testpki.Statement{ID: asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 7},
				Info: testpki.Seq(testpki.Printable(v).DER())})
		},
	}
}
