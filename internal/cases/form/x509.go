package form

import (
	"bytes"
	"encoding/asn1"
	"math/big"
	"slices"
	"time"

	"qwac/internal/cases/kit"
	"qwac/internal/testpki"
)

// x509Cases change the structure of one certificate (group X, and A08).
func x509Cases() []kit.Case {
	return slices.Concat(x509NumberCases(), x509ExtensionCases(), x509NameCases(), x509TimeCases(), x509FormCases())
}

// x509NumberCases change fields other than extensions.
func x509NumberCases() []kit.Case {
	return []kit.Case{
		{Name: "x509-parse-failed/no time in notAfter", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.NotAfterDER = testpki.Null()
		}), Want: []string{"x509-parse-failed"}},
		{Name: "x509-parse-failed/something behind notAfter", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.NotAfterDER = append(testpki.UTCTime(s.NotAfter), testpki.Null()...)
		}), Want: []string{"x509-parse-failed"}},
		{Name: "x509-parse-failed/something behind a value in a name", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Subject.Add(testpki.OIDLocality, "Odense\x05\x00")
			s.TBS = func(tbs []byte) []byte {
				return bytes.Replace(tbs, []byte("\x0c\x08Odense\x05\x00"), []byte("\x0c\x06Odense\x05\x00"), 1)
			}
		}), Want: []string{"x509-parse-failed"}},
		{Name: "x509-parse-failed/something else", Files: instead(2, labelled("CERTIFICATE")),
			Want: []string{"x509-parse-failed"}},
		{Name: "x509-parse-failed/GeneralizedTime before 2050", Near: true, Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.NotAfterDER = testpki.GeneralizedTime(s.NotAfter)
		}), Want: []string{"x509-time-encoding:warning"}},
		{Name: "x509-parse-failed/what only Go refuses", Near: true,
			Edit: organization(testpki.Printable("Fixture @ Payments")), Want: []string{"x509-go-unparseable"}},

		{Name: "x509-go-unparseable/PrintableString with at sign",
			Edit: organization(testpki.Printable("Fixture @ Payments")), Want: []string{"x509-go-unparseable"}},
		{Name: "x509-go-unparseable/authorityInfoAccess is critical", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.SetCritical(testpki.OIDAuthorityInfoAccess, true)
		}), Want: []string{"x509-go-unparseable", "aia-critical"}},
		{Name: "x509-go-unparseable/great number in a purpose", Edit: greatNumber(func(s *testpki.Spec) {
			s.Set(testpki.ExtKeyUsage(kit.OIDUnheard, testpki.OIDClientAuth))
		}), Want: []string{"x509-go-unparseable", "leaf-eku-serverauth-missing"}},
		{Name: "x509-go-unparseable/great number in the subject", Edit: greatNumber(func(s *testpki.Spec) {
			s.Subject.Add(kit.OIDUnheard, "fixture")
		}), Want: []string{"x509-go-unparseable"}},
		{Name: "x509-go-unparseable/great number in an extension", Edit: greatNumber(unheard(false)),
			Want: []string{"x509-go-unparseable"}},
		{Name: "x509-go-unparseable/great number in a policy", Near: true, Edit: greatNumber(func(s *testpki.Spec) {
			s.Set(testpki.Policies(testpki.OIDQNCPwGen, testpki.OIDPSD2Policy, kit.OIDUnheard))
		})},
		{Name: "x509-unknown-critical-extension/great number", Edit: greatNumber(unheard(true)),
			Want: []string{"x509-unknown-critical-extension", "x509-go-unparseable"}},
		{Name: "x509-go-unparseable/UTF8String with at sign", Near: true,
			Edit: organization(testpki.UTF8("Fixture @ Payments"))},
		{Name: "x509-go-unparseable/cause with a rule of its own", Near: true, Edit: serial(big.NewInt(-7)),
			Want: []string{"x509-serial-not-positive"}},

		{Name: "x509-version-not-3/4", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Version = 4
		}), Want: []string{"x509-version-not-3"}},
		{Name: "x509-version-not-3/root of version 1", Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Version, s.Extensions = 1, nil
		}), Want: []string{"x509-version-not-3"}},
		{Name: "x509-version-not-3/CA beside the path", Files: withOtherCA(func(s *testpki.Spec) {
			s.Version = 4
		}), Want: []string{"x509-version-not-3", "chain-extra-certificate"}},
		{Name: "x509-version-not-3/root without extensions", Near: true, Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Extensions = nil
		}), Want: []string{"chain-ca-basic-constraints-missing", "chain-ca-ski-missing", "chain-ca-keyusage-absent"}},

		{Name: "x509-serial-not-positive/0", Edit: serial(big.NewInt(0)), Want: []string{"x509-serial-not-positive"}},
		{Name: "x509-serial-not-positive/-1", Edit: serial(big.NewInt(-1)), Want: []string{"x509-serial-not-positive"}},
		{Name: "x509-serial-not-positive/root of 0", Edit: kit.RootOnly(func(s *testpki.Spec) {
			s.Serial = new(big.Int)
		}), Want: []string{"x509-serial-not-positive:notice"}},
		{Name: "x509-serial-not-positive/root of 0 that has its name in two string types",
			Edit: kit.RootOnly(func(s *testpki.Spec) {
				s.Serial = new(big.Int)
				printableSelf(s)
			}), Want: []string{"x509-serial-not-positive:notice"}},
		{Name: "x509-serial-not-positive/leaf of 0 issued by itself", Files: selfSigned(func(s *testpki.Spec) {
			s.Serial = new(big.Int)
		}), Want: []string{"x509-serial-not-positive", "leaf-self-signed"}},
		{Name: "x509-serial-not-positive/CA beside the path", Files: withOtherCA(func(s *testpki.Spec) {
			s.Serial = big.NewInt(-1)
		}), Want: []string{"x509-serial-not-positive", "chain-extra-certificate"}},
		{Name: "x509-serial-not-positive/1", Near: true, Edit: serial(big.NewInt(1)),
			Want: []string{"x509-serial-low-entropy"}},

		{Name: "x509-serial-too-long/21 octets", Edit: serial(power(2, 159)), Want: []string{"x509-serial-too-long"}},
		{Name: "x509-serial-too-long/20 octets", Near: true,
			Edit: serial(new(big.Int).Sub(power(2, 159), big.NewInt(1)))},

		{Name: "x509-sigalg-inner-outer-differ/SHA-384 inside", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.InnerAlg = ecdsaWith(3)
		}), Want: []string{"x509-sigalg-inner-outer-differ"}},
		{Name: "x509-sigalg-inner-outer-differ/NULL parameters outside", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.OuterAlg = ecdsaWith(2, testpki.Null())
		}), Want: []string{"x509-sigalg-inner-outer-differ"}},
		{Name: "x509-sigalg-inner-outer-differ/CA beside the path", Files: withOtherCA(func(s *testpki.Spec) {
			s.InnerAlg = ecdsaWith(3)
		}), Want: []string{"x509-sigalg-inner-outer-differ", "chain-extra-certificate"}},
		{Name: "x509-sigalg-inner-outer-differ/NULL parameters in both", Near: true,
			Edit: kit.LeafOnly(func(s *testpki.Spec) {
				s.InnerAlg, s.OuterAlg = ecdsaWith(2, testpki.Null()), ecdsaWith(2, testpki.Null())
			})},

		{Name: "x509-validity-inverted/begin and end exchanged", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.NotBefore, s.NotAfter = s.NotAfter, s.NotBefore
		}), Want: []string{"x509-validity-inverted"}},
		{Name: "x509-validity-inverted/end in 2050, with two digits for the year",
			Edit: kit.LeafOnly(func(s *testpki.Spec) { s.NotAfterDER = testpki.TLV(23, []byte("500101000000Z")) }),
			Want: []string{"x509-validity-inverted"}},
		{Name: "validity-expired/both in the fifties, with two digits for the year",
			Edit: kit.LeafOnly(func(s *testpki.Spec) {
				s.NotBeforeDER = testpki.TLV(23, []byte("500101000000Z"))
				s.NotAfterDER = testpki.TLV(23, []byte("510101000000Z"))
			}), Want: []string{"validity-expired"}},
		{Name: "validity-expired/in 1999", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.NotBeforeDER = testpki.TLV(23, []byte("980901000000Z"))
			s.NotAfterDER = testpki.TLV(23, []byte("990901000000Z"))
		}), Want: []string{"validity-expired"}},
		{Name: "x509-validity-inverted/one second", Near: true, Edit: validity(kit.At(), kit.At()),
			Want: []string{"validity-expiring-soon", "validity-too-short"}},

		{Name: "x509-dn-empty-issuer/leaf", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Issuer = testpki.Name{}
		}), Want: []string{"x509-dn-empty-issuer"}},
		{Name: "x509-dn-empty-issuer/CA without a name", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Subject = testpki.Name{}
		}), Want: []string{"x509-dn-empty-issuer"}},
		{Name: "x509-dn-empty-issuer/one attribute", Near: true, Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Subject.Drop(testpki.OIDCountry, testpki.OIDOrganization, testpki.OIDOrganizationIdentifier)
		}), Want: []string{"chain-issuer-dn-incomplete"}},
	}
}

