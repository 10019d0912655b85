package cert

import (
	"crypto/x509"

	"qwac/pkg/ber"
	"qwac/pkg/key"
	"qwac/pkg/lint"
)

// keyRules are the rules on keys and signature algorithms. Left out: K12 sig-sha1-md5, which is the same test as C35
// chain-weak-signature-hash and is reported as that; and of K04 key-rsa-weak the keys of Debian's faulty OpenSSL
// (CVE-2008-0166), which only a list of all of them tells.
var keyRules = []*lint.Rule[*Subject]{
	{
		Meta: &lint.Meta{
			ID: "key-rsa-too-small", Code: "K01", Title: "the RSA key is too small",
			Why:      "TLS libraries and banks refuse RSA keys below 2048 bits.",
			Fix:      "Make an RSA key of 3072 bits or a P-256 key, and have it certified.",
			Severity: lint.Error, Source: lint.Clause{Document: "CA/Browser Forum BR", Section: "6.1.5"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if n := k.ModulusBits(); n > 0 && n < 2048 {
					reportKey(p, w, "the RSA modulus has %d bits, wanted at least 2048", n)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "key-rsa-weak", Code: "K04", Title: "the RSA key is weak",
			Why:      "Anybody can work out the private key from the certificate.",
			Fix:      "Stop using the key, make a new one with other software, and have it certified.",
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
			Why:      "Strict parsers, Go's among them, refuse the certificate.",
			Fix:      "Have the certificate issued again; tell the QTSP that the algorithm rsaEncryption must have NULL parameters.",
			Severity: lint.Error, Source: lint.Clause{Document: "RFC 3279", Section: "2.3.1"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if k.Algorithm == key.OIDRSA && !k.HasNull() {
					reportKey(p, w, "the parameters of rsaEncryption are %s, wanted NULL", presence(k.Parameters))
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "key-pss-spki", Code: "K06", Title: "the key is for RSASSA-PSS only",
			Why:      "Go reads such a key and cannot use it: a client certificate with it fails at a gateway built on Go.",
			Fix:      "Have the certificate issued again with the key algorithm rsaEncryption.",
			Severity: lint.Warning, Source: lint.Clause{Document: "RFC 4055", Section: "1.2"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if k.Algorithm == key.OIDPSS {
					reportKey(p, w, "the algorithm of the key is id-RSASSA-PSS (%s), wanted rsaEncryption (%s)", key.OIDPSS, key.OIDRSA)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "key-ec-curve", Code: "K07", Title: "the curve is not P-256, P-384 or P-521",
			Why:      "TLS libraries know no other curves for certificates.",
			Fix:      "Make a P-256 key and have it certified.",
			Severity: lint.Error, Source: lint.Clause{Document: "CA/Browser Forum BR", Section: "6.1.5"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if hasCurveFault(k, "key-ec-curve") {
					id := key.OIDText(k.Parameters)
					if id == "" {
						reportKey(p, w, "the key names no curve, wanted P-256, P-384 or P-521")
						continue
					}
					if name := key.OtherCurves.Get(id); name != "" {
						id = name + " (" + id + ")"
					}
					reportKey(p, w, "the curve is %s, wanted P-256, P-384 or P-521", id)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "key-ec-brainpool", Code: "K08", Title: "the curve is one that few libraries know",
			Why:      "TS 119 312 allows it, yet Go, browsers and most gateways refuse the certificate.",
			Fix:      "Make a P-256 key and have it certified.",
			Severity: lint.Warning, Source: lint.GoX509(),
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if hasCurveFault(k, "key-ec-brainpool") {
					id := key.OIDText(k.Parameters)
					reportKey(p, w, "the curve is %s (%s), wanted P-256, P-384 or P-521", key.EuropeanCurves.Get(id), id)
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "key-ec-explicit", Code: "K09", Title: "the curve is spelled out",
			Why:      "A curve that is spelled out instead of named can be a trap, and parsers refuse it.",
			Fix:      "Make the key anew with a named curve (openssl ecparam -param_enc named_curve) and have it certified.",
			Severity: lint.Error, Source: lint.Clause{Document: "RFC 5480", Section: "2.1.1"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if hasCurveFault(k, "key-ec-explicit") {
					reportKey(p, w, "the parameters of the curve are written out, wanted the name of the curve")
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "key-ed25519", Code: "K10", Title: "an Ed25519 key",
			Why:      "Neither TS 119 312 nor the CA/Browser Forum lists such keys, and many banks do not take them.",
			Fix:      "Ask the bank whether it takes the key, or have a P-256 key certified.",
			Severity: lint.Warning, Source: lint.Clause{Document: "TS 119 312", Version: "V1.5.1"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if k.Algorithm == key.OIDEd25519 {
					reportKey(p, w, "the key is Ed25519, wanted RSA or a key on P-256, P-384 or P-521")
				}
			}
		},
	},
	{
		Meta: &lint.Meta{
			ID: "key-dsa", Code: "K11", Title: "a DSA key",
			Why:      "TLS has no use for DSA keys any more.",
			Fix:      "Make a P-256 key and have it certified.",
			Severity: lint.Error, Source: lint.Clause{Document: "CA/Browser Forum BR", Section: "6.1.5"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, k := range s.eachKey {
				if k.Algorithm == key.OIDDSA || k.Algorithm == key.OIDOldDSA {
					reportKey(p, w, "the key is DSA, wanted RSA or a key on P-256, P-384 or P-521")
				}
			}
		},
	},
	&keyRSAExponent,
	&keyPQC,
	&keyNotUsableInTLS,
	{
		Meta: &lint.Meta{
			ID: "chain-weak-signature-hash", Code: "C35", Title: "a signature with SHA-1 or MD5",
			Why:      "Such signatures can be forged, and verifiers refuse them.",
			Fix:      "Ask the QTSP for a certificate that is signed with SHA-256 or better.",
			Severity: lint.Error, Source: lint.Clause{Document: "CA/Browser Forum BR", Section: "7.1.3.2"},
		},
		Check: func(p *lint.Pass, s *Subject) {
			for w, cert := range s.eachCertificate {
				if name := WeakSignature(cert); name != "" && !s.isRoot(w, cert) {
					w.Path = "signatureAlgorithm"
					p.Reportf(w, "the certificate is signed with %s, wanted SHA-256 or better", name)
				}
			}
		},
	},
}

func hasCurveFault(k *key.Info, rule string) bool {
	return k.Algorithm == key.OIDEC && k.CurveFault() == rule
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
	case x509.SHA256WithRSA, x509.SHA384WithRSA, x509.SHA512WithRSA, x509.ECDSAWithSHA256, x509.ECDSAWithSHA384, x509.ECDSAWithSHA512:
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
	return map[string]string{"1.3.14.3.2.26": "RSASSA-PSS and SHA-1", "1.2.840.113549.2.5": "RSASSA-PSS and MD5"}[key.AlgorithmName(hash.Content)]
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
