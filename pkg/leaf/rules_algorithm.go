package leaf

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"qwac/pkg/ber"
	"qwac/pkg/eidas"
	"qwac/pkg/lint"
)

// RuleTooLong is the rule on long chains.
var RuleTooLong = lint.Meta{
	ID: "chain-too-long", Code: "C44", Severity: lint.Notice, Source: eidas.Inference(),
	Title: "a long chain",
	Means: "A chain usually has three certificates: yours, the intermediate and the root. This one has " +
		"more than five.",
	Why:   "Many bank gateways stop after a number of certificates, often between three and ten.",
	Wrong: "6 certificates",
	Right: "3 certificates",
	Fix:   "Ask the QTSP for a shorter chain, if the bank refuses this one.",
	See:   lint.SeeBlocks,
}

// RuleNestingServerAuth is the rule on CAs that may not issue for servers.
var RuleNestingServerAuth = lint.Meta{
	ID: "chain-eku-nesting-serverauth", Code: "C40", Severity: lint.Warning, Source: br("7.1.2.10.6"),
	Title: "a CA whose extended key usage leaves serverAuth out",
	Means: "Extended key usage says for what a certificate may be used: serverAuth is for a server, " +
		"such as a website. A QWAC has it. The CA that issued it has a list without serverAuth.",
	Why: "Much software takes the list of a CA as a limit for all certificates below it. For that " +
		"software yours is not one for websites.",
	Wrong: "CA: TLS Web Client Authentication",
	Right: "CA: TLS Web Server Authentication, TLS Web Client Authentication",
	Fix:   "Ask the QTSP whether this is the right CA certificate for the leaf.",
	Ask: "extKeyUsage of the CA that issued our certificate lacks serverAuth (CA/Browser Forum Baseline " +
		"Requirements, 7.1.2.10.6). Please tell us whether it is the right CA certificate for it.",
	See: lint.SeeEveryPurpose,
}

