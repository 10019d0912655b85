package cert

import (
	"crypto/x509"

	"qwac/pkg/ber"
	"qwac/pkg/key"
)

// ParseCertificate reads one certificate. What crypto/x509 refuses is read by our own walk, which forgives what RFC
// 5280 or a rule of ours forgives; the error is for what that cannot read either.
func ParseCertificate(der []byte) (*Cert, error) {
	parsed, refused := x509.ParseCertificate(der)
	if refused == nil {
		if err := serialTooLong(parsed); err != nil {
			return nil, err
		}
		limit := beyondLimits(parsed)
		if limit == nil {
			return &Cert{Certificate: parsed, said: new(said)}, nil
		}
		refused = limit
	}
	walked, err := walkCertificate(der)
	if err != nil && ber.NotCanonical(der) != "" {
		walked, err = walkBER(der)
	}
	if err == nil {
		err = serialTooLong(walked)
	}
	if err != nil {
		return nil, err
	}
	if limit := beyondLimits(walked); limit != nil {
		return &Cert{Certificate: walked, Refused: limit, said: new(said)}, nil
	}
	walked.PublicKey = key.LoadKey(walked.RawSubjectPublicKeyInfo)
	return &Cert{Certificate: walked, Refused: refused, said: new(said)}, nil
}

// walkBER reads a certificate that is BER by what it would be in DER. What was signed are the bytes as they stand.
func walkBER(der []byte) (*x509.Certificate, error) {
	c, err := walkCertificate(ber.InDER(der, ber.MaxDepth))
	if err != nil {
		return nil, err
	}
	whole, _, _ := ber.ReadElement(der)
	tbs, _, _ := ber.ReadElement(whole.Content)
	c.Raw, c.RawTBSCertificate = der, tbs.Full
	return c, nil
}
