package form

import (
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"
	"time"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// browserCases are about what the browsers' rules and RFC 5280 say of policies, addresses and names beyond what matters
// in TLS (groups L, X and A).
func browserCases() []kit.Case {
	return slices.Concat(kindCases(), noticeCases(), placeCases(), wordCases(), accessFormCases(), formCases())
}

const public = "chain-public-webpki-root"

func kindCases() []kit.Case {
	const rule = "policy-kinds-mixed"
	codeSigning, mail := asn1.ObjectIdentifier{2, 23, 140, 1, 4, 1}, asn1.ObjectIdentifier{2, 23, 140, 1, 5, 2, 2}
	ovcp, evcp := asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 7}, asn1.ObjectIdentifier{0, 4, 0, 2042, 1, 4}
	of := func(profile func() testpki.Spec, ids ...asn1.ObjectIdentifier) kit.Edit {
		return kit.As(profile, kit.Policies(ids...))
	}
	return []kit.Case{
		kit.Fires(rule+"/OV and IV", of(testpki.QNCPw, testpki.OIDQNCPw, testpki.OIDCABFOV, testpki.OIDCABFIV), rule,
			public),
		kit.Fires(rule+"/EV by ETSI and OV", of(testpki.QEVCPw, testpki.OIDQEVCPw, testpki.OIDCABFEV, ovcp), rule,
			public),
		kit.Fires(rule+"/code signing", kit.Policies(testpki.OIDQNCPwGen, codeSigning), rule),
		kit.Fires(rule+"/mail", kit.Policies(testpki.OIDQNCPwGen, mail), rule),
		kit.Quiet(rule+"/EV twice", of(testpki.QEVCPw, testpki.OIDQEVCPw, testpki.OIDCABFEV, evcp), public),
		kit.Quiet(rule+"/mail in a seal", of(testpki.QSealC, testpki.OIDQCPl, mail), "type-qsealc"),
	}
}

func noticeCases() []kit.Case {
	const rule = "policy-notice-text"
	notice := func(text testpki.Text) kit.Edit {
		return func(s *testpki.Spec) {
			s.Set(testpki.PolicyInfos(testpki.Policy{ID: testpki.OIDQNCPwGen, Notice: text}))
		}
	}
	letters := func(n int) testpki.Text { return testpki.UTF8(strings.Repeat("\u00f8", n)) }
	return []kit.Case{
		kit.Fires(rule+"/VisibleString", notice(testpki.Text{Tag: 26, Value: "Fixture"}), rule),
		kit.Fires(rule+"/BMPString", notice(testpki.BMP("Fixture")), rule),
		kit.Fires(rule+"/IA5String", notice(testpki.IA5("Fixture")), rule),
		kit.Fires(rule+"/201 characters", notice(letters(201)), rule),
		kit.Fires(rule+"/line break", notice(testpki.UTF8("Fixture\nnotice")), rule),
		kit.Quiet(rule+"/200 characters", notice(letters(200))),
		{Name: rule + "/of the CA", Near: true, Edit: kit.CaOnly(notice(testpki.BMP("Fixture")))},
	}
}

func placeCases() []kit.Case {
	const rule = "subject-ov-attributes"
	without := func(id asn1.ObjectIdentifier) kit.Edit { return func(s *testpki.Spec) { s.Subject.Drop(id) } }
	state, register := asn1.ObjectIdentifier{2, 5, 4, 8}, asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 1}
	unit := addAttribute(testpki.OIDOrganizationalUnit, "Payments")
	inState := func(s *testpki.Spec) {
		s.Subject.Drop(testpki.OIDLocality)
		s.Subject.Add(state, "Midtjylland")
	}
	ev := func(edits ...kit.Edit) kit.Edit { return kit.As(testpki.QEVCPw, edits...) }
	return []kit.Case{
		kit.Fires(rule+"/no place", kit.As(testpki.QNCPw, without(testpki.OIDLocality)), rule, public),
		kit.Fires(rule+"/unit", kit.As(testpki.PlainTLS, unit), "type-plain-tls", rule),
		kit.Quiet(rule+"/state", kit.As(testpki.QNCPw, inState), public),
		kit.Quiet(rule+"/unit in August 2022", kit.As(testpki.QNCPw, issued(2022, time.August), unit),
			"validity-exceeds-cabf", "validity-exceeds-two-years", "validity-backdated", public),
		kit.Quiet(rule+"/QNCP-w-gen", unit),
		kit.Quiet(rule+"/EV too", ev(without(testpki.OIDLocality), kit.Policies(testpki.OIDQEVCPw,
			testpki.OIDCABFEV, testpki.OIDCABFOV)), "subject-ev-attributes", "policy-kinds-mixed", public),

		kit.Fires("subject-ev-attributes/no place", ev(without(testpki.OIDLocality)), "subject-ev-attributes", public),
		kit.Fires("subject-ev-attributes/no place, no businessCategory",
			ev(without(testpki.OIDLocality), without(testpki.OIDBusinessCategory)), "subject-ev-attributes", public),
		kit.Fires("subject-ev-attributes/town of the register without its state", ev(addAttribute(register, "Aarhus")),
			"subject-ev-attributes", public),
		kit.Fires("subject-ev-attributes/register of no country", ev(attribute(testpki.OIDJurisdictionCountry, "QQ")),
			"subject-ev-attributes", public),
		kit.Quiet("subject-ev-attributes/state", ev(inState), public),
	}
}

