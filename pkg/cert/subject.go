package cert

import (
	"slices"

	"qwac/pkg/lint"
)

// Rules returns the rules on each certificate, in the order in which they run.
func Rules() [][]*lint.Rule[*Subject] { return rules }

var rules = [][]*lint.Rule[*Subject]{x509Rules, keyRules}

// Subject is what the rules on single certificates judge.
type Subject struct {
	Path   []Placed     // certificates of the path, leaf first; without a path all that were read
	Beside []Placed     // certificates that are left over beside a path
	Root   *Cert        // the root that ends the path; nil: the path is not complete
	Leaf   bool         // there is a path, and Path[0] is the leaf
	Faults []lint.Fault // what was found when the inputs were read

	keys []SubjectKey // Of Path; nil: not read yet
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