// x509ExtensionCases change the list of extensions.
func x509ExtensionCases() []kit.Case {
	return []kit.Case{
		{Name: "x509-duplicate-extension/subjectAltName", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Add(testpki.SubjectAltName(testpki.DNS(testpki.Host)))
		}), Want: []string{"x509-duplicate-extension"}},
		{Name: "x509-duplicate-extension/CA beside the path", Files: withOtherCA(func(s *testpki.Spec) {
			s.Add(testpki.KeyUsage(1))
		}), Want: []string{"x509-duplicate-extension", "chain-extra-certificate"}},
		{Name: "x509-duplicate-extension/CA of the seal beside", Near: true, Files: func(c testpki.Chain) []kit.Input {
			ca := kit.OtherCA(c, func(s *testpki.Spec) { s.Add(testpki.KeyUsage(1)) })
			return []kit.Input{{Name: "chain.pem", Data: testpki.PEM(c.Leaf, c.Intermediate, c.Root,
				testpki.Issue(testpki.QSealC(), &ca), ca)}}
		}, Want: []string{"chain-multiple-leaves"}},
		{Name: "x509-duplicate-extension/two names in one", Near: true, Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Set(testpki.SubjectAltName(testpki.DNS(testpki.Host), testpki.DNS(testpki.Host)))
		})},

		{Name: "x509-unknown-critical-extension/leaf", Edit: kit.LeafOnly(unheard(true)),
			Want: []string{"x509-unknown-critical-extension"}},
		{Name: "x509-unknown-critical-extension/CA", Edit: kit.CaOnly(unheard(true)),
			Want: []string{"x509-unknown-critical-extension"}},
		{Name: "x509-unknown-critical-extension/qcStatements in a CA", Edit: kit.CaOnly(criticalStatements),
			Want: []string{"x509-unknown-critical-extension"}},
		{Name: "x509-unknown-critical-extension/qcStatements in a root", Edit: kit.RootOnly(criticalStatements),
			Want: []string{"x509-unknown-critical-extension"}},
		{Name: "x509-unknown-critical-extension/poison in a CA", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Add(testpki.CTPoison())
		}), Want: []string{"x509-unknown-critical-extension"}},
		{Name: "x509-unknown-critical-extension/poison in a CA whose name is folded",
			Edit: both(printableIssuer, kit.CaOnly(func(s *testpki.Spec) {
				s.Add(testpki.CTPoison())
			})), Want: []string{"x509-unknown-critical-extension", "chain-name-encoding-differs"}},
		{Name: "x509-unknown-critical-extension/qcStatements in the leaf", Near: true,
			Edit: kit.LeafOnly(func(s *testpki.Spec) {
				s.SetCritical(testpki.OIDQcStatements, true)
			}), Want: []string{"qc-statements-critical"}},
		{Name: "x509-unknown-critical-extension/not critical", Near: true, Edit: kit.LeafOnly(unheard(false))},
		{Name: "x509-unknown-critical-extension/policyConstraints", Near: true, Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Add(testpki.PolicyConstraints(0, -1))
		})},
		{Name: "x509-unknown-critical-extension/inhibitAnyPolicy", Near: true, Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Add(testpki.InhibitAnyPolicy(1))
		})},

		{Name: "x509-precertificate/poison", Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Add(testpki.CTPoison())
		}), Want: []string{"x509-precertificate"}},
		{Name: "x509-precertificate/timestamps of logs", Near: true, Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Add(testpki.SCTList(s.NotBefore, s.NotBefore.Add(time.Second)))
		})},

		{Name: "revocation-norevavail-in-ca/intermediate", Edit: kit.CaOnly(func(s *testpki.Spec) {
			s.Add(testpki.NoRevAvail())
		}), Want: []string{"revocation-norevavail-in-ca"}},
		{Name: "revocation-norevavail-in-ca/leaf", Near: true, Edit: kit.LeafOnly(func(s *testpki.Spec) {
			s.Add(testpki.NoRevAvail())
		})},
	}
}

