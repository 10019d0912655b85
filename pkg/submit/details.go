package submit

import (
	"bytes"
	"encoding/json"
	"time"
)

// ClientDetails is what the bank knows about a client. The texts are the bank's, with [redacted] in place of a token or
// secret.
type ClientDetails struct {
	Name              string             `json:"name"`
	ClientID          string             `json:"clientId"`
	Roles             []string           `json:"roles"`
	RedirectURIs      []string           `json:"redirectUris"`
	CertificateChains []CertificateChain `json:"certificateChains"`
}

// scrub removes secrets from every text: a server may echo what it was sent in any of them.
func (d *ClientDetails) scrub(s scrubber) {
	d.Name = s.text(d.Name)
	for _, list := range [][]string{d.Roles, d.RedirectURIs} {
		for i := range list {
			list[i] = s.text(list[i])
		}
	}
	for _, chain := range d.CertificateChains {
		for i := range chain.Certificates {
			info := &chain.Certificates[i]
			for _, text := range []*string{&info.Subject, &info.SubjectKeyID, &info.Issuer, &info.SerialNumber} {
				*text = s.text(*text)
			}
		}
	}
}

// CertificateChain is one chain that is registered for a client, in the bank's order.
type CertificateChain struct {
	Certificates []CertificateInfo `json:"certificates"`
}

// CertificateInfo is what the bank says about one certificate. [CertificateInfo.Is] compares it with a certificate.
type CertificateInfo struct {
	Subject      string    `json:"subject"`
	SubjectKeyID string    `json:"subjectKeyId"`
	Issuer       string    `json:"issuer"`
	SerialNumber string    `json:"serialNumber"`
	NotBefore    time.Time `json:"notBefore,omitzero"` // zero: the bank sent none, or not in RFC 3339 form
	NotAfter     time.Time `json:"notAfter,omitzero"`  // likewise
}

// UnmarshalJSON also accepts a serial number as a JSON number, and leaves out times in an unknown form, so that roles
// and other certificates can still be read.
func (i *CertificateInfo) UnmarshalJSON(b []byte) error {
	type plain CertificateInfo
	v := struct {
		*plain
		SerialNumber numberOrString `json:"serialNumber"`
		NotBefore    lenientTime    `json:"notBefore"`
		NotAfter     lenientTime    `json:"notAfter"`
	}{plain: (*plain)(i)}
	err := json.Unmarshal(b, &v)
	i.SerialNumber, i.NotBefore, i.NotAfter = string(v.SerialNumber), v.NotBefore.Time, v.NotAfter.Time
	return err
}

// Credentials are the answer to a registration. The bank shows the secret only once.
type Credentials struct {
	ClientID     string `json:"clientId"`
	ClientSecret Secret `json:"clientSecret"`
}

type numberOrString string

func (t *numberOrString) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(b, []byte(`"`)) {
		return json.Unmarshal(b, (*string)(t))
	}
	var n json.Number
	err := json.Unmarshal(b, &n)
	*t = numberOrString(n)
	return err
}

type lenientTime struct{ time.Time }

func (t *lenientTime) UnmarshalJSON(b []byte) error {
	if err := t.Time.UnmarshalJSON(b); err != nil {
		t.Time = time.Time{}
	}
	return nil
}
