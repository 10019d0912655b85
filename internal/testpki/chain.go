package testpki

import "bytes"

// Chain is a leaf and what certifies it.
type Chain struct{ Leaf, Intermediate, Root Cert }

// Clean is the chain without faults: [PSD2QWAC], [IssuingCA], [Root].
func Clean() Chain { return NewChain(nil) }

// NewChain is the clean chain, changed by edit before anything is issued. Edit may be nil. Names, key
// identifiers and signatures follow from the changed specs; another profile is *leaf = testpki.QSealC().
func NewChain(edit func(leaf, intermediate, root *Spec)) Chain {
	leaf, intermediate, root := PSD2QWAC(), IssuingCA(), Root()
	if edit != nil {
		edit(&leaf, &intermediate, &root)
	}
	var c Chain
	c.Root = Issue(root, nil)
	c.Intermediate = Issue(intermediate, &c.Root)
	c.Leaf = Issue(leaf, &c.Intermediate)
	return c
}

// NewLeaf is the clean chain as edit changes its leaf.
func NewLeaf(edit func(leaf *Spec)) Chain {
	return NewChain(func(leaf, _, _ *Spec) { edit(leaf) })
}

// Certs are the certificates from leaf to root.
func (c Chain) Certs() []Cert { return []Cert{c.Leaf, c.Intermediate, c.Root} }

// PEM is the whole chain from leaf to root.
func (c Chain) PEM() []byte { return PEM(c.Certs()...) }

// PEM is a file with these certificates in this order.
func PEM(certs ...Cert) []byte {
	var b bytes.Buffer
	for _, c := range certs {
		b.Write(c.PEM())
	}
	return b.Bytes()
}
