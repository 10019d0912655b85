package sandbox

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"qwac/pkg/bundle"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/check"
)

// fingerprint is the SHA-256 of a certificate.
type fingerprint [sha256.Size]byte

// peer is a client certificate that the sandbox accepts.
type peer struct {
	cert   *cert.Cert
	leaf   fingerprint // of cert
	bundle *bundle.Bundle
	chain  registeredChain
}

// judgePeer takes the client certificate of a connection as the bank would: the client must show the whole chain, from
// leaf to root, and an upload of it must be acceptable. Anything else is 401.
func (s *Server) judgePeer(state *tls.ConnectionState, at time.Time) (*peer, error) {
	if state == nil || len(state.PeerCertificates) == 0 {
		return nil, unauthenticated("the connection shows no client certificate", nil)
	}
	var text bytes.Buffer
	for _, cert := range state.PeerCertificates {
		if err := pem.Encode(&text, &pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}); err != nil {
			return nil, err
		}
	}
	var b bundle.Bundle
	if err := b.Parse("client certificate", text.Bytes()); err != nil {
		return nil, unauthenticated(err.Error(), nil)
	}
	r, err := s.judge(&b, check.Options{At: at})
	if err != nil {
		return nil, unauthenticated(err.Error(), nil)
	}
	if r.Verdict != check.Accept {
		return nil, unauthenticated("the client certificate is not taken", blocking(r))
	}
	return &peer{r.Chain.Path[0], fingerprintOf(r.Chain), &b, detailsOf(r.Chain)}, nil
}

// judge runs the pre-flight as the bank's sandbox, with the roots of this one and the CAs that the trusted lists grant.
func (s *Server) judge(b *bundle.Bundle, o check.Options) (*check.Result, error) {
	o.Profile = s.options.Bank
	o.Sandbox, o.Anchors, o.Lists = true, s.options.Roots, s.options.Lists
	if o.Lists != nil {
		listed, err := check.ListedCAs(b.Certs, o.Lists, o.At)
		if err != nil {
			return nil, err
		}
		o.Anchors = slices.Concat(o.Anchors, listed)
	}
	return check.Run(b, o)
}

// unauthenticated is the documented 401 for "certificate authentication failed".
func unauthenticated(message string, findings []finding) *problem {
	p := documented(http.StatusUnauthorized, "%s", message)
	p.findings = findings
	return p
}

func fingerprintOf(c *chain.Chain) fingerprint { return sha256.Sum256(c.Path[0].Raw) }

// registeredChain is a chain as the client details show it.
type registeredChain struct {
	Certificates []certificateInfo `json:"certificates"`
}

// certificateInfo is what the client details say about a certificate.
type certificateInfo struct {
	Subject      string    `json:"subject"`      // RFC 2253 form
	SubjectKeyID string    `json:"subjectKeyId"` // hexadecimal with colons; empty if absent
	Issuer       string    `json:"issuer"`
	SerialNumber string    `json:"serialNumber"` // decimal
	NotBefore    time.Time `json:"notBefore"`
	NotAfter     time.Time `json:"notAfter"`
}

func detailsOf(c *chain.Chain) registeredChain {
	var out registeredChain
	for _, cert := range c.Path {
		out.Certificates = append(out.Certificates, certificateInfo{
			Subject: cert.Subject.String(), SubjectKeyID: colons(cert.SubjectKeyId), Issuer: cert.Issuer.String(),
			SerialNumber: cert.SerialNumber.String(), NotBefore: cert.NotBefore.UTC(), NotAfter: cert.NotAfter.UTC(),
		})
	}
	return out
}

func colons(id []byte) string {
	return strings.ReplaceAll(strings.ToUpper(fmt.Sprintf("% x", id)), " ", ":")
}
