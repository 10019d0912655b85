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
	Why: "With an exponent of 1 every signature is its own message, with an even one there is no private key; " +
		"libraries refuse both.",
	Fix:      "Make a key with the exponent 65537, as all software does by itself, and have it certified.",
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
	case e == nil, e.BitLen() > key.MaxExponentBits && e.Bit(0) == 1: // key-not-usable-in-tls
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
	Why:      "TLS has no use for DSA keys any more.",
	Fix:      "Make a P-256 key and have it certified.",
	Severity: lint.Error, Source: lint.Clause{Document: "CA/Browser Forum BR", Section: "6.1.5"},
}

var keyPQC = lint.Meta{
	ID: "key-pqc", Code: "K17", Title: "a post-quantum key",
	Why: "No bank is known to take such keys from TLS clients, and the TLS stacks of today have no signatures " +
		"with them.",
	Fix:      "Have a P-256 or an RSA key certified; ask the bank when it will take other keys.",
	Severity: lint.Error, Source: lint.Clause{Document: rfc8446, Section: "4.2.3"},
}

func checkKeyPQC(p *lint.Pass, s *Subject) {
	if k := key.Of(s.Path[0].Certificate); key.PQCName(k.Algorithm) != "" {
		reportKey(p, s.Path[0].Where,
			"the key is %s, a post-quantum algorithm; want RSA or a key on P-256, P-384 or P-521", k.Describe())
	}
}

var keyNotUsableInTLS = lint.Meta{
	ID: "key-not-usable-in-tls", Code: "K18", Title: "the key cannot authenticate a TLS client",
	Why: "The bank knows you by the key of the leaf: the client signs with it in the TLS handshake. With this " +
		"key no connection succeeds.",
	Fix:      "Make a P-256 key or an RSA key of 3072 bits, and have it certified.",
	Severity: lint.Error, Source: lint.Clause{Document: rfc8446, Section: "4.2.3, 4.4.3"},
	SilencedBy: []*lint.Meta{&keyDSA, &keyPQC},
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
