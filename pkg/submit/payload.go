// Package submit builds the requests of a bank's client management API, and sends them. Most people want [NewPayload]
// for the bytes, or [New] and [Client.AddCertificate].
package submit

import (
	"cmp"
	"errors"

	"qwac/pkg/bank"
	"qwac/pkg/chain"
)

// ErrNoChain means that there is no certificate to send.
var ErrNoChain = errors.New("no chain: there is no end-entity certificate to send")

// Payload is the body of the request that adds a certificate chain to a client.
type Payload struct {
	body []byte
	leaf []byte // DER
}

// NewPayload makes the payload of a chain for a bank (nil: the first of [bank.All]): see
// [bank.Bank.Payload]. Its text is [chain.Chain.PEM]: <leaf><intermediate><root>. The same chain gives the same bytes.
func NewPayload(b *bank.Bank, c *chain.Chain) (*Payload, error) {
	if len(c.Path) == 0 {
		return nil, ErrNoChain
	}
	body, err := cmp.Or(b, bank.Default()).Payload(c.PEM())
	if err != nil {
		return nil, err
	}
	return &Payload{body: body, leaf: c.Path[0].Certificate.Raw}, nil
}

// Bytes returns the body. The caller must not change it.
func (p *Payload) Bytes() []byte { return p.body }
