package app

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
)

// maxKeyRounds bounds the derivation of the key that an encrypted private key is encrypted with, as for PKCS#12: OWASP
// asks for 600,000 rounds, and openssl makes 2,048.
const maxKeyRounds = 1000000

var (
	oidPBES2  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13} // RFC 8018, A.4
	oidPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12} // RFC 8018, A.2
)

// checkKeyCost refuses an encrypted PKCS#8 key (RFC 5958, section 3) before any key is derived for it: one that costs
// too much, and one that is encrypted in a way that is not read here, which is not the fault of a password.
func checkKeyCost(file string, block *pem.Block) error {
	if block.Type != "ENCRYPTED PRIVATE KEY" {
		return nil
	}
	again := commandOn("encrypt it anew: openssl pkey -in FILE | openssl pkcs8 -topk8 -v2 aes-256-cbc -out new.key",
		file)
	var info struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}
	var scheme struct{ Derivation, Cipher pkix.AlgorithmIdentifier }
	var derivation struct {
		Salt   []byte
		Rounds int
		Length int                      `asn1:"optional"`
		PRF    pkix.AlgorithmIdentifier `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(block.Bytes, &info); err != nil {
		return fmt.Errorf("the encrypted key is damaged: export it again")
	}
	if !info.Algorithm.Algorithm.Equal(oidPBES2) {
		return fmt.Errorf("it is encrypted by %s, which is old and not read here; %s", info.Algorithm.Algorithm, again)
	}
	if _, err := asn1.Unmarshal(info.Algorithm.Parameters.FullBytes, &scheme); err != nil {
		return fmt.Errorf("the encrypted key is damaged: export it again")
	}
	if !scheme.Derivation.Algorithm.Equal(oidPBKDF2) {
		return fmt.Errorf("its password is used by %s, not by PBKDF2, and that is not read here; %s",
			scheme.Derivation.Algorithm, again)
	}
	if _, err := asn1.Unmarshal(scheme.Derivation.Parameters.FullBytes, &derivation); err != nil {
		return fmt.Errorf("the encrypted key is damaged: export it again")
	}
	if derivation.Rounds < 1 || derivation.Rounds > maxKeyRounds {
		return fmt.Errorf("its password is used in %d rounds, want 1 to %d; %s", derivation.Rounds, maxKeyRounds, again)
	}
	return nil
}
