package path

import (
	"qwac/pkg/cert"
)

// CheckLink tries the key of an issuer on the signature of a certificate.
func CheckLink(child, issuer *Facts) error {
	return cert.CheckSignature(child.Cert, cert.KeyHolder(issuer.Cert))
}
