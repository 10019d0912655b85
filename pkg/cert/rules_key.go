package cert

import (
	"crypto/x509"

	"qwac/pkg/ber"
	"qwac/pkg/key"
	"qwac/pkg/lint"
)

// KeyECBrainpool is the rule on curves that few libraries know.
var KeyECBrainpool = lint.Meta{
	ID: "key-ec-brainpool", Code: "K08", Title: "the curve is one that few libraries know",
	Means: "An elliptic-curve (EC) key belongs to a curve. The brainpool curves (Germany) and FRP256v1 " +
		"(France) are good curves, and ETSI TS 119 312 allows them. Most software knows only P-256, P-384 " +
		"and P-521.",
	Why:   "Go, browsers and most bank gateways refuse a certificate with such a key.",
	Wrong: "ASN1 OID: brainpoolP256r1",
	Right: "ASN1 OID: prime256v1 (P-256)",
	Fix:   "Make a P-256 key and have it certified.",
	Ask: "The key of our certificate is on a brainpool or FRP curve, which banks do not read. Please " +
		"issue a new certificate for the key in the enclosed request (CSR).",
	See:      lint.SeeEveryKey,
	Severity: lint.Warning, Source: lint.GoX509(),
}

// KeyRSATooSmall is the rule on small RSA keys.
var KeyRSATooSmall = lint.Meta{
	ID: "key-rsa-too-small", Code: "K01", Title: "the RSA key is too small",
	Means: "The certificate holds your public key; its partner, the private key, stays with you. The " +
		"size of an RSA key says how hard it is to find the private key from it. Below 2048 bits that is " +
		"too easy.",
	Why:   "TLS libraries and banks refuse RSA keys below 2048 bits.",
	Wrong: "RSA, 1024 bits",
	Right: "RSA, 3072 bits",
	Fix:   "Make an RSA key of 3072 bits or a P-256 key, and have it certified.",
	Ask: "The RSA key of our certificate has fewer than 2048 bits (CA/Browser Forum Baseline " +
		"Requirements, 6.1.5). Please issue a new certificate for the key in the enclosed request (CSR).",
	See:      lint.SeeEveryKey,
	Severity: lint.Error, Source: lint.Clause{Document: "CA/Browser Forum BR", Section: "6.1.5"},
}

// KeyECExplicit is the rule on curves that are written out.
var KeyECExplicit = lint.Meta{
	ID: "key-ec-explicit", Code: "K09", Title: "the curve is spelled out",
	Means: "An elliptic-curve (EC) key belongs to a curve. A certificate should give only the name of " +
		"the curve. Here all its numbers are written out instead.",
	Why: "Somebody who chooses the numbers can forge signatures. So parsers refuse a curve without a " +
		"name.",
	Wrong: "Field Type: prime-field, Prime: ..., A: ..., B: ...",
	Right: "ASN1 OID: prime256v1 (P-256)",
	Fix: "Make a new key with a named curve (openssl ecparam -param_enc named_curve) and have it " +
		"certified.",
	Ask: "In subjectPublicKeyInfo of our certificate the curve is given by explicit parameters (RFC " +
		"5480, section 2.1.1). Please issue a new certificate for the key in the enclosed request (CSR).",
	See:      lint.SeeKey,
	Severity: lint.Error, Source: lint.Clause{Document: "RFC 5480", Section: "2.1.1"},
}

// WeakHash is the rule on signatures with SHA-1 or MD5.
var WeakHash = lint.Meta{
	ID: "chain-weak-signature-hash", Code: "C35", Title: "a signature with SHA-1 or MD5",
	Means: "The issuer signs a certificate with the help of a hash function, which shortens the data to " +
		"a few bytes. SHA-1 and MD5 are old hash functions that have been broken. This certificate was " +
		"signed with one of them.",
	Why: "Somebody can make a second certificate with the same hash, so verifiers refuse these " +
		"signatures.",
	Wrong: "ecdsa-with-SHA1",
	Right: "ecdsa-with-SHA256",
	Fix:   "Ask the QTSP for a certificate that is signed with SHA-256 or better.",
	Ask: "The signatureAlgorithm of our certificate or of its issuing CA uses SHA-1 or MD5. Please " +
		"re-issue it with SHA-256 or better (CA/Browser Forum Baseline Requirements, 7.1.3.2).",
	See:      lint.SeeEverySignature,
	Severity: lint.Error, Source: lint.Clause{Document: "CA/Browser Forum BR", Section: "7.1.3.2"},
}

