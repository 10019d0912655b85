package cert

import (
	"fmt"
	"math/big"

	"qwac/pkg/key"
	"qwac/pkg/lint"
)

const rfc8446 = "RFC 8446"

var keyRSAExponent = lint.Meta{
	ID: "key-rsa-exponent", Code: "K03", Title: "the public exponent of the RSA key is out of bounds",
	Means: "An RSA key has two numbers: the modulus and the public exponent. The exponent is nearly always " +
		"65537. In this key it is even or too small.",
	Why: "With an exponent of 1 everybody can sign, and with an even one nobody can: libraries refuse both. An " +
		"odd one from 3 to 65535 is read, but not allowed.",
	Wrong: "Exponent: 1",
	Right: "Exponent: 65537",
	Fix: "Make a key with the exponent 65537, which all software uses unless told otherwise, and have it " +
		"certified.",
	Ask: "The public exponent of the RSA key of our certificate is out of bounds (ETSI TS 119 312, 6.2.2.1). " +
		"Please issue a new certificate for the key in the enclosed request (CSR).",
	See:      lint.SeeEveryKey,
	Severity: lint.Error, Source: lint.Clause{Document: "TS 119 312", Section: "6.2.2.1"},
}

func checkKeyRSAExponent(p *lint.Pass, s *Subject) {
	for w, k := range s.eachKey {
		if k.Algorithm != key.OIDRSA && k.Algorithm != key.OIDPSS {
			continue
		}
		if f := exponentFault(k.Exponent()); f.Message != "" {
			f.Where, f.Hint = keyPlace(w)
			p.Report(f)
		}
	}
}

// exponentFault says what is wrong with an exponent. One below 2^16 that libraries take is a warning.
func exponentFault(e *big.Int) (f lint.Finding) {
	const need = "want an odd one above 2^16, such as 65537"
	switch {
	case e == nil: // key-not-usable-in-tls, as for a great odd one
	case e.Cmp(big.NewInt(3)) < 0:
		f.Message = fmt.Sprintf("the public exponent is %d, %s", e, need)
	case e.Bit(0) == 0:
		f.Message = fmt.Sprintf("the public exponent %s is even, %s", shortInt(e), need)
	case e.BitLen() <= 16:
		f.Severity = lint.Warning
		f.Message = fmt.Sprintf("the public exponent is %d, %s; libraries take it", e, need)
	}
	return f
}

// shortInt prints a number whose size anybody may choose.
func shortInt(n *big.Int) string {
	if n.BitLen() <= key.GoExponentBits {
		return n.String()
	}
	return fmt.Sprintf("of %d bits", n.BitLen())
}

var keyDSA = lint.Meta{
	ID: "key-dsa", Code: "K11", Title: "a DSA key",
	Means: "DSA is an old kind of key for signatures. TLS, the protocol of secure connections, has given it up.",
	Why:   "Your client proves itself to the bank with this key, and no TLS library of today lets it.",
	Wrong: "Public Key Algorithm: dsaEncryption",
	Right: "Public Key Algorithm: id-ecPublicKey (P-256)",
	Fix:   "Make a P-256 key and have it certified.",
	Ask: "The key of our certificate is a DSA key, which is not allowed (CA/Browser Forum Baseline " +
		"Requirements, 6.1.5). Please issue a new certificate for the key in the enclosed request (CSR).",
	See:      lint.SeeEveryKey,
	Severity: lint.Error, Source: lint.Clause{Document: "CA/Browser Forum BR", Section: "6.1.5"},
}

// KeyPQC is the rule on post-quantum keys.
var KeyPQC = lint.Meta{
	ID: "key-pqc", Code: "K17", Title: "a post-quantum key",
	Means: "Post-quantum keys are made to withstand the quantum computers of the future. ML-DSA and SLH-DSA are " +
		"such kinds of keys. They are very new.",
	Why: "No bank is known to take such keys from TLS clients, and common TLS software cannot sign with them " +
		"yet.",
	Wrong: "Public Key Algorithm: ML-DSA-65",
	Right: "Public Key Algorithm: id-ecPublicKey (P-256)",
	Fix:   "Have a P-256 or an RSA key certified; ask the bank when it will take other keys.",
	Ask: "Our banks do not accept a post-quantum key yet. Please issue a new certificate for the key in the " +
		"enclosed request (CSR).",
	See:      lint.SeeEveryKey,
	Severity: lint.Error, Source: lint.Clause{Document: rfc8446, Section: "4.2.3"},
}

func checkKeyPQC(p *lint.Pass, s *Subject) {
	if k := key.Of(s.Path[0].Certificate); key.PQCName(k.Algorithm) != "" {
		reportKey(p, s.Path[0].Where,
			"the key is %s, a post-quantum algorithm; want RSA or a key on P-256, P-384 or P-521", k.Describe())
	}
}

// KeyNotUsableInTLS is the rule on keys of no use to a TLS client.
var KeyNotUsableInTLS = lint.Meta{
	ID: "key-not-usable-in-tls", Code: "K18", Title: "the key cannot authenticate a TLS client",
	Means: "To open a secure connection (TLS), your client signs with the private key, and the bank checks this " +
		"with the public key in your certificate. The key here cannot do that: it is made for another purpose, or " +
		"TLS software does not take it.",
	Why:   "The bank knows you by this key. With it no connection succeeds, even if the upload is accepted.",
	Wrong: "Public Key Algorithm: X25519",
	Right: "Public Key Algorithm: id-ecPublicKey (P-256)",
	Fix:   "Make a P-256 key or an RSA key of 3072 bits, and have it certified.",
	Ask: "The key of our certificate cannot authenticate a TLS client (RFC 8446, sections 4.2.3 and 4.4.3). " +
		"Please issue a new certificate for the key in the enclosed request (CSR).",
	See:      lint.SeeKey,
	Severity: lint.Error, Source: lint.Clause{Document: rfc8446, Section: "4.2.3, 4.4.3"},
	SilencedBy: []*lint.Meta{&keyDSA, &KeyPQC},
}

func checkKeyNotUsableInTLS(p *lint.Pass, s *Subject) {
	k := key.Of(s.Path[0].Certificate)
	if fault := k.TLSFault(); fault != "" {
		reportKey(p, s.Path[0].Where, "%s", fault)
	}
}

// TLSKey names the key of a leaf and says why it cannot authenticate a TLS client, whichever rule tells the user; fault
// is empty when it can.
func (c *Cert) TLSKey() (name, fault string) {
	k := key.Of(c.Certificate)
	fault = k.TLSFault()
	switch n := k.Modulus(); {
	case fault != "":
	case k.CurveFault() != key.CurveGood && k.Algorithm == key.OIDEC:
		fault = "its curve is none that TLS libraries know for certificates"
	case n != nil && n.BitLen() < key.MinTLSBits:
		fault = fmt.Sprintf("its RSA modulus has %d bits", n.BitLen())
	case n != nil && !key.UsualExponent(k.Exponent()):
		fault = "its public exponent is none that libraries take"
	case k.Algorithm == key.OIDRSA && !k.HasNull():
		fault = "its algorithm lacks the NULL parameters"
	}
	return k.Describe(), fault
}
