package revocation

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"slices"
	"time"

	"qwac/pkg/ber"
	"qwac/pkg/cert"
	"qwac/pkg/chain"
	"qwac/pkg/path"
)

// maxSigners bounds how deep the signers of lists are looked into, each of which needs lists of its own.
const maxSigners = 3

// joiner judges certificates by several lists together (RFC 5280, 6.3.3): for some reasons, with changes, indirect
// ones, and lists by another key of the CA.
type joiner struct {
	chain   *chain.Chain
	at      time.Time
	lists   []*Evidence
	signers []*cert.Cert // certificates that may have signed a list, those of the path first
	anchor  *cert.Cert   // where the path ends; nil: unknown
	asked   []*cert.Cert // whose status is being found, to end circles
}

// verdict is what the lists say together of one certificate.
type verdict struct {
	claim
	by   *Evidence // the list that says so, or the oldest of those that do
	used []*Evidence
}

func newJoiner(c *chain.Chain, at time.Time, evidence []*Evidence) *joiner {
	j := &joiner{chain: c, at: at}
	for _, e := range evidence {
		if e.Kind == CRL {
			j.lists = append(j.lists, e)
		}
	}
	j.signers = slices.Clone(c.Path)
	if c.Gap == nil && len(c.Path) > 1 {
		j.anchor = c.Path[len(c.Path)-1]
	}
	if c.Anchor != nil {
		j.anchor = &cert.Cert{Certificate: c.Anchor}
		j.signers = append(j.signers, j.anchor)
	}
	for _, crt := range c.Bundle.Certs {
		if !slices.ContainsFunc(j.signers, func(s *cert.Cert) bool { return bytes.Equal(s.Raw, crt.Raw) }) {
			j.signers = append(j.signers, crt)
		}
	}
	return j
}

// judge adds what the lists say together of each certificate, and returns the lists that were used.
func (j *joiner) judge(links []link, found [][]Status) (used []*Evidence) {
	if len(j.lists) == 0 {
		return nil
	}
	for _, l := range links {
		if v, ok := j.status(l.cert); ok {
			found[l.index] = append(found[l.index], *v.by.status(l, v.claim))
			used = append(used, v.used...)
		}
	}
	return used
}

// status is what the lists say together of a certificate; ok is false when that is not all that has to be known.
func (j *joiner) status(cert *cert.Cert) (v verdict, ok bool) {
	covered := 0
	for _, p := range pointsOf(cert) {
		for _, e := range j.lists {
			reasons := j.reasons(e, cert, p)
			if reasons&^covered == 0 {
				continue
			}
			one, ok := j.one(e, cert)
			if !ok {
				continue
			}
			if one.state == Revoked {
				return one, true
			}
			covered |= reasons
			if v.by == nil || one.this.Before(v.this) {
				v.claim, v.by = one.claim, one.by
			}
			v.used = append(v.used, one.used...)
		}
	}
	return v, covered == allReasons
}

// reasons are those for which a list says whether the certificate is revoked, as far as one distribution point of it
// goes: 6.3.3 (b), (d). Zero: it says nothing.
func (j *joiner) reasons(e *Evidence, cert *cert.Cert, p point) int {
	s, ok := e.scope()
	isCA := cert.BasicConstraintsValid && cert.IsCA
	switch {
	case !ok || s.attributeCerts || s.userCerts && isCA || s.caCerts && !isCA || e.delta() != nil:
		return 0
	case !slices.ContainsFunc(p.issuers, func(name []byte) bool { return ber.SameName(name, e.list.RawIssuer) }):
		return 0
	case p.indirect && !s.indirect:
		return 0
	case s.named && !s.meets(p, e.list.RawIssuer):
		return 0
	}
	return p.reasons & s.reasons
}

// one is what one list, with its changes, says of a certificate.
func (j *joiner) one(e *Evidence, cert *cert.Cert) (verdict, bool) {
	key := j.signer(e, nil)
	if key == nil || j.unusable(e) {
		return verdict{}, false
	}
	v := verdict{claim: e.good(), by: e, used: []*Evidence{e}}
	found, ok := e.entriesOf(cert)
	if takesOff(found) { // of a list that is complete: 5.3.1
		return v, false
	}
	if d := j.deltaOf(e, key); d != nil {
		v.by, v.this, v.next, v.used = d, d.list.ThisUpdate, d.list.NextUpdate, append(v.used, d)
		changed, read := d.entriesOf(cert)
		if ok = ok && read; changed != nil {
			found = changed
		}
	}
	if !ok {
		return v, false
	}
	v.claim = v.gravest(found, j.at).asOf(j.at)
	if v.state == Good && e.mayLeaveOut(cert) {
		return v, false
	}
	old := claim{state: v.state, reason: v.reason, this: e.list.ThisUpdate, next: e.list.NextUpdate}
	return v, old.stale(j.at) == "" || old.settled()
}

