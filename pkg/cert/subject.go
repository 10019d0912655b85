package cert

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"fmt"
	"slices"

	"qwac/pkg/key"
	"qwac/pkg/lint"
)

// eachKey goes through the public keys of eachCertificate. A key on a curve that every verifier knows, and that crypto/x509 has read,
// is left out: it has none of the faults.
func (s *Subject) eachKey(yield func(lint.Where, *key.Info) bool) {
	if s.keys == nil {
		s.readKeys()
	}
	for i, c := range s.Path {
		if ec, ok := c.PublicKey.(*ecdsa.PublicKey); ok && ec.Curve != elliptic.P224() {
			continue
		}
		if !yield(c.Where, &s.keys[i]) {
			return
		}
	}
}

func (s *Subject) readKeys() {
	s.keys = make([]key.Info, len(s.Path))
	for i, c := range s.Path {
		s.keys[i] = key.Of(c.Certificate)
	}
}

// reportKey reports a fault of a key. The rules' own next step is for the leaf; the key of a CA is not the user's to change.
func reportKey(p *lint.Pass, w lint.Where, format string, args ...any) {
	f := lint.Finding{Message: fmt.Sprintf(format, args...)}
	f.Where, f.Hint = keyPlace(w)
	p.Report(f)
}

// keyPlace is the place of a key and the next step where it is not the rule's.
func keyPlace(w lint.Where) (at lint.Where, hint string) {
	w.Path = "subjectPublicKeyInfo"
	if w.Cert > 1 {
		hint = "This is the key of a CA: ask the QTSP for a certificate from a CA with another key, and tell it what was found."
	}
	return w, hint
}

// UnderstoodExtensions are those that verifiers of RFC 5280 process (section 4.2).
var UnderstoodExtensions = []string{
	"2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.31", "2.5.29.32", "2.5.29.33", "2.5.29.35",
	"2.5.29.36", "2.5.29.37", "2.5.29.54", "1.3.6.1.5.5.7.1.1",
}

// duplicateExtensions are the extensions that stand there twice. Crypto/x509 refuses every certificate with one.
func duplicateExtensions(c *Cert) (ids []string) {
	if c.Refused == nil {
		return nil
	}
	seen := map[string]int{}
	for _, e := range c.Extensions {
		id := e.Id.String()
		if seen[id]++; seen[id] == 2 && id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// Subject is what the rules on single certificates judge.
type Subject struct {
	Path   []Placed     // certificates of the path, leaf first; without a path all that were read
	Beside []Placed     // certificates that are left over beside a path
	Root   *Cert        // the root that ends the path; nil: the path is not complete
	Leaf   bool         // there is a path, and Path[0] is the leaf
	Faults []lint.Fault // what was found when the inputs were read

	keys []key.Info // of Path; nil: not read yet
}

func (s *Subject) hasLeaf() bool { return s.Leaf }

// Placed is a certificate and its place; Where.Cert is its number on the path.
type Placed struct {
	*Cert
	Where lint.Where
}

// eachCertificate, to be ranged over, has the certificates of the path with their places.
func (s *Subject) eachCertificate(yield func(lint.Where, *Cert) bool) {
	each(s.Path, yield)
}

// eachInFile is eachCertificate also for what is left over beside a path.
func (s *Subject) eachInFile(yield func(lint.Where, *Cert) bool) {
	if each(s.Path, yield) {
		each(s.Beside, yield)
	}
}

// each reports whether yield wants more.
func each(certs []Placed, yield func(lint.Where, *Cert) bool) bool {
	for _, c := range certs {
		if !yield(c.Where, c.Cert) {
			return false
		}
	}
	return true
}

// isRoot reports whether a certificate is the root, whose signature on itself nobody relies on: the last of a complete
// path, or beside a path one that names itself as its issuer.
func (s *Subject) isRoot(w lint.Where, c *Cert) bool {
	if w.Cert == 0 {
		return IsSelfIssued(c)
	}
	return w.Cert > 1 && c == s.Root
}

// leafExtensions have rules of their own in an end-entity certificate: qcStatements must not be critical, and the poison
// marks a precertificate.
var leafExtensions = []string{"1.3.6.1.5.5.7.1.3", "1.3.6.1.4.1.11129.2.4.3"}

// Understood reports whether a critical extension is processed, or has a rule of its own.
func Understood(oid string, endEntity bool) bool {
	return slices.Contains(UnderstoodExtensions, oid) || endEntity && slices.Contains(leafExtensions, oid)
}

// endEntity reports whether a certificate is the leaf of the path, or is beside a path and no CA.
func endEntity(w lint.Where, c *Cert) bool { return w.Cert == 1 || w.Cert == 0 && !c.IsCA }
