package topic

import (
	"crypto"
	"encoding/asn1"
	"math/big"
	"slices"
	"strings"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
	"qwac/pkg/check"
)

// subjectCases are about names, numbers and signatures of certificates (groups X, L, C, K and S).
func subjectCases() []kit.Case {
	return slices.Concat(attributeCases(), issuerCases(), identifierCases(), signatureFormCases())
}

func attributeCases() []kit.Case {
	org := func(name string) kit.Edit { return attribute(testpki.OIDOrganization, name) }
	return []kit.Case{
		kit.Fires("x509-dn-attribute-duplicate/country",
			addAttribute(testpki.OIDCountry, "SE"), "x509-dn-attribute-duplicate"),
		kit.Fires("x509-dn-attribute-duplicate/common name of a seal",
			kit.As(testpki.QSealC, addAttribute(testpki.OIDCommonName, "Seal")), "type-qsealc",
			"x509-dn-attribute-duplicate"),
		kit.Quiet("x509-dn-attribute-duplicate/units", func(s *testpki.Spec) {
			s.Subject.Add(testpki.OIDOrganizationalUnit, "Payments")
			s.Subject.Add(testpki.OIDOrganizationalUnit, "Accounts")
		}),

		kit.Fires("x509-dn-string-type/T61String",
			text(testpki.OIDOrganization, testpki.T61("Fixture Payments A/S")), "x509-dn-string-type"),
		kit.Fires("x509-dn-string-type/x500UniqueIdentifier as UTF8String",
			addAttribute(asn1.ObjectIdentifier{2, 5, 4, 45}, "1"), "x509-dn-string-type"),
		{Name: "x509-dn-string-type/name of the root", Edit: func(_, intermediate, root *testpki.Spec) {
			text(testpki.OIDOrganization, testpki.T61("Fixture Trust Services ApS"))(root)
		}, Want: []string{"x509-dn-string-type:notice"}},
		kit.Quiet("x509-dn-string-type/PrintableString",
			text(testpki.OIDOrganization, testpki.Printable("Fixture Payments A/S"))),

		kit.Fires("psd2-orgid-string-type/T61String",
			text(testpki.OIDOrganizationIdentifier, testpki.T61(testpki.OrgID)), "psd2-orgid-string-type"),
		kit.Quiet("psd2-orgid-string-type/PrintableString",
			text(testpki.OIDOrganizationIdentifier, testpki.Printable(testpki.OrgID))),

		kit.Fires("x509-dn-multivalued-rdn/two in one",
			func(s *testpki.Spec) { s.Subject.Join(testpki.OIDLocality, "Aarhus") }, "x509-dn-multivalued-rdn"),
		{Name: "x509-dn-multivalued-rdn/name of the root", Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Subject.Join(testpki.OIDLocality, "Aarhus")
		}), Want: []string{"x509-dn-multivalued-rdn"}},
		kit.Quiet("x509-dn-multivalued-rdn/one more", addAttribute(testpki.OIDLocality, "Aarhus")),

		kit.Fires("x509-dn-html-entity/ampersand", org("Fixture &amp; Payments A/S"), "x509-dn-html-entity"),
		kit.Fires("x509-dn-html-entity/number", org("Fixture&#39;s Payments A/S"), "x509-dn-html-entity"),
		kit.Quiet("x509-dn-html-entity/ampersand itself", org("Fixture & Payments; A/S")),

		kit.Fires("x509-dn-control-char/tab", org("Fixture\tPayments A/S"), "x509-dn-control-char"),
		kit.Fires("x509-dn-control-char/mark of direction", org("Fixture \u202ePayments A/S"), "x509-dn-control-char"),
		kit.Fires("x509-dn-control-char/soft hyphen", org("Fix\u00adture Payments A/S"), "x509-dn-control-char"),
		kit.Fires("x509-dn-html-entity/no-break blank at the end", org("Fixture Payments A/S&nbsp;"),
			"x509-dn-html-entity"),
		kit.Quiet("x509-dn-control-char/blank", org("Fixture Payments A/S")),

		kit.Fires("x509-dn-edge-space/behind", org("Fixture Payments A/S "), "x509-dn-edge-space"),
		kit.Quiet("x509-dn-edge-space/inside", org("Fixture  Payments A/S")),

		kit.Fires("subject-attribute-missing/no organisation",
			func(s *testpki.Spec) { s.Subject.Drop(testpki.OIDOrganization) }, "subject-attribute-missing"),
		kit.Fires("subject-attribute-missing/seal", kit.As(testpki.QSealC, func(s *testpki.Spec) {
			s.Subject.Drop(testpki.OIDOrganizationIdentifier)
			s.Subject.Drop(testpki.OIDCommonName)
		}), "type-qsealc", "subject-attribute-missing"),
		kit.Quiet("subject-attribute-missing/QNCP-w",
			kit.As(testpki.QNCPw, func(s *testpki.Spec) {
				s.Subject.Drop(testpki.OIDCommonName)
			}), "chain-public-webpki-root"),

		kit.Fires("subject-o-too-long/65 characters", org(strings.Repeat("ø", 65)), "subject-o-too-long"),
		kit.Quiet("subject-o-too-long/64 characters", org(strings.Repeat("ø", 64))),

		kit.Fires("subject-orgid-equals-o/other case", org(strings.ToLower(testpki.OrgID)), "subject-orgid-equals-o"),
		kit.Fires("subject-orgid-equals-o/seal",
			kit.As(testpki.QSealC, org(testpki.OrgID)), "type-qsealc", "subject-orgid-equals-o"),
		kit.Quiet("subject-orgid-equals-o/unit", addAttribute(testpki.OIDOrganizationalUnit, testpki.OrgID)),
	}
}