func wordCases() []kit.Case {
	const none, long, mail = "x509-dn-no-value", "x509-dn-too-long", "subject-email"
	state, postcode := asn1.ObjectIdentifier{2, 5, 4, 8}, asn1.ObjectIdentifier{2, 5, 4, 17}
	text := func(n int) string { return strings.Repeat("\u00f8", n) }
	address := "psd2@fixture-payments.example"
	return []kit.Case{
		kit.Fires(none+"/dot", addAttribute(testpki.OIDLocality, "."), none),
		kit.Fires(none+"/blank", addAttribute(testpki.OIDLocality, " "), none),
		kit.Fires(none+"/N slash A", addAttribute(state, "N/A"), none),
		kit.Fires(none+"/seal", kit.As(testpki.QSealC, addAttribute(testpki.OIDLocality, "-")), "type-qsealc", none),
		kit.Quiet(none+"/Naples", addAttribute(state, "NA")),
		kit.Quiet(none+"/identifier", orgID("-"), "psd2-orgid-missing"),

		kit.Fires(long+"/town", addAttribute(testpki.OIDLocality, text(129)), long),
		kit.Fires(long+"/postal code", addAttribute(postcode, text(41)), long),
		kit.Fires(long+"/serialNumber", addAttribute(testpki.OIDSerialNumber, strings.Repeat("1", 65)), long),
		kit.Quiet(long+"/town of 128 characters", addAttribute(testpki.OIDLocality, text(128))),
		kit.Quiet(long+"/unit", addAttribute(testpki.OIDOrganizationalUnit, text(129))),

		kit.Fires(mail+"/QNCP-w-gen", addAttribute(testpki.OIDEmailAddress, address), mail),
		kit.Quiet(mail+"/seal", kit.As(testpki.QSealC, addAttribute(testpki.OIDEmailAddress, address)), "type-qsealc"),
		kit.Quiet(mail+"/alternative name too", func(s *testpki.Spec) {
			s.Subject.Add(testpki.OIDEmailAddress, address)
			kit.AltNames(testpki.Email(address))(s)
		}, "san-type-not-dns"),
	}
}

func accessFormCases() []kit.Case {
	const rule = "access-browser-form"
	ocsp, issuer := testpki.OCSP("http://ocsp.fixture-trust.example/web"),
		testpki.CAIssuers("http://pki.fixture-trust.example/web.cer")
	aia := func(entries ...[]byte) kit.Edit {
		return kit.As(testpki.QNCPw, func(s *testpki.Spec) { s.Set(testpki.AuthorityInfoAccess(entries...)) })
	}
	secure := testpki.OCSP("https://ocsp.fixture-trust.example/web")
	timeStamps := testpki.Seq(testpki.ObjectID(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 3}),
		testpki.URI("http://time.fixture-trust.example/"))
	named := testpki.Seq(testpki.ObjectID(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 2}),
		testpki.DirectoryName(testpki.IssuingCA().Subject))
	place := testpki.Explicit(0, testpki.Explicit(0, testpki.URI("http://crl.fixture-trust.example/web.crl")))
	point := func(parts ...[]byte) kit.Edit {
		return func(s *testpki.Spec) {
			s.Set(testpki.Extension{OID: testpki.OIDCRLDistributionPoints, Value: testpki.Seq(testpki.Seq(parts...))})
		}
	}
	many := [][]byte{issuer}
	for i := range 63 {
		many = append(many, testpki.OCSP(fmt.Sprintf("http://ocsp%d.fixture-trust.example/", i)))
	}
	byIssuer := testpki.Explicit(2, testpki.DirectoryName(testpki.IssuingCA().Subject))
	return []kit.Case{
		kit.Fires(rule+"/https", aia(secure, issuer), rule, public),
		kit.Fires(rule+"/twice", aia(ocsp, ocsp, issuer), rule, public),
		kit.Fires(rule+"/another method", aia(ocsp, issuer, timeStamps), rule, public),
		kit.Fires(rule+"/name in the place of an address", aia(ocsp, issuer, named), rule, public),
		kit.Fires(rule+"/reasons of a list",
			kit.As(testpki.QNCPw, point(place, []byte{0x81, 2, 1, 0x40})), rule, public),
		kit.Fires(rule+"/issuer of a list", kit.As(testpki.QNCPw, point(place, byIssuer)), rule, public),
		kit.Quiet(rule+"/no addresses", kit.As(testpki.QNCPw, func(s *testpki.Spec) {
			s.Drop(testpki.OIDAuthorityInfoAccess)
		}), "aia-missing", public),
		kit.Quiet(rule+"/text in the place of a method", aia(ocsp, issuer, testpki.Seq(testpki.UTF8("ocsp").DER())),
			"x509-extension-malformed", public),
		kit.Quiet(rule+"/65th address", aia(append(many, secure)...), public),
		kit.Quiet(rule+"/two responders",
			aia(ocsp, testpki.OCSP("http://ocsp2.fixture-trust.example/web"), issuer), public),
		kit.Quiet(rule+"/https in QNCP-w-gen", func(s *testpki.Spec) {
			s.Set(testpki.AuthorityInfoAccess(secure, issuer))
		}),
		kit.Quiet(rule+"/https before the profile", func(s *testpki.Spec) {
			aia(secure, issuer)(s)
			issued(2023, time.September)(s)
		}, "validity-exceeds-cabf", "validity-exceeds-two-years", "validity-backdated", public),

		kit.Fires("revocation-crldp-scheme/issuer of the list alone", point(byIssuer), "revocation-crldp-scheme"),
		kit.Quiet("revocation-crldp-scheme/issuer of the list beside its address", point(place, byIssuer)),
	}
}

