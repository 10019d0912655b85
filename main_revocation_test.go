package main

import (
	"bytes"
	"encoding/base64"

	"qwac/internal/testpki"
)

// revocationFile is a revocation list or an OCSP response for the clean chain, from the eve of 2026-09-01 and good for
// a day. Nil: there is none of that kind.
func revocationFile(kind string) []byte {
	pki := testpki.Clean()
	list := testpki.CRL{Issuer: pki.Intermediate}
	response := testpki.OCSPResponse{Issuer: pki.Intermediate, Answers: []testpki.OCSPAnswer{{Cert: pki.Leaf}}}
	since := testpki.At().AddDate(0, 0, -3)
	switch kind {
	case "crl":
		return list.DER()
	case "crl-root":
		return testpki.CRL{Issuer: pki.Root}.PEM()
	case "crl-revoked":
		list.Revoked = []testpki.Revoked{{Cert: pki.Leaf, Since: since, Reason: 1}}
		return list.PEM()
	case "crl-delta":
		list.Extensions = []testpki.Extension{testpki.DeltaCRL(1)}
		return list.DER()
	case "crl-forged":
		list.Corrupt = true
		return list.DER()
	case "crl-large":
		return bytes.Repeat([]byte{0x30}, 32<<20+1)
	case "ocsp":
		responder := testpki.OCSPResponder(pki.Intermediate, nil)
		response.Responder = &responder
		return response.DER()
	case "ocsp-base64":
		return []byte(base64.StdEncoding.EncodeToString(response.DER()) + "\n")
	case "ocsp-unknown":
		response.Answers[0].Unknown = true
		return response.DER()
	}
	return nil
}
