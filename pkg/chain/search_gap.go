package chain

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/key"
)

const (
	// maxNear bounds the certificates shown as nearly the issuer; a person reads no more.
	maxNear = 10
	// maxNearChecks bounds the signature checks that look for an issuer of another name: the default limit of
	// certificates in the input.
	maxNearChecks = 20
)

// likeness orders what looks like the issuer.
const (
	likeTampered = iota
	likeName
	likeSignature
	likeKeyID
)

type nearNode struct {
	Near
	likeness int
}

// gap describes the issuer that the path lacks at its end. When the budget is spent, issuers of another name stay
// unknown.
func (p *pool) gap(found route) *Gap {
	child := found.last.node
	var near []nearNode
	checks := 0
	for _, n := range p.nodes {
		if n == child || n.group == child.group {
			continue
		}
		verifies := errNotTried
		if n.issuerOf(child) || n.claimsCA() && checks < maxNearChecks {
			if !n.issuerOf(child) {
				checks++
			}
			verifies = p.check(child, n.group)
		}
		if like, reason, ok := nearness(child, n, verifies); ok {
			near = append(near,
				nearNode{Near{n.cert, reason, like == likeTampered, like <= likeName, like == likeSignature}, like})
		}
	}
	slices.SortFunc(near, func(a, b nearNode) int {
		return cmp.Or(cmp.Compare(a.likeness, b.likeness), bytes.Compare(a.Cert.Raw, b.Cert.Raw))
	})
	g := &Gap{Child: child.cert}
	for _, n := range near[:min(maxNear, len(near))] {
		g.Near = append(g.Near, n.Near)
	}
	return g
}

// errNotTried stands for the outcome of a signature check that was not made.
var errNotTried = errors.New("not tried")

func (n *node) issuerOf(child *node) bool {
	return n.subject == child.issuer || cert.KeyIDFit(child.cert.Certificate, n.cert.Certificate) == key.Fits
}

// nearness says why n, which looks like the issuer of child, is not. A good signature under the right name is no
// answer: the path goes through it, or it would go in a circle.
func nearness(child, n *node, verifies error) (likeness int, reason string, ok bool) {
	fit := cert.KeyIDFit(child.cert.Certificate, n.cert.Certificate)
	same := n.subject == child.issuer
	switch {
	case same && verifies == nil:
		return 0, "", false
	case same && fit == key.Fits:
		return likeTampered, "name and key identifier fit, but its key did not make this signature", true
	case same && fit == key.Contradicts:
		return likeName, fmt.Sprintf("same name, but another key: its key identifier is %s, want %s",
			keyID(n.cert.SubjectKeyId), keyID(child.cert.AuthorityKeyId)), true
	case same:
		return likeName, "same name, but its key did not make this signature", true
	case verifies == nil:
		return likeSignature, fmt.Sprintf("its key made this signature, but its name is \"%s\"",
			ber.Cut(ber.DN(n.cert.RawSubject))), true
	case fit == key.Fits:
		return likeKeyID, fmt.Sprintf("the key identifier fits, but its name is \"%s\" and its key did not make this "+
			"signature",
			ber.Cut(ber.DN(n.cert.RawSubject))), true
	}
	return 0, "", false
}

// keyID writes a key identifier as tools show it: "9A:0F:...".
func keyID(id []byte) string {
	var b []byte
	for i, c := range id {
		if i > 0 {
			b = append(b, ':')
		}
		b = append(b, hex.EncodeToString([]byte{c})...)
	}
	return ber.Cut(string(bytes.ToUpper(b)))
}