// unusable reports whether a list has something in it that is not known here.
func (j *joiner) unusable(e *Evidence) bool {
	s, _ := e.scope()
	return criticalBut(e.list.Extensions, knownInLists) != "" ||
		e.list.critical != "" && !(s.indirect && e.list.onlyIssuers)
}

// deltaOf finds the newest list of changes to a complete one: 6.3.3 (c), (h) and 5.2.4.
func (j *joiner) deltaOf(e *Evidence, key *cert.Cert) *Evidence {
	var newest *Evidence
	for _, d := range j.lists {
		base := d.delta()
		if base == nil || !ber.SameName(d.list.RawIssuer, e.list.RawIssuer) ||
			!bytes.Equal(d.list.AuthorityKeyId, e.list.AuthorityKeyId) {
			continue
		}
		if !sameExtension(e, d) || e.list.Number == nil || d.list.Number == nil || e.list.Number.Cmp(base) < 0 ||
			d.list.Number.Cmp(e.list.Number) < 0 {
			continue
		}
		current := claim{state: Good, this: d.list.ThisUpdate, next: d.list.NextUpdate}
		if current.stale(j.at) != "" || j.unusable(d) || j.signer(d, key) == nil {
			continue
		}
		if newest == nil || d.list.Number.Cmp(newest.list.Number) > 0 {
			newest = d
		}
	}
	return newest
}

// sameExtension reports whether two lists have the same scope.
func sameExtension(a, b *Evidence) bool {
	x, y := extension(a.list.Extensions, oidDistributionPoint), extension(b.list.Extensions, oidDistributionPoint)
	return (x == nil) == (y == nil) && (x == nil || bytes.Equal(x.Value, y.Value))
}

// delta is the number of the list that this one says the changes to; nil: it is complete.
func (e *Evidence) delta() *big.Int {
	x := extension(e.list.Extensions, oidDeltaIndicator)
	if x == nil {
		return nil
	}
	var n *big.Int
	if rest, err := asn1.Unmarshal(x.Value, &n); err != nil || len(rest) > 0 {
		// one that cannot be read fits no list: numbers have 20 octets at most (5.2.3)
		return new(big.Int).Lsh(big.NewInt(1), 160)
	}
	return n
}

// signer finds the certificate whose key signed a list: 6.3.3 (f), (g). It must have a path to the same anchor and not
// be revoked itself. With only it must be that key.
func (j *joiner) signer(e *Evidence, only *cert.Cert) *cert.Cert {
	for i, s := range j.signers {
		if only != nil && !bytes.Equal(s.RawSubjectPublicKeyInfo, only.RawSubjectPublicKeyInfo) {
			continue
		}
		if !ber.SameName(s.RawSubject, e.list.RawIssuer) || s.KeyUsage != 0 && s.KeyUsage&x509.KeyUsageCRLSign == 0 ||
			s.CheckSignature(e.list.SignatureAlgorithm, e.list.RawTBSRevocationList, e.list.Signature) != nil {
			continue
		}
		if i > 0 && i < len(j.chain.Path) || s == j.anchor || j.trusted(s) {
			return s
		}
	}
	return nil
}

// trusted reports whether a signer that is not above the leaf has a valid path to the anchor and is not revoked.
func (j *joiner) trusted(s *cert.Cert) bool {
	if slices.Contains(j.asked, s) {
		return namesItself(s)
	}
	if j.anchor == nil || len(j.asked) == maxSigners {
		return false
	}
	j.asked = append(j.asked, s)
	defer func() { j.asked = j.asked[:len(j.asked)-1] }()
	found, err := path.Search{Leaf: s, Pool: j.signers, Anchors: []*cert.Cert{j.anchor},
		Terms: path.Terms{At: j.at}}.Find()
	if err != nil || !found.Valid() {
		return false
	}
	for _, c := range found.Path {
		if slices.Contains(j.chain.Path[1:], c) {
			continue // it is judged by itself
		}
		if v, ok := j.status(c); !ok || v.state != Good {
			return false
		}
	}
	return true
}

// namesItself reports whether a certificate says that its own subject signs the list that it may stand on: then its
// issuer wants it so.
func namesItself(s *cert.Cert) bool {
	return slices.ContainsFunc(pointsOf(s), func(p point) bool {
		return p.indirect && slices.ContainsFunc(p.issuers, func(name []byte) bool {
			return ber.SameName(name, s.RawSubject)
		})
	})
}
