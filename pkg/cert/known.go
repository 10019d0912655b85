package cert

import (
	"sync"

	"qwac/pkg/ber"
)

// Known are the certificates of CAs that were read in a run over many inputs, which have the same ones in them: each is
// read once. It may be used by several goroutines; nil knows none.
type Known struct {
	mu    sync.RWMutex
	certs map[string]*Cert // by DER; without their places
}

// maxKnown bounds them: all issuing CAs of Europe are some thousands, with 10 KB each once they are read.
const maxKnown = 4096

// Parse is [ParseCertificate] and [ber.NotCanonical].
func (k *Known) Parse(der []byte) (c *Cert, what string, err error) {
	if c := k.find(der); c != nil {
		return &Cert{Certificate: c.Certificate, said: c.said}, "", nil
	}
	what = ber.NotCanonical(der)
	c, err = ParseCertificate(der)
	if err == nil && what == "" && c.Refused == nil && c.IsCA {
		k.keep(c)
	}
	return c, what, err
}

func (k *Known) find(der []byte) *Cert {
	if k == nil {
		return nil
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.certs[string(der)]
}

func (k *Known) keep(c *Cert) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.certs == nil {
		k.certs = map[string]*Cert{}
	}
	if len(k.certs) < maxKnown {
		k.certs[string(c.Raw)] = c
	}
}
