package path

import (
	"qwac/pkg/key"
)

// CheckLink tries the key of an issuer on the signature of a certificate.
func CheckLink(child, issuer *Facts) error {
	return key.CheckSignature(child.Cert, key.Holder(issuer.Cert))
}
