// Package memo remembers in a run over many chains what was found about the CAs that they share. Most people want
// [Memo].
package memo

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"qwac/pkg/cert"
	"qwac/pkg/key"
	"qwac/pkg/path"
)

// Memo remembers for a run what was found about CAs, which many chains share: whether a signature holds, that a path of
// CAs does, and which certificates are without a fault. No verdict depends on it. It may be used by several goroutines;
// nil remembers nothing.
type Memo struct {
	links, paths, clean sync.Map
	size                atomic.Int64
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

// SecondOpinion is [path.SecondOpinion]. That the CAs of a path are good in its eyes is asked once for all leaves below
// them.
func (m *Memo) SecondOpinion(certs []*cert.Cert, at time.Time) error {
	if m == nil || at.IsZero() || !separable(certs) {
		return path.SecondOpinion(certs, at)
	}
	var id strings.Builder
	for _, c := range certs[1:] {
		id.Write(c.Raw)
	}
	above := opinion{id.String(), at.UnixNano()}
	if _, good := m.paths.Load(above); !good {
		if path.SecondOpinion(certs[1:], at) != nil {
			return path.SecondOpinion(certs, at)
		}
		m.keep(&m.paths, above, true)
	}
	if path.SecondOpinion(certs[:2], at) != nil {
		return path.SecondOpinion(certs, at)
	}
	return nil
}

// opinion is a path of CAs at a time.
type opinion struct {
	path string
	at   int64
}

// separable reports whether crypto/x509 accepts a path exactly if it accepts the leaf below its issuer and the CAs by
// themselves: nothing in the CAs looks further than to the next certificate.
func separable(path []*cert.Cert) bool {
	if len(path) < 3 {
		return false
	}
	for i, c := range path {
		if slices.ContainsFunc(c.Extensions, func(e pkix.Extension) bool { return looksFurther(e.Id) }) {
			return false
		}
		if i > 0 && (!c.BasicConstraintsValid || !c.IsCA || c.MaxPathLen >= 0 && c.MaxPathLen < i-1 ||
			bytes.Equal(c.RawSubjectPublicKeyInfo, path[0].RawSubjectPublicKeyInfo)) {
			return false
		}
	}
	return true
}

// looksFurther are the extensions that bind more than the next certificate: nameConstraints, policyMappings,
// policyConstraints, inhibitAnyPolicy (RFC 5280, 4.2.1.5, 4.2.1.10, 4.2.1.11, 4.2.1.14).
func looksFurther(id asn1.ObjectIdentifier) bool {
	return len(id) == 4 && id[0] == 2 && id[1] == 5 && id[2] == 29 &&
		(id[3] == 30 || id[3] == 33 || id[3] == 36 || id[3] == 54)
}