func issuerCases() []kit.Case {
	issuer := func(name string, near bool, change kit.Edit, want ...string) kit.Case {
		return kit.Case{Name: name, Near: near, Edit: kit.CaOnly(change), Want: want}
	}
	long := kit.Case{Name: "chain-too-long/six", Files: longChain(4), Want: []string{"chain-too-long"}}
	return []kit.Case{
		issuer("chain-issuer-dn-incomplete/no common name",
			false, func(s *testpki.Spec) { s.Subject.Drop(testpki.OIDCommonName) }, "chain-issuer-dn-incomplete"),
		issuer("chain-issuer-dn-incomplete/no identifier",
			true, func(s *testpki.Spec) { s.Subject.Drop(testpki.OIDOrganizationIdentifier) }),

		issuer("chain-issuer-country-not-eea/Switzerland",
			false, func(s *testpki.Spec) { s.Subject.Set(testpki.OIDCountry, "CH") }, "chain-issuer-country-not-eea"),
		issuer("chain-issuer-country-not-eea/Norway",
			true, func(s *testpki.Spec) { s.Subject.Set(testpki.OIDCountry, "NO") }),

		issuer("chain-issuer-organization-identifier/name", false, func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDOrganizationIdentifier, s.Subject.Get(testpki.OIDOrganization))
		}, "chain-issuer-organization-identifier"),
		issuer("chain-issuer-organization-identifier/number", true, func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDOrganizationIdentifier, "NTRDK-98240617")
		}),

		long,
		{Name: "chain-too-long/five", Near: true, Files: longChain(3)},

		issuer("chain-eku-nesting-serverauth/clientAuth only",
			false, func(s *testpki.Spec) {
				s.Set(testpki.ExtKeyUsage(testpki.OIDClientAuth))
			}, "chain-eku-nesting-serverauth"),
		issuer("chain-eku-nesting-serverauth/any purpose",
			true, func(s *testpki.Spec) { s.Set(testpki.ExtKeyUsage(testpki.OIDAnyExtKeyUsage)) }),
		{Name: "chain-eku-nesting-serverauth/CA of seals", Near: true,
			Edit: func(leaf, intermediate, _ *testpki.Spec) {
				*leaf = testpki.QSealC()
				intermediate.Set(testpki.ExtKeyUsage(testpki.OIDClientAuth))
			}, Want: []string{"type-qsealc"}},
	}
}

// longChain is one file of a chain with so many intermediates.
func longChain(intermediates int) func(testpki.Chain) []kit.Input {
	return func(c testpki.Chain) []kit.Input {
		certs := []testpki.Cert{c.Root}
		for i := range intermediates {
			s := testpki.IssuingCA()
			s.Key.Name = "issuing " + string(rune('a'+i))
			s.Subject.Set(testpki.OIDCommonName, "Fixture Trust CA "+string(rune('A'+i)))
			s.Set(testpki.BasicConstraints(true, -1))
			certs = append(certs, testpki.Issue(s, &certs[i]))
		}
		certs = append(certs, testpki.Issue(testpki.PSD2QWAC(), &certs[intermediates]))
		slices.Reverse(certs)
		return []kit.Input{{Name: "chain.pem", Data: testpki.PEM(certs...)}}
	}
}

