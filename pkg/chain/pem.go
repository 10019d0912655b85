package chain

import (
	"bytes"
	"encoding/pem"
)

// PEM is the path as it is sent to the bank: leaf first, each certificate in one block of 64 columns and LF line ends,
// and nothing else. The same path always gives the same bytes.
func (c *Chain) PEM() []byte {
	var buf bytes.Buffer
	for _, cert := range c.Path {
		buf.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}))
	}
	return buf.Bytes()
}
