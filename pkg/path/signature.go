package path

import (
	"crypto/x509"
	"sync"
	"sync/atomic"

	"qwac/pkg/key"
)

// CheckLink tries the key of an issuer on the signature of a certificate.
func CheckLink(child, issuer *Facts) error {
	return key.CheckSignature(child.Cert, key.Holder(issuer.Cert))
}

// Memo remembers for a run what was found about CAs, which many chains share: whether a signature holds, and that a
// path of CAs does. No verdict depends on it. It may be used by several goroutines; nil remembers nothing.
type Memo struct {
	links, paths sync.Map
	size         atomic.Int64
}

// maxRemembered bounds the CAs that are remembered: all issuing CAs of Europe are some thousands, with 2 KB each.
const maxRemembered = 4096

// link is a certificate of a CA and the key that is tried on it.
type link struct{ child, key string }

// CheckSignature is [key.CheckSignature], once for each certificate of a CA and each key.
func (m *Memo) CheckSignature(child, issuer *x509.Certificate) error {
	if m == nil || !child.IsCA {
		return key.CheckSignature(child, issuer)
	}
	id := link{string(child.Raw), string(issuer.RawSubjectPublicKeyInfo)}
	if known, ok := m.links.Load(id); ok {
		return known.(outcome).error
	}
	err := key.CheckSignature(child, issuer)
	m.keep(&m.links, id, outcome{err})
	return err
}

// outcome is an error that may be nil.
type outcome struct{ error }

func (m *Memo) keep(in *sync.Map, id, value any) {
	if m.size.Add(1) <= maxRemembered {
		in.Store(id, value)
	}
}
