package trustlist

import (
	"crypto/x509"
	"slices"
)

// search collects what the index knows about the issuers on a path.
type search struct {
	found      []Match // without a state
	otherKey   []Entry // same name, other key
	otherName  []Entry // same key, other name
	unproven   []Entry // same name, and neither path nor index has the certificate
	brokenLink int     // place of the first certificate that the next one did not sign; 0: none
}

// in keeps the results from one territory.
func (s *search) in(territory string) []Match {
	var out []Match
	for _, m := range s.found {
		if m.Entry.List.Territory == territory {
			out = append(out, m)
		}
	}
	return out
}

// search looks for the issuer of each certificate of the path by name, and takes a service for it when the listed key
// verifies the signature. Verifying links is the expensive step, so it is done only when something above is listed.
func (x *Index) search(path []*x509.Certificate) (*search, error) {
	s, links := &search{}, newLinks(path)
	for j, c := range path {
		if string(c.RawSubject) == string(c.RawIssuer) {
			break // a root, already looked up as the issuer of the previous one
		}
		named, keyed := x.names.find(nameHash(c.RawIssuer)), []int(nil)
		if j+1 < len(path) {
			keyed = x.keys.find(keyHash(path[j+1].RawSubjectPublicKeyInfo))
		}
		if len(named)+len(keyed) == 0 {
			continue
		}
		if s.brokenLink = links.broken(j); s.brokenLink > 0 {
			break
		}
		if err := s.step(x, links, j, named, keyed); err != nil {
			return nil, err
		}
	}
	if len(s.found) == 0 {
		s.brokenLink = links.broken(len(path) - 1)
	}
	return s, nil
}

// links verifies each certificate of a path with the key of the next one, once.
type links struct {
	path []*x509.Certificate
	seen []truth
}

func newLinks(path []*x509.Certificate) *links {
	seen := make([]truth, len(path))
	for i := range seen {
		seen[i] = unknown
	}
	return &links{path, seen}
}

// good reports whether the next certificate signed that at place j. There must be one.
func (l *links) good(j int) bool {
	if l.seen[j] == unknown {
		l.seen[j] = truthOf(signedBy(l.path[j], l.path[j+1].PublicKey))
	}
	return l.seen[j] == yes
}

// broken is the place of the first certificate, up to place j, that did not sign the one before it; 0: all did.
func (l *links) broken(j int) int {
	for i := range j {
		if !l.good(i) {
			return i + 1
		}
	}
	return 0
}

// step takes what the index has of the name and the key of the issuer of the certificate at place j.
func (s *search) step(x *Index, l *links, j int, named, keyed []int) error {
	for _, i := range named {
		e, err := x.entry(i)
		if err != nil {
			return err
		}
		switch last := j+1 == len(l.path); {
		case e.issued(l, j):
			s.found = append(s.found, Match{Entry: e, Place: j + 1})
		case last && len(e.Service.Certs) == 0:
			s.unproven = append(s.unproven, e)
		default:
			s.otherKey = append(s.otherKey, e)
		}
	}
	for _, i := range keyed {
		if slices.Contains(named, i) {
			continue
		}
		e, err := x.entry(i)
		if err != nil {
			return err
		}
		s.otherName = append(s.otherName, e)
	}
	return nil
}

// issued reports whether the service issued the certificate at place j. It uses the key of the next certificate on the
// path if the list has it, else the key of a certificate in the list.
func (e *Entry) issued(l *links, j int) bool {
	name := nameHash(l.path[j].RawIssuer)
	if j+1 < len(l.path) && e.has(keyHash(l.path[j+1].RawSubjectPublicKeyInfo), name) {
		return l.good(j)
	}
	for _, carrier := range e.carriers {
		if carrier.cert.DER == nil || carrier.name != name {
			continue
		}
		if key, err := x509.ParsePKIXPublicKey(carrier.cert.SPKI); err == nil && signedBy(l.path[j], key) {
			return true
		}
	}
	return false
}

func signedBy(c *x509.Certificate, key any) bool {
	issuer := x509.Certificate{PublicKey: key}
	return issuer.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}
