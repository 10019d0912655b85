package app

import (
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"strings"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/lint"
)

// signingRequest is a request of a file.
type signingRequest struct {
	at lint.Location
	*x509.CertificateRequest
}

// requestsIn reads the requests of a file, in DER, or in PEM in whatever state.
func requestsIn(name string, data []byte) ([]signingRequest, error) {
	if r, err := x509.ParseCertificateRequest(data); err == nil {
		return []signingRequest{{lint.Location{File: name}, r}}, nil
	}
	text := lineBreaks(strings.ReplaceAll(string(bundle.UTF8(data)), "\r\n", "\n"))
	var all []signingRequest
	line := 1
	for rest := text; ; {
		before, behind, ok := cutWord(rest, "BEGIN")
		if !ok && len(all) == 0 {
			return bareRequest(name, text), nil
		}
		if !ok {
			return all, nil
		}
		body, next, _ := cutWord(behind, "END")
		line += strings.Count(before, "\n")
		label := body[:len(body)-len(strings.TrimLeft(body, " +ABCDEFGHIJKLMNOPQRSTUVWXYZ"))]
		if strings.HasSuffix(label, "REQUEST") {
			at := lint.Location{File: name, Line: line}
			r, err := x509.ParseCertificateRequest(inBase64(body[len(label):]))
			if err != nil {
				return nil, fmt.Errorf("%s: the signing request cannot be read: %w%s", at, err, requestHint(err))
			}
			all = append(all, signingRequest{at, r})
		}
		line += strings.Count(body, "\n")
		rest = next
	}
}

// bareRequest is the request of a text that is its base64 alone.
func bareRequest(name, text string) []signingRequest {
	if r, err := x509.ParseCertificateRequest(inBase64(text)); err == nil {
		return []signingRequest{{lint.Location{File: name, Line: 1}, r}}
	}
	return nil
}

// inBase64 decodes base64, whatever else is among it. Nil: it is none.
func inBase64(text string) []byte {
	only := strings.Map(func(r rune) rune {
		if isBase64(r) && r != '=' {
			return r
		}
		return -1
	}, text)
	data, err := base64.RawStdEncoding.DecodeString(only)
	if err != nil {
		return nil
	}
	return data
}

// requestHint is what to do about a request that the standard library does not read.
func requestHint(err error) string {
	if strings.Contains(err.Error(), "invalid ECDSA parameters") {
		return ": the key has the parameters of its curve in place of the name: make one with a named curve (qwac " +
			"csr --key-type ec-p256), no QTSP takes this one"
	}
	return ": make the request again, or give the file as the tool wrote it"
}

// proven is nil when the request is signed with the key that it names.
func (r signingRequest) proven() error {
	err := r.CheckSignature()
	if !key.Unsupported(err) {
		return err
	}
	c := r.asCertificate().Certificate
	return key.CheckSignature(c, c)
}

func (r signingRequest) signatureText() string {
	if r.SignatureAlgorithm != x509.UnknownSignatureAlgorithm {
		return r.SignatureAlgorithm.String()
	}
	_, algorithm := key.SignatureFields(r.Raw)
	return key.AlgorithmName(algorithm)
}

// asCertificate has what a request says in the form of a certificate, which has nothing else.
func (r signingRequest) asCertificate() *cert.Cert {
	return &cert.Cert{At: r.at, Certificate: &x509.Certificate{
		Raw: r.Raw, RawTBSCertificate: r.RawTBSCertificateRequest, Signature: r.Signature,
		SignatureAlgorithm: r.SignatureAlgorithm, PublicKeyAlgorithm: r.PublicKeyAlgorithm,
		Subject: r.Subject, RawSubject: r.RawSubject, PublicKey: r.PublicKey,
		RawSubjectPublicKeyInfo: r.RawSubjectPublicKeyInfo, Extensions: r.Extensions, DNSNames: r.DNSNames,
		EmailAddresses: r.EmailAddresses, IPAddresses: r.IPAddresses, URIs: r.URIs,
	}}
}
