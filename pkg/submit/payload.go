// Package submit makes what is sent to a bank's client management API, and sends it. Most people want [NewPayload] for the bytes,
// or [New] and [Client.AddCertificate].
package submit

import (
	"bytes"
	"encoding/json"
	"errors"

	"qwac/pkg/chain"
)

// ErrNoChain says that there is no certificate to send.
var ErrNoChain = errors.New("no chain: there is no end-entity certificate to send")

// Payload is the body of the request that adds a certificate chain to a client.
type Payload struct {
	body []byte
	leaf []byte // DER
}

// NewPayload makes the payload of a chain: {"certificate":"<leaf><intermediate><root>"} with a line feed behind it, the very
// bytes that jq -R -s -c '{certificate: .}' makes of [chain.Chain.PEM]. The same chain gives the same bytes.
func NewPayload(c *chain.Chain) (*Payload, error) {
	if len(c.Path) == 0 {
		return nil, ErrNoChain
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(struct {
		Certificate string `json:"certificate"`
	}{string(c.PEM())}); err != nil {
		return nil, err
	}
	return &Payload{body: b.Bytes(), leaf: c.Path[0].Certificate.Raw}, nil
}

// Bytes returns the body. The caller must not change it.
func (p *Payload) Bytes() []byte { return p.body }