func identifierCases() []kit.Case {
	repeated := func(scheme, country, state, reference string) kit.Edit {
		return kit.As(testpki.QEVCPw, func(s *testpki.Spec) {
			s.Set(testpki.CABFOrganizationIdentifier(scheme, country, state, reference))
		})
	}
	beside := func(name string, near bool, seal kit.Edit, want ...string) kit.Case {
		return kit.Case{Name: name, Near: near, Options: check.Options{Seal: certificate(kit.As(testpki.QSealC, seal))},
			Want: want}
	}
	before := func(name string, near bool, old kit.Edit, want ...string) kit.Case {
		return kit.Case{Name: name, Near: near, Options: check.Options{Previous: certificate(old)}, Want: want}
	}
	otherKey := func(s *testpki.Spec) { s.Key.Name = "older leaf" }
	return []kit.Case{
		kit.Fires("psd2-cabf-orgid-missing/QEVCP-w",
			kit.As(testpki.QEVCPw, func(s *testpki.Spec) {
				s.Drop(testpki.OIDCABFOrganizationIdentifier)
			}), "psd2-cabf-orgid-missing", "chain-public-webpki-root"),
		kit.Quiet("psd2-cabf-orgid-missing/QNCP-w", kit.As(testpki.QNCPw), "chain-public-webpki-root"),

		kit.Fires("psd2-cabf-orgid-inconsistent/other number",
			repeated("PSD", "DK", "", "DFSA-97351843"), "psd2-cabf-orgid-inconsistent", "chain-public-webpki-root"),
		kit.Fires("psd2-cabf-orgid-inconsistent/other scheme",
			repeated("VAT", "DK", "", "97351842"), "psd2-cabf-orgid-inconsistent", "chain-public-webpki-root"),
		kit.Fires("psd2-cabf-orgid-inconsistent/without the authority",
			repeated("PSD", "DK", "", "97351842"), "psd2-cabf-orgid-inconsistent:warning", "chain-public-webpki-root"),
		kit.Fires("psd2-cabf-orgid-inconsistent/other country",
			repeated("PSD", "SE", "", "DFSA-97351842"), "psd2-cabf-orgid-inconsistent", "chain-public-webpki-root"),
		kit.Quiet("psd2-cabf-orgid-inconsistent/GR beside EL", kit.As(testpki.QEVCPw, orgID("VATEL-094014201"),
			func(s *testpki.Spec) { s.Set(testpki.CABFOrganizationIdentifier("VAT", "GR", "", "094014201")) }),
			"psd2-orgid-not-psd", "chain-public-webpki-root"),
		kit.Quiet("psd2-cabf-orgid-inconsistent/the same", kit.As(testpki.QEVCPw), "chain-public-webpki-root"),

		kit.Fires("psd2-cabf-orgid-state-is-nca/authority",
			repeated("PSD", "DK", "DFSA", "97351842"), "psd2-cabf-orgid-state-is-nca", "chain-public-webpki-root"),
		kit.Fires("x509-dn-attribute-duplicate/two towns by the browsers' rules", kit.As(testpki.PlainTLS,
			addAttribute(testpki.OIDLocality, "Randers")),
			"type-plain-tls", "x509-dn-attribute-duplicate"),
		kit.Quiet("x509-dn-attribute-duplicate/two towns by ETSI alone", twoTowns),
		kit.Quiet("x509-dn-attribute-duplicate/two units by the browsers' rules", kit.As(testpki.PlainTLS,
			func(s *testpki.Spec) {
				s.Subject.Add(testpki.OIDOrganizationalUnit, "a")
				s.Subject.Add(testpki.OIDOrganizationalUnit, "b")
			}), "type-plain-tls", "subject-ov-attributes"),
		kit.Fires("qc-semantics-orgid/scheme of an EV certificate that is not qualified", kit.As(testpki.PlainTLS,
			kit.Policies(testpki.OIDCABFEV), func(s *testpki.Spec) {
				s.Subject.Add(testpki.OIDOrganizationIdentifier, "ABCDK-97351842")
			}), "type-plain-tls", "qc-semantics-orgid", "psd2-cabf-orgid-missing", "subject-ev-attributes"),
		kit.Fires("subject-mojibake/town with a lost letter", func(s *testpki.Spec) {
			s.Subject.Add(testpki.OIDLocality, "K\ufffdge")
		}, "subject-mojibake"),
		kit.Fires("subject-mojibake/of a seal", kit.As(testpki.QSealC, func(s *testpki.Spec) {
			s.Subject.Set(testpki.OIDCommonName, "K\ufffdge Seal")
		}), "type-qsealc", "subject-mojibake"),
		kit.Quiet("subject-mojibake/town with all its letters", func(s *testpki.Spec) {
			s.Subject.Add(testpki.OIDLocality, "K\u00f8ge")
		}),
		kit.Quiet("psd2-cabf-orgid-state-is-nca/region",
			repeated("PSD", "DK", "Midtjylland", "DFSA-97351842"), "psd2-cabf-orgid-inconsistent",
			"chain-public-webpki-root"),

		kit.Fires("psd2-ncaname-length/257 letters",
			nca("DK-DFSA", strings.Repeat("é", 257)), "psd2-ncaname-length", "psd2-ncaname-unexpected"),
		kit.Quiet("psd2-ncaname-length/256 letters", nca("DK-DFSA", strings.Repeat("é", 256)),
			"psd2-ncaname-unexpected"),
		kit.Fires("psd2-ncaname-not-latin/Greek",
			nca("GR-BOG", "Τράπεζα της Ελλάδος"), "psd2-orgid-ncaid-country-mismatch", "psd2-ncaname-not-latin",
			"psd2-subject-country-mismatch"),
		kit.Fires("psd2-ncaname-not-latin/one Cyrillic letter",
			nca("DK-DFSA", "Danish Financial Supervisory Аuthority"), "psd2-ncaname-not-latin"),
		kit.Fires("psd2-ncaname-not-latin/of an authority that only examples have",
			then(provider("ES", "BDE"), nca("ES-BDE", "Банко де Эспанья")), "psd2-ncaname-not-latin",
			"psd2-ncaid-not-on-eba-list"),
		kit.Quiet("psd2-ncaname-not-latin/Czech",
			nca("CZ-CNB", "Česká národní banka"), "psd2-orgid-ncaid-country-mismatch", "psd2-subject-country-mismatch",
			"psd2-ncaname-unexpected"),
		kit.Fires("psd2-ncaname-unexpected/in Danish", nca("DK-DFSA", "Finanstilsynet"), "psd2-ncaname-unexpected"),
		kit.Quiet("psd2-ncaname-unexpected/with an article",
			nca("DK-DFSA", "The Danish Financial Supervisory Authority")),

		kit.Fires("psd2-role-newer-than-edition/in March",
			issuedIn(2026, 3, roles("PSP_AI", "VOP_RS")), "psd2-role-newer-than-edition",
			"role-not-offered-in-certificate"),
		kit.Quiet("psd2-role-newer-than-edition/in April",
			issuedIn(2026, 4, roles("PSP_AI", "VOP_RS")), "role-not-offered-in-certificate"),
		kit.Fires("psd2-semantics-legal-missing/left out",
			dropStatement(testpki.OIDQcSyntaxV2), "psd2-semantics-legal-missing"),
		kit.Quiet("psd2-semantics-legal-missing/VAT number",
			kit.As(testpki.PlainQWAC, psd2(nil), dropStatement(testpki.OIDQcSyntaxV2)), "psd2-orgid-not-psd",
			"chain-public-webpki-root"),

		beside("type-pair-roles-differ/roles", false, roles("PSP_AI"), "type-pair-roles-differ"),
		beside("type-pair-roles-differ/number", false, orgID("PSDDK-DFSA-97351843"), "type-pair-roles-differ"),
		beside("type-pair-roles-differ/seal without PSD2", true, dropStatement(testpki.OIDPSD2)),

		before("renewal-same-key/same",
			false, func(s *testpki.Spec) { s.NotAfter = s.NotAfter.AddDate(0, 0, -1) }, "renewal-same-key"),
		before("renewal-same-key/other", true, otherKey),
		before("renewal-same-certificate/one bit of the serial number", true, func(s *testpki.Spec) {
			s.Serial = new(big.Int).SetBit(testpki.Clean().Leaf.X509().SerialNumber, 0,
				1-testpki.Clean().Leaf.X509().SerialNumber.Bit(0))
		}, "renewal-same-key"),
		before("renewal-overlap/gap", false, func(s *testpki.Spec) {
			otherKey(s)
			s.NotBefore, s.NotAfter = s.NotBefore.AddDate(-1, 0, 0), s.NotBefore.AddDate(0, 0, -1)
		}, "renewal-overlap"),
		before("renewal-overlap/one day", true, func(s *testpki.Spec) {
			otherKey(s)
			s.NotBefore, s.NotAfter = s.NotBefore.AddDate(-1, 0, 0), s.NotBefore.AddDate(0, 0, 1)
		}),
		before("renewal-issuer-changed/other CA", false, func(s *testpki.Spec) {
			otherKey(s)
			s.Issuer = kit.InDenmark()
		}, "renewal-issuer-changed"),
		before("renewal-issuer-changed/same CA", true, otherKey),
	}
}