// formCases widen rules that have their first cases elsewhere.
func formCases() []kit.Case {
	precertificates := asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 4, 4}
	empty := func(s *testpki.Spec) { s.Subject = testpki.Name{} }
	critical := func(s *testpki.Spec) { s.SetCritical(testpki.OIDSubjectAltName, true) }
	ian := asn1.ObjectIdentifier{2, 5, 29, 18}
	practice := func(s *testpki.Spec) {
		s.Set(testpki.PolicyInfos(testpki.Policy{ID: testpki.OIDQNCPwGen, CPS: "file:///C:/cps.pdf"}))
	}
	return []kit.Case{
		kit.Fires("leaf-eku-forbidden/precertificates",
			purposes(testpki.OIDServerAuth, testpki.OIDClientAuth, precertificates), "leaf-eku-forbidden"),
		kit.Fires("san-critical/not, without a subject", kit.As(testpki.PlainTLS, empty), "type-plain-tls",
			"san-critical"),
		kit.Quiet("san-critical/without a subject", kit.As(testpki.PlainTLS, empty, critical), "type-plain-tls"),
		kit.Fires("x509-unknown-critical-extension/names of the issuer", func(s *testpki.Spec) {
			s.Add(testpki.Extension{OID: ian, Critical: true, Value: testpki.Seq(testpki.DNS("fixture-trust.example"))})
		}, "x509-unknown-critical-extension"),
		kit.Fires("url-malformed/file", practice, "url-malformed"),
		kit.Fires("san-wildcard/public suffix of one label", kit.AltNames(testpki.DNS("*.dk")), "san-wildcard"),
		kit.Quiet("psd2-cabf-orgid-inconsistent/scheme that EN 319 412-1 does not know", kit.As(testpki.PlainQWAC,
			orgID("INTXG-97351842"), func(s *testpki.Spec) {
				s.Set(testpki.CABFOrganizationIdentifier("INT", "XG", "", "97351842"))
			}), "type-plain-qwac", "qc-semantics-orgid"),
		kit.Fires("qc-semantics-orgid/scheme of the whole world in a qualified certificate",
			kit.As(testpki.PlainQWAC, orgID("NTRXG-97351842")), "type-plain-qwac", "qc-semantics-orgid"),
		kit.Fires("qc-semantics-orgid/scheme of the whole world in a qualified EV certificate",
			worldwide(testpki.QEVCPw, "NTR", "97351842"), "psd2-orgid-not-psd", "qc-semantics-orgid:notice", public),
		kit.Fires("qc-semantics-orgid/LEI in an EV certificate",
			worldwide(testpki.QEVCPw, "LEI", "529900FIXTURE0000033"), "psd2-orgid-not-psd",
			"qc-semantics-orgid:warning", public),
		kit.Quiet("qc-semantics-orgid/LEI in a QWAC",
			kit.As(testpki.PlainQWAC, orgID("LEIXG-529900FIXTURE0000033")), "type-plain-qwac"),
	}
}

// worldwide gives a number of a register of the whole world to an EV certificate, in both places.
func worldwide(profile func() testpki.Spec, scheme, reference string) kit.Edit {
	return kit.As(profile, orgID(scheme+"XG-"+reference), func(s *testpki.Spec) {
		s.Set(testpki.CABFOrganizationIdentifier(scheme, "XG", "", reference))
	})
}

// issued sets the beginning to the first day of a month.
func issued(year int, month time.Month) kit.Edit {
	return func(s *testpki.Spec) { s.NotBefore = time.Date(year, month, 1, 0, 0, 0, 0, time.UTC) }
}
