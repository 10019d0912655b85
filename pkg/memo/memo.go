// Package memo remembers in a run over many chains what was found about the CAs that they share. Most people want
// [Memo].
package memo

import (
	"crypto/x509"
	"sync"
	"sync/atomic"

	"qwac/pkg/cert"
	"qwac/pkg/key"
)

// Memo remembers for a run what was found about CAs, which many chains share: whether a signature holds, and which
// certificates are without a fault. No verdict depends on it. It may be used by several goroutines;
// nil remembers nothing.
type Memo struct {
	links, clean sync.Map
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

// judged is a certificate of a CA, and whether it stood as the root.
type judged struct {
	der  string
	root bool
}

// Clean reports whether the rules on single certificates were found to have nothing to say of a certificate above the
// leaf.
func (m *Memo) Clean(c *cert.Cert, root bool) bool {
	if m == nil {
		return false
	}
	_, clean := m.clean.Load(judged{string(c.Raw), root})
	return clean
}

// KeepClean remembers it.
func (m *Memo) KeepClean(c *cert.Cert, root bool) {
	if m != nil {
		m.keep(&m.clean, judged{string(c.Raw), root}, true)
	}
}

// outcome is an error that may be nil.
type outcome struct{ error }

func (m *Memo) keep(in *sync.Map, id, value any) {
	if m.size.Add(1) <= maxRemembered {
		in.Store(id, value)
	}
}