// greatNumber edits the leaf and puts 2.25.<2^56+1>, which is as long, wherever it has OIDUnheard.
func greatNumber(change kit.Edit) func(leaf, intermediate, root *testpki.Spec) {
	return kit.LeafOnly(func(s *testpki.Spec) {
		change(s)
		s.TBS = func(tbs []byte) []byte { return bytes.ReplaceAll(tbs, testpki.ObjectID(kit.OIDUnheard), greatID()) }
	})
}

// criticalStatements puts qcStatements into a CA, and has them critical.
func criticalStatements(s *testpki.Spec) {
	e := testpki.QcStatements(testpki.QcCompliance())
	e.Critical = true
	s.Add(e)
}

func serial(n *big.Int) func(leaf, intermediate, root *testpki.Spec) {
	return kit.LeafOnly(func(s *testpki.Spec) { s.Serial = n })
}

// ecdsaWith is the identifier of ECDSA with a SHA-2: 2 is SHA-256, 3 is SHA-384 (RFC 5758, section 3.2).
func ecdsaWith(hash int, parameters ...[]byte) []byte {
	id := testpki.ObjectID(asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, hash})
	return testpki.Seq(append([][]byte{id}, parameters...)...)
}

func unheard(critical bool) func(*testpki.Spec) {
	return func(s *testpki.Spec) {
		s.Add(testpki.Extension{OID: kit.OIDUnheard, Critical: critical, Value: testpki.Null()})
	}
}