// algorithmRules judge how the leaf is signed and numbered (groups K and X), and what its CAs may do (group C).
var algorithmRules = []*lint.Rule[*eidas.Subject]{
	{
		Meta: &lint.Meta{
			ID: "sig-pss-parameters", Code: "K14", Severity: lint.Warning,
			Source: lint.Clause{Document: "TS 119 312", Section: "7.3"},
			Title:  "unusual parameters of RSASSA-PSS",
			Means: "RSASSA-PSS is a way to sign with RSA. It has settings: a hash function, a second one for " +
				"the mask, and the length of a random part, the salt. Usually both hash functions are the same and " +
				"the salt is as long as the hash. Here they are not.",
			Why:   "Other settings are legal, but much software, Go among it, does not verify them.",
			Wrong: "SHA-256 with a salt of 20 bytes",
			Right: "SHA-256 with a salt of 32 bytes",
			Fix:   "Ask the QTSP for a signature with one hash for both and a salt of its length.",
			Ask: "The RSASSA-PSS parameters in signatureAlgorithm of our certificate are unusual. Please " +
				"re-issue it with one hash function for both, and a salt of its length (ETSI TS 119 312, 7.3).",
			See: lint.SeeSignature,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			id, params := signatureAlgorithm(s.Leaf.Raw)
			if id.Equal(oidRSASSAPSS) {
				if fault := pssFault(params); fault != "" {
					p.Reportf(s.Where("signatureAlgorithm"), "RSASSA-PSS: %s", fault)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "sig-algorithm-unlisted", Code: "K15", Severity: lint.Warning,
			Source: lint.Clause{Document: "EN 319 412-2", Section: "GEN-4.2.2-1"},
			Title:  "a signature algorithm that TS 119 312 does not list",
			Means: "The issuer signs the certificate with an algorithm. ETSI TS 119 312 lists the algorithms " +
				"that European issuers should use, such as RSA and ECDSA with SHA-256. This one is not on the list.",
			Why:   "Bank software may not know the algorithm, and then cannot verify the certificate.",
			Wrong: "ED25519",
			Right: "ecdsa-with-SHA256",
			Fix:   "Ask the QTSP for a signature with ECDSA or RSA and a hash of the SHA-2 family.",
			Ask: "The signatureAlgorithm of our certificate is not listed in ETSI TS 119 312 (ETSI EN 319 " +
				"412-2, GEN-4.2.2-1). Please re-issue the certificate with a listed algorithm.",
			See: lint.SeeSignature,
		},
		Applies: func(s *eidas.Subject) bool { return s.Leaf != nil },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			// MD5 and SHA-1 are chain-weak-signature-hash.
			id, _ := signatureAlgorithm(s.Leaf.Raw)
			if id != nil && !slices.Contains(listedSignatures, id.String()) &&
				!slices.Contains(weakSignatures, s.Leaf.SignatureAlgorithm) {
				p.Reportf(s.Where("signatureAlgorithm"), "the signature algorithm is %s, want one of TS 119 312, such "+
					"as ECDSA or RSA with SHA-256", id)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "sig-ecdsa-hash-mismatch", Code: "K16", Severity: lint.Notice, Source: br("7.1.3.2.2"),
			Title: "hash and curve of the issuer do not fit",
			Means: "The issuer signs with an elliptic-curve key and a hash function, which shortens the data to " +
				"be signed. The browsers' rules want SHA-256 with a P-256 key, SHA-384 with P-384 and SHA-512 with " +
				"P-521. Here it is another pair.",
			Why:   "Software verifies other pairs too, so this hardly ever stops an upload.",
			Wrong: "ecdsa-with-SHA256 by a P-384 key",
			Right: "ecdsa-with-SHA384 by a P-384 key",
			Fix:   "Nothing to do.",
			See: "openssl storeutl -certs -noout -text chain.pem | grep -e 'Signature Algorithm' -e 'NIST " +
				"CURVE'",
		},
		Applies: func(s *eidas.Subject) bool { return s.Browser() && len(s.Path()) > 1 },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			key, ok := s.Path()[1].PublicKey.(*ecdsa.PublicKey)
			if !ok {
				return
			}
			curve, alg := key.Params().Name, s.Leaf.SignatureAlgorithm
			for _, pair := range curveHashes {
				if pair.curve == curve && alg != pair.alg &&
					slices.ContainsFunc(curveHashes[:], func(o curveHash) bool {
						return o.alg == alg
					}) {
					p.Reportf(s.Where("signatureAlgorithm"),
						"the signature is %s, the key of the issuer on %s, want %s", alg, curve, pair.alg)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-serial-low-entropy", Code: "X06", Severity: lint.Warning, Source: br("7.1.2.7"),
			Title: "a serial number that can be guessed",
			Means: "The issuer gives each certificate a serial number. It should hold at least 64 random bits, " +
				"so that nobody can guess the next one. This number is too short to hold them.",
			Why:   "Whoever can guess the next serial number can prepare a forgery where a hash function is weak.",
			Wrong: "serialNumber 1A:2B:3C:4D (32 bits)",
			Right: "serialNumber 6B:1F:09:C4:55:E2:70:3D:18:A6 (80 bits)",
			Fix:   "Tell the QTSP; there is nothing for you to mend.",
			See:   lint.SeeSerial,
		},
		// Zero and below are x509-serial-not-positive. Of 64 random bits one in 256 numbers has 56 or fewer: only those
		// are named.
		Applies: func(s *eidas.Subject) bool { return s.Website() && s.Leaf.SerialNumber.Sign() > 0 },
		Check: func(p *lint.Pass, s *eidas.Subject) {
			if bits := s.Leaf.SerialNumber.BitLen(); bits <= 56 {
				p.Reportf(s.Where("serialNumber"), "the serial number has %d bits, want 64 or more", bits)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "x509-unique-id-present", Code: "X09", Severity: lint.Warning,
			Source: lint.Clause{Document: "RFC 5280", Section: "4.1.2.8"},
			Title:  "a unique identifier of 1993",
			Means: "An old version of the format had numbers to tell two holders of the same name apart: " +
				"issuerUniqueID and subjectUniqueID. RFC 5280 says that issuers must not use them.",
			Why:   "Little software has ever met these fields, and some of it may not read the certificate.",
			Wrong: "subjectUniqueID 07",
			Right: "no issuerUniqueID and no subjectUniqueID",
			Fix:   "Ask the QTSP to leave it out at the next re-issue.",
			Ask: "Our certificate has issuerUniqueID or subjectUniqueID. Please re-issue it without these " +
				"fields (RFC 5280, section 4.1.2.8).",
			See: lint.SeeAll,
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for i, c := range s.Path() {
				for _, field := range uniqueIDs(c.RawTBSCertificate) {
					w := s.WhereOf(i)
					w.Path = field
					p.Reportf(w, "there is %s, want none", field)
				}
			}
		},
	},
	{
		Meta: &RuleNestingServerAuth,
		Applies: func(s *eidas.Subject) bool {
			return s.Website() && eidas.HasUsage(s.Leaf.Certificate, eidas.OIDEKUServerAuth)
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for i, c := range s.Path()[1:] {
				usages, limited := eidas.ReadUsages(c.Certificate)
				if limited && !eidas.HasUsage(c.Certificate, eidas.OIDEKUServerAuth, oidEKUAny) {
					w := s.WhereOf(i + 1)
					w.Path = "extKeyUsage"
					p.Reportf(w, "the extended key usage of the CA is %s, want serverAuth among them", oidList(usages))
				}
			}
		},
	},
	{
		Meta: &RuleTooLong,
		Check: func(p *lint.Pass, s *eidas.Subject) {
			const usual = 5
			if n := len(s.Path()); n > usual {
				p.Reportf(s.Where(""), "the chain has %d certificates, want at most %d", n, usual)
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "chain-root-weak-self-signature", Code: "C36", Severity: lint.Notice, Source: eidas.Inference(),
			Title: "a root that signed itself with SHA-1 or MD5",
			Means: "The root is the last certificate of a chain and signs itself. This root did so long ago " +
				"with SHA-1 or MD5, hash functions that have been broken since.",
			Why: "Trust in a root does not come from its signature, but some software checks it all the same " +
				"and fails.",
			Wrong: "root signed with sha1WithRSAEncryption",
			Right: "root signed with sha256WithRSAEncryption",
			Fix:   "Nothing to do; if the bank refuses, ask the QTSP for a newer root.",
			See:   lint.SeeEverySignature,
		},
		Check: func(p *lint.Pass, s *eidas.Subject) {
			for i, c := range s.Path() {
				if i > 0 && kindsOf(s, i) == kindRoot && slices.Contains(weakSignatures, c.SignatureAlgorithm) {
					w := s.WhereOf(i)
					w.Path = "signatureAlgorithm"
					p.Reportf(w, "the root signed itself with %s", c.SignatureAlgorithm)
				}
			}
		},
	},
}

// weakSignatures are those with MD2, MD5 and SHA-1.
var weakSignatures = []x509.SignatureAlgorithm{x509.MD2WithRSA, x509.MD5WithRSA, x509.SHA1WithRSA, x509.DSAWithSHA1,
	x509.ECDSAWithSHA1}

// listedSignatures are the algorithms of TS 119 312, clause 6: RSA and ECDSA with SHA-2, SHA-3 with ECDSA, RSASSA-PSS,
// and DSA with SHA-2.
var listedSignatures = []string{
	"1.2.840.113549.1.1.10", "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13",
	"1.2.840.113549.1.1.14",
	"1.2.840.10045.4.3.1", "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4",
	"2.16.840.1.101.3.4.3.2", "2.16.840.1.101.3.4.3.10", "2.16.840.1.101.3.4.3.11", "2.16.840.1.101.3.4.3.12",
}

// curveHash is a pair of BR 7.1.3.2.2.
type curveHash struct {
	curve string
	alg   x509.SignatureAlgorithm
}

var curveHashes = [...]curveHash{{"P-256", x509.ECDSAWithSHA256}, {"P-384", x509.ECDSAWithSHA384},
	{"P-521", x509.ECDSAWithSHA512}}

// signatureAlgorithm reads the algorithm after tbsCertificate.
func signatureAlgorithm(raw []byte) (id eidas.OID, params cryptobyte.String) {
	s := cryptobyte.String(raw)
	var cert, alg cryptobyte.String
	s.ReadASN1(&cert, cbasn1.SEQUENCE)
	cert.SkipASN1(cbasn1.SEQUENCE)
	cert.ReadASN1(&alg, cbasn1.SEQUENCE)
	id, _, _ = ber.ReadOID(&alg) // nil where one of them failed
	return id, alg
}

// uniqueIDs reads which of the two fields behind the key tbsCertificate has.
func uniqueIDs(raw []byte) (fields []string) {
	s := cryptobyte.String(raw)
	var tbs cryptobyte.String
	s.ReadASN1(&tbs, cbasn1.SEQUENCE)
	var element cryptobyte.String
	var tag cbasn1.Tag
	for tbs.ReadAnyASN1(&element, &tag) {
		switch tag {
		case 0x81:
			fields = append(fields, "issuerUniqueID")
		case 0x82:
			fields = append(fields, "subjectUniqueID")
		}
	}
	return fields
}

// pssHashes are the hashes that RSASSA-PSS is used with here.
var pssHashes = [...]struct {
	oid  string
	hash crypto.Hash
}{{"2.16.840.1.101.3.4.2.1", crypto.SHA256}, {"2.16.840.1.101.3.4.2.2", crypto.SHA384}, {"2.16.840.1.101.3.4.2.3",
	crypto.SHA512}}

// pssFault reads RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] DEFAULT sha1, maskGenAlgorithm [1] DEFAULT
// mgf1SHA1, saltLength [2] INTEGER DEFAULT 20, trailerField [3] INTEGER DEFAULT 1 } (RFC 4055, 3.1) and says what is
// unusual; empty: nothing is.
func pssFault(params cryptobyte.String) string {
	var list, inner cryptobyte.String
	if !params.ReadASN1(&list, cbasn1.SEQUENCE) {
		return "there are no parameters, want hash, mask and salt length"
	}
	optional := func(n cbasn1.Tag) (field cryptobyte.String) { // empty where it is left out
		var has bool
		list.ReadOptionalASN1(&field, &has, n.ContextSpecific().Constructed())
		return field
	}
	salt, trailer := 20, 1
	field := optional(0)
	field.ReadASN1(&inner, cbasn1.SEQUENCE)
	hash, _, _ := ber.ReadOID(&inner)
	field, inner = optional(1), nil
	field.ReadASN1(&inner, cbasn1.SEQUENCE)
	inner.SkipASN1(cbasn1.OBJECT_IDENTIFIER)
	field = nil
	inner.ReadASN1(&field, cbasn1.SEQUENCE)
	mask, _, _ := ber.ReadOID(&field)
	field = optional(2)
	field.ReadASN1Integer(&salt)
	field = optional(3)
	field.ReadASN1Integer(&trailer)
	return pssUnusual(hash, mask, salt, trailer)
}

func pssUnusual(hash, mask eidas.OID, salt, trailer int) string {
	for _, h := range pssHashes {
		if hash.String() != h.oid {
			continue
		}
		switch {
		case !mask.Equal(hash):
			return fmt.Sprintf("the hash is %s, that of the mask %s, want the same", hash, orDefault(mask))
		case salt != h.hash.Size():
			return fmt.Sprintf("the salt has %d bytes, want the %d of the hash", salt, h.hash.Size())
		case trailer != 1:
			return fmt.Sprintf("the trailer field is %d, want 1", trailer)
		}
		return ""
	}
	return fmt.Sprintf("the hash is %s, want SHA-256, SHA-384 or SHA-512", orDefault(hash))
}

func orDefault(hash eidas.OID) string {
	if hash == nil {
		return "SHA-1"
	}
	return hash.String()
}

// sunset is the day on which TS 119 312 V1.5.1 ends RSA below 3,000 bits and the padding of PKCS #1 v1.5.
func sunset() time.Time { return time.Date(2029, 1, 1, 0, 0, 0, 0, time.UTC) }
