package testpki

import (
	"fmt"
	"iter"
	"math/big"
)

// RepoFile is a file of a [Repository].
type RepoFile struct {
	Name string // with slashes
	Data []byte
	Leaf bool   // it holds a leaf; else a CA
	Good bool   // the chain of the leaf has no fault
	Kind string // of the fault; empty: none
}

const (
	perIssuer = 5  // leaves of one issuing CA
	perRoot   = 40 // issuing CAs below one root
	faultyOne = 20 // one leaf in so many is faulty: 5 %
)

// repoFaults are what is wrong with the faulty leaves, in turn.
var repoFaults = [...]struct {
	kind string
	edit func(*Spec)
	text func([]byte) []byte
}{
	{kind: "expired", edit: func(s *Spec) { s.NotAfter = date(2026, 8, 1) }},
	{kind: "tampered", edit: func(s *Spec) { s.CorruptSignature = true }},
	{kind: "no roles", edit: func(s *Spec) { s.DropStatement(OIDPSD2) }},
	{kind: "seal", edit: func(s *Spec) {
		subject, serial := s.Subject, s.Serial
		*s = QSealC()
		s.Subject, s.Serial = subject, serial
	}},
	{kind: "byte order mark", text: func(pem []byte) []byte { return append([]byte("\xef\xbb\xbf"), pem...) }},
	{kind: "orphan"}, // its issuer is nowhere
}

// Repository yields the files of a repository with that many leaves: a folder for each root and each issuing CA, with
// its certificate, and in it a folder with one file for each company. Every other issuing CA has an RSA key of 4,096
// bits, the rest are on P-256. One leaf in twenty has a fault.
func Repository(leaves int) iter.Seq[RepoFile] {
	return func(yield func(RepoFile) bool) {
		var root, issuing Cert
		for i := range leaves {
			ca := i / perIssuer
			if i%(perIssuer*perRoot) == 0 {
				root = repoRoot(ca / perRoot)
				if !yield(RepoFile{Name: fmt.Sprintf("root-%d/root.pem", ca/perRoot), Data: root.PEM()}) {
					return
				}
			}
			folder := fmt.Sprintf("root-%d/ca-%d", ca/perRoot, ca)
			if i%perIssuer == 0 {
				issuing = repoIssuing(ca, &root)
				if !yield(RepoFile{Name: folder + "/ca.pem", Data: issuing.PEM()}) {
					return
				}
			}
			if !yield(repoLeaf(i, folder, issuing)) {
				return
			}
		}
	}
}

func repoRoot(n int) Cert {
	s := Root()
	s.Subject.Set(OIDCommonName, fmt.Sprintf("Fixture Trust Root CA %d", n+1))
	s.Key = Key{Name: "repository root", Alg: RSA4096}
	return Issue(s, nil)
}

func repoIssuing(n int, root *Cert) Cert {
	s := IssuingCA()
	s.Subject.Set(OIDCommonName, fmt.Sprintf("Fixture Trust Qualified Web CA %d", n+1))
	s.Key = Key{Name: "repository issuing"}
	if n%2 == 1 {
		s.Key.Alg = RSA4096
	}
	return Issue(s, root)
}

func repoLeaf(n int, folder string, issuing Cert) RepoFile {
	f := RepoFile{Name: fmt.Sprintf("%s/company-%d/leaf.pem", folder, n), Leaf: true, Good: true}
	s := PSD2QWAC()
	s.Serial = big.NewInt(int64(n) + 1<<62)
	text := func(pem []byte) []byte { return pem }
	if n%faultyOne == faultyOne-1 {
		fault := repoFaults[n/faultyOne%len(repoFaults)]
		f.Good, f.Kind = false, fault.kind
		if fault.edit != nil {
			fault.edit(&s)
		}
		if fault.text != nil {
			text = fault.text
		}
		if fault.kind == "orphan" {
			issuing = repoIssuing(n+1<<30, &issuing)
		}
	}
	f.Data = text(Issue(s, &issuing).PEM())
	return f
}
