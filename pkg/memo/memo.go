// Package memo remembers in a run over many chains what was found about the CAs that they share. Most people want
// [Memo].
package memo

import (
	"crypto/x509"
	"sync"

	"qwac/pkg/cert"
	"qwac/pkg/path"
)

// Memo remembers for a run what was found about CAs, which many chains share: the certificates as they were read,
// whether a signature holds, and which certificates are without a fault. No verdict depends on it. It may be used by
// several goroutines; nil remembers nothing.
type Memo struct {
	known cert.Known

	mu    sync.RWMutex
	links map[link]error
	clean map[judged]bool
	facts map[string]*path.Facts // by DER
}

// maxRemembered bounds the CAs that are remembered: all issuing CAs of Europe are some thousands, with 2 KB each.
const maxRemembered = 4096

// Known are the certificates of CAs that were read.
func (m *Memo) Known() *cert.Known {
	if m == nil {
		return nil
	}
	return &m.known
}

// link is a certificate of a CA and the key that is tried on it.
type link struct{ child, key string }

// CheckSignature does a check of the signature on child by the key of issuer, once for each certificate of a CA and
// each key.
func (m *Memo) CheckSignature(
	check func(child, issuer *x509.Certificate) error, child, issuer *x509.Certificate,
) error {
	if m == nil || !child.IsCA {
		return check(child, issuer)
	}
	m.mu.RLock()
	err, known := m.links[link{string(child.Raw), string(issuer.RawSubjectPublicKeyInfo)}]
	m.mu.RUnlock()
	if known {
		return err
	}
	err = check(child, issuer)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.links = keep(m.links, link{string(child.Raw), string(issuer.RawSubjectPublicKeyInfo)}, err)
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
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.clean[judged{string(c.Raw), root}]
}

// KeepClean remembers it.
func (m *Memo) KeepClean(c *cert.Cert, root bool) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.clean = keep(m.clean, judged{string(c.Raw), root}, true)
}

// Facts are [path.FactsOf] of a certificate, once for each one of a CA that was read once. They are those of this very
// reading: who holds them knows the certificate by it.
func (m *Memo) Facts(c *cert.Cert) *path.Facts {
	if m == nil || !c.IsCA || c.Refused != nil {
		return path.FactsOf(c)
	}
	m.mu.RLock()
	f := m.facts[string(c.Raw)]
	m.mu.RUnlock()
	if f != nil && f.Cert == c.Certificate {
		return f
	}
	f = path.FactsOf(c)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.facts = keep(m.facts, string(c.Raw), f)
	return f
}

// keep adds to a map that may be nil, as long as there is room.
func keep[K comparable, V any](in map[K]V, id K, value V) map[K]V {
	if in == nil {
		in = map[K]V{}
	}
	if len(in) < maxRemembered {
		in[id] = value
	}
	return in
}