func signatureFormCases() []kit.Case {
	alg := func(der []byte) kit.Edit { return func(s *testpki.Spec) { s.InnerAlg, s.OuterAlg = der, der } }
	ecdsa := func(name string, near bool, key testpki.KeyAlg, hash crypto.Hash, want ...string) kit.Case {
		return kit.Case{Name: name, Near: near, Want: want, Edit: func(leaf, intermediate, _ *testpki.Spec) {
			*leaf = testpki.QNCPw()
			intermediate.Key.Alg, leaf.Sign.Hash = key, hash
		}}
	}
	return []kit.Case{
		{Name: "sig-pss-parameters/salt of 20 octets",
			Edit: kit.SignedBy(testpki.RSA2048, testpki.SigAlg{PSS: true, Salt: 20}),
			Want: []string{"chain-verify-refused:warning", "sig-pss-parameters"}},
		kit.Fires("sig-pss-parameters/two hashes",
			alg(testpki.PSSIdentifier(crypto.SHA256, crypto.SHA512, 32)), "chain-signature-invalid",
			"sig-pss-parameters"),
		{Name: "sig-pss-parameters/salt of the hash", Near: true,
			Edit: kit.SignedBy(testpki.RSA2048, testpki.SigAlg{PSS: true})},

		{Name: "sig-rsa-params/left out",
			Edit: kit.SignedBy(testpki.RSA2048, testpki.SigAlg{Bare: true}), Want: []string{"sig-rsa-params"}},
		{Name: "sig-rsa-params/NULL", Near: true, Edit: kit.SignedBy(testpki.RSA2048, testpki.SigAlg{})},

		{Name: "sig-algorithm-unlisted/Ed25519",
			Edit: kit.CaKey(testpki.Ed25519), Want: []string{"sig-algorithm-unlisted", "key-ed25519"}},
		{Name: "sig-algorithm-unlisted/SHA-512", Near: true,
			Edit: kit.LeafOnly(func(s *testpki.Spec) { s.Sign.Hash = crypto.SHA512 })},

		ecdsa("sig-ecdsa-hash-mismatch/P-384 with SHA-256", false, testpki.P384, crypto.SHA256,
			"sig-ecdsa-hash-mismatch", "chain-public-webpki-root"),
		ecdsa("sig-ecdsa-hash-mismatch/P-384 with SHA-384", true, testpki.P384, crypto.SHA384,
			"chain-public-webpki-root"),

		kit.Fires("x509-serial-low-entropy/32 bits",
			func(s *testpki.Spec) { s.Serial = big.NewInt(1 << 31) }, "x509-serial-low-entropy"),
		kit.Quiet("x509-serial-low-entropy/63 bits", func(s *testpki.Spec) { s.Serial = big.NewInt(1 << 62) }),

		kit.Fires("x509-unique-id-present/subject",
			func(s *testpki.Spec) { s.SubjectUniqueID = []byte{1} }, "x509-unique-id-present"),
		{Name: "x509-unique-id-present/CA",
			Edit: kit.CaOnly(func(s *testpki.Spec) {
				s.IssuerUniqueID = []byte{1}
			}), Want: []string{"x509-unique-id-present"}},
		{Name: "x509-unique-id-present/none", Near: true},

		{Name: "chain-root-weak-self-signature/SHA-1",
			Edit: kit.RootOnly(func(s *testpki.Spec) {
				s.Sign.Hash = crypto.SHA1
			}), Want: []string{"chain-root-weak-self-signature"}},
		{Name: "chain-root-weak-self-signature/SHA-512", Near: true,
			Edit: kit.RootOnly(func(s *testpki.Spec) { s.Sign.Hash = crypto.SHA512 })},
	}
}

func twoTowns(s *testpki.Spec) {
	s.Subject.Add(testpki.OIDLocality, "Aarhus")
	s.Subject.Add(testpki.OIDLocality, "Odense")
}