// keyRules are the rules on keys and signature algorithms. Left out: K12 sig-sha1-md5, which is the same test as C35
// chain-weak-signature-hash and is reported as that; and of K04 key-rsa-weak the keys of Debian's faulty OpenSSL
// (CVE-2008-0166), which only a list of all of them tells.
var keyRules = []*lint.Rule[*Subject]{
	{
		Meta: &KeyRSATooSmall,
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if n := k.ModulusBits(); n > 0 && n < 2048 {
					reportKey(p, w, "the RSA modulus has %d bits, want at least 2048", n)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "key-rsa-weak", Code: "K04", Title: "the RSA key is weak",
			Means: "An RSA key is the product of two large secret primes. Faulty software makes keys whose " +
				"primes can be found, for instance because they are too close to each other. This is such a key.",
			Why:   "Anybody can work out your private key from the certificate and then act as you.",
			Wrong: "primes that differ in their last digits only",
			Right: "primes chosen at random, as by openssl genpkey",
			Fix:   "Stop using the key, make a new one with other software, and have it certified.",
			Ask: "The RSA key of our certificate is weak (CA/Browser Forum Baseline Requirements, 6.1.1.3). " +
				"Please revoke the certificate and issue a new one for the key in the enclosed request (CSR).",
			See:      lint.SeeEveryKey,
			Severity: lint.Error, Source: lint.Clause{Document: "CA/Browser Forum BR", Section: "6.1.1.3"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if n := k.Modulus(); n != nil {
					if weakness := key.WeakModulus(n); weakness != "" {
						reportKey(p, w, "%s", weakness)
					}
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "key-rsa-params", Code: "K05", Title: "the RSA key lacks its NULL parameters",
			Means: "The certificate names the kind of its key as an algorithm with parameters. For RSA the " +
				"parameters are NULL, a value that says there are none. Here this NULL is missing, or something " +
				"else stands there.",
			Why:   "Strict parsers, Go's among them, refuse the certificate.",
			Wrong: "SEQUENCE { OID rsaEncryption }",
			Right: "SEQUENCE { OID rsaEncryption, NULL }",
			Fix:   "Ask the QTSP for a re-issue in which rsaEncryption has NULL parameters.",
			Ask: "In subjectPublicKeyInfo of our certificate the algorithm rsaEncryption does not have NULL " +
				"parameters. Please re-issue the certificate with NULL there (RFC 3279, section 2.3.1).",
			See:      "openssl asn1parse -in chain.pem -i | grep -A 1 -e rsaEncryption -e PublicKey",
			Severity: lint.Error, Source: lint.Clause{Document: "RFC 3279", Section: "2.3.1"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if k.Algorithm == key.OIDRSA && !k.HasNull() {
					reportKey(p, w, "the parameters of rsaEncryption are %s, want NULL", presence(k.Parameters))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "key-pss-spki", Code: "K06", Title: "the key is for RSASSA-PSS only",
			Means: "RSA keys can sign in two ways: the old PKCS #1 v1.5 and the newer PSS. A certificate can " +
				"say that its key is for PSS alone. This one does.",
			Why:   "Go reads such a key but cannot use it. Connections to a bank gateway built on Go fail.",
			Wrong: "Public Key Algorithm: rsassaPss",
			Right: "Public Key Algorithm: rsaEncryption",
			Fix:   "Ask the QTSP for a re-issue with the key algorithm rsaEncryption.",
			Ask: "The key algorithm in subjectPublicKeyInfo of our certificate is id-RSASSA-PSS (RFC 4055, " +
				"section 1.2). Please re-issue the certificate with the key algorithm rsaEncryption.",
			See:      lint.SeeEveryKey,
			Severity: lint.Warning, Source: lint.Clause{Document: "RFC 4055", Section: "1.2"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if k.Algorithm == key.OIDPSS {
					reportKey(p, w, "the algorithm of the key is id-RSASSA-PSS (%s), want rsaEncryption (%s)",
						key.OIDPSS, key.OIDRSA)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "key-ec-curve", Code: "K07", Title: "the curve is not P-256, P-384 or P-521",
			Means: "An elliptic-curve (EC) key belongs to a curve, which has a name. For certificates on the " +
				"web three curves are in use: P-256, P-384 and P-521. This key belongs to another one.",
			Why:   "TLS libraries know no other curves for certificates, so the bank cannot read the key.",
			Wrong: "ASN1 OID: secp224r1",
			Right: "ASN1 OID: prime256v1 (P-256)",
			Fix:   "Make a P-256 key and have it certified.",
			Ask: "The key of our certificate is not on one of the curves P-256, P-384 and P-521 (CA/Browser " +
				"Forum Baseline Requirements, 6.1.5). Please issue a new certificate for the key in the enclosed " +
				"request (CSR).",
			See:      lint.SeeEveryKey,
			Severity: lint.Error, Source: lint.Clause{Document: "CA/Browser Forum BR", Section: "6.1.5"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if hasCurveFault(k, key.CurveUnknown) {
					id := key.OIDText(k.Parameters)
					if id == "" {
						reportKey(p, w, "the key names no curve, want P-256, P-384 or P-521")
						continue
					}
					if name := key.OtherCurves.Get(id); name != "" {
						id = name + " (" + id + ")"
					}
					reportKey(p, w, "the curve is %s, want P-256, P-384 or P-521", id)
				}
			}
		},
	},
	{
		Meta: &KeyECBrainpool,
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if hasCurveFault(k, key.CurveBrainpool) {
					id := key.OIDText(k.Parameters)
					reportKey(p, w, "the curve is %s (%s), want P-256, P-384 or P-521", key.EuropeanCurves.Get(id), id)
				}
			}
		},
	},
	{
		Meta: &KeyECExplicit,
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if hasCurveFault(k, key.CurveExplicit) {
					reportKey(p, w, "the parameters of the curve are written out, want the name of the curve")
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "key-ed25519", Code: "K10", Title: "an Ed25519 key",
			Means: "Ed25519 is a modern kind of key. The lists of algorithms for certificates in Europe (ETSI " +
				"TS 119 312) and for browsers do not have it yet.",
			Why:   "Many banks take only RSA keys and keys on P-256, P-384 or P-521.",
			Wrong: "Public Key Algorithm: ED25519",
			Right: "Public Key Algorithm: id-ecPublicKey (P-256)",
			Fix:   "Ask the bank whether it takes the key, or have a P-256 key certified.",
			Ask: "Our bank does not accept an Ed25519 key. Please issue a new certificate for the key in the " +
				"enclosed request (CSR).",
			See:      lint.SeeEveryKey,
			Severity: lint.Warning, Source: lint.Clause{Document: "TS 119 312", Version: "V1.5.1"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if k.Algorithm == key.OIDEd25519 {
					reportKey(p, w, "the key is Ed25519, want RSA or a key on P-256, P-384 or P-521")
				}
			}
		},
	},
	{
		Meta: &keyDSA,
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if k.Algorithm == key.OIDDSA || k.Algorithm == key.OIDOldDSA {
					reportKey(p, w, "the key is DSA, want RSA or a key on P-256, P-384 or P-521")
				}
			}
		},
	},
	{Meta: &keyRSAExponent, Check: checkKeyRSAExponent},
	{
		Meta:    &KeyPQC,
		Applies: (*Subject).hasLeaf,
		Check:   checkKeyPQC,
	},
	{
		Meta:    &KeyNotUsableInTLS,
		Applies: (*Subject).hasLeaf,
		Check:   checkKeyNotUsableInTLS,
	},
	{Meta: &sigRSAParams, Check: checkSigRSAParams},
	{
		Meta: &WeakHash,
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachCertificate {
				if name := WeakSignature(cert); name != "" && !s.isRoot(w, cert) {
					w.Path = "signatureAlgorithm"
					p.Reportf(w, "the certificate is signed with %s, want SHA-256 or better", name)
				}
			}
		},
	},
}

func hasCurveFault(k *key.Info, fault key.CurveFault) bool {
	return k.Algorithm == key.OIDEC && k.CurveFault() == fault
}

func presence(parameters []byte) string {
	if parameters == nil {
		return "absent"
	}
	return "something else"
}

// WeakSignature names the weak hash of the signature; empty: it has none.
func WeakSignature(c *Cert) string {
	switch c.SignatureAlgorithm {
	case x509.SHA256WithRSA, x509.SHA384WithRSA, x509.SHA512WithRSA, x509.ECDSAWithSHA256, x509.ECDSAWithSHA384,
		x509.ECDSAWithSHA512:
		return ""
	}
	_, outer := key.SignatureFields(c.Raw)
	id := key.AlgorithmName(outer)
	if id == key.OIDPSS {
		return weakPSS(outer)
	}
	return weakAlgorithms.Get(id)
}

// weakPSS reads the hash of RSASSA-PSS parameters, which is SHA-1 where it is left out (RFC 4055, section 3.1).
func weakPSS(algorithm []byte) string {
	seq, _, _ := ber.ReadElement(algorithm)
	parts := new(ber.Elements).Of(seq.Content)
	if len(parts) < 2 {
		return "RSASSA-PSS and SHA-1, its default"
	}
	hash, ok := ber.ChildByTag(parts[1].Content, ber.TagExplicit0)
	if !ok {
		return "RSASSA-PSS and SHA-1, its default"
	}
	return map[string]string{"1.3.14.3.2.26": "RSASSA-PSS and SHA-1",
		"1.2.840.113549.2.5": "RSASSA-PSS and MD5"}[key.AlgorithmName(hash.Content)]
}

// weakAlgorithms are the signature algorithms with a weak hash (RFC 3279, RFC 5758 and OIW).
var weakAlgorithms = ber.Table[string]{
	{"1.2.840.113549.1.1.2", "MD2 and RSA"},
	{"1.2.840.113549.1.1.3", "MD4 and RSA"},
	{"1.2.840.113549.1.1.4", "MD5 and RSA"},
	{"1.2.840.113549.1.1.5", "SHA-1 and RSA"},
	{"1.3.14.3.2.29", "SHA-1 and RSA"},
	{"1.2.840.10045.4.1", "SHA-1 and ECDSA"},
	{"1.2.840.10040.4.3", "SHA-1 and DSA"},
	{"1.3.14.3.2.27", "SHA-1 and DSA"},
}
